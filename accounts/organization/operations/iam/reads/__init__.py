"""What IAM answers and what changes nothing, so that no log has it. Source: IAM API Reference.

=========================  =====================================================
``account_summary``        ``GetAccountSummary``: what there is, and how much there may be
``authorization_details``  ``GetAccountAuthorizationDetails``: everybody and every policy
``credential_report``      ``GetCredentialReport``: every user's credentials, as CSV
``last_accessed``          ``GetServiceLastAccessedDetails``: which services somebody used
``mfa_device_tags``        ``ListMFADeviceTags``
``policy_versions``        ``ListPolicyVersions``
=========================  =====================================================
"""

from __future__ import annotations

from accounts.organization.operations.iam.reads.account_summary import get_account_summary
from accounts.organization.operations.iam.reads.authorization_details import (
    get_account_authorization_details,
)
from accounts.organization.operations.iam.reads.credential_report import (
    COLUMNS,
    CredentialLine,
    credential_lines,
    get_credential_report,
)
from accounts.organization.operations.iam.reads.last_accessed import (
    Access,
    Call,
    accesses_of,
    get_access_key_last_used,
    service_last_accessed,
)
from accounts.organization.operations.iam.reads.mfa_device_tags import list_mfa_device_tags
from accounts.organization.operations.iam.reads.policy_versions import list_policy_versions

__all__ = [
    "COLUMNS",
    "Access",
    "Call",
    "CredentialLine",
    "accesses_of",
    "credential_lines",
    "get_access_key_last_used",
    "get_account_authorization_details",
    "get_account_summary",
    "get_credential_report",
    "list_mfa_device_tags",
    "list_policy_versions",
    "service_last_accessed",
]
