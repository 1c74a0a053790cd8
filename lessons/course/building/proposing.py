"""Clauses to choose from: what every solution changed, and what all of them kept that a cheat would not.

Nobody has to write a goal. A decision that changed is asked for again; a thing that was made or moved is
looked for; and what nobody was to touch is one clause, ``same``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from accounts.organization.decisions import Judge
from accounts.organization.scenario.shape import Reading
from lessons.course.building.objects import things_of
from lessons.course.case import Case
from lessons.course.exercise import Look
from lessons.course.language import Goal, Scope, TooMuch, read_goal
from lessons.course.language.asking import Setting, verdicts
from lessons.course.language.goals import judged
from lessons.course.language.sameness import Differing, Selection, differences
from lessons.course.names import Absent
from lessons.course.placeholders import renamed
from lessons.course.questions.items import ACTIONS
from policies.engine.action_sets import ActionSet
from policies.engine.decision import Decision

MOST_SERVICES: Final = 12
"""Whole services that are proposed as one clause, those with the most actions first."""
MOST_EXEMPT: Final = 300
"""Names of actions in an exception of ``same``; more are said in another way."""


class Kind(Enum):
    DECISION = "decision"
    THING = "thing"
    KEPT = "kept"
    SAME = "same"


@dataclass(frozen=True)
class Proposal:
    """A clause that could be asked for. ``goal`` is its JSON; ``says`` and ``parameters`` are the sentence
    for it, which the page writes.

    ``holds_in`` are the solutions, from 0, in which it holds: one that holds in some of them only refuses
    the others. ``refuses`` are the cheats after which it does not hold. ``before`` and ``after`` is what is
    decided for the first of those that it is about.
    """

    id: str
    kind: Kind
    says: str
    parameters: Mapping[str, Any]
    goal: Mapping[str, Any]
    holds_in: tuple[int, ...] = ()
    refuses: frozenset[str] = frozenset()
    before: Decision | None = None
    after: Decision | None = None


@dataclass(frozen=True)
class Proposed:
    """``decisions`` counts the decisions that differ after any of the solutions, ``things`` what else does.
    ``ticked`` are the ids of what is proposed to begin with: enough to refuse every cheat, if that is
    possible."""

    proposals: tuple[Proposal, ...]
    decisions: int
    things: int
    ticked: tuple[str, ...]

    def of(self, kind: Kind) -> tuple[Proposal, ...]:
        return tuple(each for each in self.proposals if each.kind is kind)


def proposed(
    solutions: Sequence[Case], cheats: Mapping[str, Case], look: Look, pinned: Sequence[str], judge: Judge
) -> Proposed:
    """From what the solutions, of which there is at least one, and the cheats did with one start.

    Raises ``TooMuch`` for an organization that is too large to be compared.
    """
    return _Proposing(tuple(solutions), cheats, look, tuple(pinned), judge).result()


@dataclass(frozen=True)
class _Proposing:
    solutions: tuple[Case, ...]
    cheats: Mapping[str, Case]
    look: Look
    pinned: tuple[str, ...]
    judge: Judge
    _known: dict[str, Goal] = field(default_factory=dict)

    def result(self) -> Proposed:
        changed = [*self._decisions()]
        things = [self._tried(each) for each in self._things()]
        kept = [*self._kept()]
        same = [self._tried(each) for each in self._same()]
        return Proposed(
            proposals=(*changed, *things, *kept, *same),
            decisions=sum(actions.bit_count() for actions in self._touched.values()),
            things=len(things),
            ticked=self._ticked(changed, things, kept, same),
        )

    # What differs

    @cached_property
    def _differing(self) -> tuple[Mapping[tuple[str, str], Differing], ...]:
        """For each solution, by whose decisions differ from the start."""
        return tuple(
            {
                (each.account_id, each.label): each
                for each in differences(Scope(case, self.judge), Selection())
            }
            for case in self.solutions
        )

    @cached_property
    def _touched(self) -> Mapping[tuple[str, str], ActionSet]:
        """What differs after any of the solutions."""
        found: dict[tuple[str, str], ActionSet] = defaultdict(int)
        for differing in self._differing:
            for who, each in differing.items():
                found[who] |= each.actions
        return found

    def _name(self, who: tuple[str, str]) -> str:
        account = self.solutions[0].start.accounts[who[0]]
        return f"{{{{{account.name}}}}}/{who[1]}"

    @property
    def _notable(self) -> tuple[str, ...]:
        """Actions that are worth a clause of their own."""
        return tuple(dict.fromkeys((self.look.action, *self.pinned, *ACTIONS)))

    # Decisions

    def _decisions(self) -> Iterator[Proposal]:
        everywhere = set.intersection(*map(set, self._differing))
        gained: dict[tuple[str, str], ActionSet] = {}
        lost: dict[tuple[str, str], ActionSet] = {}
        for who in (each for each in self._touched if each in everywhere):
            all_of_it = [each[who] for each in self._differing]
            gained[who] = _all(each.now.allowed & ~each.then.allowed for each in all_of_it)
            # Lost is what is surely gone: what depends now is neither.
            lost[who] = _all(each.then.allowed & ~(each.now.allowed | each.now.depends) for each in all_of_it)
        for direction, found in (("can", gained), ("cannot", lost)):
            for action in self._notable:
                bit = self._bit(action)
                people = [who for who, actions in found.items() if actions & bit]
                if people and bit:
                    yield self._decided(direction, action, people)
            yield from self._services(direction, found)

    def _services(self, direction: str, found: Mapping[tuple[str, str], ActionSet]) -> Iterator[Proposal]:
        """Services of which every action changed, for somebody."""
        by_service: dict[str, list[tuple[str, str]]] = {}
        for service, mask in self._masks.items():
            people = [who for who, actions in found.items() if mask and actions & mask == mask]
            if people:
                by_service[service] = people
        if len(by_service) == len(self._masks):
            yield self._decided(direction, "*", by_service[next(iter(by_service))])
            return
        largest = sorted(by_service, key=lambda each: -self._masks[each].bit_count())[:MOST_SERVICES]
        for service in largest:
            yield self._decided(direction, f"{service}:*", by_service[service])

    @cached_property
    def _masks(self) -> Mapping[str, ActionSet]:
        services: dict[str, ActionSet] = defaultdict(int)
        universe = self.judge.universe
        for number, name in enumerate(universe.names((1 << len(universe)) - 1)):
            services[name.partition(":")[0]] |= 1 << number
        return services

    def _bit(self, action: str) -> ActionSet:
        return 1 << self.judge.universe.index(action) if action in self.judge.universe else 0

    def _decided(self, direction: str, action: str, people: Sequence[tuple[str, str]]) -> Proposal:
        people = self._speakers(people)
        names = [self._name(who) for who in people]
        asked: dict[str, Any] = {"can": [names[0] if len(names) == 1 else "{p}", action]}
        if direction == "cannot":
            asked = self._none_of(asked, action)
        goal = asked if len(names) == 1 else {"each": "p", "in": names, "goal": asked}
        first = self._differing[0][people[0]]
        bit = self._bit(action) or first.actions & -first.actions
        return self._tried(
            Proposal(
                id=_identifier(direction, action, names),
                kind=Kind.DECISION,
                says=direction,
                parameters={"who": names, "action": action, "count": self._count(action)},
                goal=goal,
                before=first.then.decision(bit),
                after=first.now.decision(bit),
            )
        )

    def _speakers(self, people: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """One principal of each account: like the one that the exercise looks at, if there is one."""
        by_account: dict[str, str] = {}
        for account_id, label in people:
            if account_id not in by_account or label == self.look.principal:
                by_account[account_id] = label
        return [*by_account.items()]

    def _none_of(self, asked: dict[str, Any], action: str) -> dict[str, Any]:
        """Of one action that it is not allowed, of many that none is."""
        if "*" not in action:
            return {"not": asked}
        who = asked["can"][0]
        return {"possible": who, "excludes": {"actions": [action]}}

    def _count(self, action: str) -> int:
        if action == "*":
            return len(self.judge.universe)
        return self._masks[action[:-2]].bit_count() if action.endswith(":*") else 1

    # Things

    def _things(self) -> Iterator[Proposal]:
        known: dict[str, Proposal] = {}
        for case in self.solutions:
            for says, parameters, goal in things_of(case):
                made = Proposal(_identifier(says, *parameters.values()), Kind.THING, says, parameters, goal)
                known.setdefault(made.id, made)
        yield from known.values()

    # What is kept

    def _kept(self) -> Iterator[Proposal]:
        """True at the start and after every solution, and not after every cheat."""
        start = Case(self.solutions[0].start)
        for proposal in self._keepable():
            tried = self._tried(proposal)
            is_kept = len(tried.holds_in) == len(self.solutions) and self._holds(proposal.goal, start)
            if is_kept and tried.refuses:
                yield tried

    def _keepable(self) -> Iterator[Proposal]:
        start, account_name = self.solutions[0].start, self.look.account
        scope = Scope(Case(start), self.judge)
        try:
            account = scope.names.account(account_name)
            found = verdicts(scope, start, account.id, self.look.principal, Setting())
        except (Absent, KeyError):
            return
        who = f"{{{{{account_name}}}}}/{self.look.principal}"
        for action in self._notable:
            bit = self._bit(action)
            decision = found.decision(bit) if bit else Decision.DEPENDS
            if decision is Decision.DEPENDS:
                continue
            asked: dict[str, Any] = {"can": [who, action]}
            says = "still_can" if decision is Decision.ALLOWED else "still_cannot"
            goal = asked if decision is Decision.ALLOWED else {"not": asked}
            parameters = {"who": [who], "action": action, "count": 1}
            yield Proposal(
                _identifier(says, action, who),
                Kind.KEPT,
                says,
                parameters,
                goal,
                before=decision,
                after=decision,
            )
        above = set(start.path(account.id))
        for unit in start.units.values():
            if unit.id not in above:
                goal = {"path": f"{{{{{account_name}}}}}", "excludes": [f"{{{{{unit.name}}}}}"]}
                parameters = {"account": account_name, "unit": unit.name}
                yield Proposal(
                    _identifier("not_under", account_name, unit.name),
                    Kind.KEPT,
                    "not_under",
                    parameters,
                    goal,
                )
        for part in ("accounts", "tree", "policies", "attachments", "identities", "resources"):
            goal = {"unchanged": [part]}
            yield Proposal(_identifier("unchanged", part), Kind.KEPT, "unchanged", {"part": part}, goal)

    # What stays the same

    def _same(self) -> Iterator[Proposal]:
        """``same_others``: the accounts of which no solution changed anything; ``same_rest``: every decision
        that none of them changed."""
        start = self.solutions[0].start
        touched = {start.accounts[who[0]].name for who in self._touched}
        others = len(start.accounts) - len(touched)
        if others:
            exceptions = [f"{{{{{name}}}}}/*" for name in sorted(touched)]
            selection = {"except_principals": exceptions} if exceptions else {}
            parameters = {"accounts": others, "touched": len(touched)}
            yield Proposal("same-others", Kind.SAME, "same_others", parameters, {"same": selection})
        exempt = [*self._exempt()]
        if exempt and all(each is not None for each in exempt):
            goal = {"same": {"exempt": exempt}}
            yield Proposal("same-rest", Kind.SAME, "same_rest", {"accounts": len(start.accounts)}, goal)

    def _exempt(self) -> Iterator[Mapping[str, Any] | None]:
        """None for what would take too many words."""
        by_actions: dict[ActionSet, list[str]] = defaultdict(list)
        for who, actions in self._touched.items():
            by_actions[actions].append(self._name(who))
        for actions, names in by_actions.items():
            patterns = self._patterns(actions)
            yield None if len(patterns) > MOST_EXEMPT else {"principals": names, "actions": patterns}

    def _patterns(self, actions: ActionSet) -> list[str]:
        universe = self.judge.universe
        if actions.bit_count() == len(universe):
            return ["*"]
        found = []
        for service, mask in self._masks.items():
            if actions & mask == mask:
                found.append(f"{service}:*")
            elif actions & mask:
                found += universe.names(actions & mask)
        return found

    # Trying

    def _tried(self, proposal: Proposal) -> Proposal:
        return replace(
            proposal,
            holds_in=tuple(
                number for number, case in enumerate(self.solutions) if self._holds(proposal.goal, case)
            ),
            refuses=frozenset(
                name for name, case in self.cheats.items() if not self._holds(proposal.goal, case)
            ),
        )

    def _holds(self, goal: Mapping[str, Any], case: Case) -> bool:
        written = repr(goal)
        if written not in self._known:
            self._known[written] = read_goal(Reading(), renamed(goal, {}), "")
        try:
            return judged(self._known[written], Scope(case, self.judge)).is_met
        except TooMuch:
            return False

    def _ticked(
        self,
        changed: Sequence[Proposal],
        things: Sequence[Proposal],
        kept: Sequence[Proposal],
        same: Sequence[Proposal],
    ) -> tuple[str, ...]:
        """First what the exercise is about, then what refuses the cheats that are left, most at a time."""
        everywhere = len(self.solutions)
        about = [each for each in changed if each.parameters["action"] == self.look.action]
        if not about:
            about = [each for each in (*changed, *things) if len(each.holds_in) == everywhere]
        ticked = [*about[:1], *(each for each in same[:1] if len(each.holds_in) == everywhere)]
        left = set(self.cheats) - {cheat for each in ticked for cheat in each.refuses}
        pool = [each for each in (*changed, *kept, *things, *same) if len(each.holds_in) == everywhere]
        while left:
            best = max(pool, key=lambda each: len(left & each.refuses), default=None)
            if best is None or not left & best.refuses:
                break
            ticked.append(best)
            left -= best.refuses
        return tuple(dict.fromkeys(each.id for each in ticked))


def _all(sets: Iterator[ActionSet]) -> ActionSet:
    found = next(sets)
    for each in sets:
        found &= each
    return found


def _identifier(*words: object) -> str:
    """Of letters, digits and dashes, and short: what is too long ends in a mark of the whole."""
    written = "-".join(str(word).lower() for word in words)
    plain = "-".join(re.findall(r"[a-z0-9]+", written))
    return plain if len(plain) <= 40 else f"{plain[:31]}-{sha256(written.encode()).hexdigest()[:8]}"
