"""Organizations API Reference, ``ListAccountsWithInvalidEffectivePolicy`` and what is wrong in them."""

from dataclasses import replace

import pytest

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations.reads import (
    list_accounts_with_invalid_effective_policy,
    list_effective_policy_validation_errors,
)
from accounts.organization.state import FeatureSet
from tests.organization.management import BACKUP, TAG, assign, attached, tags
from tests.organization.world import ACME, NOON, PROD, PROD_1, PROD_2, ROOT, WORKLOADS, refused


def plan(*rules: str, **more: object) -> dict[str, object]:
    """The plan ``daily`` with rules of these names; complete at the root."""
    named = {name: {"schedule_expression": assign("cron(0 3 * * ? *)")} for name in rules}
    return {"plans": {"daily": {"rules": named, **more}}}


COMPLETE = {
    "regions": assign(["eu-west-1"]),
    "selections": {"tags": {"all": {"tag_key": assign("backup"), "tag_value": assign(["daily"])}}},
}
SIX = plan(*"abcdef", **COMPLETE)
# Six rules for everybody, and five more for prod-1: a plan has ten at most.
ELEVEN_IN_PROD_1 = attached(BACKUP, root=SIX, account=plan(*"ghijk"))
ELEVEN_IN_PROD = attached(BACKUP, root=SIX, prod=plan(*"ghijk"))


def listed(organization, policy_type="BACKUP_POLICY", **more):
    return list_accounts_with_invalid_effective_policy(organization, policy_type=policy_type, **more)


def faults(organization, account_id=PROD_1, policy_type="BACKUP_POLICY", **more):
    return list_effective_policy_validation_errors(
        organization, account_id=account_id, policy_type=policy_type, time=NOON, **more
    )


class TestAccounts:
    def test_only_those_whose_policies_are_not_valid_together(self):
        answer = listed(ELEVEN_IN_PROD_1)

        assert [account["Id"] for account in answer["Accounts"]] == [PROD_1]
        assert answer["PolicyType"] == "BACKUP_POLICY"
        assert "NextToken" not in answer

    def test_everybody_below_a_unit_inherits_the_fault(self):
        assert {account["Id"] for account in listed(ELEVEN_IN_PROD)["Accounts"]} == {PROD_1, PROD_2}

    def test_they_come_in_pages(self):
        first = listed(ELEVEN_IN_PROD, max_results=1)
        second = listed(ELEVEN_IN_PROD, max_results=1, next_token=first["NextToken"])

        assert [account["Id"] for account in first["Accounts"] + second["Accounts"]] == [PROD_1, PROD_2]
        assert "NextToken" not in second

    def test_nobody_while_all_is_well(self):
        assert listed(attached(BACKUP, root=SIX))["Accounts"] == []
        assert listed(attached(TAG, root=tags(tag_key=assign("CC"))), "TAG_POLICY")["Accounts"] == []


class TestErrors:
    def test_each_names_its_code_its_place_and_the_policies_it_comes_from(self):
        answer = faults(ELEVEN_IN_PROD_1)

        [fault] = answer.pop("EffectivePolicyValidationErrors")
        assert fault.pop("ErrorMessage") == "A backup plan has at most 10 rules, and daily has 11."
        assert fault == {
            "ErrorCode": "ELEMENTS_TOO_MANY",
            "PathToError": "plans.daily.rules",
            "ContributingPolicies": ["p-bacroot1", "p-bacaccount1"],
        }
        assert answer == {
            "AccountId": PROD_1,
            "PolicyType": "BACKUP_POLICY",
            "Path": f"{ACME.id}/{ROOT}/{WORKLOADS}/{PROD}/{PROD_1}/",
            "EvaluationTimestamp": "2026-09-01T12:00:00Z",
        }

    def test_a_valid_policy_has_none(self):
        assert faults(ELEVEN_IN_PROD_1, PROD_2)["EffectivePolicyValidationErrors"] == []

    def test_they_come_in_pages(self):
        incomplete = attached(BACKUP, root=plan("a"))
        first = faults(incomplete, max_results=1)
        second = faults(incomplete, max_results=1, next_token=first["NextToken"])

        codes = [
            fault["ErrorCode"]
            for answer in (first, second)
            for fault in answer["EffectivePolicyValidationErrors"]
        ]
        assert codes == ["KEY_REQUIRED", "KEY_REQUIRED"]


@pytest.mark.parametrize("ask", [listed, faults])
def test_refusals(ask):
    with refused(errors.EffectivePolicyNotFound):
        ask(ACME)  # the type is not enabled
    with refused(errors.InvalidInput, "INVALID_ENUM_POLICY_TYPE"):
        ask(ACME, policy_type="SERVICE_CONTROL_POLICY")
    with refused(errors.InvalidInput, "INVALID_ENUM_POLICY_TYPE"):
        ask(ACME, policy_type="NO_POLICY")
    with refused(errors.ConstraintViolation, "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"):
        ask(replace(ELEVEN_IN_PROD, feature_set=FeatureSet.CONSOLIDATED_BILLING))
    with refused(errors.AWSOrganizationsNotInUse):
        ask(replace(ELEVEN_IN_PROD, is_deleted=True))


def test_refusals_about_the_account():
    with refused(errors.AccountNotFound):
        faults(ELEVEN_IN_PROD, "999999999999")
    with refused(errors.EffectivePolicyNotFound):
        faults(attached(BACKUP, account=SIX), PROD_2)  # nothing is attached above it
