"""The example SCPs do what the Organizations User Guide says: deny this, leave the rest alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from policies.catalogue import ExampleScp, catalogue, example_scps, managed_policies
from policies.engine.decision import Decision
from policies.engine.document import Effect, PolicyDocument, PolicyKind
from policies.engine.evaluate import evaluate
from policies.engine.parse import parse_policy
from policies.engine.request import (
    AttachedPolicy,
    Context,
    ContextValue,
    Level,
    Policies,
    Principal,
    PrincipalType,
    Request,
)

ACCOUNT = "111122223333"
FULL_AWS_ACCESS = parse_policy(
    '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}',
    PolicyKind.SERVICE_CONTROL,
)
ADMINISTRATOR_ACCESS = managed_policies()["arn:aws:iam::aws:policy/AdministratorAccess"].document

INSTANCE = f"arn:aws:ec2:eu-central-1:{ACCOUNT}:instance/i-1"
TRAIL = f"arn:aws:cloudtrail:eu-central-1:{ACCOUNT}:trail/main"
AUDITOR = f"arn:aws:iam::{ACCOUNT}:role/SecurityAuditor"
OBJECT = "arn:aws:s3:::reports/2026.csv"


@dataclass(frozen=True)
class Call:
    """A request of a developer with AdministratorAccess in a member account, or of another role."""

    action: str
    resource: str = "*"
    context: Mapping[str, ContextValue] = field(default_factory=dict)
    role: str = "Developer"


def in_region(region: str) -> dict[str, str]:
    return {"aws:requestedregion": region}


MFA = {"aws:multifactorauthpresent": "true"}
NO_MFA = {"aws:multifactorauthpresent": "false"}
ROOT_USER = "root user"

# For each example what it denies and what stays allowed beside it.
CASES: list[tuple[str, list[Call], list[Call]]] = [
    (
        "DenyOutsideRegions",
        [Call("ec2:RunInstances", INSTANCE, in_region("us-east-1"))],
        [
            Call("ec2:RunInstances", INSTANCE, in_region("eu-central-1")),
            Call("iam:CreateRole", AUDITOR, in_region("us-east-1")),
            Call("ec2:RunInstances", INSTANCE, in_region("us-east-1"), role="BreakGlass"),
        ],
    ),
    (
        "ProtectRole",
        [Call("iam:DeleteRole", AUDITOR)],
        [
            Call("iam:DeleteRole", f"arn:aws:iam::{ACCOUNT}:role/Other"),
            Call("iam:DeleteRole", AUDITOR, role="Administrator"),
            Call("iam:GetRole", AUDITOR),
        ],
    ),
    (
        "RequireMfaToStopInstances",
        # Long-term access keys leave the key out of the request: BoolIfExists counts that as no MFA.
        [Call("ec2:StopInstances", INSTANCE, NO_MFA), Call("ec2:StopInstances", INSTANCE)],
        [Call("ec2:StopInstances", INSTANCE, MFA), Call("ec2:StartInstances", INSTANCE, NO_MFA)],
    ),
    (
        "DenyEc2ToRootUser",
        [Call("ec2:RunInstances", INSTANCE, role=ROOT_USER)],
        [Call("ec2:RunInstances", INSTANCE), Call("s3:ListAllMyBuckets", role=ROOT_USER)],
    ),
    (
        "DenyLeavingOrganization",
        [Call("organizations:LeaveOrganization")],
        [Call("organizations:DescribeOrganization")],
    ),
    (
        "ProtectCloudWatch",
        [Call("cloudwatch:DeleteAlarms")],
        [Call("cloudwatch:GetMetricData")],
    ),
    (
        "ProtectConfig",
        [Call("config:StopConfigurationRecorder")],
        [Call("config:StartConfigurationRecorder")],
    ),
    (
        "RequireInstanceType",
        [Call("ec2:RunInstances", INSTANCE, {"ec2:instancetype": "p5.48xlarge"})],
        [
            Call("ec2:RunInstances", INSTANCE, {"ec2:instancetype": "t3.micro"}),
            # A launch is judged on each resource; only the instance has a type.
            Call("ec2:RunInstances", f"arn:aws:ec2:eu-central-1:{ACCOUNT}:volume/v-1"),
        ],
    ),
    (
        "RequireImdsV2",
        [
            Call("ec2:RunInstances", INSTANCE, {"ec2:metadatahttptokens": "optional"}),
            Call("s3:GetObject", OBJECT, {"ec2:roledelivery": "1.0"}),
            Call("ec2:ModifyInstanceMetadataOptions", INSTANCE),
        ],
        [
            Call("ec2:RunInstances", INSTANCE, {"ec2:metadatahttptokens": "required"}),
            Call("s3:GetObject", OBJECT, {"ec2:roledelivery": "2.0"}),
            Call("s3:GetObject", OBJECT),
            Call("ec2:ModifyInstanceMetadataOptions", INSTANCE, role="Administrator"),
        ],
    ),
    (
        "KeepEbsEncryption",
        [Call("ec2:DisableEbsEncryptionByDefault")],
        [Call("ec2:EnableEbsEncryptionByDefault")],
    ),
    (
        "ProtectGuardDuty",
        [Call("guardduty:DeleteDetector")],
        [Call("guardduty:ListFindings")],
    ),
    (
        "DenySharingOutsideOrganization",
        [Call("ram:CreateResourceShare", context={"ram:requestedallowsexternalprincipals": "true"})],
        [Call("ram:CreateResourceShare", context={"ram:requestedallowsexternalprincipals": "false"})],
    ),
    (
        "RequireEncryptedUploads",
        [Call("s3:PutObject", OBJECT)],
        [Call("s3:PutObject", OBJECT, {"s3:x-amz-server-side-encryption": "aws:kms"})],
    ),
    (
        "RequireProjectTag",
        [Call("secretsmanager:CreateSecret"), Call("ec2:RunInstances", INSTANCE)],
        [Call("ec2:RunInstances", INSTANCE, {"aws:requesttag/project": "apollo"})],
    ),
    (
        "ProtectAccessProjectTag",
        [
            Call(
                "ec2:CreateTags",
                INSTANCE,
                {"aws:resourcetag/access-project": "apollo", "aws:principaltag/access-project": "gemini"},
            )
        ],
        [
            Call(
                "ec2:CreateTags",
                INSTANCE,
                {"aws:resourcetag/access-project": "apollo", "aws:principaltag/access-project": "apollo"},
            ),
            Call("ec2:CreateTags", INSTANCE),
            Call(
                "ec2:CreateTags", INSTANCE, {"aws:resourcetag/access-project": "apollo"}, role="Administrator"
            ),
        ],
    ),
    (
        "KeepVpcFlowLogs",
        [Call("ec2:DeleteFlowLogs"), Call("logs:DeleteLogGroup")],
        [Call("ec2:CreateFlowLogs")],
    ),
    (
        "DenyInternetForVpcs",
        [Call("ec2:AttachInternetGateway"), Call("globalaccelerator:CreateAccelerator")],
        [Call("ec2:DetachInternetGateway"), Call("globalaccelerator:DeleteAccelerator")],
    ),
    (
        "ProtectCloudTrail",
        [Call("cloudtrail:StopLogging", TRAIL)],
        [Call("cloudtrail:StopLogging", TRAIL, role="Administrator"), Call("cloudtrail:LookupEvents")],
    ),
    (
        "DenyDeletingBuckets",
        [Call("s3:DeleteBucket", "arn:aws:s3:::reports"), Call("s3:DeleteObjectVersion", OBJECT)],
        [Call("s3:PutObject", OBJECT)],
    ),
]


def decide(example: ExampleScp, call: Call) -> Decision:
    """``call`` in an account with FullAWSAccess and the example at its organizational unit."""
    levels = (
        Level("r-ab12", "Root", (attached("FullAWSAccess", FULL_AWS_ACCESS),)),
        Level(
            "ou-ab12-11111111",
            "Prod",
            (attached("FullAWSAccess", FULL_AWS_ACCESS), attached(example.name, example.document)),
        ),
        Level(ACCOUNT, "Shop", (attached("FullAWSAccess", FULL_AWS_ACCESS),)),
    )
    request = Request(*caller_and_context(call))
    return evaluate(
        request, Policies(levels, (attached("AdministratorAccess", ADMINISTRATOR_ACCESS),))
    ).decision


def attached(name: str, document: PolicyDocument) -> AttachedPolicy:
    return AttachedPolicy(name, name, "here", document)


def caller_and_context(call: Call) -> tuple[Principal, str, str, Context]:
    if call.role == ROOT_USER:
        arn = principal_arn = f"arn:aws:iam::{ACCOUNT}:root"
        kind = PrincipalType.ROOT_USER
    else:
        arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/{call.role}/session"
        principal_arn = f"arn:aws:iam::{ACCOUNT}:role/{call.role}"
        kind = PrincipalType.ROLE_SESSION
    context = Context({"aws:principalarn": principal_arn, **call.context})
    return Principal(arn, ACCOUNT, kind), call.action, call.resource, context


def example(name: str) -> ExampleScp:
    return next(scp for scp in example_scps() if scp.name == name)


@pytest.mark.parametrize(("name", "call"), [(name, call) for name, denied, _ in CASES for call in denied])
def test_the_example_denies(name, call):
    assert decide(example(name), call) is Decision.EXPLICITLY_DENIED


@pytest.mark.parametrize(("name", "call"), [(name, call) for name, _, allowed in CASES for call in allowed])
def test_the_example_leaves_alone(name, call):
    assert decide(example(name), call) is Decision.ALLOWED


def test_every_example_is_tried_above():
    assert [scp.name for scp in example_scps()] == [name for name, _, _ in CASES]


@pytest.mark.parametrize("scp", example_scps(), ids=lambda scp: scp.name)
def test_every_example_explains_itself_and_names_its_source(scp):
    assert scp.description.endswith(".")
    assert "Guide" in scp.source or scp.source.startswith("aws-samples/")


@pytest.mark.parametrize("scp", example_scps(), ids=lambda scp: scp.name)
def test_every_example_only_denies_actions_that_exist(scp):
    for statement in scp.document.statements:
        assert statement.effect is Effect.DENY
        for pattern in statement.actions:
            assert catalogue().universe.mask([pattern]), pattern.source
