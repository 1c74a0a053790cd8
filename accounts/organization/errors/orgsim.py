"""The errors of the simulator's own operations, named as AWS would name them."""

from __future__ import annotations

from accounts.organization.errors.base import OrgsimError


class InvalidInput(OrgsimError):
    """A parameter's value is not one that the simulator takes."""


class NotFound(OrgsimError):
    """What the parameter names is not there."""
