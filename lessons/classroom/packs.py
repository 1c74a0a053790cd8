"""What a class can be made of: packs of lessons that fit a time, and the steps that they become."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lessons.course.content import lesson_of
from lessons.course.lesson import Lesson, Section
from lessons.models import ClassStep, ExerciseVersion

MOST_STEPS: Final = 60
HALF_A_DAY: Final = 180
"""Minutes from which nobody counts them; breaks come on top."""


@dataclass(frozen=True, slots=True)
class Part:
    """A lesson in a class: its ``minutes`` are those of its votes, its task and the talk after it."""

    title: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Span:
    """A step of this kind begins ``start`` minutes after the class, and takes ``minutes``."""

    kind: str
    start: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Pack:
    """A class of these ``lessons``, by their slugs. Its words are in the language that is spoken."""

    key: str
    title: str
    teaches: str
    lessons: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """What its steps take, and a little more."""
        return -(-sum(step.minutes for step in self.steps) // 5) * 5

    @property
    def is_half_a_day(self) -> bool:
        return self.minutes >= HALF_A_DAY

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(
            Part(lesson_of(slug).title, sum(step.minutes for step in steps_of([slug])))
            for slug in self.lessons
        )

    @property
    def spans(self) -> tuple[Span, ...]:
        """Of its steps, one after the other."""
        starts = accumulate((step.minutes for step in self.steps), initial=0)
        return tuple(
            Span(step.kind, start, step.minutes) for step, start in zip(self.steps, starts, strict=False)
        )

    @property
    def steps(self) -> list[ClassStep]:
        """Not saved, and of no class yet."""
        return steps_of(self.lessons)

    @property
    def votes(self) -> int:
        return sum(step.kind == ClassStep.Kind.VOTE for step in self.steps)


_BOTH_SERVICES: Final = (
    "why-many-accounts",
    "two-services-two-scopes",
    "an-scp-never-grants",
    "effective-permissions",
    "moving-changes-permissions",
    "no-new-iam-users",
)

PACKS: Final = (
    Pack(
        "surprise",
        gettext_lazy("One surprise: why a deny wins"),
        gettext_lazy("A prediction that most people get wrong, and the exercise that settles it."),
        ("an-scp-never-grants", "effective-permissions", "moving-changes-permissions"),
    ),
    Pack(
        "organizations-and-iam",
        gettext_lazy("Organizations vs IAM"),
        gettext_lazy("What each of the two is for, and how they decide together."),
        _BOTH_SERVICES,
    ),
    Pack(
        "landing-zone",
        gettext_lazy("From one account to a landing zone"),
        gettext_lazy("Guardrails, bills, tags and delegation: half a day, with breaks."),
        (
            *_BOTH_SERVICES,
            "allow-lists-and-deny-lists",
            "resource-based-policies",
            "mfa-and-key-rotation",
            "roles-for-services",
            "consolidated-billing",
            "tag-policies-and-delegation",
        ),
    ),
)


def pack_of(key: str) -> Pack:
    """Raises ``KeyError``."""
    for pack in PACKS:
        if pack.key == key:
            return pack
    raise KeyError(key)


def steps_of(slugs: Sequence[str]) -> list[ClassStep]:
    """Of these lessons, one after the other. Raises ``KeyError``."""
    return _numbered([step for slug in slugs for step in _of_lesson(lesson_of(slug))])


def steps_of_version(version: ExerciseVersion) -> list[ClassStep]:
    """Of an exercise that an instructor built."""
    document: dict[str, Any] = dict(version.document)
    shared = {"lesson": version.slug, "version": version, "title": version.exercise.title}
    return _numbered(list(_of_document(document, shared, minutes=10)))


def _of_lesson(lesson: Lesson) -> Iterator[ClassStep]:
    """Each of its predictions is voted on; then everybody does the task, and talks about it."""
    shared = {"lesson": lesson.slug, "title": lesson.title}
    yield from _of_document(dict(lesson.document), shared, lesson.minutes)
    text = lesson.text(Section.INSTRUCTOR)
    yield ClassStep(
        kind=ClassStep.Kind.TALK,
        title=_("Explain it to a neighbour"),
        lesson=lesson.slug,
        text=text.markdown if text else "",
        minutes=3,
    )


def _of_document(document: dict[str, Any], shared: dict[str, Any], minutes: int) -> Iterator[ClassStep]:
    for prediction in document.get("predictions", ()):
        asked = prediction["question"]["id"]
        yield ClassStep(kind=ClassStep.Kind.VOTE, document=document, question=asked, minutes=4, **shared)
    # What was voted on need not be predicted once more alone.
    task = {**document, "predictions": []}
    yield ClassStep(kind=ClassStep.Kind.TASK, document=task, minutes=minutes, **shared)


def _numbered(steps: list[ClassStep]) -> list[ClassStep]:
    for position, step in enumerate(steps, start=1):
        step.position = position
    return steps
