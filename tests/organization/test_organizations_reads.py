"""Organizations API Reference, "Describe…" and "List…": members, pages, errors."""

from dataclasses import replace

import pytest

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations import (
    accept_handshake,
    create_account,
    decline_handshake,
    delete_organization,
    enable_aws_service_access,
    put_resource_policy,
    reads,
    register_delegated_administrator,
    tag_resource,
)
from accounts.organization.state import FeatureSet
from tests.organization.test_all_features import REQUEST, STARTED, SWITCH
from tests.organization.test_delegation_policy import READ
from tests.organization.world import (
    ACME,
    ALLOW_S3_ONLY,
    AUDIT,
    BOLT,
    DENY_EC2,
    DENY_LEAVE_ORG,
    DEV,
    DEV_1,
    FULL_AWS_ACCESS,
    MGMT,
    NEWCO,
    NOON,
    OCCASION,
    PROD,
    ROOT,
    SBX_1,
    SCP_TYPE,
    WORKLOADS,
    invited,
    later,
    refused,
)

MISSING = "999999999999"


def ids(response, member, key="Id"):
    return [structure[key] for structure in response[member]]


class TestEntities:
    def test_the_organization_and_its_root(self):
        assert reads.describe_organization(ACME)["Organization"]["MasterAccountId"] == MGMT
        assert reads.list_roots(ACME)["Roots"] == [
            {
                "Id": ROOT,
                "Arn": f"arn:aws:organizations::{MGMT}:root/{ACME.id}/{ROOT}",
                "Name": "Root",
                "PolicyTypes": [{"Type": SCP_TYPE, "Status": "ENABLED"}],
            }
        ]

    def test_an_account(self):
        assert reads.describe_account(ACME, account_id=DEV_1)["Account"] == {
            "Id": DEV_1,
            "Arn": f"arn:aws:organizations::{MGMT}:account/{ACME.id}/{DEV_1}",
            "Email": "dev-1@acme.example",
            "Name": "dev-1",
            "Status": "ACTIVE",
            "State": "ACTIVE",
            "Paths": [f"{ACME.id}/{ROOT}/{WORKLOADS}/{DEV}/{DEV_1}/"],
            "JoinedMethod": "CREATED",
            "JoinedTimestamp": "2026-02-02T09:00:00Z",
        }

    def test_a_unit(self):
        assert reads.describe_organizational_unit(ACME, organizational_unit_id=DEV) == {
            "OrganizationalUnit": {
                "Id": DEV,
                "Arn": f"arn:aws:organizations::{MGMT}:ou/{ACME.id}/{DEV}",
                "Name": "Dev",
                "Path": f"{ACME.id}/{ROOT}/{WORKLOADS}/{DEV}/",
            }
        }

    def test_who_is_directly_in_what(self):
        assert ids(reads.list_accounts(ACME), "Accounts") == list(ACME.accounts)
        assert ids(reads.list_accounts_for_parent(ACME, parent_id=ROOT), "Accounts") == [MGMT, NEWCO]
        units = reads.list_organizational_units_for_parent(ACME, parent_id=WORKLOADS)
        assert ids(units, "OrganizationalUnits") == [DEV, PROD]
        assert reads.list_children(ACME, parent_id=WORKLOADS, child_type="ACCOUNT") == {"Children": []}
        assert ids(
            reads.list_children(ACME, parent_id=WORKLOADS, child_type="ORGANIZATIONAL_UNIT"), "Children"
        ) == [DEV, PROD]
        assert reads.list_parents(ACME, child_id=DEV_1) == {
            "Parents": [{"Id": DEV, "Type": "ORGANIZATIONAL_UNIT"}]
        }
        assert reads.list_parents(ACME, child_id=NEWCO) == {"Parents": [{"Id": ROOT, "Type": "ROOT"}]}

    def test_what_became_of_an_account_that_was_to_be_created(self):
        after, response = create_account(
            ACME, email="sbx-1@acme.example", account_name="again", occasion=OCCASION
        )
        status = response["CreateAccountStatus"]

        told = reads.describe_create_account_status(after, create_account_request_id=status["Id"])
        assert told == response
        assert status["FailureReason"] == "EMAIL_ALREADY_EXISTS"
        assert reads.list_create_account_status(after, states=["FAILED"])["CreateAccountStatuses"] == [status]
        assert not reads.list_create_account_status(after, states=["SUCCEEDED"])["CreateAccountStatuses"]

    def test_tags(self):
        tagged = tag_resource(ACME, resource_id=DEV, tags=[{"Key": "a", "Value": "b"}]).organization

        assert reads.list_tags_for_resource(tagged, resource_id=DEV) == {"Tags": [{"Key": "a", "Value": "b"}]}
        for resource_id in (ROOT, DEV_1, DENY_EC2, FULL_AWS_ACCESS):
            assert reads.list_tags_for_resource(tagged, resource_id=resource_id) == {"Tags": []}


