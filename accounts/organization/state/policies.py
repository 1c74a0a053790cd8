"""Policies of AWS Organizations. Source: Organizations API Reference, ``PolicyType``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from accounts.organization.state.names import PolicyId
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.parse import parse_policy


class PolicyType(Enum):
    """Two types say who may do what; the others are management policies, which set up services."""

    SERVICE_CONTROL_POLICY = "SERVICE_CONTROL_POLICY"
    RESOURCE_CONTROL_POLICY = "RESOURCE_CONTROL_POLICY"
    TAG_POLICY = "TAG_POLICY"
    BACKUP_POLICY = "BACKUP_POLICY"
    AISERVICES_OPT_OUT_POLICY = "AISERVICES_OPT_OUT_POLICY"
    CHATBOT_POLICY = "CHATBOT_POLICY"
    DECLARATIVE_POLICY_EC2 = "DECLARATIVE_POLICY_EC2"
    SECURITYHUB_POLICY = "SECURITYHUB_POLICY"
    SECURITYHUB_CSPM_POLICY = "SECURITYHUB_CSPM_POLICY"
    INSPECTOR_POLICY = "INSPECTOR_POLICY"
    UPGRADE_ROLLOUT_POLICY = "UPGRADE_ROLLOUT_POLICY"
    BEDROCK_POLICY = "BEDROCK_POLICY"
    S3_POLICY = "S3_POLICY"
    NETWORK_SECURITY_DIRECTOR_POLICY = "NETWORK_SECURITY_DIRECTOR_POLICY"
    GUARDDUTY_POLICY = "GUARDDUTY_POLICY"

    @property
    def kind(self) -> PolicyKind | None:
        """The language of its documents; None for management policies, which have their own."""
        return _KINDS.get(self)


_KINDS = {
    PolicyType.SERVICE_CONTROL_POLICY: PolicyKind.SERVICE_CONTROL,
    PolicyType.RESOURCE_CONTROL_POLICY: PolicyKind.RESOURCE_CONTROL,
}


@dataclass(frozen=True, slots=True)
class Policy:
    """An SCP or RCP, customer made or AWS's own."""

    id: PolicyId
    name: str
    description: str
    type: PolicyType
    document: PolicyDocument
    aws_managed: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> str:
        return self.document.text


@dataclass(frozen=True, slots=True)
class ManagementPolicy:
    """A policy that sets up services, such as a tag policy. ``content`` is its text, as it was sent."""

    id: PolicyId
    name: str
    description: str
    type: PolicyType
    content: str
    tags: Mapping[str, str] = field(default_factory=dict)
    aws_managed: bool = False


FULL_AWS_ACCESS = Policy(
    id="p-FullAWSAccess",
    name="FullAWSAccess",
    description="Allows access to every operation",
    type=PolicyType.SERVICE_CONTROL_POLICY,
    document=parse_policy(
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}',
        PolicyKind.SERVICE_CONTROL,
    ),
    aws_managed=True,
)

RCP_FULL_AWS_ACCESS = Policy(
    id="p-RCPFullAWSAccess",
    name="RCPFullAWSAccess",
    description="Allows access to every resource",
    type=PolicyType.RESOURCE_CONTROL_POLICY,
    # The only RCP that allows, which nobody else may write: so it is no RCP to the parser.
    document=parse_policy(
        '{"Version": "2012-10-17", "Statement": '
        '[{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}',
        PolicyKind.RESOURCE,
    ),
    aws_managed=True,
)

AWS_MANAGED: Mapping[PolicyId, Policy] = {
    policy.id: policy for policy in (FULL_AWS_ACCESS, RCP_FULL_AWS_ACCESS)
}

FULL_ACCESS: Mapping[PolicyType, Policy] = {policy.type: policy for policy in AWS_MANAGED.values()}
"""What is attached to everything when its type is enabled, and to everything that is made later."""
