"""Which parts of a text are as they were written, where others are at fault."""

from __future__ import annotations

from dataclasses import replace

from policies.engine.document import PolicyDocument, Statement
from policies.engine.json_reader import Path
from policies.review.remarks import path_of
from policies.review.subject import Subject

ELEMENTS = frozenset({"Effect", "Principal", "Action", "Resource", "Condition"})
"""Of a statement, whether they stand there as such or with Not."""


class Soundness:
    """``faulty`` are the paths of the faults. One about what is missing is at the path of its statement."""

    def __init__(self, subject: Subject, faulty: frozenset[Path]) -> None:
        self._subject = subject
        self._faulty = faulty
        self._leading_to_faults = {fault[:length] for fault in faulty for length in range(len(fault) + 1)}

    def is_sound(self, path: Path) -> bool:
        """Whether there is a fault neither here, nor below, nor at what this belongs to."""
        above = (path[:length] for length in range(len(path)))
        return path not in self._leading_to_faults and self._faulty.isdisjoint(above)

    def is_whole(self, statement: Statement) -> bool:
        return path_of(statement) not in self._leading_to_faults

    def are_sound(self, statement: Statement, *elements: str) -> bool:
        """Whether none of ``elements`` is at fault, or missing where it may not be."""
        path = path_of(statement)
        lacks_something = path in self._faulty
        for element in elements:
            names = [(*path, element), (*path, f"Not{element}")]
            if any(name in self._leading_to_faults for name in names):
                return False
            if lacks_something and not any(name in self._subject.places for name in names):
                return False
        return True

    def has_all_entries(self, statement: Statement) -> bool:
        """Whether the actions are those of the text, one by one, though some may be at fault."""
        path = self._subject.actions_path(statement)
        if path in self._faulty or path not in self._subject.places:
            return False
        return (*path, len(statement.actions)) not in self._subject.places

    def with_sound_conditions(self, statement: Statement) -> Statement | None:
        """None when there are conditions, and all of them are at fault."""
        element = (*path_of(statement), "Condition")
        if element not in self._leading_to_faults:
            return statement
        kept = tuple(
            condition
            for condition in statement.conditions
            if self.is_sound((*element, condition.operator.source, condition.key))
        )
        return replace(statement, conditions=kept) if kept else None

    def whole_statements(self) -> PolicyDocument:
        document = self._subject.document
        return replace(document, statements=tuple(filter(self.is_whole, document.statements)))
