"""What an organization consists of: its units and accounts, and who is asked to be one of them."""

from django.db import models
from django.db.models.functions import Lower

from accounts.models.record import OrganizationRecord
from policies.fields import OrderedJSONField


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
