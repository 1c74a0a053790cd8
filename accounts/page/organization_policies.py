"""The policies of the organization itself as subjects of the editor: those of every type."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.organization.operations.organizations import attach_policy
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import (
    ManagementPolicy,
    Organization,
    Policy,
    PolicyId,
    PolicyType,
)
from accounts.page.policy_types import WORDS
from accounts.page.subjects import NOTHING, Draft, Entry, Subject
from policies.engine.document import PolicyDocument
from policies.engine.quotas import SizeQuota

UNSAVED = "p-unsaved0"
"""The identifier of a policy that is only tried out."""


def organization_policy(organization: Organization, policy_id: PolicyId) -> Subject:
    """``KeyError`` if there is none."""
    policy = organization.any_policy(policy_id)
    if policy is None:
        raise KeyError(policy_id)
    return replace(
        _subject(policy.type, policy),
        # AWS's own RCP allows, which no RCP may that somebody writes.
        kind=policy.document.kind if isinstance(policy, Policy) else None,
        route="policy",
        arguments=(policy_id,),
        stored=Entry(policy.name, policy.content, policy.description),
        writer=None if policy.aws_managed else OrganizationWriter(policy.type, policy),
        fixed=_("It is AWS's own: nobody else changes or deletes it.") if policy.aws_managed else "",
    )


def new_service_control_policy(organization: Organization) -> Subject:
    return replace(
        new_organization_policy(organization, PolicyType.SERVICE_CONTROL_POLICY.value),
        route="new_policy",
        arguments=(),
    )


def new_organization_policy(organization: Organization, policy_type: str) -> Subject:
    """``KeyError`` for what is no policy type."""
    return _subject(_TYPES[policy_type], None)


_TYPES = {each.value: each for each in PolicyType}


def _subject(policy_type: PolicyType, policy: Policy | ManagementPolicy | None) -> Subject:
    words = WORDS[policy_type]
    return Subject(
        kind=policy_type.kind,
        quota=SizeQuota(
            IN_FORCE.policy_types[policy_type].size,
            counts_white_space=True,
            source='Organizations User Guide, "Quotas and service limits"',
        ),
        type_name=_(words.name),
        route="new_policy_of_type",
        arguments=(policy_type.value,),
        stored=NOTHING,
        writer=OrganizationWriter(policy_type, policy),
        icon=words.icon,
        is_new=policy is None,
        has_description=True,
        can_rename=True,
        policy_type=policy_type,
    )


@dataclass(frozen=True, slots=True)
class OrganizationWriter:
    """``policy`` None makes a new one, attached where the entry says."""

    policy_type: PolicyType
    policy: Policy | ManagementPolicy | None

    def foreseen(self, organization: Organization, document: PolicyDocument, entry: Entry) -> Organization:
        policy_id = self.policy.id if self.policy else UNSAVED
        tried = Policy(policy_id, entry.name, entry.description, self.policy_type, document)
        every = {**organization.policies, policy_id: tried}
        return self._attached(replace(organization, policies=every), entry)

    def foreseen_settings(self, organization: Organization, entry: Entry) -> Organization:
        """As ``foreseen``, for a management policy, which has no document."""
        policy_id = self.policy.id if self.policy else UNSAVED
        tried = ManagementPolicy(policy_id, entry.name, entry.description, self.policy_type, entry.content)
        every = {**organization.management_policies, policy_id: tried}
        return self._attached(replace(organization, management_policies=every), entry)

    def _attached(self, organization: Organization, entry: Entry) -> Organization:
        """A new one is attached already. Raises ``AwsError``."""
        if self.policy is not None or not entry.attach_to:
            return organization
        return attach_policy(organization, policy_id=UNSAVED, target_id=entry.attach_to).organization

    def save(self, draft: Draft, entry: Entry) -> None:
        words = {"name": entry.name, "description": entry.description, "content": entry.content}
        if self.policy is not None:
            draft.apply("organizations.update_policy", policy_id=self.policy.id, **words)
            return
        made = draft.apply("organizations.create_policy", type=self.policy_type.value, **words)
        if entry.attach_to:
            policy_id = made["Policy"]["PolicySummary"]["Id"]
            draft.apply("organizations.attach_policy", policy_id=policy_id, target_id=entry.attach_to)

    def delete(self, draft: Draft) -> None:
        draft.apply("organizations.delete_policy", policy_id=self.policy.id if self.policy else "")
