"""The goals of a task, each with what speaks against it, and the hints."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts import selectors
from accounts.models import OrganizationRecord
from accounts.organization.decisions.same import Same
from accounts.organization.state import Organization
from accounts.page import verdicts
from accounts.page.page import because, rule_of
from accounts.page.verdicts import Verdict
from lessons.course.case import Case
from lessons.course.exercise import Exercise
from lessons.course.grading import Checked, Report, grade, started
from lessons.course.language import Witness
from lessons.page.markdown import line
from lessons.page.requests import address_on, view_on
from lessons.page.sentences import sentence_of


class State(Enum):
    """``BROKEN``: it was met at the start."""

    MET = "met"
    OPEN = "open"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Against:
    """The request that speaks against a goal. ``address`` shows its trace; empty where nothing could."""

    who: str
    action: str
    verdict: Verdict
    was: Verdict | None
    address: str


@dataclass(frozen=True, slots=True)
class Goal:
    """``sentence`` stands where no request tells more. ``share`` is that of the score, in percent."""

    id: str
    text: SafeString
    state: State
    share: int
    against: Against | None
    sentence: str

    @property
    def icon(self) -> str:
        return {State.MET: "g-met", State.OPEN: "g-open", State.BROKEN: "g-broken"}[self.state]

    @property
    def word(self) -> str:
        return {State.MET: _("met"), State.OPEN: _("not yet"), State.BROKEN: _("broken")}[self.state]


@dataclass(frozen=True, slots=True)
class Hint:
    """``text`` is None until it is opened; ``is_next``: it is the one to open now."""

    number: int
    title: str
    text: SafeString | None
    is_next: bool


def goals_of(
    report: Report, exercise: Exercise, met_at_start: frozenset[str], record: OrganizationRecord, case: Case
) -> tuple[Goal, ...]:
    whole = sum(clause.weight for clause in exercise.clauses) or 1
    return tuple(
        Goal(
            id=each.clause.id,
            text=line(each.clause.text),
            state=_state(each, met_at_start),
            share=round(100 * each.clause.weight / whole),
            against=_against(each, record, case.present),
            sentence="" if each.finding.is_met or _witness(each) else _sentence(each),
        )
        for each in report.clauses
    )


def _state(checked: Checked, met_at_start: frozenset[str]) -> State:
    if checked.finding.is_met:
        return State.MET
    return State.BROKEN if checked.clause.id in met_at_start else State.OPEN


def _witness(checked: Checked) -> Witness | None:
    return None if checked.finding.is_met else checked.finding.against


def _sentence(checked: Checked) -> str:
    return sentence_of(checked.finding.message) if checked.finding.message else ""


def _against(checked: Checked, record: OrganizationRecord, present: Organization) -> Against | None:
    witness = _witness(checked)
    if witness is None:
        return None
    address = ""
    if witness.account_id in present.accounts:
        address = address_on(record, view_on(witness, present, drawer="explain"))
    return Against(
        who=_who(witness, present),
        action=witness.action,
        verdict=verdicts.BY_DECISION[witness.decision],
        was=verdicts.BY_DECISION[witness.was] if witness.was else None,
        address=address,
    )


def _who(witness: Witness, organization: Organization) -> str:
    account = organization.accounts.get(witness.account_id) or organization.outsiders[witness.account_id]
    return f"{account.name}/{witness.label}"


def met_at_start(exercise: Exercise) -> frozenset[str]:
    """The goals that hold before anything is done, and are to be kept. All who are at one exercise have the
    very same value."""
    return _met_at_start(Same(exercise))


@lru_cache(maxsize=256)
def _met_at_start(same: Same[Exercise]) -> frozenset[str]:
    exercise = same.value
    report = grade(exercise, Case(started(exercise.start, "start")), selectors.judge())
    return frozenset(each.clause.id for each in report.clauses if each.finding.is_met)


def hints_of(exercise: Exercise, opened: int, report: Report, organization: Organization) -> tuple[Hint, ...]:
    """Those that were written, and a last one from what is there now. They are opened one by one."""
    titles = [_("Where to look"), _("The idea"), _("The next step")]
    if len(exercise.hints) != len(titles):
        titles = [_("Hint %(number)s") % {"number": each + 1} for each in range(len(exercise.hints))]
    hints = [
        Hint(number, title, line(text) if number <= opened else None, number == opened + 1)
        for number, (title, text) in enumerate(zip(titles, exercise.hints, strict=True), start=1)
    ]
    last = len(hints) + 1
    text = generated(report, organization) if opened >= last else None
    hints.append(Hint(last, _("From your own state"), text, last == opened + 1))
    return tuple(hints)


def generated(report: Report, organization: Organization) -> SafeString:
    """What the first open goal lacks, and where the engine says that it stops."""
    first = report.first_unmet
    if first is None:
        return line(_("All goals are met."))
    words = [_("First open goal: %(goal)s.") % {"goal": first.clause.text.rstrip(".")}]
    witness = _witness(first)
    if witness is None:
        words.append(_sentence(first))
    elif witness.account_id in organization.accounts:
        view = view_on(witness, organization)
        rule = rule_of(organization, view.at, witness.label, view, selectors.judge())
        words.append(
            _("`%(action)s` as %(who)s is %(verdict)s: it %(because)s.")
            % {
                "action": witness.action,
                "who": _who(witness, organization),
                "verdict": verdicts.BY_DECISION[witness.decision].word,
                "because": because(rule),
            }
        )
    return line(" ".join(filter(None, words)))
