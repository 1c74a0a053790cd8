"""Lists, a page at a time. Source: Organizations API Reference, ``MaxResults`` and ``NextToken``."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations.structures import Structure

Item = TypeVar("Item")
MOST: Final = 20
LONGEST_TOKEN: Final = 100


def page(
    member: str,
    items: Iterable[Item],
    structure: Callable[[Item], object],
    next_token: str | None,
    max_results: int,
) -> Structure:
    """``{member: […]}`` with the structures of up to ``max_results`` items, and ``NextToken`` if there are
    more. The token is the place to go on from: who changes the list meanwhile may see one twice, or not.

    Raises ``InvalidInput`` (``MIN_VALUE_EXCEEDED``, ``MAX_VALUE_EXCEEDED``, ``INVALID_NEXT_TOKEN``).
    """
    if max_results < 1:
        raise errors.InvalidInput("MaxResults is 1 at least.", reason="MIN_VALUE_EXCEEDED")
    if max_results > MOST:
        raise errors.InvalidInput(f"MaxResults is {MOST} at most.", reason="MAX_VALUE_EXCEEDED")
    listed = list(items)
    start = 0 if next_token is None else _place(next_token)
    end = start + max_results
    response: Structure = {member: [structure(item) for item in listed[start:end]]}
    if end < len(listed):
        response["NextToken"] = urlsafe_b64encode(f"from {end}".encode()).decode()
    return response


def _place(next_token: str) -> int:
    try:
        words = urlsafe_b64decode(next_token[:LONGEST_TOKEN].encode()).decode()
        if not words.startswith("from "):
            raise ValueError(words)
        place = int(words.removeprefix("from "))
    except ValueError:
        place = -1
    if place < 0:
        raise errors.InvalidInput("NextToken is none that was given here.", reason="INVALID_NEXT_TOKEN")
    return place
