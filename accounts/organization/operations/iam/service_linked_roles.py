"""Roles that belong to a service of AWS. Source: IAM User Guide, "Create a service-linked role"."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from accounts.organization.arns import AWS_MANAGED_POLICY_PREFIX
from accounts.organization.errors import iam as errors
from accounts.organization.identifiers import IamPrefix, Occasion
from accounts.organization.operations.iam.checks import (
    NAME,
    SERVICE_LINKED_PATH,
    account_of,
    check_description,
    check_quota,
)
from accounts.organization.operations.iam.entities import find_role, with_role
from accounts.organization.operations.iam.roles import shown_role
from accounts.organization.operations.outcome import Outcome, with_account, without
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import AccountId, FeatureSet, Organization, Role
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.parse import parse_policy

LONGEST_NAME: Final = 64
ORGANIZATIONS: Final = "organizations.amazonaws.com"


@dataclass(frozen=True, slots=True)
class Linked:
    """What AWS calls a service in the name of its role, and the policy that the role has."""

    name: str
    policy: str
    takes_suffix: bool = False


SERVICES: Final[Mapping[str, Linked]] = {
    "access-analyzer.amazonaws.com": Linked("AccessAnalyzer", "AccessAnalyzerServiceRolePolicy"),
    "autoscaling.amazonaws.com": Linked("AutoScaling", "AutoScalingServiceRolePolicy", takes_suffix=True),
    "cloudtrail.amazonaws.com": Linked("CloudTrail", "CloudTrailServiceRolePolicy"),
    "config.amazonaws.com": Linked("Config", "AWSConfigServiceRolePolicy"),
    "ecs.amazonaws.com": Linked("ECS", "AmazonECSServiceRolePolicy"),
    "elasticloadbalancing.amazonaws.com": Linked(
        "ElasticLoadBalancing", "AWSElasticLoadBalancingServiceRolePolicy"
    ),
    "guardduty.amazonaws.com": Linked("AmazonGuardDuty", "AmazonGuardDutyServiceRolePolicy"),
    "inspector2.amazonaws.com": Linked("AmazonInspector2", "AmazonInspector2ServiceRolePolicy"),
    ORGANIZATIONS: Linked("Organizations", "AWSOrganizationsServiceTrustPolicy"),
    "rds.amazonaws.com": Linked("RDS", "AmazonRDSServiceRolePolicy"),
    "sso.amazonaws.com": Linked("SSO", "AWSSSOServiceRolePolicy"),
}
"""The best known. Source: Service user guides, "Using service-linked roles"; read in September 2026."""


def create_service_linked_role(
    organization: Organization,
    *,
    account_id: AccountId,
    aws_service_name: str,
    description: str = "",
    custom_suffix: str | None = None,
    occasion: Occasion,
) -> Outcome:
    """Make the role that a service works with. AWS writes its policies, and neither SCPs nor RCPs bind it.

    Raises ``InvalidInput`` (the account has it, or the service takes no suffix), ``NoSuchEntity`` (no such
    service), ``LimitExceeded``, ``ValidationError``.
    """
    account = account_of(organization, account_id)
    linked = SERVICES.get(aws_service_name)
    if linked is None:
        raise errors.NoSuchEntity(
            f"{aws_service_name} is none of the services whose roles are simulated: {', '.join(SERVICES)}."
        )
    if custom_suffix is not None and not linked.takes_suffix:
        raise errors.InvalidInput(f"{aws_service_name} has one role in an account, without a suffix.")
    name = f"AWSServiceRoleFor{linked.name}" + (f"_{custom_suffix}" if custom_suffix is not None else "")
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise errors.ValidationError(f"{name} cannot be the name of a role; choose another suffix.")
    if any(name.lower() == other.lower() for other in account.roles):
        raise errors.InvalidInput(f"Service role name {name} has been taken in this account.")
    check_description(description)
    check_quota(f"roles in {account.name}", len(account.roles), IN_FORCE.roles)
    role = Role(
        name=name,
        path=f"{SERVICE_LINKED_PATH}{aws_service_name}/",
        id=occasion.iam_id(
            IamPrefix.ROLE, f"{account_id}/{name}", {role.id for role in account.roles.values()}
        ),
        created=occasion.time,
        trust=_trust(aws_service_name),
        description=description,
        attached=(f"{AWS_MANAGED_POLICY_PREFIX}aws-service-role/{linked.policy}",),
    )
    return Outcome(with_role(organization, account, role), {"Role": shown_role(account_id, role)})


def delete_service_linked_role(
    organization: Organization, *, account_id: AccountId, role_name: str, occasion: Occasion
) -> Outcome:
    """Delete the role of a service that does not need it any more.

    AWS answers with a task, which fails while the service uses the role. Here that is known at once.

    Raises ``NoSuchEntity`` (also for other roles), ``DeleteConflict`` (Organizations needs its own as soon
    as all features are enabled).
    """
    account, role = find_role(organization, account_id, role_name)
    if not role.is_service_linked:
        raise errors.NoSuchEntity(f"{role_name} is not a service-linked role: DeleteRole deletes it.")
    service = role.path.removeprefix(SERVICE_LINKED_PATH).rstrip("/")
    if service == ORGANIZATIONS and organization.feature_set is FeatureSet.ALL:
        raise errors.DeleteConflict(
            f"{account.name} is in an organization with all features enabled, which uses {role_name}."
        )
    after = with_account(organization, replace(account, roles=without(account.roles, role_name)))
    task = f"task/aws-service-role/{service}/{role_name}/{occasion.task_id(role.id)}"
    return Outcome(after, {"DeletionTaskId": task})


def _trust(service: str) -> PolicyDocument:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return parse_policy(text, PolicyKind.TRUST)
