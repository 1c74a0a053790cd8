"""What every refusal of AWS has: a name, the code that AWS prints, a reason, a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from policies.engine.parse import Fault


class AwsError(Exception):
    """A refusal. ``message`` is a sentence for a learner; ``reason`` is AWS's, where it gives one.

    ``code`` is what the AWS CLI prints in brackets, ``name`` the exception's name in the API.
    """

    def __init__(self, message: str, *, reason: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason

    @property
    def name(self) -> str:
        return f"{type(self).__name__}Exception"

    @property
    def code(self) -> str:
        return self.name


class OrganizationsError(AwsError):
    """Refused by ``organizations.amazonaws.com``, whose codes keep the suffix ``Exception``."""


class AccountError(AwsError):
    """Refused by ``account.amazonaws.com``, whose codes keep the suffix ``Exception``."""


class IamError(AwsError):
    """Refused by ``iam.amazonaws.com``, whose codes come without the suffix ``Exception``."""

    @property
    def code(self) -> str:
        return type(self).__name__


class OrgsimError(AwsError):
    """Refused by the simulator itself, about what AWS has no operation for."""

    @property
    def name(self) -> str:
        return type(self).__name__

    @property
    def code(self) -> str:
        return self.name


class Malformed(AwsError):
    """A policy that does not parse. ``faults`` are all of them, in the order of the text."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        more = len(self.faults) - 1
        others = f" (and {more} more {'fault' if more == 1 else 'faults'})" if more else ""
        place = f"{first.path}: " if first.path else ""
        super().__init__(f"Line {first.line}, column {first.column}: {place}{first.message}{others}")
