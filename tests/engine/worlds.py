"""A request and all that could decide it, each part made from bytes of its own, when it is asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from hypothesis import strategies as st

from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.evaluate import ALWAYS_ALLOWED
from policies.engine.parse import parse_policy
from policies.engine.request import AnyResource, AttachedPolicy, Context, Lookup, Policies, Request
from tests.engine import generators as g
from tests.engine.choices import Choices, made

ACTIONS = tuple(action for action in g.SMALL_UNIVERSE.actions if action.lower() not in ALWAYS_ALLOWED)
CALLERS = (g.ADMIN, g.JOHN, g.ROOT_USER, g.GUEST)
FILLINGS = ("reports", "reports/2026", "a", "eu-central-1", g.ACCOUNT, "vol-1", "john", "")
REQUEST = 20
CHANCE = 40

Thing = TypeVar("Thing")


class World:
    """One of the callers asks for one action, on any of its resources; some keys are known."""

    def __init__(self, choices: Choices) -> None:
        self._request = choices.part(REQUEST)
        self._endpoint = choices.part(g.STATEMENT)
        self._policies = choices.part(g.ALL_POLICIES)
        self._document = choices.part(2 * g.STATEMENT)
        self._resource = choices.part(g.STATEMENT + 2)
        self._luck = choices.part(CHANCE)
        self._chance = self._luck.again()

    def again(self) -> World:
        """The same world for another law, which meets the same chances whatever law came before it."""
        world = copy(self)
        world._chance = self._luck.again()
        return world

    @cached_property
    def request(self) -> Request:
        action = self._request.of(ACTIONS)
        caller = self._request.of(CALLERS)
        context = g.SMALL_UNIVERSE.context_for(action, g.context_of(self._request))
        return Request(caller, action, g.SMALL_UNIVERSE.resource_of(action), context)

    @cached_property
    def policies(self) -> Policies:
        """Of every kind but the resource's; one request in four goes through a VPC endpoint."""
        policies = g.policies_of(self._policies, g.SMALL_UNIVERSE)
        if self._endpoint.up_to(3) < 3:
            return policies
        return replace(policies, endpoint=g.endpoint_policy_of(self._endpoint, g.SMALL_UNIVERSE))

    @cached_property
    def document(self) -> PolicyDocument:
        """An identity policy that is not attached."""
        return g.document_of(self._document, g.SMALL_UNIVERSE, PolicyKind.IDENTITY)

    @cached_property
    def scp(self) -> PolicyDocument:
        """The same as a service control policy."""
        return parse_policy(self.document.text, PolicyKind.SERVICE_CONTROL)

    @cached_property
    def resource_policy(self) -> tuple[AttachedPolicy, ...]:
        """That of the resource, if it has one; not among ``policies``."""
        return g.resource_policy_of(self._resource, g.SMALL_UNIVERSE)

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


def worlds() -> st.SearchStrategy[World]:
    size = REQUEST + g.STATEMENT + g.ALL_POLICIES + 2 * g.STATEMENT + g.STATEMENT + 2 + CHANCE
    return made(World, size=size)
