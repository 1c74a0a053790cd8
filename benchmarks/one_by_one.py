"""What are action sets good for? The whole catalogue at once, beside asking action by action."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.every_action import Warm
from benchmarks.measure import Figure, seconds
from benchmarks.policies import DEVELOPER, context
from policies.catalogue import catalogue
from policies.engine.evaluate import evaluate
from policies.engine.request import Request

SAMPLE = 200
"""Actions that are really asked for, spread over the catalogue; all of them would take half a minute."""


def figures() -> Iterator[Figure]:
    universe = catalogue().universe
    at_once = Warm(universe)
    given = context("blue")
    sample = universe.actions[:: len(universe) // SAMPLE]
    requests = [
        Request(DEVELOPER, action, universe.resource_of(action), universe.context_for(action, given))
        for action in sample
    ]

    def one_by_one() -> None:
        for request in requests:
            evaluate(request, at_once.policies)

    whole = seconds(one_by_one) / len(sample) * len(universe)
    times = whole / seconds(at_once, runs=50)
    name = "… as many times faster than evaluate() action by action"
    yield Figure(name, times, "×", bar=1000, at_least=True, reference=1, beside="all of them at once")
