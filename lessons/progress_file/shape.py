"""What a progress file holds. ``progress.schema.json`` beside this file describes it for editors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from accounts.logs import Log

FORMAT: Final = "orgsim-progress"
VERSION: Final = 1

MOST_ORGANIZATIONS: Final = 200
"""Each is written whole, while others wait to write."""
MOST_STEPS: Final = 5_000
"""In all organizations of a file: each is done again."""
MOST_JUDGED: Final = 500
"""Steps of one attempt that is judged again: some goals look at each of them."""
MOST_ROWS: Final = 20_000
"""Attempts, answers, reviews and proofs of a file."""


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    kind: str
    question: str
    asking: Mapping[str, object]
    choice: int | None
    first_choice: int | None
    is_right: bool
    misconception: str
    time: datetime


@dataclass(frozen=True, slots=True)
class AttemptEntry:
    """``organization`` counts in the file's organizations from 0; None if it is no longer there."""

    lesson: str
    organization: int | None
    document: Mapping[str, object]
    names: Mapping[str, str]
    seed: str
    step: str
    hints: int
    assisted: bool
    met: tuple[str, ...]
    score: float
    operations: int
    started: datetime
    last_used: datetime
    solved: datetime | None
    answers: tuple[AnswerEntry, ...]


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    misconception: str
    step: int
    due: datetime | None
    noticed: datetime


@dataclass(frozen=True, slots=True)
class ProofEntry:
    cell: str
    found: Mapping[str, object]
    time: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """What can be taken in. ``is_ours``: this site has written it, and nobody has changed it since."""

    organizations: tuple[Log, ...]
    attempts: tuple[AttemptEntry, ...]
    answers: tuple[AnswerEntry, ...]
    reviews: tuple[ReviewEntry, ...]
    proofs: tuple[ProofEntry, ...]
    is_ours: bool
