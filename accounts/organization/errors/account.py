"""The errors of AWS Account Management. Source: its API Reference, ``PutAccountName``."""

from __future__ import annotations

from accounts.organization.errors.base import AccountError


class AccessDenied(AccountError):
    """The account is not one the caller may rename: it is not in the organization, or closed."""


class Validation(AccountError):
    """A parameter does not have the form AWS asks for."""
