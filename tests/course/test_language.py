"""What terms are worked out to, and when goals hold; the table in the package's docstring, line by line.

World: acme-plain, where FullAWSAccess is attached to everything, boss and Admin are administrators, mary only
reads and john may do nothing.
"""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from accounts.organization.scenario import built_in, from_document
from accounts.organization.scenario.shape import Reading
from lessons.course.case import Action, Case, play
from lessons.course.language import Budget, Finding, Scope, TooMuch, read_goal, read_term
from lessons.course.language.goals import judged
from lessons.course.language.reading import DEEPEST
from policies.engine.decision import Decision
from policies.engine.truth import Truth
from tests.course.world import JUDGE

PLAIN = Case(from_document(built_in("acme-plain"), "tests"))
TEN = {"mgmt", "audit", "log", "dev-1", "dev-2", "dev-3", "prod-1", "prod-2", "sbx-1", "newco"}


def did(operation: str, **parameters: object) -> Action:
    return Action(operation, parameters)


NO_EC2 = did("organizations.attach_policy", policy_id="{{id DenyEC2}}", target_id="{{id Root}}")
NO_EC2_IN_DEV = did("organizations.attach_policy", policy_id="{{id DenyEC2}}", target_id="{{id Dev}}")
DEV_3_UP = did(
    "organizations.move_account",
    account_id="{{id dev-3}}",
    source_parent_id="{{id Dev}}",
    destination_parent_id="{{id Workloads}}",
)
CLOSED = did("organizations.close_account", account_id="{{id dev-3}}")
INVITED = did(
    "organizations.invite_account_to_organization", target={"Id": "{{id partner}}", "Type": "ACCOUNT"}
)
ANA = did("iam.create_user", account_id="{{id dev-1}}", user_name="ana")
KEY = did("iam.create_access_key", account_id="{{id dev-1}}", user_name="john")
BUCKET = did("s3.create_bucket", account_id="{{id prod-1}}", bucket="reports")
TAGGED = did("organizations.tag_resource", resource_id="{{id dev-1}}", tags=[{"Key": "env", "Value": "Dev"}])
GRANTED_WITH_MFA = did(
    "iam.put_user_policy",
    account_id="{{id dev-1}}",
    user_name="john",
    policy_name="own",
    policy_document=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "ec2:RunInstances",
                    "Resource": "*",
                    "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
                }
            ],
        }
    ),
)


def scope(*actions: Action) -> Scope:
    return Scope(play(PLAIN, actions, "tests"), JUDGE)


def value(term: object, *actions: Action) -> object:
    reading = Reading()
    read = read_term(reading, term, "")
    assert not reading.faults
    return read.value(scope(*actions))


def finding(goal: object, *actions: Action) -> Finding:
    reading = Reading()
    read = read_goal(reading, goal, "")
    assert not reading.faults
    return judged(read, scope(*actions))


def holds(goal: object, *actions: Action) -> bool:
    return finding(goal, *actions).is_met


