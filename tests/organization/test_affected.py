"""Which accounts a change can reach: nobody outside them hears anything else."""

import pytest
from hypothesis import given, settings

from accounts.organization.decisions import principals_of
from accounts.organization.decisions.affected import affected_accounts
from accounts.organization.operations import apply
from tests.organization.generators import circumstances, organizations
from tests.organization.world import (
    ACME,
    ALLOW_S3_ONLY,
    DENY_EC2,
    DEV,
    DEV_1,
    DEV_2,
    DEV_3,
    FULL_AWS_ACCESS,
    MGMT,
    OCCASION,
    PROD_1,
    PROD_2,
    READ_ONLY_ACCESS,
    ROOT,
    SANDBOX,
    SBX_1,
    SCP_TYPE,
    WORKLOADS,
    policy,
)

ATTACH, DETACH = "organizations.attach_policy", "organizations.detach_policy"
UPDATE, MOVE = "organizations.update_policy", "organizations.move_account"


@pytest.mark.parametrize(
    ("operation", "parameters", "affected"),
    [
        (ATTACH, {"policy_id": DENY_EC2, "target_id": SBX_1}, [SBX_1]),
        (ATTACH, {"policy_id": DENY_EC2, "target_id": WORKLOADS}, [DEV_1, DEV_2, DEV_3, PROD_1, PROD_2]),
        (DETACH, {"policy_id": FULL_AWS_ACCESS, "target_id": DEV}, [DEV_1, DEV_2, DEV_3]),
        (UPDATE, {"policy_id": ALLOW_S3_ONLY, "content": policy("Allow", "ec2:*")}, [PROD_1, PROD_2]),
        (
            MOVE,
            {"account_id": SBX_1, "source_parent_id": SANDBOX, "destination_parent_id": ROOT},
            [SBX_1],
        ),
        (
            "iam.attach_user_policy",
            {"account_id": MGMT, "user_name": "boss", "policy_arn": READ_ONLY_ACCESS},
            [MGMT],
        ),
        (
            "organizations.disable_policy_type",
            {"root_id": ROOT, "policy_type": SCP_TYPE},
            list(ACME.accounts),
        ),
    ],
    ids=["account", "unit of units", "unit", "text", "move", "inside", "policy type"],
)
def test_what_a_change_reaches(operation, parameters, affected):
    after = apply(ACME, operation, parameters, OCCASION).organization

    assert [account.id for account in affected_accounts(ACME, after)] == affected


def test_nothing_is_reached_by_nothing():
    assert not list(affected_accounts(ACME, ACME))


@settings(max_examples=15, deadline=None)
@given(after=organizations, said=circumstances)
def test_everybody_else_hears_what_they_heard(judge, after, said):
    affected = {account.id for account in affected_accounts(ACME, after)}
    for account in after.accounts.values():
        if account.id in affected:
            continue
        for label in principals_of(account):
            then = judge.permissions(ACME, account.id, label, said)
            now = judge.permissions(after, account.id, label, said)
            assert (now.allowed, now.depends, now.by_rule) == (then.allowed, then.depends, then.by_rule)
