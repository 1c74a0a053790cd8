"""The errors of STS. Source: STS API Reference, "Common errors"."""

from __future__ import annotations

from accounts.organization.errors.base import AwsError


class StsError(AwsError):
    """Refused by ``sts.amazonaws.com``, whose codes come without the suffix ``Exception``."""

    @property
    def name(self) -> str:
        return type(self).__name__

    @property
    def code(self) -> str:
        return self.name


class InvalidClientTokenId(StsError):
    """No active access key has this identifier."""
