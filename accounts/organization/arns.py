"""ARNs and entity paths: the names under which policies speak of an organization's entities.

Sources: Service Authorization Reference, "AWS Organizations"; IAM User Guide, "IAM identifiers". In
ARNs of Organizations the management account is the owner, except of AWS's own policies.
"""

from __future__ import annotations

from accounts.organization.state import (
    AccountId,
    Handshake,
    ManagementPolicy,
    Organization,
    Policy,
    ResourcePolicy,
    TargetId,
)

AWS_MANAGED_POLICY_PREFIX = "arn:aws:iam::aws:policy/"


def organization_arn(organization: Organization) -> str:
    return f"{_owner(organization)}:organization/{organization.id}"


def target_arn(organization: Organization, target_id: TargetId) -> str:
    """Of the root, an organizational unit or an account."""
    if target_id == organization.root.id:
        kind = "root"
    else:
        kind = "ou" if target_id in organization.units else "account"
    return f"{_owner(organization)}:{kind}/{organization.id}/{target_id}"


def policy_arn(organization: Organization, policy: Policy | ManagementPolicy) -> str:
    kind = policy.type.value.lower()
    if policy.aws_managed:
        return f"arn:aws:organizations::aws:policy/{kind}/{policy.id}"
    return f"{_owner(organization)}:policy/{organization.id}/{kind}/{policy.id}"


def handshake_arn(organization: Organization, handshake: Handshake) -> str:
    kind = handshake.action.value.lower()
    return f"{_owner(organization)}:handshake/{organization.id}/{kind}/{handshake.id}"


def resource_policy_arn(organization: Organization, policy: ResourcePolicy) -> str:
    return f"{_owner(organization)}:resourcepolicy/{organization.id}/{policy.id}"


def entity_path(organization: Organization, target_id: TargetId) -> str:
    """``o-…/r-…/ou-…/``. For an account, that of its parent, as in ``aws:PrincipalOrgPaths``."""
    steps = [step for step in organization.path(target_id) if step not in organization.accounts]
    return "/".join((organization.id, *steps, ""))


def root_user_arn(account_id: AccountId) -> str:
    return f"arn:aws:iam::{account_id}:root"


def user_arn(account_id: AccountId, path: str, name: str) -> str:
    return f"arn:aws:iam::{account_id}:user{path}{name}"


def group_arn(account_id: AccountId, path: str, name: str) -> str:
    return f"arn:aws:iam::{account_id}:group{path}{name}"


def role_arn(account_id: AccountId, path: str, name: str) -> str:
    return f"arn:aws:iam::{account_id}:role{path}{name}"


def managed_policy_arn(account_id: AccountId, path: str, name: str) -> str:
    return f"arn:aws:iam::{account_id}:policy{path}{name}"


def role_session_arn(account_id: AccountId, role_name: str, session_name: str) -> str:
    """Without the role's path, as AWS writes it."""
    return f"arn:aws:sts::{account_id}:assumed-role/{role_name}/{session_name}"


def _owner(organization: Organization) -> str:
    return f"arn:aws:organizations::{organization.management_account_id}"
