"""Small policies, at least one for every code of the review, in the order of the table of rules."""

from __future__ import annotations

import json
from dataclasses import dataclass

from policies.engine.document import PolicyKind

IDENTITY, TRUST, RESOURCE = PolicyKind.IDENTITY, PolicyKind.TRUST, PolicyKind.RESOURCE
SCP, RCP = PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL
SESSION, BOUNDARY = PolicyKind.SESSION, PolicyKind.PERMISSIONS_BOUNDARY
ENDPOINT = PolicyKind.VPC_ENDPOINT

ACCOUNT = {"AWS": "arn:aws:iam::111111111111:root"}
OBJECTS = "arn:aws:s3:::logs/*"
GITHUB = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"
OKTA = "arn:aws:iam::111111111111:saml-provider/Okta"


@dataclass(frozen=True)
class Example:
    """``codes`` are those of all findings, in the order of the text; ``()`` for a sound policy."""

    name: str
    kind: PolicyKind
    text: str
    codes: tuple[str, ...]


def text_of(kind: PolicyKind, *statements: dict[str, object], version: str | None = "2012-10-17") -> str:
    head = {} if version is None else {"Version": version}
    return json.dumps({**head, "Statement": [_statement(kind, each) for each in statements]}, indent=1)


def _statement(kind: PolicyKind, members: dict[str, object]) -> dict[str, object]:
    """A sound statement of the kind with ``members`` set, or left out where they are None."""
    base: dict[str, object] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": OBJECTS}
    if kind in (TRUST, RESOURCE):
        base["Principal"] = ACCOUNT
    if kind in (RCP, ENDPOINT):
        base["Principal"] = "*"
    if kind is RCP:
        base["Effect"] = "Deny"
    if kind is TRUST:
        base["Action"] = "sts:AssumeRole"
        del base["Resource"]
    said = {**base, **members}
    if "NotAction" in members:
        said.pop("Action")
    if "NotResource" in members:
        said.pop("Resource")
    if "NotPrincipal" in members and "Principal" not in members:
        said.pop("Principal")
    return {name: value for name, value in said.items() if value is not None}


def example(name: str, kind: PolicyKind, *codes: str, version: str | None = "2012-10-17", **members: object):
    return Example(name, kind, text_of(kind, members, version=version), codes)


def raw(name: str, kind: PolicyKind, text: str, *codes: str) -> Example:
    return Example(name, kind, text, codes)


def when(**operators: object) -> dict[str, object]:
    """``when(StringEquals={…})``; ``_`` stands for the colon of ForAnyValue."""
    return {
        name.replace("Value_", "Value:").replace("Values_", "Values:"): keys
        for name, keys in operators.items()
    }


def many(name: str, kind: PolicyKind, statements: list[dict[str, object]], *codes: str) -> Example:
    return Example(name, kind, text_of(kind, *statements), codes)


