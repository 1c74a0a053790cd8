"""Money is decimal. Products are exact; a share is rounded once, to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final, TypeVar

Key = TypeVar("Key")

EXACT: Final = Context(prec=60)
"""Room for every product of a quantity and a price that a scenario can hold."""
CENT: Final = Decimal("0.01")
NOTHING: Final = Decimal(0)


def cents(amount: Decimal) -> Decimal:
    """To the nearest cent; half a cent goes up."""
    return amount.quantize(CENT, ROUND_HALF_UP, context=EXACT)


def shares(exact: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    """Each amount in whole cents, so that all of them make up the sum in whole cents.

    The cents that rounding gave too many or too few go to the largest amounts, one each, the largest first.
    """
    rounded = {key: cents(amount) for key, amount in exact.items()}
    missing = cents(sum(exact.values(), NOTHING)) - sum(rounded.values(), NOTHING)
    cent = CENT.copy_sign(missing)
    largest = sorted(exact, key=lambda key: exact[key], reverse=True)
    for key in largest[: abs(int(missing / CENT))]:
        rounded[key] += cent
    return rounded
