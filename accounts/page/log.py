"""The operations so far: each in a sentence, and as the ``aws`` command that does the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.organization.operations import as_cli
from accounts.organization.state import Organization


@dataclass(frozen=True, slots=True)
class Entry:
    """``is_current`` is False for what has been undone and not done again."""

    revision: int
    time: datetime
    sentence: str
    command: str
    is_current: bool


def sentence(name: str, parameters: Mapping[str, object], before: Organization, after: Organization) -> str:
    """What an operation did, as one sentence in the past tense, without its effect on actions."""
    words = {key: str(value) for key, value in parameters.items()}

    def target(key: str) -> str:
        identifier = words[key]
        holder = after if after.has_target(identifier) else before
        return holder.name_of(identifier) if holder.has_target(identifier) else identifier

    def policy(key: str) -> str:
        found = after.policy(words[key]) or before.policy(words[key])
        return found.name if found else words[key]

    def iam(thing: str) -> str:
        return f"{thing} in {target('account_id')}"

    arn_name = words.get("policy_arn", "").rpartition("/")[2]
    sentences = {
        "organizations.move_account": lambda: (
            f"{target('account_id')} moved from {target('source_parent_id')} "
            f"to {target('destination_parent_id')}."
        ),
        "organizations.create_account": lambda: (
            f"{words['account_name']} was created, under {after.root.name}."
        ),
        "organizations.close_account": lambda: f"{target('account_id')} was closed.",
        "organizations.remove_account_from_organization": lambda: (
            f"{target('account_id')} left the organization."
        ),
        "account.put_account_name": lambda: (
            f"{before.name_of(words['account_id'])} is now called {words['account_name']}."
        ),
        "organizations.create_organizational_unit": lambda: (
            f"{words['name']} was created in {target('parent_id')}."
        ),
        "organizations.update_organizational_unit": lambda: (
            f"{before.name_of(words['organizational_unit_id'])} is now called {words['name']}."
        ),
        "organizations.delete_organizational_unit": lambda: (
            f"{target('organizational_unit_id')} was deleted."
        ),
        "organizations.create_policy": lambda: f"{words['name']} was created.",
        "organizations.update_policy": lambda: f"{policy('policy_id')} was changed.",
        "organizations.delete_policy": lambda: f"{policy('policy_id')} was deleted.",
        "organizations.attach_policy": lambda: (
            f"{policy('policy_id')} was attached to {target('target_id')}."
        ),
        "organizations.detach_policy": lambda: (
            f"{policy('policy_id')} was detached from {target('target_id')}."
        ),
        "organizations.enable_policy_type": lambda: (
            "SCPs were enabled. FullAWSAccess is attached everywhere."
        ),
        "organizations.disable_policy_type": lambda: "SCPs were disabled. All of them were detached.",
        "iam.create_user": lambda: iam(f"User {words['user_name']} was created"),
        "iam.delete_user": lambda: iam(f"User {words['user_name']} was deleted"),
        "iam.create_group": lambda: iam(f"Group {words['group_name']} was created"),
        "iam.delete_group": lambda: iam(f"Group {words['group_name']} was deleted"),
        "iam.create_role": lambda: iam(f"Role {words['role_name']} was created"),
        "iam.delete_role": lambda: iam(f"Role {words['role_name']} was deleted"),
        "iam.create_policy": lambda: iam(f"Policy {words['policy_name']} was created"),
        "iam.delete_policy": lambda: iam(f"Policy {arn_name} was deleted"),
        "iam.add_user_to_group": lambda: iam(f"{words['user_name']} joined {words['group_name']}"),
        "iam.remove_user_from_group": lambda: iam(f"{words['user_name']} left {words['group_name']}"),
    }
    for kind in ("user", "group", "role"):
        who = f"{kind} {words.get(f'{kind}_name', '')}"
        sentences |= {
            f"iam.attach_{kind}_policy": lambda who=who: iam(f"{arn_name} was attached to {who}"),
            f"iam.detach_{kind}_policy": lambda who=who: iam(f"{arn_name} was detached from {who}"),
            f"iam.put_{kind}_policy": lambda who=who: iam(f"{words['policy_name']} was written into {who}"),
            f"iam.delete_{kind}_policy": lambda who=who: iam(
                f"{words['policy_name']} was deleted from {who}"
            ),
        }
    found = sentences.get(name)
    text = found() if found else f"{name.partition('.')[2].replace('_', ' ').capitalize()}."
    return text if text.endswith(".") else text + "."


def effect_words(gained: int, lost: int) -> str:
    """``780 actions lost, none gained.``"""
    if not gained and not lost:
        return "No action gained or lost."
    if not gained:
        return f"{lost:,} {'action' if lost == 1 else 'actions'} lost, none gained."
    if not lost:
        return f"{gained:,} {'action' if gained == 1 else 'actions'} gained, none lost."
    return f"{gained:,} actions gained, {lost:,} lost."


def command(name: str, parameters: Mapping[str, object], organization: Organization) -> str:
    return as_cli(name, parameters, organization)
