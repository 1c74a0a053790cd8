"""Small worlds for the property tests: sixty actions, and policies, contexts and callers about them."""

from __future__ import annotations

import json
from functools import cache, partial
from typing import Any

from hypothesis import strategies as st

from policies.engine.action_sets import ActionUniverse
from policies.engine.document import PolicyDocument, PolicyKind
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

Statement = dict[str, Any]

ACCOUNT = "111122223333"
ADMIN = Principal(f"arn:aws:sts::{ACCOUNT}:assumed-role/Admin/orgsim", ACCOUNT, PrincipalType.ROLE_SESSION)
JOHN = Principal(f"arn:aws:iam::{ACCOUNT}:user/staff/john", ACCOUNT, PrincipalType.USER)
ROOT_USER = Principal(f"arn:aws:iam::{ACCOUNT}:root", ACCOUNT, PrincipalType.ROOT_USER)
GUEST = Principal(
    f"arn:aws:sts::{ACCOUNT}:federated-user/guest", ACCOUNT, PrincipalType.FEDERATED_USER, JOHN.arn
)
OTHER_ACCOUNT = "444455556666"

BUCKET = "arn:${Partition}:s3:::${BucketName}"
OBJECT = "arn:${Partition}:s3:::${BucketName}/${ObjectName}"
ACCESS_POINT = "arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}"
INSTANCE = "arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}"
IMAGE = "arn:${Partition}:ec2:${Region}::image/${ImageId}"
VOLUME = "arn:${Partition}:ec2:${Region}:${Account}:volume/${VolumeId}"
ROLE = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"
USER = "arn:${Partition}:iam::${Account}:user/${UserNameWithPath}"
POLICY = "arn:${Partition}:iam::${Account}:policy/${PolicyNameWithPath}"
QUEUE = "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"
TABLE = "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}"
INDEX = "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}/index/${IndexName}"
KEY = "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}"
ANYTHING = "*"

# Every shape the catalogue has: no resource types, one, several, several of which none is required.
_ACTIONS: dict[str, tuple[str, ...]] = {
    **{f"dynamodb:{name}": (TABLE,) for name in ("CreateTable", "DeleteTable", "DescribeTable", "PutItem")},
    **{f"dynamodb:{name}": (TABLE, INDEX) for name in ("GetItem", "Query", "Scan")},
    **{f"dynamodb:{name}": () for name in ("DescribeLimits", "ListTables")},
    **{f"ec2:{name}": (INSTANCE,) for name in ("RebootInstances", "StartInstances", "StopInstances")},
    **{f"ec2:{name}": (INSTANCE, ANYTHING) for name in ("GetConsoleOutput", "TerminateInstances")},
    **{f"ec2:{name}": () for name in ("DescribeImages", "DescribeInstances", "DescribeVolumes")},
    "ec2:RunInstances": (INSTANCE, IMAGE, VOLUME),
    "ec2:CreateTags": (INSTANCE, IMAGE, VOLUME, ANYTHING),
    "ec2:AttachVolume": (INSTANCE, VOLUME),
    **{f"iam:{name}": (ROLE,) for name in ("CreateRole", "DeleteRole", "GetRole", "PassRole")},
    **{f"iam:{name}": (USER,) for name in ("CreateUser", "DeleteUser", "GetUser", "CreateAccessKey")},
    **{f"iam:{name}": (USER, ROLE, POLICY) for name in ("TagAnything", "SimulatePolicy")},
    **{f"iam:{name}": () for name in ("ListRoles", "ListUsers", "GetAccountSummary")},
    **{f"kms:{name}": (KEY,) for name in ("Decrypt", "RetireGrant", "ScheduleKeyDeletion")},
    **{f"organizations:{name}": () for name in ("LeaveOrganization", "ListRoots", "DescribeOrganization")},
    **{f"s3:{name}": (BUCKET,) for name in ("CreateBucket", "DeleteBucket", "GetBucketPolicy", "ListBucket")},
    **{f"s3:{name}": (OBJECT,) for name in ("DeleteObject", "GetObjectAcl")},
    **{f"s3:{name}": (OBJECT, ACCESS_POINT) for name in ("GetObject", "PutObject")},
    **{f"s3:{name}": (ACCESS_POINT, ANYTHING) for name in ("GetAccessPoint", "CreateAccessPoint")},
    "s3:ListAllMyBuckets": (),
    **{f"s3-object-lambda:{name}": (OBJECT,) for name in ("GetObject", "WriteGetObjectResponse")},
    **{f"sqs:{name}": (QUEUE,) for name in ("SendMessage", "ReceiveMessage", "DeleteQueue")},
    "sqs:ListQueues": (),
    **{f"sts:{name}": (ROLE,) for name in ("AssumeRole", "AssumeRoleWithSAML", "TagSession")},
    **{f"sts:{name}": () for name in ("DecodeAuthorizationMessage", "GetCallerIdentity")},
}


