"""Exercises that instructors build. A draft changes as they work; a version, once published, never."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import OrganizationRecord, new_public_id
from policies.fields import OrderedJSONField


class BuiltExercise(models.Model):
    """An instructor's exercise and its draft.

    ``draft`` is an exercise as it stands, with its texts, and may be incomplete: see ``lessons.building``.
    ``start`` is the organization in which the beginning is made. Who has the secret of ``share_hash`` may
    copy the newest version; ``is_public`` ones stand in this site's catalogue, which authors decide.
    """

    public_id = models.CharField("public ID", max_length=32, unique=True, default=new_public_id)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exercises")
    title = models.CharField(max_length=100)
    draft = OrderedJSONField(default=dict)
    start = models.OneToOneField(
        OrganizationRecord, models.SET_NULL, null=True, related_name="exercise_begun_here"
    )
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="copies")
    share_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    is_public = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    archived = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-changed", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def newest(self) -> ExerciseVersion | None:
        """None before anything was published."""
        return self.versions.first()


class Recording(models.Model):
    """An organization in which a solution is shown by doing it, or an answer that must not count
    (``is_cheat``). Its operations that stand are the solution; ``is_kept`` once the instructor has said that
    this is one."""

    exercise = models.ForeignKey(BuiltExercise, models.CASCADE, related_name="recordings")
    organization = models.OneToOneField(OrganizationRecord, models.CASCADE, related_name="recording")
    name = models.CharField(max_length=100, blank=True)
    is_kept = models.BooleanField(default=False)
    is_cheat = models.BooleanField(default=False)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["made", "pk"]

    def __str__(self) -> str:
        return self.name or f"recording for {self.exercise}"


class ExerciseVersion(models.Model):
    """What was published: the same document as a built-in lesson's, and its text. It never changes.

    ``slug`` is by what attempts know it. ``checked`` is what came of the stock cheats.
    """

    exercise = models.ForeignKey(BuiltExercise, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    slug = models.SlugField(max_length=80, unique=True)
    markdown = models.TextField()
    document = OrderedJSONField()
    checked = OrderedJSONField(default=dict)
    published = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=("exercise", "number"), name="version_number_once_per_exercise")
        ]

    def __str__(self) -> str:
        return f"{self.exercise}, version {self.number}"
