"""Who is here: known by a browser, by a phrase or by a name, and how often somebody has tried what."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone


class Visitor(models.Model):
    """A person who has made something here: known by the secrets in their browsers' cookies, if they like
    by a recovery phrase, and by a name and a password once they have signed up (``user``)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="visitor"
    )
    phrase_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    phrase_made = models.DateTimeField(null=True)
    created = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"visitor {self.pk}"

    @property
    def can_come_back(self) -> bool:
        """From another browser: with a name or with a phrase."""
        return self.user_id is not None or self.phrase_hash is not None


class VisitorKey(models.Model):
    """One browser of a visitor, known by the secret in its cookie. ``session`` is that of its sign-in."""

    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="keys")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    browser = models.CharField(max_length=40, blank=True, help_text="Firefox on Linux, …")
    session = models.CharField(max_length=40, blank=True, editable=False)
    created = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-last_seen", "-pk"]

    def __str__(self) -> str:
        return f"{self.browser or 'a browser'} of {self.visitor}"


class Tally(models.Model):
    """How often something was tried since a time, for limits: by one address, for one name, by everybody.
    ``bucket`` is a keyed hash, so that no address and no name can be read here."""

    bucket = models.CharField(max_length=64, primary_key=True, editable=False)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.count} since {self.since}"


def in_a_fortnight() -> datetime:
    return timezone.now() + timedelta(days=14)


class InstructorInvitation(models.Model):
    """A code with which somebody becomes an instructor: so many times, until it expires or is revoked."""

    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField("e-mail", blank=True, help_text="For whom it is, as a note. No mail is sent.")
    uses = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text="How many people can use it.",
    )
    used = models.PositiveSmallIntegerField(default=0, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    expires = models.DateTimeField(default=in_a_fortnight)
    revoked = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "invitation of instructors"
        verbose_name_plural = "invitations of instructors"
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"invitation {self.pk}" + (f" for {self.email}" if self.email else "")
