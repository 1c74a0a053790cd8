"""The visible list of the builder's steps: what is there, and what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts.organization.state import PolicyType
from lessons.building import publishing
from lessons.building.bench import Bench

HINTS: Final = 3


class BuildStep(Enum):
    """In their order; the value is in the address."""

    START = "start"
    SOLUTION = "solution"
    CLAUSES = "clauses"
    HINTS = "hints"
    QUESTIONS = "questions"
    CHEATS = "cheats"
    PUBLISH = "publish"


TITLES: Final[Mapping[BuildStep, str]] = {
    BuildStep.START: gettext_noop("Start"),
    BuildStep.SOLUTION: gettext_noop("Solution"),
    BuildStep.CLAUSES: gettext_noop("Clauses"),
    BuildStep.HINTS: gettext_noop("Hints & text"),
    BuildStep.QUESTIONS: gettext_noop("Questions"),
    BuildStep.CHEATS: gettext_noop("Cheats"),
    BuildStep.PUBLISH: gettext_noop("Publish"),
}


@dataclass(frozen=True, slots=True)
class StepRow:
    """``is_warned``: something there wants to be looked at."""

    step: BuildStep
    number: int
    says: str
    is_done: bool
    is_here: bool
    is_warned: bool = False

    @property
    def title(self) -> str:
        return _(TITLES[self.step])


def steps_of(bench: Bench, here: BuildStep) -> tuple[StepRow, ...]:
    rows = {
        BuildStep.START: _start(bench),
        BuildStep.SOLUTION: _solution(bench),
        BuildStep.CLAUSES: _clauses(bench),
        BuildStep.HINTS: _hints(bench),
        BuildStep.QUESTIONS: _questions(bench),
        BuildStep.CHEATS: _cheats(bench, here),
        BuildStep.PUBLISH: _publish(bench),
    }
    return tuple(
        StepRow(step, number, says, is_done, step is here, is_warned)
        for number, (step, (says, is_done, is_warned)) in enumerate(rows.items(), start=1)
    )


def next_of(rows: Sequence[StepRow]) -> StepRow | None:
    """The one after where one is; None after the last."""
    here = next(place for place, row in enumerate(rows) if row.is_here)
    return rows[here + 1] if here + 1 < len(rows) else None


Told = tuple[str, bool, bool]
"""What is there, whether that is enough, and whether it wants to be looked at."""


def _start(bench: Bench) -> Told:
    if bench.start is None:
        return _("to be made"), False, False
    scps = sum(each.type is PolicyType.SERVICE_CONTROL_POLICY for each in bench.start.policies.values())
    count = len(bench.start.accounts)
    accounts = ngettext("%(count)s account", "%(count)s accounts", count) % {"count": count}
    policies = ngettext("%(count)s SCP", "%(count)s SCPs", scps) % {"count": scps}
    if bench.has_new_start:
        return _("changed since it was the start"), True, True
    return f"{accounts}, {policies}", True, False


def _solution(bench: Bench) -> Told:
    count, played = len(bench.solutions), len(bench.cases)
    if not count:
        return _("none recorded yet"), False, False
    recorded = ngettext("%(count)s recorded", "%(count)s recorded", count) % {"count": count}
    if played < count and bench.start is not None:
        broken = count - played
        left = ngettext("%(count)s no longer works", "%(count)s no longer work", broken) % {"count": broken}
        return f"{recorded}, {left}", False, True
    return recorded, True, False


def _clauses(bench: Bench) -> Told:
    clauses = bench.draft["clauses"]
    if not clauses:
        return _("none ticked yet"), False, False
    count = len(clauses)
    ticked = ngettext("%(count)s ticked", "%(count)s ticked", count) % {"count": count}
    weight = _("weight %(sum)s") % {"sum": sum(each["weight"] for each in clauses)}
    return f"{ticked}, {weight}", True, False


def _hints(bench: Bench) -> Told:
    written = sum(bool(each.strip()) for each in bench.draft["hints"])
    said = _("%(written)s of %(all)s hints") % {"written": written, "all": max(HINTS, written)}
    task = bench.draft["texts"].get("do", {}).get("markdown", "").strip()
    return (said if task else _("%(hints)s, no task yet") % {"hints": said}), bool(task), False


def _questions(bench: Bench) -> Told:
    predictions, questions = len(bench.draft["predictions"]), len(bench.draft["questions"])
    if not predictions and not questions:
        return _("none, if you like"), False, False
    before = ngettext("%(count)s before", "%(count)s before", predictions) % {"count": predictions}
    after = ngettext("%(count)s after", "%(count)s after", questions) % {"count": questions}
    return f"{before}, {after}", True, False


def _cheats(bench: Bench, here: BuildStep) -> Told:
    """Trying them takes a moment, so only the pages that tell of them do it."""
    proof = bench.proof if here in (BuildStep.CHEATS, BuildStep.PUBLISH) else bench.known_proof
    if proof is None or proof.faults:
        return _("not run yet"), False, False
    refused = len(proof.refused)
    said = ngettext("%(count)s refused", "%(count)s refused", refused) % {"count": refused}
    if not proof.passing:
        return said, True, False
    passing = len(proof.passing)
    through = ngettext("%(count)s gets through", "%(count)s get through", passing) % {"count": passing}
    return f"{said}, {through}", False, True


def _publish(bench: Bench) -> Told:
    newest = bench.exercise.newest
    if newest is None:
        return _("not yet"), False, False
    version = _("version %(number)s") % {"number": newest.number}
    if publishing.is_published(bench):
        return version, True, False
    return _("%(version)s, changed since") % {"version": version}, False, False
