"""The rows of organizations: the present state of each, its log, and whose it is.

Policies and attachments are rows of ``policies``, with the organization's ``public_id`` as their
scope. ``store`` alone reads these rows into an ``Organization`` and writes it back; ``position``
orders the rows of one list.
"""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from policies.fields import OrderedJSONField
from policies.models import delete_scopes


def hash_of(token: str) -> str:
    """What is kept of a secret that was handed out: a reader of the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """256 random bits, for cookies and links."""
    return secrets.token_urlsafe(32)


def new_public_id() -> str:
    """Of letters, digits and ``_``: on a command line what begins with a dash is an option."""
    return secrets.token_urlsafe(16).replace("-", "_")


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


class OrganizationalUnit(models.Model):
    """No parent means directly under the root."""

    organization = models.ForeignKey(OrganizationRecord, models.CASCADE, related_name="units")
    identifier = models.CharField(max_length=68, help_text="ou-…")
    # Not by cascade: the store deletes and re-creates within one transaction, at whose end the
    # database checks that every parent exists.
    parent = models.ForeignKey("self", models.DO_NOTHING, null=True, related_name="units")
    name = models.CharField(max_length=128)
    tags = OrderedJSONField(default=dict)
    position = models.BigIntegerField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("organization", "identifier"), name="unit_identifier_unique"),
            models.UniqueConstraint(fields=("parent", "name"), name="unit_name_unique_among_siblings"),
            models.UniqueConstraint(
                fields=("organization", "name"),
                condition=models.Q(parent=None),
                name="unit_name_unique_under_root",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """An AWS account. No parent means directly under the root, or outside of the organization."""

    organization = models.ForeignKey(OrganizationRecord, models.CASCADE, related_name="accounts")
    identifier = models.CharField("account ID", max_length=12)
    parent = models.ForeignKey(OrganizationalUnit, models.DO_NOTHING, null=True, related_name="accounts")
    name = models.CharField(max_length=50)
    email = models.CharField(max_length=64)
    joined = models.DateTimeField()
    joined_method = models.CharField(max_length=16)
    state = models.CharField(max_length=32)
    is_outside = models.BooleanField("is outside of the organization", default=False)
    tags = OrderedJSONField(default=dict)
    alias = models.CharField(max_length=63, blank=True)
    closed = models.DateTimeField(null=True)
    can_stand_alone = models.BooleanField(default=True)
    has_root_credentials = models.BooleanField(default=False)
    password_policy = OrderedJSONField(null=True)
    usage = OrderedJSONField(default=dict, help_text="What a month uses, by usage type.")
    position = models.BigIntegerField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("organization", "identifier"), name="account_identifier_unique"),
            models.UniqueConstraint("organization", Lower("email"), name="account_email_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.identifier})"


class Entity(models.Model):
    """What users, groups and roles of IAM share. ``identifier`` is AWS's unique ID."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="%(class)ss")
    identifier = models.CharField("unique ID", max_length=128)
    name = models.CharField(max_length=128)
    path = models.CharField(max_length=512)
    created = models.DateTimeField()
    position = models.BigIntegerField(editable=False)

    class Meta:
        abstract = True
        # Names are kept as written and are the same whatever their case (IAM User Guide, "Names").
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="%(class)s_name_unique_in_account"),
            models.UniqueConstraint(fields=("account", "identifier"), name="%(class)s_identifier_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Group(Entity):
    pass


class User(Entity):
    tags = OrderedJSONField(default=dict)
    boundary = models.CharField("permissions boundary", max_length=700, blank=True, help_text="An ARN.")
    login_profile = OrderedJSONField(null=True)
    groups = models.ManyToManyField(Group, through="GroupMembership", related_name="users")


class Role(Entity):
    trust = models.TextField("trust policy")
    description = models.TextField(blank=True)
    tags = OrderedJSONField(default=dict)
    boundary = models.CharField("permissions boundary", max_length=700, blank=True, help_text="An ARN.")
    max_session_duration = models.PositiveIntegerField(default=3600, help_text="Seconds.")


class AccessKey(models.Model):
    """A long-term credential; ``owner`` is ``user/john`` or ``root user``. Its secret is kept nowhere."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="access_keys")
    owner = models.CharField(max_length=69)
    identifier = models.CharField("access key ID", max_length=128, db_index=True)
    created = models.DateTimeField()
    status = models.CharField(max_length=16)
    last_used = OrderedJSONField(null=True)
    position = models.BigIntegerField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("account", "identifier"), name="access_key_identifier_unique")
        ]

    def __str__(self) -> str:
        return f"{self.identifier} of {self.owner}"


class MfaDevice(models.Model):
    """A virtual device; ``owner`` is ``user/john`` or ``root user``, empty while nobody has enabled it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="mfa_devices")
    serial_number = models.CharField(max_length=256)
    created = models.DateTimeField()
    owner = models.CharField(max_length=69, blank=True)
    enabled = models.DateTimeField(null=True)
    tags = OrderedJSONField(default=dict)
    position = models.BigIntegerField(editable=False)

    class Meta:
        verbose_name = "MFA device"
        constraints = [
            models.UniqueConstraint(fields=("account", "serial_number"), name="mfa_device_serial_unique")
        ]

    def __str__(self) -> str:
        return self.serial_number


class Resource(models.Model):
    """What an account holds besides its IAM. No policy is not the same as an empty one."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="resources")
    arn = models.CharField("ARN", max_length=2048)
    type = models.CharField(max_length=64)
    created = models.DateTimeField()
    policy = models.TextField("resource-based policy", null=True)
    tags = OrderedJSONField(default=dict)
    deletion = models.DateTimeField(null=True, help_text="When it is gone; until then nobody can use it.")
    disabled = models.BooleanField(default=False)
    position = models.BigIntegerField(editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("account", "arn"), name="resource_arn_unique")]

    def __str__(self) -> str:
        return self.arn


class Handshake(models.Model):
    """An invitation, or a request to approve all features. ``recipient`` is who may answer it."""

    organization = models.ForeignKey(OrganizationRecord, models.CASCADE, related_name="handshakes")
    identifier = models.CharField(max_length=34, help_text="h-…")
    action = models.CharField(max_length=40)
    state = models.CharField(max_length=16)
    recipient = models.CharField(max_length=64)
    recipient_type = models.CharField(max_length=16)
    requested = models.DateTimeField()
    expires = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    notes = models.TextField(blank=True)
    tags = OrderedJSONField(default=dict)
    position = models.BigIntegerField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("organization", "identifier"), name="handshake_identifier_unique")
        ]

    def __str__(self) -> str:
        return f"{self.action} to {self.recipient}"


class CreateAccountRequest(models.Model):
    """What became of a ``CreateAccount``."""

    organization = models.ForeignKey(OrganizationRecord, models.CASCADE, related_name="account_requests")
    identifier = models.CharField(max_length=36, help_text="car-…")
    account_name = models.CharField(max_length=50)
    state = models.CharField(max_length=16)
    requested = models.DateTimeField()
    completed = models.DateTimeField(null=True)
    account_id = models.CharField("account ID", max_length=12, blank=True)
    failure_reason = models.CharField(max_length=64, blank=True)
    position = models.BigIntegerField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("organization", "identifier"), name="account_request_unique")
        ]

    def __str__(self) -> str:
        return f"{self.account_name}: {self.state}"


class GroupMembership(models.Model):
    """One user in one group, in the order in which the user was added to groups."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    position = models.BigIntegerField(editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("user", "group"), name="group_membership_unique")]

    def __str__(self) -> str:
        return f"{self.user} in {self.group}"


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
