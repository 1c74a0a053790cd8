"""Organizations User Guide, "Using AWS Organizations with other AWS services", "Delegated administrator"."""

from dataclasses import replace

import pytest

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations import (
    close_account,
    deregister_delegated_administrator,
    disable_aws_service_access,
    disable_policy_type,
    enable_aws_service_access,
    enable_policy_type,
    register_delegated_administrator,
)
from accounts.organization.operations.organizations.due import after_time
from accounts.organization.state import FeatureSet, PolicyType
from tests.organization.world import (
    ACME,
    AUDIT,
    BOLT,
    DEV_1,
    DEV_2,
    DEV_3,
    LOG,
    MGMT,
    NOON,
    OCCASION,
    ROOT,
    later,
    refused,
)

GUARDDUTY = "guardduty.amazonaws.com"
CONFIG = "config.amazonaws.com"
SECURITY_HUB = "securityhub.amazonaws.com"


def trust(service, organization=ACME):
    return enable_aws_service_access(organization, service_principal=service, occasion=OCCASION).organization


def distrust(service, organization):
    return disable_aws_service_access(organization, service_principal=service).organization


def register(account_id, service=GUARDDUTY, organization=None):
    trusting = trust(service) if organization is None else organization
    return register_delegated_administrator(
        trusting, account_id=account_id, service_principal=service, occasion=OCCASION
    ).organization


def deregister(account_id, organization, service=GUARDDUTY):
    return deregister_delegated_administrator(
        organization, account_id=account_id, service_principal=service
    ).organization


class TestTrustedAccess:
    def test_it_is_remembered_since_when(self):
        assert trust(GUARDDUTY) == replace(ACME, trusted_services={GUARDDUTY: NOON})

    def test_again_changes_nothing(self):
        trusting = trust(GUARDDUTY)

        again = enable_aws_service_access(trusting, service_principal=GUARDDUTY, occasion=later(days=1))
        assert again.organization == trusting
        assert distrust(GUARDDUTY, trusting) == distrust(GUARDDUTY, ACME) == ACME

    def test_a_service_stays_trusted_while_its_policies_are_enabled(self):
        security_hub = {"root_id": ROOT, "policy_type": "SECURITYHUB_POLICY"}
        with refused(errors.ConstraintViolation, "SERVICE_ACCESS_NOT_ENABLED"):
            enable_policy_type(ACME, **security_hub)
        enabled = enable_policy_type(trust(SECURITY_HUB), **security_hub).organization

        with refused(errors.ConstraintViolation, "POLICY_TYPE_ENABLED_FOR_THIS_SERVICE"):
            distrust(SECURITY_HUB, enabled)
        assert distrust(SECURITY_HUB, disable_policy_type(enabled, **security_hub).organization) == ACME

    @pytest.mark.parametrize(
        "policy_type", [kind.value for kind in PolicyType if kind.value not in ("SERVICE_CONTROL_POLICY",)]
    )
    def test_only_two_types_need_it(self, policy_type):
        if policy_type in ("SECURITYHUB_POLICY", "INSPECTOR_POLICY"):
            with refused(errors.ConstraintViolation, "SERVICE_ACCESS_NOT_ENABLED"):
                enable_policy_type(ACME, root_id=ROOT, policy_type=policy_type)
        else:
            assert enable_policy_type(ACME, root_id=ROOT, policy_type=policy_type).organization

    @pytest.mark.parametrize("change", [trust, distrust])
    def test_refusals(self, change):
        with refused(errors.InvalidInput, "UNRECOGNIZED_SERVICE_PRINCIPAL"):
            change("guardduty", ACME)
        with refused(errors.ConstraintViolation, "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"):
            change(GUARDDUTY, replace(ACME, feature_set=FeatureSet.CONSOLIDATED_BILLING))


class TestDelegatedAdministrators:
    def test_for_each_service_by_itself(self):
        both = register(AUDIT, CONFIG, trust(CONFIG, register(AUDIT)))

        assert both.delegated_administrators == {AUDIT: {GUARDDUTY: NOON, CONFIG: NOON}}
        assert deregister(AUDIT, both).delegated_administrators == {AUDIT: {CONFIG: NOON}}
        assert deregister(AUDIT, register(AUDIT)) == trust(GUARDDUTY)

    def test_as_many_as_the_service_takes(self):
        with refused(errors.ConstraintViolation, "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE"):
            register(LOG, organization=register(AUDIT))
        three = trust(CONFIG)
        for account_id in (AUDIT, LOG, DEV_1):
            three = register(account_id, CONFIG, three)
        with refused(errors.ConstraintViolation, "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED"):
            register(DEV_2, CONFIG, three)

    def test_refusals(self):
        with refused(errors.ConstraintViolation, "SERVICE_ACCESS_NOT_ENABLED"):
            register(AUDIT, organization=ACME)
        with refused(errors.ConstraintViolation, "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"):
            register(MGMT)
        with refused(errors.AccountAlreadyRegistered):
            register(AUDIT, organization=register(AUDIT))
        with refused(errors.AccountNotFound):
            register(BOLT)
        with refused(errors.InvalidInput, "UNRECOGNIZED_SERVICE_PRINCIPAL"):
            register(AUDIT, "guardduty", ACME)
        with refused(errors.InvalidInput, "UNRECOGNIZED_SERVICE_PRINCIPAL"):
            register(AUDIT, "ram.amazonaws.com")  # it has none
        with refused(errors.AccountNotRegistered):
            deregister(LOG, register(AUDIT))
        with refused(errors.AccountNotFound):
            deregister(BOLT, register(AUDIT))

    def test_closed_accounts_administer_nothing(self):
        closing = close_account(trust(GUARDDUTY), account_id=DEV_3, occasion=OCCASION).organization
        closed = after_time(closing, later(days=1).time)

        suspended = "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR"
        with refused(errors.ConstraintViolation, suspended):
            register(DEV_3, organization=closed)

    def test_they_vanish_with_their_account(self):
        closing = close_account(register(AUDIT), account_id=AUDIT, occasion=OCCASION).organization

        assert after_time(closing, later(days=90).time).delegated_administrators == {}
