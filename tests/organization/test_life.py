"""Organizations User Guide, "Creating an organization", "Deleting an organization"."""

import re
from dataclasses import replace

import pytest

from accounts.organization.errors import AwsError
from accounts.organization.errors import organizations as errors
from accounts.organization.operations import OPERATIONS, apply
from accounts.organization.operations.iam import create_user
from accounts.organization.operations.organizations import (
    create_organization,
    create_organizational_unit,
    delete_organization,
)
from accounts.organization.scenario import from_document, to_document
from accounts.organization.state import FeatureSet
from tests.organization.world import ACME, FULL_AWS_ACCESS, MGMT, NOON, OCCASION, invited, refused

ALONE = replace(
    invited(ACME),
    accounts={MGMT: replace(ACME.accounts[MGMT], tags={"a": "b"})},
    attachments={
        key: held for key, held in ACME.attachments.items() if key == MGMT or key not in ACME.accounts
    },
    trusted_services={"guardduty.amazonaws.com": NOON},
)
DELETED = delete_organization(ALONE).organization


def create(organization=DELETED, **parameters):
    return create_organization(organization, occasion=OCCASION, **parameters)


class TestDelete:
    def test_all_that_belonged_to_the_organization_is_lost(self):
        lost = (
            DELETED.units,
            DELETED.policies,
            DELETED.attachments,
            DELETED.handshakes,
            DELETED.trusted_services,
        )
        assert not any(lost)
        assert not DELETED.root.policy_types
        assert DELETED.is_deleted

    def test_the_accounts_live_on(self):
        assert DELETED.accounts[MGMT] == replace(ACME.accounts[MGMT], tags={})
        assert DELETED.outsiders == ACME.outsiders
        assert create_user(DELETED, account_id=MGMT, user_name="new", occasion=OCCASION).organization

    def test_no_member_may_be_left(self):
        with refused(errors.OrganizationNotEmpty):
            delete_organization(ACME)

    def test_no_operation_works_without_an_organization(self):
        for key, operation in OPERATIONS.items():
            if operation.service == "organizations" and operation.name != "CreateOrganization":
                with pytest.raises(AwsError) as caught:
                    apply(DELETED, key, dict.fromkeys(operation.parameters, ""), OCCASION)
                assert caught.value.name == "AWSOrganizationsNotInUseException", key

    def test_it_can_be_written_down(self):
        assert from_document(to_document(DELETED), "seed") == DELETED


class TestCreate:
    def test_all_features_and_scps_from_the_first_day(self):
        after, response = create()

        assert re.fullmatch(r"o-[a-z0-9]{10}", after.id)
        assert re.fullmatch(r"r-[a-z0-9]{4}", after.root.id)
        assert after.id != ACME.id
        assert after.attachments == dict.fromkeys((after.root.id, MGMT), (FULL_AWS_ACCESS,))
        assert response["Organization"] == {
            "Id": after.id,
            "Arn": f"arn:aws:organizations::{MGMT}:organization/{after.id}",
            "FeatureSet": "ALL",
            "MasterAccountArn": f"arn:aws:organizations::{MGMT}:account/{after.id}/{MGMT}",
            "MasterAccountId": MGMT,
            "MasterAccountEmail": "mgmt@acme.example",
        }
        assert create_organizational_unit(
            after, parent_id=after.root.id, name="Dev", occasion=OCCASION
        ).organization

    def test_consolidated_billing_has_no_policies(self):
        after = create(feature_set="CONSOLIDATED_BILLING").organization

        assert after.feature_set is FeatureSet.CONSOLIDATED_BILLING
        assert after.attachments == {}
        assert from_document(to_document(after), "seed") == after

    def test_refusals(self):
        with refused(errors.AlreadyInOrganization):
            create(ACME)
        with refused(errors.InvalidInput, "INVALID_ENUM"):
            create(feature_set="SOME")
        poor = replace(DELETED, accounts={MGMT: replace(DELETED.accounts[MGMT], can_stand_alone=False)})
        with refused(errors.ConstraintViolation, "MASTER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED"):
            create(poor)
