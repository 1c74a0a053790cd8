"""Two ways to decide, one truth: ``permissions`` says of every action what ``evaluate`` says of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from operator import or_

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.catalogue import catalogue, example_scps, managed_policies
from policies.engine.action_sets import ActionUniverse
from policies.engine.decision import Decision, Evaluation, GateKind
from policies.engine.document import PolicyKind
from policies.engine.evaluate import evaluate
from policies.engine.permissions import Permissions, permissions
from policies.engine.request import AttachedPolicy, Context, Policies, Principal, PrincipalType, Request
from tests.engine.generators import (
    ADMIN,
    JOHN,
    OTHER_ACCOUNT,
    PRINCIPALS,
    ROOT_USER,
    SMALL_UNIVERSE,
    all_policies,
    contexts,
)
from tests.engine.questions import Question, endpoint_policies, questions
from tests.engine.world import (
    ACCOUNT,
    ALICE,
    ANONYMOUS,
    BUCKET,
    CLOUDTRAIL,
    FULL,
    JsonStatement,
    allow,
    boundary,
    deny,
    document,
    endpoint_policy,
    path,
    rcp,
    rcp_path,
    resource_policy,
)
from tests.engine.world import ADMIN as ADMIN_POLICY
from tests.engine.world import ROOT_USER as ROOT_OF_ALICE

RESOURCE_CONTROL = GateKind.RESOURCE_CONTROL

# Policies take longer to make up than to decide, and a slow machine is no failure.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_agreement(
    policies: Policies,
    principal: Principal,
    context: Context,
    universe: ActionUniverse,
    actions: Iterable[int] | None = None,
) -> None:
    at_once = permissions(policies, principal, context, universe)
    for index in range(len(universe)) if actions is None else actions:
        action = universe.actions[index]
        alone = evaluate(
            Request(principal, action, universe.resource_of(action), universe.context_for(action, context)),
            policies,
        )
        decided = action, at_once.decision(index), at_once.rule(index)
        assert decided == (action, alone.decision, alone.rule)


def asked_at_once(question: Question, universe: ActionUniverse) -> Permissions:
    return permissions(
        question.policies,
        question.principal,
        question.context,
        universe,
        on=question.on,
        resource_account=question.owner,
    )


def asked_alone(question: Question, action: str, universe: ActionUniverse) -> Evaluation:
    context = universe.context_for(action, question.context)
    request = Request(question.principal, action, question.on, context, question.owner)
    return evaluate(request, question.policies)


def assert_agreement_on_a_resource(question: Question, universe: ActionUniverse) -> None:
    at_once = asked_at_once(question, universe)
    for action in universe.names(universe.naming(question.on)):
        alone = asked_alone(question, action, universe)
        index = universe.index(action)
        decided = action, at_once.decision(index), at_once.rule(index)
        assert decided == (action, alone.decision, alone.rule)


@settings(unhurried, max_examples=60)
@given(
    policies=all_policies(SMALL_UNIVERSE),
    principal=PRINCIPALS,
    # What was heard from one context must not be taken for what another one says.
    asked=st.lists(contexts(), min_size=2, max_size=2),
)
def test_every_action_is_decided_as_if_asked_alone_and_by_the_same_rule(policies, principal, asked):
    for context in asked:
        assert_agreement(policies, principal, context, SMALL_UNIVERSE)


@settings(unhurried, max_examples=50)
@given(policies=all_policies(SMALL_UNIVERSE), principal=PRINCIPALS, context=contexts())
def test_the_parts_add_up_to_the_universe(policies, principal, context):
    everything = permissions(policies, principal, context, SMALL_UNIVERSE)
    parts = {
        Decision.ALLOWED: everything.allowed,
        Decision.DEPENDS: everything.depends,
        Decision.EXPLICITLY_DENIED: everything.explicitly_denied,
        Decision.IMPLICITLY_DENIED: everything.implicitly_denied,
    }
    by_decision = dict.fromkeys(parts, 0)
    for rule, actions in everything.by_rule:
        by_decision[rule.decision] += actions

    # Sums are unions only if nothing is counted twice.
    assert by_decision == parts
    assert sum(parts.values()) == SMALL_UNIVERSE.all
    assert len({rule for rule, _ in everything.by_rule}) == len(everything.by_rule)


@settings(unhurried, max_examples=50)
@given(policies=all_policies(SMALL_UNIVERSE), principal=PRINCIPALS, context=contexts())
def test_each_step_of_the_funnel_divides_what_came_in_and_the_last_leaves_what_may_be_allowed(
    policies, principal, context
):
    everything = permissions(policies, principal, context, SMALL_UNIVERSE)
    coming = SMALL_UNIVERSE.all

    for step in everything.steps:
        assert step.passing + step.explicitly_denied + step.implicitly_denied == coming
        coming = step.passing

    assert coming == everything.allowed | everything.depends


@settings(unhurried, max_examples=10)
@given(policies=all_policies(SMALL_UNIVERSE), principal=PRINCIPALS, context=contexts())
def test_the_steps_of_the_funnel_are_the_gates_of_an_evaluation(policies, principal, context):
    everything = permissions(policies, principal, context, SMALL_UNIVERSE)
    one = evaluate(Request(principal, "s3:GetObject", "arn:aws:s3:::reports/q1", context), policies)

    assert [(step.kind, step.target_id, step.name) for step in everything.steps] == [
        (gate.kind, gate.target_id, gate.name) for gate in one.gates
    ]


@settings(unhurried, max_examples=200)
@given(question=questions(SMALL_UNIVERSE))
def test_on_a_resource_every_action_is_decided_as_if_asked_alone_and_by_the_same_rule(question):
    assert_agreement_on_a_resource(question, SMALL_UNIVERSE)


@settings(unhurried, max_examples=60)
@given(question=questions(SMALL_UNIVERSE))
def test_on_a_resource_the_parts_add_up_to_the_actions_that_can_name_it(question):
    everything = asked_at_once(question, SMALL_UNIVERSE)
    parts = (
        everything.allowed,
        everything.depends,
        everything.explicitly_denied,
        everything.implicitly_denied,
    )

    assert everything.universe == SMALL_UNIVERSE.naming(question.on)
    assert sum(parts) == reduce(or_, parts) == everything.universe
    assert sum(actions for _, actions in everything.by_rule) == everything.universe


@settings(unhurried, max_examples=60)
@given(question=questions(SMALL_UNIVERSE))
def test_on_a_resource_a_gate_takes_nothing_that_gets_around_it(question):
    everything = asked_at_once(question, SMALL_UNIVERSE)
    coming = everything.universe

    for step in everything.steps:
        assert step.passing + step.explicitly_denied + step.implicitly_denied == coming
        coming = step.passing

    assert coming == everything.allowed | everything.depends


@settings(unhurried, max_examples=60)
@given(question=questions(SMALL_UNIVERSE))
def test_on_a_resource_the_steps_are_the_gates_of_an_evaluation(question):
    everything = asked_at_once(question, SMALL_UNIVERSE)
    actions = SMALL_UNIVERSE.names(everything.universe)
    gates = [gate for action in actions for gate in asked_alone(question, action, SMALL_UNIVERSE).gates]
    # One gate stands for the RCPs that do not reach an action; it is told only where they reach none.
    some_reached = any(gate.kind is RESOURCE_CONTROL and not gate.exemption for gate in gates)
    met = {
        (gate.kind, gate.target_id, gate.name)
        for gate in gates
        if not (some_reached and gate.kind is RESOURCE_CONTROL and gate.exemption)
    }

    steps = [(step.kind, step.target_id, step.name) for step in everything.steps]
    order = [list(GateKind).index(step.kind) for step in everything.steps]
    assert order == sorted(order)
    assert not met or set(steps) == met


@settings(unhurried, max_examples=25)
@given(
    policies=all_policies(SMALL_UNIVERSE),
    endpoint=endpoint_policies(SMALL_UNIVERSE),
    principal=PRINCIPALS,
    context=contexts(),
)
def test_the_policy_of_a_vpc_endpoint_limits_every_action(policies, endpoint, principal, context):
    assert_agreement(replace(policies, endpoint=endpoint), principal, context, SMALL_UNIVERSE)


def test_rcps_take_only_actions_of_services_that_support_them():
    no = rcp("No", deny("s3:*", "sqs:*"))
    policies = Policies(
        path(), (ADMIN_POLICY,), resource_control=rcp_path(root=(no,)), services_with_rcps=frozenset({"s3"})
    )

    denied = permissions(policies, JOHN, Context(), SMALL_UNIVERSE).explicitly_denied

    assert denied == SMALL_UNIVERSE.service_mask("s3")


@pytest.mark.parametrize(
    ("policies", "principal", "owner"),
    [
        (Policies(path(), (ADMIN_POLICY,), resource=()), JOHN, None),
        (Policies(path(), (ADMIN_POLICY,)), ANONYMOUS, None),
        (Policies(path(), (ADMIN_POLICY,)), JOHN, OTHER_ACCOUNT),
    ],
)
def test_what_is_about_one_resource_only_is_not_asked_of_all_actions(policies, principal, owner):
    with pytest.raises(ValueError, match="say on which"):
        permissions(policies, principal, Context(), SMALL_UNIVERSE, resource_account=owner)


LINKED = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
NO_KMS = rcp_path(root=(rcp("No", deny("kms:*")),))


def test_no_rcp_reaches_a_service_linked_role():
    linked = Principal(LINKED, ACCOUNT, PrincipalType.ROLE_SESSION)
    policies = Policies(path(), (ADMIN_POLICY,), resource_control=NO_KMS)

    assert permissions(policies, linked, Context(), SMALL_UNIVERSE).allowed == SMALL_UNIVERSE.all


@pytest.mark.parametrize(
    ("aliases", "denied"),
    [(("alias/mine",), {"kms:Decrypt", "kms:ScheduleKeyDeletion"}), (("alias/aws/s3",), set())],
)
def test_no_rcp_reaches_a_key_that_aws_manages(aliases, denied):
    key = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1"
    policies = Policies(path(), (ADMIN_POLICY,), resource_control=NO_KMS)
    question = Question(policies, ALICE, Context({"kms:resourcealiases": aliases}), key, None)

    at_once = asked_at_once(question, SMALL_UNIVERSE)

    assert_agreement_on_a_resource(question, SMALL_UNIVERSE)
    assert set(SMALL_UNIVERSE.names(at_once.explicitly_denied)) == denied


MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
DELEGATING = allow("s3:*", Principal={"AWS": ACCOUNT})
DIRECTLY = {"AWS": ALICE.arn}
BUT_ALICE = deny("s3:*", NotPrincipal={"AWS": [ALICE.arn, ROOT_OF_ALICE.arn]})


def sparing_endpoint(statement: JsonStatement) -> tuple[AttachedPolicy, ...]:
    return (AttachedPolicy("Endpoint", "Endpoint", "", document(statement, kind=PolicyKind.VPC_ENDPOINT)),)


@pytest.mark.parametrize(
    ("principal", "policies", "code"),
    [
        # It is the statement that means her directly that grants, not the one before.
        (
            ALICE,
            {"resource": resource_policy(DELEGATING, allow("s3:*", Principal=DIRECTLY))},
            "allow:resource/BucketPolicy#1",
        ),
        (
            ALICE,
            {"resource": resource_policy(DELEGATING, allow("s3:*", Principal=DIRECTLY, if_=MFA))},
            "depends:resource/BucketPolicy#1",
        ),
        (
            ALICE,
            {
                "resource": resource_policy(
                    allow("s3:*", Principal={"AWS": ACCOUNT}, if_=MFA),
                    allow("s3:*", Principal=DIRECTLY, if_=MFA),
                )
            },
            "depends:resource/BucketPolicy#1",
        ),
        # NotPrincipal spares nobody with a boundary; at an endpoint, a boundary does not matter.
        (
            ALICE,
            {"resource": resource_policy(BUT_ALICE), "boundary": boundary(allow("*"))},
            "deny.explicit:resource/BucketPolicy#0",
        ),
        (ALICE, {"resource": resource_policy(BUT_ALICE)}, "deny.implicit:identity"),
        (
            ALICE,
            {"endpoint": sparing_endpoint(BUT_ALICE), "boundary": boundary(allow("*"))},
            "deny.implicit:endpoint",
        ),
        # A service gets in by its name only, but through an endpoint with everybody.
        (
            CLOUDTRAIL,
            {
                "resource": resource_policy(allow("s3:*", Principal={"Service": CLOUDTRAIL.arn})),
                "endpoint": endpoint_policy(allow("s3:*", Principal="*")),
            },
            "allow:resource/BucketPolicy#0",
        ),
    ],
)
def test_the_two_agree_where_chance_seldom_leads(principal, policies, code):
    question = Question(Policies(path(), (), **policies), principal, Context(closed=False), BUCKET, None)

    assert_agreement_on_a_resource(question, SMALL_UNIVERSE)
    assert asked_at_once(question, SMALL_UNIVERSE).rule(SMALL_UNIVERSE.index("s3:ListBucket")).code == code


def test_of_actions_that_cannot_name_the_resource_nothing_is_said():
    on_bucket = permissions(
        Policies(path(), (ADMIN_POLICY,)), JOHN, Context(), SMALL_UNIVERSE, on="arn:aws:s3:::reports"
    )

    for ask in (on_bucket.decision, on_bucket.rule):
        with pytest.raises(KeyError):
            ask(SMALL_UNIVERSE.index("s3:GetObject"))


@pytest.fixture(scope="module")
def real_universe() -> ActionUniverse:
    return catalogue().universe


# The real catalogue has three hundred times the actions: some of them stand for the rest.
CHOSEN = st.lists(st.integers(0, 20_000), min_size=20, max_size=20)


@settings(unhurried, max_examples=15, suppress_health_check=list(HealthCheck))
@given(data=st.data(), principal=PRINCIPALS, context=contexts(), actions=CHOSEN)
def test_the_two_agree_on_the_real_catalogue(real_universe, data, principal, context, actions):
    policies = data.draw(all_policies(real_universe))

    assert_agreement(policies, principal, context, real_universe, actions)


@settings(unhurried, max_examples=15, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_two_agree_on_a_resource_in_the_real_catalogue(real_universe, data):
    assert_agreement_on_a_resource(data.draw(questions(real_universe)), real_universe)


AWS_MANAGED = ("ReadOnlyAccess", "PowerUserAccess", "SecurityAudit", "IAMFullAccess", "AmazonEC2FullAccess")


@pytest.mark.parametrize("name", AWS_MANAGED)
def test_the_two_agree_on_what_aws_publishes(real_universe, name):
    managed = managed_policies()[f"arn:aws:iam::aws:policy/{name}"]
    scps = tuple(AttachedPolicy(each.name, each.name, "Prod", each.document) for each in example_scps())
    granted = AttachedPolicy(name, managed.arn, "role/Admin", managed.document)
    policies = Policies(path(prod=(FULL, *scps)), (granted,))
    context = Context({"aws:requestedregion": "eu-central-1"}, closed=False)

    for principal in (ADMIN, ROOT_USER):
        assert_agreement(policies, principal, context, real_universe, range(0, 22_000, 487))