def _in_catalogue_order(action: str) -> tuple[str, str]:
    service, _, name = action.lower().partition(":")
    return service, name


_SORTED = sorted(_ACTIONS, key=_in_catalogue_order)
SMALL_UNIVERSE = ActionUniverse(
    _SORTED, [_ACTIONS[action] for action in _SORTED], frozenset({"iam", "organizations"})
)

# --- policies -----------------------------------------------------------------------------------------

RESOURCES = (
    "*",
    "arn:aws:s3:::reports",
    "arn:aws:s3:::reports/*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::${aws:username}/*",
    "arn:aws:s3:::*/${aws:PrincipalTag/team, 'none'}/?*",
    "arn:aws:s3:*:*:accesspoint/*",
    "arn:aws:ec2:*:*:instance/*",
    "arn:aws:ec2:*:*:*",
    "arn:aws:ec2:${aws:RequestedRegion}:*:instance/*",
    "arn:aws:ec2:*:*:instance/${aws:RequestedRegion}-*",
    "arn:aws:ec2:eu-central-1:*:volume/vol-1",
    f"arn:aws:iam::{ACCOUNT}:role/*",
    "arn:aws:iam::*:user/${aws:username}",
    "arn:aws:iam::*:user/*",
    "arn:aws:iam::*",
    "arn:aws:dynamodb:*:*:table/*",
    "arn:aws:dynamodb:*:*:table/*/index/*",
    "arn:aws:sqs:*",
    "arn:aws:sqs:*:*:${*}-queue",
)

CONDITIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("StringEquals", "aws:RequestedRegion", ("eu-central-1",)),
    ("StringNotEquals", "aws:RequestedRegion", ("eu-central-1", "eu-west-1")),
    ("StringEquals", "aws:requestedregion", ("us-east-1",)),
    ("StringLikeIfExists", "aws:RequestedRegion", ("eu-*",)),
    ("Bool", "aws:MultiFactorAuthPresent", ("true",)),
    ("BoolIfExists", "aws:MultiFactorAuthPresent", ("false",)),
    ("Null", "aws:MultiFactorAuthPresent", ("true",)),
    ("ArnLike", "aws:PrincipalArn", ("arn:aws:iam::*:role/Admin",)),
    ("ArnNotLike", "aws:PrincipalArn", ("arn:aws:iam::*:role/Admin", "arn:aws:iam::*:user/staff/*")),
    ("ArnNotEquals", "aws:PrincipalArn", (f"arn:aws:iam::{ACCOUNT}:*", "arn:aws:iam::*:user/staff/*")),
    ("StringNotLike", "aws:PrincipalArn", ("*:root",)),
    ("StringEquals", "aws:PrincipalTag/team", ("blue",)),
    ("StringEquals", "aws:PrincipalTag/home", ("${aws:RequestedRegion}",)),
    ("StringEquals", "aws:ResourceTag/owner", ("${aws:username}",)),
    ("StringNotEquals", "aws:ResourceTag/owner", ("${aws:PrincipalTag/team, 'none'}",)),
    ("ForAllValues:StringEquals", "aws:TagKeys", ("team", "cost")),
    ("ForAnyValue:StringLike", "aws:TagKeys", ("te*",)),
    ("ForAnyValue:StringNotEqualsIfExists", "aws:TagKeys", ("team",)),
    ("IpAddress", "aws:SourceIp", ("203.0.113.0/24",)),
    ("NotIpAddress", "aws:SourceIp", ("203.0.113.0/24", "2001:db8::/32")),
    ("DateLessThan", "aws:CurrentTime", ("2030-01-01T00:00:00Z",)),
    ("NumericLessThan", "aws:MultiFactorAuthAge", ("3600",)),
    # Values that are not of the operator's type
    ("NumericGreaterThan", "aws:MultiFactorAuthAge", ("an hour",)),
    ("NumericNotEquals", "aws:MultiFactorAuthAge", ("an hour", "60")),
    ("DateGreaterThanIfExists", "aws:CurrentTime", ("yesterday",)),
)

