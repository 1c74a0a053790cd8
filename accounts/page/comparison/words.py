"""What a comparison says: messages by identifier, filled in with names and values.

Names, identifiers and AWS's own constants are not translated; all other words stand here, in English. A
catalogue of messages knows them by their identifiers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.utils.translation import gettext, pgettext

MESSAGES: Mapping[str, str] = {
    "name": "{name}",
    "organization": "Organization",
    "delegation-policy": "Delegation policy",
    "bill": "Bill",
    "user": "user {name}",
    "group": "group {name}",
    "role": "role {name}",
    "policy": "policy {name}",
    "resource": "{name}",
    "mfa-device": "MFA device {name}",
    "root-access-key": "access key {name} of the root user",
    "invitation": "Invitation of {name}",
    "all-features": "Switch to all features",
    "approval": "Approval of all features by {name}",
    "linked-role": "Request to add the service-linked role to {name}",
    "creation": "Creation of {name}",
    "in": "in {where}",
    "was-in": "was in {where}",
    "moved": "{then} → {now}",
    "renamed": "was called {then}",
    "enabled": "enabled",
    "disabled": "disabled",
    "attached": "attached to {where}",
    "detached": "detached from {where}",
    "reordered": "{what}: in another order",
    "new": "is new",
    "deleted": "was deleted",
    "part-new": "{what} is new",
    "part-gone": "{what} is gone",
    "set": "{what}: {now}",
    "unset": "{what}: {then}, is gone",
    "changed": "{what}: {then} → {now}",
    "added": "{what}: {now} added",
    "taken": "{what}: {then} removed",
    "outside": "is an account outside of the organization",
    "not-outside": "is no account outside of the organization any more",
    "trusted-now": "is trusted",
    "trusted-no-more": "is trusted no more",
    "administrator": "is the delegated administrator of {service}",
    "administrator-no-more": "is no delegated administrator of {service} any more",
    "inside": "{what}, in {where}",
    "text": "{what} says something else",
    "text-in": "{what} in {where} says something else",
    "text-of": "{what} of {name} says something else",
    "text-inside": "{what} of {name} in {where} says something else",
    "section-tree": "Tree",
    "section-policies": "Policies",
    "section-inside": "Inside accounts",
    "section-membership": "Invitations and accounts outside",
    "section-delegation": "Delegation and trusted services",
    "section-billing": "Billing",
    "none": "none",
    "yes": "yes",
    "no": "no",
    "one-day": "{count} day",
    "days": "{count} days",
}

FIELDS: Mapping[str, str] = {
    "access_keys": "access key",
    "ahead": "simulated time, ahead of the clock by",
    "alias": "account alias",
    "attached": "attached policies",
    "boundary": "permissions boundary",
    "can_stand_alone": "payment method of its own",
    "closed": "closure asked for",
    "default_version_id": "default version",
    "email": "e-mail",
    "feature_set": "feature set",
    "has_root_credentials": "root user can sign in",
    "id": "unique ID",
    "inline": "inline policy",
    "is_deleted": "deleted",
    "latest": "latest version number",
    "login_profile": "console password",
    "management_account_id": "management account",
    "max_session_duration": "longest session, in seconds,",
    "not_sharing": "accounts that share no discounts",
    "not_sharing_credits": "accounts that share no credits",
    "password_policy": "password policy",
    "tags": "tag",
    "trust": "trust policy",
    "usage": "usage",
    "versions": "version",
    "zones": "Availability Zone of",
}
"""Fields that are not called what their names say, with the underscores as spaces."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message and what fills it in; as text, the sentence."""

    message: str
    words: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return pgettext(f"comparison {self.message}", MESSAGES[self.message]).format_map(self.words)


def say(message: str, **words: object) -> Said:
    return Said(message, words)


def field_words(path: Sequence[str]) -> str:
    """``tag team``, ``access key AKIA… status``: the fields and keys of a path below what has a name."""
    return " ".join(gettext(FIELDS[step]) if step in FIELDS else step.replace("_", " ") for step in path)


def value_words(value: object, named: Callable[[str], str]) -> str:
    """A value in a sentence; what is empty is said to be none. ``named`` gives an account's identifier its
    name, and leaves other text as it is."""
    match value:
        case bool():
            return str(say("yes" if value else "no"))
        case datetime():
            return f"{value:%Y-%m-%d %H:%M} UTC"
        case timedelta():
            return str(say("one-day" if value.days == 1 else "days", count=value.days))
        case Enum():
            return str(value.value)
        case str() if value:
            return named(value)
        case tuple() | frozenset() if value:
            return ", ".join(sorted(value_words(each, named) for each in value))
    if is_dataclass(value):
        held = (getattr(value, each.name) for each in fields(value))
        return ", ".join(value_words(each, named) for each in held if each not in ((), ""))
    return str(value) if value not in (None, "", (), frozenset()) else str(say("none"))
