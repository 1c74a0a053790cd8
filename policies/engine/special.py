"""The actions for which something else holds than for most: refused by AWS, out of reach of RCPs, or in
need of the resource's consent.

These are rules about single requests, so they are asked of single requests, and the answers kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.grants import says_yes_itself
from policies.engine.guardrails import KEY_ALIASES, NEVER_UNDER_RCPS, why_out_of_reach
from policies.engine.refusals import refusal_of
from policies.engine.request import Context, ContextValue, Lookup, Principal, Request

RESOURCES_KEPT = 1024


class Special(NamedTuple):
    refused: ActionSet
    """By AWS itself, whatever policies say."""
    under_rcps: ActionSet
    """RCPs reach them."""
    asking_consent: ActionSet
    """Only if the resource's policy allows, too."""


class SpecialActions:
    """Over one universe. ``services`` are those that support RCPs, by their prefixes; None is all."""

    def __init__(self, universe: ActionUniverse) -> None:
        self._universe = universe
        self._anywhere = lru_cache(maxsize=16)(self._find_anywhere)
        self._on = lru_cache(maxsize=RESOURCES_KEPT)(self._find_on)

    def anywhere(self, principal: Principal, services: frozenset[str] | None) -> Special:
        """Where no resource is named."""
        return self._anywhere(principal.is_service_linked_role, services)

    def on(
        self, arn: str, principal: Principal, services: frozenset[str] | None, context: Context
    ) -> Special:
        """On the resource of this ARN. Of the context only the aliases of a key matter."""
        return self._on(arn, principal, services, context.get(KEY_ALIASES))

    def _find_anywhere(self, is_service_linked_role: bool, services: frozenset[str] | None) -> Special:
        if is_service_linked_role:
            return Special(0, 0, 0)
        universe = self._universe
        never = sum(1 << universe.index(action) for action in NEVER_UNDER_RCPS if action in universe)
        reached = [universe.all] if services is None else map(universe.service_mask, services)
        return Special(0, sum(reached) & ~never, 0)

    def _find_on(
        self,
        arn: str,
        principal: Principal,
        services: frozenset[str] | None,
        aliases: ContextValue | Lookup,
    ) -> Special:
        context = Context({} if isinstance(aliases, Lookup) else {KEY_ALIASES.lower(): aliases})
        refused = under_rcps = asking_consent = 0
        for action in self._universe.names(self._universe.naming(arn)):
            request = Request(principal, action, arn, context)
            bit = 1 << self._universe.index(action)
            if refusal_of(request) is not None:
                refused |= bit
            if why_out_of_reach(request, services) is None:
                under_rcps |= bit
            if says_yes_itself(request):
                asking_consent |= bit
        return Special(refused, under_rcps, asking_consent)
