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
from accounts.organization.decisions.absent_keys import (
    absent_from_requests_of,
    never_in_requests_of_people,
    through_a_vpc_endpoint,
    varying_from_caller_to_caller,
)
from accounts.organization.decisions.principals import SESSION_NAME, PrincipalName, identity_of
from accounts.organization.decisions.resource_keys import RESOURCE_TAGS, ownership, tags_of_resource
from accounts.organization.decisions.resources import account_of, is_member
from accounts.organization.decisions.session import Session
from accounts.organization.operations.outcome import timestamp
from accounts.organization.state import Account, AccountId, Organization, Role, TargetId, User
from policies.engine.request import REQUESTED_REGION, Context, ContextValue, PrincipalType

PRINCIPAL_TAG: Final = "aws:principaltag/"

ORGANIZATION_OF_CALLER: Final = frozenset({"aws:principalorgid", "aws:principalorgpaths"})

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
    return key in _PERSONAL or key in varying_from_caller_to_caller() or key.startswith(PRINCIPAL_TAG)


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
    own; users and the root user have no such sessions. ``session`` is the one that is meant of its role;
    of every other role it is some session.
    """

    region: str | None = None
    mfa: Mfa | None = None
    source_ip: str | None = None
    time: datetime | None = None
    principal_tags: Mapping[str, str] = field(default_factory=dict)
    session: Session | None = None

    def __hash__(self) -> int:
        tags = frozenset(self.principal_tags.items())
        return hash((self.region, self.mfa, self.source_ip, self.time, tags, self.session))

    def session_of(self, account_id: AccountId, label: PrincipalName) -> Session | None:
        """The session that is meant of this principal, if it is a role's."""
        session = self.session
        is_it = session is not None and (session.account_id, session.label) == (account_id, label)
        return session if is_it else None


def context_for(
    organization: Organization,
    account_id: AccountId,
    label: PrincipalName,
    circumstances: Circumstances,
    resource: str | None = None,
) -> Context:
    """The condition keys of a request, open: what is not said is unknown, except what cannot be there.

    The resource belongs to the caller's own account unless ``resource`` is an ARN of another's.
    ``KeyError`` if the account has no such principal.
    """
    account = account_of(organization, account_id)
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
        self._circumstances = circumstances
        owned, self._absent = ownership(organization, account.id, resource)
        self._shared.update(owned)
        self._absent |= _absent(circumstances) | _absent_outside(organization, account.id)
        self._prefixes: tuple[str, ...] = (PRINCIPAL_TAG,)
        tags = tags_of_resource(organization, account.id, resource)
        if tags is not None:
            self._prefixes += RESOURCE_TAGS
            self._shared.update(_under(RESOURCE_TAGS, tags))

    def of(self, label: PrincipalName) -> Context:
        """``KeyError`` if the account has no such principal."""
        identity = identity_of(self._account, label)
        if identity is None:
            raise KeyError(label)
        values = dict(self._shared)
        tags: Mapping[str, str] = {}
        if isinstance(identity, User):
            arn = user_arn(self._account.id, identity.path, identity.name)
            kind, unique_id, tags = PrincipalType.USER, identity.id, identity.tags
            values["aws:username"] = identity.name
        elif isinstance(identity, Role):
            # Policies see the role; only what AWS prints names the session.
            arn = role_arn(self._account.id, identity.path, identity.name)
            session = self._circumstances.session_of(self._account.id, label)
            name = SESSION_NAME if session is None else session.name
            kind, unique_id = PrincipalType.ROLE_SESSION, f"{identity.id}:{name}"
            tags = {**identity.tags, **self._circumstances.principal_tags}
            if session is not None:
                tags = {**tags, **session.inherited, **session.tags}
        else:
            arn = root_user_arn(self._account.id)
            kind, unique_id = PrincipalType.ROOT_USER, self._account.id
        values["aws:principalarn"] = arn
        values["aws:principaltype"] = kind.value
        values["aws:userid"] = unique_id
        values.update(_under((PRINCIPAL_TAG,), tags))
        absent = absent_from_requests_of(
            kind,
            identity.trust if isinstance(identity, Role) else None,
            has_access_key=self._circumstances.mfa is Mfa.KEY_ABSENT,
        )
        return Context(values, closed=False, absent=self._absent | absent, absent_prefixes=self._prefixes)


def context_at(organization: Organization, target_id: TargetId, circumstances: Circumstances) -> Context:
    """What every request from under ``target_id`` has, whoever makes it."""
    values = _surroundings(organization, target_id, circumstances)
    absent = _absent(circumstances) | never_in_requests_of_people()
    absent |= _absent_outside(organization, target_id)
    return Context(values, closed=False, absent=absent)


def _surroundings(
    organization: Organization, target_id: TargetId, circumstances: Circumstances
) -> dict[str, ContextValue]:
    values: dict[str, ContextValue] = {
        "aws:principalisawsservice": "false",
        "aws:securetransport": "true",
        "aws:viaawsmcpservice": "false",
        "aws:viaawsservice": "false",
        **_said(circumstances),
    }
    if not _is_outside(organization, target_id):
        values["aws:principalorgid"] = organization.id
    if target_id in organization.accounts or target_id in organization.outsiders:
        values["aws:principalaccount"] = target_id
    if is_member(organization, target_id):
        values["aws:principalorgpaths"] = (entity_path(organization, target_id),)
    return values


def _is_outside(organization: Organization, target_id: TargetId) -> bool:
    """Whether who asks from there is of no organization."""
    return organization.is_deleted or not organization.has_target(target_id)


def _absent_outside(organization: Organization, target_id: TargetId) -> frozenset[str]:
    return ORGANIZATION_OF_CALLER if _is_outside(organization, target_id) else frozenset()


def _absent(circumstances: Circumstances) -> frozenset[str]:
    absent: set[str] = set()
    if circumstances.mfa is Mfa.KEY_ABSENT:
        absent.add("aws:multifactorauthpresent")
    if circumstances.mfa in (Mfa.NOT_USED, Mfa.KEY_ABSENT):
        absent.add("aws:multifactorauthage")
    if circumstances.source_ip is not None:
        absent |= through_a_vpc_endpoint()
    return frozenset(absent)


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


def _under(prefixes: tuple[str, ...], tags: Mapping[str, str]) -> dict[str, ContextValue]:
    """A key for each tag. Their names match whatever their case, their values exactly."""
    return {prefix + key.lower(): value for prefix in prefixes for key, value in tags.items()}
