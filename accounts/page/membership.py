"""What the settings page shows: who belongs to the organization, who is about to, whom it trusts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.organization.operations.organizations.handshake_states import (
    handshake_at,
    recipient_account_id,
)
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import (
    Account,
    AccountId,
    AccountState,
    CreateAccountRequest,
    FeatureSet,
    Handshake,
    HandshakeAction,
    HandshakeState,
    Organization,
)
from accounts.organization.trusted_services import TRUSTED_SERVICES

MOST_HANDSHAKES = 50
MOST_SUGGESTED = 200
MOST_LISTED = 50


_ASKS: Mapping[HandshakeAction, str] = {
    HandshakeAction.INVITE: gettext_noop(
        "invites you to its organization: its policies would bind you, and it would pay your bill"
    ),
    HandshakeAction.APPROVE_ALL_FEATURES: gettext_noop(
        "asks you to approve all features: policies could then limit you"
    ),
    HandshakeAction.ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE: gettext_noop(
        "asks you to get AWSServiceRoleForOrganizations again, which every member needs for all features"
    ),
}


@dataclass(frozen=True, slots=True)
class HandshakeRow:
    """``about`` says what it is, ``asks`` what the other side is asked, to go on after the management
    account's name. ``answerer`` may answer; None where nobody here is meant. ``waits`` says what must come
    first, if anything."""

    id: str
    about: str
    asks: str
    state: str
    requested: datetime
    expires: datetime
    notes: str
    is_open: bool
    answerer: Account | None
    waits: str = ""


@dataclass(frozen=True, slots=True)
class OtherSide:
    """The handshakes from the side of an account that can answer some, or be invited."""

    account: Account
    is_member: bool
    handshakes: tuple[HandshakeRow, ...]


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service with trusted access; or without, whose delegated administrators are still registered."""

    principal: str
    name: str
    is_trusted: bool
    administrators: tuple[tuple[AccountId, str], ...]
    takes_administrators: bool


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member that waits for something: to be closed, to be gone, to be able to stand alone."""

    account: Account
    is_closing: bool
    gone: datetime | None


@dataclass(frozen=True, slots=True)
class SettingsPage:
    organization: Organization
    management: Account
    now: datetime
    is_all_features: bool
    handshakes: tuple[HandshakeRow, ...]
    other_sides: tuple[OtherSide, ...]
    services: tuple[ServiceRow, ...]
    administered: tuple[ServiceRow, ...]
    more_services: tuple[tuple[str, str], ...]
    members: tuple[MemberRow, ...]
    failed: tuple[CreateAccountRequest, ...]
    suggested: tuple[Account, ...]
    delegation: str


def settings_page(organization: Organization, now: datetime) -> SettingsPage:
    """``now`` is the simulated time."""
    rows = tuple(_row(organization, each, now) for each in organization.handshakes.values())
    services = tuple(_services(organization))
    policy = organization.resource_policy
    failed = [each for each in organization.create_account_requests.values() if each.failure_reason]
    usable = (account for account in organization.accounts.values() if account.state.is_usable)
    suggested = [account for account in usable if account.id != organization.management_account_id]
    return SettingsPage(
        organization=organization,
        management=organization.accounts[organization.management_account_id],
        now=now,
        is_all_features=organization.feature_set is FeatureSet.ALL,
        handshakes=rows[: -MOST_HANDSHAKES - 1 : -1],
        other_sides=tuple(islice(_other_sides(organization, rows), MOST_LISTED)),
        services=services,
        administered=tuple(each for each in services if each.is_trusted and each.takes_administrators),
        more_services=tuple(
            (principal, service.name)
            for principal, service in TRUSTED_SERVICES.items()
            if principal not in organization.trusted_services
        ),
        members=tuple(islice(_waiting_members(organization), MOST_LISTED)),
        failed=tuple(failed[-MOST_LISTED:]),
        suggested=tuple(suggested[:MOST_SUGGESTED]),
        delegation="" if policy is None else policy.document.text,
    )


def _row(organization: Organization, handshake: Handshake, now: datetime) -> HandshakeRow:
    present = handshake_at(handshake, now)
    answerer = _answerer(organization, handshake)
    waits = ""
    if present.action is HandshakeAction.ENABLE_ALL_FEATURES and present.state is HandshakeState.REQUESTED:
        waits = _("waits until every member that is asked has accepted")
    return HandshakeRow(
        id=present.id,
        about=_about(present, answerer),
        asks=_(_ASKS[present.action]) if present.action in _ASKS else "",
        state=present.state.value,
        requested=present.requested,
        expires=present.expires,
        notes=present.notes,
        is_open=not present.state.is_final,
        answerer=answerer,
        waits=waits,
    )


def _about(handshake: Handshake, answerer: Account | None) -> str:
    if handshake.action is HandshakeAction.ENABLE_ALL_FEATURES:
        return _("Turn all features on")
    name = answerer.name if answerer else handshake.recipient.id
    if handshake.action is HandshakeAction.INVITE:
        words = _("Invitation of %(name)s")
    elif handshake.action is HandshakeAction.APPROVE_ALL_FEATURES:
        words = _("Approval of all features by %(name)s")
    else:
        words = _("The service-linked role of Organizations in %(name)s")
    return words % {"name": name}


def _answerer(organization: Organization, handshake: Handshake) -> Account | None:
    account_id = recipient_account_id(organization, handshake)
    return organization.accounts.get(account_id) or organization.outsiders.get(account_id)


def _other_sides(organization: Organization, rows: tuple[HandshakeRow, ...]) -> Iterator[OtherSide]:
    """Members that are asked something, then everybody outside."""
    asked: dict[AccountId, list[HandshakeRow]] = {}
    for row in rows:
        if row.is_open and row.answerer:
            asked.setdefault(row.answerer.id, []).append(row)
    asked.pop(organization.management_account_id, None)
    for account_id, requests in asked.items():
        if account_id in organization.accounts:
            yield OtherSide(organization.accounts[account_id], True, tuple(requests))
    for account in organization.outsiders.values():
        yield OtherSide(account, False, tuple(asked.get(account.id, ())))


def _services(organization: Organization) -> Iterator[ServiceRow]:
    registered = chain.from_iterable(organization.delegated_administrators.values())
    for principal in dict.fromkeys((*organization.trusted_services, *registered)):
        service = TRUSTED_SERVICES.get(principal)
        administrators = (
            (account_id, organization.name_of(account_id))
            for account_id, services in organization.delegated_administrators.items()
            if principal in services and account_id in organization.accounts
        )
        yield ServiceRow(
            principal=principal,
            name=service.name if service else principal,
            is_trusted=principal in organization.trusted_services,
            administrators=tuple(administrators),
            takes_administrators=service is not None and service.most_administrators != 0,
        )


def _waiting_members(organization: Organization) -> Iterator[MemberRow]:
    for account in organization.accounts.values():
        is_closing = account.state in (AccountState.PENDING_CLOSURE, AccountState.CLOSED)
        if is_closing or not account.can_stand_alone:
            gone = account.closed + IN_FORCE.closed_accounts_listed if account.closed else None
            yield MemberRow(account, is_closing, gone)
