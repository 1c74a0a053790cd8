"""A card and its rows: a statement as text fields hold it."""

from __future__ import annotations

from dataclasses import dataclass

from policies.engine.document import PolicyKind
from policies.engine.parse.kinds import WHY_NO_PRINCIPAL, WHY_NO_RESOURCE

EVERYBODY = "*"
"""The kind of the one row that stands for ``"Principal": "*"``."""
PRINCIPAL_KINDS = ("AWS", "Service", "Federated", "CanonicalUser")


@dataclass(frozen=True, slots=True)
class PrincipalRow:
    """``kind`` is one of ``PRINCIPAL_KINDS`` or ``EVERYBODY``, which has no value."""

    kind: str
    value: str = ""

    @property
    def is_blank(self) -> bool:
        return self.kind != EVERYBODY and not self.value.strip()


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One operator/key pair of a ``Condition`` block. One of ``values`` has to hold."""

    operator: str
    key: str
    values: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        return not (self.key.strip() or any(value.strip() for value in self.values))

    @property
    def lines(self) -> str:
        """The values as a text area holds them."""
        return "\n".join(self.values)


@dataclass(frozen=True, slots=True)
class Card:
    """One statement. ``origin`` is the index of the statement that it came from in the text beside which
    the form was opened, None for a new one. Rows may be blank while somebody is about to fill them in."""

    origin: int | None
    sid: str = ""
    effect: str = "Deny"
    excludes_principals: bool = False
    principals: tuple[PrincipalRow, ...] = ()
    excludes_actions: bool = False
    actions: tuple[str, ...] = ()
    excludes_resources: bool = False
    resources: tuple[str, ...] = ()
    conditions: tuple[ConditionRow, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.principals) + len(self.actions) + len(self.resources) + len(self.conditions)


@dataclass(frozen=True, slots=True)
class Shape:
    """Which elements the cards of a kind of policy have, beside those that all have."""

    has_principals: bool
    has_resources: bool

    @property
    def blank_card(self) -> Card:
        """What a new statement begins with."""
        return Card(
            None,
            principals=(PrincipalRow("AWS"),) if self.has_principals else (),
            actions=("",),
            resources=("*",) if self.has_resources else (),
        )


def shape_of(kind: PolicyKind) -> Shape:
    return Shape(kind not in WHY_NO_PRINCIPAL, kind not in WHY_NO_RESOURCE)
