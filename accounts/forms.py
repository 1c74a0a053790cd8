"""What comes from the page: which operation, on which revision, with which parameters.

AWS's own rules are the operations'; a form only says what is missing or far too long.
"""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from accounts.organization.decisions import Wanted
from accounts.organization.operations.resource_kinds import DEFAULT_REGION
from accounts.organization.state import Organization, PolicyType
from accounts.page.subjects import Entry, Subject
from accounts.page.twin import Twin, posted_twin, text_in
from accounts.page.view import View, view_of

MAX_DOCUMENT = 100_000
"""Far more than any quota: AWS's own limits answer first, in AWS's words."""
LONGEST_VIEW = 10_000
"""A view may carry the policy of a session."""


class OperateForm(forms.Form):
    """``op`` is undo, redo, reset, move_organizational_unit, or an operation such as
    ``organizations.move_account``; ``view`` the query string of the page it came from; ``dialog``
    the dialog to show again, with the problem, when it is refused; ``page`` is ``inside`` on the page
    of one account."""

    op = forms.CharField(max_length=80)
    base_revision = forms.IntegerField(min_value=0, required=False)
    view = forms.CharField(max_length=LONGEST_VIEW, required=False)
    dialog = forms.SlugField(max_length=40, required=False)
    page = forms.SlugField(max_length=40, required=False)


def _identifier(label: str) -> forms.CharField:
    return forms.CharField(max_length=256, label=label, error_messages={"required": f"Say which {label}."})


def _name(label: str = "name") -> forms.CharField:
    return forms.CharField(max_length=256, label=label, error_messages={"required": f"Give it a {label}."})


def _optional(max_length: int = 1024) -> forms.CharField:
    return forms.CharField(max_length=max_length, required=False)


def _optional_or_none() -> forms.CharField:
    """Left empty it is not given at all."""
    return forms.CharField(max_length=256, required=False, empty_value=None)


def _document() -> forms.CharField:
    return forms.CharField(
        max_length=MAX_DOCUMENT, strip=False, error_messages={"required": "Write a policy."}
    )


def _policy_type() -> forms.ChoiceField:
    return forms.ChoiceField(choices=[(each.value, each.value) for each in PolicyType])


_IAM_POLICY_FIELDS: Mapping[str, Mapping[str, forms.Field]] = {
    f"iam.{verb}_{kind}_policy": {
        "account_id": _identifier("account"),
        f"{kind}_name": _identifier(kind),
        **fields,
    }
    for kind in ("user", "group", "role")
    for verb, fields in {
        "attach": {"policy_arn": _identifier("policy")},
        "detach": {"policy_arn": _identifier("policy")},
        "put": {"policy_name": _name(), "policy_document": _document()},
        "delete": {"policy_name": _identifier("policy")},
    }.items()
}


class _Invited(forms.CharField):
    """An account's number or an e-mail address, as ``InviteAccountToOrganization`` takes them."""

    def clean(self, value: object) -> dict[str, str]:
        text = super().clean(value)
        return {"Id": text, "Type": "EMAIL" if "@" in text else "ACCOUNT"}


class _TagKeys(forms.CharField):
    """One key, in a list."""

    def clean(self, value: object) -> list[str]:
        return [super().clean(value)]


class _OneTag(forms.MultiValueField):
    """``tags_0`` is a key and ``tags_1`` its value; a list of this one tag."""

    def __init__(self) -> None:
        texts = (forms.CharField(max_length=256), forms.CharField(max_length=512, required=False))
        widget = forms.MultiWidget([forms.TextInput(), forms.TextInput()])
        super().__init__(
            texts,
            widget=widget,
            require_all_fields=False,
            error_messages={"required": "Give the tag a key.", "incomplete": "Give the tag a key."},
        )

    def compress(self, texts: list[str]) -> list[dict[str, str]]:
        key, value = texts
        return [{"Key": key, "Value": value}]


class _TagOfMap(_OneTag):
    """For services that take tags as a map."""

    def compress(self, texts: list[str]) -> dict[str, str]:
        key, value = texts
        return {key: value}


