"""What the dialogs about credentials, boundaries, versions and sign-in show.

``view.at`` is the account, ``view.who`` who is chosen.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from accounts.organization.arns import user_arn
from accounts.organization.decisions import Judge
from accounts.organization.operations.iam.reads import CredentialLine, credential_lines
from accounts.organization.operations.iam.service_linked_roles import SERVICES
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import (
    Account,
    Group,
    ManagedPolicy,
    MfaDevice,
    Organization,
    PasswordPolicy,
    Role,
    User,
)
from accounts.page.identity_dialogs import chosen_identity, identity_policies
from accounts.page.panel import service_masks
from accounts.page.view import View
from policies.catalogue import catalogue, managed_policies
from policies.engine.document import PolicyDocument
from policies.review import granted

HOURS = (1, 2, 4, 8, 12)
"""The choices for how long a role's sessions last at most; AWS takes any number of seconds between."""
MOST_LINES = 100
"""Of the credential report in its dialog; the file has all."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """``diff`` goes from the default version to this one, line by line with its mark."""

    id: str
    created: object
    is_default: bool
    diff: tuple[str, ...]


def mfa_device(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    """With a ``serial_number`` the device to enable; without one, the name of a new device is asked."""
    account = organization.accounts.get(view.at)
    serial = data.get("serial_number", "")
    device = account.mfa_devices.get(serial) if account else None
    name = view.who.partition("/")[2]
    return {
        "account": account,
        "device": device,
        "user_name": name,
        "is_resync": device is not None and device.owner is not None,
        "suggested": data.get("virtual_mfa_device_name") or f"{name or 'root'}-phone",
    }


def password(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    account = organization.accounts.get(view.at)
    _, identity = chosen_identity(account, view.who)
    return {
        "account": account,
        "user": identity if isinstance(identity, User) else None,
        "policy": account.password_policy if account else None,
    }


def password_policy(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    account = organization.accounts.get(view.at)
    own = account.password_policy if account else None
    return {"account": account, "policy": own or PasswordPolicy(), "has_policy": own is not None}


def account_alias(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    return {"account": organization.accounts.get(view.at)}


def boundary(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    """The same choices as for attaching: any managed policy can be a boundary."""
    choices = identity_policies(organization, view, judge, data)
    identity = choices["identity"]
    has_one = identity.boundary if isinstance(identity, User | Role) else None
    return choices | {"boundary": has_one, "can_have": isinstance(identity, User | Role)}


def role_settings(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    account = organization.accounts.get(view.at)
    _, identity = chosen_identity(account, view.who)
    role = identity if isinstance(identity, Role) else None
    durations = {hours * 3_600: hours for hours in HOURS}
    return {"account": account, "role": role, "durations": tuple(durations.items())}


def trust_policy(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    settings = role_settings(organization, view, judge, data)
    role = settings["role"]
    stored = role.trust.text if isinstance(role, Role) else ""
    return settings | {"trust": data.get("policy_document") or stored}


def policy_versions(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    account = organization.accounts.get(view.at)
    policy = account.policies.get(data.get("policy_arn", "")) if account else None
    rows: list[VersionRow] = []
    if policy is not None:
        default = policy.document.text.splitlines()
        for version in reversed([*policy.versions.values()]):
            lines = difflib.unified_diff(default, version.document.text.splitlines(), n=1, lineterm="")
            rows.append(
                VersionRow(
                    version.id,
                    version.created,
                    version.id == policy.default_version_id,
                    tuple(line for number, line in enumerate(lines) if number > 1),
                )
            )
    return {
        "account": account,
        "policy": policy,
        "rows": tuple(rows),
        "most": IN_FORCE.versions_of_managed_policy,
    }


def iam_tags(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    """Of the managed policy or the MFA device that ``data`` names, else of who is chosen. ``member`` is the
    operations' parameter that says whose; ``kind`` ends their names, and is empty for who has no tags."""
    account = organization.accounts.get(view.at)
    arn, serial = data.get("policy_arn", ""), data.get("serial_number", "")
    kind, identity = chosen_identity(account, view.who)
    owner: User | Role | ManagedPolicy | MfaDevice | None
    if arn:
        kind, member, value, owner = (
            "policy",
            "policy_arn",
            arn,
            account.policies.get(arn) if account else None,
        )
    elif serial:
        kind, member, value = "mfa_device", "serial_number", serial
        owner = account.mfa_devices.get(serial) if account else None
    else:
        owner = identity if isinstance(identity, User | Role) else None
        member, value = f"{kind}_name", identity.name if identity else ""
    return {
        "account": account,
        "kind": kind if owner else "",
        "member": member,
        "value": value,
        "name": value.rpartition("/")[2],
        "tags": owner.tags if owner else {},
        "most_tags": IN_FORCE.tags,
    }


def last_accessed(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    """``services`` are those that the policies grant, whatever SCPs leave of them: AWS counts so, too."""
    account = organization.accounts.get(view.at)
    _, identity = chosen_identity(account, view.who)
    services: dict[str, str] = {}
    arns: tuple[str, ...] = ()
    if account is not None and identity is not None:
        carriers: list[User | Group | Role] = [identity]
        if isinstance(identity, User):
            carriers += [account.groups[name] for name in identity.groups]
            arns = (user_arn(account.id, identity.path, identity.name),)
        mask = 0
        for document in _documents(account, carriers):
            mask |= granted(document, catalogue())
        services = {
            prefix: catalogue().services[prefix].name
            for prefix, bits in service_masks().items()
            if bits & mask
        }
    return {"account": account, "identity": identity, "services": services, "arns": arns}


def _documents(account: Account, carriers: Iterable[User | Group | Role]) -> Iterator[PolicyDocument]:
    for identity in carriers:
        yield from identity.inline.values()
        for arn in identity.attached:
            policy = account.policies.get(arn) or managed_policies().get(arn)
            if policy is not None:
                yield policy.document


def credential_report(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    account = organization.accounts.get(view.at)
    lines: tuple[CredentialLine, ...] = ()
    if account is not None and account.state.is_usable:
        lines = credential_lines(organization, account.id)
    return {"account": account, "lines": lines[:MOST_LINES], "more": max(len(lines) - MOST_LINES, 0)}


def service_linked_role(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    return {"account": organization.accounts.get(view.at), "services": tuple(SERVICES)}


DIALOGS = {
    "mfa-device": mfa_device,
    "password": password,
    "password-policy": password_policy,
    "account-alias": account_alias,
    "boundary": boundary,
    "role-settings": role_settings,
    "trust-policy": trust_policy,
    "iam-tags": iam_tags,
    "last-accessed": last_accessed,
    "policy-versions": policy_versions,
    "credential-report": credential_report,
    "service-linked-role": service_linked_role,
}
