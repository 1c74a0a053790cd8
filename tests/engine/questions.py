"""What may somebody do on this resource? Made-up questions, with policies of every kind that has a say."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from policies.engine.action_sets import ActionUniverse
from policies.engine.document import PolicyKind
from policies.engine.parse import parse_policy
from policies.engine.request import AttachedPolicy, Context, Policies, Principal, PrincipalType
from tests.engine.choices import Choices, made
from tests.engine.generators import (
    ACCOUNT,
    ADMIN,
    GUEST,
    JOHN,
    OTHER_ACCOUNT,
    ROOT_USER,
    all_policies,
    contexts,
)


@dataclass(frozen=True)
class Question:
    """``on`` is the resource, ``owner`` its account; None is the caller's own."""

    policies: Policies
    principal: Principal
    context: Context
    on: str
    owner: str | None


OKTA = f"arn:aws:iam::{ACCOUNT}:saml-provider/Okta"
CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"

CALLERS = (
    JOHN,
    ADMIN,
    ROOT_USER,
    GUEST,
    Principal(f"arn:aws:iam::{ACCOUNT}:role/Admin", ACCOUNT, PrincipalType.ROLE_SESSION),
    replace(JOHN, unique_id="AIDAJOHNJOHNJOHNJOHN1", canonical_user_id=CANONICAL),
    replace(ADMIN, unique_id="AROAADMINADMINADMIN12"),
    Principal("cloudtrail.amazonaws.com", "", PrincipalType.SERVICE),
    Principal("*", "", PrincipalType.ANONYMOUS),
    Principal(OKTA, "", PrincipalType.FEDERATED_IDENTITY),
)

ROLE = f"arn:aws:iam::{ACCOUNT}:role/Admin"
RESOURCES = (
    "arn:aws:s3:::reports",
    "arn:aws:s3:::reports/john",
    ROLE,
    f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1",
    f"arn:aws:sqs:eu-central-1:{ACCOUNT}:*-queue",
    f"arn:aws:dynamodb:eu-central-1:{ACCOUNT}:table/t/index/i",
    f"arn:aws:ec2:eu-central-1:{ACCOUNT}:instance/eu-central-1-x",
    f"arn:aws:rds:eu-central-1:{ACCOUNT}:db:orders",  # of a service without actions here
)

NAMED: tuple[Any, ...] = (
    "*",
    {"AWS": "*"},
    {"AWS": ACCOUNT},
    {"AWS": JOHN.arn},
    {"AWS": ROLE},
    {"AWS": [ROLE, ROOT_USER.arn]},
    {"AWS": [ADMIN.arn, JOHN.arn, ROLE]},
    {"AWS": [JOHN.arn, ROOT_USER.arn]},
    {"AWS": GUEST.arn},
    {"AWS": OTHER_ACCOUNT},
    {"AWS": ["AIDAJOHNJOHNJOHNJOHN1", "AROAADMINADMINADMIN12"]},
    {"CanonicalUser": CANONICAL},
    {"Service": "cloudtrail.amazonaws.com"},
    {"Federated": OKTA},
)

CONDITIONS: tuple[Any, ...] = (
    {},
    {},
    {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    {"StringEquals": {"aws:RequestedRegion": "eu-central-1"}},
    {"StringNotEquals": {"aws:PrincipalTag/team": "blue"}},
)


def _statement(choices: Choices, universe: ActionUniverse, on: str, kind: PolicyKind) -> dict[str, Any]:
    names = tuple(universe.names(universe.naming(on))) or ("s3:GetObject",)
    service = names[0].partition(":")[0]
    effect = choices.of(("Allow", "Allow", "Deny"))
    body: dict[str, Any] = {"Effect": effect, "Condition": choices.of(CONDITIONS)}
    if kind is PolicyKind.TRUST:
        body["Action"] = choices.of(("sts:*", ["sts:AssumeRole"], ["sts:TagSession", "sts:AssumeRoleWith*"]))
    else:
        actions = choices.of(("*", f"{service}:*", choices.some(names, most=3)))
        body[choices.of(("Action", "Action", "NotAction"))] = actions
        resource = choices.of(
            ("*", on, f"{on[:-1]}?", "arn:aws:s3:::${aws:username}*", f"{on}/${{aws:username}}")
        )
        body[choices.of(("Resource", "Resource", "NotResource"))] = resource
    spares = effect == "Deny" and kind is not PolicyKind.TRUST and choices.up_to(1)
    return {**body, "NotPrincipal" if spares else "Principal": choices.of(NAMED)}


def _policy(
    choices: Choices, universe: ActionUniverse, on: str, kind: PolicyKind
) -> tuple[AttachedPolicy, ...]:
    statements = [_statement(choices, universe, on, kind) for _ in range(1 + choices.up_to(2))]
    text = json.dumps({"Version": "2012-10-17", "Statement": statements})
    return (AttachedPolicy(kind.value, kind.value, kind.value, parse_policy(text, kind)),)


STATEMENT = 16
"""Bytes that make a statement."""


def _question(choices: Choices, policies: Policies, context: Context, universe: ActionUniverse) -> Question:
    on = choices.of(RESOURCES)
    principal = choices.of(CALLERS)
    kind = PolicyKind.TRUST if on == ROLE else PolicyKind.RESOURCE
    has_policy, has_endpoint = choices.up_to(4), choices.up_to(2)
    resource = _policy(choices.part(3 * STATEMENT), universe, on, kind)
    endpoint = _policy(choices.part(3 * STATEMENT), universe, on, PolicyKind.VPC_ENDPOINT)
    policies = replace(
        policies,
        resource=None if has_policy == 4 else () if has_policy == 3 else resource,
        endpoint=endpoint if has_endpoint == 2 else None,
    )
    return Question(policies, principal, context, on, choices.of((None, ACCOUNT, OTHER_ACCOUNT)))


def questions(universe: ActionUniverse) -> st.SearchStrategy[Question]:
    return st.builds(
        lambda choices, policies, context: _question(choices, policies, context, universe),
        made(lambda choices: choices, size=8 * STATEMENT),
        all_policies(universe),
        contexts(),
    )


def endpoint_policies(universe: ActionUniverse) -> st.SearchStrategy[tuple[AttachedPolicy, ...]]:
    """None or one policy of a VPC endpoint, about no resource in particular."""

    def policy(choices: Choices) -> tuple[AttachedPolicy, ...]:
        on = choices.of(RESOURCES)
        return _policy(choices, universe, on, PolicyKind.VPC_ENDPOINT) if choices.up_to(3) else ()

    return made(policy, size=3 * STATEMENT)