class _TagOfKey(_OneTag):
    """KMS has names of its own."""

    def compress(self, texts: list[str]) -> list[dict[str, str]]:
        key, value = texts
        return [{"TagKey": key, "TagValue": value}]


class _TagSet(forms.MultiValueField):
    """S3 writes all tags at once: ``tagging_0`` are those that stay, as a JSON object, ``tagging_1`` and
    ``tagging_2`` the key and the value of one more, if there is a key."""

    def __init__(self) -> None:
        texts = (
            forms.JSONField(required=False),
            forms.CharField(max_length=256, required=False),
            forms.CharField(max_length=512, required=False),
        )
        widget = forms.MultiWidget([forms.TextInput(), forms.TextInput(), forms.TextInput()])
        super().__init__(texts, widget=widget, require_all_fields=False)

    def compress(self, texts: list[object]) -> dict[str, list[dict[str, str]]]:
        kept, key, value = texts
        if not isinstance(kept, dict) or not all(isinstance(text, str) for text in kept.values()):
            raise forms.ValidationError("The tags that stay are a JSON object of texts.")
        others = {other: text for other, text in kept.items() if other.lower() != str(key).lower()}
        every = {**others, str(key): str(value)} if key else others
        return {"TagSet": [{"Key": other, "Value": text} for other, text in every.items()]}


_HANDSHAKE: Mapping[str, forms.Field] = {"handshake_id": _identifier("handshake")}
_ANSWER: Mapping[str, forms.Field] = {**_HANDSHAKE, "caller_account_id": _identifier("account")}
_SERVICE: Mapping[str, forms.Field] = {"service_principal": _identifier("service")}
_MEMBERSHIP_FIELDS: Mapping[str, Mapping[str, forms.Field]] = {
    "organizations.create_organization": {"feature_set": _identifier("feature set")},
    "organizations.delete_organization": {},
    "organizations.enable_all_features": {},
    "organizations.invite_account_to_organization": {
        "target": _Invited(
            max_length=256, error_messages={"required": "Say whom: an account's number or an e-mail address."}
        ),
        "notes": _optional(4096),
    },
    "organizations.accept_handshake": _ANSWER,
    "organizations.decline_handshake": _ANSWER,
    "organizations.cancel_handshake": _HANDSHAKE,
    "organizations.leave_organization": {"caller_account_id": _identifier("account")},
    "organizations.enable_aws_service_access": _SERVICE,
    "organizations.disable_aws_service_access": _SERVICE,
    "organizations.register_delegated_administrator": {"account_id": _identifier("account"), **_SERVICE},
    "organizations.deregister_delegated_administrator": {"account_id": _identifier("account"), **_SERVICE},
    "organizations.put_resource_policy": {"content": _document()},
    "organizations.delete_resource_policy": {},
    "organizations.tag_resource": {"resource_id": _identifier("entity"), "tags": _OneTag()},
    "organizations.untag_resource": {
        "resource_id": _identifier("entity"),
        "tag_keys": _TagKeys(max_length=256, error_messages={"required": "Say which tag."}),
    },
    "orgsim.complete_sign_up": {"account_id": _identifier("account")},
    "orgsim.pass_time": {"days": forms.IntegerField(error_messages={"required": "Say how many days."})},
}


class _OneOfAList(forms.CharField):
    """What is typed, as the only one of a list."""

    def clean(self, value: str) -> list[str]:
        return [super().clean(value)]


def _one_of_a_list(label: str) -> forms.CharField:
    return _OneOfAList(max_length=256, label=label, error_messages={"required": f"Say which {label}."})


def _choice_to_make() -> forms.BooleanField:
    return forms.BooleanField(required=False)


def _number() -> forms.IntegerField:
    return forms.IntegerField(required=False, error_messages={"invalid": "Give a whole number."})


def _days() -> forms.IntegerField:
    return forms.IntegerField(required=False, error_messages={"invalid": "Give a whole number of days."})


def _code() -> forms.CharField:
    return forms.CharField(max_length=20, error_messages={"required": "Type two codes, one after the other."})


