"""The difference between two values → rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from accounts.models import OrganizationRecord, Start
from accounts.organization import scenario, state
from accounts.organization.scenario.around import around
from accounts.store import positions
from accounts.store.cache import remember
from accounts.store.tables import TABLES, Columns, Key, Listing, Reference, Table, differing_lists

# Well under the number of parameters that any database takes in one query.
BATCH: Final = 500


@transaction.atomic
def create(record: OrganizationRecord, organization: state.Organization) -> None:
    """Save a new record, everything in ``organization`` as its rows, and that this is its start."""
    _describe(record, organization)
    record.save(force_insert=True)
    # Every identifier is written out: the start stays what it is, however these are derived later.
    Start.objects.create(organization=record, document=scenario.to_document(organization))
    nothing = replace(
        organization,
        units={},
        accounts={},
        policies={},
        attachments={},
        management_policies={},
        outsiders={},
        handshakes={},
        create_account_requests={},
    )
    _Writer(record).write(nothing, organization)
    remember(record, record.revision, organization)


@transaction.atomic(savepoint=False)
def write(record: OrganizationRecord, before: state.Organization, after: state.Organization) -> None:
    """Make the rows, which are those of ``before``, those of ``after``. All of it or nothing.

    The revision is the caller's to raise.
    """
    changed = _describe(record, after)
    if changed:
        record.save(update_fields=changed)
    _Writer(record).write(before, after)


def _describe(record: OrganizationRecord, organization: state.Organization) -> list[str]:
    """Bring the record's own columns up to date; those that changed."""
    columns: Columns = {
        "identifier": organization.id,
        "management_account_id": organization.management_account_id,
        "feature_set": organization.feature_set.value,
        "root_id": organization.root.id,
        "root_name": organization.root.name,
        "policy_types": sorted(policy_type.value for policy_type in organization.root.policy_types),
        "root_tags": organization.root.tags,
        "around": around(organization),
    }
    changed = [name for name, value in columns.items() if not _same(getattr(record, name), value)]
    for name in changed:
        setattr(record, name, columns[name])
    return changed


class _Row(NamedTuple):
    pk: int
    position: int


class _Change:
    """What has to happen to the rows of one list."""

    def __init__(self, listing: Listing) -> None:
        self.table = listing.table
        self.order = listing.whole
        self.deleted = [key for key in listing.before if key not in listing.after]
        self.created: dict[Key, Columns] = {}
        self.updated: dict[Key, Columns] = {}
        for key, now in listing.after.items():
            if key not in listing.before:
                self.created[key] = listing.columns(key, now)
            elif (was := listing.before[key]) is not now:
                old = listing.columns(key, was)
                new = listing.columns(key, now)
                columns = {name: value for name, value in new.items() if not _same(value, old[name])}
                if columns:
                    self.updated[key] = columns
        self.gaps = positions.gaps(listing.before, listing.after)

    def is_empty(self) -> bool:
        return not (self.deleted or self.created or self.updated or self.gaps is None)

    def keys(self) -> Iterator[Key]:
        """Those whose rows must be known."""
        yield from self.deleted
        yield from self.updated
        if self.gaps is None:
            yield from (key for key in self.order() if key not in self.created)
        else:
            for gap in self.gaps:
                yield from (key for key in (gap.left, gap.right) if key is not None)

    def references(self) -> Iterator[Reference]:
        for columns in chain(self.created.values(), self.updated.values()):
            yield from (value for value in columns.values() if isinstance(value, Reference))


