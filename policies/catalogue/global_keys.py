"""The condition keys that any service's requests may have: ``aws:…``, and those of role sessions.

The table says of each key who has it: a column for every kind of caller. Source: IAM User Guide, "AWS
global condition context keys", the availability of each key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from policies.catalogue.tables import rows
from policies.engine.request import PrincipalType

GLOBAL_CONDITION_KEYS = "global_condition_keys.tsv"
FEDERATED = "Federated"
"""In the place of a service: the role is assumed through an identity provider."""


class Property(Enum):
    """What a key is a property of, in the order of the documentation's page."""

    PRINCIPAL = "principal"
    SESSION = "session"
    NETWORK = "network"
    RESOURCE = "resource"
    REQUEST = "request"


class Presence(Enum):
    """Whether the requests of one kind of caller have a key."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"


class KnownBy(Enum):
    """Who can tell the value of a key before a request is made.

    ``ORGANIZATION``: the simulator, from the organization. ``CIRCUMSTANCES``: whoever asks says so.
    ``SERVICE``: nobody here; the service that is called, or the way that the credentials took.
    """

    ORGANIZATION = "organization"
    CIRCUMSTANCES = "circumstances"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class GlobalKey:
    """``name`` ends in a slash where the name of a tag follows: ``aws:PrincipalTag/``.

    ``type`` is AWS's word, as that of a ``ConditionKey``; ``present`` says when a request has the key.
    ``role_assumed_by`` is the service, or ``FEDERATED``, that has to assume a role for its session to have
    the key; None where that does not matter. ``callers`` are the columns of the table.
    """

    name: str
    type: str
    is_multivalued: bool
    present: str
    property: Property
    known_by: KnownBy
    role_assumed_by: str | None
    callers: tuple[tuple[PrincipalType, Presence], ...]

    def presence(self, caller: PrincipalType) -> Presence:
        """``SOMETIMES`` for a kind of caller about which the documentation says nothing."""
        return dict(self.callers).get(caller, Presence.SOMETIMES)


def read_global_keys(folder: Path) -> Mapping[str, GlobalKey]:
    """By name in lower case."""
    return {key.name.lower(): key for key in _read(folder / GLOBAL_CONDITION_KEYS)}


_CALLERS = (
    PrincipalType.ROOT_USER,
    PrincipalType.USER,
    PrincipalType.ROLE_SESSION,
    PrincipalType.FEDERATED_USER,
    PrincipalType.ANONYMOUS,
    PrincipalType.SERVICE,
)


def _read(path: Path) -> Iterator[GlobalKey]:
    for name, kind, multivalued, of, *presences, known_by, assumed_by, present in rows(path):
        yield GlobalKey(
            name=name.removesuffix("${TagKey}"),
            type=kind,
            is_multivalued=multivalued == "multivalued",
            present=present,
            property=Property(of),
            known_by=KnownBy(known_by),
            role_assumed_by=None if assumed_by == "-" else assumed_by,
            callers=tuple(zip(_CALLERS, map(Presence, presences), strict=True)),
        )
