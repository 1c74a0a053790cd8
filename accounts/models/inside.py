"""What is inside of an account: its users, groups and roles, their credentials, and its resources."""

from django.db import models
from django.db.models.functions import Lower

from accounts.models.structure import Account
from policies.fields import OrderedJSONField


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


class GroupMembership(models.Model):
    """One user in one group, in the order in which the user was added to groups."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    position = models.BigIntegerField(editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("user", "group"), name="group_membership_unique")]

    def __str__(self) -> str:
        return f"{self.user} in {self.group}"
