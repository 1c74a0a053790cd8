"""AWS's API operations as pure functions: an ``Organization`` in, another one and a response out.

A function is named as the operation in snake case, its keyword-only parameters as the API's members;
values are plain JSON (strings, and lists of ``{"Key", "Value"}`` for tags). What needs identifiers or
a time takes an ``occasion``. A refusal is raised as one of ``accounts.organization.errors``, and the
value that came in stays as it was.

``OPERATIONS`` holds them all by the name of their service and their own, as in
``organizations.move_account``: ``organizations`` and ``iam`` both have a ``create_policy``.
"""

from __future__ import annotations

from accounts.organization.operations.command_line import as_cli
from accounts.organization.operations.outcome import Outcome
from accounts.organization.operations.table import OPERATIONS, Operation, apply, without_secrets

__all__ = ["OPERATIONS", "Operation", "Outcome", "apply", "as_cli", "without_secrets"]
