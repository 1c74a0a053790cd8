"""What would allow this, where a boundary, a session policy or the policy of a resource stands in the way?"""

import json
from dataclasses import replace

import pytest

from accounts.organization.decisions import Circumstances, EditKind, Session, Wanted, what_would
from accounts.organization.decisions.counterfactuals import carry_out
from accounts.organization.operations import apply
from accounts.organization.state import ResourceType
from policies.engine.decision import Decision
from policies.engine.document import PolicyKind
from policies.engine.parse import parse_policy
from tests.organization.test_guarded_resources import (
    BUCKET,
    OBJECT,
    WORLD,
    bounded,
    statement,
    with_bucket,
    with_resource,
    with_trust,
)
from tests.organization.world import DEV_1, LOG, OCCASION, READ_ONLY_ACCESS, SBX_1, policy

ANYHOW = Circumstances(region="eu-west-1")
KEY = f"arn:aws:kms:eu-west-1:{LOG}:key/5f0c7a34-8c1e-4b7e-9a55-2d6c1e0f9b21"


@pytest.fixture
def ask(judge):
    def ask(organization, account_id, label, action="s3:GetObject", resource=OBJECT, said=ANYHOW, **more):
        wanted = more.get("wanted", Wanted.ALLOWED)
        return what_would(judge, organization, account_id, label, action, wanted, said, resource)

    return ask


def steps(found):
    return {candidate.edit.steps[0][0] for candidate in found.candidates if candidate.edit.steps}


def kinds(found):
    return [candidate.edit.kind for candidate in found.candidates]


def of_kind(found, kind):
    return next(candidate for candidate in found.candidates if candidate.edit.kind is kind)


def after(organization, edit):
    def do(operation, **parameters):
        nonlocal organization
        organization, response = apply(organization, operation, parameters, OCCASION)
        return response

    carry_out(edit, do)
    return organization


class TestBoundaries:
    MINE = {"action": "s3:DeleteBucket", "resource": None}

    def test_one_of_awss_own_can_only_be_lifted(self, ask, judge):
        limited = bounded("role/Admin", READ_ONLY_ACCESS)

        found = ask(limited, DEV_1, "role/Admin", **self.MINE)

        (lifted,) = found.candidates
        assert lifted.edit.kind is EditKind.LIFT_BOUNDARY
        assert lifted.edit.steps[0][0] == "iam.delete_role_permissions_boundary"
        assert lifted.other_changes > 1000  # all else that it kept from the role
        done = after(limited, lifted.edit)
        assert judge.evaluate(done, DEV_1, "role/Admin", "s3:DeleteBucket").decision is Decision.ALLOWED

    def test_one_of_the_accounts_own_gets_a_version_that_lets_more_pass(self, ask):
        made = {"policy_name": "Limit", "policy_document": policy("Allow", "s3:GetObject", "s3:ListBucket")}
        own, _ = apply(WORLD, "iam.create_policy", {"account_id": DEV_1, **made}, OCCASION)
        limited = bounded("role/Admin", f"arn:aws:iam::{DEV_1}:policy/Limit", organization=own)

        found = ask(limited, DEV_1, "role/Admin", **self.MINE)

        smallest, *_ = found.candidates
        assert smallest.edit.steps[0][0] == "iam.create_policy_version"
        assert (smallest.edit.kind, smallest.other_changes) == (EditKind.LIFT_BOUNDARY, 0)
        assert "iam.delete_role_permissions_boundary" in steps(found)

    def test_where_it_lets_pass_nothing_is_said_of_it(self, ask):
        found = ask(bounded("user/john", READ_ONLY_ACCESS), DEV_1, "user/john", "s3:GetObject", None)

        assert EditKind.LIFT_BOUNDARY not in kinds(found)


