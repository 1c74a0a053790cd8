"""Two ways to decide, one truth: ``permissions`` says of every action what ``evaluate`` says of it."""

from hypothesis import given, settings

from policies.engine.action_sets import ActionUniverse
from policies.engine.evaluate import evaluate
from policies.engine.permissions import permissions
from policies.engine.request import Context, Policies, Principal, Request
from tests.engine.generators import PRINCIPALS, SMALL_UNIVERSE, all_policies, contexts


def assert_agreement(
    policies: Policies, principal: Principal, context: Context, universe: ActionUniverse, step: int = 1
) -> None:
    everything = permissions(policies, principal, context, universe)
    for index in range(0, len(universe), step):
        action = universe.actions[index]
        request = Request(
            principal, action, universe.resource_of(action), universe.context_for(action, context)
        )
        one = evaluate(request, policies)
        assert (action, everything.decision(index), everything.rule(index)) == (
            action,
            one.decision,
            one.rule,
        )


@settings(max_examples=300)
@given(policies=all_policies(SMALL_UNIVERSE), principal=PRINCIPALS, context=contexts())
def test_every_action_is_decided_as_if_asked_alone_and_by_the_same_rule(policies, principal, context):
    assert_agreement(policies, principal, context, SMALL_UNIVERSE)
