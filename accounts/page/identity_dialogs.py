"""What the dialogs inside an account show. ``view.at`` is the account, ``view.who`` who is chosen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.organization.arns import root_user_arn
from accounts.organization.decisions import Judge
from accounts.organization.operations.iam.entities import devices_of
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import Account, Group, Organization, Role, User
from accounts.page.subjects import identities
from accounts.page.view import View
from policies.catalogue import catalogue, managed_policies
from policies.review import granted

MOST_ATTACHED = {
    "user": IN_FORCE.policies_attached_to_user,
    "group": IN_FORCE.policies_attached_to_group,
    "role": IN_FORCE.policies_attached_to_role,
}
MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class ManagedChoice:
    """``allows`` counts the actions that the policy allows by itself."""

    arn: str
    name: str
    kind: str
    allows: int
    is_attached: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """A user of a group, or a group of a user: which of both is asked depends on the dialog."""

    name: str
    is_in: bool


def new_identity(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    account = _account(organization, view)
    return {"account": account, "trust": data.get("assume_role_policy_document") or default_trust(view.at)}


def default_trust(account_id: str) -> str:
    """Whoever is allowed ``sts:AssumeRole`` in the account itself may take the role on."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": root_user_arn(account_id)},
        "Action": "sts:AssumeRole",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2)


def identity_policies(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    account = _account(organization, view)
    kind, identity = chosen_identity(account, view.who)
    attached = identity.attached if identity else ()
    own = account.policies if account else {}
    policies = [
        *(
            (arn, policy.name, gettext_noop("customer managed"), policy.document)
            for arn, policy in own.items()
        ),
        *(
            (arn, policy.name, gettext_noop("AWS managed"), policy.document)
            for arn, policy in managed_policies().items()
        ),
    ]
    return {
        "account": account,
        "kind": kind,
        "identity": identity,
        "most": MOST_ATTACHED.get(kind, 0),
        "choices": tuple(
            ManagedChoice(arn, name, sort, granted(document, catalogue()).bit_count(), arn in attached)
            for arn, name, sort, document in policies
        ),
        "chosen_arn": data.get("policy_arn", ""),
    }


def memberships(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    """Of a user its groups; of a group its users. Those that it has come first; of very many some are listed,
    and others are named by typing."""
    account = _account(organization, view)
    kind, identity = chosen_identity(account, view.who)
    rows: list[Membership] = []
    if isinstance(identity, User):
        rows = [Membership(name, name in identity.groups) for name in account.groups]
    elif isinstance(identity, Group):
        rows = [Membership(user.name, identity.name in user.groups) for user in account.users.values()]
    rows.sort(key=lambda row: not row.is_in)
    return {
        "account": account,
        "kind": kind,
        "identity": identity,
        "rows": tuple(rows[:MOST_ROWS]),
        "more": max(len(rows) - MOST_ROWS, 0),
        "typed": data.get("group_name" if kind == "user" else "user_name", ""),
        "most": IN_FORCE.groups_of_user,
    }


def delete_identity(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    account = _account(organization, view)
    kind, identity = chosen_identity(account, view.who)
    left: list[str] = []
    if account is not None and identity is not None:
        left += [_("the inline policy %(name)s") % {"name": name} for name in identity.inline]
        left += [
            _("the attachment of %(policy)s") % {"policy": arn.rpartition("/")[2]}
            for arn in identity.attached
        ]
    if account is not None and isinstance(identity, User):
        left += [_("its place in %(name)s") % {"name": name} for name in identity.groups]
        left += [_("the access key %(key)s") % {"key": key} for key in identity.access_keys]
        left += [
            _("the MFA device %(serial)s") % {"serial": serial} for serial in devices_of(account, view.who)
        ]
        left += [_("the password")] if identity.login_profile else []
    elif account is not None and isinstance(identity, Group):
        left += [
            _("the user %(user)s") % {"user": user.name}
            for user in account.users.values()
            if identity.name in user.groups
        ]
    return {"account": account, "kind": kind, "identity": identity, "left": tuple(left)}


def chosen_identity(account: Account | None, label: str) -> tuple[str, User | Group | Role | None]:
    """The kind, and the user, group or role of this label; None for the root user and for nobody."""
    kind, _, name = label.partition("/")
    if account is None or kind not in MOST_ATTACHED:
        return "", None
    return kind, identities(account, kind).get(name)


def _account(organization: Organization, view: View) -> Account | None:
    return organization.accounts.get(view.at)
