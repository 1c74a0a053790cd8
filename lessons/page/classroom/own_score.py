"""Where a learner stands on the scoreboard: their own place, and their team's; nobody else's."""

from __future__ import annotations

from dataclasses import dataclass

from lessons.classroom import common
from lessons.classroom.scoring import Row
from lessons.models import Seat


@dataclass(frozen=True, slots=True)
class OwnScore:
    """``own`` among so many ``learners``; ``team`` None where there are no teams."""

    own: Row
    learners: int
    team: Row | None
    is_frozen: bool


def own_score(seat: Seat) -> OwnScore | None:
    """None where the instructor wants no scoreboard."""
    board = common.scoreboard(seat.classroom)
    own = board.of(seat) if board else None
    if board is None or own is None:
        return None
    team = next((row for row in board.teams if row.name == seat.team), None)
    return OwnScore(own, len(board.rows), team, board.is_frozen)