FAULTS = [
    raw("a comma is missing", IDENTITY, '{"Version": "2012-10-17" "Statement": []}', "invalid-json"),
    raw(
        "Effect stands twice",
        IDENTITY,
        '{"Version": "2012-10-17", '
        '"Statement": {"Effect": "Allow", "Effect": "Deny", "Action": "*", "Resource": "*"}}',
        "duplicate-key",
    ),
    raw(
        "a letter that IAM does not take",
        IDENTITY,
        '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", '
        '"Resource": "arn:aws:s3:::łódź/*"}}',
        "invalid-character",
    ),
    example("an action is a number", IDENTITY, "wrong-shape", Action=7),
    example("no action is listed", IDENTITY, "empty-list", Action=[]),
    example("an element is misspelt", IDENTITY, "unknown-element", Resources="*"),
    example("no resource is named", IDENTITY, "missing-element", Resource=None),
    raw(
        "action and its opposite",
        IDENTITY,
        text_of(IDENTITY, {}).replace('"Resource"', '"NotAction": "s3:PutObject", "Resource"'),
        "conflicting-elements",
    ),
    example("an SCP names a principal", SCP, "prohibited-element", Principal="*"),
    example("an identity policy names a principal", IDENTITY, "prohibited-element", Principal="*"),
    example("an RCP excludes actions", RCP, "prohibited-element", NotAction="s3:*"),
    example("a trust policy names a resource", TRUST, "prohibited-element", Resource="*"),
    example("a version of one's own", IDENTITY, "invalid-version", version="2026-11-22"),
    example("an RCP of the first version", RCP, "invalid-version", version="2008-10-17"),
    example("an effect in small letters", IDENTITY, "invalid-effect", Effect="allow"),
    example("a Sid with a space", IDENTITY, "invalid-sid", Sid="Read logs"),
    many("two statements of one name", IDENTITY, [{"Sid": "A"}, {"Sid": "A"}], "duplicate-sid"),
    example("an action without its service", IDENTITY, "invalid-action", Action="GetObject"),
    example("a trust policy about S3", TRUST, "action-not-of-sts", Action="s3:GetObject"),
    example("a bucket by its name", IDENTITY, "invalid-resource", Resource="logs/*"),
    example(
        "a role with a region",
        IDENTITY,
        "region-in-iam-arn",
        Action="iam:GetRole",
        Resource="arn:aws:iam:eu-west-1:111111111111:role/App",
    ),
    example(
        "part of a principal's ARN",
        RESOURCE,
        "invalid-principal",
        Principal={"AWS": "arn:aws:iam::111111111111:role/App*"},
    ),
    example("every service", RESOURCE, "invalid-principal", Principal={"Service": "*"}),
    example(
        "a group as principal",
        RESOURCE,
        "group-as-principal",
        Principal={"AWS": "arn:aws:iam::111111111111:group/devs"},
    ),
    example("all but one are allowed", RESOURCE, "not-principal-allows", NotPrincipal=ACCOUNT),
    example("an RCP allows", RCP, "rcp-allows", Effect="Allow"),
    example("an RCP about every action", RCP, "rcp-every-action", Action="*"),
    example("an RCP about one account", RCP, "rcp-principal", Principal=ACCOUNT),
    example(
        "an operator is misspelt", IDENTITY, "unknown-operator", Condition={"StringEqual": {"s3:prefix": "a"}}
    ),
    example(
        "a key without a name", IDENTITY, "unnamed-condition-key", Condition={"StringEquals": {" ": "a"}}
    ),
]