_ACCOUNT: Mapping[str, forms.Field] = {"account_id": _identifier("account")}
_USER: Mapping[str, forms.Field] = {**_ACCOUNT, "user_name": _identifier("user")}
_ROLE: Mapping[str, forms.Field] = {**_ACCOUNT, "role_name": _identifier("role")}
# Nobody named is the root user.
_SOMEBODY: Mapping[str, forms.Field] = {
    **_ACCOUNT,
    "user_name": forms.CharField(max_length=256, required=False, empty_value=None),
}
_KEY: Mapping[str, forms.Field] = {**_SOMEBODY, "access_key_id": _identifier("access key")}
_DEVICE: Mapping[str, forms.Field] = {**_ACCOUNT, "serial_number": _identifier("MFA device")}
_MANAGED: Mapping[str, forms.Field] = {**_ACCOUNT, "policy_arn": _identifier("policy")}
_VERSION: Mapping[str, forms.Field] = {
    **_ACCOUNT,
    "policy_arn": _identifier("policy"),
    "version_id": _identifier("version"),
}
_PASSWORD: Mapping[str, forms.Field] = {
    "password": forms.CharField(
        max_length=256, strip=False, error_messages={"required": "Give it a password."}
    ),
    "password_reset_required": _choice_to_make(),
}
_CODES: Mapping[str, forms.Field] = {"authentication_code1": _code(), "authentication_code2": _code()}

_CREDENTIALS: Mapping[str, Mapping[str, forms.Field]] = {
    "iam.create_access_key": _SOMEBODY,
    "iam.update_access_key": {**_KEY, "status": _identifier("status")},
    "iam.delete_access_key": _KEY,
    "sts.get_caller_identity": {"access_key_id": _identifier("access key")},
    "iam.create_virtual_mfa_device": {**_ACCOUNT, "virtual_mfa_device_name": _name()},
    "iam.enable_mfa_device": {**_SOMEBODY, **_DEVICE, **_CODES},
    "iam.resync_mfa_device": {**_SOMEBODY, **_DEVICE, **_CODES},
    "iam.deactivate_mfa_device": {**_SOMEBODY, **_DEVICE},
    "iam.delete_virtual_mfa_device": _DEVICE,
    # The root user gets no password by this, only the way to one; a user without one breaks the rules.
    "iam.create_login_profile": {
        **_SOMEBODY,
        **_PASSWORD,
        "password": forms.CharField(max_length=256, strip=False, required=False),
    },
    "iam.update_login_profile": {**_USER, **_PASSWORD},
    "iam.delete_login_profile": _SOMEBODY,
    "iam.update_account_password_policy": {
        **_ACCOUNT,
        "minimum_password_length": forms.IntegerField(error_messages={"required": "Say how long."}),
        "require_symbols": _choice_to_make(),
        "require_numbers": _choice_to_make(),
        "require_uppercase_characters": _choice_to_make(),
        "require_lowercase_characters": _choice_to_make(),
        "allow_users_to_change_password": _choice_to_make(),
        "max_password_age": _number(),
        "password_reuse_prevention": _number(),
        "hard_expiry": _choice_to_make(),
    },
    "iam.delete_account_password_policy": _ACCOUNT,
    "iam.create_account_alias": {**_ACCOUNT, "account_alias": _name("alias")},
    "iam.delete_account_alias": {**_ACCOUNT, "account_alias": _identifier("alias")},
    "iam.set_default_policy_version": _VERSION,
    "iam.delete_policy_version": _VERSION,
    "iam.put_user_permissions_boundary": {**_USER, "permissions_boundary": _identifier("policy")},
    "iam.delete_user_permissions_boundary": _USER,
    "iam.put_role_permissions_boundary": {**_ROLE, "permissions_boundary": _identifier("policy")},
    "iam.delete_role_permissions_boundary": _ROLE,
    "iam.tag_user": {**_USER, "tags": _OneTag()},
    "iam.untag_user": {**_USER, "tag_keys": _TagKeys(max_length=256)},
    "iam.tag_policy": {**_MANAGED, "tags": _OneTag()},
    "iam.untag_policy": {**_MANAGED, "tag_keys": _TagKeys(max_length=256)},
    "iam.tag_mfa_device": {**_DEVICE, "tags": _OneTag()},
    "iam.untag_mfa_device": {**_DEVICE, "tag_keys": _TagKeys(max_length=256)},
    "iam.tag_role": {**_ROLE, "tags": _OneTag()},
    "iam.untag_role": {**_ROLE, "tag_keys": _TagKeys(max_length=256)},
    "iam.update_assume_role_policy": {**_ROLE, "policy_document": _document()},
    "iam.update_role": {
        **_ROLE,
        "description": _optional(),
        "max_session_duration": forms.IntegerField(error_messages={"required": "Say how long."}),
    },
    "iam.create_service_linked_role": {**_ACCOUNT, "aws_service_name": _identifier("service")},
    "iam.delete_service_linked_role": _ROLE,
}

