"""A parsed policy under review: the places of its text, the actions that its statements mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from policies.catalogue import Catalogue
from policies.engine.action_sets import ActionSet
from policies.engine.document import PolicyDocument, PolicyKind, Statement
from policies.engine.json_reader import Path, Reading
from policies.review.remarks import path_of

GRANTS = frozenset({PolicyKind.IDENTITY, PolicyKind.RESOURCE, PolicyKind.TRUST})
"""The kinds whose Allow gives somebody something; all others only keep within limits."""


@dataclass(slots=True)
class Subject:
    """``reading`` is of the document's own text."""

    document: PolicyDocument
    catalogue: Catalogue
    reading: Reading
    _meant: dict[int, ActionSet] = field(default_factory=dict)

    @property
    def kind(self) -> PolicyKind:
        return self.document.kind

    @property
    def places(self) -> Mapping[Path, object]:
        return self.reading.values

    def meant(self, statement: Statement) -> ActionSet:
        """The actions that a statement is about, of those that AWS has."""
        if statement.index not in self._meant:
            universe = self.catalogue.universe
            named = universe.mask(statement.actions)
            self._meant[statement.index] = universe.all & ~named if statement.excludes_actions else named
        return self._meant[statement.index]

    def actions_path(self, statement: Statement) -> Path:
        return (*path_of(statement), "NotAction" if statement.excludes_actions else "Action")

    def resources_path(self, statement: Statement) -> Path:
        return (*path_of(statement), "NotResource" if statement.excludes_resources else "Resource")

    def entry(self, path: Path, number: int) -> Path:
        """Of one entry of an element, which stands alone or in a list."""
        return (*path, number) if (*path, number) in self.places else path
