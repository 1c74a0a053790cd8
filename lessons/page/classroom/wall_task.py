"""A task as the wall shows it: what is to be done, and how far all together are. Whose work that is, it does
not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from lessons import attempts
from lessons.course.exercise import Clause
from lessons.course.lesson import Section, Text
from lessons.library import lesson_called
from lessons.models import ClassStep
from lessons.page.markdown import blocks, line


@dataclass(frozen=True, slots=True)
class Reached:
    """``learners`` have this goal now, of those who have done something."""

    clause: Clause
    learners: int


@dataclass(frozen=True)
class WallTask:
    step: ClassStep

    @cached_property
    def _text(self) -> Text | None:
        lesson = lesson_called(self.step.lesson)
        return lesson.text(Section.DO, {}) if lesson else None

    @property
    def heading(self) -> SafeString:
        return line(self._text.heading or self.step.title if self._text else self.step.title)

    @property
    def text(self) -> SafeString:
        return blocks(self._text.markdown if self._text else "")

    @cached_property
    def _begun(self) -> Sequence[tuple[frozenset[str], bool]]:
        """Of everybody who has done something: the goals that they have, and whether that is all."""
        found = self.step.attempts.filter(seat__removed=None).values_list("met", "missed", "solved")
        return [(frozenset(met), solved is not None) for met, missed, solved in found if met or missed]

    @cached_property
    def goals(self) -> tuple[Reached, ...]:
        have = Counter(goal for met, _ in self._begun for goal in met)
        clauses = attempts.spoken_exercise(self.step.lesson, self.step.document).clauses
        return tuple(Reached(clause, have[clause.id]) for clause in clauses)

    @property
    def begun(self) -> int:
        return len(self._begun)

    @property
    def done(self) -> int:
        return sum(is_done for _, is_done in self._begun)
