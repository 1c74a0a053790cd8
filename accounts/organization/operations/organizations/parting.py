"""What remains of an account in the organization that it is no longer in: nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from accounts.organization.operations.outcome import without
from accounts.organization.state import (
    AccountId,
    Handshake,
    HandshakeAction,
    HandshakeState,
    Organization,
)


def without_account(organization: Organization, account_id: AccountId, now: datetime) -> Organization:
    """``organization`` after a member account has left it, or is closed for good.

    Nobody waits for its approval of all features any more. What it has bought stays its own.
    """
    handshakes = {
        key: replace(each, state=HandshakeState.CANCELED, ended=now)
        if each.recipient.id == account_id and is_request(each) and not each.state.is_final
        else each
        for key, each in organization.handshakes.items()
    }
    left = replace(
        organization,
        accounts=without(organization.accounts, account_id),
        attachments=without(organization.attachments, account_id),
        delegated_administrators=without(organization.delegated_administrators, account_id),
        handshakes=handshakes,
    )
    return with_readiness(left)


def is_request(handshake: Handshake) -> bool:
    """Asks an invited member to approve all features."""
    return handshake.action is HandshakeAction.APPROVE_ALL_FEATURES


def with_readiness(organization: Organization) -> Organization:
    """Once all whom it waits for have accepted, the management account may finish the switch.

    Its own handshake is then no longer ``REQUESTED`` but ``OPEN``. Source: Organizations API Reference,
    ``HandshakeState``.
    """
    parent = pending_switch(organization)
    if parent is None or parent.state is not HandshakeState.REQUESTED:
        return organization
    requests = [
        each
        for each in organization.handshakes.values()
        if is_request(each) and each.requested == parent.requested
    ]
    waits = any(
        each.state is not HandshakeState.ACCEPTED
        for each in requests
        if each.recipient.id in organization.accounts
    )
    if waits:
        return organization
    ready = replace(parent, state=HandshakeState.OPEN)
    return replace(organization, handshakes={**organization.handshakes, ready.id: ready})


def pending_switch(organization: Organization) -> Handshake | None:
    """The management account's own handshake while all features are being enabled."""
    return next(
        (
            each
            for each in organization.handshakes.values()
            if each.action is HandshakeAction.ENABLE_ALL_FEATURES and not each.state.is_final
        ),
        None,
    )
