"""Inline and managed policies on a user, group or role, and boundaries of users and roles.

Source: IAM User Guide, "Managed policies and inline policies", "Adding and removing IAM identity
permissions".
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, TypeVar

from accounts.organization.arns import AWS_MANAGED_POLICY_PREFIX
from accounts.organization.errors import iam as errors
from accounts.organization.operations.iam.checks import check_name, check_quota, check_size, parsed, size
from accounts.organization.operations.outcome import without
from accounts.organization.state import Account, Group, Role, User
from policies.catalogue import managed_policies
from policies.engine.document import PolicyKind

Identity = TypeVar("Identity", User, Group, Role)
Bounded = TypeVar("Bounded", User, Role)
POLICY_ARN: Final = re.compile(r"arn:aws:iam::(aws|\d{12}):policy/[\x21-\x7e]+")


def put_inline(identity: Identity, policy_name: str, policy_document: str, *, most: int) -> Identity:
    """``most`` characters for all inline policies of the identity together."""
    check_name("policy", policy_name, longest=128)
    document = parsed(policy_document, PolicyKind.IDENTITY, most=most)
    inline = {**identity.inline, policy_name: document}
    check_size(sum(size(document.text) for document in inline.values()), most)
    return replace(identity, inline=inline)


def delete_inline(identity: Identity, policy_name: str) -> Identity:
    if policy_name not in identity.inline:
        raise errors.NoSuchEntity(f"{identity.name} has no inline policy named {policy_name}.")
    return replace(identity, inline=without(identity.inline, policy_name))


def attach(account: Account, identity: Identity, policy_arn: str, *, most: int) -> Identity:
    """Attaching twice changes nothing, and AWS does not mind."""
    if policy_arn in identity.attached:
        return identity
    _check_attachable(account, policy_arn)
    check_quota(f"managed policies on {identity.name}", len(identity.attached), most)
    return replace(identity, attached=(*identity.attached, policy_arn))


def detach(identity: Identity, policy_arn: str) -> Identity:
    if policy_arn not in identity.attached:
        raise errors.NoSuchEntity(f"{policy_arn} is not attached to {identity.name}.")
    return replace(identity, attached=tuple(arn for arn in identity.attached if arn != policy_arn))


def with_boundary(account: Account, identity: Bounded, policy_arn: str) -> Bounded:
    """Source: IAM User Guide, "Permissions boundaries for IAM entities"."""
    if not POLICY_ARN.fullmatch(policy_arn):
        raise errors.InvalidInput("A permissions boundary is the ARN of a managed policy.")
    _check_attachable(account, policy_arn)
    return replace(identity, boundary=policy_arn)


def without_boundary(identity: Bounded) -> Bounded:
    if identity.boundary is None:
        raise errors.NoSuchEntity(f"{identity.name} has no permissions boundary.")
    return replace(identity, boundary=None)


def shown_boundary(policy_arn: str) -> dict[str, str]:
    """AWS knows one type of boundary, which has the name of what it once was."""
    return {"PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": policy_arn}


def _check_attachable(account: Account, policy_arn: str) -> None:
    if policy_arn.startswith(f"{AWS_MANAGED_POLICY_PREFIX}aws-service-role/"):
        raise errors.PolicyNotAttachable(f"{policy_arn} is for a service-linked role only.")
    if policy_arn not in account.policies and policy_arn not in managed_policies():
        raise errors.NoSuchEntity(
            f"{account.name} has no policy {policy_arn}, nor is it among AWS's managed policies that are "
            "simulated here."
        )
