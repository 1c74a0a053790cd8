"""What happened to results afterwards."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from lessons.models.building import ExerciseVersion
from lessons.models.classroom import ClassStep
from policies.fields import OrderedJSONField


class Regrading(models.Model):
    """The results of one task, judged again by another version of its exercise.

    ``before`` is what can be had back: the step's document and version, and of each attempt, by its key, what
    stood there. ``changes`` are those whose result is another now: ``{"before", "after", "because"}``.
    """

    step = models.ForeignKey(ClassStep, models.CASCADE, related_name="regradings")
    version = models.ForeignKey(ExerciseVersion, models.SET_NULL, null=True, related_name="regradings")
    before = OrderedJSONField()
    changes = OrderedJSONField()
    tells_learners = models.BooleanField(default=True)
    applied = models.DateTimeField(default=timezone.now)
    undone = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-applied", "-pk"]

    def __str__(self) -> str:
        return f"{self.step}, regraded"


class Statement(models.Model):
    """A statement of xAPI, sent to the learning record store or waiting: see ``lessons.grades.xapi``."""

    identifier = models.UUIDField(unique=True)
    body = OrderedJSONField()
    made = models.DateTimeField(default=timezone.now)
    sent = models.DateTimeField(null=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.body.get('verb', {}).get('id', '')} ({'sent' if self.sent else 'waiting'})"
