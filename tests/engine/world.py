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
    ResourcePattern,
)

ACCOUNT = "111111111111"

ALICE = Principal(f"arn:aws:iam::{ACCOUNT}:user/Alice", ACCOUNT, PrincipalType.USER)
OTHER_ACCOUNT = "999999999999"

BOB = Principal(f"arn:aws:iam::{OTHER_ACCOUNT}:user/Bob", OTHER_ACCOUNT, PrincipalType.USER)
OTHER_ROOT_USER = Principal(f"arn:aws:iam::{OTHER_ACCOUNT}:root", OTHER_ACCOUNT, PrincipalType.ROOT_USER)
FEDERATED = Principal(
    f"arn:aws:sts::{ACCOUNT}:federated-user/Guest", ACCOUNT, PrincipalType.FEDERATED_USER, ALICE.arn
)
CLOUDTRAIL = Principal("cloudtrail.amazonaws.com", "", PrincipalType.SERVICE)
ANONYMOUS = Principal("*", "", PrincipalType.ANONYMOUS)
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


def rcp(name: str, *statements: JsonStatement) -> AttachedPolicy:
    """An RCP; its statements need no Principal here, since it is always everybody."""
    everybody = [{"Principal": "*", **statement} for statement in statements]
    return AttachedPolicy(name, f"p-{name}", "", document(*everybody, kind=PolicyKind.RESOURCE_CONTROL))


def boundary(*statements: JsonStatement) -> tuple[AttachedPolicy, ...]:
    limit = document(*statements, kind=PolicyKind.PERMISSIONS_BOUNDARY)
    return (AttachedPolicy("Boundary", "Boundary", "", limit),)


def session(*statements: JsonStatement) -> tuple[AttachedPolicy, ...]:
    return (AttachedPolicy("Session", "Session", "", document(*statements, kind=PolicyKind.SESSION)),)


def resource_policy(*statements: JsonStatement) -> tuple[AttachedPolicy, ...]:
    content = document(*statements, kind=PolicyKind.RESOURCE)
    return (AttachedPolicy("BucketPolicy", "BucketPolicy", "b", content),)


def endpoint_policy(*statements: JsonStatement) -> tuple[AttachedPolicy, ...]:
    """Of the VPC endpoint; its statements are about everybody unless they say about whom."""
    everybody = [{"Principal": "*", **statement} for statement in statements]
    content = document(*everybody, kind=PolicyKind.VPC_ENDPOINT)
    return (AttachedPolicy("EndpointPolicy", "EndpointPolicy", "vpce-1", content),)


def trust_policy(*statements: JsonStatement) -> tuple[AttachedPolicy, ...]:
    bare = [{name: value for name, value in each.items() if name != "Resource"} for each in statements]
    return (AttachedPolicy("Trust", "Trust", "role/App", document(*bare, kind=PolicyKind.TRUST)),)


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


def rcp_path(
    *,
    root: Sequence[AttachedPolicy] = (),
    prod: Sequence[AttachedPolicy] = (),
    account: Sequence[AttachedPolicy] = (),
) -> tuple[Level, ...]:
    """The RCPs on the way to the resource; ``RCPFullAWSAccess`` goes without saying."""
    return path(root=root, prod=prod, account=account)


def context(**values: ContextValue) -> Context:
    """A closed context; ``__`` in a name stands for the colon, and names ignore case."""
    return Context({name.replace("__", ":").lower(): value for name, value in values.items()})


def decide(
    action: str,
    resource: str | AnyResource | ResourcePattern = "*",
    *,
    scps: tuple[Level, ...] | Exemption | None = None,
    identities: Sequence[AttachedPolicy] = (ADMIN,),
    principal: Principal = ALICE,
    given: Context | None = None,
    rcps: tuple[Level, ...] | Exemption | None = None,
    bounded_by: tuple[AttachedPolicy, ...] | None = None,
    passed: tuple[AttachedPolicy, ...] | None = None,
    attached: tuple[AttachedPolicy, ...] | None = None,
    through: tuple[AttachedPolicy, ...] | None = None,
    owner: str | None = None,
    services_with_rcps: frozenset[str] | None = None,
) -> Evaluation:
    """Alice, an administrator, asks; nothing is known about the request but what ``given`` says.

    ``bounded_by`` is her boundary, ``passed`` her session policies, ``attached`` the resource's policy,
    ``through`` the policy of the VPC endpoint on the way, ``owner`` the account of the resource.
    """
    return evaluate(
        Request(principal, action, resource, given or Context(), owner),
        Policies(
            path() if scps is None else scps,
            tuple(identities),
            resource_control=rcps,
            boundary=bounded_by,
            session=passed,
            resource=attached,
            services_with_rcps=services_with_rcps,
            endpoint=through,
        ),
    )
