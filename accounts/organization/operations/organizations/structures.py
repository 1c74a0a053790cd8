"""The structures of AWS's responses, as plain JSON. Source: Organizations API Reference, "Data types"."""

from __future__ import annotations

from accounts.organization.arns import (
    entity_path,
    handshake_arn,
    organization_arn,
    policy_arn,
    resource_policy_arn,
    target_arn,
)
from accounts.organization.operations.organizations.handshake_states import switch_of
from accounts.organization.operations.outcome import timestamp
from accounts.organization.state import (
    Account,
    AccountId,
    AccountState,
    CreateAccountRequest,
    Handshake,
    HandshakeAction,
    HandshakePartyType,
    ManagementPolicy,
    Organization,
    OrganizationalUnit,
    Policy,
    PolicyType,
    ResourcePolicy,
)

Structure = dict[str, object]

_OLD_STATUS = {AccountState.ACTIVE: "ACTIVE", AccountState.PENDING_CLOSURE: "PENDING_CLOSURE"}
"""What ``Status`` said, which ``State`` replaces. Whatever cannot be used was ``SUSPENDED``."""


def organization_structure(organization: Organization) -> Structure:
    """``AvailablePolicyTypes`` is left out: AWS deprecates it, and the root says which are enabled."""
    management = organization.accounts[organization.management_account_id]
    return {
        "Id": organization.id,
        "Arn": organization_arn(organization),
        "FeatureSet": organization.feature_set.value,
        "MasterAccountArn": target_arn(organization, management.id),
        "MasterAccountId": management.id,
        "MasterAccountEmail": management.email,
    }


def root_structure(organization: Organization) -> Structure:
    root = organization.root
    return {
        "Id": root.id,
        "Arn": target_arn(organization, root.id),
        "Name": root.name,
        "PolicyTypes": [
            {"Type": policy_type.value, "Status": "ENABLED"}
            for policy_type in PolicyType
            if policy_type in root.policy_types
        ],
    }


def unit_structure(organization: Organization, unit: OrganizationalUnit) -> Structure:
    return {
        "Id": unit.id,
        "Arn": target_arn(organization, unit.id),
        "Name": unit.name,
        "Path": entity_path(organization, unit.id),
    }


def account_path(organization: Organization, account_id: AccountId) -> str:
    """Unlike the path of the condition keys it ends in the account."""
    return f"{entity_path(organization, account_id)}{account_id}/"


def account_structure(organization: Organization, account: Account) -> Structure:
    return {
        "Id": account.id,
        "Arn": target_arn(organization, account.id),
        "Email": account.email,
        "Name": account.name,
        "Status": _OLD_STATUS.get(account.state, "SUSPENDED"),
        "State": account.state.value,
        "Paths": [account_path(organization, account.id)],
        "JoinedMethod": account.joined_method.value,
        "JoinedTimestamp": timestamp(account.joined),
    }


def policy_summary(organization: Organization, policy: Policy | ManagementPolicy) -> Structure:
    return {
        "Id": policy.id,
        "Arn": policy_arn(organization, policy),
        "Name": policy.name,
        "Description": policy.description,
        "Type": policy.type.value,
        "AwsManaged": policy.aws_managed,
    }


def policy_structure(organization: Organization, policy: Policy | ManagementPolicy) -> Structure:
    return {"PolicySummary": policy_summary(organization, policy), "Content": policy.content}


def resource_policy_structure(organization: Organization, policy: ResourcePolicy) -> Structure:
    return {
        "ResourcePolicySummary": {"Id": policy.id, "Arn": resource_policy_arn(organization, policy)},
        "Content": policy.document.text,
    }


def create_account_status(request: CreateAccountRequest) -> Structure:
    status: Structure = {
        "Id": request.id,
        "AccountName": request.account_name,
        "State": request.state.value,
        "RequestedTimestamp": timestamp(request.requested),
    }
    if request.completed is not None:
        status["CompletedTimestamp"] = timestamp(request.completed)
    if request.account_id is not None:
        status["AccountId"] = request.account_id
    if request.failure_reason:
        status["FailureReason"] = request.failure_reason
    return status


def handshake_structure(organization: Organization, handshake: Handshake) -> Structure:
    """The organization is always one of the parties, and the recipient the other."""
    recipient = handshake.recipient
    parties = [{"Id": organization.id, "Type": HandshakePartyType.ORGANIZATION.value}]
    if recipient.type is not HandshakePartyType.ORGANIZATION:
        parties.append({"Id": recipient.id, "Type": recipient.type.value})
    return {
        "Id": handshake.id,
        "Arn": handshake_arn(organization, handshake),
        "Parties": parties,
        "State": handshake.state.value,
        "RequestedTimestamp": timestamp(handshake.requested),
        "ExpirationTimestamp": timestamp(handshake.expires),
        "Action": handshake.action.value,
        "Resources": _resources(organization, handshake),
    }


def _resources(organization: Organization, handshake: Handshake) -> list[Structure]:
    """What the handshake is about."""
    resources: list[Structure] = [{"Type": "ORGANIZATION", "Value": organization.id}]
    if handshake.action is HandshakeAction.INVITE:
        management = organization.accounts[organization.management_account_id]
        resources[0]["Resources"] = [
            {"Type": "MASTER_EMAIL", "Value": management.email},
            {"Type": "MASTER_NAME", "Value": management.name},
            {"Type": "ORGANIZATION_FEATURE_SET", "Value": organization.feature_set.value},
        ]
    if handshake.recipient.type is not HandshakePartyType.ORGANIZATION:
        resources.append({"Type": handshake.recipient.type.value, "Value": handshake.recipient.id})
    if handshake.action.is_part_of_switch:
        switch = switch_of(organization, handshake)
        if switch is not None:
            resources.append({"Type": "PARENT_HANDSHAKE", "Value": switch.id})
    if handshake.notes:
        resources.append({"Type": "NOTES", "Value": handshake.notes})
    return resources
