"""What may somebody do on this resource? Made-up questions, with policies of every kind that has a say."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from policies.engine.action_sets import ActionUniverse
from policies.engine.document import PolicyKind
from policies.engine.parse import parse_policy
from policies.engine.request import (
    AttachedPolicy,
    Context,
    Exemption,
    Level,
    Policies,
    Principal,
    PrincipalType,
)
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
    Principal(
        f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/x.amazonaws.com/X", ACCOUNT, PrincipalType.ROLE_SESSION
    ),
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
    f"arn:aws:iam::{ACCOUNT}:role/aws-reserved/sso.amazonaws.com/Reader",  # what only AWS changes
    f"arn:aws:rds:eu-central-1:{ACCOUNT}:db:orders",  # of a service without actions here
)

NAMED: tuple[Any, ...] = (
    {"AWS": ACCOUNT},
    "*",
    {"AWS": "*"},
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
    {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    {"StringEquals": {"aws:RequestedRegion": "eu-central-1"}},
    {"StringNotEquals": {"aws:PrincipalTag/team": "blue"}},
)


WITH_PRINCIPAL = (PolicyKind.RESOURCE, PolicyKind.TRUST, PolicyKind.VPC_ENDPOINT)


def _statement(choices: Choices, universe: ActionUniverse, on: str, kind: PolicyKind) -> dict[str, Any]:
    names = tuple(universe.names(universe.naming(on))) or ("s3:GetObject",)
    service = names[0].partition(":")[0]
    effect = choices.of(("Allow", "Allow", "Deny"))
    body: dict[str, Any] = {"Effect": effect, "Condition": choices.of(CONDITIONS)}
    if kind is PolicyKind.RESOURCE_CONTROL:
        return {**body, "Effect": "Deny", "Principal": "*", "Action": f"{service}:*", "Resource": "*"}
    if kind is PolicyKind.TRUST:
        body["Action"] = choices.of(("sts:*", ["sts:AssumeRole"], ["sts:TagSession", "sts:AssumeRoleWith*"]))
    else:
        actions = choices.of(("*", f"{service}:*", choices.some(names, most=3)))
        body[choices.of(("Action", "Action", "NotAction"))] = actions
        resource = choices.of(("*", on, "*", f"{on[:-1]}?", f"{on[:-4]}${{aws:username}}"))
        body[choices.of(("Resource", "Resource", "NotResource"))] = resource
    if kind in WITH_PRINCIPAL:
        spares = effect == "Deny" and kind is not PolicyKind.TRUST and choices.up_to(1)
        body["NotPrincipal" if spares else "Principal"] = choices.of(NAMED)
    return body


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
    owner = choices.of((None, ACCOUNT, OTHER_ACCOUNT))
    values = {key: value for key, value in context.values.items() if choices.up_to(1)}
    if choices.up_to(3) == 3:
        values["kms:resourcealiases"] = ("alias/aws/s3",)
    context = choices.of((context, replace(context, values=values, closed=False)))

    def about(kind: PolicyKind) -> tuple[AttachedPolicy, ...]:
        return _policy(choices.part(3 * STATEMENT), universe, on, kind)

    # Where all policies are made up, most requests are stopped early, and the rest has little to say.
    of_the_resource = about(PolicyKind.TRUST if on == ROLE else PolicyKind.RESOURCE)
    about_resource = (Level("o-root", "Root", about(PolicyKind.RESOURCE_CONTROL)),)
    boundary, session = about(PolicyKind.PERMISSIONS_BOUNDARY), about(PolicyKind.SESSION)
    policies = replace(
        policies,
        service_control=choices.of((Exemption.NO_ORGANIZATION, policies.service_control)),
        resource_control=choices.of((None, None, policies.resource_control, about_resource)),
        identity=choices.of(((), about(PolicyKind.IDENTITY), policies.identity)),
        boundary=choices.of((None, boundary, None, boundary, policies.boundary)),
        session=choices.of((None, session, None, session, policies.session)),
        resource=choices.of((of_the_resource, of_the_resource, of_the_resource, (), None)),
        endpoint=choices.of((None, None, None, None, about(PolicyKind.VPC_ENDPOINT))),
    )
    return Question(policies, principal, context, on, owner)


def questions(universe: ActionUniverse) -> st.SearchStrategy[Question]:
    return st.builds(
        lambda choices, policies, context: _question(choices, policies, context, universe),
        made(lambda choices: choices, size=16 * STATEMENT),
        all_policies(universe),
        contexts(),
    )


def endpoint_policies(universe: ActionUniverse) -> st.SearchStrategy[tuple[AttachedPolicy, ...]]:
    """None or one policy of a VPC endpoint, about no resource in particular."""

    def policy(choices: Choices) -> tuple[AttachedPolicy, ...]:
        on = choices.of(RESOURCES)
        return _policy(choices, universe, on, PolicyKind.VPC_ENDPOINT) if choices.up_to(3) else ()

    return made(policy, size=3 * STATEMENT)
