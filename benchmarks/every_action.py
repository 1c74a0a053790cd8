"""How long until all that one principal may do stands on the screen?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import count
from operator import or_

from benchmarks.measure import Figure, milliseconds
from benchmarks.policies import DEVELOPER, context, parsed_anew
from policies.catalogue import catalogue
from policies.engine.action_sets import ActionUniverse
from policies.engine.permissions import Permissions, permissions
from policies.engine.request import Context, Policies


def figures() -> Iterator[Figure]:
    universe = catalogue().universe
    sets = [universe.all // (number + 3) for number in range(100)]
    bare = milliseconds(lambda: reduce(or_, sets), runs=50)
    beside = "the union of 100 sets"

    warm = milliseconds(Warm(universe), runs=50)
    name = "every action, 4 levels of SCPs, 5 identity policies: warm"
    yield Figure(name, warm, "ms", bar=2, reference=bare, beside=beside)

    anew = min(milliseconds(Anew()) for _ in range(5))
    name = "… with all policies parsed and compiled anew"
    yield Figure(name, anew, "ms", bar=100, reference=bare, beside=beside)


class Warm:
    """The policies are compiled; each time another team asks, whose answer nobody has worked out yet."""

    def __init__(self, universe: ActionUniverse) -> None:
        self.universe = universe
        self.policies = parsed_anew()
        self.teams = count()
        self()

    def __call__(self) -> Permissions:
        return shown(self.policies, context(f"team {next(self.teams)}"), self.universe)


class Anew:
    """Nothing is known but the texts: a new universe has compiled nothing yet."""

    def __init__(self) -> None:
        known = catalogue().universe
        formats = [known.resource_of(action).formats for action in known.actions]
        services = {action.partition(":")[0] for action in known.names(known.global_mask)}
        self.universe = ActionUniverse(known.actions, formats, frozenset(services))

    def __call__(self) -> Permissions:
        return shown(parsed_anew(), context("blue"), self.universe)


def shown(policies: Policies, given: Context, universe: ActionUniverse) -> Permissions:
    """With all that the page counts: rules and the funnel."""
    answer = permissions(policies, DEVELOPER, given, universe)
    for _, actions in answer.by_rule:
        actions.bit_count()
    for step in answer.steps:
        step.passing.bit_count()
    return answer