ANYBODYS = "sts:GetCallerIdentity"
"""No policy can take it away."""
DEVS = {"dev-1", "dev-2", "dev-3"}
CAN_RUN = {"can": ["{a}/role/Admin", "ec2:RunInstances"]}
CREATES_USERS = {"can": ["dev-1/role/Admin", "iam:CreateUser"]}
USER_OF_A = "arn:aws:iam::{{id {a}}}:user/new"
TERMS = [
    ({"members": True}, (), TEN),
    ({"sub": "Workloads"}, (), {"dev-1", "dev-2", "dev-3", "prod-1", "prod-2"}),
    ({"sub": "Root"}, (), TEN),
    ({"children": "Workloads"}, (), {"Dev", "Prod"}),
    ({"children": "Workloads"}, (DEV_3_UP,), {"Dev", "Prod", "dev-3"}),
    ({"path": "dev-1"}, (), {"Root", "Workloads", "Dev"}),
    ({"parent": "dev-3"}, (DEV_3_UP,), "Workloads"),
    ({"parent": "Root"}, (), ""),
    ({"attachments": "DenyEC2"}, (NO_EC2_IN_DEV,), {"Dev"}),
    ({"attached": "Dev"}, (NO_EC2_IN_DEV,), {"FullAWSAccess", "DenyEC2"}),
    ({"active": True}, (CLOSED,), TEN - {"dev-3"}),
    ({"invited": True}, (), set()),
    ({"invited": True}, (INVITED,), {"partner"}),
    ({"feature_set": True}, (), "ALL"),
    ({"policy_types": True}, (), {"SERVICE_CONTROL_POLICY"}),
    ({"delegated": "guardduty.amazonaws.com"}, (), set()),
    ({"trusted_services": True}, (), set()),
    ({"tags": "dev-1"}, (TAGGED,), {"env=Dev"}),
    ({"effective_tags": "dev-1", "key": "env"}, (), set()),
    ({"bill": True}, (), Decimal(0)),
    (
        {"principals_of": ["mgmt"]},
        (),
        {"mgmt/role/Admin", "mgmt/role/Developer", "mgmt/user/boss", "mgmt/root user"},
    ),
    ({"effective": "dev-1/user/john"}, (), {ANYBODYS}),
    ({"possible": "dev-1/user/john"}, (GRANTED_WITH_MFA,), {ANYBODYS, "ec2:RunInstances"}),
    ({"effective": "dev-1/user/john"}, (GRANTED_WITH_MFA,), {ANYBODYS}),
    (
        {"effective": "dev-1/user/john", "in": {"mfa": "used"}},
        (GRANTED_WITH_MFA,),
        {ANYBODYS, "ec2:RunInstances"},
    ),
    ({"actions": ["organizations:Leave*"]}, (), {"organizations:LeaveOrganization"}),
    ({"decision": ["dev-1/role/Admin", "ec2:RunInstances"]}, (NO_EC2_IN_DEV,), "explicit_deny"),
    ({"rule": ["dev-1/role/Admin", "ec2:RunInstances"]}, (NO_EC2_IN_DEV,), "deny.explicit:scp@Dev/DenyEC2#0"),
    ({"rule": ["dev-1/user/john", "ec2:RunInstances"]}, (), "deny.implicit:identity"),
    ({"count": {"lost": "dev-1/role/Admin"}}, (NO_EC2_IN_DEV,), 826),
    ({"count": {"gained": "dev-1/role/Admin"}}, (NO_EC2_IN_DEV,), 0),
    ({"changed": {"principals": ["dev-*/role/Admin"]}}, (NO_EC2_IN_DEV,), 3 * 826),
    ({"users": "dev-1"}, (ANA,), {"john", "ana"}),
    ({"groups": "dev-1"}, (), set()),
    ({"roles": "dev-2"}, (), {"Admin", "Developer"}),
    ({"resources": "prod-1"}, (BUCKET,), {"arn:aws:s3:::reports"}),
    ({"count": {"keys": "dev-1/user/john"}}, (KEY,), 1),
    ({"count": {"keys": "dev-1/user/john", "status": "Inactive"}}, (KEY,), 0),
    ({"keys": "dev-1/user/john", "since": "start"}, (KEY,), set()),
    ({"trusts": "dev-1/role/Admin"}, (), {"arn:aws:iam::210987651101:root"}),
    ({"operations": ["organizations.attach_policy"]}, (NO_EC2_IN_DEV, DEV_3_UP), 1),
    ({"proved": "summary"}, (), set()),
    ({"service_of": "organizations:CreateAccount"}, (), "organizations"),
    ({"union": [["a"], {"children": "Workloads"}]}, (), {"a", "Dev", "Prod"}),
    ({"except": [{"sub": "Workloads"}, {"sub": "Dev"}]}, (), {"prod-1", "prod-2"}),
    ({"which": "a", "in": {"members": True}, "where": CAN_RUN}, (NO_EC2_IN_DEV,), TEN - DEVS),
    ({"which": "a", "in": ["dev-1", "nobody"], "where": CAN_RUN}, (), {"dev-1"}),
    (
        {"which": "a", "in": {"members": True}, "where": {**CREATES_USERS, "on": USER_OF_A}},
        (),
        {"dev-1"},
    ),
]


@pytest.mark.parametrize(("term", "actions", "expected"), TERMS)
def test_a_term_is_worked_out_to_a_value(term, actions, expected):
    found = value(term, *actions)

    assert found == (frozenset(expected) if isinstance(expected, set) else expected)


