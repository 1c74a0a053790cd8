"""The beginning and the end of an organization.

Source: Organizations User Guide, "Creating an organization", "Deleting an organization".
"""

from __future__ import annotations

from dataclasses import replace

from accounts.organization.errors import organizations as errors
from accounts.organization.identifiers import Occasion
from accounts.organization.operations.organizations.checks import in_organization
from accounts.organization.operations.organizations.first_roles import with_service_linked_role
from accounts.organization.operations.organizations.structures import organization_structure
from accounts.organization.operations.outcome import Outcome
from accounts.organization.state import (
    FULL_AWS_ACCESS,
    FeatureSet,
    JoinedMethod,
    Organization,
    PolicyType,
    Root,
)


def create_organization(
    organization: Organization, *, feature_set: str = "ALL", occasion: Occasion
) -> Outcome:
    """Begin a new organization. The caller is the former management account, which manages it, too.

    With all features SCPs are enabled on the root at once; with consolidated billing no policies are.

    Raises ``AlreadyInOrganization``, ``InvalidInput``, ``ConstraintViolation``
    (``MASTER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED``).
    """
    manager = organization.accounts[organization.management_account_id]
    if not organization.is_deleted:
        raise errors.AlreadyInOrganization(f"{manager.name} is in the organization {organization.id}.")
    try:
        features = FeatureSet(feature_set)
    except ValueError:
        raise errors.InvalidInput(
            "FeatureSet is ALL or CONSOLIDATED_BILLING.", reason="INVALID_ENUM"
        ) from None
    if not manager.can_stand_alone:
        raise errors.ConstraintViolation(
            f"{manager.name} has no payment method, and the management account pays for all.",
            reason="MASTER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED",
        )
    has_policies = features is FeatureSet.ALL
    root = Root(
        id=occasion.root_id(),
        policy_types=frozenset({PolicyType.SERVICE_CONTROL_POLICY} if has_policies else ()),
    )
    member = replace(
        with_service_linked_role(manager, occasion),
        parent_id=root.id,
        joined=occasion.time,
        joined_method=JoinedMethod.INVITED,
    )
    created = replace(
        organization,
        id=occasion.organization_id(),
        feature_set=features,
        root=root,
        accounts={member.id: member},
        attachments=dict.fromkeys((root.id, member.id), (FULL_AWS_ACCESS.id,)) if has_policies else {},
        is_deleted=False,
    )
    return Outcome(created, {"Organization": organization_structure(created)})


@in_organization
def delete_organization(organization: Organization) -> Outcome:
    """End the organization, when its management account is alone in it. Organizational units, policies and
    all else that belonged to it are lost; accounts that had left stay as they are.

    Raises ``OrganizationNotEmpty``.
    """
    members = len(organization.accounts) - 1
    if members:
        raise errors.OrganizationNotEmpty(
            f"{members:,} member {'account is' if members == 1 else 'accounts are'} still in the "
            "organization, closed ones included. Remove them first."
        )
    root = Root(organization.root.id)
    manager = replace(organization.accounts[organization.management_account_id], parent_id=root.id, tags={})
    deleted = replace(
        organization,
        root=root,
        units={},
        accounts={manager.id: manager},
        policies={},
        attachments={},
        management_policies={},
        handshakes={},
        create_account_requests={},
        trusted_services={},
        delegated_administrators={},
        resource_policy=None,
        is_deleted=True,
    )
    return Outcome(deleted, {})
