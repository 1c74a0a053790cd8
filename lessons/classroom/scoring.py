"""The scoreboard, where one is wanted: points for what was reached and predicted, never for time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Max

from lessons.classroom import holding
from lessons.classroom.news import tell_everybody, tell_of_seats
from lessons.models import Attempt, Ballot, Classroom, Seat

TASK: Final = 10
"""Points of a task that is solved; part of it brings part of them."""
VOTE: Final = 5
"""Points of a right answer, the last one where it was asked twice, once it has been told."""
SHOWN: Final = 10
MOST_TEAMS: Final = 6


@dataclass(frozen=True, slots=True)
class Row:
    """``place`` from 1; who has as many points has the same. A team's points are those of a member on
    average."""

    place: int
    name: str
    points: int
    seat_id: int | None = None


@dataclass(frozen=True)
class Scoreboard:
    """``rows`` of everybody, the most points first. ``teams`` is empty where there are none."""

    rows: tuple[Row, ...]
    teams: tuple[Row, ...]
    is_frozen: bool

    @property
    def top(self) -> tuple[Row, ...]:
        return self.rows[:SHOWN]

    def of(self, seat: Seat) -> Row | None:
        return next((row for row in self.rows if row.seat_id == seat.pk), None)

    @property
    def most(self) -> int:
        return max((row.points for row in self.teams or self.rows), default=0)


def scoreboard_of(classroom: Classroom) -> Scoreboard | None:
    """None where it is off."""
    if not classroom.has_scoreboard:
        return None
    seats = list(classroom.seats.filter(removed=None).values_list("pk", "nickname", "team"))
    frozen = {int(seat): points for seat, points in classroom.frozen_scores.items()}
    points = frozen if classroom.is_scoreboard_frozen else _points(classroom)
    members: dict[str, list[int]] = defaultdict(list)
    for seat, _nickname, team in seats:
        if team:
            members[team].append(points.get(seat, 0))
    return Scoreboard(
        rows=_placed([(nickname, points.get(seat, 0), seat) for seat, nickname, _team in seats]),
        teams=_placed([(team, round(sum(each) / len(each)), None) for team, each in members.items()]),
        is_frozen=classroom.is_scoreboard_frozen,
    )


def freeze(classroom: Classroom, is_frozen: bool) -> None:
    """Show the points as they are now until it is thawed; everybody goes on collecting. Raises
    ``holding.NotNow``."""
    points = {str(seat): each for seat, each in _points(classroom).items()} if is_frozen else {}
    holding.change(classroom, is_scoreboard_frozen=is_frozen, frozen_scores=points)


def make_teams(classroom: Classroom, number: int) -> None:
    """Everybody into so many teams, one after the other as they came in; 0 for none. Raises
    ``holding.NotNow``."""
    if classroom.ended is not None:
        raise holding.NotNow
    seats = list(classroom.seats.filter(removed=None))
    for place, seat in enumerate(seats):
        seat.team = chr(ord("A") + place % min(number, MOST_TEAMS)) if number else ""
    Seat.objects.bulk_update(seats, ["team"])
    tell_of_seats(classroom)
    tell_everybody(classroom)


def team_of_newcomer(classroom: Classroom) -> str:
    """The one that has the fewest; empty where there are no teams."""
    seats = classroom.seats.filter(removed=None).exclude(team="")
    members = Counter(seats.order_by("team").values_list("team", flat=True))
    return min(members, key=members.__getitem__, default="")


def _points(classroom: Classroom) -> Mapping[int, int]:
    found: dict[int, int] = defaultdict(int)
    reached = Attempt.objects.filter(seat__classroom=classroom, class_step__isnull=False)
    best = reached.values_list("seat", "class_step").annotate(Max("score"))
    for seat, _step, score in best:
        found[seat] += round(TASK * score)
    last: dict[tuple[int, int], bool] = {}
    told = Ballot.objects.filter(vote__step__classroom=classroom, vote__told__isnull=False)
    for seat, step, right in told.order_by("vote__round").values_list("seat", "vote__step", "is_right"):
        last[seat, step] = right
    for (seat, _step), right in last.items():
        found[seat] += VOTE * right
    return found


def _placed(named: list[tuple[str, int, int | None]]) -> tuple[Row, ...]:
    ordered = sorted(named, key=lambda each: -each[1])
    first: dict[int, int] = {}
    for place, (_name, points, _seat) in enumerate(ordered, start=1):
        first.setdefault(points, place)
    return tuple(Row(first[points], name, points, seat) for name, points, seat in ordered)
