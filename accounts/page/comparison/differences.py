"""Every place at which two values differ, whatever they consist of: nothing that a value holds, or will
ever hold, can be left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Final

from policies.engine.document import PolicyDocument


class Absent(Enum):
    """What stands for an entry of a mapping that is in only one of the two."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Difference:
    """``path`` has names of fields and keys of mappings, from the whole value down to what differs."""

    path: tuple[str, ...]
    then: object
    now: object

    @property
    def is_new(self) -> bool:
        return self.then is ABSENT or self.then is None

    @property
    def is_gone(self) -> bool:
        return self.now is ABSENT or self.now is None


def differences(then: object, now: object, path: tuple[str, ...] = ()) -> Iterator[Difference]:
    """In the order of ``now``; entries that are only in ``then`` come at the end of their mapping.

    Of what is new or gone only that is told, not what it holds. The order of a mapping is no difference.
    """
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for key, is_now in now.items():
            was = then.get(key, ABSENT)
            if was is not is_now and was != is_now:
                yield from differences(was, is_now, (*path, key))
        for key, was in then.items():
            if key not in now:
                yield Difference((*path, key), was, ABSENT)
    elif type(then) is type(now) and is_dataclass(then) and not isinstance(then, PolicyDocument):
        for field in fields(then):
            was, is_now = getattr(then, field.name), getattr(now, field.name)
            if was is not is_now and was != is_now:
                yield from differences(was, is_now, (*path, field.name))
    else:
        yield Difference(path, then, now)
