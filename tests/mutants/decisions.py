"""The decision: gates, exemptions, what AWS refuses, what is known of a request."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

TRUTH = [
    Mutant(name, "truth", old, new, tests)
    for name, old, new, tests in [
        (
            "AND is OR",
            "if truth is Truth.NO:\n            return truth\n        least = min(least, truth)",
            "least = max(least, truth)",
            "test_conditions",
        ),
        (
            "OR is AND",
            "if truth is Truth.YES:\n            return truth\n        most = max(most, truth)",
            "most = min(most, truth)",
            "test_scp_evaluation",
        ),
        (
            "the opposite of maybe is yes",
            "(Truth.YES, Truth.MAYBE, Truth.NO)",
            "(Truth.YES, Truth.YES, Truth.NO)",
            "test_matching",
        ),
    ]
]

DECIDING = [
    Mutant(name, "evaluate", old, new, tests)
    for name, old, new, tests in [
        (
            "GetCallerIdentity can be denied",
            "if request.action.lower() in ALWAYS_ALLOWED:",
            "if False:",
            "test_identity_evaluation",
        ),
        (
            "SCPs need not allow",
            "for gate in (*service_control, *on_the_way)]",
            "for gate in on_the_way]",
            "test_scp_evaluation",
        ),
        (
            "the policy of a VPC endpoint need not allow",
            "for gate in (*service_control, *on_the_way)]",
            "for gate in service_control]",
            "test_resource_policies",
        ),
        (
            "a Deny that may match denies",
            "if result.matches is Truth.YES:\n            return _of_statement(",
            "if result.matches is not Truth.NO:\n            return _of_statement(",
            "test_identity_evaluation",
        ),
        (
            "a Deny that may match does not count",
            "if result.matches is Truth.MAYBE:\n            return _of_statement(",
            "if False:\n            return _of_statement(",
            "test_identity_evaluation",
        ),
        (
            "a Deny counts only at the first gate",
            "for gate in gates for result in gate.statements if _may_deny(result)]",
            "for gate in gates[:1] for result in gate.statements if _may_deny(result)]",
            "test_identity_evaluation",
        ),
        (
            "an Allow that may match allows",
            "        if requirement.holds is Truth.MAYBE:",
            "        if False:",
            "test_identity_evaluation",
        ),
        (
            "the narrowest way decides, and not the best",
            "best = max(ways, key=lambda way: way.holds)  # the first",
            "best = min(ways, key=lambda way: way.holds)  # the first",
            "test_resource_policies",
        ),
        (
            "what AWS refuses goes through",
            "if refusal is not None and refusal.verdict is GateVerdict.NOTHING_ALLOWS:",
            "if False:",
            "test_refusals",
        ),
        (
            "what AWS may refuse goes through",
            "    if refusal is not None:\n        return _without_policy(Decision.DEPENDS",
            "    if False:\n        return _without_policy(Decision.DEPENDS",
            "test_refusals",
        ),
        (
            "gates that are passed by are told as required",
            "_with_what_is_required(gates, best))",
            "_with_what_is_required(gates, ways[0]))",
            "test_resource_policies",
        ),
    ]
]

GUARDRAILS = [
    Mutant(name, "guardrails", old, new, tests)
    for name, old, new, tests in [
        (
            "SCPs bind services",
            "        return Exemption.NOT_SUBJECT",
            "        return levels",
            "test_resource_policies",
        ),
        (
            "SCPs bind service-linked roles",
            "        return Exemption.SERVICE_LINKED_ROLE\n    return levels",
            "        return levels\n    return levels",
            "test_scp_evaluation",
        ),
        (
            "RCPs reach every service",
            "if services is not None and action.partition",
            "if False and action.partition",
            "test_rcp_evaluation",
        ),
        (
            "RCPs reach kms:RetireGrant",
            'frozenset({"kms:retiregrant"})',
            "frozenset()",
            "test_rcp_evaluation",
        ),
        (
            "RCPs bind service-linked roles",
            "if request.principal.is_service_linked_role or is_service_linked_role(_named(request)):",
            "if False:",
            "test_rcp_evaluation",
        ),
        (
            "RCPs reach AWS managed keys",
            "return Exemption.AWS_MANAGED_KEY if _is_of_aws_managed_key(request) else None",
            "return None",
            "test_rcp_evaluation",
        ),
        (
            "RCPs reach AWS managed keys named by their aliases in the context",
            "for alias in (name, *known))",
            "for alias in (name,))",
            "test_rcp_evaluation",
        ),
        (
            "RCPs have to allow",
            "verdict = verdict_of(statements, allowed_anyway=Truth.YES)\n    return Gate(",
            "verdict = verdict_of(statements)\n    return Gate(",
            "test_rcp_evaluation",
        ),
        ("there are no RCPs", "for level in levels or ())", "for level in ())", "test_rcp_evaluation"),
        (
            "only the last SCP level counts",
            "return tuple(_service_control_gate(level, request) for level in levels)",
            "return tuple(_service_control_gate(level, request) for level in levels[-1:])",
            "test_scp_evaluation",
        ),
        (
            "only the first policy of a level counts",
            "            for policy in policies\n",
            "            for policy in tuple(policies)[:1]\n",
            "test_scp_evaluation",
        ),
        (
            "a gate with a Deny passes",
            "    if denies is Truth.YES:\n        return GateVerdict.EXPLICITLY_DENIES\n",
            "",
            "test_scp_evaluation",
        ),
        (
            "an endpoint without a policy is an endpoint with one",
            "if policies.endpoint is None:",
            "if not policies.endpoint:",
            "test_resource_policies",
        ),
    ]
]

REFUSALS = [
    Mutant(name, "refusals", old, new, "test_refusals")
    for name, old, new in [
        (
            "AWS refuses its own services",
            "if of_action is None or _is_aws_itself(request.principal):",
            "if of_action is None:",
        ),
        (
            "AWS lets its managed policies be changed",
            '"arn:*:iam::aws:policy/*"',
            '"arn:*:iam::nobody:policy/*"',
        ),
    ]
]

CONTEXT = [
    Mutant(name, "request", old, new, tests)
    for name, old, new, tests in [
        ("keys mind case", "        key = key.lower()\n", "", "test_conditions"),
        (
            "an open context knows all",
            "if self.closed or key in self.absent",
            "if True or key in self.absent",
            "test_conditions",
        ),
        (
            "global services see the caller's region",
            "values = {**self.values, REQUESTED_REGION: GLOBAL_REGION}",
            "values = dict(self.values)",
            "test_agreement",
        ),
        (
            "one's own account is another",
            "return self.resource_account not in (None, self.principal.account_id)",
            "return self.resource_account is not None",
            "test_resource_policies",
        ),
    ]
]

MUTANTS = [*TRUTH, *DECIDING, *GUARDRAILS, *REFUSALS, *CONTEXT]