def test_who_can_names_every_principal_that_surely_may():
    able = value({"who_can": "ec2:RunInstances"}, NO_EC2_IN_DEV, GRANTED_WITH_MFA)

    assert {"mgmt/user/boss", "prod-1/role/Admin", "sbx-1/root user"} <= able
    assert not any(name.startswith("dev-") for name in able)


GOALS = [
    ({"can": ["prod-1/role/Admin", "ec2:*"]}, (NO_EC2_IN_DEV,), True),
    ({"can": ["dev-1/role/Admin", "ec2:*"]}, (NO_EC2_IN_DEV,), False),
    ({"not": {"can": ["dev-1/role/Admin", "ec2:*"]}}, (NO_EC2_IN_DEV,), True),
    ({"can": ["prod-1/user/mary", "ec2:*"]}, (), False),  # some of it
    ({"not": {"can": ["prod-1/user/mary", "ec2:*"]}}, (), False),
    ({"can": ["dev-1/user/john", "ec2:RunInstances"]}, (GRANTED_WITH_MFA,), False),  # it depends
    ({"not": {"can": ["dev-1/user/john", "ec2:RunInstances"]}}, (GRANTED_WITH_MFA,), False),
    ({"can": ["dev-1/user/john", "ec2:RunInstances"], "in": {"mfa": "used"}}, (GRANTED_WITH_MFA,), True),
    ({"children": "Workloads", "equals": ["Prod", "Dev"]}, (), True),
    ({"children": "Workloads", "includes": ["Dev"]}, (), True),
    ({"children": "Workloads", "excludes": ["dev-3"]}, (DEV_3_UP,), False),
    ({"path": "dev-3", "within": ["Root", "Workloads"]}, (DEV_3_UP,), True),
    ({"count": {"members": True}, "at_least": 10}, (), True),
    ({"count": {"members": True}, "at_most": 9}, (), False),
    ({"bill": True, "at_most": "0.00"}, (), True),
    ({"feature_set": True, "equals": "ALL"}, (), True),
    ({"members": True, "equals": 10}, (), False),  # a set is no number
    ({"members": True, "at_least": 1}, (), False),
    ({"same": {}}, (DEV_3_UP,), True),
    ({"same": {}}, (NO_EC2_IN_DEV,), False),
    ({"same": {"except_principals": ["dev-*/*"]}}, (NO_EC2_IN_DEV,), True),
    ({"same": {"except_actions": ["ec2:*"]}}, (NO_EC2_IN_DEV,), True),
    ({"same": {"exempt": [{"principals": ["dev-*/*"], "actions": ["ec2:*"]}]}}, (NO_EC2_IN_DEV,), True),
    ({"same": {"exempt": [{"principals": ["dev-*/*"], "actions": ["s3:*"]}]}}, (NO_EC2_IN_DEV,), False),
    ({"same": {"exempt": [{"principals": ["dev-1/*"], "actions": ["ec2:*"]}]}}, (NO_EC2_IN_DEV,), False),
    ({"same": {}}, (ANA,), True),  # who was not there at the start is nobody's concern
    ({"same": {}}, (did("iam.delete_user", account_id="{{id dev-1}}", user_name="john"),), False),
    ({"unchanged": ["policies", "attachments"]}, (DEV_3_UP,), True),
    ({"unchanged": ["tree"]}, (DEV_3_UP,), False),
    ({"unchanged": ["identities"]}, (ANA,), False),
    ({"kept": ["identities"]}, (ANA,), True),
    ({"unchanged": ["resources", "accounts"]}, (BUCKET,), False),
    ({"always": {"parent": "dev-3", "equals": "Dev"}}, (DEV_3_UP,), False),
    ({"always": {"same": {}}}, (DEV_3_UP,), True),
    ({"newcomer": "later", "goal": {"can": ["later/root user", "ec2:RunInstances"]}}, (), True),
    ({"newcomer": "later", "goal": {"can": ["later/root user", "ec2:RunInstances"]}}, (NO_EC2,), False),
    ({"newcomer": "later", "goal": {"parent": "later", "equals": "Root"}}, (), True),
    ({"all": [{"same": {}}, {"parent": "dev-3", "equals": "Dev"}]}, (DEV_3_UP,), False),
    ({"any": [{"same": {}}, {"parent": "dev-3", "equals": "Dev"}]}, (DEV_3_UP,), True),
    ({"any": [{"parent": "nobody", "equals": "Dev"}, {"same": {}}]}, (), True),
    (
        {"each": "d", "in": {"sub": "Dev"}, "goal": {"not": {"can": ["{d}/role/Admin", "ec2:*"]}}},
        (NO_EC2_IN_DEV,),
        True,
    ),
    (
        {"each": "p", "in": {"principals_of": ["dev-1"]}, "goal": {"not": {"can": ["{p}", "ec2:*"]}}},
        (NO_EC2_IN_DEV,),
        True,
    ),
    (
        {"each": "p", "in": {"principals_of": ["dev-1"]}, "goal": {"not": {"can": ["{p}", "s3:*"]}}},
        (NO_EC2_IN_DEV,),
        False,
    ),
    ({"each": "d", "in": ["dev-1", "prod-1"], "goal": {"path": "{d}", "includes": ["Dev"]}}, (), False),
    ({"each": "d", "in": [], "goal": {"path": "{d}", "includes": ["Dev"]}}, (), True),
]


