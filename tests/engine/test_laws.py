"""What holds for every policy, whatever is in it.

Each law is held against a few worlds that Hypothesis makes up; ``make laws`` holds all of them against
each of many.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps

from hypothesis import HealthCheck, given, note, settings

from policies.engine.decision import Decision, GateKind
from policies.engine.document import Effect, PolicyDocument, PolicyKind, Statement
from policies.engine.evaluate import evaluate
from policies.engine.grants import says_yes_itself
from policies.engine.parse import parse_policy
from policies.engine.permissions import permissions
from policies.engine.printing import print_policy
from policies.engine.request import (
    AttachedPolicy,
    Context,
    Exemption,
    Level,
    Policies,
    PrincipalType,
    Request,
)
from policies.engine.truth import Truth
from tests.engine.generators import OTHER_ACCOUNT, SMALL_UNIVERSE, everything
from tests.engine.world import ANONYMOUS, CLOUDTRAIL
from tests.engine.worlds import World, worlds

RANK = {
    Decision.EXPLICITLY_DENIED: 0,
    Decision.IMPLICITLY_DENIED: 0,
    Decision.DEPENDS: 1,
    Decision.ALLOWED: 2,
}
STRANGERS = (CLOUDTRAIL, ANONYMOUS)
DENIED = (Decision.IMPLICITLY_DENIED, Decision.EXPLICITLY_DENIED)
EXAMPLES = 60
LAWS: dict[str, Callable[[World], None]] = {}
"""By their names, as the tests have them."""


def law(holds: Callable[[World], None]) -> Callable[[], None]:
    """A test that ``holds`` fails in none of the worlds."""
    LAWS[holds.__name__] = holds

    @wraps(holds)
    def in_it(world: World) -> None:
        note(world)
        holds(world)

    slow_is_fine = [HealthCheck.too_slow]
    held = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=slow_is_fine)
    return held(given(world=worlds())(in_it))


def rank(request: Request, policies: Policies) -> int:
    return RANK[evaluate(request, policies).decision]


def with_identity(policies: Policies, document: PolicyDocument) -> Policies:
    added = AttachedPolicy("Added", "p-added", "user/john", document)
    return replace(policies, identity=(*policies.identity, added))


def only(document: PolicyDocument, effect: Effect) -> PolicyDocument:
    return with_statements(document, [each for each in document.statements if each.effect is effect])


def with_statements(document: PolicyDocument, statements: Sequence[Statement]) -> PolicyDocument:
    """Another document, so with another text: by their texts documents are known."""
    text = f"{document.text} but {[statement.index for statement in statements]}"
    return replace(document, statements=tuple(statements), text=text)


def assert_it_stands_for(one: Request, open_one: Request, policies: Policies) -> None:
    """What is sure of an open question holds for the one request."""
    answer, decided = evaluate(open_one, policies).decision, evaluate(one, policies).decision
    assert decided is not Decision.DEPENDS
    if answer is Decision.IMPLICITLY_DENIED:
        # Nothing can allow it; whether something then denies it explicitly may be open.
        assert decided in DENIED
    elif answer is not Decision.DEPENDS:
        assert decided is answer


# --- who outvotes whom --------------------------------------------------------------------------------


@law
def test_a_deny_is_never_outvoted(world):
    evaluation = evaluate(world.request, replace(world.policies, resource=world.resource_policy))
    surely_denied = any(
        result.matches is Truth.YES and result.statement.effect is Effect.DENY
        for gate in evaluation.gates
        for result in gate.statements
    )

    assert (evaluation.decision is Decision.EXPLICITLY_DENIED) is surely_denied


@law
def test_adding_a_deny_never_allows(world):
    denied = only(world.document, Effect.DENY)
    before = rank(world.request, world.policies)

    assert rank(world.request, with_identity(world.policies, denied)) <= before
    for after in with_one_more_guardrail(world.policies, denied):
        assert rank(world.request, after) <= before


def with_one_more_guardrail(policies: Policies, document: PolicyDocument) -> list[Policies]:
    """The same, with ``document`` at the last level, in the boundary and among the session policies."""
    added = (AttachedPolicy("Added", "p-added", "", document),)
    found = []
    if isinstance(policies.service_control, tuple):
        *above, last = policies.service_control
        last = replace(last, policies=(*last.policies, *added))
        found.append(replace(policies, service_control=(*above, last)))
    if policies.boundary is not None:
        found.append(replace(policies, boundary=(*policies.boundary, *added)))
    if policies.session is not None:
        found.append(replace(policies, session=(*policies.session, *added)))
    return found


@law
def test_adding_an_identity_allow_never_denies(world):
    after = with_identity(world.policies, only(world.document, Effect.ALLOW))

    assert rank(world.request, after) >= rank(world.request, world.policies)


@law
def test_no_scp_grants_anything(world):
    without = replace(world.policies, service_control=Exemption.NO_ORGANIZATION)

    assert rank(world.request, world.policies) <= rank(world.request, without)


@law
def test_no_level_of_scps_gives_back_what_another_takes(world):
    levels = world.policies.service_control

    for number in range(len(levels) if isinstance(levels, tuple) else 0):
        fewer = replace(world.policies, service_control=(*levels[:number], *levels[number + 1 :]))
        assert rank(world.request, world.policies) <= rank(world.request, fewer)


@law
def test_in_the_management_account_no_scp_changes_a_decision(world):
    exempt = replace(world.policies, service_control=Exemption.MANAGEMENT_ACCOUNT)
    everything_passes = (AttachedPolicy("F", "p-F", "Root", everything(PolicyKind.SERVICE_CONTROL)),)
    under_full_access = replace(world.policies, service_control=(Level("r-root", "Root", everything_passes),))

    decision = evaluate(world.request, exempt).decision

    assert decision is evaluate(world.request, under_full_access).decision


@law
def test_no_rcp_boundary_session_policy_or_endpoint_policy_grants_anything(world):
    # A federated session without session policies is left with nothing, so it keeps its own here.
    federated = world.request.principal.type is PrincipalType.FEDERATED_USER
    session = world.policies.session if federated else None
    without = replace(world.policies, resource_control=None, boundary=None, session=session, endpoint=None)

    assert rank(world.request, world.policies) <= rank(world.request, without)


@law
def test_across_accounts_a_resource_only_limits_what_the_callers_own_policies_allow(world):
    across = replace(world.request, resource_account=OTHER_ACCOUNT)
    with_resource = replace(world.policies, resource=world.resource_policy)

    assert rank(across, with_resource) <= rank(world.request, world.policies)


@law
def test_in_its_own_account_what_a_resource_grants_only_adds_and_what_it_denies_only_takes(world):
    if says_yes_itself(world.request):
        return  # a role to assume must allow it itself
    without = rank(world.request, world.policies)
    with_resource = rank(world.request, replace(world.policies, resource=world.resource_policy))
    effects = {each.effect for policy in world.resource_policy for each in policy.document.statements}

    if Effect.DENY not in effects:
        assert with_resource >= without
    if Effect.ALLOW not in effects:
        assert with_resource <= without


@law
def test_who_is_of_no_account_gets_in_only_by_what_the_resource_allows(world):
    request = replace(world.request, principal=world.one_of(STRANGERS))
    policies = replace(world.policies, resource=world.resource_policy)
    effects = {each.effect for policy in world.resource_policy for each in policy.document.statements}
    decision = evaluate(request, policies).decision

    assert decision is evaluate(request, replace(policies, identity=(), boundary=None)).decision
    if Effect.ALLOW not in effects:
        assert decision in DENIED


@law
def test_neither_order_nor_repetition_matters(world):
    policies = replace(world.policies, resource=world.resource_policy)

    other = evaluate(world.request, in_another_order(policies, world)).decision

    assert other is evaluate(world.request, policies).decision


def in_another_order(policies: Policies, world: World) -> Policies:
    """Levels, policies and statements change their places, and some stand there twice."""

    def attached(some: tuple[AttachedPolicy, ...] | None) -> tuple[AttachedPolicy, ...] | None:
        return None if some is None else world.shuffled([turned(policy) for policy in some])

    def turned(policy: AttachedPolicy) -> AttachedPolicy:
        statements = world.shuffled(policy.document.statements)
        return replace(policy, document=with_statements(policy.document, statements))

    def levels(some: tuple[Level, ...] | Exemption | None) -> tuple[Level, ...] | Exemption | None:
        if not isinstance(some, tuple):
            return some
        return world.shuffled([replace(level, policies=attached(level.policies)) for level in some])

    return replace(
        policies,
        service_control=levels(policies.service_control),
        resource_control=levels(policies.resource_control),
        identity=attached(policies.identity),
        boundary=attached(policies.boundary),
        session=attached(policies.session),
        endpoint=attached(policies.endpoint),
        resource=attached(policies.resource),
    )


# --- open questions -----------------------------------------------------------------------------------


@law
def test_what_is_sure_of_an_open_question_holds_for_every_request_it_stands_for(world):
    assert_it_stands_for(world.concrete(world.request), world.request, world.policies)


@law
def test_what_is_sure_with_a_resource_policy_holds_for_every_request(world):
    asked = replace(world.request, resource_account=world.one_of((None, OTHER_ACCOUNT)))
    policies = replace(world.policies, resource=world.resource_policy)

    assert_it_stands_for(world.concrete(asked), asked, policies)


@law
def test_to_learn_more_settles_a_question_and_never_turns_an_answer_over(world):
    """One unknown key becomes known to be absent: what was sure before stays as it was."""
    request, policies = world.request, world.policies
    known = request.context
    closed = replace(request, context=Context(known.values, True, known.absent, known.absent_prefixes))

    before, after = evaluate(request, policies).decision, evaluate(closed, policies).decision

    if before is Decision.IMPLICITLY_DENIED:
        assert after in DENIED
    elif before is not Decision.DEPENDS:
        assert after is before


# --- what is told -------------------------------------------------------------------------------------


@law
def test_all_gates_are_told_whatever_decides(world):
    request, policies = world.request, world.policies
    evaluation = evaluate(request, policies)
    levels = policies.service_control
    count = 1 if isinstance(levels, Exemption) else len(levels)
    kinds = [gate.kind for gate in evaluation.gates]

    assert kinds.count(GateKind.SERVICE_CONTROL) == count
    assert kinds.count(GateKind.VPC_ENDPOINT) == (policies.endpoint is not None)
    assert kinds == sorted(kinds, key=list(GateKind).index)
    assert kinds[-1] is GateKind.IDENTITY
    assert len(evaluation.gates[-1].statements) == sum(
        len(policy.document.statements) for policy in policies.identity
    )
    assert evaluation.gates[-1].is_root_user is (request.principal.type is PrincipalType.ROOT_USER)
    assert evaluation.decision is evaluation.rule.decision


# --- all actions at once ------------------------------------------------------------------------------


@law
def test_permissions_say_of_an_action_what_evaluate_says_of_it(world):
    request = world.request
    at_once = permissions(world.policies, request.principal, request.context, SMALL_UNIVERSE)
    index = SMALL_UNIVERSE.index(request.action)

    alone = evaluate(
        replace(request, context=SMALL_UNIVERSE.context_for(request.action, request.context)), world.policies
    )

    assert (at_once.decision(index), at_once.rule(index)) == (alone.decision, alone.rule)


@law
def test_the_four_parts_add_up_to_the_catalogue_and_so_do_the_rules(world):
    request = world.request
    found = permissions(world.policies, request.principal, request.context, SMALL_UNIVERSE)
    parts = (found.allowed, found.depends, found.explicitly_denied, found.implicitly_denied)

    # Sums are unions only if nothing is counted twice.
    assert sum(parts) == SMALL_UNIVERSE.all
    assert sum(part.bit_count() for part in parts) == len(SMALL_UNIVERSE)
    assert sum(actions for _, actions in found.by_rule) == SMALL_UNIVERSE.all


# --- text ---------------------------------------------------------------------------------------------


@law
def test_what_was_printed_parses_to_the_same_document(world):
    policies = (*world.resource_policy, *world.policies.identity, *(world.policies.endpoint or ()))
    for document in (world.document, *(policy.document for policy in policies)):
        printed = print_policy(document)
        again = parse_policy(printed, document.kind)

        assert (again.version, again.id) == (document.version, document.id)
        assert [replace(each, pointer="") for each in again.statements] == [
            replace(each, pointer="") for each in document.statements
        ]
        assert print_policy(again) == printed
