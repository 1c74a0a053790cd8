"""Organizations of this process, by public ID and revision; the least recently used one goes first."""

from collections import OrderedDict
from functools import partial
from threading import Lock
from typing import Final

from django.db import transaction

from accounts.models import OrganizationRecord
from accounts.organization.state import Organization

# Revisions of one organization share all that did not change between them.
CAPACITY: Final = 256

_values: OrderedDict[tuple[str, int], Organization] = OrderedDict()
_lock = Lock()


def cached(record: OrganizationRecord, revision: int) -> Organization | None:
    key = (record.public_id, revision)
    with _lock:
        if key in _values:
            _values.move_to_end(key)
        return _values.get(key)


def remember(record: OrganizationRecord, revision: int, organization: Organization) -> None:
    """Keep a value for this revision once the transaction is through.

    Earlier would be wrong: after a rollback another event makes the revision of this number.
    """
    transaction.on_commit(partial(_put, (record.public_id, revision), organization))


def _put(key: tuple[str, int], organization: Organization) -> None:
    with _lock:
        _values[key] = organization
        _values.move_to_end(key)
        while len(_values) > CAPACITY:
            _values.popitem(last=False)