_BILLING: Mapping[str, Mapping[str, forms.Field]] = {
    "orgsim.set_usage": {
        "account_id": _identifier("account"),
        "usage_type": _identifier("usage type"),
        "quantity": _identifier("quantity"),
    },
    "orgsim.set_availability_zone": {
        "account_id": _identifier("account"),
        "availability_zone": _identifier("zone"),
    },
    "orgsim.set_reserved_instances": {
        "account_id": _identifier("account"),
        "usage_type": _identifier("usage type"),
        "instance_count": forms.IntegerField(),
        "availability_zone": _optional_or_none(),
    },
    "orgsim.set_savings_plan": {
        "account_id": _identifier("account"),
        "commitment": _identifier("commitment"),
    },
    "orgsim.add_credit": {
        "account_id": _identifier("account"),
        "credit_amount": _identifier("amount"),
        "expires": _identifier("last day"),
        "eligible_service": _optional_or_none(),
    },
    "orgsim.remove_credit": {"credit_number": forms.IntegerField()},
    **{
        f"orgsim.set_{what}_sharing": {
            "account_id": _identifier("account"),
            "sharing": _identifier("setting"),
        }
        for what in ("discount", "credit")
    },
}

_REGION: Mapping[str, forms.Field] = {
    "region": forms.CharField(max_length=40, required=False, empty_value=DEFAULT_REGION)
}
_QUEUE: Mapping[str, forms.Field] = {**_ACCOUNT, "queue_url": _identifier("queue")}
_ARN: Mapping[str, forms.Field] = {**_ACCOUNT, "resource_arn": _identifier("resource")}
_KMS_KEY: Mapping[str, forms.Field] = {**_ACCOUNT, "key_id": _identifier("key")}
_FUNCTION: Mapping[str, forms.Field] = {**_ACCOUNT, "function_name": _identifier("function")}
_SECRET: Mapping[str, forms.Field] = {**_ACCOUNT, "secret_id": _identifier("secret")}
_INSTANCES: Mapping[str, forms.Field] = {**_ACCOUNT, "resources": _one_of_a_list("instance")}
_WITHOUT_TAG: Mapping[str, forms.Field] = {"tag_keys": _TagKeys(max_length=256)}

