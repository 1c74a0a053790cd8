"""What tag policies block among the organization's own tags.

Source: Organizations User Guide, "Enforce tagging consistency"; ``ConstraintViolationException``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from accounts.organization.errors import organizations as errors
from accounts.organization.management_policies import blocked_tag
from accounts.organization.state import Organization

# As the service authorization reference names the resource types of Organizations.
ROOT: Final = "root"
UNIT: Final = "organizationalunit"
ACCOUNT: Final = "account"
POLICY: Final = "policy"
RESOURCE_POLICY: Final = "resourcepolicy"


def check_tags(organization: Organization, kind: str, tags: Mapping[str, str]) -> None:
    """Raise ``ConstraintViolation`` (``TAG_POLICY_VIOLATION``) if an entity of ``kind`` may not get ``tags``.

    All entities are resources of the management account, so its effective tag policy counts.
    """
    wrong = blocked_tag(organization, organization.management_account_id, f"organizations:{kind}", tags)
    if wrong is not None:
        raise errors.ConstraintViolation(
            f"The effective tag policy blocks this tag: {wrong}.", reason="TAG_POLICY_VIOLATION"
        )


def kind_of(organization: Organization, entity_id: str) -> str:
    if entity_id == organization.root.id:
        return ROOT
    prefix = entity_id.partition("-")[0]
    return {"ou": UNIT, "p": POLICY, "rp": RESOURCE_POLICY}.get(prefix, ACCOUNT)
