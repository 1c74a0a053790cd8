"""AWS's limits. Each number stands here once; AWS changes them, so each table has its date.

Sources: Organizations User Guide, "Quotas and service limits"; IAM User Guide, "IAM and AWS STS
quotas"; both read in September 2026.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from policies.engine import quotas as sizes


@dataclass(frozen=True, slots=True)
class Quotas:
    """Defaults are what AWS gives without asking; what it gives on request is said beside them.

    Sizes are in characters. Those of IAM do not count white space, those of Organizations do.
    """

    # AWS Organizations
    accounts: int = 10  # up to 50,000 on request; closed accounts count
    organizational_units: int = 2_000
    organizational_unit_depth: int = 5  # levels below the root
    service_control_policies: int = 10_000
    service_control_policy_size: int = sizes.SERVICE_CONTROL_POLICY.characters  # 5,120 until May 2026
    service_control_policies_attached: int = 10  # directly, for each target; 5 until May 2026
    tags: int = 50  # for each entity, of IAM too
    age_before_removal: timedelta = timedelta(days=4)  # of an account made in the organization

    # IAM, for each account
    users: int = 5_000
    groups: int = 300  # 500 on request
    roles: int = 1_000  # 10,000 on request
    managed_policies: int = 1_500  # 10,000 on request
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
