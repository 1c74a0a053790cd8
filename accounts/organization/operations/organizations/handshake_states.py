"""How far a handshake is, by itself or with others.

To enable all features, the management account starts one handshake, its own, and the members that have a
say get a request each; its own can be accepted when all of those have been. Sources: Organizations API
Reference, ``Handshake``; Organizations User Guide, "Enabling all features".
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import dropwhile, takewhile

from accounts.organization.state import (
    AccountId,
    Handshake,
    HandshakeAction,
    HandshakeParty,
    HandshakePartyType,
    HandshakeState,
    Organization,
)


def handshake_at(handshake: Handshake, now: datetime) -> Handshake:
    """As it is by ``now``: nobody can answer one that has expired."""
    if handshake.state.is_final or now < handshake.expires:
        return handshake
    return replace(handshake, state=HandshakeState.EXPIRED, ended=handshake.expires)


def is_open(handshake: Handshake, now: datetime) -> bool:
    return not handshake_at(handshake, now).state.is_final


def ended(handshake: Handshake, state: HandshakeState, now: datetime) -> Handshake:
    return replace(handshake, state=state, ended=now)


def account_id_of(organization: Organization, party: HandshakeParty) -> str:
    """The account's identifier, also where an address is that of an account that is known here; the
    address in lower case where it is not."""
    if party.type is not HandshakePartyType.EMAIL:
        return party.id
    address = party.id.lower()
    everybody = (*organization.accounts.values(), *organization.outsiders.values())
    return next((account.id for account in everybody if account.email.lower() == address), address)


def recipient_account_id(organization: Organization, handshake: Handshake) -> str:
    """The account that answers: the management account for what the organization asks of itself."""
    if handshake.recipient.type is HandshakePartyType.ORGANIZATION:
        return organization.management_account_id
    return account_id_of(organization, handshake.recipient)


def pending_switch(organization: Organization, now: datetime) -> Handshake | None:
    """The management account's own handshake while all features are being enabled."""
    of_switch = (
        each
        for each in organization.handshakes.values()
        if each.action is HandshakeAction.ENABLE_ALL_FEATURES and is_open(each, now)
    )
    return next(of_switch, None)


def requests_of(organization: Organization, switch: Handshake) -> list[Handshake]:
    """Those that were sent together with ``switch``; they follow it."""
    following = dropwhile(lambda each: each.id != switch.id, organization.handshakes.values())
    next(following, None)
    until_the_next = takewhile(lambda each: each.action is not HandshakeAction.ENABLE_ALL_FEATURES, following)
    return [each for each in until_the_next if each.action.is_part_of_switch]


def switch_of(organization: Organization, request: Handshake) -> Handshake | None:
    """The management account's handshake that a member's ``request`` was sent together with."""
    switch = None
    for each in organization.handshakes.values():
        if each.id == request.id:
            return switch
        if each.action is HandshakeAction.ENABLE_ALL_FEATURES:
            switch = each
    return None


def without_requests_to(organization: Organization, account_id: AccountId, now: datetime) -> Organization:
    """Nobody waits any more for the approval of an account that has left."""
    canceled = {
        each.id: ended(each, HandshakeState.CANCELED, now)
        for each in organization.handshakes.values()
        if each.action.is_part_of_switch and each.recipient.id == account_id and is_open(each, now)
    }
    changed = replace(organization, handshakes={**organization.handshakes, **canceled})
    return with_readiness(changed, now)


def with_readiness(organization: Organization, now: datetime) -> Organization:
    """``REQUESTED`` becomes ``OPEN`` once every member that was asked, and is still here, has accepted."""
    switch = pending_switch(organization, now)
    if switch is None or switch.state is not HandshakeState.REQUESTED:
        return organization
    requests = requests_of(organization, switch)
    if any(
        each.state is not HandshakeState.ACCEPTED
        for each in requests
        if each.recipient.id in organization.accounts
    ):
        return organization
    ready = replace(switch, state=HandshakeState.OPEN)
    return replace(organization, handshakes={**organization.handshakes, ready.id: ready})