_RESOURCES: Mapping[str, Mapping[str, forms.Field]] = {
    "s3.create_bucket": {**_ACCOUNT, "bucket": _name()},
    "s3.delete_bucket": {**_ACCOUNT, "bucket": _identifier("bucket")},
    "s3.put_bucket_tagging": {**_ACCOUNT, "bucket": _identifier("bucket"), "tagging": _TagSet()},
    "sqs.create_queue": {**_ACCOUNT, **_REGION, "queue_name": _name()},
    "sqs.delete_queue": _QUEUE,
    "sqs.tag_queue": {**_QUEUE, "tags": _TagOfMap()},
    "sqs.untag_queue": {**_QUEUE, **_WITHOUT_TAG},
    "sns.create_topic": {**_ACCOUNT, **_REGION, "name": _name()},
    "sns.delete_topic": {**_ACCOUNT, "topic_arn": _identifier("topic")},
    "sns.tag_resource": {**_ARN, "tags": _OneTag()},
    "sns.untag_resource": {**_ARN, **_WITHOUT_TAG},
    "kms.create_key": {**_ACCOUNT, **_REGION},
    "kms.schedule_key_deletion": {**_KMS_KEY, "pending_window_in_days": _days()},
    "kms.cancel_key_deletion": _KMS_KEY,
    "kms.disable_key": _KMS_KEY,
    "kms.enable_key": _KMS_KEY,
    "kms.tag_resource": {**_KMS_KEY, "tags": _TagOfKey()},
    "kms.untag_resource": {**_KMS_KEY, **_WITHOUT_TAG},
    "lambda.create_function": {
        **_ACCOUNT,
        **_REGION,
        "function_name": _name(),
        "role": _identifier("role"),
    },
    "lambda.delete_function": _FUNCTION,
    "lambda.add_permission": {
        **_FUNCTION,
        "statement_id": _name("statement ID"),
        "action": _identifier("action"),
        "principal": _identifier("principal"),
        "source_arn": _optional_or_none(),
        "source_account": _optional_or_none(),
        "principal_org_id": _optional_or_none(),
    },
    "lambda.remove_permission": {**_FUNCTION, "statement_id": _identifier("statement")},
    "lambda.tag_resource": {**_ACCOUNT, "resource": _identifier("function"), "tags": _TagOfMap()},
    "lambda.untag_resource": {**_ACCOUNT, "resource": _identifier("function"), **_WITHOUT_TAG},
    "secretsmanager.create_secret": {**_ACCOUNT, **_REGION, "name": _name()},
    "secretsmanager.delete_secret": {**_SECRET, "recovery_window_in_days": _days()},
    "secretsmanager.restore_secret": _SECRET,
    "secretsmanager.tag_resource": {**_SECRET, "tags": _OneTag()},
    "secretsmanager.untag_resource": {**_SECRET, **_WITHOUT_TAG},
    "dynamodb.create_table": {**_ACCOUNT, **_REGION, "table_name": _name()},
    "dynamodb.delete_table": {**_ACCOUNT, "table_name": _identifier("table")},
    "dynamodb.tag_resource": {**_ARN, "tags": _OneTag()},
    "dynamodb.untag_resource": {**_ARN, **_WITHOUT_TAG},
    "ec2.run_instances": {**_ACCOUNT, **_REGION},
    "ec2.terminate_instances": {**_ACCOUNT, "instance_ids": _one_of_a_list("instance")},
    "ec2.create_tags": {**_INSTANCES, "tags": _OneTag()},
    "ec2.delete_tags": {**_INSTANCES, "tags": _OneTag()},
}

