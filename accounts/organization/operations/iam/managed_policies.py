"""Customer managed policies. Source: IAM User Guide, "Managed policies and inline policies"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from accounts.organization.arns import managed_policy_arn
from accounts.organization.identifiers import IamPrefix, Occasion
from accounts.organization.operations.iam.checks import (
    account_of,
    check_description,
    check_free,
    check_name,
    check_nothing_left,
    check_path,
    check_quota,
    parsed,
    shown_tags,
    with_tags,
)
from accounts.organization.operations.iam.entities import carriers, find_policy, with_policy
from accounts.organization.operations.outcome import Outcome, timestamp, with_account, without
from accounts.organization.operations.tags import Tag, remove_tags
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import AccountId, ManagedPolicy, Organization, PolicyVersion
from policies.engine.document import PolicyKind


def create_policy(
    organization: Organization,
    *,
    account_id: AccountId,
    policy_name: str,
    policy_document: str,
    path: str = "/",
    description: str = "",
    tags: Sequence[Tag] = (),
    occasion: Occasion,
) -> Outcome:
    """Make a managed policy, attached to nobody yet.

    Raises ``ValidationError``, ``EntityAlreadyExists``, ``LimitExceeded``, ``MalformedPolicyDocument``,
    ``InvalidInput`` (tags).
    """
    account = account_of(organization, account_id)
    check_name("policy", policy_name, longest=128)
    check_path(path)
    check_description(description)
    check_free("policy", policy_name, (policy.name for policy in account.policies.values()))
    check_quota(f"managed policies in {account.name}", len(account.policies), IN_FORCE.managed_policies)
    document = parsed(policy_document, PolicyKind.IDENTITY, most=IN_FORCE.managed_policy_size)
    first = PolicyVersion("v1", document, occasion.time)
    policy = ManagedPolicy(
        arn=managed_policy_arn(account_id, path, policy_name),
        id=occasion.iam_id(
            IamPrefix.MANAGED_POLICY,
            f"{account_id}/{policy_name}",
            {policy.id for policy in account.policies.values()},
        ),
        name=policy_name,
        path=path,
        description=description,
        created=occasion.time,
        versions={first.id: first},
        tags=with_tags({}, tags),
    )
    response: dict[str, object] = {
        "PolicyName": policy_name,
        "PolicyId": policy.id,
        "Arn": policy.arn,
        "Path": path,
        "DefaultVersionId": "v1",
        "AttachmentCount": 0,
        "PermissionsBoundaryUsageCount": 0,
        "IsAttachable": True,
        "CreateDate": timestamp(policy.created),
        "UpdateDate": timestamp(policy.created),
    }
    if policy.tags:
        response["Tags"] = shown_tags(policy.tags)
    return Outcome(with_policy(organization, account, policy), {"Policy": response})


def delete_policy(organization: Organization, *, account_id: AccountId, policy_arn: str) -> Outcome:
    """Delete a managed policy that nobody carries, that bounds nobody, and of which one version is left.

    Raises ``NoSuchEntity``, ``DeleteConflict``, ``AccessDenied`` (AWS's own policies).
    """
    account, policy = find_policy(organization, account_id, policy_arn)
    older = [version for version in policy.versions if version != policy.default_version_id]
    check_nothing_left(
        f"The policy {policy.name}", {**carriers(account, policy_arn), "versions besides the default": older}
    )
    policies = without(account.policies, policy_arn)
    return Outcome(with_account(organization, replace(account, policies=policies)), {})


def tag_policy(
    organization: Organization, *, account_id: AccountId, policy_arn: str, tags: Sequence[Tag]
) -> Outcome:
    """Add or replace tags.

    Raises ``NoSuchEntity``, ``AccessDenied`` (AWS's own policies), ``InvalidInput``, ``LimitExceeded``.
    """
    account, policy = find_policy(organization, account_id, policy_arn)
    policy = replace(policy, tags=with_tags(policy.tags, tags))
    return Outcome(with_policy(organization, account, policy), {})


def untag_policy(
    organization: Organization, *, account_id: AccountId, policy_arn: str, tag_keys: Sequence[str]
) -> Outcome:
    """Remove tags; keys the policy does not have are passed over.

    Raises ``NoSuchEntity``, ``AccessDenied`` (AWS's own policies).
    """
    account, policy = find_policy(organization, account_id, policy_arn)
    policy = replace(policy, tags=remove_tags(policy.tags, tag_keys))
    return Outcome(with_policy(organization, account, policy), {})
