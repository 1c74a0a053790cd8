"""Policies and what they are attached to, as rows.

``scope`` says whose they are. This room does not know organizations, so it is a plain name (that of
an organization, today) and whoever owns the scope removes its rows with ``delete_scopes``.

``position`` orders the rows of one list; only its order means something, never its value.
"""

from collections.abc import Iterable

from django.db import models, transaction

from policies.fields import OrderedJSONField


class PolicyType(models.TextChoices):
    """Those of AWS Organizations by the names of its API, and IAM's managed policies."""

    SERVICE_CONTROL_POLICY = "SERVICE_CONTROL_POLICY", "Service control policy"
    RESOURCE_CONTROL_POLICY = "RESOURCE_CONTROL_POLICY", "Resource control policy"
    TAG_POLICY = "TAG_POLICY", "Tag policy"
    BACKUP_POLICY = "BACKUP_POLICY", "Backup policy"
    AISERVICES_OPT_OUT_POLICY = "AISERVICES_OPT_OUT_POLICY", "AI services opt-out policy"
    CHATBOT_POLICY = "CHATBOT_POLICY", "Chat applications policy"
    DECLARATIVE_POLICY_EC2 = "DECLARATIVE_POLICY_EC2", "Declarative policy for EC2"
    SECURITYHUB_POLICY = "SECURITYHUB_POLICY", "Security Hub policy"
    SECURITYHUB_CSPM_POLICY = "SECURITYHUB_CSPM_POLICY", "Security Hub CSPM policy"
    INSPECTOR_POLICY = "INSPECTOR_POLICY", "Inspector policy"
    UPGRADE_ROLLOUT_POLICY = "UPGRADE_ROLLOUT_POLICY", "Upgrade rollout policy"
    BEDROCK_POLICY = "BEDROCK_POLICY", "Bedrock policy"
    S3_POLICY = "S3_POLICY", "S3 policy"
    NETWORK_SECURITY_DIRECTOR_POLICY = "NETWORK_SECURITY_DIRECTOR_POLICY", "Network security director policy"
    GUARDDUTY_POLICY = "GUARDDUTY_POLICY", "GuardDuty policy"
    MANAGED_POLICY = "MANAGED_POLICY", "IAM customer managed policy"


class Scoped(models.Model):
    scope = models.CharField(max_length=64, editable=False)
    position = models.BigIntegerField(editable=False)

    class Meta:
        abstract = True


class Policy(Scoped):
    """A policy that stands by itself and is attached by its identifier.

    ``identifier`` is Organizations' ``p-…`` or, for an IAM managed policy, its ARN, whose documents are
    its ``PolicyVersion``. The last five fields are IAM's alone.
    """

    identifier = models.CharField(max_length=700)
    type = models.CharField(max_length=32, choices=PolicyType)
    name = models.CharField(max_length=128)
    description = models.TextField(blank=True)
    document = models.TextField(blank=True)
    tags = OrderedJSONField(default=dict)
    policy_id = models.CharField("policy ID", max_length=128, blank=True, help_text="ANPA…")
    path = models.CharField(max_length=512, blank=True)
    created = models.DateTimeField(null=True)
    default_version = models.CharField(max_length=16, blank=True, help_text="v1, …")
    latest_version = models.PositiveIntegerField("latest version's number", default=0)

    class Meta:
        verbose_name_plural = "policies"
        constraints = [
            models.UniqueConstraint(fields=("scope", "identifier"), name="policy_identifier_unique"),
            models.UniqueConstraint(
                fields=("scope", "type", "name"),
                condition=~models.Q(type=PolicyType.MANAGED_POLICY),
                name="policy_name_unique_in_type",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.identifier})"


class PolicyVersion(Scoped):
    """One version of an IAM managed policy, whose ARN ``policy`` is."""

    policy = models.CharField(max_length=700)
    version = models.CharField(max_length=16)
    document = models.TextField()
    created = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("scope", "policy", "version"), name="policy_version_unique")
        ]

    def __str__(self) -> str:
        return f"{self.version} of {self.policy}"


class InlinePolicy(Scoped):
    """A policy that lives and dies with one user, group or role."""

    owner = models.CharField(max_length=700, help_text="The ARN of a user, group or role.")
    name = models.CharField(max_length=128)
    document = models.TextField()

    class Meta:
        verbose_name_plural = "inline policies"
        constraints = [
            models.UniqueConstraint(fields=("scope", "owner", "name"), name="inline_policy_name_unique")
        ]

    def __str__(self) -> str:
        return f"{self.name} in {self.owner}"


class Attachment(Scoped):
    """One policy at one target. The policy may be AWS's own, which has no row."""

    policy_identifier = models.CharField(max_length=700, help_text="p-… or an ARN.")
    target = models.CharField(
        max_length=700, help_text="r-…, ou-…, twelve digits, or the ARN of a user, group or role."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("scope", "target", "policy_identifier"), name="attachment_unique"
            ),
        ]
        indexes = [models.Index(fields=("scope", "policy_identifier"), name="attachment_policy")]

    def __str__(self) -> str:
        return f"{self.policy_identifier} at {self.target}"


@transaction.atomic
def delete_scopes(scopes: Iterable[str]) -> None:
    """Remove everything that belongs to ``scopes``."""
    scopes = list(scopes)
    for model in (Attachment, InlinePolicy, PolicyVersion, Policy):
        model.objects.filter(scope__in=scopes).delete()
