"""Hints and texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import selectors
from accounts.visitors import VisitorRequest
from lessons.building.bench import Bench
from lessons.building.drafts import editing
from lessons.course.case import Case
from lessons.course.exercise_reading import LONGEST_TEXT, CourseError, read_exercise
from lessons.course.grading import grade
from lessons.course.lesson import MOST_WORDS_BEFORE_ACTING, Section
from lessons.models import BuiltExercise
from lessons.page.building.sentences import plain
from lessons.page.building.steps import HINTS
from lessons.page.checklist import generated
from lessons.page.markdown import blocks
from lessons.views.building.doing import Do, Problem, named_text

SECTIONS: Final[Mapping[Section, tuple[str, str]]] = {
    Section.DO: (gettext_noop("The task"), gettext_noop("What is to be done, and for whom.")),
    Section.READ: (gettext_noop("Read first"), gettext_noop("What one has to know before the task.")),
    Section.SEE: (gettext_noop("Seen"), gettext_noop("After a prediction: what happened, and why.")),
    Section.CHECK: (gettext_noop("Solved"), gettext_noop("What the solution shows.")),
    Section.REMEMBER: (gettext_noop("Remember"), gettext_noop("In five lines, for later.")),
    Section.INSTRUCTOR: (
        gettext_noop("For whoever leads a class"),
        gettext_noop("What to ask, and when to wait. Learners do not see it."),
    ),
}
TITLES: Final = (gettext_noop("Where to look"), gettext_noop("The idea"), gettext_noop("The next step"))
LONGEST_MARKDOWN: Final = 8000
MOST_MINUTES: Final = 240


@dataclass(frozen=True, slots=True)
class HintField:
    number: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class TextField:
    """``shown`` is how a learner reads it."""

    key: str
    title: str
    says: str
    heading: str
    markdown: str
    shown: SafeString


def context(request: VisitorRequest, bench: Bench) -> Mapping[str, Any]:
    hints, texts = bench.draft["hints"], bench.draft["texts"]
    fields = tuple(
        TextField(
            section.value,
            _(title),
            _(says),
            plain(texts.get(section.value, {}).get("heading", "")),
            plain(texts.get(section.value, {}).get("markdown", "")),
            blocks(plain(texts.get(section.value, {}).get("markdown", ""))),
        )
        for section, (title, says) in SECTIONS.items()
    )
    # A copied lesson may have another number of hints than three.
    count = max(HINTS, len(hints))
    titles = [_(each) for each in TITLES] if count == HINTS else []
    titles = titles or [_("Hint %(number)s") % {"number": number + 1} for number in range(count)]
    written = [*map(plain, hints), *[""] * (count - len(hints))]
    return {
        "hints": [HintField(number, titles[number], written[number]) for number in range(count)],
        "texts": fields,
        "words": len(texts.get("read", {}).get("markdown", "").split()),
        "most_words": MOST_WORDS_BEFORE_ACTING,
        "generated": _generated(bench),
    }


def _generated(bench: Bench) -> SafeString | None:
    """The hint that a learner gets who has done nothing yet."""
    if bench.start is None or bench.document is None or not bench.draft["clauses"]:
        return None
    try:
        exercise = read_exercise(bench.document)
    except CourseError:
        return None
    report = grade(exercise, Case(bench.start), selectors.judge())
    return generated(report, bench.start)


def _hint(request: VisitorRequest, exercise: BuiltExercise) -> None:
    """``number`` counts from 0. Hints at the end that are empty are none."""
    number = request.POST.get("number", "")
    text = named_text(exercise, request.POST.get("text", "").strip())
    with editing(exercise) as draft:
        hints: list[str] = draft["hints"]
        if not (number.isascii() and number.isdigit() and int(number[:3]) < max(HINTS, len(hints))):
            raise Http404("No such hint.")
        if len(text) > LONGEST_TEXT:
            raise Problem(_("This hint is too long."))
        hints += [""] * (int(number) + 1 - len(hints))
        hints[int(number)] = text
        while hints and not hints[-1]:
            hints.pop()


def _text(request: VisitorRequest, exercise: BuiltExercise) -> None:
    """``heading`` and ``markdown`` of a ``section``; what is not sent stays."""
    try:
        section = Section(request.POST.get("section", ""))
    except ValueError as error:
        raise Http404("No such section.") from error
    with editing(exercise) as draft:
        text = draft["texts"].setdefault(section.value, {"heading": "", "markdown": ""})
        if "heading" in request.POST:
            text["heading"] = named_text(exercise, " ".join(request.POST["heading"].split())[:200])
        if "markdown" in request.POST:
            markdown = request.POST["markdown"].replace("\r\n", "\n")[:LONGEST_MARKDOWN]
            text["markdown"] = named_text(exercise, markdown)


def _minutes(request: VisitorRequest, exercise: BuiltExercise) -> None:
    minutes = request.POST.get("minutes", "")
    if not (minutes.isascii() and minutes.isdigit() and 1 <= int(minutes[:5]) <= MOST_MINUTES):
        raise Problem(_("Minutes are a whole number from 1 to 240."))
    with editing(exercise) as draft:
        draft["minutes"] = int(minutes)


DOINGS: Final[Mapping[str, Do]] = {"hint": _hint, "text": _text, "minutes": _minutes}
