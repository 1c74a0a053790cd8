"""What somebody does in the school: attempts, answers, reviews, proofs, completions."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import OrganizationRecord, Visitor
from accounts.people import codes
from lessons.course.case import Case
from lessons.course.exercise import Exercise
from policies.fields import OrderedJSONField


class Step(models.TextChoices):
    """Of a lesson, in their order."""

    READ = "read"
    PREDICT = "predict"
    SEE = "see"
    DO = "do"
    CHECK = "check"


class Attempt(models.Model):
    """One visitor's go at one exercise, in an organization of its own.

    ``document`` is the exercise as it was when the attempt began: a lesson that is changed meanwhile does not
    change it. ``names`` are those of a variant. ``met`` are the clauses that hold now, ``missed`` counts for
    the others after how many operations in a row they did not; ``score`` is the best so far, from 0 to 1.
    ``assisted``: the solution was looked at before it was solved. In a class it has a ``seat`` and a
    ``class_step``; a ``version`` if an instructor built the exercise. ``is_preview``: its instructor tries
    it.
    """

    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="attempts")
    lesson = models.SlugField(max_length=80)
    organization = models.OneToOneField(
        OrganizationRecord, models.SET_NULL, null=True, related_name="attempt"
    )
    version = models.ForeignKey(
        "lessons.ExerciseVersion", models.SET_NULL, null=True, related_name="attempts"
    )
    seat = models.ForeignKey("lessons.Seat", models.CASCADE, null=True, related_name="attempts")
    class_step = models.ForeignKey("lessons.ClassStep", models.CASCADE, null=True, related_name="attempts")
    is_preview = models.BooleanField(default=False)
    edition = models.PositiveSmallIntegerField(
        default=0, help_text="How often its exercise was replaced by a better one."
    )
    document = OrderedJSONField()
    names = OrderedJSONField(default=dict)
    seed = models.CharField(max_length=64, editable=False)
    step = models.CharField(max_length=8, choices=Step, default=Step.READ)
    hints = models.PositiveSmallIntegerField("hints shown", default=0)
    assisted = models.BooleanField(default=False)
    met = OrderedJSONField(default=list)
    missed = OrderedJSONField(default=dict)
    score = models.FloatField(default=0)
    operations = models.PositiveIntegerField(default=0)
    last_said = models.CharField("what was done last", max_length=200, blank=True)
    started = models.DateTimeField(default=timezone.now)
    last_used = models.DateTimeField(default=timezone.now)
    solved = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started", "-pk"]
        indexes = [models.Index(fields=("visitor", "lesson"))]

    exercise: tuple[tuple[int, str], Exercise] | None = None
    """No column: ``document`` as it was read last, after its edition and the language."""

    case: Case | None = None
    """No column: by what it was judged, for who shows it next."""

    def __str__(self) -> str:
        return f"{self.lesson} by {self.visitor}"

    @property
    def is_begun(self) -> bool:
        """Whether anything was done in it, or shown; until then it was only opened."""
        return bool(self.met or self.missed or self.hints or self.assisted)

    @property
    def is_unaided(self) -> bool:
        return self.solved is not None and not self.assisted


class Replay(models.Model):
    """A copy of an attempt's start in which one of the solutions is played, step by step. How far it is, its
    organization knows."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="replays")
    solution = models.PositiveSmallIntegerField()
    organization = models.OneToOneField(OrganizationRecord, models.CASCADE, related_name="replay")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("attempt", "solution"), name="replay_once_per_solution")
        ]

    def __str__(self) -> str:
        return f"solution {self.solution} for {self.attempt}"


class Answer(models.Model):
    """What somebody answered: to a prediction or a question of a lesson (``attempt``), or to one that the
    engine made, which ``asking`` keeps so that it can be asked of the engine again.

    ``choice`` counts from 0, None is "I do not know". An answer that was changed after a discussion keeps the
    earlier one in ``first_choice``.
    """

    class Kind(models.TextChoices):
        PREDICTION = "prediction"
        QUESTION = "question"
        CHECK = "check"
        REVIEW = "review"

    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="answers")
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers", null=True)
    kind = models.CharField(max_length=12, choices=Kind)
    question = models.CharField(max_length=80)
    asking = OrderedJSONField(default=dict)
    choice = models.PositiveSmallIntegerField(null=True)
    first_choice = models.PositiveSmallIntegerField(null=True)
    is_right = models.BooleanField()
    misconception = models.CharField(max_length=4, blank=True)
    time = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["time", "pk"]
        indexes = [models.Index(fields=("visitor", "kind"))]

    def __str__(self) -> str:
        return f"{self.question}: {self.choice}"

    @property
    def changed_mind(self) -> bool:
        return self.first_choice is not None and self.first_choice != self.choice


class Review(models.Model):
    """When a belief is asked about again. ``due`` None: the plan is done with. See
    ``lessons.course.questions.review``."""

    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="reviews")
    misconception = models.CharField(max_length=4)
    step = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField(null=True)
    noticed = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("visitor", "misconception"), name="review_once_per_belief")
        ]

    def __str__(self) -> str:
        return f"{self.misconception} for {self.visitor}"


class Proof(models.Model):
    """A cell of the comparison that somebody has proved by a request in their organization."""

    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="proofs")
    cell = models.CharField(max_length=60)
    found = OrderedJSONField(default=dict)
    time = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("visitor", "cell"), name="proof_once_per_cell")]

    def __str__(self) -> str:
        return f"{self.cell} by {self.visitor}"


CODE_LENGTH: Final = 12


def new_code() -> str:
    """59 bits: nobody finds one by guessing."""
    return codes.new_code(CODE_LENGTH)


class Completion(models.Model):
    """A link under which anybody may read what a visitor has solved, and nothing else about them but the
    ``name`` that they typed for it."""

    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="completions")
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    name = models.CharField(max_length=80, blank=True)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made", "-pk"]

    def __str__(self) -> str:
        return self.written

    def get_absolute_url(self) -> str:
        return reverse("lessons:shown", args=[self.written])

    @property
    def written(self) -> str:
        """As people read it to each other: ``7H3K-QX2M-9FWD``."""
        return codes.grouped(self.code, 4)
