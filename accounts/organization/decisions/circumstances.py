"""What is known about a request: by whom it is made, and in which circumstances.

Source of the keys: IAM User Guide, "AWS global condition context keys".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Final

from accounts.organization.arns import entity_path, role_arn, root_user_arn, user_arn
from accounts.organization.decisions.principals import SESSION_NAME, PrincipalName, identity_of
from accounts.organization.operations.outcome import timestamp
from accounts.organization.state import Account, AccountId, Organization, Role, TargetId, User
from policies.engine.request import REQUESTED_REGION, Context, ContextValue, PrincipalType

NEVER_IN_REQUESTS_OF_PEOPLE: Final = frozenset(
    {
        "aws:assumedroot",
        "aws:calledvia",
        "aws:calledviafirst",
        "aws:calledvialast",
        "aws:federatedprovider",
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
    }
)
"""Keys that requests carry when a service makes them, by itself or for somebody, or a federated user."""

PRINCIPAL_TAG: Final = "aws:principaltag/"
NEVER_OVER_THE_INTERNET: Final = frozenset({"aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"})
"""Keys that requests carry through a VPC endpoint, where they have no ``aws:SourceIp``."""

_PERSONAL: Final = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgpaths",
        "aws:principaltype",
        "aws:resourceaccount",
        "aws:resourceorgid",
        "aws:resourceorgpaths",
        "aws:userid",
        "aws:username",
    }
)


def is_personal(key: str) -> bool:
    """Whether two principals of an organization may give this key (in lower case) two values."""
    return key in _PERSONAL or key.startswith(PRINCIPAL_TAG)


class Mfa(Enum):
    """What a request says about multi-factor authentication. Those signed with a long-term access key
    say nothing at all. Source: IAM User Guide, ``aws:MultiFactorAuthPresent``."""

    USED = "true"
    NOT_USED = "false"
    KEY_ABSENT = "absent"


@dataclass(frozen=True)
class Circumstances:
    """What somebody says about a request. None: nothing is said, it may be either way.

    ``source_ip`` is a public address. ``principal_tags`` are session tags: they come on top of a role's
    own; users and the root user have no such sessions.
    """

    region: str | None = None
    mfa: Mfa | None = None
    source_ip: str | None = None
    time: datetime | None = None
    principal_tags: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        tags = frozenset(self.principal_tags.items())
        return hash((self.region, self.mfa, self.source_ip, self.time, tags))


def context_for(
    organization: Organization,
    account_id: AccountId,
    label: PrincipalName,
    circumstances: Circumstances,
    resource: str | None = None,
) -> Context:
    """The condition keys of a request, open: what is not said is unknown, except what cannot be there.

    The resource belongs to the caller's own account unless ``resource`` is an ARN that names another.
    ``KeyError`` if the account has no such principal.
    """
    account = organization.accounts[account_id]
    return AccountContexts(organization, account, circumstances, resource).of(label)


class AccountContexts:
    """The contexts of one account's principals. What these share is worked out once."""

    def __init__(
        self,
        organization: Organization,
        account: Account,
        circumstances: Circumstances,
        resource: str | None = None,
    ) -> None:
        self._account = account
        self._shared = _surroundings(organization, account.id, circumstances)
        self._session_tags = circumstances.principal_tags
        absent = _absent(circumstances)
        owner = _owner(resource) or account.id
        self._shared["aws:resourceaccount"] = owner
        if owner in organization.accounts:
            self._shared["aws:resourceorgid"] = organization.id
            self._shared["aws:resourceorgpaths"] = (entity_path(organization, owner),)
        else:
            absent |= {"aws:resourceorgid", "aws:resourceorgpaths"}
        self._absent_for_users = frozenset(absent)
        self._absent_for_others = frozenset(absent | {"aws:username"})

    def of(self, label: PrincipalName) -> Context:
        """``KeyError`` if the account has no such principal."""
        identity = identity_of(self._account, label)
        if identity is None:
            raise KeyError(label)
        absent = self._absent_for_others
        values = dict(self._shared)
        if isinstance(identity, User):
            absent = self._absent_for_users
            arn = user_arn(self._account.id, identity.path, identity.name)
            kind, unique_id, tags = PrincipalType.USER, identity.id, identity.tags
            values["aws:username"] = identity.name
        elif isinstance(identity, Role):
            # Policies see the role; only what AWS prints names the session.
            arn = role_arn(self._account.id, identity.path, identity.name)
            kind, unique_id = PrincipalType.ROLE_SESSION, f"{identity.id}:{SESSION_NAME}"
            tags = {**identity.tags, **self._session_tags}
        else:
            arn = root_user_arn(self._account.id)
            kind, unique_id, tags = PrincipalType.ROOT_USER, self._account.id, {}
        values["aws:principalarn"] = arn
        values["aws:principaltype"] = kind.value
        values["aws:userid"] = unique_id
        for key, value in tags.items():
            values[PRINCIPAL_TAG + key.lower()] = value
        return Context(values, closed=False, absent=absent, absent_prefixes=(PRINCIPAL_TAG,))


def context_at(organization: Organization, target_id: TargetId, circumstances: Circumstances) -> Context:
    """What every request from under ``target_id`` has, whoever makes it."""
    values = _surroundings(organization, target_id, circumstances)
    return Context(values, closed=False, absent=frozenset(_absent(circumstances)))


def _surroundings(
    organization: Organization, target_id: TargetId, circumstances: Circumstances
) -> dict[str, ContextValue]:
    values: dict[str, ContextValue] = {
        "aws:principalisawsservice": "false",
        "aws:principalorgid": organization.id,
        "aws:securetransport": "true",
        "aws:viaawsservice": "false",
        **_said(circumstances),
    }
    if target_id in organization.accounts:
        values["aws:principalaccount"] = target_id
        values["aws:principalorgpaths"] = (entity_path(organization, target_id),)
    return values


def _absent(circumstances: Circumstances) -> set[str]:
    absent = set(NEVER_IN_REQUESTS_OF_PEOPLE)
    if circumstances.mfa is Mfa.KEY_ABSENT:
        absent.add("aws:multifactorauthpresent")
    if circumstances.mfa in (Mfa.NOT_USED, Mfa.KEY_ABSENT):
        absent.add("aws:multifactorauthage")
    if circumstances.source_ip is not None:
        absent |= NEVER_OVER_THE_INTERNET
    return absent


def _said(circumstances: Circumstances) -> dict[str, ContextValue]:
    said: dict[str, ContextValue] = {}
    if circumstances.region is not None:
        said[REQUESTED_REGION] = circumstances.region
    if circumstances.mfa in (Mfa.USED, Mfa.NOT_USED):
        said["aws:multifactorauthpresent"] = circumstances.mfa.value
    if circumstances.source_ip is not None:
        said["aws:sourceip"] = circumstances.source_ip
    if circumstances.time is not None:
        said["aws:currenttime"] = timestamp(circumstances.time)
        said["aws:epochtime"] = str(int(circumstances.time.astimezone(UTC).timestamp()))
    return said


def _owner(resource: str | None) -> AccountId | None:
    """The account that an ARN names, if it names one."""
    parts = (resource or "").split(":", 5)
    return parts[4] if len(parts) == 6 and parts[4].isdigit() else None
