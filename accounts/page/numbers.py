"""Numbers as they are written in the language that is spoken now."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format


def grouped(count: int) -> str:
    """``1,234``; in German ``1.234``."""
    # Most have nothing to group, and a page has a hundred of them.
    return str(count) if abs(count) < 1_000 else number_format(count, force_grouping=True)


def money(amount: Decimal) -> str:
    """``1,234.50``, without a currency."""
    return number_format(amount, 2, force_grouping=True)
