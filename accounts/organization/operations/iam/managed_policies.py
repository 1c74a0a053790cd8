"""Customer managed policies. Source: IAM User Guide, "Managed policies and inline policies"."""

from __future__ import annotations

from dataclasses import replace

from accounts.organization.arns import AWS_MANAGED_POLICY_PREFIX, managed_policy_arn
from accounts.organization.errors import iam as errors
from accounts.organization.identifiers import IamPrefix, Occasion
from accounts.organization.operations.iam.checks import (
    account_of,
    check_free,
    check_name,
    check_nothing_left,
    check_path,
    check_quota,
    parsed,
)
from accounts.organization.operations.outcome import Outcome, timestamp, with_account, without
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import AccountId, ManagedPolicy, Organization, PolicyVersion
from policies.engine.document import PolicyKind

LONGEST_DESCRIPTION = 1_000


def create_policy(
    organization: Organization,
    *,
    account_id: AccountId,
    policy_name: str,
    policy_document: str,
    path: str = "/",
    description: str = "",
    occasion: Occasion,
) -> Outcome:
    """Make a managed policy, attached to nobody yet.

    Raises ``ValidationError``, ``EntityAlreadyExists``, ``LimitExceeded``, ``MalformedPolicyDocument``.
    """
    account = account_of(organization, account_id)
    check_name("policy", policy_name, longest=128)
    check_path(path)
    if len(description) > LONGEST_DESCRIPTION:
        raise errors.ValidationError(f"A description has at most {LONGEST_DESCRIPTION:,} characters.")
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
    )
    response = {
        "PolicyName": policy_name,
        "PolicyId": policy.id,
        "Arn": policy.arn,
        "Path": path,
        "DefaultVersionId": "v1",
        "AttachmentCount": 0,
        "CreateDate": timestamp(policy.created),
        "UpdateDate": timestamp(policy.created),
    }
    policies = {**account.policies, policy.arn: policy}
    return Outcome(with_account(organization, replace(account, policies=policies)), {"Policy": response})


def delete_policy(organization: Organization, *, account_id: AccountId, policy_arn: str) -> Outcome:
    """Delete a managed policy that is attached to nobody.

    Raises ``NoSuchEntity``, ``DeleteConflict``, ``AccessDenied`` (AWS's own policies).
    """
    account = account_of(organization, account_id)
    if policy_arn.startswith(AWS_MANAGED_POLICY_PREFIX):
        raise errors.AccessDenied(f"{policy_arn} is AWS's own; nobody else changes or deletes it.")
    policy = account.policies.get(policy_arn)
    if policy is None:
        raise errors.NoSuchEntity(f"{account.name} has no policy {policy_arn}.")
    check_nothing_left(
        f"The policy {policy.name}",
        {
            "users": [user.name for user in account.users.values() if policy_arn in user.attached],
            "groups": [group.name for group in account.groups.values() if policy_arn in group.attached],
            "roles": [role.name for role in account.roles.values() if policy_arn in role.attached],
        },
    )
    policies = without(account.policies, policy_arn)
    return Outcome(with_account(organization, replace(account, policies=policies)), {})