CONTEXT_VALUES: dict[str, tuple[Any, ...]] = {
    "aws:requestedregion": ("eu-central-1", "eu-west-1", "us-east-1"),
    "aws:multifactorauthpresent": ("true", "false"),
    "aws:multifactorauthage": ("60", "7200", "soon"),
    "aws:principalarn": (
        f"arn:aws:iam::{ACCOUNT}:role/Admin",
        "arn:aws:iam::444455556666:role/Admin",
        JOHN.arn,
        ROOT_USER.arn,
    ),
    "aws:principaltag/team": ("blue", "red", "*"),
    "aws:principaltag/home": ("eu-central-1", "us-east-1"),
    "aws:username": ("john", "reports", "a*"),
    "aws:resourcetag/owner": ("john", "none"),
    "aws:tagkeys": ((), ("team",), ("team", "cost"), ("owner",)),
    "aws:sourceip": ("203.0.113.7", "198.51.100.7", "2001:db8::7"),
    "aws:currenttime": ("2026-11-21T10:00:00Z", "2031-01-01T00:00:00Z"),
}


STATEMENT = 24
"""Bytes that make a statement."""


def _action_pattern(choices: Choices, universe: ActionUniverse) -> str:
    service, _, name = choices.of(universe.actions).partition(":")
    place = choices.up_to(len(name))
    pattern = choices.of(
        [
            "*",
            f"{service}:{name}",
            f"{service}:*",
            f"{service}:{name[:place]}*",
            f"{service}:*{name[place:]}",
            f"{service}:{name[:1]}*{name[place:]}",
            f"{service}:{name[:place]}?{name[place + 1 :]}",
        ]
    )
    return choices.of([pattern, pattern.upper(), pattern.lower()])


def action_patterns(universe: ActionUniverse) -> st.SearchStrategy[str]:
    """An action's name, whole or with stars and question marks in it, in any case; or everything."""
    return made(lambda choices: _action_pattern(choices, universe), size=5)


def _condition(choices: Choices) -> dict[str, dict[str, list[str]]]:
    chosen = choices.some(CONDITIONS, least=0, most=2)
    return {operator: {key: list(values)} for operator, key, values in chosen}


def conditions() -> st.SearchStrategy[dict[str, dict[str, list[str]]]]:
    return made(_condition, size=3)


def _statement(choices: Choices, universe: ActionUniverse) -> Statement:
    statement: Statement = {"Effect": choices.of(("Allow", "Allow", "Deny"))}
    element = choices.of(("Action", "Action", "NotAction"))
    statement[element] = [_action_pattern(choices, universe) for _ in range(1 + choices.up_to(2))]
    where = choices.of((None, None, None, "Resource", "Resource", "NotResource"))
    statement[where or "Resource"] = choices.some(RESOURCES, most=2) if where else ["*"]
    condition = _condition(choices) if choices.up_to(1) else {}
    return {**statement, "Condition": condition} if condition else statement


def statements(universe: ActionUniverse) -> st.SearchStrategy[Statement]:
    return made(lambda choices: _statement(choices, universe), size=STATEMENT)


def document_of(choices: Choices, universe: ActionUniverse, kind: PolicyKind) -> PolicyDocument:
    version = choices.of(("2012-10-17", "2012-10-17", "2008-10-17"))
    body = [_statement(choices, universe) for _ in range(1 + choices.up_to(2))]
    return parse_policy(json.dumps({"Version": version, "Statement": body}), kind)


