"""Invitations, and answers to handshakes of every kind.

The account that answers is the caller, so its identifier is a parameter: ``caller_account_id``. What
the organization's side does, its management account calls. Sources: Organizations User Guide, "Managing
account invitations", "Enabling all features"; Organizations API Reference, ``Handshake``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from accounts.organization.errors import organizations as errors
from accounts.organization.identifiers import ACCOUNT_ID, Occasion
from accounts.organization.operations.organizations.all_features import finish_switch, stop_switch
from accounts.organization.operations.organizations.checks import (
    EMAIL,
    attachments_of_new,
    check_length,
    in_organization,
    tags_of,
)
from accounts.organization.operations.organizations.first_roles import with_service_linked_role
from accounts.organization.operations.organizations.handshake_states import (
    account_id_of,
    ended,
    handshake_at,
    is_open,
    pending_switch,
    recipient_account_id,
    requests_of,
    with_readiness,
)
from accounts.organization.operations.organizations.structures import handshake_structure
from accounts.organization.operations.organizations.tag_policies import ACCOUNT, check_tags
from accounts.organization.operations.outcome import Outcome, with_account, without
from accounts.organization.operations.tags import Tag
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import (
    Account,
    AccountId,
    Handshake,
    HandshakeAction,
    HandshakeParty,
    HandshakePartyType,
    HandshakeState,
    JoinedMethod,
    Organization,
)

A_DAY: Final = timedelta(days=1)


@in_organization
def invite_account_to_organization(
    organization: Organization,
    *,
    target: Mapping[str, str],
    notes: str = "",
    tags: Sequence[Tag] = (),
    occasion: Occasion,
) -> Outcome:
    """Ask an account to join. ``target`` is its ``{"Id", "Type"}``: a number, or an e-mail address.

    Nobody is told whether there is such an account: nobody answers for one that is not simulated, and
    the invitation expires.

    The account gets ``tags`` when it joins. Tag policies count already.

    Raises ``InvalidInput``, ``DuplicateHandshake``, ``ConstraintViolation`` (``MAX_TAG_LIMIT_EXCEEDED``,
    ``TAG_POLICY_VIOLATION``),
    ``HandshakeConstraintViolation`` (``ALREADY_IN_AN_ORGANIZATION``, ``ACCOUNT_NUMBER_LIMIT_EXCEEDED``,
    ``HANDSHAKE_RATE_LIMIT_EXCEEDED``, ``INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES``). Whether AWS
    refuses the last, its documents disagree; the name of the reason says so.
    """
    recipient = _recipient(target)
    check_length("A note", notes, shortest=0, longest=IN_FORCE.invitation_notes)
    given = tags_of(tags)
    check_tags(organization, ACCOUNT, given)
    now = occasion.time
    person = account_id_of(organization, recipient)
    if person in organization.accounts:
        raise errors.HandshakeConstraintViolation(
            f"{organization.accounts[person].name} is in this organization.",
            reason="ALREADY_IN_AN_ORGANIZATION",
        )
    if pending_switch(organization, now) is not None:
        raise errors.HandshakeConstraintViolation(
            "While all features are being enabled, nobody can be invited. Finish that, or cancel it.",
            reason="INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES",
        )
    invitations = [each for each in organization.handshakes.values() if each.action is HandshakeAction.INVITE]
    open_ones = [each for each in invitations if is_open(each, now)]
    if any(account_id_of(organization, each.recipient) == person for each in open_ones):
        raise errors.DuplicateHandshake(f"{recipient.id} has an invitation already, and has not answered it.")
    if len(organization.accounts) + len(open_ones) >= IN_FORCE.accounts:
        raise errors.HandshakeConstraintViolation(
            f"An organization has at most {IN_FORCE.accounts:,} accounts; open invitations count.",
            reason="ACCOUNT_NUMBER_LIMIT_EXCEEDED",
        )
    a_day = max(IN_FORCE.invitations_of_a_day, IN_FORCE.accounts)
    of_a_day = (each for each in invitations if now - each.requested < A_DAY)
    if sum(each.state is not HandshakeState.ACCEPTED for each in of_a_day) >= a_day:
        raise errors.HandshakeConstraintViolation(
            f"At most {a_day:,} invitations can be sent in 24 hours; accepted ones do not count.",
            reason="HANDSHAKE_RATE_LIMIT_EXCEEDED",
        )
    invitation = Handshake(
        id=occasion.handshake_id(recipient.id, organization.handshakes),
        action=HandshakeAction.INVITE,
        state=HandshakeState.OPEN,
        recipient=recipient,
        requested=now,
        expires=now + IN_FORCE.invitation_expiry,
        notes=notes,
        tags=given,
    )
    return _with(organization, invitation)


@in_organization
def accept_handshake(
    organization: Organization, *, handshake_id: str, caller_account_id: AccountId, occasion: Occasion
) -> Outcome:
    """Say yes. An invited account lands in the root, where policies act on it at once.

    It gets the service-linked role of Organizations, but no role for the management account. A member
    approves all features by accepting, or gets the service-linked role again; the management account turns
    them on by accepting its own handshake, when every member has.

    Raises ``HandshakeNotFound``, ``AccessDenied``, ``HandshakeAlreadyInState``,
    ``InvalidHandshakeTransition``, ``HandshakeConstraintViolation`` (``ACCOUNT_NUMBER_LIMIT_EXCEEDED``,
    ``ALREADY_IN_AN_ORGANIZATION``, ``PAYMENT_INSTRUMENT_REQUIRED``).
    """
    handshake = _handshake_of(organization, handshake_id, occasion)
    _check_recipient(organization, handshake, caller_account_id)
    _check_transition(handshake, HandshakeState.ACCEPTED)
    if (
        handshake.state is HandshakeState.REQUESTED
        and handshake.action is HandshakeAction.ENABLE_ALL_FEATURES
    ):
        waits = sum(
            each.state is not HandshakeState.ACCEPTED for each in requests_of(organization, handshake)
        )
        raise errors.InvalidHandshakeTransition(
            f"{waits} member {'account has' if waits == 1 else 'accounts have'} not accepted yet."
        )
    accepted = ended(handshake, HandshakeState.ACCEPTED, occasion.time)
    if handshake.action is HandshakeAction.INVITE:
        organization = _joined(organization, handshake, caller_account_id, occasion)
    elif handshake.action is HandshakeAction.ENABLE_ALL_FEATURES:
        organization = finish_switch(organization, occasion)
    elif handshake.action is HandshakeAction.ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE:
        member = with_service_linked_role(organization.accounts[caller_account_id], occasion)
        organization = with_account(organization, member)
    outcome = _with(organization, accepted)
    return Outcome(with_readiness(outcome.organization, occasion.time), outcome.response)


@in_organization
def decline_handshake(
    organization: Organization, *, handshake_id: str, caller_account_id: AccountId, occasion: Occasion
) -> Outcome:
    """Say no. All features then stay off until the member is removed, or asked anew.

    Raises ``HandshakeNotFound``, ``AccessDenied``, ``HandshakeAlreadyInState``,
    ``InvalidHandshakeTransition``.
    """
    handshake = _handshake_of(organization, handshake_id, occasion)
    _check_recipient(organization, handshake, caller_account_id)
    _check_transition(handshake, HandshakeState.DECLINED)
    if handshake.action is HandshakeAction.ENABLE_ALL_FEATURES:
        organization = stop_switch(organization, handshake, occasion.time)
    return _with(organization, ended(handshake, HandshakeState.DECLINED, occasion.time))


@in_organization
def cancel_handshake(organization: Organization, *, handshake_id: str, occasion: Occasion) -> Outcome:
    """Take back what the organization has sent. What is sent with it is taken back, too.

    Raises ``HandshakeNotFound``, ``HandshakeAlreadyInState``, ``InvalidHandshakeTransition``.
    """
    handshake = _handshake_of(organization, handshake_id, occasion)
    _check_transition(handshake, HandshakeState.CANCELED)
    if handshake.action is HandshakeAction.ENABLE_ALL_FEATURES:
        organization = stop_switch(organization, handshake, occasion.time)
    return _with(organization, ended(handshake, HandshakeState.CANCELED, occasion.time))


def _recipient(target: Mapping[str, str]) -> HandshakeParty:
    identifier, kind = str(target.get("Id", "")), str(target.get("Type", ""))
    if kind == HandshakePartyType.ACCOUNT.value:
        if not ACCOUNT_ID.fullmatch(identifier):
            raise errors.InvalidInput(
                "An account's number has 12 digits.", reason="INVALID_PATTERN_TARGET_ID"
            )
        return HandshakeParty(identifier, HandshakePartyType.ACCOUNT)
    if kind == HandshakePartyType.EMAIL.value:
        check_length("An e-mail address", identifier, shortest=6, longest=64)
        if not EMAIL.fullmatch(identifier):
            raise errors.InvalidInput(
                f"{identifier} is not an e-mail address.", reason="INVALID_EMAIL_ADDRESS_TARGET"
            )
        return HandshakeParty(identifier, HandshakePartyType.EMAIL)
    raise errors.InvalidInput(
        "An invitation goes to an ACCOUNT or to an EMAIL.", reason="INVALID_PARTY_TYPE_TARGET"
    )


def _handshake_of(organization: Organization, handshake_id: str, occasion: Occasion) -> Handshake:
    handshake = organization.handshakes.get(handshake_id)
    if handshake is None:
        raise errors.HandshakeNotFound(f"No handshake {handshake_id} is in this organization.")
    return handshake_at(handshake, occasion.time)


def _check_recipient(organization: Organization, handshake: Handshake, caller_account_id: AccountId) -> None:
    """AWS's documents leave open whether a stranger's answer is denied or meets no handshake."""
    if caller_account_id != recipient_account_id(organization, handshake):
        raise errors.AccessDenied(
            f"The handshake {handshake.id} is not for account {caller_account_id} to answer."
        )


def _check_transition(handshake: Handshake, wanted: HandshakeState) -> None:
    if handshake.state is wanted:
        raise errors.HandshakeAlreadyInState(f"The handshake is {wanted.value} already.")
    if handshake.state.is_final:
        raise errors.InvalidHandshakeTransition(
            f"The handshake is {handshake.state.value}; it cannot become {wanted.value}."
        )


def _joined(
    organization: Organization, invitation: Handshake, account_id: AccountId, occasion: Occasion
) -> Organization:
    outsider = organization.outsiders.get(account_id)
    if outsider is None:
        raise errors.HandshakeConstraintViolation(
            f"Account {account_id} is in an organization.", reason="ALREADY_IN_AN_ORGANIZATION"
        )
    _check_usable(outsider)
    if not outsider.can_stand_alone:
        raise errors.HandshakeConstraintViolation(
            f"{outsider.name} has no payment method of its own, without which it cannot join.",
            reason="PAYMENT_INSTRUMENT_REQUIRED",
        )
    if len(organization.accounts) >= IN_FORCE.accounts:
        raise errors.HandshakeConstraintViolation(
            f"An organization has at most {IN_FORCE.accounts:,} accounts, and this one has them.",
            reason="ACCOUNT_NUMBER_LIMIT_EXCEEDED",
        )
    member = replace(
        with_service_linked_role(outsider, occasion),
        parent_id=organization.root.id,
        joined=occasion.time,
        joined_method=JoinedMethod.INVITED,
        tags=invitation.tags,
    )
    return replace(
        with_account(organization, member),
        outsiders=without(organization.outsiders, account_id),
        attachments=attachments_of_new(organization, account_id),
    )


def _check_usable(account: Account) -> None:
    if not account.state.is_usable:
        raise errors.AccessDenied(f"{account.name} is closed or suspended; nobody can answer for it.")


def _with(organization: Organization, handshake: Handshake) -> Outcome:
    changed = replace(organization, handshakes={**organization.handshakes, handshake.id: handshake})
    return Outcome(changed, {"Handshake": handshake_structure(changed, handshake)})
