"""The page on which proposals are ticked, beside what the learner will see."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts import selectors
from accounts.organization.decisions import principals_of
from accounts.page import verdicts
from accounts.page.verdicts import Verdict
from lessons.building.bench import Bench
from lessons.course.building.proposing import Kind, Proposal
from lessons.course.case import Case
from lessons.course.language import Scope, TooMuch
from lessons.course.language.asking import Setting, evaluate
from lessons.course.names import Absent
from lessons.page.building.sentences import plain, sentence_of, who_words
from lessons.page.markdown import line

MOST_PRINCIPALS: Final = 400
"""To choose from."""
EXAMPLES: Final = MappingProxyType(
    {
        "action": "ec2:RunInstances",
        "pinned": "ec2:RunInstances, s3:GetObject",
        "resource": "arn:aws:s3:::files/2026.csv",
        "goal": '{"parent": "{{dev-3}}", "equals": "{{Workloads}}"}',
    }
)
"""Of what is typed, as it stands in an empty field."""


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal. ``title`` is an action or a sentence, ``whom`` says whose; ``note`` is in which solutions
    it holds, where that is not all of them. ``is_awss``: AWS does it, so it is nothing to ask for."""

    id: str
    title: SafeString
    action: str
    whom: str
    before: Verdict | None
    after: Verdict | None
    note: str
    is_ticked: bool
    is_awss: bool = False


@dataclass(frozen=True, slots=True)
class Same:
    id: str
    title: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ClauseView:
    """As it stands in the draft. ``share`` is that of the score, in percent."""

    id: str
    text: str
    shown: SafeString
    weight: int
    share: int
    goal: str


@dataclass(frozen=True, slots=True)
class Held:
    """What is decided on a request at the start, or after a solution."""

    where: str
    verdict: Verdict


