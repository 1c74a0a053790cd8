"""A vote that was not planned: any question of the class's lessons, or one that the engine makes to tell a
belief from the truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from accounts import selectors
from lessons import rounds
from lessons.attempts import read_again
from lessons.classroom import holding
from lessons.course.exercise import Question
from lessons.course.misconceptions import MISCONCEPTIONS
from lessons.course.questions.authored import authored_items
from lessons.course.questions.pool import about
from lessons.library import lesson_called
from lessons.models import Classroom, ClassStep
from lessons.rounds import Asked

MOST_DRAWS: Final = 12
"""Some beliefs show in few organizations: so many worlds are made until one tells of them."""


class NothingToAsk(LookupError):
    """There is no such question, or none that would tell this belief."""


@dataclass(frozen=True, slots=True)
class Askable:
    """A question of a lesson of this class. ``key`` names it; ``step`` is one that has its exercise.
    ``was_put``: the class has voted on it."""

    step: ClassStep
    question: Question
    was_put: bool

    @property
    def key(self) -> str:
        return f"{self.step.lesson}/{self.question.id}"


def askable(classroom: Classroom) -> list[Askable]:
    """Each once, in the order of the class. Of several choices none is voted on."""
    return list({each.key: each for each in _questions(classroom) if not each.question.several}.values())


def _questions(classroom: Classroom) -> Iterator[Askable]:
    votes = classroom.steps.filter(kind=ClassStep.Kind.VOTE).exclude(opened=None)
    put = set(votes.values_list("lesson", "question"))
    for step in classroom.steps.filter(kind=ClassStep.Kind.TASK).exclude(document={}):
        lesson = lesson_called(step.lesson)
        # What stands in a lesson beside its task is asked of whoever has done it.
        whole = lesson.exercise if lesson else read_again(step.document, {})
        for question in (*(each.question for each in whole.predictions), *whole.questions):
            yield Askable(step, question, (step.lesson, question.id) in put)


def suggested(found: Sequence[Askable]) -> str:
    """The key of the first that the class has not voted on; empty if there is none."""
    return next((each.key for each in found if not each.was_put), "")


def ask(classroom: Classroom, key: str) -> ClassStep:
    """Put a question of the lessons to the vote now. Raises ``NothingToAsk``, ``holding.NotNow`` and
    ``holding.TooMany``."""
    found = next((each for each in askable(classroom) if each.key == key), None)
    if found is None:
        raise NothingToAsk
    lesson = lesson_called(found.step.lesson)
    return _put(
        classroom,
        title=found.step.title,
        lesson=found.step.lesson,
        version=found.step.version,
        document=dict(lesson.document) if lesson else found.step.document,
        question=found.question.id,
    )


def ask_about(classroom: Classroom, misconception: str) -> ClassStep:
    """Put a question to the vote whose answers tell who believes this. Another one each time. Raises as
    ``ask``."""
    if misconception not in MISCONCEPTIONS:
        raise NothingToAsk
    for draw in range(MOST_DRAWS):
        seed = f"{classroom.public_id}-{classroom.steps.count()}-{draw}"
        asked = _telling(misconception, seed)
        if asked is not None:
            asking = {**rounds.written(asked), "seed": seed}
            return _put(classroom, title=_("A question in between"), asking=asking)
    raise NothingToAsk


def _telling(misconception: str, seed: str) -> Asked | None:
    """Best where the belief is the only one that is wrong, and stands among the choices."""
    for drawn in about(misconception, seed, selectors.judge()):
        if any(option.misconception == misconception for option in drawn.item.options):
            return Asked(drawn.item, drawn.world)
    authored = (item for item in authored_items() if misconception in item.wrong)
    return next((Asked(item) for item in authored), None)


def _put(classroom: Classroom, **fields: object) -> ClassStep:
    """After the step that is open; the others keep their order."""
    step = ClassStep(kind=ClassStep.Kind.VOTE, minutes=4, **fields)
    holding.add_step(classroom, step, after=classroom.steps.exclude(opened=None).last())
    holding.open_step(step)
    return step
