"""What tag policies block among the organization's own tags.

Source: Organizations User Guide, "Enforce tagging consistency"; ``ConstraintViolationException``.
"""

from __future__ import annotations

from collections.abc import Mapping

from accounts.organization.errors import organizations as errors
from accounts.organization.management_policies import blocked_tag
from accounts.organization.state import Organization


def check_tags(organization: Organization, entity_id: str, tags: Mapping[str, str]) -> None:
    """Raise ``ConstraintViolation`` (``TAG_POLICY_VIOLATION``) if ``entity_id`` may not get ``tags``.

    ``entity_id`` is of the root, an organizational unit, account or policy, made already or about to be. All
    of them are resources of the management account, so its effective tag policy counts.
    """
    kind = _kind(organization, entity_id)
    wrong = blocked_tag(organization, organization.management_account_id, f"organizations:{kind}", tags)
    if wrong is not None:
        raise errors.ConstraintViolation(
            f"The effective tag policy blocks this tag: {wrong}.", reason="TAG_POLICY_VIOLATION"
        )


def _kind(organization: Organization, entity_id: str) -> str:
    """As the service authorization reference names the resource types of Organizations."""
    if entity_id == organization.root.id:
        return "root"
    prefix = entity_id.partition("-")[0]
    return {"ou": "organizationalunit", "p": "policy", "rp": "resourcepolicy"}.get(prefix, "account")