@dataclass(frozen=True)
class AskedRequest:
    """A request that somebody asked about. ``problem`` says why there is no answer."""

    who: str
    action: str
    resource: str
    held: tuple[Held, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class ClausesPage:
    bench: Bench
    query: Mapping[str, str]
    examples: ClassVar[Mapping[str, str]] = EXAMPLES

    @property
    def decisions(self) -> int:
        return self.bench.proposed.decisions if self.bench.proposed else 0

    @property
    def things(self) -> int:
        return self.bench.proposed.things if self.bench.proposed else 0

    @property
    def is_too_large(self) -> bool:
        return self.bench.proposed is None and bool(self.bench.cases)

    @cached_property
    def _ticked(self) -> frozenset[str]:
        return frozenset(each.get("from", "") for each in self.bench.draft["clauses"])

    def _rows(self, kind: Kind) -> tuple[Row, ...]:
        proposals = self.bench.proposed.of(kind) if self.bench.proposed else ()
        return tuple(map(self._row, proposals))

    @property
    def changed(self) -> tuple[Row, ...]:
        return self._rows(Kind.DECISION)

    @property
    def objects(self) -> tuple[Row, ...]:
        return self._rows(Kind.THING)

    @property
    def kept(self) -> tuple[Row, ...]:
        return self._rows(Kind.KEPT)

    def _row(self, proposal: Proposal) -> Row:
        is_decision = "action" in proposal.parameters
        return Row(
            id=proposal.id,
            title=line(plain(sentence_of(proposal))),
            action=proposal.parameters["action"] if is_decision else "",
            whom=plain(who_words(proposal.parameters["who"])) if is_decision else "",
            before=verdicts.BY_DECISION[proposal.before] if proposal.before else None,
            after=verdicts.BY_DECISION[proposal.after] if proposal.after else None,
            note=self._note(proposal),
            is_ticked=proposal.id in self._ticked,
            is_awss=self._is_awss(proposal),
        )

    def _note(self, proposal: Proposal) -> str:
        everywhere = len(self.bench.cases)
        if len(proposal.holds_in) == everywhere:
            return _("true throughout") if proposal.kind is Kind.KEPT else ""
        holding = ", ".join(str(number + 1) for number in proposal.holds_in)
        others = [str(number + 1) for number in range(everywhere) if number not in proposal.holds_in]
        return _("only in solution %(holding)s: ticking it refuses solution %(others)s") % {
            "holding": holding,
            "others": ", ".join(others),
        }

    def _is_awss(self, proposal: Proposal) -> bool:
        """A new unit has FullAWSAccess of itself."""
        made = {each.parameters["unit"] for each in self._things if each.says == "unit_made"}
        return (
            proposal.says == "attached"
            and plain(proposal.parameters["policy"]) == "FullAWSAccess"
            and proposal.parameters["to"] in made
        )

    @cached_property
    def _things(self) -> tuple[Proposal, ...]:
        return self.bench.proposed.of(Kind.THING) if self.bench.proposed else ()

    @property
    def same(self) -> tuple[Same, ...]:
        """What must stay as it is: others, everything, nothing."""
        proposals = self.bench.proposed.of(Kind.SAME) if self.bench.proposed else ()
        found = [
            Same(each.id, self._same_words(each), each.id in self._ticked)
            for each in proposals
            if len(each.holds_in) == len(self.bench.cases)
        ]
        return (*found, Same("", _("nothing in particular"), not any(each.is_chosen for each in found)))

    def _same_words(self, proposal: Proposal) -> str:
        if proposal.says == "same_rest":
            return _("every decision that no solution changed")
        others = proposal.parameters["accounts"] - proposal.parameters["touched"]
        return _("every decision of the other accounts (%(count)s)") % {"count": others}

    @property
    def decisions_kept(self) -> int:
        """In the one clause that says what stays."""
        proposals = self.bench.proposed.of(Kind.SAME) if self.bench.proposed else ()
        chosen = next((each for each in proposals if each.id in self._ticked), None)
        if chosen is None or self.bench.start is None:
            return 0
        touched = chosen.parameters.get("touched", 0)
        everything = len(selectors.judge().universe)
        return int((chosen.parameters["accounts"] - touched) * everything)

    @property
    def clauses(self) -> tuple[ClauseView, ...]:
        clauses: list[dict[str, Any]] = self.bench.draft["clauses"]
        whole = self.weights or 1
        return tuple(
            ClauseView(
                each["id"],
                plain(each["text"]),
                line(plain(each["text"])),
                each["weight"],
                round(100 * each["weight"] / whole),
                json.dumps(each["goal"], indent=1, ensure_ascii=False),
            )
            for each in clauses
        )

    @property
    def weights(self) -> int:
        return sum(each["weight"] for each in self.bench.draft["clauses"])

    # Requests

    @cached_property
    def principals(self) -> tuple[str, ...]:
        return principals_to_choose(self.bench)

    @property
    def looked_at(self) -> str:
        return f"{self.bench.look.account}/{self.bench.look.principal}"

    @property
    def pinned(self) -> str:
        return ", ".join(self.bench.draft["pinned"])

    @cached_property
    def asked(self) -> AskedRequest | None:
        """What the form asked, with what holds now; None before anything was asked."""
        who, action = self.query.get("who", ""), self.query.get("action", "").strip()[:200]
        if not who or not action or self.bench.start is None:
            return None
        resource = self.query.get("on", "").strip()[:300]
        if action not in selectors.judge().universe:
            problem = _("AWS has no action “%(action)s”.") % {"action": action}
            return AskedRequest(who, action, resource, problem=problem)
        places = [(_("At the start"), Case(self.bench.start))]
        places += [
            (_("After solution %(number)s") % {"number": shown.number}, shown.case)
            for shown in self.bench.solutions
            if shown.case is not None
        ]
        try:
            held = tuple(Held(where, _decided(case, who, action, resource)) for where, case in places)
        except (Absent, TooMuch, KeyError) as error:
            return AskedRequest(who, action, resource, problem=str(error))
        return AskedRequest(who, action, resource, held)


def _decided(case: Case, who: str, action: str, resource: str) -> Verdict:
    scope = Scope(case, selectors.judge())
    evaluation, _witness = evaluate(scope, who, action, Setting(resource or None))
    return verdicts.BY_DECISION[evaluation.decision]


def principals_to_choose(bench: Bench) -> tuple[str, ...]:
    """``dev-1/role/Admin`` and its like, of the start."""
    if bench.start is None:
        return ()
    found = (
        f"{account.name}/{label}"
        for account in bench.start.accounts.values()
        for label in principals_of(account)
    )
    return tuple(found)[:MOST_PRINCIPALS]
