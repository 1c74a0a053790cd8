"""What this process knows of organizations at their revisions."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
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
        key = (record.public_id, revision, *more)
        value = self._kept.get(key)
        return self._uncommitted(key) if value is None else value

    def made(self, record: Revised, revision: int, make: Callable[[], Value], *more: Hashable) -> Value:
        """What is kept; else made now, and kept as by ``keep``."""
        value = self.get(record, revision, *more)
        if value is None:
            value = make()
            self.keep(record, revision, value, *more)
        return value

    def keep(self, record: Revised, revision: int, value: Value, *more: Hashable) -> None:
        """For everybody once the transaction is through, and until then for it alone. Earlier would be wrong:
        after a rollback another event makes the revision of this number."""
        transaction.on_commit(_Uncommitted(self._kept, (record.public_id, revision, *more), value))

    def _uncommitted(self, key: Hashable) -> Value | None:
        for _, waiting, _ in reversed(transaction.get_connection().run_on_commit):
            if isinstance(waiting, _Uncommitted) and waiting.kept is self._kept and waiting.key == key:
                return waiting.value
        return None


@dataclass(frozen=True, slots=True, eq=False)
class _Uncommitted(Generic[Value]):
    """What is kept when its transaction commits. Until then it stands only in the list of what this
    connection does after a commit: no other connection sees it, and Django takes from there what a rollback
    undoes, be it to a savepoint."""

    kept: Kept[Value]
    key: Hashable
    value: Value

    def __call__(self) -> None:
        self.kept.put(self.key, self.value)


# Three for each of a class of two hundred, and more: what it is, was and began as. They are some 40 kB each,
# and revisions of one organization share all that did not change between them.
_organizations: Final[ByRevision[Organization]] = ByRevision(2048)


def cached(record: OrganizationRecord, revision: int) -> Organization | None:
    return _organizations.get(record, revision)


def remember(record: OrganizationRecord, revision: int, organization: Organization) -> None:
    _organizations.keep(record, revision, organization)
