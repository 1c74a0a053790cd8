"""What AWS has no operation for: the world around an organization. Never shown as an ``aws`` command."""

from __future__ import annotations

from accounts.organization.operations.orgsim.signing_up import complete_sign_up
from accounts.organization.operations.orgsim.time import pass_time

__all__ = ["complete_sign_up", "pass_time"]
