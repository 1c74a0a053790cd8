"""Handshakes, trusted services and delegated administrators. ``time`` is now, where it matters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Final

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations.checks import (
    account_of,
    check_more_than_billing,
    in_organization,
)
from accounts.organization.operations.organizations.handshake_states import (
    handshake_at,
    recipient_account_id,
    switch_of,
)
from accounts.organization.operations.organizations.inputs import check_shapes
from accounts.organization.operations.organizations.reads.pages import MOST, page
from accounts.organization.operations.organizations.structures import (
    Structure,
    account_structure,
    handshake_structure,
)
from accounts.organization.operations.outcome import timestamp
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import (
    AccountId,
    Handshake,
    HandshakeAction,
    Organization,
    ServicePrincipal,
)

ACTION_TYPES: Final = (*HandshakeAction.__members__, "TRANSFER_RESPONSIBILITY")
"""Those of AWS. Responsibility for bills is transferred to nobody here."""


@in_organization
def describe_handshake(organization: Organization, *, handshake_id: str, time: datetime) -> Structure:
    """Raises ``HandshakeNotFound``, also for one that has been over for more than 30 days."""
    found = [each for each in _listed(organization, time) if each.id == handshake_id]
    if not found:
        raise errors.HandshakeNotFound(f"No handshake {handshake_id} is in this organization.")
    return {"Handshake": handshake_structure(organization, found[0])}


@in_organization
def list_handshakes_for_organization(
    organization: Organization,
    *,
    filter: Mapping[str, str] | None = None,  # noqa: A002 - AWS's member is Filter
    time: datetime,
    next_token: str | None = None,
    max_results: int = MOST,
) -> Structure:
    """All that the organization has sent. ``filter`` is ``{"ActionType"}`` or ``{"ParentHandshakeId"}``.

    Raises ``InvalidInput``.
    """
    wanted = _filtered(organization, _listed(organization, time), filter or {})
    return page("Handshakes", wanted, partial(handshake_structure, organization), next_token, max_results)


def list_handshakes_for_account(
    organization: Organization,
    *,
    caller_account_id: AccountId,
    filter: Mapping[str, str] | None = None,  # noqa: A002 - AWS's member is Filter
    time: datetime,
    next_token: str | None = None,
    max_results: int = MOST,
) -> Structure:
    """Those that the calling account has got, from outside, too. Raises ``InvalidInput``."""
    own = [
        each
        for each in _listed(organization, time)
        if recipient_account_id(organization, each) == caller_account_id
    ]
    wanted = _filtered(organization, own, filter or {})
    return page("Handshakes", wanted, partial(handshake_structure, organization), next_token, max_results)


@in_organization
def list_aws_service_access_for_organization(
    organization: Organization, *, next_token: str | None = None, max_results: int = MOST
) -> Structure:
    """Raises ``ConstraintViolation`` (``ORGANIZATION_NOT_IN_ALL_FEATURES_MODE``)."""
    check_more_than_billing(organization)
    return page(
        "EnabledServicePrincipals",
        organization.trusted_services.items(),
        lambda item: {"ServicePrincipal": item[0], "DateEnabled": timestamp(item[1])},
        next_token,
        max_results,
    )


@in_organization
def list_delegated_administrators(
    organization: Organization,
    *,
    service_principal: ServicePrincipal | None = None,
    next_token: str | None = None,
    max_results: int = MOST,
) -> Structure:
    """Of all services, or of one. Each with when it first became one of these.

    Raises ``ConstraintViolation`` (``ORGANIZATION_NOT_IN_ALL_FEATURES_MODE``).
    """
    check_more_than_billing(organization)
    since = {
        account_id: min(times)
        for account_id, services in organization.delegated_administrators.items()
        if (times := [time for name, time in services.items() if service_principal in (None, name)])
    }

    def structure(item: tuple[AccountId, datetime]) -> Structure:
        # AWS lists no Paths here.
        account = account_structure(organization, organization.accounts[item[0]])
        del account["Paths"]
        return {**account, "DelegationEnabledDate": timestamp(item[1])}

    return page("DelegatedAdministrators", since.items(), structure, next_token, max_results)


@in_organization
def list_delegated_services_for_account(
    organization: Organization,
    *,
    account_id: AccountId,
    next_token: str | None = None,
    max_results: int = MOST,
) -> Structure:
    """Raises ``AccountNotFound``, ``AccountNotRegistered``, ``ConstraintViolation``
    (``ORGANIZATION_NOT_IN_ALL_FEATURES_MODE``)."""
    check_more_than_billing(organization)
    account = account_of(organization, account_id)
    services = organization.delegated_administrators.get(account_id)
    if not services:
        raise errors.AccountNotRegistered(f"{account.name} is no delegated administrator.")
    return page(
        "DelegatedServices",
        services.items(),
        lambda item: {"ServicePrincipal": item[0], "DelegationEnabledDate": timestamp(item[1])},
        next_token,
        max_results,
    )


def _listed(organization: Organization, time: datetime) -> list[Handshake]:
    """As they are by ``time``. What is over is listed for 30 days more."""
    present = (handshake_at(each, time) for each in organization.handshakes.values())
    return [each for each in present if each.ended is None or time < each.ended + IN_FORCE.handshakes_listed]


def _filtered(
    organization: Organization, handshakes: Iterable[Handshake], chosen: Mapping[str, str]
) -> list[Handshake]:
    action, parent_id = chosen.get("ActionType"), chosen.get("ParentHandshakeId")
    if action and parent_id:
        raise errors.InvalidInput(
            "A filter is an ActionType or a ParentHandshakeId.", reason="MAX_LIMIT_EXCEEDED_FILTER"
        )
    check_shapes({"handshake_id": parent_id})
    if action:
        if action not in ACTION_TYPES:
            raise errors.InvalidInput(f"{action} is no kind of handshake.", reason="INVALID_ENUM")
        return [each for each in handshakes if each.action.value == action]
    if parent_id:
        parent = organization.handshakes.get(parent_id)
        return [
            each
            for each in handshakes
            if parent is not None and each != parent and switch_of(organization, each) == parent
        ]
    return list(handshakes)