def documents(universe: ActionUniverse, kind: PolicyKind) -> st.SearchStrategy[PolicyDocument]:
    return made(lambda choices: document_of(choices, universe, kind), size=2 * STATEMENT)


def _as_rcp(statement: Statement) -> Statement:
    """An RCP is about everybody, only denies, and names the service of what it denies."""
    named = [each for each in statement.get("Action", ()) if each != "*"] or ["s3:*"]
    others = {name: value for name, value in statement.items() if name not in ("Action", "NotAction")}
    return {**others, "Effect": "Deny", "Principal": "*", "Action": named}


def _rcps(choices: Choices, universe: ActionUniverse) -> tuple[AttachedPolicy, ...]:
    def attach(number: int) -> AttachedPolicy:
        statement = _as_rcp(_statement(choices, universe))
        text = json.dumps({"Version": "2012-10-17", "Statement": statement})
        document = parse_policy(text, PolicyKind.RESOURCE_CONTROL)
        return AttachedPolicy(f"rcp {number}", f"p-rcp-{number}", "Root", document)

    return tuple(map(attach, range(choices.up_to(2))))


def rcps(universe: ActionUniverse) -> st.SearchStrategy[tuple[AttachedPolicy, ...]]:
    return made(lambda choices: _rcps(choices, universe), size=2 * STATEMENT)


def _rcp_levels(choices: Choices, universe: ActionUniverse) -> tuple[Level, ...]:
    return tuple(Level(f"id-{name}", name, _rcps(choices, universe)) for name in ("Root", "dev-1"))


def rcp_levels(universe: ActionUniverse) -> st.SearchStrategy[tuple[Level, ...]]:
    return made(lambda choices: _rcp_levels(choices, universe), size=3 * STATEMENT)


RESOURCE_PRINCIPALS: tuple[Any, ...] = (
    "*",
    {"AWS": ACCOUNT},
    {"AWS": JOHN.arn},
    {"AWS": [f"arn:aws:iam::{ACCOUNT}:role/Admin", ROOT_USER.arn]},
    {"AWS": [ADMIN.arn, JOHN.arn]},
    {"AWS": OTHER_ACCOUNT},
    {"Service": "cloudtrail.amazonaws.com"},
)


def resource_policy_of(choices: Choices, universe: ActionUniverse) -> tuple[AttachedPolicy, ...]:
    if not choices.up_to(3):
        return ()
    statement = _statement(choices, universe)
    excludes = choices.of((False, True)) and statement["Effect"] == "Deny"
    body = {**statement, "NotPrincipal" if excludes else "Principal": choices.of(RESOURCE_PRINCIPALS)}
    text = json.dumps({"Version": "2012-10-17", "Statement": body})
    return (AttachedPolicy("R", "R", "resource", parse_policy(text, PolicyKind.RESOURCE)),)


def resource_policies(universe: ActionUniverse) -> st.SearchStrategy[tuple[AttachedPolicy, ...]]:
    """None or one policy of a resource, with Principal, and NotPrincipal where it denies."""
    return made(lambda choices: resource_policy_of(choices, universe), size=STATEMENT)


def endpoint_policy_of(choices: Choices, universe: ActionUniverse) -> tuple[AttachedPolicy, ...]:
    body = {**_statement(choices, universe), "Principal": choices.of(("*", *RESOURCE_PRINCIPALS))}
    everybody = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    statements = [body, everybody] if choices.up_to(1) else [body]
    text = json.dumps({"Version": "2012-10-17", "Statement": statements})
    return (AttachedPolicy("E", "E", "vpce-1", parse_policy(text, PolicyKind.VPC_ENDPOINT)),)


@cache
def everything(kind: PolicyKind) -> PolicyDocument:
    """``FullAWSAccess`` or ``AdministratorAccess``."""
    text = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
    return parse_policy(text, kind)


