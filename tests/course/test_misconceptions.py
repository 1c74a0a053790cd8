"""Each belief decides as the engine does, but for the one thing that it has wrong.

World: acme-plain, where FullAWSAccess is attached to everything, and what each line does to it first.
"""

from __future__ import annotations

import json

import pytest

from accounts.organization.decisions import Circumstances, Mfa
from accounts.organization.scenario import built_in, from_document
from lessons.course.case import Action, Case, play
from lessons.course.misconceptions import MISCONCEPTIONS, Asking, about_decisions, answers
from policies.engine.decision import Decision
from tests.course.world import JUDGE

PLAIN = Case(from_document(built_in("acme-plain"), "tests"))
ALLOWED, DENIED, NOTHING = Decision.ALLOWED, Decision.EXPLICITLY_DENIED, Decision.IMPLICITLY_DENIED


def attached(policy: str, name: str) -> Action:
    parameters = {"policy_id": "{{id " + policy + "}}", "target_id": "{{id " + name + "}}"}
    return Action("organizations.attach_policy", parameters)


def instead_of_full_access(policy: str, name: str) -> tuple[Action, ...]:
    detached = {"policy_id": "p-FullAWSAccess", "target_id": "{{id " + name + "}}"}
    return attached(policy, name), Action("organizations.detach_policy", detached)


def statement(effect: str, *actions: str, **members: object) -> dict[str, object]:
    return {"Effect": effect, "Action": list(actions), "Resource": "*", **members}


