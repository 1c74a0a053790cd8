"""An organization as a whole: its row, how it began, its log, and the links that show it."""

from collections.abc import Collection

from django.db import models
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from accounts.models.people import Visitor
from accounts.models.tokens import new_public_id
from policies.fields import OrderedJSONField
from policies.models import delete_scopes


class OrganizationRecords(models.Manager["OrganizationRecord"]):
    def of(self, visitor: Visitor) -> models.QuerySet["OrganizationRecord"]:
        """What this visitor may see. Somebody who has made nothing yet may not see what is nobody's."""
        return self.none() if visitor.pk is None else self.filter(visitor=visitor)

    def revisions_of(self, public_ids: Collection[str]) -> dict[str, int]:
        """The present revision of each that exists."""
        return dict(self.filter(public_id__in=public_ids).values_list("public_id", "revision"))


class Snapshots(models.Manager["Snapshot"]):
    def open(self) -> models.QuerySet["Snapshot"]:
        """Those whose links still work."""
        return self.filter(revoked=None, expires__gt=timezone.now())


class OrganizationRecord(models.Model):
    """One visitor's organization at its present revision.

    Before somebody opens its claim link an organization from the command line is nobody's.
    """

    public_id = models.CharField("public ID", max_length=32, unique=True, default=new_public_id)
    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="organizations", null=True)
    claim_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    name = models.CharField(max_length=100)
    seed = models.CharField(max_length=64, editable=False)
    revision = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(default=timezone.now)
    last_used = models.DateTimeField(default=timezone.now, db_index=True)
    forked_from = models.ForeignKey("self", models.SET_NULL, related_name="forks", null=True)
    forked_at = models.PositiveIntegerField(null=True, help_text="The other organization's revision.")
    is_sandbox = models.BooleanField(
        default=True, help_text="The visitor's own; not one that a lesson keeps for them."
    )

    identifier = models.CharField(max_length=34, help_text="o-…", db_index=True)
    management_account_id = models.CharField("management account", max_length=12)
    feature_set = models.CharField(max_length=32)
    root_id = models.CharField("root ID", max_length=34)
    root_name = models.CharField(max_length=128)
    policy_types = OrderedJSONField("enabled policy types")
    root_tags = OrderedJSONField(default=dict)
    around = OrderedJSONField(
        "what few organizations have",
        default=dict,
        help_text="Trusted services, delegated administrators, the delegation policy, what lowers the bill.",
    )

    objects = OrganizationRecords()

    latest: "Event | None" = None
    """No column: the event that made a revision of it, if somebody has read or written it. Whether it is the
    present one, ``history.latest_event`` knows."""

    acting_for: str | None = None
    """No column: the account for which somebody looks at it whose it is not. See ``accounts.guests``."""

    class Meta:
        verbose_name = "organization"

    def __str__(self) -> str:
        return f"{self.name} ({self.identifier})"

    @property
    def topic(self) -> str:
        """By which ``live`` tells of its revisions."""
        return f"organization:{self.public_id}"


class Start(models.Model):
    """The scenario document that an organization began with, to which the log's events were applied.

    A row of its own, because it can be large and the record's row is written with every revision.
    """

    organization = models.OneToOneField(OrganizationRecord, models.CASCADE, primary_key=True)
    document = OrderedJSONField()

    def __str__(self) -> str:
        return f"start of {self.organization}"


class Snapshot(models.Model):
    """A link by which anybody may read one revision, until it expires or is revoked.

    The log only grows, so what a link shows never changes. The secret in it is kept nowhere.
    """

    organization = models.ForeignKey(OrganizationRecord, models.CASCADE, related_name="snapshots")
    revision = models.PositiveIntegerField()
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)

    objects = Snapshots()

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"r{self.revision} of {self.organization}"

    @property
    def is_open(self) -> bool:
        return self.revoked is None and self.expires > timezone.now()


@receiver(post_delete, sender=OrganizationRecord)
def delete_policies(instance: OrganizationRecord, **kwargs: object) -> None:
    delete_scopes([instance.public_id])


class Event(models.Model):
    """One revision of an organization, shaped like a CloudTrail record. Never changed, only appended.

    ``revision`` is the one this event made. ``before`` is the revision whose state it began from, and
    ``restores`` (undo and redo only) the one whose state it gives back; both name the event that made
    that state first, or 0, the start. ``group`` is the first revision of those undone together.
    """

    class Kind(models.TextChoices):
        OPERATION = "operation"
        UNDO = "undo"
        REDO = "redo"
        RESET = "reset"

    organization = models.ForeignKey(OrganizationRecord, models.CASCADE, related_name="events")
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind)
    before = models.PositiveIntegerField()
    restores = models.PositiveIntegerField(null=True)
    group = models.PositiveIntegerField()

    time = models.DateTimeField()
    actor = models.ForeignKey(Visitor, models.SET_NULL, null=True, related_name="events")
    principal = models.CharField(
        max_length=650, blank=True, help_text="The ARN of the role that called, if somebody's own did."
    )
    source = models.CharField(max_length=64, help_text="organizations.amazonaws.com, …")
    name = models.CharField(max_length=64, help_text="MoveAccount, …")
    operation = models.CharField(max_length=96, help_text="The operation's name in the simulator.")
    parameters = OrderedJSONField("request parameters")
    response = OrderedJSONField("response elements")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("organization", "revision"), name="event_revision_unique"),
            models.CheckConstraint(
                condition=models.Q(before__lt=models.F("revision")), name="event_after_before"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=("undo", "redo"), restores__isnull=False)
                | models.Q(kind__in=("operation", "reset"), restores__isnull=True),
                name="event_restores_if_undo_or_redo",
            ),
        ]
        ordering = ["organization", "revision"]

    def __str__(self) -> str:
        return f"{self.revision} {self.name}"

    @property
    def state(self) -> int:
        """The revision that first had the state which this event leaves behind."""
        return self.revision if self.restores is None else self.restores
