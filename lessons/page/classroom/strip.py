"""Above the pages of a class: where the class is, who one is in it, and how one asks for help."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from accounts.live import Topic
from lessons.classroom import news, sitting
from lessons.grades.telling import Rejudged, rejudged
from lessons.models import Attempt, Classroom, HelpRequest, Seat
from lessons.page.classroom.mirror import Mirror, mirror_of
from lessons.page.classroom.stage import Stage, StepRow


@dataclass(frozen=True)
class Strip:
    """``attempt`` is the one that the page below is about; None where it is about none. ``is_here``: it is
    the page of the class itself."""

    seat: Seat
    attempt: Attempt | None = None
    is_here: bool = False

    @property
    def classroom(self) -> Classroom:
        return self.seat.classroom

    @property
    def is_still(self) -> bool:
        return self.classroom.is_paused

    @property
    def is_led(self) -> bool:
        return self.classroom.is_led and not self.is_still

    @property
    def is_over(self) -> bool:
        return self.classroom.ended is not None

    @property
    def alike(self) -> tuple[object, ...]:
        """What all have in common who read the same in it, but for their names: unless they wait for help,
        or were judged again."""
        seat, step = self.seat, self.attempt.class_step_id if self.attempt else None
        team = seat.team if self.classroom.has_scoreboard else ""
        return self.classroom.public_id, self.classroom.revision, step, self.is_here, seat.is_away, team

    @cached_property
    def mirror(self) -> Mirror | None:
        """What the instructor shows, which covers the page below; None for who does not follow."""
        return None if self.seat.is_away else mirror_of(self.classroom)

    @property
    def topics(self) -> dict[str, Topic]:
        """What it follows, by the names that these have on the page."""
        shown = self.classroom.organization
        return {"class": news.topic_of(self.classroom)} | ({"shown": shown.topic} if shown else {})

    @cached_property
    def stage(self) -> Stage:
        return Stage(self.classroom, self.seat)

    @cached_property
    def step(self) -> StepRow | None:
        """The one that the page below is about; else the one that is open."""
        if self.attempt is None:
            return self.stage.now
        wanted = self.attempt.class_step_id
        return next((row for row in self.stage.steps if row.step.pk == wanted), None)

    @property
    def gone_on(self) -> StepRow | None:
        """The step that the class is at, where it is not the one of the page below."""
        now = self.stage.now
        return now if self.attempt is not None and now is not None and now != self.step else None

    @cached_property
    def rejudged(self) -> Rejudged | None:
        """How the attempt of the page below was judged again the last time."""
        # Most never were, and then this costs nothing.
        if self.attempt is None or not self.attempt.edition:
            return None
        return next(iter(rejudged([self.attempt])), None)

    @cached_property
    def help(self) -> HelpRequest | None:
        """What one has asked, and nobody has answered: one thing at most."""
        return next(iter(self.seat.help_requests.filter(ended=None).order_by()), None)

    @cached_property
    def place(self) -> int | None:
        """In the queue, from 1."""
        return sitting.place_in_queue(self.seat) if self.help else None
