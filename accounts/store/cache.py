"""What this process knows of organizations at their revisions."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Final, Generic, Protocol, TypeVar

from django.db import transaction

from accounts.kept import Kept
from accounts.models import OrganizationRecord
from accounts.organization.state import Organization

Value = TypeVar("Value")


class Revised(Protocol):
    """A row whose number rises with whatever is kept by it."""

    @property
    def public_id(self) -> str: ...


class ByRevision(Generic[Value]):
    """Values by public ID, revision and whatever else they depend on; the least recently used one goes
    first."""

    def __init__(self, capacity: int) -> None:
        self._kept: Kept[Value] = Kept(capacity)

    def get(self, record: Revised, revision: int, *more: Hashable) -> Value | None:
        return self._kept.get((record.public_id, revision, *more))

    def made(self, record: Revised, revision: int, make: Callable[[], Value], *more: Hashable) -> Value:
        """What is kept; else made now, and kept as by ``keep``."""
        value = self.get(record, revision, *more)
        if value is None:
            value = make()
            self.keep(record, revision, value, *more)
        return value

    def keep(self, record: Revised, revision: int, value: Value, *more: Hashable) -> None:
        """Once the transaction is through. Earlier would be wrong: after a rollback another event makes the
        revision of this number."""
        transaction.on_commit(partial(self._kept.put, (record.public_id, revision, *more), value))


# Three for each of a class of two hundred, and more: what it is, was and began as. They are some 40 kB each,
# and revisions of one organization share all that did not change between them.
_organizations: Final[ByRevision[Organization]] = ByRevision(2048)


def cached(record: OrganizationRecord, revision: int) -> Organization | None:
    return _organizations.get(record, revision)


def remember(record: OrganizationRecord, revision: int, organization: Organization) -> None:
    _organizations.keep(record, revision, organization)
