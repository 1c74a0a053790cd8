"""What identifies things, as AWS writes it."""

AccountId = str
OrganizationId = str
OrganizationalUnitId = str
ParentId = str
"""A root's or an organizational unit's identifier."""
PolicyId = str
TargetId = str
"""A root's, an organizational unit's or an account's identifier."""
ServicePrincipal = str
"""``guardduty.amazonaws.com`` and its kin."""