@pytest.mark.parametrize(("goal", "actions", "expected"), GOALS)
def test_a_goal_is_met_by_yes_alone(goal, actions, expected):
    assert holds(goal, *actions) is expected


def test_what_is_not_there_meets_no_goal_and_not_its_opposite():
    goal = {"can": ["dev-9/role/Admin", "ec2:RunInstances"]}

    found = finding(goal)

    assert not found.is_met
    assert not holds({"not": goal})
    assert found.message.parameters == {"kind": "account", "name": "dev-9"}


def test_an_unmet_goal_names_the_request_that_speaks_against_it():
    goal = {"same": {"except_principals": ["dev-1/*"]}}

    witness = finding(goal, NO_EC2_IN_DEV).against

    assert (witness.label, witness.action) == ("role/Admin", "ec2:AcceptAddressTransfer")
    assert (witness.was, witness.decision) == (Decision.ALLOWED, Decision.EXPLICITLY_DENIED)


@pytest.mark.parametrize(
    ("comparison", "action"),
    [
        ({"within": {"actions": ["s3:*"]}}, "ec2:RunInstances"),
        ({"excludes": {"actions": ["ec2:*"]}}, "ec2:RunInstances"),
        ({"includes": ["ec2:RunInstances", "ec2:StopInstances"]}, "ec2:StopInstances"),
        ({"equals": ["ec2:RunInstances", "sts:GetCallerIdentity", "ec2:StopInstances"]}, "ec2:StopInstances"),
    ],
)
def test_a_comparison_of_what_somebody_may_do_names_the_first_action_that_differs(comparison, action):
    found = finding({"possible": "dev-1/user/john", **comparison}, GRANTED_WITH_MFA)

    assert not found.is_met
    assert (found.against.label, found.against.action) == ("user/john", action)


def test_the_opposite_names_what_speaks_for_it():
    goal = {"not": {"can": ["prod-1/user/mary", "ec2:*"]}}

    found = finding(goal)

    assert found.truth is Truth.MAYBE
    assert found.against.decision is Decision.ALLOWED


LEFT = (
    KEY,
    did("organizations.remove_account_from_organization", account_id="{{id dev-1}}"),
)
OF_SOMEBODY_WHO_LEFT = [
    ({"count": {"keys": "dev-1/user/john"}, "equals": 1}, True),
    ({"can": ["dev-1/role/Admin", "ec2:RunInstances"]}, True),
    ({"who_can": "ec2:RunInstances", "excludes": ["dev-1/role/Admin"]}, True),
    ({"effective": "dev-1/role/Admin", "includes": ["ec2:RunInstances"]}, True),
    ({"rule": ["dev-1/user/john", "ec2:RunInstances"], "equals": "deny.implicit:identity"}, True),
    ({"trusts": "dev-1/role/Admin", "includes": []}, True),
    ({"parent": "dev-1", "equals": "Dev"}, False),
    ({"tags": "dev-1", "includes": []}, False),
    ({"effective_tags": "dev-1", "key": "env", "includes": []}, False),
    ({"principals_of": ["dev-1"], "includes": ["dev-1/user/john"]}, True),
    ({"same": {"principals": ["dev-1/*"]}}, True),
]


