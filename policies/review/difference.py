"""Two policies side by side: which actions only the one allows or denies, only the other, and which both.

Each document is asked by itself about every action of the catalogue, on any resource and in circumstances
that nobody has named. So an answer is *always*, or *sometimes*: for some resource, under a condition, for
one principal and not for another. Two that both say *sometimes* may mean different times: then the
difference is in their resources and conditions, and this says so instead of calling them equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from policies.catalogue import Catalogue
from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.compilation import CompiledStatement, Reach
from policies.engine.document import Effect, PolicyDocument, Statement
from policies.engine.matching import EVERYTHING
from policies.engine.request import Context

ANYWHERE = Context({}, closed=False)
"""Every key is unknown, so that no condition holds surely but one that every request meets."""
EVERYBODY = "*"
MOST_COMPARED = 400_000
"""So many characters of patterns are held against kinds of resources, in one document: some tenths of a
second. A statement beyond that counts as *sometimes*, as if its resources were unknown."""


@dataclass(frozen=True, slots=True)
class Share:
    """Two sets without a common action. In ``always`` both policies that are meant leave nothing open."""

    always: ActionSet
    sometimes: ActionSet

    @property
    def all(self) -> ActionSet:
        return self.always | self.sometimes

    @property
    def count(self) -> int:
        return self.all.bit_count()


@dataclass(frozen=True, slots=True)
class Comparison:
    """The three shares have no action in common; together they are all that either is about."""

    only_one: Share
    only_other: Share
    both: Share

    @property
    def is_about_nothing(self) -> bool:
        return not (self.only_one.all or self.only_other.all or self.both.all)


@dataclass(frozen=True, slots=True)
class Difference:
    """``allowed`` compares what each allows after its own denies, ``denied`` what each explicitly denies."""

    allowed: Comparison
    denied: Comparison

    @property
    def is_certain(self) -> bool:
        """Whether nothing that both are about depends on a resource, a condition or a principal."""
        return not (self.allowed.both.sometimes or self.denied.both.sometimes)


def difference(one: PolicyDocument, other: PolicyDocument, catalogue: Catalogue) -> Difference:
    """``one`` against ``other``, each taken alone; their kinds may differ."""
    one_allowed, one_denied = _answers(one, catalogue.universe)
    other_allowed, other_denied = _answers(other, catalogue.universe)
    return Difference(_compared(one_allowed, other_allowed), _compared(one_denied, other_denied))


def _compared(one: Reach, other: Reach) -> Comparison:
    both = one.possibly & other.possibly
    both_always = one.surely & other.surely
    return Comparison(
        only_one=_share(one, ~other.possibly),
        only_other=_share(other, ~one.possibly),
        both=Share(both_always, both & ~both_always),
    )


def _share(reach: Reach, within: ActionSet) -> Share:
    return Share(reach.surely & within, reach.possibly & ~reach.surely & within)


def _answers(document: PolicyDocument, universe: ActionUniverse) -> tuple[Reach, Reach]:
    """What the document alone allows, and what it denies: no Allow outvotes a Deny."""
    reaches = {effect: Reach(0, 0) for effect in Effect}
    left = MOST_COMPARED
    for statement in document.statements:
        actions = _actions(statement, universe)
        left -= _to_compare(statement, actions, universe)
        surely, possibly = _reach(statement, universe) if left >= 0 else (0, actions)
        if not _is_about_everybody(statement):
            surely = 0
        held = reaches[statement.effect]
        reaches[statement.effect] = Reach(held.surely | surely, held.possibly | possibly)
    allowed, denied = reaches[Effect.ALLOW], reaches[Effect.DENY]
    return Reach(allowed.surely & ~denied.possibly, allowed.possibly & ~denied.surely), denied


def _reach(statement: Statement, universe: ActionUniverse) -> Reach:
    compiled = CompiledStatement(statement, universe)
    return compiled.reach(compiled.outcomes(ANYWHERE))


def _to_compare(statement: Statement, actions: ActionSet, universe: ActionUniverse) -> int:
    """In characters of patterns; 0 where one of them is ``*``, which needs no look at the resources."""
    if any(resource.source == EVERYTHING for resource in statement.resources):
        return 0
    kinds = sum(1 for _ in universe.resources(actions))
    return kinds * sum(len(resource.source) for resource in statement.resources)


def _actions(statement: Statement, universe: ActionUniverse) -> ActionSet:
    named = universe.mask(statement.actions)
    return universe.all & ~named if statement.excludes_actions else named


def _is_about_everybody(statement: Statement) -> bool:
    """True, too, where the kind names no principals: whoever has the policy is meant."""
    if statement.principals is None:
        return True
    return not statement.excludes_principals and any(
        principal.value == EVERYBODY for principal in statement.principals
    )
