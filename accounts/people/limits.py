"""How often something may be tried: secrets that people type are short enough to be guessed otherwise.

Only tries that fail count. A class behind one address can go in all at once, and the limits leave room
for the usual typing mistakes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Tally

NETWORK_OF_A_HOUSEHOLD: Final = 64
"""Of an IPv6 address, so many bits belong to one customer; the rest they can change as they like."""


class TooManyTries(Exception):
    """``wait`` is how long until the next one is looked at."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("Too many tries have failed.")
        self.wait = wait

    @property
    def minutes(self) -> int:
        return max(1, -(-self.wait // timedelta(minutes=1)))


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many failed tries ``within`` a time, of each that it is about."""

    name: str
    most: int
    within: timedelta

    def of(self, whom: str = "") -> Bucket:
        return Bucket(self, salted_hmac(f"orgsim.limits.{self.name}", whom, algorithm="sha256").hexdigest())


@dataclass(frozen=True, slots=True)
class Bucket:
    limit: Limit
    key: str


@contextmanager
def limited(*buckets: Bucket) -> Iterator[None]:
    """Around one try, which fails by raising. Raises ``TooManyTries`` instead of beginning.

    A try counts from its beginning, so that many at once are not looked at before the first has failed.
    """
    for bucket in buckets:
        _count(bucket)
    yield
    for bucket in buckets:
        _take_back(bucket)


def _count(bucket: Bucket) -> None:
    now, limit = timezone.now(), bucket.limit
    with transaction.atomic():
        tallies = Tally.objects.select_for_update()
        tally, _ = tallies.get_or_create(bucket=bucket.key, defaults={"since": now, "count": 0})
        if now - tally.since > limit.within:
            tally.since, tally.count = now, 0
        if tally.count >= limit.most:
            raise TooManyTries(tally.since + limit.within - now)
        tally.count += 1
        tally.save()


def _take_back(bucket: Bucket) -> None:
    with transaction.atomic():
        tally = Tally.objects.select_for_update().filter(bucket=bucket.key, count__gt=0).first()
        if tally is not None:
            tally.count -= 1
            tally.save()


def network_of(address: str) -> str:
    """Who is behind an address, as far as it tells."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(ip_network((found, NETWORK_OF_A_HOUSEHOLD), strict=False))
    return address
