"""The adaptive check: a few questions, each chosen by the answers before it, and what they tell.

A check goes by its code: ``<organization>-<revision>-<chance>``. Its questions are about the learner's own
organization as it was at that revision, where those tell something, and else about worlds made from the code.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from accounts import history, selectors
from accounts.models import OrganizationRecord, Visitor
from accounts.organization.state import Organization
from lessons import reviews, rounds
from lessons.course.questions import diagnosis
from lessons.course.questions.authored import authored_items
from lessons.course.questions.diagnosis import Diagnosis
from lessons.course.questions.pool import own_pool, pool
from lessons.models import Answer
from lessons.rounds import Asked

NOBODYS: Final = "worlds"
"""In the place of an organization: the learner has none."""

OWN_SHARE: Final = 0.9
"""A question about the learner's own organization is asked if it tells so much of what the best would."""
REVISION: Final = re.compile(r"[0-9]{1,9}")


class NoCheck(LookupError):
    """The code is of no check of this visitor's."""


@dataclass(frozen=True)
class Check:
    """``own`` is the learner's organization, None where there is none."""

    visitor: Visitor
    code: str
    own: Organization | None
    answers: Sequence[Answer]

    @cached_property
    def diagnosis(self) -> Diagnosis:
        given = [diagnosis.Answer(rounds.told(each), rounds.option_of(each)) for each in self.answers]
        return diagnosis.diagnose(given, self.beliefs)

    @cached_property
    def beliefs(self) -> frozenset[str]:
        """Those about decisions, and of the others those that have shown before."""
        if self.visitor.pk is None:
            return diagnosis.about_every_decision()
        elsewhere = self.visitor.answers.exclude(question__startswith=f"{self.code}/")
        authored = {belief for item in authored_items() for belief in item.wrong}
        shown = set(elsewhere.filter(misconception__in=authored).values_list("misconception", flat=True))
        return diagnosis.about_every_decision() | shown

    @cached_property
    def next(self) -> Asked | None:
        """What to ask; None when the check is over."""
        if self.diagnosis.is_done:
            return None
        given = {asked.key for asked in map(self.asked_again, self.answers) if asked is not None}
        left = [asked for asked in self._pool if asked.key not in given]
        best, own = self._most_telling(left), self._most_telling([each for each in left if each.is_own])
        if best is not None and own is not None and self._told(own) >= OWN_SHARE * self._told(best):
            return own
        return best

    def _most_telling(self, left: Sequence[Asked]) -> Asked | None:
        item = diagnosis.most_telling(self.diagnosis, (asked.item for asked in left))
        return next((asked for asked in left if asked.item is item), None)

    def _told(self, asked: Asked) -> float:
        return diagnosis.information(self.diagnosis, asked.item)

    @property
    def right(self) -> int:
        return sum(answer.is_right for answer in self.answers)

    def asked_again(self, answer: Answer) -> Asked | None:
        return rounds.asked_again(answer, self.code, self.own)

    @property
    def _pool(self) -> list[Asked]:
        judge = selectors.judge()
        drawn = list(own_pool(self.own, self.code, judge)) if self.own else []
        drawn += pool(self.code, judge)
        authored = [Asked(item) for item in authored_items() if item.wrong.keys() & self.beliefs]
        return [*(Asked(each.item, each.world) for each in drawn), *authored]


def begin(visitor: Visitor) -> str:
    """The code of a new check. Nothing is kept before the first answer."""
    record = selectors.latest_sandbox_of(visitor)
    if record is None:
        return f"{NOBODYS}-0-{secrets.token_hex(4)}"
    return f"{record.public_id}-{record.revision}-{secrets.token_hex(4)}"


def check_of(visitor: Visitor, code: str) -> Check:
    """Raises ``NoCheck``."""
    public_id, revision, chance = ("", "", *code.rsplit("-", 2))[-3:]
    if not (public_id and REVISION.fullmatch(revision) and len(chance) == 8):
        raise NoCheck
    own = None
    if public_id != NOBODYS:
        own = _organization(visitor, public_id, int(revision))
    return Check(visitor, code, own, rounds.answers_in(visitor, Answer.Kind.CHECK, code))


def answer(check: Check, chosen: list[int], now: datetime) -> Answer:
    """To its next question. A belief that has become clear is to be asked about again. Raises
    ``rounds.UnknownChoice``."""
    asked = check.next
    assert asked is not None
    made = rounds.keep(check.visitor, Answer.Kind.CHECK, check.code, len(check.answers) + 1, asked, chosen)
    after = Check(check.visitor, check.code, check.own, [*check.answers, made])
    if after.next is None and after.diagnosis.held:
        reviews.notice(check.visitor, after.diagnosis.held, now)
    return made


def _organization(visitor: Visitor, public_id: str, revision: int) -> Organization | None:
    """None if it is gone: what was asked about it cannot be shown any more."""
    record = OrganizationRecord.objects.of(visitor).filter(public_id=public_id).first()
    if record is None:
        return None
    try:
        return history.state_at(record, revision)
    except KeyError as error:
        raise NoCheck from error
