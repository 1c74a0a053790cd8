"""Which services the organization trusts, and which accounts administer them.

Source: Organizations User Guide, "Using AWS Organizations with other AWS services", "Delegated
administrator for AWS services that work with Organizations".
"""

from __future__ import annotations

from dataclasses import replace

from accounts.organization.errors import organizations as errors
from accounts.organization.identifiers import Occasion
from accounts.organization.operations.organizations.checks import (
    account_of,
    check_more_than_billing,
    in_organization,
)
from accounts.organization.operations.outcome import Outcome, without
from accounts.organization.state import AccountId, Organization, ServicePrincipal
from accounts.organization.trusted_services import TRUSTED_SERVICES, TrustedService


@in_organization
def enable_aws_service_access(
    organization: Organization, *, service_principal: ServicePrincipal, occasion: Occasion
) -> Outcome:
    """Let a service work in all accounts of the organization. Enabling it again changes nothing.

    Raises ``InvalidInput`` (``UNRECOGNIZED_SERVICE_PRINCIPAL``), ``ConstraintViolation``
    (``ORGANIZATION_NOT_IN_ALL_FEATURES_MODE``).
    """
    _service(service_principal)
    check_more_than_billing(organization)
    if service_principal in organization.trusted_services:
        return Outcome(organization, {})
    trusted = {**organization.trusted_services, service_principal: occasion.time}
    return Outcome(replace(organization, trusted_services=trusted), {})


@in_organization
def disable_aws_service_access(organization: Organization, *, service_principal: ServicePrincipal) -> Outcome:
    """Trust a service no more. Accounts can still use it, each by itself. Disabling it again changes
    nothing. Its delegated administrators stay registered, for AWS does not say otherwise, and cannot leave
    until they are deregistered.

    Raises ``InvalidInput`` (``UNRECOGNIZED_SERVICE_PRINCIPAL``), ``ConstraintViolation``
    (``ORGANIZATION_NOT_IN_ALL_FEATURES_MODE``, ``POLICY_TYPE_ENABLED_FOR_THIS_SERVICE``).
    """
    service = _service(service_principal)
    check_more_than_billing(organization)
    if service.policy_type is not None and organization.is_enabled(service.policy_type):
        raise errors.ConstraintViolation(
            f"{service.name} applies the policies of type {service.policy_type.value}. Disable those first.",
            reason="POLICY_TYPE_ENABLED_FOR_THIS_SERVICE",
        )
    trusted = without(organization.trusted_services, service_principal)
    return Outcome(replace(organization, trusted_services=trusted), {})


@in_organization
def register_delegated_administrator(
    organization: Organization,
    *,
    account_id: AccountId,
    service_principal: ServicePrincipal,
    occasion: Occasion,
) -> Outcome:
    """Let a member account administer a service for the organization, and read what is in it. It stays a
    member: SCPs bind it as before.

    Raises ``AccountNotFound``, ``AccountAlreadyRegistered``, ``InvalidInput``
    (``UNRECOGNIZED_SERVICE_PRINCIPAL``, also for a service without delegated administrators),
    ``ConstraintViolation`` (``ORGANIZATION_NOT_IN_ALL_FEATURES_MODE``, ``SERVICE_ACCESS_NOT_ENABLED``,
    ``CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR``,
    ``CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR``,
    ``DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE``,
    ``MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED``).
    """
    account = account_of(organization, account_id)
    service = _service(service_principal)
    if service.most_administrators == 0:
        raise errors.InvalidInput(
            f"{service.name} has no delegated administrators.", reason="UNRECOGNIZED_SERVICE_PRINCIPAL"
        )
    check_more_than_billing(organization)
    if account_id == organization.management_account_id:
        raise errors.ConstraintViolation(
            f"{account.name} is the management account. Only a member can be a delegated administrator.",
            reason="CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
        )
    if not account.state.is_usable:
        raise errors.ConstraintViolation(
            f"{account.name} is closed or suspended.",
            reason="CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR",
        )
    if service_principal not in organization.trusted_services:
        raise errors.ConstraintViolation(
            f"{service.name} needs trusted access before anybody can administer it.",
            reason="SERVICE_ACCESS_NOT_ENABLED",
        )
    services = organization.delegated_administrators.get(account_id, {})
    if service_principal in services:
        raise errors.AccountAlreadyRegistered(f"{account.name} administers {service.name} already.")
    _check_number(organization, service_principal, service)
    delegated = {
        **organization.delegated_administrators,
        account_id: {**services, service_principal: occasion.time},
    }
    return Outcome(replace(organization, delegated_administrators=delegated), {})


@in_organization
def deregister_delegated_administrator(
    organization: Organization, *, account_id: AccountId, service_principal: ServicePrincipal
) -> Outcome:
    """Make an account an ordinary member again, as far as this service goes.

    Raises ``AccountNotFound``, ``AccountNotRegistered``, ``InvalidInput``, ``ConstraintViolation``
    (``ORGANIZATION_NOT_IN_ALL_FEATURES_MODE``).
    """
    account = account_of(organization, account_id)
    service = _service(service_principal)
    check_more_than_billing(organization)
    services = organization.delegated_administrators.get(account_id, {})
    if service_principal not in services:
        raise errors.AccountNotRegistered(f"{account.name} is no delegated administrator of {service.name}.")
    left = without(services, service_principal)
    delegated = {**organization.delegated_administrators, account_id: left}
    if not left:
        del delegated[account_id]
    return Outcome(replace(organization, delegated_administrators=delegated), {})


def _service(principal: ServicePrincipal) -> TrustedService:
    service = TRUSTED_SERVICES.get(principal)
    if service is None:
        raise errors.InvalidInput(
            f"{principal} is no service that can be given trusted access here.",
            reason="UNRECOGNIZED_SERVICE_PRINCIPAL",
        )
    return service


def _check_number(
    organization: Organization, service_principal: ServicePrincipal, service: TrustedService
) -> None:
    most = service.most_administrators
    held = sum(service_principal in services for services in organization.delegated_administrators.values())
    if most is None or held < most:
        return
    if most == 1:
        raise errors.ConstraintViolation(
            f"{service.name} has its one delegated administrator. Deregister that account first.",
            reason="DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE",
        )
    raise errors.ConstraintViolation(
        f"{service.name} has {most} delegated administrators, which is as many as it takes.",
        reason="MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED",
    )