@pytest.mark.parametrize(("goal", "expected"), OF_SOMEBODY_WHO_LEFT)
def test_an_account_that_has_left_is_spoken_of_still(goal, expected):
    assert holds(goal, *LEFT) is expected


def test_a_name_means_what_it_meant_at_the_start():
    renamed = did(
        "organizations.update_organizational_unit", organizational_unit_id="{{id Dev}}", name="Build"
    )
    other = did("organizations.create_organizational_unit", parent_id="{{id Root}}", name="Dev")

    assert value({"sub": "Dev"}, renamed, other) == {"dev-1", "dev-2", "dev-3"}


def test_proofs_count_by_the_table_of_their_cell():
    proofs = frozenset({"summary/scope/iam", "summary/billing/iam", "aspect/scope/iam"})
    case = replace(play(PLAIN, [DEV_3_UP], "tests"), proofs=proofs)
    reading = Reading()
    goal = read_goal(reading, {"count": {"proved": "summary"}, "equals": 2}, "")

    assert judged(goal, Scope(case, JUDGE)).is_met
    assert not judged(goal, Scope(PLAIN, JUDGE)).is_met


HOSTILE = [
    {"same": {}},
    {"can": ["{a}/role/Admin", "s3:*"], "on": "arn:aws:s3:::{b}-{c}"},
    {"who_can": "ec2:RunInstances", "includes": []},
    {"effective": "{a}/role/Admin", "includes": []},
    {"bill": True, "at_most": "1"},
    {"same": {"actions": ["ec2:*a*b*c*"] * 1000}},
    {"always": {"unchanged": ["identities"]}},
]


@pytest.mark.parametrize("inner", HOSTILE)
def test_goals_within_goals_end(inner):
    for name in "abcdefgh":
        inner = {"each": name, "in": {"members": True}, "goal": inner}
    reading = Reading()
    goal = read_goal(reading, inner, "")
    within = Scope(PLAIN, JUDGE, budget=Budget(1000))

    with pytest.raises(TooMuch):
        judged(goal, within)


WRONG = [
    ({"proved": "everything", "includes": []}, "does not have the form"),
    ({"same": {"exempt": [{"actions": ["everything"]}]}}, "must be an action"),
    ({"can": "dev-1"}, "must be a principal and an action"),
    ({"can": ["dev-1", "ec2:*"]}, "must be a principal"),
    ({"can": ["dev-1/role/Admin", "everything"]}, "must be an action"),
    ({"can": ["dev-1/role/Admin", "ec2:*"], "in": {"mfa": "sometimes"}}, "must be one of used"),
    ({"can": ["dev-1/role/Admin", "ec2:*"], "hmm": 1}, "is not known here"),
    ({"sub": "Dev"}, "must be one goal"),
    ({"sub": "Dev", "equals": [], "includes": []}, "must be one goal"),
    ({"nobody": "Dev", "equals": []}, "must be one term"),
    ({"sub": "Dev", "equals": True}, "must be a text"),
    ({"bill": True, "at_most": "much"}, "must be an amount"),
    ({"bill": 1, "at_most": "1"}, "must be true"),
    ({"operations": ["organizations.win"], "equals": 1}, "is no operation"),
    ({"unchanged": ["everything"]}, "is none of"),
    ({"all": []}, "must be a list that is not empty"),
    ({"each": "X", "in": [], "goal": {"same": {}}}, "does not have the form"),
    ({"which": "X", "in": [], "where": {"same": {}}, "equals": []}, "does not have the form"),
]


@pytest.mark.parametrize(("goal", "message"), WRONG)
def test_every_fault_is_told_with_its_place(goal, message):
    reading = Reading()

    read_goal(reading, goal, "clauses[0].goal")

    assert any(message in str(fault) for fault in reading.faults)
    assert all(fault.path.startswith("clauses[0].goal") for fault in reading.faults)


def test_goals_go_only_so_deep():
    goal: dict[str, object] = {"same": {}}
    for _ in range(DEEPEST):
        goal = {"not": goal}
    reading = Reading()

    read_goal(reading, goal, "goal")

    assert "deeper" in str(reading.faults[0])
