"""The questions of a lesson, for one visitor. An answer is given once in an attempt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts import selectors
from accounts.models import Visitor
from lessons import attempts
from lessons.course.case import Case
from lessons.course.exercise import Exercise, Question
from lessons.course.grading import started
from lessons.course.lesson import Lesson
from lessons.course.misconceptions import Asking
from lessons.course.questions.of_lessons import asking_of, case_after
from lessons.library import open_lesson
from lessons.models import Answer, Attempt
from lessons.rounds import UnknownChoice


@dataclass(frozen=True)
class LessonQuestions:
    """``answers`` by the question's id. ``attempt`` is None until something has been answered."""

    lesson: Lesson
    attempt: Attempt | None
    exercise: Exercise
    answers: Mapping[str, Answer]

    @property
    def next(self) -> Question | None:
        """The first that is not answered."""
        return next((each for each in self.exercise.questions if each.id not in self.answers), None)

    @property
    def right(self) -> int:
        return sum(answer.is_right for answer in self.answers.values())

    @property
    def seed(self) -> str:
        return self.attempt.seed if self.attempt else self.lesson.slug

    def question(self, question_id: str) -> Question:
        """``KeyError`` for none."""
        for question in self.exercise.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def case(self, question: Question) -> Case:
        return case_after(question, started(self.exercise.start, self.seed), self.seed)

    def asking(self, question: Question) -> Asking | None:
        return asking_of(question, self.case(question), selectors.judge())


def questions_of(visitor: Visitor, slug: str) -> LessonQuestions:
    """``KeyError`` for no lesson."""
    lesson = open_lesson(slug, visitor)
    if lesson is None:
        raise KeyError(slug)
    attempt = attempts.latest(visitor, slug)
    exercise = attempts.exercise_of(attempt) if attempt else lesson.exercise
    known = {question.id for question in exercise.questions}
    given = attempt.answers.filter(kind=Answer.Kind.QUESTION, question__in=known) if attempt else ()
    return LessonQuestions(lesson, attempt, exercise, {answer.question: answer for answer in given})


def answer(questions: LessonQuestions, question: Question, chosen: Sequence[int], visitor: Visitor) -> Answer:
    """Keep what was chosen; nothing is "I do not know". The first answer stands. Raises ``UnknownChoice``."""
    if question.id in questions.answers:
        return questions.answers[question.id]
    if any(not 0 <= each < len(question.choices) for each in chosen):
        raise UnknownChoice
    if len(chosen) > 1 and not question.several:
        raise UnknownChoice
    lesson = questions.lesson
    attempt = questions.attempt or attempts.begin(visitor, lesson.slug, lesson.document, lesson.title)
    right = {number for number, choice in enumerate(question.choices) if choice.is_right}
    wrong = [question.choices[each].misconception for each in sorted(set(chosen) - right)]
    made, _ = Answer.objects.get_or_create(
        visitor=attempt.visitor,
        attempt=attempt,
        kind=Answer.Kind.QUESTION,
        question=question.id,
        defaults={
            "asking": {"chosen": sorted(set(chosen))},
            "choice": min(chosen, default=None),
            "is_right": set(chosen) == right,
            "misconception": next(filter(None, wrong), ""),
        },
    )
    return made