class TestPolicies:
    def test_a_policy_with_its_content(self):
        policy = reads.describe_policy(ACME, policy_id=DENY_EC2)["Policy"]

        assert policy["PolicySummary"]["Type"] == SCP_TYPE
        assert policy["Content"] == ACME.policies[DENY_EC2].content

    def test_of_one_type_with_aws_own(self):
        assert ids(reads.list_policies(ACME, filter=SCP_TYPE), "Policies") == [
            FULL_AWS_ACCESS,
            *ACME.policies,
        ]
        assert reads.list_policies(ACME, filter="TAG_POLICY") == {"Policies": []}

    def test_only_what_is_attached_directly(self):
        at_prod = reads.list_policies_for_target(ACME, target_id=PROD, filter=SCP_TYPE)
        assert ids(at_prod, "Policies") == [ALLOW_S3_ONLY]
        targets = reads.list_targets_for_policy(ACME, policy_id=DENY_LEAVE_ORG)["Targets"]
        assert [(target["TargetId"], target["Type"], target["Name"]) for target in targets] == [
            (ROOT, "ROOT", "Root")
        ]

    def test_the_delegation_policy(self):
        put = put_resource_policy(ACME, content=READ, occasion=OCCASION)

        assert reads.describe_resource_policy(put.organization) == put.response


class TestMembership:
    def test_one_handshake_from_both_sides(self):
        organization = invited(ACME)
        (handshake_id,) = organization.handshakes

        told = reads.describe_handshake(organization, handshake_id=handshake_id, time=NOON)["Handshake"]
        for listed in (
            reads.list_handshakes_for_organization(organization, time=NOON),
            reads.list_handshakes_for_account(organization, caller_account_id=BOLT, time=NOON),
        ):
            assert listed == {"Handshakes": [told]}
        none = reads.list_handshakes_for_account(organization, caller_account_id=DEV_1, time=NOON)
        assert none == {"Handshakes": []}

    def test_what_is_over_is_listed_for_30_days(self):
        organization = invited(ACME)
        (handshake_id,) = organization.handshakes
        declined = decline_handshake(
            organization, handshake_id=handshake_id, caller_account_id=BOLT, occasion=OCCASION
        ).organization

        def listed(value, **span):
            response = reads.list_handshakes_for_organization(value, time=later(**span).time)
            return ids(response, "Handshakes", "State")

        assert listed(declined, days=29) == ["DECLINED"]
        assert listed(declined, days=30) == []
        assert listed(organization, days=44) == ["EXPIRED"]
        assert listed(organization, days=45) == []

    def test_filters(self):
        def listed(**chosen):
            response = reads.list_handshakes_for_organization(STARTED, filter=chosen, time=NOON)
            return ids(response, "Handshakes")

        assert listed(ActionType="ENABLE_ALL_FEATURES") == [SWITCH]
        assert listed(ParentHandshakeId=SWITCH) == [REQUEST]
        assert listed(ParentHandshakeId="h-missing123") == []
        with refused(errors.InvalidInput, "MAX_LIMIT_EXCEEDED_FILTER"):
            listed(ActionType="INVITE", ParentHandshakeId=SWITCH)

    def test_the_management_account_gets_the_last_handshake_of_the_switch(self):
        own = reads.list_handshakes_for_account(STARTED, caller_account_id=MGMT, time=NOON)

        assert ids(own, "Handshakes") == [SWITCH]

    def test_services_and_their_administrators(self):
        guardduty, config = "guardduty.amazonaws.com", "config.amazonaws.com"
        organization = ACME
        for hours, service in enumerate((guardduty, config)):
            at = later(hours=hours)
            organization = enable_aws_service_access(
                organization, service_principal=service, occasion=at
            ).organization
            organization = register_delegated_administrator(
                organization, account_id=AUDIT, service_principal=service, occasion=at
            ).organization

        assert reads.list_aws_service_access_for_organization(organization)["EnabledServicePrincipals"] == [
            {"ServicePrincipal": guardduty, "DateEnabled": "2026-09-01T12:00:00Z"},
            {"ServicePrincipal": config, "DateEnabled": "2026-09-01T13:00:00Z"},
        ]
        (administrator,) = reads.list_delegated_administrators(organization)["DelegatedAdministrators"]
        assert (administrator["Id"], administrator["DelegationEnabledDate"]) == (
            AUDIT,
            "2026-09-01T12:00:00Z",
        )
        of_config = reads.list_delegated_administrators(organization, service_principal=config)
        assert ids(of_config, "DelegatedAdministrators", "DelegationEnabledDate") == ["2026-09-01T13:00:00Z"]
        services = reads.list_delegated_services_for_account(organization, account_id=AUDIT)
        assert ids(services, "DelegatedServices", "ServicePrincipal") == [guardduty, config]


