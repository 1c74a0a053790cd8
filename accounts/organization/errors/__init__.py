"""AWS's errors by their own names. Which AWS service refused decides the module.

``organizations`` and ``iam`` (with ``account``) both know a ``MalformedPolicyDocument`` and an
``InvalidInput``; the modules keep them apart as AWS does.
"""

from __future__ import annotations

from accounts.organization.errors.base import (
    AccountError,
    AwsError,
    IamError,
    OrganizationsError,
    OrgsimError,
)

__all__ = ["AccountError", "AwsError", "IamError", "OrganizationsError", "OrgsimError"]
