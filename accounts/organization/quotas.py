"""AWS's limits. Each number stands here once; AWS changes them, so each table has its date.

Sources: Organizations User Guide, "Quotas and service limits"; IAM User Guide, "IAM and AWS STS
quotas"; both read in September 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from accounts.organization.state import PolicyType
from policies.engine import quotas as sizes


@dataclass(frozen=True, slots=True)
class PolicyTypeQuota:
    """For the policies of one type: how many, how large, and how many on one root, unit or account.

    ``least`` are attached to each while the type is enabled. What AWS does not tell is as of most types.
    """

    size: int = 10_000
    policies: int = 1_000
    least: int = 0
    most: int = 10


OF_POLICY_TYPES = {
    **dict.fromkeys(PolicyType, PolicyTypeQuota()),
    # 5 and 5,120 until May 2026.
    PolicyType.SERVICE_CONTROL_POLICY: PolicyTypeQuota(
        sizes.SERVICE_CONTROL_POLICY.characters, policies=10_000, least=1, most=10
    ),
    # RCPFullAWSAccess, which is everywhere, counts.
    PolicyType.RESOURCE_CONTROL_POLICY: PolicyTypeQuota(
        sizes.RESOURCE_CONTROL_POLICY.characters, policies=2_000, least=1, most=5
    ),
    PolicyType.AISERVICES_OPT_OUT_POLICY: PolicyTypeQuota(2_500, most=5),
    PolicyType.CHATBOT_POLICY: PolicyTypeQuota(most=5),
}


@dataclass(frozen=True, slots=True)
class Quotas:
    """Defaults are what AWS gives without asking; what it gives on request is said beside them.

    Sizes are in characters. Those of IAM do not count white space, those of Organizations do.
    """

    # AWS Organizations
    accounts: int = 10  # up to 50,000 on request; closed accounts count
    organizational_units: int = 2_000
    organizational_unit_depth: int = 5  # levels below the root
    policy_types: Mapping[PolicyType, PolicyTypeQuota] = field(default_factory=lambda: OF_POLICY_TYPES)
    invitations_of_a_day: int = 20  # or as many as accounts are allowed
    accounts_being_closed: int = 3
    closures_of_30_days: int = 250  # or a fifth of the members; at most 1,000
    most_closures_of_30_days: int = 1_000
    closed_accounts_listed: timedelta = timedelta(days=90)  # then they are gone for good
    invitation_expiry: timedelta = timedelta(days=15)
    all_features_expiry: timedelta = timedelta(days=90)
    accounts_for_all_features: int = 5_000  # larger organizations need AWS's help to enable them
    invitation_notes: int = 1_024
    handshakes_listed: timedelta = timedelta(days=30)  # after they have ended
    delegation_policy_size: int = 40_000
    tags: int = 50  # for each entity, of IAM too
    age_before_removal: timedelta = timedelta(days=4)  # of an account made in the organization

    # IAM, for each account
    users: int = 5_000
    groups: int = 300  # 500 on request
    roles: int = 1_000  # 10,000 on request
    managed_policies: int = 1_500  # 10,000 on request
    versions_of_managed_policy: int = 5
    access_keys: int = 2  # for each user, active or not
    mfa_devices: int = 8  # for each user, and for the root user
    groups_of_user: int = 10
    policies_attached_to_user: int = 10  # 20 on request
    policies_attached_to_group: int = 10
    policies_attached_to_role: int = 20  # 25 on request
    managed_policy_size: int = sizes.MANAGED_POLICY.characters
    trust_policy_size: int = sizes.TRUST_POLICY.characters  # 8,192 on request
    # All inline policies of one identity together.
    inline_size_of_user: int = sizes.USER_INLINE_POLICIES.characters
    inline_size_of_group: int = sizes.GROUP_INLINE_POLICIES.characters
    inline_size_of_role: int = sizes.ROLE_INLINE_POLICIES.characters


AWS_DEFAULT = Quotas()

IN_FORCE = replace(AWS_DEFAULT, accounts=50_000)
"""What the simulator enforces: as if AWS had granted the most accounts it grants.

With the default of ten, nobody could create an account in ``acme``, which has ten.
"""

CLOSURE_TAKES = timedelta(hours=1)
"""From ``CloseAccount`` until the account is closed. AWS says only that it takes a few minutes or more."""

MOST_AHEAD = timedelta(days=3_650)
"""How far the simulated time can be ahead of the clock."""
