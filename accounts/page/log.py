"""The operations so far, each in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from accounts.organization.state import FULL_ACCESS, HandshakeAction, Organization, PolicyType
from accounts.organization.trusted_services import TRUSTED_SERVICES
from accounts.page import billing_sentences, resource_sentences
from accounts.page.numbers import grouped
from accounts.page.policy_types import WORDS


@dataclass(frozen=True, slots=True)
class Entry:
    """``is_current`` is False for what has been undone and not done again."""

    revision: int
    time: datetime
    sentence: str
    command: str
    is_current: bool


MEMBERSHIP_SENTENCES = {
    "organizations.create_organization": "A new organization was created.",
    "organizations.delete_organization": "The organization was deleted.",
    "organizations.enable_all_features": "All features are being enabled: invited members were asked.",
    "organizations.invite_account_to_organization": "{target} was invited.",
    "organizations.accept_handshake": "{caller_account_id} accepted {handshake_id}.",
    "organizations.decline_handshake": "{caller_account_id} declined {handshake_id}.",
    "organizations.cancel_handshake": "Canceled: {handshake_id}.",
    "organizations.leave_organization": "{caller_account_id} left the organization.",
    "organizations.enable_aws_service_access": "{service_principal} is trusted now.",
    "organizations.disable_aws_service_access": "{service_principal} is trusted no more.",
    "organizations.register_delegated_administrator": (
        "{account_id} became the delegated administrator of {service_principal}."
    ),
    "organizations.deregister_delegated_administrator": (
        "{account_id} is no delegated administrator of {service_principal} any more."
    ),
    "organizations.put_resource_policy": "The delegation policy was written.",
    "organizations.delete_resource_policy": "The delegation policy was deleted.",
    "organizations.tag_resource": "{resource_id} was tagged.",
    "organizations.untag_resource": "{resource_id} lost tags.",
    "orgsim.complete_sign_up": "{account_id} has a payment method of its own now.",
    "orgsim.pass_time": "Days that went by: {days}.",
}
IDENTITY_SENTENCES = {
    f"iam.{operation}_{kind}_policy": words.replace("{identity}", f"{kind} {{{kind}_name}}")
    for kind in ("user", "group", "role")
    for operation, words in {
        "attach": "{policy_arn} was attached to {identity} in {account_id}.",
        "detach": "{policy_arn} was detached from {identity} in {account_id}.",
        "put": "{policy_name} was written into {identity} in {account_id}.",
        "delete": "{policy_name} was deleted from {identity} in {account_id}.",
    }.items()
}
CREDENTIAL_SENTENCES = {
    "iam.create_access_key": "An access key was created for {user_name} in {account_id}.",
    "iam.update_access_key": "The access key {access_key_id} of {user_name} is now {status}.",
    "iam.delete_access_key": "The access key {access_key_id} of {user_name} was deleted.",
    "sts.get_caller_identity": "The access key {access_key_id} was used.",
    "iam.create_virtual_mfa_device": "The MFA device {virtual_mfa_device_name} was created in {account_id}.",
    "iam.enable_mfa_device": "The MFA device {serial_number} now protects {user_name} in {account_id}.",
    "iam.resync_mfa_device": "The MFA device {serial_number} of {user_name} was set right.",
    "iam.deactivate_mfa_device": "{user_name} in {account_id} gave up the MFA device {serial_number}.",
    "iam.delete_virtual_mfa_device": "The MFA device {serial_number} was deleted in {account_id}.",
    "iam.create_login_profile": "{user_name} in {account_id} got a password for the console.",
    "iam.update_login_profile": "The password of {user_name} in {account_id} was changed.",
    "iam.delete_login_profile": "{user_name} in {account_id} has no password any more.",
    "iam.update_account_password_policy": "The password policy of {account_id} was set.",
    "iam.delete_account_password_policy": "{account_id} has AWS's default password policy again.",
    "iam.create_account_alias": "{account_id} has the alias {account_alias}.",
    "iam.delete_account_alias": "{account_id} gave up the alias {account_alias}.",
}
SENTENCES = {
    **MEMBERSHIP_SENTENCES,
    **CREDENTIAL_SENTENCES,
    **resource_sentences.SENTENCES,
    **billing_sentences.SENTENCES,
    "organizations.move_account": "{account_id} moved from {source_parent_id} to {destination_parent_id}.",
    "organizations.create_account": "{account_name} was created, under {root}.",
    "organizations.close_account": "{account_id} is being closed.",
    "organizations.remove_account_from_organization": "{account_id} left the organization.",
    "account.put_account_name": "{account_id} is now called {account_name}.",
    "organizations.create_organizational_unit": "{name} was created in {parent_id}.",
    "organizations.update_organizational_unit": "{organizational_unit_id} is now called {name}.",
    "organizations.delete_organizational_unit": "{organizational_unit_id} was deleted.",
    "organizations.create_policy": "{name} was created.",
    "organizations.update_policy": "{policy_id} was changed.",
    "organizations.delete_policy": "{policy_id} was deleted.",
    "organizations.attach_policy": "{policy_id} was attached to {target_id}.",
    "organizations.detach_policy": "{policy_id} was detached from {target_id}.",
    "organizations.enable_policy_type": "{policy_type} were enabled.{given}",
    "organizations.disable_policy_type": "{policy_type} were disabled. All of them were detached.",
    "iam.create_user": "User {user_name} was created in {account_id}.",
    "iam.delete_user": "User {user_name} was deleted in {account_id}.",
    "iam.create_group": "Group {group_name} was created in {account_id}.",
    "iam.delete_group": "Group {group_name} was deleted in {account_id}.",
    "iam.create_role": "Role {role_name} was created in {account_id}.",
    "iam.delete_role": "Role {role_name} was deleted in {account_id}.",
    "iam.create_policy": "Policy {policy_name} was created in {account_id}.",
    "iam.delete_policy": "Policy {policy_arn} was deleted in {account_id}.",
    "iam.create_policy_version": "{policy_arn} in {account_id} got another version.",
    "iam.set_default_policy_version": "{version_id} of {policy_arn} is in force in {account_id}.",
    "iam.delete_policy_version": "{version_id} of {policy_arn} was deleted in {account_id}.",
    "iam.tag_mfa_device": "The MFA device {serial_number} was tagged.",
    "iam.untag_mfa_device": "The MFA device {serial_number} lost tags.",
    "iam.tag_policy": "{policy_arn} in {account_id} was tagged.",
    "iam.untag_policy": "{policy_arn} in {account_id} lost tags.",
    "iam.put_user_permissions_boundary": "{permissions_boundary} now bounds {user_name} in {account_id}.",
    "iam.delete_user_permissions_boundary": "{user_name} in {account_id} has no boundary any more.",
    "iam.put_role_permissions_boundary": "{permissions_boundary} now bounds {role_name} in {account_id}.",
    "iam.delete_role_permissions_boundary": "{role_name} in {account_id} has no boundary any more.",
    "iam.update_role": "{role_name} in {account_id} was changed.",
    "iam.update_role_description": "The description of {role_name} in {account_id} was changed.",
    "iam.create_service_linked_role": "{account_id} got the role of {aws_service_name}.",
    "iam.delete_service_linked_role": "The service-linked role {role_name} was deleted in {account_id}.",
    "iam.add_user_to_group": "{user_name} joined {group_name} in {account_id}.",
    "iam.remove_user_from_group": "{user_name} left {group_name} in {account_id}.",
    "iam.tag_user": "User {user_name} in {account_id} was tagged.",
    "iam.untag_user": "User {user_name} in {account_id} lost tags.",
    "iam.tag_role": "Role {role_name} in {account_id} was tagged.",
    "iam.untag_role": "Role {role_name} in {account_id} lost tags.",
    "iam.update_assume_role_policy": "The trust policy of {role_name} in {account_id} was changed.",
    **IDENTITY_SENTENCES,
}
"""By operation, in English. A parameter stands for its value; of what has an identifier, for its name."""
HANDSHAKE_WORDS = {
    HandshakeAction.INVITE: gettext_noop("the invitation"),
    HandshakeAction.ENABLE_ALL_FEATURES: gettext_noop("the switch to all features"),
    HandshakeAction.APPROVE_ALL_FEATURES: gettext_noop("the request to approve all features"),
    HandshakeAction.ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE: gettext_noop(
        "the request to add the service-linked role"
    ),
}
TARGETS = (
    "account_id",
    "caller_account_id",
    "target_id",
    "parent_id",
    "source_parent_id",
    "destination_parent_id",
    "organizational_unit_id",
    "resource_id",
)


def sentence(name: str, parameters: Mapping[str, object], before: Organization, after: Organization) -> str:
    """What an operation did, as one sentence in the past tense, without its effect on actions."""
    for key, request in after.create_account_requests.items():
        if request.failure_reason and key not in before.create_account_requests:
            names = {"account": request.account_name, "reason": request.failure_reason}
            return _("%(account)s could not be created: %(reason)s.") % names
    # Where an operation of IAM may name a user and does not, it is about the root user.
    words = {
        "root": after.root.name,
        "user_name": pgettext("log", "the root user"),
        "given": _given(parameters),
    }
    for key, value in parameters.items():
        if isinstance(value, Mapping):
            words[key] = _name("target_id", str(value.get("Id", "")), before, after)
        elif value is not None:
            words[key] = _name(key, str(value), before, after)
    return _(SENTENCES[name]).format_map(words)


def _given(parameters: Mapping[str, object]) -> str:
    """What comes with a type that is enabled."""
    full = next(
        (policy for kind, policy in FULL_ACCESS.items() if kind.value == parameters.get("policy_type")), None
    )
    return " " + _("%(policy)s is attached everywhere.") % {"policy": full.name} if full else ""


def _name(key: str, value: str, before: Organization, after: Organization) -> str:
    """As it was called when the operation came, if it was there at all."""
    if key in ("policy_arn", "permissions_boundary", "serial_number"):
        return value.rpartition("/")[2]
    if key in (*resource_sentences.NAMES, *resource_sentences.ARNS):
        return resource_sentences.short(value)
    if key == "policy_type":
        return WORDS[PolicyType(value)].title
    if key == "service_principal" and value in TRUSTED_SERVICES:
        return TRUSTED_SERVICES[value].name
    for organization in (before, after):
        if key in TARGETS and organization.has_target(value):
            return organization.name_of(value)
        if key in TARGETS and value in organization.outsiders:
            return organization.outsiders[value].name
        if key in ("policy_id", "resource_id") and (policy := organization.any_policy(value)):
            return policy.name
        if key == "handshake_id" and value in organization.handshakes:
            return _(HANDSHAKE_WORDS[organization.handshakes[value].action])
    return value


def no_effect() -> str:
    return _("No action gained or lost.")


def effect_words(gained: int, lost: int, opened: int) -> str:
    """``780 actions lost, none gained.``; ``opened`` actions were allowed, and depend now."""
    if not (gained or lost or opened):
        return no_effect()
    opening = ""
    if opened:
        words = ngettext("%(count)s action now depends", "%(count)s actions now depend", opened)
        opening = words % {"count": grouped(opened)}
    if not (gained or lost):
        return f"{opening}."
    numbers = {"gained": grouped(gained), "lost": grouped(lost)}
    if gained and lost:
        change = ngettext(
            "%(gained)s action gained, %(lost)s lost", "%(gained)s actions gained, %(lost)s lost", gained
        )
    elif lost:
        change = ngettext("%(lost)s action lost, none gained", "%(lost)s actions lost, none gained", lost)
    else:
        change = ngettext(
            "%(gained)s action gained, none lost", "%(gained)s actions gained, none lost", gained
        )
    return f"{change % numbers}; {opening}." if opening else f"{change % numbers}."
