"""One small way to break the engine."""

from __future__ import annotations

from typing import NamedTuple


class Mutant(NamedTuple):
    """``name`` says what the broken engine does. ``old`` occurs exactly once in ``file``, a module of the
    engine; ``tests`` is the module of tests that is expected to notice."""

    name: str
    file: str
    old: str
    new: str
    tests: str

    @property
    def path(self) -> str:
        return f"policies/engine/{self.file}.py"

    def of(self, source: str) -> str:
        """The source with this mutant in it. ``ValueError`` unless ``old`` occurs exactly once."""
        if source.count(self.old) != 1:
            raise ValueError(f"{self.path}: {self.old!r} occurs {source.count(self.old)} times")
        return source.replace(self.old, self.new)
