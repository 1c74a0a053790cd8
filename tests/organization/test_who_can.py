"""Who can do this? Every principal at once, decided as each alone would be. (product.md, SB6)"""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from accounts.organization.decisions import Circumstances, principals_of, who_can, why
from accounts.organization.state import AccountState
from policies.engine.decision import Decision, GateKind
from tests.organization.generators import actions, circumstances, organizations
from tests.organization.world import ACME, DEV, DEV_1, MGMT, NEWCO, SBX_1

ALLOWED, EXPLICIT = Decision.ALLOWED, Decision.EXPLICITLY_DENIED


def answers(found):
    return {(who.account_id, who.label): who.decision for who in found}


def test_everybody_is_listed_once_with_the_root_users(judge):
    found = who_can(judge, ACME, "iam:CreateUser")

    everybody = [
        (account.id, label) for account in ACME.accounts.values() for label in principals_of(account)
    ]
    assert [(who.account_id, who.label) for who in found] == everybody
    assert answers(found)[MGMT, "root user"] is ALLOWED


def test_why_names_the_policy_and_where_it_is_attached(judge):
    found = who_can(judge, ACME, "ec2:RunInstances")

    (admin,) = (who for who in found if (who.account_id, who.label) == (DEV_1, "role/Admin"))
    rule = why(judge, ACME, admin, "ec2:RunInstances")
    assert (rule.decision, rule.gate, rule.policy_name) == (EXPLICIT, GateKind.SERVICE_CONTROL, "DenyEC2")
    assert rule.target_id == DEV


def test_of_a_closed_account_nobody_is_listed(judge):
    account = replace(ACME.accounts[NEWCO], state=AccountState.CLOSED)
    closed = replace(ACME, accounts={**ACME.accounts, NEWCO: account})

    assert NEWCO not in {who.account_id for who in who_can(judge, closed, "s3:GetObject")}


def test_on_one_resource_everybody_is_asked_about_that(judge):
    bucket = "arn:aws:s3:::reports/2026.csv"

    found = who_can(judge, ACME, "s3:GetObject", resource=bucket)

    (root,) = (who for who in found if (who.account_id, who.label) == (SBX_1, "root user"))
    assert root.decision is why(judge, ACME, root, "s3:GetObject", resource=bucket).decision is ALLOWED


def test_an_action_that_aws_does_not_have(judge):
    with pytest.raises(KeyError):
        who_can(judge, ACME, "ec2:ExplodeInstances")


@settings(max_examples=25, deadline=None)
@given(organization=organizations, action=actions, said=circumstances)
def test_it_equals_asking_each_for_itself(judge, organization, action, said):
    by_hand = {
        (account.id, label): judge.evaluate(organization, account.id, label, action, said).decision
        for account in organization.accounts.values()
        for label in principals_of(account)
    }

    assert answers(who_can(judge, organization, action, said)) == by_hand


def test_why_is_the_rule_that_asking_for_itself_names(judge):
    said = Circumstances(region="eu-west-1")
    for who in who_can(judge, ACME, "ec2:RunInstances", said):
        alone = judge.evaluate(ACME, who.account_id, who.label, "ec2:RunInstances", said)
        assert why(judge, ACME, who, "ec2:RunInstances", said) == alone.rule
