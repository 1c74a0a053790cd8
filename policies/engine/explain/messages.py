"""A sentence before it is in any language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """Which sentence, and the names and values that go into it."""

    id: str
    parameters: tuple[tuple[str, str], ...] = ()


def message(identifier: str, **parameters: str) -> Message:
    return Message(identifier, tuple(parameters.items()))