REMARKS = [
    example("longer than IAM takes", IDENTITY, "too-long", Resource=f"arn:aws:s3:::logs/{'a' * 6_144}"),
    example("no version", IDENTITY, "old-version", version=None),
    example("the first version", IDENTITY, "old-version", version="2008-10-17"),
    # Names
    example("no such service", IDENTITY, "unknown-service", Action="suport:CreateCase", Resource="*"),
    example("a closed service", IDENTITY, "retired-service", Action="deepracer:ListModels", Resource="*"),
    example("no such action", IDENTITY, "unknown-action", Action="s3:GetObjct"),
    example("a pattern for nothing", IDENTITY, "pattern-of-no-action", Action="s3:Fly*"),
    example("an RCP about EC2", RCP, "unsupported-by-rcps", Action="ec2:*", Resource="*"),
    example(
        "a trust policy about nobody's role", TRUST, "action-assumes-no-role", Action="sts:GetCallerIdentity"
    ),
    example("Deny with NotAction", SCP, "not-action-denies", Effect="Deny", NotAction="iam:*", Resource="*"),
    example(
        "one Region for everything",
        SCP,
        "region-guard",
        Effect="Deny",
        Action="*",
        Resource="*",
        Condition=when(StringNotEquals={"aws:RequestedRegion": "eu-west-1"}),
    ),
    example("an empty Sid", IDENTITY, "empty-sid", Sid=""),
    # Keys, operators and values
    example(
        "no such global key",
        IDENTITY,
        "unknown-global-key",
        Condition=when(StringEquals={"aws:UserNam": "a"}),
    ),
    example(
        "no such key of S3", IDENTITY, "unknown-service-key", Condition=when(StringEquals={"s3:prefx": "a"})
    ),
    example(
        "a key of no service", IDENTITY, "unknown-service-key", Condition=when(StringEquals={"org:Name": "a"})
    ),
    example(
        "a key that the action does not have",
        IDENTITY,
        "key-of-no-action",
        Condition=when(StringEquals={"ec2:InstanceType": "t3.micro"}),
    ),
    example(
        "one value for a key of many",
        IDENTITY,
        "plain-operator",
        Action="ec2:CreateTags",
        Resource="*",
        Condition=when(StringEquals={"aws:TagKeys": "team"}),
    ),
    example(
        "every value of a key with one",
        IDENTITY,
        "for-all-values-of-one",
        Condition=when(ForAllValues_StringEquals={"aws:PrincipalOrgID": "o-exampleorg1"}),
    ),
    example(
        "some value of a key with one",
        IDENTITY,
        "for-any-value-of-one",
        Condition=when(ForAnyValue_StringEquals={"aws:PrincipalOrgID": "o-exampleorg1"}),
    ),
    example(
        "an address compared as text",
        IDENTITY,
        "operator-of-other-type",
        Condition=when(StringEquals={"aws:SourceIp": "203.0.113.0/24"}),
    ),
    example(
        "no truth value",
        IDENTITY,
        "value-of-other-type",
        Condition=when(Bool={"aws:SecureTransport": "yes"}),
    ),
    example("no such variable", IDENTITY, "unknown-variable", Resource="arn:aws:s3:::home/${aws:usrname}/*"),
    example(
        "a variable with many values",
        IDENTITY,
        "variable-of-many",
        Resource="arn:aws:s3:::h/${aws:CalledVia}/*",
    ),
    example(
        "a variable for the account",
        IDENTITY,
        "variable-out-of-place",
        Action="sqs:SendMessage",
        Resource="arn:aws:sqs:*:${aws:PrincipalAccount}:queue",
    ),
    example("compared with nothing", IDENTITY, "no-values", Condition=when(StringEquals={"aws:userid": []})),
    example("a condition that says nothing", IDENTITY, "empty-condition", Condition={}),
    example(
        "a star that is none",
        IDENTITY,
        "literal-wildcard",
        Condition=when(StringEquals={"aws:RequestedRegion": "eu-*"}),
    ),
    example(
        "one key in two spellings",
        IDENTITY,
        "key-twice",
        Condition=when(StringEquals={"aws:username": "a", "aws:UserName": "b"}),
    ),
    example(
        "missing, and with a value",
        IDENTITY,
        "condition-never-holds",
        Condition=when(StringEquals={"aws:SourceVpc": "vpc-1"}, Null={"aws:SourceVpc": "true"}),
    ),
    example(
        "missing or not",
        IDENTITY,
        "condition-always-holds",
        Condition=when(Null={"aws:SourceVpc": ["true", "false"]}),
    ),
    example(
        "missing, though every request has it",
        IDENTITY,
        "key-always-there",
        Condition=when(Null={"aws:PrincipalArn": "true"}),
    ),
    example(
        "a session's ARN",
        IDENTITY,
        "session-as-principal-arn",
        Condition=when(ArnEquals={"aws:PrincipalArn": "arn:aws:sts::111111111111:assumed-role/App/s1"}),
    ),
    example(
        "a session's ARN to spare it",
        SCP,
        "session-as-principal-arn",
        Effect="Deny",
        Condition=when(ArnNotLike={"aws:PrincipalArn": "arn:aws:sts::*:assumed-role/BreakGlass/*"}),
    ),
    example(
        "a private address",
        IDENTITY,
        "private-address",
        Condition=when(IpAddress={"aws:SourceIp": "10.0.0.0/8"}),
    ),
    example(
        "a value covered by another",
        IDENTITY,
        "value-twice",
        Condition=when(StringLike={"aws:PrincipalTag/team": ["blue*", "blue-1"]}),
    ),
    example(
        "no MFA, with Bool",
        IDENTITY,
        "mfa-key-missing",
        Effect="Deny",
        Condition=when(Bool={"aws:MultiFactorAuthPresent": "false"}),
    ),
    example(
        "MFA, or no word of it",
        IDENTITY,
        "mfa-not-asked",
        Condition=when(BoolIfExists={"aws:MultiFactorAuthPresent": "true"}),
    ),
    example(
        "every tag of none",
        IDENTITY,
        "for-all-values-of-none",
        Action="ec2:CreateTags",
        Resource="*",
        Condition=when(ForAllValues_StringEquals={"aws:TagKeys": ["team"]}),
    ),
    example(
        "all but contractors",
        IDENTITY,
        "negated-key-missing",
        Condition=when(StringNotEquals={"aws:PrincipalTag/team": "contractor"}),
    ),
    # Resources
    example("an ARN of four segments", IDENTITY, "incomplete-arn", Resource="arn:aws:s3:logs"),
    example("another partition", IDENTITY, "unknown-partition", Resource="arn:amazon:s3:::logs/*"),
    example("no such service in an ARN", IDENTITY, "unknown-service-in-arn", Resource="arn:aws:s4:::logs/*"),
    example(
        "no Region",
        IDENTITY,
        "unknown-region-in-arn",
        Action="sqs:SendMessage",
        Resource="arn:aws:sqs:europe:111111111111:queue",
    ),
    example(
        "no account",
        IDENTITY,
        "unknown-account-in-arn",
        Action="sqs:SendMessage",
        Resource="arn:aws:sqs:eu-west-1:1111:queue",
    ),
    example(
        "an object's action on a bucket", IDENTITY, "resource-of-no-action", Resource="arn:aws:s3:::logs"
    ),
    example(
        "an instance where there is none",
        IDENTITY,
        "resource-of-no-action",
        Action="ec2:DescribeInstances",
        Resource="arn:aws:ec2:eu-west-1:111111111111:instance/i-1",
    ),
    example(
        "a bucket's action on objects, among others",
        IDENTITY,
        "action-of-no-resource",
        Action=["s3:GetObject", "s3:ListBucket"],
    ),
    # What says nothing new
    example("an action covered by another", IDENTITY, "redundant-action", Action=["s3:Get*", "s3:GetObject"]),
    example(
        "objects covered by others",
        IDENTITY,
        "redundant-resource",
        Resource=[OBJECTS, "arn:aws:s3:::logs/2026/*"],
    ),
    many(
        "a statement covered by another",
        IDENTITY,
        [{"Action": "s3:*", "Resource": "arn:aws:s3:::*"}, {}],
        "redundant-statement",
    ),
    many(
        "allowed and denied",
        IDENTITY,
        [{}, {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}],
        "allow-always-denied",
    ),
    # Who gets in, and how far
    example("Allow with NotAction", SCP, "not-action-allows", NotAction="iam:*", Resource="*"),
    example("Allow with NotResource", IDENTITY, "not-resource-allows", NotResource=OBJECTS),
    example("everything", IDENTITY, "allows-everything", Action="*", Resource="*"),
    example("any role", IDENTITY, "pass-role-any", Action="iam:PassRole", Resource="*"),
    example(
        "a way to everything", IDENTITY, "privilege-escalation", Action="iam:AttachUserPolicy", Resource="*"
    ),
    example("everybody", RESOURCE, "anyone", Principal="*"),
    example(
        "a service for whomever",
        RESOURCE,
        "service-for-anyone",
        Action="s3:PutObject",
        Principal={"Service": "cloudtrail.amazonaws.com"},
    ),
    example(
        "every workflow of GitHub",
        TRUST,
        "identity-provider-for-anyone",
        Action="sts:AssumeRoleWithWebIdentity",
        Principal={"Federated": GITHUB},
        Condition=when(StringEquals={"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}),
    ),
    example("all but one are denied", RESOURCE, "not-principal", Effect="Deny", NotPrincipal=ACCOUNT),
    example(
        "what is left of a role", RESOURCE, "deleted-principal", Principal={"AWS": "AROAEXAMPLEROLE00001"}
    ),
    example(
        "a provider in a bucket's policy", RESOURCE, "federated-outside-trust", Principal={"Federated": OKTA}
    ),
    example(
        "a provider that assumes roles like a user",
        TRUST,
        "action-of-other-principal",
        Principal={"Federated": OKTA},
    ),
    example("one account through a gateway", ENDPOINT, "principal-of-gateway", Principal=ACCOUNT),
]

SOUND = [
    example("objects of one bucket", IDENTITY),
    example("the same as a boundary", BOUNDARY),
    example("the same for a session", SESSION),
    example("FullAWSAccess", SCP, Action="*", Resource="*"),
    example("a boundary that bounds nothing", BOUNDARY, Action="*", Resource="*"),
    example("an SCP that denies", SCP, Effect="Deny", Action="organizations:LeaveOrganization", Resource="*"),
    example(
        "nobody from outside",
        RCP,
        Action="s3:*",
        Resource="*",
        Condition=when(
            StringNotEqualsIfExists={"aws:PrincipalOrgID": "o-exampleorg1"},
            BoolIfExists={"aws:PrincipalIsAWSService": "false"},
        ),
    ),
    example("RCPFullAWSAccess", RCP, Effect="Allow", Action="*", Resource="*"),
    example("an account may assume", TRUST),
    example("EC2 may assume", TRUST, Principal={"Service": "ec2.amazonaws.com"}),
    example(
        "one repository of GitHub",
        TRUST,
        Action="sts:AssumeRoleWithWebIdentity",
        Principal={"Federated": GITHUB},
        Condition=when(
            StringEquals={"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
            StringLike={"token.actions.githubusercontent.com:sub": "repo:acme/shop:*"},
        ),
    ),
    example(
        "who signed in through Okta",
        TRUST,
        Action="sts:AssumeRoleWithSAML",
        Principal={"Federated": OKTA},
        Condition=when(StringEquals={"SAML:aud": "https://signin.aws.amazon.com/saml"}),
    ),
    example(
        "CloudTrail, for one trail",
        RESOURCE,
        Action="s3:PutObject",
        Principal={"Service": "cloudtrail.amazonaws.com"},
        Condition=when(ArnLike={"aws:SourceArn": "arn:aws:cloudtrail:*:111111111111:trail/*"}),
    ),
    example(
        "everybody of the organization",
        RESOURCE,
        Principal="*",
        Condition=when(StringEquals={"aws:PrincipalOrgID": "o-exampleorg1"}),
    ),
    example(
        "nothing without encryption on the way",
        RESOURCE,
        Effect="Deny",
        Principal="*",
        Action="s3:*",
        Resource=["arn:aws:s3:::logs", OBJECTS],
        Condition=when(Bool={"aws:SecureTransport": "false"}),
    ),
    example("everything through an endpoint", ENDPOINT, Action="*", Resource="*"),
    example(
        "one role to one service",
        IDENTITY,
        Action="iam:PassRole",
        Resource="arn:aws:iam::111111111111:role/App",
        Condition=when(StringEquals={"iam:PassedToService": "ec2.amazonaws.com"}),
    ),
    example(
        "no stopping without MFA",
        IDENTITY,
        Effect="Deny",
        Action="ec2:StopInstances",
        Resource="*",
        Condition=when(BoolIfExists={"aws:MultiFactorAuthPresent": "false"}),
    ),
    example(
        "tags from a list, and at least one",
        IDENTITY,
        Action="ec2:CreateTags",
        Resource="*",
        Condition=when(ForAllValues_StringEquals={"aws:TagKeys": ["team"]}, Null={"aws:TagKeys": "false"}),
    ),
    example("one's own folder", IDENTITY, Resource="arn:aws:s3:::home/${aws:username}/*"),
    example("in China", IDENTITY, Resource="arn:aws-cn:s3:::logs/*"),
]
EXAMPLES = (*FAULTS, *REMARKS, *SOUND)

UNDOCUMENTED_KEY = "aws:PrincipalOrgMasterAccountId"
"""AWS writes it in the policy of a service-linked role, and describes it nowhere."""
