"""The operations so far, each in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.organization.state import Organization


@dataclass(frozen=True, slots=True)
class Entry:
    """``is_current`` is False for what has been undone and not done again."""

    revision: int
    time: datetime
    sentence: str
    command: str
    is_current: bool


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
    **CREDENTIAL_SENTENCES,
    "organizations.move_account": "{account_id} moved from {source_parent_id} to {destination_parent_id}.",
    "organizations.create_account": "{account_name} was created, under {root}.",
    "organizations.close_account": "{account_id} was closed.",
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
    "organizations.enable_policy_type": "SCPs were enabled. FullAWSAccess is attached everywhere.",
    "organizations.disable_policy_type": "SCPs were disabled. All of them were detached.",
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
    "orgsim.pass_time": "{days} days went by.",
    **IDENTITY_SENTENCES,
}
"""By operation. A parameter stands for its value; of what has an identifier, for its name."""
TARGETS = (
    "account_id",
    "target_id",
    "parent_id",
    "source_parent_id",
    "destination_parent_id",
    "organizational_unit_id",
)


def sentence(name: str, parameters: Mapping[str, object], before: Organization, after: Organization) -> str:
    """What an operation did, as one sentence in the past tense, without its effect on actions."""
    # Where an operation of IAM may name a user and does not, it is about the root user.
    words = {"root": after.root.name, "user_name": "the root user"}
    for key, value in parameters.items():
        if value is not None:
            words[key] = _name(key, str(value), before, after)
    return SENTENCES[name].format_map(words)


def _name(key: str, value: str, before: Organization, after: Organization) -> str:
    """As it was called when the operation came, if it was there at all."""
    if key in ("policy_arn", "permissions_boundary", "serial_number"):
        return value.rpartition("/")[2]
    for organization in (before, after):
        if key in TARGETS and organization.has_target(value):
            return organization.name_of(value)
        if key == "policy_id" and (policy := organization.policy(value)):
            return policy.name
    return value


def effect_words(gained: int, lost: int, opened: int) -> str:
    """``780 actions lost, none gained.``; ``opened`` actions were allowed, and depend now."""
    if not (gained or lost or opened):
        return "No action gained or lost."
    opening = f"{_actions(opened)} now {'depends' if opened == 1 else 'depend'}" if opened else ""
    if not (gained or lost):
        return f"{opening}."
    if gained and lost:
        change = f"{_actions(gained)} gained, {lost:,} lost"
    else:
        change = f"{_actions(lost)} lost, none gained" if lost else f"{_actions(gained)} gained, none lost"
    return f"{change}; {opening}." if opening else f"{change}."


def _actions(count: int) -> str:
    return f"{count:,} {'action' if count == 1 else 'actions'}"