def document(*statements: dict[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def inline(account: str, user: str, *statements: dict[str, object]) -> Action:
    who = {"account_id": "{{id " + account + "}}", "user_name": user}
    own = {"policy_name": "own", "policy_document": document(*statements)}
    return Action("iam.put_user_policy", {**who, **own})


def bucket(owner: str, *readers: str) -> tuple[Action, ...]:
    where = {"account_id": "{{id " + owner + "}}", "bucket": "acme-reports"}
    allow = statement("Allow", "s3:GetObject", Principal={"AWS": list(readers)})
    content = document({**allow, "Resource": "arn:aws:s3:::acme-reports/*"})
    return Action("s3.create_bucket", where), Action("s3.put_bucket_policy", {**where, "policy": content})


EXACT = Action(
    "organizations.create_policy",
    {
        "name": "Exact",
        "description": "",
        "type": "SERVICE_CONTROL_POLICY",
        "content": json.dumps(
            {"Version": "2012-10-17", "Statement": [statement("Allow", "ec2:RunInstances")]}
        ),
    },
)
LINKED_ROLE = Action(
    "iam.create_service_linked_role",
    {"account_id": "{{id dev-1}}", "aws_service_name": "autoscaling.amazonaws.com"},
)
GUARD_DUTY = {"service_principal": "guardduty.amazonaws.com"}
DELEGATED = (
    Action("organizations.enable_aws_service_access", GUARD_DUTY),
    Action("organizations.register_delegated_administrator", {"account_id": "{{id audit}}", **GUARD_DUTY}),
)
MFA = statement("Deny", "ec2:*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}})
JOHN = "arn:aws:iam::{{id dev-1}}:user/john"
OBJECT = "arn:aws:s3:::acme-reports/2026.csv"

RUN = "ec2:RunInstances"
NO_EC2_IN_DEV = attached("DenyEC2", "Dev")
CASES = [
    # belief, what is done first, who asks, for what, what AWS decides, what the belief decides
    ("M1", [attached("AllowEC2", "dev-1")], "dev-1/user/john", RUN, NOTHING, ALLOWED),
    ("M2", [NO_EC2_IN_DEV], "dev-1/role/Admin", RUN, DENIED, ALLOWED),
    ("M2", [*instead_of_full_access("AllowS3Only", "Prod")], "prod-1/role/Admin", RUN, NOTHING, ALLOWED),
    ("M3", [*instead_of_full_access("AllowS3Only", "Prod")], "prod-1/role/Admin", RUN, NOTHING, ALLOWED),
    (
        "M4",
        [attached("DenyEC2", "Dev"), attached("AllowEC2", "dev-1")],
        "dev-1/role/Admin",
        RUN,
        DENIED,
        ALLOWED,
    ),
    ("M5", [attached("DenyEC2", "Root")], "mgmt/role/Admin", RUN, ALLOWED, DENIED),
    ("M6", [NO_EC2_IN_DEV], "dev-1/root user", RUN, DENIED, ALLOWED),
    ("M7", [NO_EC2_IN_DEV], "dev-1/role/Admin", RUN, DENIED, ALLOWED),
    (
        "M8",
        [EXACT, NO_EC2_IN_DEV, attached("Exact", "Dev")],
        "dev-1/role/Admin",
        RUN,
        DENIED,
        ALLOWED,
    ),
    ("M9", [*instead_of_full_access("DenyS3", "Dev")], "dev-1/role/Admin", RUN, NOTHING, ALLOWED),
    ("M10", [], "dev-1/user/john", RUN, NOTHING, ALLOWED),
    ("M19", [*DELEGATED, attached("DenyEC2", "Security")], "audit/role/Admin", RUN, DENIED, ALLOWED),
    (
        "M20",
        [LINKED_ROLE, NO_EC2_IN_DEV],
        "dev-1/role/AWSServiceRoleForAutoScaling",
        RUN,
        ALLOWED,
        DENIED,
    ),
]


@pytest.mark.parametrize(("belief", "first", "who", "action", "truth", "believed"), CASES)
def test_it_answers_otherwise_where_it_is_wrong(belief, first, who, action, truth, believed):
    case = play(PLAIN, first, "tests")

    asking = Asking(case.present, *case.names.principal(who), action)

    assert asking.truth(JUDGE) is truth
    assert answers(asking, JUDGE)[1][belief] is believed


def test_a_missing_key_counts_as_false():
    first = [inline("dev-1", "john", statement("Allow", "*"), MFA)]
    case = play(PLAIN, first, "tests")
    with_key = Circumstances(mfa=Mfa.KEY_ABSENT)

    asking = Asking(case.present, *case.names.principal("dev-1/user/john"), RUN, circumstances=with_key)

    assert answers(asking, JUDGE) == (ALLOWED, {"M14": DENIED})


@pytest.mark.parametrize(
    ("owner", "truth", "believed"), [("dev-1", ALLOWED, NOTHING), ("prod-1", NOTHING, ALLOWED)]
)
def test_the_rules_of_one_account_and_of_two_are_swapped(owner, truth, believed):
    case = play(PLAIN, bucket(owner, JOHN), "tests")

    asking = Asking(case.present, *case.names.principal("dev-1/user/john"), "s3:GetObject", OBJECT)

    assert asking.truth(JUDGE) is truth
    assert answers(asking, JUDGE)[1]["M15"] is believed


def test_an_scp_above_the_owner_does_not_guard_a_bucket():
    reads = inline("dev-1", "john", statement("Allow", "s3:GetObject"))
    case = play(PLAIN, [*bucket("prod-1", JOHN), reads, attached("DenyS3", "Prod")], "tests")

    asking = Asking(case.present, *case.names.principal("dev-1/user/john"), "s3:GetObject", OBJECT)

    assert answers(asking, JUDGE) == (ALLOWED, {"M21": DENIED})


def test_policies_of_the_old_unit_do_not_travel():
    before = play(PLAIN, [NO_EC2_IN_DEV], "tests")
    parents = {"source_parent_id": "{{id Dev}}", "destination_parent_id": "{{id Sandbox}}"}
    move = Action("organizations.move_account", {"account_id": "{{id dev-1}}", **parents})
    after = play(before, [move], "tests")

    asking = Asking(after.present, *after.names.principal("dev-1/role/Admin"), RUN, before=before.present)

    assert answers(asking, JUDGE) == (ALLOWED, {"M11": DENIED})


def test_where_nothing_is_attached_but_full_access_most_beliefs_do_no_harm():
    asking = Asking(PLAIN.present, *PLAIN.names.principal("dev-1/role/Admin"), RUN)

    assert answers(asking, JUDGE) == (ALLOWED, {})


def test_every_belief_about_decisions_is_tried_here():
    tried = {belief for belief, *_ in CASES} | {"M11", "M14", "M15", "M21"}

    assert tried == {each.id for each in about_decisions()}


def test_each_says_what_its_holder_believes_and_what_is_so():
    assert list(MISCONCEPTIONS) == [f"M{number}" for number in range(1, 22)]
    for each in about_decisions():
        assert each.reasons
