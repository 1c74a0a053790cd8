"""Operations of Organizations that change nothing: an ``Organization`` in, the members of the response out.

They are called as the others, and refuse with the same errors; but no event is kept of them and nothing is
undone, so they are in no table.

====================  ============================================================================
``effective_policy``  what all management policies of a type come to for an account
====================  ============================================================================
"""

from __future__ import annotations

from accounts.organization.operations.organizations.reads.effective_policy import describe_effective_policy

__all__ = ["describe_effective_policy"]
