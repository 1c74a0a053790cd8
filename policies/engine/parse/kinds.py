"""Which elements each kind of policy may have, and what to tell who writes another.

Source: IAM User Guide, "Grammar of the IAM JSON policy language", "Policy elements: Principal";
Organizations User Guide, "SCP syntax", "RCP syntax"; VPC User Guide, "Endpoint policies".
"""

from __future__ import annotations

from policies.engine.document import PolicyKind

KEPT_IN_IAM = frozenset(
    {PolicyKind.IDENTITY, PolicyKind.PERMISSIONS_BOUNDARY, PolicyKind.SESSION, PolicyKind.TRUST}
)
"""Where IAM's rules for characters, Sids and ARNs hold."""

WHY_NO_PRINCIPAL = {
    PolicyKind.IDENTITY: "an identity policy applies to whom it is attached to; delete this",
    PolicyKind.PERMISSIONS_BOUNDARY: "a permissions boundary applies to whom it is set on; delete this",
    PolicyKind.SESSION: "a session policy applies to the session it is passed for; delete this",
    PolicyKind.SERVICE_CONTROL: "a service control policy applies to every principal of the accounts below; "
    "delete this (to spare somebody, use a condition on aws:PrincipalArn)",
}
"""The kinds that say nothing about who is meant; all others have to."""

WHY_NO_RESOURCE = {
    PolicyKind.TRUST: "a trust policy has none: its resource is the role that carries it; delete this",
}
