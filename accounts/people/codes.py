"""Codes that people read to each other: capitals and digits of which no two look alike."""

from __future__ import annotations

import re
import secrets
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 and O, and without 1, I and L: just under five bits a character."""
LONGEST_TYPED: Final = 60
"""Characters that are looked at, of what somebody types."""


def new_code(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def typed_code(text: str) -> str:
    """The code in what somebody typed: neither small letters nor spaces and hyphens make a difference."""
    return re.sub(r"[^0-9A-Z]", "", text[:LONGEST_TYPED].upper())


def grouped(code: str, size: int) -> str:
    """As it is shown and read: ``K7MP3-XQ9TR``."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))
