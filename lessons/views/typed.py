"""What a form says by its number, found."""

from __future__ import annotations

from typing import Final, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

MOST_DIGITS: Final = 18
"""What a database counts with; Python refuses to read a number of thousands of digits."""

Found = TypeVar("Found", bound=Model)


def numbered(rows: QuerySet[Found], number: str) -> Found:
    """Whatever else was sent is as absent as a row that never was: Http404."""
    is_number = number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS
    found = rows.filter(pk=number).first() if is_number else None
    if found is None:
        raise Http404("No such row.")
    return found
