"""Services that can be given trusted access to an organization, by their service principals.

Source: Organizations User Guide, "AWS services that you can use with AWS Organizations", and the guides
of those services; as of September 2026. AWS adds to it all the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from accounts.organization.state import PolicyType, ServicePrincipal


@dataclass(frozen=True, slots=True)
class TrustedService:
    """``most_administrators`` are its delegated administrators: none at all, so many, or None where AWS
    tells no number. ``policy_type`` cannot be enabled without trusted access."""

    name: str
    most_administrators: int | None = None
    policy_type: PolicyType | None = None


TRUSTED_SERVICES: Final[Mapping[ServicePrincipal, TrustedService]] = {
    "access-analyzer.amazonaws.com": TrustedService("IAM Access Analyzer", 1),
    "account.amazonaws.com": TrustedService("AWS Account Management", 1),
    "auditmanager.amazonaws.com": TrustedService("AWS Audit Manager", 1),
    "aws-artifact-account-sync.amazonaws.com": TrustedService("AWS Artifact", 0),
    "backup.amazonaws.com": TrustedService("AWS Backup"),
    "chatbot.amazonaws.com": TrustedService("Amazon Q Developer in chat applications", 0),
    "cloudtrail.amazonaws.com": TrustedService("AWS CloudTrail", 3),
    "compute-optimizer.amazonaws.com": TrustedService("AWS Compute Optimizer", 1),
    "config.amazonaws.com": TrustedService("AWS Config", 3),
    "config-multiaccountsetup.amazonaws.com": TrustedService("AWS Config, conformance packs", 3),
    "controltower.amazonaws.com": TrustedService("AWS Control Tower", 0),
    "detective.amazonaws.com": TrustedService("Amazon Detective", 1),
    "devops-guru.amazonaws.com": TrustedService("Amazon DevOps Guru", 1),
    "ds.amazonaws.com": TrustedService("AWS Directory Service", 0),
    "ec2.amazonaws.com": TrustedService("Amazon EC2"),
    "fms.amazonaws.com": TrustedService("AWS Firewall Manager", 10),
    "guardduty.amazonaws.com": TrustedService("Amazon GuardDuty", 1),
    "health.amazonaws.com": TrustedService("AWS Health", 5),
    "iam.amazonaws.com": TrustedService("AWS Identity and Access Management", 1),
    "inspector2.amazonaws.com": TrustedService("Amazon Inspector", 1, PolicyType.INSPECTOR_POLICY),
    "ipam.amazonaws.com": TrustedService("Amazon VPC IP Address Manager", 1),
    "license-manager.amazonaws.com": TrustedService("AWS License Manager", 1),
    "macie.amazonaws.com": TrustedService("Amazon Macie", 1),
    "member.org.stacksets.cloudformation.amazonaws.com": TrustedService("AWS CloudFormation StackSets", 5),
    "mgn.amazonaws.com": TrustedService("AWS Application Migration Service"),
    "ram.amazonaws.com": TrustedService("AWS Resource Access Manager", 0),
    "reachabilityanalyzer.networkinsights.amazonaws.com": TrustedService("Reachability Analyzer"),
    "reporting.trustedadvisor.amazonaws.com": TrustedService("AWS Trusted Advisor", 5),
    "securityhub.amazonaws.com": TrustedService("AWS Security Hub", 1, PolicyType.SECURITYHUB_POLICY),
    "securitylake.amazonaws.com": TrustedService("Amazon Security Lake", 1),
    "servicecatalog.amazonaws.com": TrustedService("AWS Service Catalog", 50),
    "servicequotas.amazonaws.com": TrustedService("Service Quotas", 0),
    "ssm.amazonaws.com": TrustedService("AWS Systems Manager", 1),
    "sso.amazonaws.com": TrustedService("AWS IAM Identity Center", 1),
    "storage-lens.s3.amazonaws.com": TrustedService("Amazon S3 Storage Lens", 5),
    "tagpolicies.tag.amazonaws.com": TrustedService("Tag policies"),
    "wellarchitected.amazonaws.com": TrustedService("AWS Well-Architected Tool", 0),
}

SERVICE_OF_POLICY_TYPE: Final[Mapping[PolicyType, ServicePrincipal]] = {
    service.policy_type: principal
    for principal, service in TRUSTED_SERVICES.items()
    if service.policy_type is not None
}