class TestPages:
    def test_one_page_after_the_other(self):
        seen, token = [], None
        while True:
            response = reads.list_accounts(ACME, next_token=token, max_results=4)
            seen.append(ids(response, "Accounts"))
            if (token := response.get("NextToken")) is None:
                break

        assert [len(page) for page in seen] == [4, 4, 2]
        assert [account_id for listed in seen for account_id in listed] == list(ACME.accounts)

    def test_twenty_at_most(self):
        some = ACME.accounts[SBX_1]
        many = replace(ACME, accounts={**ACME.accounts, **dict.fromkeys(map(str, range(20)), some)})

        assert len(reads.list_accounts(many)["Accounts"]) == 20
        with refused(errors.InvalidInput, "MAX_VALUE_EXCEEDED"):
            reads.list_accounts(many, max_results=21)
        with refused(errors.InvalidInput, "MIN_VALUE_EXCEEDED"):
            reads.list_accounts(many, max_results=0)

    @pytest.mark.parametrize("token", ["", "x", "é", "ZnJvbSAtMQ==", "MTI=", "A" * 1_000])
    def test_made_up_tokens(self, token):
        with refused(errors.InvalidInput, "INVALID_NEXT_TOKEN"):
            reads.list_accounts(ACME, next_token=token)


def test_refusals():
    refusals = [
        (errors.AccountNotFound, lambda: reads.describe_account(ACME, account_id=BOLT)),
        (
            errors.OrganizationalUnitNotFound,
            lambda: reads.describe_organizational_unit(ACME, organizational_unit_id="ou-ab12-missing1"),
        ),
        (
            errors.CreateAccountStatusNotFound,
            lambda: reads.describe_create_account_status(ACME, create_account_request_id="car-missing1"),
        ),
        (errors.ParentNotFound, lambda: reads.list_accounts_for_parent(ACME, parent_id="r-none")),
        (errors.ParentNotFound, lambda: reads.list_organizational_units_for_parent(ACME, parent_id="r-none")),
        (errors.ParentNotFound, lambda: reads.list_children(ACME, parent_id="r-none", child_type="ACCOUNT")),
        (errors.ChildNotFound, lambda: reads.list_parents(ACME, child_id=MISSING)),
        (errors.TargetNotFound, lambda: reads.list_tags_for_resource(ACME, resource_id=MISSING)),
        (errors.PolicyNotFound, lambda: reads.describe_policy(ACME, policy_id="p-missing1")),
        (errors.PolicyNotFound, lambda: reads.list_targets_for_policy(ACME, policy_id="p-missing1")),
        (
            errors.TargetNotFound,
            lambda: reads.list_policies_for_target(ACME, target_id=MISSING, filter=SCP_TYPE),
        ),
        (errors.ResourcePolicyNotFound, lambda: reads.describe_resource_policy(ACME)),
        (
            errors.HandshakeNotFound,
            lambda: reads.describe_handshake(ACME, handshake_id="h-missing123", time=NOON),
        ),
        (
            errors.AccountNotRegistered,
            lambda: reads.list_delegated_services_for_account(ACME, account_id=DEV_1),
        ),
        (
            errors.AccountNotFound,
            lambda: reads.list_delegated_services_for_account(ACME, account_id=MISSING),
        ),
    ]
    for error, read in refusals:
        with refused(error):
            read()
    with refused(errors.InvalidInput, "INVALID_ENUM"):
        reads.list_children(ACME, parent_id=ROOT, child_type="USER")
    with refused(errors.InvalidInput, "INVALID_ENUM"):
        reads.list_create_account_status(ACME, states=["DONE"])
    with refused(errors.InvalidInput, "INVALID_ENUM_POLICY_TYPE"):
        reads.list_policies(ACME, filter="POLICY")


