"""One value of a policy against one value of a request, type by type.

Each comparison answers None when one of the two is not of its type: then the condition does not
hold, negated or not.
Source: IAM User Guide, "Policy elements: Condition operators".
"""

from __future__ import annotations

import operator
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, TypeVar

from policies.engine.arn import SEGMENTS, ArnPattern, arn_pattern, is_arn
from policies.engine.patterns import glob
from policies.engine.variables import Resolved

Compare = Callable[[Resolved, str], bool | None]
"""The policy's value and the request's."""
Fits = Callable[[Resolved], bool]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``takes_variables`` as AWS lists it; ``takes_wildcards`` where ``*`` and ``?`` are wildcards.

    ``fits`` tells whether the policy's value is of the type at all; one that is not is never equal,
    less or more, whatever the request has.
    """

    compare: Compare
    fits: Fits
    takes_variables: bool = False
    takes_wildcards: bool = False


Value = TypeVar("Value")


def _typed(
    read: Callable[[str], Value | None],
    test: Callable[[Value, Value], bool],
    *,
    takes_variables: bool = False,
) -> Comparison:
    """``test`` over the request's value and the policy's, both read as their type."""

    def compare(wanted: Resolved, actual: str) -> bool | None:
        left, right = read(actual), read(wanted.text)
        return None if left is None or right is None else test(left, right)

    def fits(wanted: Resolved) -> bool:
        return read(wanted.text) is not None

    return Comparison(compare, fits, takes_variables)


def _on_text(compare: Compare, *, takes_wildcards: bool = False) -> Comparison:
    """Every value is a text."""
    return Comparison(compare, lambda _: True, takes_variables=True, takes_wildcards=takes_wildcards)


def _string_equals(wanted: Resolved, actual: str) -> bool:
    return wanted.text == actual


def _string_equals_ignoring_case(wanted: Resolved, actual: str) -> bool:
    return wanted.text.lower() == actual.lower()


def _string_like(wanted: Resolved, actual: str) -> bool:
    return glob(*wanted.parts).matches(actual)


def _arn_like(wanted: Resolved, actual: str) -> bool | None:
    pattern = _whole_arn_pattern(wanted)
    return None if pattern is None or not is_arn(actual) else pattern.matches(actual)


def _whole_arn_pattern(wanted: Resolved) -> ArnPattern | None:
    """A condition's pattern has all six segments; a resource's may end earlier, in a star."""
    pattern = arn_pattern(wanted.parts)
    return pattern if pattern and len(pattern.head) == SEGMENTS - 1 else None


def _ip_address(wanted: Resolved, actual: str) -> bool | None:
    network, address = _network(wanted.text), _address(actual)
    return None if network is None or address is None else address in network


_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?"
    r"(?:[Tt](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?P<fraction>\.[0-9]{1,9})?)?"
    r"(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_MASK_LENGTH = re.compile(r"[^/%]+(?:/[0-9]{1,3})?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=4096)
def number(text: str) -> Decimal | None:
    return Decimal(text) if _NUMBER.fullmatch(text) else None


@lru_cache(maxsize=4096)
def epoch_seconds(text: str) -> Decimal | None:
    """ISO 8601, or seconds since 1970 as a plain number. A date without a zone is in UTC."""
    seconds = number(text)
    if seconds is not None:
        return seconds
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (
        int(found[name] or least)
        for name, least in (("year", 1), ("month", 1), ("day", 1), ("hour", 0), ("minute", 0), ("second", 0))
    )
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    whole = (moment - _EPOCH) // timedelta(seconds=1) - _zone_offset(found["zone"])
    return Decimal(whole) + Decimal(found["fraction"] or 0)


def _zone_offset(zone: str | None) -> int:
    """Seconds east of UTC."""
    if zone is None or zone in "Zz":
        return 0
    offset = int(zone[1:3]) * 3600 + int(zone[-2:]) * 60
    return -offset if zone[0] == "-" else offset


def boolean(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text.lower())


def _binary(text: str) -> bytes | None:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _network(text: str) -> IPv4Network | IPv6Network | None:
    """A CIDR block; a bare address is a block of one."""
    try:
        return ip_network(text, strict=False) if _MASK_LENGTH.fullmatch(text) else None
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text) if "%" not in text else None
    except ValueError:
        return None


_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
}

_ARN = Comparison(
    _arn_like,
    lambda wanted: _whole_arn_pattern(wanted) is not None,
    takes_variables=True,
    takes_wildcards=True,
)

COMPARISONS: Mapping[str, Comparison] = {
    "StringEquals": _on_text(_string_equals),
    "StringEqualsIgnoreCase": _on_text(_string_equals_ignoring_case),
    "StringLike": _on_text(_string_like, takes_wildcards=True),
    "ArnEquals": _ARN,
    "ArnLike": _ARN,
    "Bool": _typed(boolean, operator.eq, takes_variables=True),
    "BinaryEquals": _typed(_binary, operator.eq),
    "IpAddress": Comparison(_ip_address, lambda wanted: _network(wanted.text) is not None),
    **{f"Numeric{order}": _typed(number, test) for order, test in _ORDER.items()},
    **{f"Date{order}": _typed(epoch_seconds, test) for order, test in _ORDER.items()},
}
"""By operator without ``Not``."""
