"""``Organization``: one immutable value. Operations take one and return another.

Mappings are plain dictionaries that nobody changes; they keep the order in which things were made.

=================  ==============================================================================
``names``          what identifies things
``policies``       policies of AWS Organizations, of every type
``iam``            users, groups, roles, managed policies, and their credentials
``resources``      what an account holds besides: buckets, queues, keys … and their policies
``account``        an AWS account with all of that
``membership``     handshakes, delegated administrators, trusted services
``bill``           what is used, and what lowers the bill
``organization``   the organization whole
=================  ==============================================================================
"""

from __future__ import annotations

from accounts.organization.state.account import (
    Account,
    AccountState,
    JoinedMethod,
    PasswordPolicy,
)
from accounts.organization.state.bill import Billing, Credit, ReservedInstances, SavingsPlan
from accounts.organization.state.iam import (
    AccessKey,
    AccessKeyStatus,
    Group,
    LastUsed,
    LoginProfile,
    ManagedPolicy,
    MfaDevice,
    PolicyVersion,
    Role,
    User,
)
from accounts.organization.state.membership import (
    CreateAccountRequest,
    CreateAccountState,
    Handshake,
    HandshakeAction,
    HandshakeParty,
    HandshakePartyType,
    HandshakeState,
    ResourcePolicy,
)
from accounts.organization.state.names import (
    AccountId,
    OrganizationalUnitId,
    OrganizationId,
    ParentId,
    PolicyId,
    ServicePrincipal,
    TargetId,
)
from accounts.organization.state.organization import FeatureSet, Organization, OrganizationalUnit, Root
from accounts.organization.state.policies import (
    AWS_MANAGED,
    FULL_ACCESS,
    FULL_AWS_ACCESS,
    RCP_FULL_AWS_ACCESS,
    ManagementPolicy,
    Policy,
    PolicyType,
)
from accounts.organization.state.resources import Resource, ResourceType

__all__ = [
    "AWS_MANAGED",
    "FULL_ACCESS",
    "FULL_AWS_ACCESS",
    "RCP_FULL_AWS_ACCESS",
    "AccessKey",
    "AccessKeyStatus",
    "Account",
    "AccountId",
    "AccountState",
    "Billing",
    "CreateAccountRequest",
    "CreateAccountState",
    "Credit",
    "FeatureSet",
    "Group",
    "Handshake",
    "HandshakeAction",
    "HandshakeParty",
    "HandshakePartyType",
    "HandshakeState",
    "JoinedMethod",
    "LastUsed",
    "LoginProfile",
    "ManagedPolicy",
    "ManagementPolicy",
    "MfaDevice",
    "Organization",
    "OrganizationId",
    "OrganizationalUnit",
    "OrganizationalUnitId",
    "ParentId",
    "PasswordPolicy",
    "Policy",
    "PolicyId",
    "PolicyType",
    "PolicyVersion",
    "ReservedInstances",
    "Resource",
    "ResourcePolicy",
    "ResourceType",
    "Role",
    "Root",
    "SavingsPlan",
    "ServicePrincipal",
    "TargetId",
    "User",
]
