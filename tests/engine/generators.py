"""Small worlds for the property tests: sixty actions, and policies, contexts and callers about them."""

from __future__ import annotations

import json
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
    **{f"organizations:{name}": () for name in ("LeaveOrganization", "ListRoots", "DescribeOrganization")},
    **{f"s3:{name}": (BUCKET,) for name in ("CreateBucket", "DeleteBucket", "GetBucketPolicy", "ListBucket")},
    **{f"s3:{name}": (OBJECT,) for name in ("DeleteObject", "GetObjectAcl")},
    **{f"s3:{name}": (OBJECT, ACCESS_POINT) for name in ("GetObject", "PutObject")},
    **{f"s3:{name}": (ACCESS_POINT, ANYTHING) for name in ("GetAccessPoint", "CreateAccessPoint")},
    "s3:ListAllMyBuckets": (),
    **{f"s3-object-lambda:{name}": (OBJECT,) for name in ("GetObject", "WriteGetObjectResponse")},
    **{f"sqs:{name}": (QUEUE,) for name in ("SendMessage", "ReceiveMessage", "DeleteQueue")},
    "sqs:ListQueues": (),
    **{f"sts:{name}": (ROLE,) for name in ("AssumeRole", "TagSession")},
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


@st.composite
def action_patterns(draw: st.DrawFn, universe: ActionUniverse) -> str:
    """An action's name, whole or with stars and question marks in it, in any case; or everything."""
    service, _, name = draw(st.sampled_from(universe.actions)).partition(":")
    place = draw(st.integers(0, len(name)))
    pattern = draw(
        st.sampled_from(
            [
                f"{service}:{name}",
                f"{service}:{name[:place]}*",
                f"{service}:*{name[place:]}",
                f"{service}:{name[:1]}*{name[place:]}",
                f"{service}:{name[:place]}?{name[place + 1 :]}",
                f"{service}:*",
                "*",
            ]
        )
    )
    return draw(st.sampled_from([pattern, pattern.upper(), pattern.lower()]))


def conditions() -> st.SearchStrategy[dict[str, dict[str, list[str]]]]:
    chosen = st.lists(st.sampled_from(CONDITIONS), max_size=2, unique_by=lambda entry: entry[0])
    return chosen.map(lambda entries: {operator: {key: list(values)} for operator, key, values in entries})


def statements(universe: ActionUniverse) -> st.SearchStrategy[dict[str, Any]]:
    def statement(
        effect: str, action: tuple[str, list[str]], resource: tuple[str, list[str]], condition: Any
    ) -> dict[str, Any]:
        element, patterns = action
        where, arns = resource
        body = {"Effect": effect, element: patterns, where: arns}
        return {**body, "Condition": condition} if condition else body

    actions = st.lists(action_patterns(universe), min_size=1, max_size=3)
    resources = st.lists(st.sampled_from(RESOURCES), min_size=1, max_size=2)
    return st.builds(
        statement,
        st.sampled_from(["Allow", "Allow", "Deny"]),
        st.tuples(st.sampled_from(["Action", "Action", "NotAction"]), actions),
        st.tuples(st.sampled_from(["Resource", "Resource", "NotResource"]), resources)
        | st.just(("Resource", ["*"])),
        conditions() | st.just({}),
    )


def documents(universe: ActionUniverse, kind: PolicyKind) -> st.SearchStrategy[PolicyDocument]:
    def document(version: str, body: list[dict[str, Any]]) -> PolicyDocument:
        return parse_policy(json.dumps({"Version": version, "Statement": body}), kind)

    versions = st.sampled_from(["2012-10-17", "2012-10-17", "2008-10-17"])
    return st.builds(document, versions, st.lists(statements(universe), min_size=1, max_size=3))


def _as_rcp(statement: dict[str, Any]) -> dict[str, Any]:
    """An RCP is about everybody, only denies, and names the service of what it denies."""
    named = [each for each in statement.get("Action", ()) if each != "*"] or ["s3:*"]
    others = {name: value for name, value in statement.items() if name not in ("Action", "NotAction")}
    return {**others, "Effect": "Deny", "Principal": "*", "Action": named}


def rcps(universe: ActionUniverse) -> st.SearchStrategy[tuple[AttachedPolicy, ...]]:
    def attach(number: int, statement: dict[str, Any]) -> AttachedPolicy:
        text = json.dumps({"Version": "2012-10-17", "Statement": _as_rcp(statement)})
        document = parse_policy(text, PolicyKind.RESOURCE_CONTROL)
        return AttachedPolicy(f"rcp {number}", f"p-rcp-{number}", "Root", document)

    return st.lists(statements(universe), max_size=2).map(
        lambda each: tuple(attach(number, statement) for number, statement in enumerate(each))
    )