PARAMETERS: Mapping[str, Mapping[str, forms.Field]] = {
    **_MEMBERSHIP_FIELDS,
    "organizations.move_account": {
        "account_id": _identifier("account"),
        "source_parent_id": _identifier("source"),
        "destination_parent_id": _identifier("destination"),
    },
    "organizations.create_account": {"account_name": _name(), "email": _name("e-mail address")},
    "organizations.close_account": {"account_id": _identifier("account")},
    "organizations.remove_account_from_organization": {"account_id": _identifier("account")},
    "account.put_account_name": {"account_id": _identifier("account"), "account_name": _name()},
    "organizations.create_organizational_unit": {"parent_id": _identifier("parent"), "name": _name()},
    "organizations.update_organizational_unit": {
        "organizational_unit_id": _identifier("unit"),
        "name": _name(),
    },
    "organizations.delete_organizational_unit": {"organizational_unit_id": _identifier("unit")},
    "organizations.create_policy": {
        "content": _document(),
        "description": _optional(),
        "name": _name(),
        "type": _policy_type(),
    },
    "organizations.update_policy": {
        "policy_id": _identifier("policy"),
        "content": _document(),
        "description": _optional(),
        "name": _name(),
    },
    "organizations.delete_policy": {"policy_id": _identifier("policy")},
    "organizations.attach_policy": {"policy_id": _identifier("policy"), "target_id": _identifier("target")},
    "organizations.detach_policy": {"policy_id": _identifier("policy"), "target_id": _identifier("target")},
    "organizations.enable_policy_type": {"root_id": _identifier("root"), "policy_type": _policy_type()},
    "organizations.disable_policy_type": {"root_id": _identifier("root"), "policy_type": _policy_type()},
    "iam.create_user": {"account_id": _identifier("account"), "user_name": _name()},
    "iam.delete_user": {"account_id": _identifier("account"), "user_name": _identifier("user")},
    "iam.create_group": {"account_id": _identifier("account"), "group_name": _name()},
    "iam.delete_group": {"account_id": _identifier("account"), "group_name": _identifier("group")},
    "iam.create_role": {
        "account_id": _identifier("account"),
        "role_name": _name(),
        "assume_role_policy_document": _document(),
    },
    "iam.delete_role": {"account_id": _identifier("account"), "role_name": _identifier("role")},
    "iam.add_user_to_group": {
        "account_id": _identifier("account"),
        "user_name": _identifier("user"),
        "group_name": _identifier("group"),
    },
    "iam.remove_user_from_group": {
        "account_id": _identifier("account"),
        "user_name": _identifier("user"),
        "group_name": _identifier("group"),
    },
    **_IAM_POLICY_FIELDS,
    **_CREDENTIALS,
    **_RESOURCES,
    **_BILLING,
    "move_organizational_unit": {
        "organizational_unit_id": _identifier("unit"),
        "destination_parent_id": _identifier("destination"),
    },
}


class EditForm(forms.Form):
    """``edit`` is the key of one that the page offers for the question in ``view``."""

    edit = forms.SlugField(max_length=40)
    wanted = forms.ChoiceField(choices=[(each.value, each.value) for each in Wanted])
    base_revision = forms.IntegerField(min_value=0, required=False)
    view = forms.CharField(max_length=LONGEST_VIEW, required=False)

    def view_in(self, organization: Organization) -> View:
        return view_of(QueryDict(self.cleaned_data["view"]), organization)


class PolicyForm(forms.Form):
    """The policy editor's fields, of which each kind of policy has some. A check looks at them before
    they are complete."""

    name = _name()
    description = _optional()
    content = _document()
    attach_to = forms.CharField(max_length=256, required=False)
    base_revision = forms.IntegerField(min_value=0, required=False)
    view = forms.CharField(max_length=LONGEST_VIEW, required=False)

    def twin(self, subject: Subject) -> Twin:
        """The text as typed, or the form beside it; what is not typed is as it is stored."""
        # Browsers send line ends in two characters; the size counts one.
        content = self.data.get("content", subject.stored.content).replace("\r\n", "\n")
        return posted_twin(content, self.data, subject)

    def entry(self, subject: Subject) -> Entry:
        """As typed; what is not typed, or cannot be changed, is as it is stored."""
        stored = subject.stored
        return Entry(
            name=self.data.get("name", stored.name).strip() if subject.can_rename else stored.name,
            content=text_in(self.twin(subject), subject),
            description=self.data.get("description", stored.description).strip(),
            attach_to=self.data.get("attach_to", ""),
        )

    def muted(self) -> frozenset[int]:
        """The indices of the statements that are muted for now. Nothing of this is saved."""
        texts = self.data.getlist("mute") if isinstance(self.data, QueryDict) else []
        return frozenset(int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 4)

    @property
    def seen_revision(self) -> int | None:
        text = self.data.get("base_revision", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def view_in(self, organization: Organization) -> View:
        return view_of(QueryDict(self.data.get("view", "")), organization)


def parameters_form(op: str, data: Mapping[str, str]) -> forms.Form | None:
    """The form of one operation's parameters; None when the page offers no such operation."""
    fields = PARAMETERS.get(op)
    if fields is None:
        return None
    return type("ParametersForm", (forms.Form,), dict(fields))(data)
