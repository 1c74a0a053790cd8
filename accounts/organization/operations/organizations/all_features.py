"""From consolidated billing to all features, a way that nobody goes back.

Invited members are asked, since policies will then bind them. Members that were created here are not,
unless they have deleted the service-linked role that every member must have then.
Source: Organizations User Guide, "Enabling all features". Which of the two handshakes has which name,
AWS's documents disagree; these are the names of its walk-through.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from accounts.organization.errors import organizations as errors
from accounts.organization.identifiers import Occasion
from accounts.organization.operations.organizations.checks import in_organization
from accounts.organization.operations.organizations.first_roles import (
    SERVICE_LINKED_ROLE,
    with_service_linked_role,
)
from accounts.organization.operations.organizations.handshake_states import (
    ended,
    handshake_at,
    is_open,
    pending_switch,
    requests_of,
)
from accounts.organization.operations.organizations.structures import handshake_structure
from accounts.organization.operations.outcome import Outcome
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import (
    Account,
    FeatureSet,
    Handshake,
    HandshakeAction,
    HandshakeParty,
    HandshakePartyType,
    HandshakeState,
    JoinedMethod,
    Organization,
)


@in_organization
def enable_all_features(organization: Organization, *, occasion: Occasion) -> Outcome:
    """Ask every invited member to approve, and other members without the service-linked role of
    Organizations to get it again. Open invitations are canceled. Answers the handshake that the management
    account accepts at last; it is ``OPEN`` at once where nobody has to be asked.

    Who declined is asked anew when this handshake is canceled and the operation called again.

    Raises ``HandshakeConstraintViolation`` (``ORGANIZATION_ALREADY_HAS_ALL_FEATURES``,
    ``ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION``), ``ConstraintViolation``
    (``ALL_FEATURES_MIGRATION_ORGANIZATION_SIZE_LIMIT_EXCEEDED``).
    """
    now = occasion.time
    if organization.feature_set is FeatureSet.ALL:
        raise errors.HandshakeConstraintViolation(
            "All features are enabled already.", reason="ORGANIZATION_ALREADY_HAS_ALL_FEATURES"
        )
    if pending_switch(organization, now) is not None:
        raise errors.HandshakeConstraintViolation(
            "All features are being enabled: the request is out.",
            reason="ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION",
        )
    if len(organization.accounts) > IN_FORCE.accounts_for_all_features:
        raise errors.ConstraintViolation(
            f"With more than {IN_FORCE.accounts_for_all_features:,} accounts, AWS has to help with it.",
            reason="ALL_FEATURES_MIGRATION_ORGANIZATION_SIZE_LIMIT_EXCEEDED",
        )
    handshakes = {key: _over(each, now) for key, each in organization.handshakes.items()}
    members = ((account, _asked(organization, account)) for account in organization.accounts.values())
    asked = [(account, action) for account, action in members if action is not None]
    switch = Handshake(
        id=occasion.handshake_id(organization.id, handshakes),
        action=HandshakeAction.ENABLE_ALL_FEATURES,
        state=HandshakeState.REQUESTED if asked else HandshakeState.OPEN,
        recipient=HandshakeParty(organization.id, HandshakePartyType.ORGANIZATION),
        requested=now,
        expires=now + IN_FORCE.all_features_expiry,
    )
    handshakes[switch.id] = switch
    for account, action in asked:
        request = replace(
            switch,
            id=occasion.handshake_id(account.id, handshakes),
            action=action,
            state=HandshakeState.OPEN,
            recipient=HandshakeParty(account.id, HandshakePartyType.ACCOUNT),
        )
        handshakes[request.id] = request
    changed = replace(organization, handshakes=handshakes)
    return Outcome(changed, {"Handshake": handshake_structure(changed, switch)})


def finish_switch(organization: Organization, occasion: Occasion) -> Organization:
    """All features. No policy type is enabled by that. Who has deleted the service-linked role gets it
    again, since every member must have it now."""
    accounts = {
        key: with_service_linked_role(account, occasion) for key, account in organization.accounts.items()
    }
    return replace(organization, feature_set=FeatureSet.ALL, accounts=accounts)


def stop_switch(organization: Organization, switch: Handshake, now: datetime) -> Organization:
    """Nobody need answer any more."""
    canceled = {
        request.id: ended(request, HandshakeState.CANCELED, now)
        for request in requests_of(organization, switch)
        if is_open(request, now)
    }
    return replace(organization, handshakes={**organization.handshakes, **canceled})


def _over(handshake: Handshake, now: datetime) -> Handshake:
    """Whatever was open before is not any more."""
    present = handshake_at(handshake, now)
    return present if present.state.is_final else ended(present, HandshakeState.CANCELED, now)


def _asked(organization: Organization, account: Account) -> HandshakeAction | None:
    """What the account is asked, if anything."""
    if account.id == organization.management_account_id or not account.state.is_usable:
        return None
    if account.joined_method is JoinedMethod.INVITED:
        return HandshakeAction.APPROVE_ALL_FEATURES
    if SERVICE_LINKED_ROLE not in account.roles:
        return HandshakeAction.ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE
    return None
