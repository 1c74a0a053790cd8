"""A small world for tests: statements in one line, an organization, a few callers.

Root → Prod → account 111111111111, ``FullAWSAccess`` everywhere unless a test says otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from policies.engine.decision import Decision, Evaluation
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.evaluate import evaluate
from policies.engine.parse import parse_policy
from policies.engine.request import (
    AnyResource,
    AttachedPolicy,
    Context,
    ContextValue,
    Exemption,
    Level,
    Policies,
    Principal,
    PrincipalType,
    Request,
)

ACCOUNT = "111111111111"

ALICE = Principal(f"arn:aws:iam::{ACCOUNT}:user/Alice", ACCOUNT, PrincipalType.USER)
APP_SESSION = Principal(f"arn:aws:sts::{ACCOUNT}:assumed-role/App/s1", ACCOUNT, PrincipalType.ROLE_SESSION)
ROOT_USER = Principal(f"arn:aws:iam::{ACCOUNT}:root", ACCOUNT, PrincipalType.ROOT_USER)

BUCKET = "arn:aws:s3:::b"
OBJECT = "arn:aws:s3:::b/k"

ALLOWED = Decision.ALLOWED
EXPLICIT = Decision.EXPLICITLY_DENIED
IMPLICIT = Decision.IMPLICITLY_DENIED
DEPENDS = Decision.DEPENDS

JsonStatement = dict[str, object]
If = Mapping[str, Mapping[str, object]]


def allow(*actions: str, on: object = "*", if_: If | None = None, **members: object) -> JsonStatement:
    """An Allow of ``actions``; ``NotAction=…`` and other members as AWS spells them."""
    return _statement("Allow", actions, on, if_, members)


def deny(*actions: str, on: object = "*", if_: If | None = None, **members: object) -> JsonStatement:
    return _statement("Deny", actions, on, if_, members)


def _statement(
    effect: str, actions: Sequence[str], on: object, if_: If | None, members: Mapping[str, object]
) -> JsonStatement:
    statement: JsonStatement = {"Effect": effect, **members}
    if actions:
        statement["Action"] = list(actions)
    if "NotResource" not in members:
        statement["Resource"] = on
    if if_ is not None:
        statement["Condition"] = if_
    return statement


def document(
    *statements: JsonStatement, kind: PolicyKind = PolicyKind.IDENTITY, version: str | None = "2012-10-17"
) -> PolicyDocument:
    content: dict[str, object] = {"Statement": list(statements)}
    if version is not None:
        content["Version"] = version
    return parse_policy(json.dumps(content), kind)


def scp(name: str, *statements: JsonStatement) -> AttachedPolicy:
    return AttachedPolicy(name, f"p-{name}", "", document(*statements, kind=PolicyKind.SERVICE_CONTROL))


def identity(
    name: str, *statements: JsonStatement, attached_to: str = "user/Alice", version: str | None = "2012-10-17"
) -> AttachedPolicy:
    return AttachedPolicy(
        name, f"arn:aws:iam::aws:policy/{name}", attached_to, document(*statements, version=version)
    )


FULL = scp("FullAWSAccess", allow("*"))
ADMIN = identity("AdministratorAccess", allow("*"))


def path(
    *,
    root: Sequence[AttachedPolicy] = (FULL,),
    prod: Sequence[AttachedPolicy] = (FULL,),
    account: Sequence[AttachedPolicy] = (FULL,),
) -> tuple[Level, ...]:
    return (
        Level("r-exam", "Root", tuple(root)),
        Level("ou-exam-prod0000", "Prod", tuple(prod)),
        Level(ACCOUNT, "A", tuple(account)),
    )


def context(**values: ContextValue) -> Context:
    """A closed context; ``__`` in a name stands for the colon, and names ignore case."""
    return Context({name.replace("__", ":").lower(): value for name, value in values.items()})


def decide(
    action: str,
    resource: str | AnyResource = "*",
    *,
    scps: tuple[Level, ...] | Exemption | None = None,
    identities: Sequence[AttachedPolicy] = (ADMIN,),
    principal: Principal = ALICE,
    given: Context | None = None,
) -> Evaluation:
    """Alice, an administrator, asks; nothing is known about the request but what ``given`` says."""
    return evaluate(
        Request(principal, action, resource, given or Context()),
        Policies(path() if scps is None else scps, tuple(identities)),
    )
