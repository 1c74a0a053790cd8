"""Learning platforms that launch orgsim by LTI 1.3: who comes from them, from which course, to what.

Of a person nothing is kept but what the platform calls them (``sub``), which scores are sent under; it is
sealed. Names are asked for when an instructor wants to see them, and not kept.
"""

from __future__ import annotations

from typing import Final

from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone

from accounts.models import Visitor
from accounts.sealing import SealedTextField, mark_of
from lessons.models.classroom import Classroom
from policies.fields import OrderedJSONField

WEB_ADDRESS: Final = URLValidator(schemes=("https", "http"))


class LtiPlatform(models.Model):
    """A registration: the platform is known by ``issuer`` and ``client_id``, and signs with ``keys``, which
    are those of ``keys_url`` when they were last fetched."""

    name = models.CharField(max_length=100)
    issuer = models.CharField(max_length=255)
    client_id = models.CharField("client ID", max_length=255)
    login_url = models.CharField("authentication request URL", max_length=500, validators=[WEB_ADDRESS])
    token_url = models.CharField("access token URL", max_length=500, validators=[WEB_ADDRESS])
    keys_url = models.CharField("public keyset URL", max_length=500, validators=[WEB_ADDRESS])
    audience = models.CharField(
        max_length=500, blank=True, help_text="Of requests for access tokens, if it is not their URL."
    )
    deployments = OrderedJSONField("deployment IDs", default=list)
    is_active = models.BooleanField(default=True)
    keys = OrderedJSONField(default=dict, editable=False)
    keys_fetched = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "LTI platform"
        constraints = [
            models.UniqueConstraint(fields=("issuer", "client_id"), name="one_registration_per_client")
        ]

    def __str__(self) -> str:
        return self.name


class LtiKey(models.Model):
    """What orgsim signs with; the newest does, the others are still told to platforms that ask for keys."""

    private = SealedTextField("private key")
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made", "-pk"]

    def __str__(self) -> str:
        return f"key {self.pk}"


class LtiLaunch(models.Model):
    """One launch on its way: asked for, signed by the platform (``received``), and gone through within
    minutes. ``claims`` are those of ``lessons.lti.launch.Launch``."""

    platform = models.ForeignKey(LtiPlatform, models.CASCADE, related_name="launches")
    state_hash = models.CharField(max_length=64, unique=True)
    browser_hash = models.CharField(max_length=64)
    nonce = models.CharField(max_length=64)
    ticket_hash = models.CharField(max_length=64, unique=True, null=True)
    claims = OrderedJSONField(default=dict)
    begun = models.DateTimeField(default=timezone.now, db_index=True)
    received = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"launch by {self.platform}"


class LtiUser(models.Model):
    """Somebody of a platform, and who they are here: found by ``subject_hash_of`` what the platform calls
    them."""

    platform = models.ForeignKey(LtiPlatform, models.CASCADE, related_name="users")
    subject = SealedTextField()
    subject_hash = models.CharField(max_length=64, editable=False)
    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="lti_users")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("platform", "subject_hash"), name="one_lti_user_per_subject")
        ]

    def __str__(self) -> str:
        return f"a user of {self.platform}"


def subject_hash_of(platform: LtiPlatform, subject: str) -> str:
    """Another one for the same name at another platform."""
    return mark_of("lti", platform.pk, subject)


class LtiCourse(models.Model):
    """A course of a platform. It may have several classes here, and a class several courses.

    ``roster_url`` is where the platform tells its members; empty if it does not.
    """

    platform = models.ForeignKey(LtiPlatform, models.CASCADE, related_name="courses")
    context = models.CharField(max_length=255)
    title = models.CharField(max_length=255, blank=True)
    roster_url = models.CharField(max_length=1000, blank=True)
    classes = models.ManyToManyField(Classroom, through="LtiCourseClass", related_name="lti_courses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("platform", "context"), name="one_lti_course_per_context")
        ]

    def __str__(self) -> str:
        return self.title or self.context


class LtiCourseClass(models.Model):
    """Learners of the course come into the class without its code, as long as ``is_open``."""

    course = models.ForeignKey(LtiCourse, models.CASCADE, related_name="class_links")
    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="course_links")
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("course", "classroom"), name="class_once_per_lti_course")
        ]

    def __str__(self) -> str:
        return f"{self.classroom} in {self.course}"


class LtiLink(models.Model):
    """A link in a course, and where it leads: to a lesson, to a class, or to the course page.

    ``score_url`` is the platform's line item, empty if it takes no scores. What is known of a class
    goes with it.
    """

    course = models.ForeignKey(LtiCourse, models.CASCADE, related_name="links")
    resource = models.CharField(max_length=255)
    lesson = models.SlugField(max_length=80, blank=True)
    classroom = models.ForeignKey(Classroom, models.CASCADE, null=True, related_name="lti_links")
    score_url = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("course", "resource"), name="one_lti_link_each")]

    def __str__(self) -> str:
        return f"{self.lesson or self.classroom or 'the course'} in {self.course}"


class LtiScore(models.Model):
    """What a learner has reached behind one link, in percent, and whether the platform has been told.

    None: nothing to tell yet. ``again`` is when it is tried next, after ``tries`` that failed.
    """

    class Trouble(models.TextChoices):
        """What keeps a platform from taking a score."""

        UNREACHABLE = "unreachable"
        REFUSED = "refused"
        FORBIDDEN = "forbidden"
        UNPUBLISHED = "unpublished"
        NOT_ENROLLED = "not-enrolled"
        NO_COLUMN = "no-column"
        OTHER = "other"

    link = models.ForeignKey(LtiLink, models.CASCADE, related_name="scores")
    user = models.ForeignKey(LtiUser, models.CASCADE, related_name="scores")
    percent = models.PositiveSmallIntegerField(null=True)
    is_finished = models.BooleanField(default=False)
    changed = models.DateTimeField(default=timezone.now)
    sent = models.DateTimeField(null=True)
    again = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=16, choices=Trouble, blank=True)
    answer = models.CharField("what the platform said", max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("link", "user"), name="one_lti_score_each")]

    def __str__(self) -> str:
        return f"{self.percent} % for {self.user}"