def _attached(
    choices: Choices, universe: ActionUniverse, kind: PolicyKind, where: tuple[str, ...], max_size: int
) -> tuple[AttachedPolicy, ...]:
    def attach(number: int) -> AttachedPolicy:
        place = choices.of(where)
        document = document_of(choices, universe, kind) if choices.up_to(1) else everything(kind)
        return AttachedPolicy(f"policy {number}", f"p-{number}", place, document)

    return tuple(map(attach, range(choices.up_to(max_size))))


def attached(
    universe: ActionUniverse, kind: PolicyKind, where: tuple[str, ...], max_size: int
) -> st.SearchStrategy[tuple[AttachedPolicy, ...]]:
    size = max_size * STATEMENT
    return made(lambda choices: _attached(choices, universe, kind, where, max_size), size=size)


LEVEL_NAMES = ("Root", "Workloads", "Dev", "dev-1")


def _level(choices: Choices, universe: ActionUniverse, name: str) -> Level:
    document = everything(PolicyKind.SERVICE_CONTROL)
    full = (AttachedPolicy("FullAWSAccess", "p-FullAWSAccess", name, document),)
    has_full, has_others = choices.of(((True, False), (True, True), (False, True)))
    others = _attached(choices, universe, PolicyKind.SERVICE_CONTROL, (name,), 2) if has_others else ()
    return Level(f"id-{name}", name, full + others if has_full else others)


def _levels(choices: Choices, universe: ActionUniverse) -> tuple[Level, ...]:
    return tuple(_level(choices, universe, name) for name in LEVEL_NAMES[: 1 + choices.up_to(3)])


def levels(universe: ActionUniverse) -> st.SearchStrategy[tuple[Level, ...]]:
    """One to four levels of SCPs, of which many let everything through, so that others get to decide."""
    return made(lambda choices: _levels(choices, universe), size=4 * STATEMENT)


ALL_POLICIES = 13 * STATEMENT


def policies_of(choices: Choices, universe: ActionUniverse) -> Policies:
    services = choices.of((None, frozenset({"s3", "sqs", "sts"})))
    scps, rcps, boundary, session = (choices.up_to(3) for _ in range(4))
    exemption = choices.of(tuple(Exemption))
    attach = partial(_attached, universe=universe)
    identity = attach(
        choices.part(4 * STATEMENT),
        kind=PolicyKind.IDENTITY,
        where=("user/john", "group/devs"),
        max_size=3,
    )
    service_control = _levels(choices.part(4 * STATEMENT), universe)
    resource_control = _rcp_levels(choices.part(2 * STATEMENT), universe)
    bounded = attach(
        choices.part(STATEMENT), kind=PolicyKind.PERMISSIONS_BOUNDARY, where=("boundary",), max_size=1
    )
    passed = attach(choices.part(2 * STATEMENT - 6), kind=PolicyKind.SESSION, where=("session",), max_size=2)
    return Policies(
        exemption if scps == 3 else service_control,
        identity,
        resource_control=(None, resource_control, resource_control, exemption)[rcps],
        boundary=None if boundary < 2 else bounded,
        session=None if session < 2 else passed,
        services_with_rcps=services,
    )


def all_policies(universe: ActionUniverse) -> st.SearchStrategy[Policies]:
    """Of every kind but the resource's, which is about one resource only."""
    return made(lambda choices: policies_of(choices, universe), size=ALL_POLICIES)


# --- requests -----------------------------------------------------------------------------------------

PRINCIPALS = st.sampled_from([ADMIN, JOHN, ROOT_USER, GUEST])


_ABSENT = object()


def context_of(choices: Choices) -> Context:
    said = {key: choices.of((None, None, _ABSENT, *values)) for key, values in CONTEXT_VALUES.items()}
    values = {key: value for key, value in said.items() if value is not None and value is not _ABSENT}
    absent = frozenset(key for key, value in said.items() if value is _ABSENT)
    prefixes = choices.of(((), ("aws:principaltag/",), ("aws:requested", "aws:resourcetag/")))
    return Context(values, choices.of((True, False)), absent, prefixes)


def contexts() -> st.SearchStrategy[Context]:
    """Closed or open, with some keys known, and some known to be absent."""
    return made(context_of, size=len(CONTEXT_VALUES) + 2)