def test_a_session_policy_is_left_out(ask):
    limit = parse_policy(policy("Allow", "s3:ListBucket"), PolicyKind.SESSION)
    session = Session(DEV_1, "Admin", "s1", policy=limit)

    found = ask(WORLD, DEV_1, "role/Admin", "s3:DeleteBucket", None, replace(ANYHOW, session=session))

    (unlimited,) = found.candidates
    assert unlimited.edit.circumstances.session == replace(session, policy=None)


class TestPoliciesOfResources:
    def test_another_account_is_let_in_by_name(self, ask, judge):
        found = ask(with_bucket(), SBX_1, "role/Admin")

        (granted,) = found.candidates
        assert granted.edit.kind is EditKind.ALLOW_BY_RESOURCE
        assert granted.edit.steps[0][0] == "s3.put_bucket_policy"
        assert granted.other_changes == 0
        done = after(with_bucket(), granted.edit)
        assert judge.evaluate(done, SBX_1, "role/Admin", "s3:GetObject", ANYHOW, OBJECT).decision is (
            Decision.ALLOWED
        )

    def test_a_statement_that_is_there_stays(self, ask):
        opened = with_bucket(statement("Allow", {"AWS": DEV_1}, "s3:GetObject", Resource=f"{BUCKET}/*"))

        granted = of_kind(ask(opened, SBX_1, "role/Admin"), EditKind.ALLOW_BY_RESOURCE)

        done = after(opened, granted.edit).accounts[LOG].resources[BUCKET].policy
        assert len(done.statements) == 2

    def test_a_deny_of_the_bucket_is_narrowed_or_goes_with_its_policy(self, ask):
        closed = with_bucket(statement("Deny", "*", "s3:GetObject", "s3:PutObject", Resource=f"{BUCKET}/*"))

        found = ask(closed, LOG, "role/Admin")

        assert {"s3.put_bucket_policy", "s3.delete_bucket_policy"} <= steps(found)
        changes = [candidate.other_changes for candidate in found.candidates]
        assert changes == sorted(changes)
        assert changes[0] < changes[-1]  # the policy alone keeps others out, too

    def test_a_key_has_to_say_yes_itself(self, ask):
        shut = statement("Allow", {"AWS": DEV_1}, "kms:Decrypt")
        keyed = with_resource(WORLD, LOG, KEY, ResourceType.KMS_KEY, shut)

        found = ask(keyed, LOG, "role/Admin", "kms:Decrypt", KEY)

        assert steps(found) == {"kms.put_key_policy"}

    def test_a_role_is_assumed_by_whom_it_trusts(self, ask):
        trust = {"Effect": "Allow", "Principal": {"AWS": DEV_1}, "Action": "sts:AssumeRole"}
        trusting = with_trust(json.dumps({"Version": "2012-10-17", "Statement": trust}))
        role = f"arn:aws:iam::{LOG}:role/Admin"

        found = ask(trusting, SBX_1, "role/Admin", "sts:AssumeRole", role)

        assert steps(found) == {"iam.update_assume_role_policy"}

    def test_a_function_gets_a_permission(self, ask):
        function = f"arn:aws:lambda:eu-west-1:{LOG}:function:f"
        world = with_resource(WORLD, LOG, function, ResourceType.LAMBDA_FUNCTION)

        found = ask(world, SBX_1, "role/Admin", "lambda:InvokeFunction", function)

        assert steps(found) == {"lambda.add_permission"}

    def test_what_lets_in_is_taken_away_where_it_is_to_be_denied(self, ask):
        only = statement(
            "Allow", {"AWS": f"arn:aws:iam::{SBX_1}:role/Admin"}, "s3:GetObject", Resource=OBJECT
        )

        found = ask(with_bucket(only), SBX_1, "role/Admin", wanted=Wanted.DENIED)

        assert "s3.delete_bucket_policy" in steps(found)

    def test_what_is_outside_cannot_be_written(self, ask):
        found = ask(WORLD, SBX_1, "role/Admin", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:999900001111:q")

        assert found.candidates == ()