class _Writer:
    """Writes one difference. A query serves all that is to be done to one table."""

    def __init__(self, record: OrganizationRecord) -> None:
        self._record = record
        self._rows: dict[Table, dict[Key, _Row]] = {table: {} for table in TABLES}

    def write(self, before: state.Organization, after: state.Organization) -> None:
        found = [_Change(listing) for listing in differing_lists(before, after)]
        changes: dict[Table, list[_Change]] = {table: [] for table in TABLES}
        for change in found:
            if not change.is_empty():
                changes[change.table].append(change)
        self._look_up(changes)
        for table in reversed(TABLES):
            self._delete(table, [key for change in changes[table] for key in change.deleted])
        for table in TABLES:
            self._place(table, changes[table])
            self._set_names_aside(table, changes[table])
            self._create(table, changes[table])
            self._update(table, changes[table])

    def _look_up(self, changes: dict[Table, list[_Change]]) -> None:
        wanted: dict[Table, set[Key]] = defaultdict(set)
        made: set[Reference] = set()
        for table, of_table in changes.items():
            for change in of_table:
                wanted[table].update(change.keys())
                made.update(Reference(table, key) for key in change.created)
        for change in chain.from_iterable(changes.values()):
            for reference in change.references():
                if reference not in made:
                    wanted[reference.table].add(reference.key)
        for table, keys in wanted.items():
            self._find(table, keys)

    def _find(self, table: Table, keys: Iterable[Key]) -> None:
        keys = set(keys)
        single = len(table.key) == 1
        firsts = sorted({key if single else key[0] for key in keys})
        for batch in _batches(firsts):
            rows = table.model._default_manager.filter(
                **table.of(self._record), **{f"{table.key[0]}__in": batch}
            )
            for pk, position, *values in rows.values_list("pk", "position", *table.key):
                key = values[0] if single else tuple(values)
                if key in keys:
                    self._rows[table][key] = _Row(pk, position)

    def _delete(self, table: Table, keys: Sequence[Key]) -> None:
        for batch in _batches(keys):
            table.model._default_manager.filter(pk__in=[self._rows[table][key].pk for key in batch]).delete()

    def _place(self, table: Table, changes: Iterable[_Change]) -> None:
        """Give everything that is new, or not in its old order, its position."""
        known = {key: row.position for key, row in self._rows[table].items()}
        for change in changes:
            places = None if change.gaps is None else positions.fill(change.gaps, known)
            if places is None:
                order = list(change.order())
                places = positions.renumber(order)
                self._find(table, [key for key in order if key not in change.created])
            for key, position in places.items():
                columns = change.created.get(key)
                if columns is None:
                    columns = change.updated.setdefault(key, {})
                columns["position"] = position

    def _set_names_aside(self, table: Table, changes: Iterable[_Change]) -> None:
        """Free the names that are about to change hands.

        The database looks at each row as it is written, not at all of them together, and would refuse
        two that exchange their names.
        """
        if table.name is None:
            return
        renamed = [
            key for change in changes for key, columns in change.updated.items() if table.name in columns
        ]
        if len(renamed) < 2 and not any(change.created for change in changes):
            return
        for batch in _batches(renamed):
            pks = [self._rows[table][key].pk for key in batch]
            # A control character is in no name.
            aside = Concat(Value("\x1f"), F("identifier"))
            table.model._default_manager.filter(pk__in=pks).update(**{table.name: aside})

    def _create(self, table: Table, changes: Iterable[_Change]) -> None:
        owner = {} if "__" in table.owner else table.of(self._record)
        pending = {key: columns for change in changes for key, columns in change.created.items()}
        while pending:
            # A unit waits until the unit that it is in has been made. If none can be made, one refers
            # to what does not exist, and trying says to what.
            ready = {key: row for key, row in pending.items() if self._is_resolved(row)} or pending.copy()
            made = table.model._default_manager.bulk_create(
                [table.model(**owner, **self._resolved(columns)) for columns in ready.values()],
                batch_size=BATCH,
            )
            for key, row in zip(ready, made, strict=True):
                self._rows[table][key] = _Row(row.pk, row.position)
                del pending[key]

    def _update(self, table: Table, changes: Iterable[_Change]) -> None:
        by_columns: dict[tuple[str, ...], list[tuple[int, dict[str, Any]]]] = defaultdict(list)
        for change in changes:
            for key, columns in change.updated.items():
                row = self._rows[table][key].pk, self._resolved(columns)
                by_columns[tuple(columns)].append(row)
        for names, rows in by_columns.items():
            if len(rows) == 1:
                # As most operations do: a query that is put together in a third of the time.
                pk, values = rows[0]
                table.model._default_manager.filter(pk=pk).update(**values)
            else:
                made = [table.model(pk=pk, **values) for pk, values in rows]
                table.model._default_manager.bulk_update(made, names, batch_size=BATCH)

    def _is_resolved(self, columns: Columns) -> bool:
        return all(
            value.key in self._rows[value.table] for value in columns.values() if isinstance(value, Reference)
        )

    def _resolved(self, columns: Columns) -> dict[str, Any]:
        """The columns as a model's constructor takes them."""
        return {
            **{name: value for name, value in columns.items() if not isinstance(value, Reference)},
            **{
                f"{name}_id": self._rows[value.table][value.key].pk
                for name, value in columns.items()
                if isinstance(value, Reference)
            },
        }


def _same(value: object, other: object) -> bool:
    """Equal, also in the order of members, however deep inside."""
    if isinstance(value, dict) and isinstance(other, dict):
        return list(value) == list(other) and all(_same(value[name], other[name]) for name in value)
    if isinstance(value, list) and isinstance(other, list):
        return len(value) == len(other) and all(map(_same, value, other))
    return value == other


def _batches(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
