"""An exercise: where it starts, what shall be reached, and what it asks.

Its document is JSON, ``"format": "orgsim-exercise"``; the built-in lessons and what instructors build
are the same. ``exercise_reading`` reads it, ``checking`` says whether it is sound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from lessons.course.case import Action
from lessons.course.language import Goal, Term

FORMAT: Final = "orgsim-exercise"
VERSION: Final = 1


@dataclass(frozen=True)
class Start:
    """A scenario document, and what is done with it before a learner comes."""

    scenario: Mapping[str, object]
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What the page shows at first: an account and one of its principals, an action, a resource."""

    account: str
    principal: str = "role/Admin"
    action: str = "ec2:RunInstances"
    resource: str | None = None


class Preview(Enum):
    """Whether a move shows what it would change before it is done."""

    ON = "on"
    AFTER_PREDICTION = "after prediction"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Clause:
    """One goal of the checklist. ``weight`` is its share of the score."""

    id: str
    text: str
    goal: Goal
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to a question, right if ``value`` is what the engine says after ``actions``.

    ``misconception`` is the belief by which one would choose it; ``because`` says what is wrong with it,
    or right.
    """

    text: str
    value: object
    is_right: bool = False
    actions: tuple[Action, ...] = ()
    misconception: str | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Asked about the start of the exercise, after ``actions`` that are shown with it.

    ``answer`` is worked out by the engine; ``choices`` are compared with it. ``several``: any number of
    them may be right, and all of those must be chosen.
    """

    id: str
    ask: str
    answer: Term | Goal
    choices: tuple[Choice, ...]
    actions: tuple[Action, ...] = ()
    several: bool = False
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """Asked before the learner sees what ``question.actions`` do; ``see`` is said afterwards."""

    question: Question
    then: Question | None = None
    see: str = ""


@dataclass(frozen=True, slots=True)
class Worked:
    """Operations that were done as an example. A cheat may break ``fails``, or be ``refused`` by AWS.
    ``proves`` are the cells of the comparison that count as proved."""

    name: str
    actions: tuple[Action, ...]
    proves: frozenset[str] = frozenset()
    fails: tuple[str, ...] = ()
    is_refused: bool = False
    says: str = ""


@dataclass(frozen=True, slots=True)
class Variation:
    """What may differ in a variant besides names: see ``variants.shaping``. ``names`` are others to choose
    from, by the author's."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deeper: tuple[str, ...] = ()
    bystanders: tuple[str, ...] = ()
    swaps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Exercise:
    start: Start
    look: Look
    clauses: tuple[Clause, ...]
    hints: tuple[str, ...]
    solutions: tuple[Worked, ...]
    cheats: tuple[Worked, ...]
    predictions: tuple[Prediction, ...] = ()
    questions: tuple[Question, ...] = ()
    misconceptions: tuple[str, ...] = ()
    par: int | None = None
    pinned: tuple[str, ...] = ()
    preview: Preview = Preview.ON
    starts_broken: bool = False
    variant: Variation = field(default_factory=Variation)
