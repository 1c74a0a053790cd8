"""Cases of ``manage.py simulate`` at random: the same ones for the same seed.

Two accounts, a bucket and its objects, a queue, a topic, a key, a role, a table. Every kind of policy
takes part now and then, with every operator that people use.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

Case = dict[str, Any]
Document = dict[str, Any]

OURS, THEIRS = "111111111111", "999999999999"
ALICE, BOB = f"arn:aws:iam::{OURS}:user/Alice", f"arn:aws:iam::{THEIRS}:user/Bob"
APP, OPS = f"arn:aws:sts::{OURS}:assumed-role/App/s1", f"arn:aws:sts::{THEIRS}:assumed-role/Ops/x"
APP_ROLE, OPS_ROLE = f"arn:aws:iam::{OURS}:role/App", f"arn:aws:iam::{THEIRS}:role/Ops"
ROOT_USERS = tuple(f"arn:aws:iam::{account}:root" for account in (OURS, THEIRS))
ROLE_OF = {APP: APP_ROLE, OPS: OPS_ROLE}

REQUESTS = (
    ("s3:GetObject", "arn:aws:s3:::b/k"),
    ("s3:GetObject", "arn:aws:s3:::b/dir/k2"),
    ("s3:PutObject", "arn:aws:s3:::corp-1/x"),
    ("s3:ListBucket", "arn:aws:s3:::b"),
    ("sqs:SendMessage", f"arn:aws:sqs:eu-west-1:{OURS}:q"),
    ("sns:Publish", f"arn:aws:sns:eu-west-1:{OURS}:t"),
    ("kms:Decrypt", f"arn:aws:kms:eu-west-1:{OURS}:key/1"),
    ("sts:AssumeRole", f"arn:aws:iam::{OURS}:role/Target"),
    ("ec2:DescribeInstances", "*"),
    ("ec2:RunInstances", f"arn:aws:ec2:eu-west-1:{OURS}:instance/i-1"),
    ("s3:ListAllMyBuckets", "*"),
    ("iam:CreateUser", f"arn:aws:iam::{OURS}:user/New"),
    ("dynamodb:GetItem", f"arn:aws:dynamodb:eu-west-1:{OURS}:table/T"),
)
WITH_RESOURCE_POLICIES = ("s3", "sqs", "sns", "dynamodb")
THAT_SAY_YES_THEMSELVES = ("kms", "sts")

ACTIONS = (
    "s3:*",
    "s3:Get*",
    "S3:getobject",
    "sqs:*",
    "sns:Publish",
    "kms:*",
    "ec2:*",
    "ec2:Describe*",
    "sts:*",
    "iam:*",
    "dynamodb:*",
    "s3:?etObject",
)
RESOURCES = (
    "arn:aws:s3:::b",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::b/${aws:username}*",
    "arn:aws:s3:::b/k",
    "arn:aws:s3:::B/*",
    "arn:aws:sqs:*:*:*",
    f"arn:aws:kms:*:{OURS}:key/*",
    "arn:aws:ec2:*:*:instance/*",
    f"arn:aws:iam::{OURS}:role/*",
    "arn:aws:dynamodb:*:*:table/*",
)
CONDITIONS: tuple[tuple[str, str, Any], ...] = (
    ("StringEquals", "aws:PrincipalTag/team", ["blue"]),
    ("StringNotEquals", "aws:PrincipalTag/team", ["blue", "red"]),
    ("StringEquals", "aws:PrincipalTag/team", "${aws:PrincipalTag/home}"),
    ("StringLike", "aws:username", ["A*", "k"]),
    ("StringEquals", "aws:PrincipalAccount", OURS),
    ("StringEqualsIgnoreCase", "aws:RequestedRegion", "EU-WEST-1"),
    ("StringNotLike", "aws:RequestedRegion", ["eu-*"]),
    ("StringNotEqualsIfExists", "aws:PrincipalOrgID", "o-exampleorg1"),
    ("StringLikeIfExists", "aws:username", "?lice"),
    ("StringNotEqualsIgnoreCase", "aws:RequestedRegion", "US-EAST-1"),
    ("StringEquals", "aws:username", "${aws:PrincipalTag/home, 'Alice'}"),
    ("StringLike", "aws:username", "${aws:username}*"),
    ("Bool", "aws:MultiFactorAuthPresent", "true"),
    ("Bool", "aws:SecureTransport", False),
    ("BoolIfExists", "aws:MultiFactorAuthPresent", "false"),
    ("Null", "aws:TagKeys", "true"),
    ("ForAllValues:StringEquals", "aws:TagKeys", ["a", "b"]),
    ("ForAllValues:StringNotEquals", "aws:TagKeys", ["a"]),
    ("ForAllValues:StringLikeIfExists", "aws:TagKeys", ["?"]),
    ("ForAnyValue:StringEqualsIfExists", "aws:TagKeys", ["c"]),
    ("ForAnyValue:StringLike", "aws:TagKeys", ["a*"]),
    ("Null", "aws:username", ["false"]),
    ("ForAnyValue:StringNotEquals", "aws:TagKeys", ["a"]),
    ("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "2001:db8::/32"]),
    ("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"),
    ("IpAddressIfExists", "aws:SourceIp", "198.51.100.1"),
    ("ArnLike", "aws:PrincipalArn", ["arn:aws:iam::*:user/*"]),
    ("ArnEquals", "aws:PrincipalArn", ["arn:aws:iam::*:role/A??", ALICE]),
    ("ArnNotLikeIfExists", "aws:PrincipalArn", f"arn:aws:iam::{THEIRS}:*"),
    ("ArnNotEquals", "aws:PrincipalArn", [APP_ROLE]),
    ("NumericLessThan", "aws:MultiFactorAuthAge", "3600"),
    ("NumericGreaterThanEqualsIfExists", "aws:MultiFactorAuthAge", 3600),
    ("NumericEquals", "aws:MultiFactorAuthAge", [60, "3600.0"]),
    ("NumericNotEquals", "aws:MultiFactorAuthAge", 60),
    ("DateEquals", "aws:CurrentTime", "2026-06-01T00:00:00Z"),
    ("DateNotEquals", "aws:CurrentTime", "2026-06-01T02:00:00+02:00"),
    ("DateGreaterThan", "aws:CurrentTime", "2026-01-01T00:00:00Z"),
    ("DateLessThanEquals", "aws:CurrentTime", "2026-01-01T00:00:00Z"),
)
VALUES: dict[str, tuple[Any, ...]] = {
    "aws:PrincipalTag/team": ("blue", "red", "green"),
    "aws:PrincipalTag/home": ("blue", "x"),
    "aws:username": ("Alice", "k", "dir"),
    "aws:MultiFactorAuthPresent": ("true", "false"),
    "aws:SecureTransport": ("true", "false"),
    "aws:TagKeys": (["a"], ["a", "b"], ["c"], ["b", "c"]),
    "aws:SourceIp": ("203.0.113.9", "198.51.100.1", "2001:db8::1"),
    "aws:PrincipalArn": (ALICE, APP_ROLE, OPS_ROLE),
    "aws:MultiFactorAuthAge": ("60", "3600", "9999"),
    "aws:CurrentTime": ("2026-06-01T00:00:00Z", "2025-06-01T00:00:00Z"),
    "aws:RequestedRegion": ("eu-west-1", "us-east-1"),
    "aws:PrincipalOrgID": ("o-exampleorg1", "o-other00000"),
    "aws:PrincipalAccount": (OURS, THEIRS),
}
PRINCIPALS: tuple[Any, ...] = (
    "*",
    {"AWS": "*"},
    {"AWS": OURS},
    {"AWS": f"arn:aws:iam::{OURS}:root"},
    {"AWS": ALICE},
    {"AWS": [ALICE, BOB]},
    {"AWS": [OURS, ALICE]},
    {"AWS": APP_ROLE},
    {"AWS": APP},
    {"AWS": THEIRS},
    {"AWS": BOB},
    {"AWS": OPS_ROLE},
    {"AWS": OPS},
    {"Service": "ec2.amazonaws.com"},
)
SPARED = (
    [ALICE, OURS],
    [ALICE],
    [APP, APP_ROLE, OURS],
    [APP, OURS],
    [BOB, f"arn:aws:iam::{THEIRS}:root"],
)
LEVELS = ("root", "ou", "account")
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
FULL_AWS_ACCESS = {
    "name": "FullAWSAccess",
    "document": {"Version": "2012-10-17", "Statement": [EVERYTHING]},
}


def generated(count: int, *, seed: int = 1) -> list[Case]:
    dice = _Dice(seed)
    return [dice.case(number) for number in range(count)]


class _Dice:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def case(self, number: int) -> Case:
        action, resource = self.one(REQUESTS)
        principal = self.one(ROOT_USERS if self.once_in(12) else (ALICE, BOB, APP, OPS))
        callers = principal.split(":")[4]
        owner = callers if resource == "*" else OURS
        if resource.startswith("arn:aws:s3") and self.once_in(3):
            owner = THEIRS
        return {
            "id": str(number),
            "request": {
                "action": action,
                "resource": resource,
                "resource_account": owner,
                "principal": principal,
                "context": {key: self.one(values) for key, values in VALUES.items() if self.once_in(2)},
            },
            "identity_policies": [] if principal in ROOT_USERS else self.identity_policies(),
            "permission_boundary": self.boundary() if principal not in ROOT_USERS else None,
            "session_policies": self.session_policies() if principal in ROLE_OF else None,
            "service_control_policies": self.service_control_policies(),
            "resource_control_policies": self.resource_control_policies(),
            "resource_policy": self.resource_policy(action, resource),
            "vpc_endpoint_policy": self.endpoint_policy(),
        }

    def one(self, choices: Sequence[Any]) -> Any:
        return self.random.choice(choices)

    def some(self, choices: Sequence[Any], most: int) -> list[Any]:
        return self.random.sample(choices, self.random.randint(1, most))

    def once_in(self, times: int) -> bool:
        return self.random.randrange(times) == 0

    def identity_policies(self) -> list[Document]:
        if self.once_in(3):
            return [FULL_AWS_ACCESS]
        return [self.policy(f"identity{number}") for number in range(self.random.randint(0, 2))]

    def boundary(self) -> list[Document] | None:
        return [self.policy("boundary")] if self.once_in(3) else None

    def session_policies(self) -> list[Document] | None:
        if not self.once_in(2):
            return None
        return [self.policy(f"session{number}") for number in range(self.random.randint(1, 2))]

    def service_control_policies(self) -> list[Document] | None:
        if self.once_in(3):
            return None
        return [{"target": level, "policies": self._scps(level)} for level in LEVELS]

    def _scps(self, level: str) -> list[Document]:
        full = [] if self.once_in(5) else [FULL_AWS_ACCESS]
        return [*full, self.policy(level)] if self.once_in(2) else full

    def resource_control_policies(self) -> list[Document] | None:
        if not self.once_in(3):
            return None
        return [{"target": level, "policies": self._rcps(level)} for level in LEVELS]

    def _rcps(self, level: str) -> list[Document]:
        if not self.once_in(3):
            return []
        statement = {
            "Effect": "Deny",
            "Principal": "*",
            "Action": self.some(ACTIONS, 2),
            "Resource": self.some(RESOURCES, 3) if self.once_in(2) else "*",
            **self.condition(),
        }
        return [{"name": level, "document": {"Version": "2012-10-17", "Statement": [statement]}}]

    def resource_policy(self, action: str, resource: str) -> Document | None:
        service = action.partition(":")[0]
        if service == "sts":
            return self.policy("trust", self.trust_statement)
        may_have_one = service in WITH_RESOURCE_POLICIES and resource != "*" and self.once_in(2)
        if service in THAT_SAY_YES_THEMSELVES or may_have_one:
            return self.policy("resource", self.resource_statement)
        return None

    def endpoint_policy(self) -> Document | None:
        if not self.once_in(8):
            return None
        everybody = {**self.statement(), "Principal": "*"}
        return {"name": "endpoint", "document": {"Version": "2012-10-17", "Statement": [everybody]}}

    def policy(self, name: str, statement: Any = None) -> Document:
        make = statement or self.statement
        version = "2008-10-17" if self.once_in(20) else "2012-10-17"
        statements = [make() for _ in range(self.random.randint(1, 2))]
        return {"name": name, "document": {"Version": version, "Statement": statements}}

    def statement(self) -> Document:
        everything = self.once_in(3)
        actions = ["*"] if everything else self.some(ACTIONS, 2)
        resources = ["*"] if self.random.random() < 0.6 else self.some(RESOURCES, 3)
        excludes_actions = not everything and self.once_in(8)
        excludes_resources = resources != ["*"] and self.once_in(6)
        return {
            "Effect": "Deny" if self.once_in(5) else "Allow",
            "NotAction" if excludes_actions else "Action": actions,
            "NotResource" if excludes_resources else "Resource": resources,
            **self.condition(),
        }

    def resource_statement(self) -> Document:
        statement = self.statement()
        if statement["Effect"] == "Deny" and self.once_in(3):
            return {**statement, "NotPrincipal": {"AWS": self.one(SPARED)}}
        return {**statement, "Principal": self.one(PRINCIPALS)}

    def trust_statement(self) -> Document:
        return {
            "Effect": "Deny" if self.once_in(5) else "Allow",
            "Principal": self.one(PRINCIPALS),
            "Action": self.one(["sts:AssumeRole", "sts:*", ["sts:AssumeRole", "sts:TagSession"]]),
            **self.condition(),
        }

    def condition(self) -> Document:
        if not self.once_in(3):
            return {}
        block: dict[str, dict[str, Any]] = {}
        for operator, key, values in self.some(CONDITIONS, 2):
            block.setdefault(operator, {})[key] = values
        return {"Condition": block}
