"""What to paste into the checker: AWS's example SCPs, and a policy or two of each other kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext

from policies.catalogue import example_scps
from policies.page.kinds import KINDS, Kind


@dataclass(frozen=True, slots=True)
class Example:
    """``name`` stands in addresses and is what people read; ``kind`` is the key of its kind."""

    name: str
    kind: str
    text: str

    @property
    def kind_label(self) -> str:
        return gettext(KINDS[self.kind].label)


_BUCKET = "arn:aws:s3:::example-bucket"
_OUTSIDE = {
    "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-exampleorgid"},
    "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
}
_OWN: Mapping[str, tuple[str, tuple[Mapping[str, object], ...]]] = {
    "DenyStrangers": (
        "rcp",
        (
            {
                "Sid": "OnlyThisOrganization",
                "Effect": "Deny",
                "Principal": "*",
                "Action": ["s3:*", "sqs:*", "kms:*", "secretsmanager:*", "sts:AssumeRole"],
                "Resource": "*",
                "Condition": _OUTSIDE,
            },
        ),
    ),
    "ReadOneBucket": (
        "identity",
        (
            {"Sid": "List", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": _BUCKET},
            {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject*", "Resource": f"{_BUCKET}/*"},
        ),
    ),
    "DevelopersBoundary": (
        "boundary",
        (
            {"Effect": "Allow", "Action": ["ec2:*", "s3:*", "logs:*", "cloudwatch:*"], "Resource": "*"},
            {"Effect": "Deny", "Action": "ec2:*ReservedInstances*", "Resource": "*"},
        ),
    ),
    "OnlyFrankfurt": (
        "session",
        (
            {
                "Effect": "Allow",
                "Action": "ec2:*",
                "Resource": "*",
                "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-central-1"}},
            },
        ),
    ),
    "TrustAnotherAccount": (
        "trust",
        (
            {
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::222222222222:root"},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"sts:ExternalId": "a-secret-of-theirs"}},
            },
        ),
    ),
    "BucketForCloudTrail": (
        "resource",
        (
            {
                "Sid": "WriteLogs",
                "Effect": "Allow",
                "Principal": {"Service": "cloudtrail.amazonaws.com"},
                "Action": "s3:PutObject",
                "Resource": f"{_BUCKET}/AWSLogs/111111111111/*",
                "Condition": {
                    "StringEquals": {
                        "aws:SourceArn": "arn:aws:cloudtrail:eu-central-1:111111111111:trail/main",
                        "s3:x-amz-acl": "bucket-owner-full-control",
                    }
                },
            },
        ),
    ),
    "OwnBucketsOnly": (
        "endpoint",
        (
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": "*",
                "Condition": {"StringEquals": {"aws:ResourceAccount": "111111111111"}},
            },
        ),
    ),
}


@cache
def examples() -> tuple[Example, ...]:
    """In the order of the menu: the SCPs, then the other kinds."""
    scps = (Example(each.name, "scp", each.document.text) for each in example_scps())
    own = (Example(name, kind, _text(statements)) for name, (kind, statements) in _OWN.items())
    return (*scps, *own)


def example(name: str) -> Example | None:
    return next((each for each in examples() if each.name == name), None)


def first_example(kind: Kind) -> Example:
    """Every kind has one."""
    return next(each for each in examples() if each.kind == kind.key)


def _text(statements: tuple[Mapping[str, object], ...]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, indent=2)