def rcp_levels(universe: ActionUniverse) -> st.SearchStrategy[tuple[Level, ...]]:
    def level(name: str) -> st.SearchStrategy[Level]:
        return rcps(universe).map(lambda policies: Level(f"id-{name}", name, policies))

    return st.tuples(level("Root"), level("dev-1"))


RESOURCE_PRINCIPALS: tuple[Any, ...] = (
    "*",
    {"AWS": ACCOUNT},
    {"AWS": JOHN.arn},
    {"AWS": [f"arn:aws:iam::{ACCOUNT}:role/Admin", ROOT_USER.arn]},
    {"AWS": [ADMIN.arn, JOHN.arn]},
    {"AWS": OTHER_ACCOUNT},
    {"Service": "cloudtrail.amazonaws.com"},
)


def resource_policies(universe: ActionUniverse) -> st.SearchStrategy[tuple[AttachedPolicy, ...]]:
    """None or one policy of a resource, with Principal, and NotPrincipal where it denies."""

    def attach(statement: dict[str, Any], principal: Any, *, excludes: bool) -> tuple[AttachedPolicy, ...]:
        element = "NotPrincipal" if excludes and statement["Effect"] == "Deny" else "Principal"
        text = json.dumps({"Version": "2012-10-17", "Statement": {**statement, element: principal}})
        return (AttachedPolicy("R", "R", "resource", parse_policy(text, PolicyKind.RESOURCE)),)

    return st.just(()) | st.builds(
        attach, statements(universe), st.sampled_from(RESOURCE_PRINCIPALS), excludes=st.booleans()
    )


def everything(kind: PolicyKind) -> PolicyDocument:
    """``FullAWSAccess`` or ``AdministratorAccess``."""
    text = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
    return parse_policy(text, kind)


def attached(
    universe: ActionUniverse, kind: PolicyKind, where: tuple[str, ...], max_size: int
) -> st.SearchStrategy[tuple[AttachedPolicy, ...]]:
    document = st.just(everything(kind)) | documents(universe, kind)

    def attach(entries: list[tuple[str, PolicyDocument]]) -> tuple[AttachedPolicy, ...]:
        return tuple(
            AttachedPolicy(f"policy {number}", f"p-{number}", place, document)
            for number, (place, document) in enumerate(entries)
        )

    return st.lists(st.tuples(st.sampled_from(where), document), max_size=max_size).map(attach)


LEVEL_NAMES = ("Root", "Workloads", "Dev", "dev-1")


def levels(universe: ActionUniverse) -> st.SearchStrategy[tuple[Level, ...]]:
    """One to four levels of SCPs, of which many let everything through, so that others get to decide."""

    def level(name: str) -> st.SearchStrategy[Level]:
        policies = attached(universe, PolicyKind.SERVICE_CONTROL, (name,), max_size=2)
        full = (
            AttachedPolicy("FullAWSAccess", "p-FullAWSAccess", name, everything(PolicyKind.SERVICE_CONTROL)),
        )
        return st.builds(
            Level,
            st.just(f"id-{name}"),
            st.just(name),
            st.one_of(policies.map(lambda more: full + more), st.just(full), policies),
        )

    return st.integers(1, len(LEVEL_NAMES)).flatmap(lambda depth: st.tuples(*map(level, LEVEL_NAMES[:depth])))


def all_policies(universe: ActionUniverse) -> st.SearchStrategy[Policies]:
    """Of every kind but the resource's, which is about one resource only."""
    identity = attached(universe, PolicyKind.IDENTITY, ("user/john", "group/devs"), max_size=3)
    boundary = attached(universe, PolicyKind.PERMISSIONS_BOUNDARY, ("boundary",), max_size=1)
    session = attached(universe, PolicyKind.SESSION, ("session",), max_size=2)
    return st.builds(
        Policies,
        levels(universe) | st.sampled_from(Exemption),
        identity,
        resource_control=st.none() | rcp_levels(universe) | st.sampled_from(Exemption),
        boundary=st.none() | boundary,
        session=st.none() | session,
        services_with_rcps=st.sampled_from([None, frozenset({"s3", "sqs", "sts"})]),
    )


# --- requests -----------------------------------------------------------------------------------------

PRINCIPALS = st.sampled_from([ADMIN, JOHN, ROOT_USER, GUEST])


@st.composite
def contexts(draw: st.DrawFn) -> Context:
    """Closed or open, with some keys known, and some known to be absent."""
    known = draw(st.sets(st.sampled_from(sorted(CONTEXT_VALUES))))
    values = {key: draw(st.sampled_from(CONTEXT_VALUES[key])) for key in sorted(known)}
    absent = draw(st.frozensets(st.sampled_from(sorted(CONTEXT_VALUES)))) - known
    prefixes = draw(st.sampled_from([(), ("aws:principaltag/",), ("aws:requested", "aws:resourcetag/")]))
    return Context(values, draw(st.booleans()), absent, prefixes)
