"""A request and all that could decide it, each part made from bytes of its own, when it is asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from typing import TypeVar

from hypothesis import strategies as st

from policies.engine.document import PolicyKind
from policies.engine.evaluate import ALWAYS_ALLOWED
from policies.engine.parse import parse_policy
from policies.engine.request import AnyResource, Context, Lookup, Policies, Request
from tests.engine import generators as g
from tests.engine.choices import Choices, made

ACTIONS = tuple(action for action in g.SMALL_UNIVERSE.actions if action.lower() not in ALWAYS_ALLOWED)
CALLERS = (g.ADMIN, g.JOHN, g.ROOT_USER, g.GUEST)
FILLINGS = ("reports", "reports/2026", "a", "eu-central-1", g.ACCOUNT, "vol-1", "john", "")
REQUEST = 20
CHANCE = 40

Thing = TypeVar("Thing")


class World:
    """One of the callers asks for one action, on any of its resources; some keys are known.

    ``policies`` are of every kind but the resource's; one request in four goes through a VPC endpoint.
    ``resource_policy`` is that of the resource, if it has one. ``document`` is an identity policy that is
    not attached, ``scp`` says the same as a service control policy.
    """

    def __init__(self, choices: Choices) -> None:
        self.request = _request(choices.part(REQUEST))
        self.policies = _policies(choices.part(g.STATEMENT), choices.part(g.ALL_POLICIES))
        self.document = g.document_of(choices.part(2 * g.STATEMENT), g.SMALL_UNIVERSE, PolicyKind.IDENTITY)
        self.scp = parse_policy(self.document.text, PolicyKind.SERVICE_CONTROL)
        self.resource_policy = g.resource_policy_of(choices.part(g.STATEMENT + 2), g.SMALL_UNIVERSE)
        self._luck = choices.part(CHANCE)
        self._chance = self._luck.again()

    def again(self) -> World:
        """The same world for another law, which meets the same chances whatever law came before it."""
        world = copy(self)
        world._chance = self._luck.again()
        return world

    def concrete(self, request: Request) -> Request:
        """One of the requests that an open one stands for: every key settled, one resource named."""
        values = dict(request.context.values)
        for key, choices in g.CONTEXT_VALUES.items():
            if request.context.get(key) is Lookup.UNKNOWN and self._chance.up_to(1):
                values[key] = self._chance.of(choices)
        resource = request.resource
        if isinstance(resource, AnyResource):
            chosen = self._chance.of(resource.formats or ("*",)).replace("${Partition}", "aws")
            resource = re.sub(r"\$\{\w+\}", lambda _: self._chance.of(FILLINGS), chosen)
        return replace(request, resource=resource, context=Context(values, closed=True))

    def one_of(self, options: Sequence[Thing]) -> Thing:
        return self._chance.of(options)

    def shuffled(self, things: Sequence[Thing]) -> tuple[Thing, ...]:
        """In another order, and some of them twice."""
        doubled = [*things, *(thing for thing in things if self._chance.up_to(2) == 2)]
        return tuple(sorted(doubled, key=lambda _: self._chance.up_to(255)))

    def __repr__(self) -> str:
        """What an example of a broken law shows: the texts say it all."""
        attached = {
            name: [[policy.document.text for policy in level.policies] for level in part]
            if isinstance(part, tuple) and part and hasattr(part[0], "policies")
            else [policy.document.text for policy in part]
            for name in ("service_control", "resource_control", "endpoint", "boundary", "session", "identity")
            if isinstance(part := getattr(self.policies, name), tuple)
        }
        more = [self.document.text, *(policy.document.text for policy in self.resource_policy)]
        return f"World({self.request}, {json.dumps(attached, indent=1)}, besides: {more})"


def _request(choices: Choices) -> Request:
    action, caller = choices.of(ACTIONS), choices.of(CALLERS)
    context = g.SMALL_UNIVERSE.context_for(action, g.context_of(choices))
    return Request(caller, action, g.SMALL_UNIVERSE.resource_of(action), context)


def _policies(endpoint: Choices, others: Choices) -> Policies:
    policies = g.policies_of(others, g.SMALL_UNIVERSE)
    if endpoint.up_to(3) < 3:
        return policies
    return replace(policies, endpoint=g.endpoint_policy_of(endpoint, g.SMALL_UNIVERSE))


def worlds() -> st.SearchStrategy[World]:
    size = REQUEST + g.STATEMENT + g.ALL_POLICIES + 2 * g.STATEMENT + g.STATEMENT + 2 + CHANCE
    return made(World, size=size)
