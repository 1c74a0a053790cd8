"""Identifiers shaped as AWS's, derived by hashing, so that replaying makes the same ones again.

Shapes: Organizations API Reference (the patterns of ``OrganizationId``, ``RootId`` …) and IAM User
Guide, "IAM identifiers".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import count
from typing import Final

_DIGITS = "0123456789"
_LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"
_HEXADECIMAL = "0123456789abcdef"
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

ORGANIZATION_ID: Final = re.compile(r"o-[a-z0-9]{10,32}")
ROOT_ID: Final = re.compile(r"r-[0-9a-z]{4,32}")
UNIT_ID: Final = re.compile(r"ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}")
ACCOUNT_ID: Final = re.compile(r"\d{12}")
POLICY_ID: Final = re.compile(r"p-[0-9a-zA-Z_]{8,128}")
RESOURCE_POLICY_ID: Final = re.compile(r"rp-[0-9a-zA-Z_]{4,128}")
HANDSHAKE_ID: Final = re.compile(r"h-[0-9a-z]{8,32}")
CREATE_ACCOUNT_REQUEST_ID: Final = re.compile(r"car-[a-z0-9]{8,32}")


class IamPrefix(Enum):
    """What an IAM unique identifier begins with."""

    USER = "AIDA"
    GROUP = "AGPA"
    ROLE = "AROA"
    MANAGED_POLICY = "ANPA"


IAM_ID: Final = {prefix: re.compile(rf"{prefix.value}[A-Z0-9]{{12,124}}") for prefix in IamPrefix}


@dataclass(frozen=True, slots=True)
class Occasion:
    """When an operation happens: in which organization, at which revision, at what time.

    Each method draws a new identifier that is not in ``taken``. The same occasion draws the same one;
    ``subject`` (what the identifier is for) keeps apart several of one kind drawn on one occasion.
    """

    seed: str
    revision: int
    time: datetime

    def unit_id(self, root_id: str, taken: Container[str]) -> str:
        prefix = f"ou-{root_id.removeprefix('r-')}-"
        return self._draw("unit", _LOWER, 8, prefix=prefix, taken=taken)

    def account_id(self, taken: Container[str]) -> str:
        return self._draw("account", _DIGITS, 12, taken=taken)

    def policy_id(self, taken: Container[str]) -> str:
        return self._draw("policy", _LOWER, 8, prefix="p-", taken=taken)

    def organization_id(self) -> str:
        return self._draw("organization", _LOWER, 10, prefix="o-")

    def root_id(self) -> str:
        return self._draw("root", _LOWER, 4, prefix="r-")

    def handshake_id(self, recipient_id: str, taken: Container[str]) -> str:
        return self._draw("handshake", _LOWER, 10, subject=recipient_id, prefix="h-", taken=taken)

    def resource_policy_id(self) -> str:
        return self._draw("resource policy", _LOWER, 8, prefix="rp-")

    def create_account_request_id(self, account_id: str) -> str:
        return self._draw("create account", _LOWER, 32, subject=account_id, prefix="car-")

    def iam_id(self, prefix: IamPrefix, subject: str, taken: Container[str] = ()) -> str:
        """``subject`` names account and entity, since these identifiers are unique across accounts."""
        return self._draw("iam", _BASE32, 17, subject=subject, prefix=prefix.value, taken=taken)

    def access_key_id(self, subject: str, taken: Container[str] = ()) -> str:
        """``subject`` names account and user."""
        return self._draw("access key", _BASE32, 16, subject=subject, prefix="AKIA", taken=taken)

    def task_id(self, subject: str) -> str:
        """In the shape of a UUID."""
        return self._uuid("task", subject)

    def resource_id(self, subject: str) -> str:
        """In the shape of a UUID. ``subject`` names account and resource."""
        return self._uuid("resource", subject)

    def _uuid(self, kind: str, subject: str) -> str:
        digits = self._draw(kind, _HEXADECIMAL, 32, subject=subject)
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def _draw(
        self,
        kind: str,
        alphabet: str,
        length: int,
        *,
        subject: str = "",
        prefix: str = "",
        taken: Container[str] = (),
    ) -> str:
        for ordinal in count():
            material = "\n".join((self.seed, str(self.revision), kind, prefix, subject, str(ordinal)))
            number = int.from_bytes(hashlib.sha256(material.encode()).digest(), "big")
            characters = []
            for _ in range(length):
                number, digit = divmod(number, len(alphabet))
                characters.append(alphabet[digit])
            identifier = prefix + "".join(characters)
            if identifier not in taken:
                return identifier
        raise AssertionError("count() never ends")
