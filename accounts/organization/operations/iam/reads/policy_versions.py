"""The versions of a policy. Source: IAM API Reference, ``ListPolicyVersions``."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.organization.operations.iam.entities import find_policy
from accounts.organization.operations.outcome import timestamp
from accounts.organization.state import AccountId, Organization


def list_policy_versions(
    organization: Organization, account_id: AccountId, policy_arn: str
) -> Mapping[str, object]:
    """``Versions``, the newest first, without their documents. Raises ``NoSuchEntity``, ``AccessDenied``."""
    _, policy = find_policy(organization, account_id, policy_arn)
    return {
        "Versions": [
            {
                "VersionId": version.id,
                "IsDefaultVersion": version.id == policy.default_version_id,
                "CreateDate": timestamp(version.created),
            }
            for version in reversed([*policy.versions.values()])
        ],
        "IsTruncated": False,
    }
