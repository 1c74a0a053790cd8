"""What holds for every policy, whatever is in it."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policies.engine.decision import Decision, GateKind
from policies.engine.document import Effect, PolicyKind
from policies.engine.evaluate import ALWAYS_ALLOWED, evaluate
from policies.engine.grants import says_yes_itself
from policies.engine.request import (
    AnyResource,
    AttachedPolicy,
    Context,
    Exemption,
    Lookup,
    PrincipalType,
    Request,
)
from policies.engine.truth import Truth
from tests.engine.generators import (
    ACCOUNT,
    CONTEXT_VALUES,
    OTHER_ACCOUNT,
    PRINCIPALS,
    SMALL_UNIVERSE,
    all_policies,
    contexts,
    documents,
    resource_policies,
)

RANK = {
    Decision.EXPLICITLY_DENIED: 0,
    Decision.IMPLICITLY_DENIED: 0,
    Decision.DEPENDS: 1,
    Decision.ALLOWED: 2,
}
FILLINGS = ("reports", "reports/2026", "a", "eu-central-1", ACCOUNT, "vol-1", "john", "")

ACTIONS = st.sampled_from(
    [action for action in SMALL_UNIVERSE.actions if action.lower() not in ALWAYS_ALLOWED]
)
POLICIES = all_policies(SMALL_UNIVERSE)
IDENTITY_DOCUMENTS = documents(SMALL_UNIVERSE, PolicyKind.IDENTITY)


@st.composite
def open_requests(draw):
    action = draw(ACTIONS)
    context = SMALL_UNIVERSE.context_for(action, draw(contexts()))
    return Request(draw(PRINCIPALS), action, SMALL_UNIVERSE.resource_of(action), context)


@st.composite
def concrete(draw, request):
    """One of the requests that an open one stands for: every key settled, one resource named."""
    values = dict(request.context.values)
    for key, choices in CONTEXT_VALUES.items():
        if request.context.get(key) is Lookup.UNKNOWN and draw(st.booleans()):
            values[key] = draw(st.sampled_from(choices))
    resource = request.resource
    if isinstance(resource, AnyResource):
        chosen = draw(st.sampled_from(resource.formats or ("*",)))
        filled = chosen.replace("${Partition}", "aws")
        resource = re.sub(r"\$\{\w+\}", lambda _: draw(st.sampled_from(FILLINGS)), filled)
    return replace(request, resource=resource, context=Context(values, closed=True))


def rank(request, policies):
    return RANK[evaluate(request, policies).decision]


def with_identity(policies, document):
    added = AttachedPolicy("Added", "p-added", "user/john", document)
    return replace(policies, identity=(*policies.identity, added))


def only(document, effect):
    return replace(document, statements=tuple(each for each in document.statements if each.effect is effect))


@given(open_requests(), POLICIES)
@settings(max_examples=60, deadline=None)
def test_a_deny_is_never_outvoted(request, policies):
    evaluation = evaluate(request, policies)
    surely_denied = any(
        result.matches is Truth.YES and result.statement.effect is Effect.DENY
        for gate in evaluation.gates
        for result in gate.statements
    )

    assert (evaluation.decision is Decision.EXPLICITLY_DENIED) is surely_denied


@given(open_requests(), POLICIES, IDENTITY_DOCUMENTS)
@settings(max_examples=60, deadline=None)
def test_adding_a_deny_never_allows(request, policies, document):
    after = with_identity(policies, only(document, Effect.DENY))

    assert rank(request, after) <= rank(request, policies)


@given(open_requests(), POLICIES, IDENTITY_DOCUMENTS)
@settings(max_examples=60, deadline=None)
def test_adding_an_identity_allow_never_denies(request, policies, document):
    after = with_identity(policies, only(document, Effect.ALLOW))

    assert rank(request, after) >= rank(request, policies)


@given(open_requests(), POLICIES)
@settings(max_examples=60, deadline=None)
def test_no_scp_grants_anything(request, policies):
    without = replace(policies, service_control=Exemption.NO_ORGANIZATION)

    assert rank(request, policies) <= rank(request, without)


@given(open_requests(), POLICIES)
@settings(max_examples=60, deadline=None)
def test_no_rcp_boundary_or_session_policy_grants_anything(request, policies):
    # A federated session without session policies is left with nothing, so it keeps its own here.
    federated = request.principal.type is PrincipalType.FEDERATED_USER
    without = replace(
        policies, resource_control=None, boundary=None, session=policies.session if federated else None
    )

    assert rank(request, policies) <= rank(request, without)


@given(open_requests(), POLICIES, resource_policies(SMALL_UNIVERSE))
@settings(max_examples=100, deadline=None)
def test_across_accounts_a_resource_only_limits_what_the_callers_own_policies_allow(
    request, policies, attached
):
    across = replace(request, resource_account=OTHER_ACCOUNT)

    assert rank(across, replace(policies, resource=attached)) <= rank(request, policies)


@given(open_requests(), POLICIES, resource_policies(SMALL_UNIVERSE))
@settings(max_examples=100, deadline=None)
def test_in_its_own_account_what_a_resource_grants_only_adds_and_what_it_denies_only_takes(
    request, policies, attached
):
    assume(not says_yes_itself(request))  # a role to assume must allow it itself
    with_resource = rank(request, replace(policies, resource=attached))
    effects = {each.effect for policy in attached for each in policy.document.statements}

    if Effect.DENY not in effects:
        assert with_resource >= rank(request, policies)
    if Effect.ALLOW not in effects:
        assert with_resource <= rank(request, policies)


@given(open_requests(), POLICIES, resource_policies(SMALL_UNIVERSE), st.data())
@settings(max_examples=100, deadline=None)
def test_what_is_sure_with_a_resource_policy_holds_for_every_request(request, policies, attached, data):
    owner = data.draw(st.sampled_from([None, OTHER_ACCOUNT]))
    asked = replace(request, resource_account=owner)
    policies = replace(policies, resource=attached)
    one = data.draw(concrete(asked))

    answer, decided = evaluate(asked, policies).decision, evaluate(one, policies).decision

    assert decided is not Decision.DEPENDS
    if answer in (Decision.ALLOWED, Decision.EXPLICITLY_DENIED):
        assert decided is answer
    elif answer is Decision.IMPLICITLY_DENIED:
        assert decided in (Decision.IMPLICITLY_DENIED, Decision.EXPLICITLY_DENIED)


@given(open_requests(), POLICIES, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_neither_order_nor_repetition_matters(request, policies, random):
    def shuffled(things):
        things = list(things)
        things += [thing for thing in things if random.random() < 0.3]
        return tuple(random.sample(things, len(things)))

    levels = policies.service_control
    if not isinstance(levels, Exemption):
        levels = shuffled(replace(level, policies=shuffled(level.policies)) for level in levels)
    identity = shuffled(
        replace(policy, document=replace(policy.document, statements=shuffled(policy.document.statements)))
        for policy in policies.identity
    )

    other = replace(policies, service_control=levels, identity=identity)

    assert evaluate(request, other).decision is evaluate(request, policies).decision


@given(open_requests(), POLICIES, st.data())
@settings(max_examples=150, deadline=None)
def test_what_is_sure_of_an_open_question_holds_for_every_request_it_stands_for(request, policies, data):
    answer = evaluate(request, policies).decision
    one = evaluate(data.draw(concrete(request)), policies).decision

    assert one is not Decision.DEPENDS
    if answer is Decision.IMPLICITLY_DENIED:
        # Nothing can allow it; whether something then denies it explicitly may be open.
        assert one in (Decision.IMPLICITLY_DENIED, Decision.EXPLICITLY_DENIED)
    elif answer is not Decision.DEPENDS:
        assert one is answer


@given(open_requests(), POLICIES)
@settings(max_examples=40, deadline=None)
def test_all_gates_are_told_whatever_decides(request, policies):
    evaluation = evaluate(request, policies)
    levels = policies.service_control
    count = 1 if isinstance(levels, Exemption) else len(levels)
    kinds = [gate.kind for gate in evaluation.gates]

    assert kinds.count(GateKind.SERVICE_CONTROL) == count
    assert kinds == sorted(kinds, key=list(GateKind).index)
    assert kinds[-1] is GateKind.IDENTITY
    assert len(evaluation.gates[-1].statements) == sum(
        len(policy.document.statements) for policy in policies.identity
    )
    assert evaluation.gates[-1].is_root_user is (request.principal.type is PrincipalType.ROOT_USER)
    assert evaluation.decision is evaluation.rule.decision
