"""Classes that are held: their steps, who sits in them, what is voted and who wants help.

Three numbers say that something is new, so that who watches fetches it: ``revision`` counts what everybody
sees, ``activity`` what only the instructor's dashboard shows, ``seating`` who sits there, under which name.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from accounts.models import OrganizationRecord, Visitor, new_public_id
from accounts.people import codes
from lessons.models.building import ExerciseVersion
from policies.fields import OrderedJSONField

CODE_LENGTH: Final = 6


def new_class_code() -> str:
    return codes.new_code(CODE_LENGTH)


def kept_until() -> datetime:
    """When a class that ends now, or is left now without an end, is deleted."""
    return timezone.now() + timedelta(days=settings.CLASS_KEPT_DAYS)


class Showing(models.TextChoices):
    """What the projector shows."""

    LOBBY = "lobby"
    STEP = "step"
    VOTE = "vote"
    DISTRIBUTION = "distribution"
    ANSWER = "answer"
    TREE = "tree"
    WORK = "work"
    SCOREBOARD = "scoreboard"


class Classroom(models.Model):
    """One class of an instructor, before, while and after it is held.

    ``organization`` is the instructor's own, which *follow me* mirrors, looked at as ``look`` says; in a
    class with ``is_shared`` it is everybody's, and each seat administers one of its accounts. ``projected``
    is the learner's attempt that the projector shows without a name.
    """

    public_id = models.CharField("public ID", max_length=32, unique=True, default=new_public_id)
    instructor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="classes")
    name = models.CharField(max_length=100)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, null=True, default=new_class_code)
    organization = models.OneToOneField(
        OrganizationRecord, models.SET_NULL, null=True, related_name="classroom"
    )
    language = models.CharField(max_length=8, blank=True)
    suggests_nicknames = models.BooleanField(default=True)
    shows_nicknames = models.BooleanField("nicknames on the projector", default=True)
    has_scoreboard = models.BooleanField(default=False)
    is_scoreboard_frozen = models.BooleanField(default=False)
    frozen_scores = OrderedJSONField(default=dict)
    is_shared = models.BooleanField("one organization for all", default=False)
    is_rehearsal = models.BooleanField(default=False)
    rehearsal = OrderedJSONField(default=dict)
    room = models.PositiveIntegerField("most learners", default=60)

    revision = models.PositiveIntegerField(default=0)
    activity = models.PositiveIntegerField(default=0)
    seating = models.PositiveIntegerField(default=0)
    showing = models.CharField(max_length=12, choices=Showing, default=Showing.LOBBY)
    projected = models.ForeignKey("lessons.Attempt", models.SET_NULL, null=True, related_name="projected_in")
    projected_revision = models.PositiveIntegerField(null=True)
    is_led = models.BooleanField("follow me", default=False)
    look = OrderedJSONField(default=dict)
    is_paused = models.BooleanField(default=False)

    created = models.DateTimeField(default=timezone.now)
    opened = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    delete_after = models.DateTimeField(default=kept_until, db_index=True)

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def written_code(self) -> str:
        """As it stands on the projector: ``K7M P3X``."""
        return f"{self.code[:3]} {self.code[3:]}" if self.code else ""

    @property
    def instructor_name(self) -> str:
        """As learners are told it."""
        return str(self.instructor.get_short_name() or self.instructor.get_username())


class ClassStep(models.Model):
    """One step of a class. A task is an exercise that is pinned here: ``document`` is what it was when the
    class was made; a vote asks ``question`` of that exercise, or one that the engine made (``asking``)."""

    class Kind(models.TextChoices):
        VOTE = "vote"
        TASK = "task"
        TALK = "talk"

    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    lesson = models.SlugField(max_length=80, blank=True)
    version = models.ForeignKey(ExerciseVersion, models.SET_NULL, null=True, related_name="steps")
    document = OrderedJSONField(default=dict)
    question = models.CharField(max_length=80, blank=True)
    asking = OrderedJSONField(default=dict)
    opened = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"

    @property
    def is_open(self) -> bool:
        return self.opened is not None and self.closed is None


class Seat(models.Model):
    """A learner in a class, under a nickname. Who was removed does not come back in.

    ``is_away``: stepped out of *follow me*. ``account_id`` is the one that a seat administers in a shared
    organization. ``belief`` is that of a simulated learner in a rehearsal.
    """

    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="seats")
    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="seats", null=True)
    nickname = models.CharField(max_length=24)
    team = models.CharField(max_length=24, blank=True)
    account_id = models.CharField(max_length=12, blank=True)
    belief = models.CharField(max_length=4, blank=True)
    is_away = models.BooleanField(default=False)
    joined = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)
    removed = models.DateTimeField(null=True)

    class Meta:
        ordering = ["joined", "pk"]
        constraints = [
            models.UniqueConstraint(fields=("classroom", "visitor"), name="one_seat_per_visitor"),
            models.UniqueConstraint("classroom", Lower("nickname"), name="nickname_once_per_class"),
        ]

    def __str__(self) -> str:
        return self.nickname

    @property
    def address(self) -> str:
        """Of its page: where the class is."""
        return reverse("lessons:classroom", args=[self.classroom.public_id])


class Vote(models.Model):
    """One time that a step's question is put: the second round is the same question after talking.

    Three separate acts: it is closed, what was chosen is shown, the answer is told.
    """

    step = models.ForeignKey(ClassStep, models.CASCADE, related_name="votes")
    round = models.PositiveSmallIntegerField(default=1)
    opened = models.DateTimeField(default=timezone.now)
    closed = models.DateTimeField(null=True)
    shown = models.DateTimeField(null=True)
    told = models.DateTimeField(null=True)

    class Meta:
        ordering = ["round"]
        constraints = [models.UniqueConstraint(fields=("step", "round"), name="vote_round_once_per_step")]

    def __str__(self) -> str:
        return f"round {self.round} of {self.step}"

    @property
    def is_open(self) -> bool:
        return self.closed is None


class Ballot(models.Model):
    """What one seat chose in one vote; counted from 0, and changeable until the vote is closed."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="ballots")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="ballots")
    choice = models.PositiveSmallIntegerField()
    is_right = models.BooleanField()
    misconception = models.CharField(max_length=4, blank=True)
    cast = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("vote", "seat"), name="one_ballot_per_seat")]

    def __str__(self) -> str:
        return f"{self.seat}: {self.choice}"


class HelpRequest(models.Model):
    """Somebody asks for help at a goal, until they were helped, have solved it, or take it back."""

    class End(models.TextChoices):
        HELPED = "helped"
        SOLVED = "solved since"
        WITHDRAWN = "withdrawn"

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="help_requests")
    step = models.ForeignKey(ClassStep, models.CASCADE, related_name="help_requests", null=True)
    clause = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=300, blank=True)
    asked = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True)
    end = models.CharField(max_length=12, choices=End, blank=True)

    class Meta:
        ordering = ["asked", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=("seat",), condition=models.Q(ended=None), name="one_open_request_per_seat"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat} at {self.clause or 'the step'}"