def test_without_an_organization_only_handshakes_can_be_listed():
    alone = replace(ACME, accounts={MGMT: ACME.accounts[MGMT]})
    deleted = delete_organization(alone).organization

    with refused(errors.AWSOrganizationsNotInUse):
        reads.describe_organization(deleted)
    listed = reads.list_handshakes_for_account(deleted, caller_account_id=MGMT, time=NOON)
    assert listed == {"Handshakes": []}


def test_a_member_that_joined_is_listed_as_invited():
    organization = invited(ACME)
    (handshake_id,) = organization.handshakes
    joined = accept_handshake(
        organization, handshake_id=handshake_id, caller_account_id=BOLT, occasion=OCCASION
    ).organization

    assert reads.describe_account(joined, account_id=BOLT)["Account"]["JoinedMethod"] == "INVITED"


class TestFiltersOfHandshakes:
    def filtered(self, **chosen):
        return reads.list_handshakes_for_organization(invited(ACME), filter=chosen, time=NOON)["Handshakes"]

    def test_by_kind(self):
        assert len(self.filtered(ActionType="INVITE")) == 1
        assert self.filtered(ActionType="ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE") == []
        assert self.filtered(ActionType="TRANSFER_RESPONSIBILITY") == []

    def test_refusals(self):
        for chosen, reason in (
            ({"ActionType": "PLEASE"}, "INVALID_ENUM"),
            ({"ParentHandshakeId": "INVITE"}, "INVALID_PATTERN"),
            ({"ActionType": "INVITE", "ParentHandshakeId": "h-missing123"}, "MAX_LIMIT_EXCEEDED_FILTER"),
        ):
            with refused(errors.InvalidInput, reason):
                self.filtered(**chosen)


BILLING_ONLY = replace(ACME, feature_set=FeatureSet.CONSOLIDATED_BILLING)


@pytest.mark.parametrize(
    "read",
    [
        lambda: reads.describe_resource_policy(BILLING_ONLY),
        lambda: reads.describe_effective_policy(BILLING_ONLY, policy_type="TAG_POLICY", time=NOON),
        lambda: reads.list_aws_service_access_for_organization(BILLING_ONLY),
        lambda: reads.list_delegated_administrators(BILLING_ONLY),
        lambda: reads.list_delegated_services_for_account(BILLING_ONLY, account_id=DEV_1),
    ],
)
def test_consolidated_billing_has_neither_policies_nor_services(read):
    with refused(errors.ConstraintViolation, "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"):
        read()
