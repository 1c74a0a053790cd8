"""The errors of the services that have resources: S3, SQS, KMS and the others.

Each service has a code of its own for *there is none* and *there is one already*; the codes stand beside
what they are about, in ``operations.resource_kinds``.
"""

from __future__ import annotations

from collections.abc import Sequence

from accounts.organization.errors.base import AwsError, Malformed
from policies.engine.parse import Fault


class ResourceError(AwsError):
    """``code`` is as the service prints it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self._code = code

    @property
    def name(self) -> str:
        return self._code

    @property
    def code(self) -> str:
        return self._code


class MalformedResourcePolicy(Malformed):
    """The document is no policy of a resource."""

    def __init__(self, code: str, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self._code = code

    @property
    def name(self) -> str:
        return self._code

    @property
    def code(self) -> str:
        return self._code
