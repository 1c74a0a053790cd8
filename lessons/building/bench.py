"""An exercise as it stands while it is built: its start, its solutions played there, what is proposed, the
documents that it becomes, and what they prove."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from accounts import history, selectors, store
from accounts.organization.scenario import to_document
from accounts.organization.state import Organization
from accounts.page.view import first_selection, principal_here
from lessons import attempts
from lessons.building import drafts
from lessons.course import stock_cheats
from lessons.course.building.drafting import Solution, exercise_document, lesson_markdown
from lessons.course.building.proposing import Proposed, proposed
from lessons.course.building.proving import Proof, proof_of
from lessons.course.building.recording import NotWritable, actions_of
from lessons.course.case import Action, Case, Refused, play
from lessons.course.exercise import Look
from lessons.course.language import TooMuch
from lessons.course.names import Absent
from lessons.course.placeholders import renamed
from lessons.models import BuiltExercise, Recording

SEED: Final = "builder"
_proposals: Final[store.ByRevision[Proposed]] = store.ByRevision(64)
_proofs: Final[store.ByRevision[Proof]] = store.ByRevision(64)


@dataclass(frozen=True)
class Shown:
    """A recording, played where the exercise begins now. ``case`` is None where that cannot be, and
    ``problem`` says why."""

    recording: Recording
    number: int
    actions: tuple[Action, ...]
    case: Case | None
    problem: str = ""

    @property
    def name(self) -> str:
        return self.recording.name


@dataclass(frozen=True)
class Bench:
    exercise: BuiltExercise

    @cached_property
    def draft(self) -> dict[str, Any]:
        return drafts.whole(self.exercise.draft)

    # Where it begins

    @cached_property
    def start(self) -> Organization | None:
        """None until somebody has said that this is the start."""
        record, revision = self.exercise.start, self.draft["start_revision"]
        return None if record is None or revision is None else history.state_at(record, revision)

    @cached_property
    def has_new_start(self) -> bool:
        """Whether the organization was changed since."""
        record = self.exercise.start
        return record is not None and self.start is not None and store.load(record) != self.start

    @cached_property
    def look(self) -> Look:
        """What the page shows at first; of a start that has no such account, some account of it."""
        said = {name: value for name, value in renamed(self._look, {}).items() if value}
        return Look(**{"account": "", **said})

    @property
    def _look(self) -> Mapping[str, str]:
        """Before anybody has chosen one, or a solution has, an account that is interesting in itself."""
        if self.draft["look"] or self.start is None:
            return self.draft["look"]  # type: ignore[no-any-return]  # it is JSON
        account_id = first_selection(self.start)
        principal = principal_here(self.start, account_id, "role/Admin")
        return {"account": f"{{{{{self.start.name_of(account_id)}}}}}", "principal": principal}

    # How it is solved

    @cached_property
    def recordings(self) -> tuple[Recording, ...]:
        return tuple(self.exercise.recordings.select_related("organization"))

    @cached_property
    def solutions(self) -> tuple[Shown, ...]:
        return self._shown(is_cheat=False)

    @cached_property
    def own_cheats(self) -> tuple[Shown, ...]:
        return self._shown(is_cheat=True)

    @property
    def open_recordings(self) -> tuple[Recording, ...]:
        """That nobody has kept or discarded yet."""
        return tuple(each for each in self.recordings if not each.is_kept)

    def _shown(self, *, is_cheat: bool) -> tuple[Shown, ...]:
        kept = (each for each in self.recordings if each.is_kept and each.is_cheat == is_cheat)
        return tuple(self._played(each, number) for number, each in enumerate(kept, start=1))

    def _played(self, recording: Recording, number: int) -> Shown:
        try:
            actions = actions_of(attempts.case_of(recording.organization))
        except NotWritable as error:
            return Shown(recording, number, (), None, str(error))
        if self.start is None:
            return Shown(recording, number, actions, None)
        try:
            return Shown(recording, number, actions, play(Case(self.start), actions, SEED))
        except (Refused, Absent) as error:
            return Shown(recording, number, actions, None, str(error))

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Of the solutions that can be played."""
        return tuple(each.case for each in self.solutions if each.case is not None)

    @property
    def mark(self) -> str:
        """Of all that proposals depend on."""
        shown = [(each.recording.pk, each.actions) for each in (*self.solutions, *self.own_cheats)]
        asked = (self.draft["start_revision"], shown, self.look, self.draft["pinned"])
        return sha256(repr(asked).encode()).hexdigest()

    @cached_property
    def proposed(self) -> Proposed | None:
        """None where there is nothing to compare, or too much."""
        record = self.exercise.start
        if record is None or self.start is None or not self.cases:
            return None

        def made() -> Proposed:
            return proposed(self.cases, self._cheats(), self.look, self.draft["pinned"], selectors.judge())

        try:
            return _proposals.made(record, record.revision, made, self.mark)
        except TooMuch:
            return None

    def _cheats(self) -> dict[str, Case]:
        """What comes of each cheat, by its name."""
        assert self.start is not None
        stock = {cheat.name: case for cheat, case in stock_cheats.cases(self.start, self.look, SEED)}
        return stock | {key_of(each): each.case for each in self.own_cheats if each.case is not None}

    # What it becomes

    @cached_property
    def markdown(self) -> str:
        return lesson_markdown(self.exercise.title, self.draft)

    @cached_property
    def document(self) -> dict[str, Any] | None:
        """``exercise.json``; None without a start."""
        if self.start is None:
            return None
        draft = {
            **self.draft,
            "look": self._look,
            "cheats": [*self.draft["cheats"], *map(_cheat, self.own_cheats)],
        }
        solutions = [Solution(each.name, each.actions) for each in self.solutions]
        return exercise_document(draft, to_document(self.start), solutions)

    @property
    def known_proof(self) -> Proof | None:
        """If it was worked out already, and nothing has changed since."""
        record = self.exercise.start
        return _proofs.get(record, record.revision, self._proof_mark) if record and self.document else None

    @cached_property
    def proof(self) -> Proof | None:
        """None without a start."""
        record, document = self.exercise.start, self.document
        if record is None or document is None:
            return None

        def made() -> Proof:
            return proof_of("draft", self.markdown, document, selectors.judge(), SEED)

        return _proofs.made(record, record.revision, made, self._proof_mark)

    @cached_property
    def _proof_mark(self) -> str:
        return sha256((self.markdown + json.dumps(self.document)).encode()).hexdigest()


def key_of(cheat: Shown) -> str:
    """Of an own cheat, among the names of the stock cheats."""
    return f"own-{cheat.recording.pk}"


def _cheat(shown: Shown) -> Mapping[str, Any]:
    operations = [
        {"operation": each.operation, "parameters": dict(each.parameters)} for each in shown.actions
    ]
    return {"name": shown.name, "operations": operations}
