"""Parameters of operations on credentials, boundaries, tags and roles inside an account."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import (
    ACCOUNT,
    OneTag,
    TagKeys,
    choice_to_make,
    code,
    document,
    identifier,
    name,
    number,
    optional,
)

_USER: Mapping[str, forms.Field] = {**ACCOUNT, "user_name": identifier("user")}
_ROLE: Mapping[str, forms.Field] = {**ACCOUNT, "role_name": identifier("role")}
# Nobody named is the root user.
_SOMEBODY: Mapping[str, forms.Field] = {
    **ACCOUNT,
    "user_name": forms.CharField(max_length=256, required=False, empty_value=None),
}
_KEY: Mapping[str, forms.Field] = {**_SOMEBODY, "access_key_id": identifier("access key")}
_DEVICE: Mapping[str, forms.Field] = {**ACCOUNT, "serial_number": identifier("MFA device")}
_MANAGED: Mapping[str, forms.Field] = {**ACCOUNT, "policy_arn": identifier("policy")}
_VERSION: Mapping[str, forms.Field] = {
    **ACCOUNT,
    "policy_arn": identifier("policy"),
    "version_id": identifier("version"),
}
_PASSWORD: Mapping[str, forms.Field] = {
    "password": forms.CharField(
        max_length=256, strip=False, error_messages={"required": _("Give it a password.")}
    ),
    "password_reset_required": choice_to_make(),
}
_CODES: Mapping[str, forms.Field] = {"authentication_code1": code(), "authentication_code2": code()}

CREDENTIALS: Mapping[str, Mapping[str, forms.Field]] = {
    "iam.create_access_key": _SOMEBODY,
    "iam.update_access_key": {**_KEY, "status": identifier("status")},
    "iam.delete_access_key": _KEY,
    "sts.get_caller_identity": {"access_key_id": identifier("access key")},
    "iam.create_virtual_mfa_device": {**ACCOUNT, "virtual_mfa_device_name": name()},
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
        **ACCOUNT,
        "minimum_password_length": forms.IntegerField(error_messages={"required": _("Say how long.")}),
        "require_symbols": choice_to_make(),
        "require_numbers": choice_to_make(),
        "require_uppercase_characters": choice_to_make(),
        "require_lowercase_characters": choice_to_make(),
        "allow_users_to_change_password": choice_to_make(),
        "max_password_age": number(),
        "password_reuse_prevention": number(),
        "hard_expiry": choice_to_make(),
    },
    "iam.delete_account_password_policy": ACCOUNT,
    "iam.create_account_alias": {**ACCOUNT, "account_alias": name("alias")},
    "iam.delete_account_alias": {**ACCOUNT, "account_alias": identifier("alias")},
    "iam.set_default_policy_version": _VERSION,
    "iam.delete_policy_version": _VERSION,
    "iam.put_user_permissions_boundary": {**_USER, "permissions_boundary": identifier("policy")},
    "iam.delete_user_permissions_boundary": _USER,
    "iam.put_role_permissions_boundary": {**_ROLE, "permissions_boundary": identifier("policy")},
    "iam.delete_role_permissions_boundary": _ROLE,
    "iam.tag_user": {**_USER, "tags": OneTag()},
    "iam.untag_user": {**_USER, "tag_keys": TagKeys(max_length=256)},
    "iam.tag_policy": {**_MANAGED, "tags": OneTag()},
    "iam.untag_policy": {**_MANAGED, "tag_keys": TagKeys(max_length=256)},
    "iam.tag_mfa_device": {**_DEVICE, "tags": OneTag()},
    "iam.untag_mfa_device": {**_DEVICE, "tag_keys": TagKeys(max_length=256)},
    "iam.tag_role": {**_ROLE, "tags": OneTag()},
    "iam.untag_role": {**_ROLE, "tag_keys": TagKeys(max_length=256)},
    "iam.update_assume_role_policy": {**_ROLE, "policy_document": document()},
    "iam.update_role": {
        **_ROLE,
        "description": optional(),
        "max_session_duration": forms.IntegerField(error_messages={"required": _("Say how long.")}),
    },
    "iam.create_service_linked_role": {**ACCOUNT, "aws_service_name": identifier("service")},
    "iam.delete_service_linked_role": _ROLE,
}
