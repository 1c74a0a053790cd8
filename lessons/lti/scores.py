"""What learners have reached behind the links of platforms: kept, and sent until the platform has it.

Source: 1EdTech Assignment and Grade Services 2.0, section 3.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from django.utils import timezone

from lessons.grades.book import book_of, percent
from lessons.lti.launch import SCORE_SCOPE
from lessons.lti.platform import ServiceFailed, Services
from lessons.models import Attempt, Classroom, LtiScore

MEDIA_TYPE: Final = "application/vnd.ims.lis.v1.score+json"
MOST_TRIES: Final = 20
"""After which it waits for somebody to send it again."""
LONGEST_WAIT: Final = timedelta(hours=6)
Trouble = LtiScore.Trouble
SAID: Final = (
    (Trouble.UNPUBLISHED, ("not published", "unpublished", "concluded", "not available")),
    (
        Trouble.NOT_ENROLLED,
        ("not enrolled", "not in course", "not a member", "user not found"),
    ),
)
"""How platforms say what is the matter: the specification has no codes for it."""


@dataclass(frozen=True, slots=True)
class Sent:
    sent: int
    failed: int


def note_work(sender: object, attempt: Attempt, **_: object) -> None:
    """``judged`` and ``rejudged`` call this, within the transaction."""
    if attempt.is_preview:
        return
    theirs = LtiScore.objects.filter(user__visitor=attempt.visitor_id)
    # Most have come from no platform, and this is asked after every operation.
    if not theirs.exists():
        return
    for score in theirs.select_related("link__classroom"):
        in_class = attempt.seat is not None and score.link.classroom_id == attempt.seat.classroom_id
        if in_class or (score.link.classroom_id is None and score.link.lesson == attempt.lesson):
            note(score)


def note(score: LtiScore, *, sends_again: bool = False) -> None:
    """What is reached by now, if it is something else, or is to be sent anyway."""
    reached = _in_class(score) if score.link.classroom is not None else _in_lesson(score)
    if reached is None or (reached == (score.percent, score.is_finished) and not sends_again):
        return
    score.percent, score.is_finished = reached
    score.changed = score.again = timezone.now()
    score.sent, score.tries, score.trouble, score.answer = None, 0, "", ""
    score.save()


def send_again(classroom: Classroom) -> int:
    """All that the platforms of this class do not have, or have otherwise; how many that is."""
    scores = LtiScore.objects.filter(link__classroom=classroom).select_related("link__classroom", "user")
    for score in scores:
        note(score, sends_again=score.sent is None and score.percent is not None)
    return scores.filter(sent=None).exclude(percent=None).exclude(link__score_url="").count()


def send(most: int = 1000, only: Classroom | None = None) -> Sent:
    """What waits and is due. One that is refused does not keep the others back; a platform that does not
    answer, or does not know us, is left alone until the next time."""
    due = LtiScore.objects.filter(
        sent=None, percent__isnull=False, tries__lt=MOST_TRIES, again__lte=timezone.now()
    )
    due = due.filter(link__course__platform__is_active=True).exclude(link__score_url="")
    if only is not None:
        due = due.filter(link__classroom=only)
    services: dict[int, Services] = {}
    left_alone: set[int] = set()
    sent = failed = 0
    for score in due.select_related("link__course__platform", "user").order_by("again", "pk")[:most]:
        platform = score.link.course.platform
        if platform.pk in left_alone:
            continue
        try:
            _post(services.setdefault(platform.pk, Services(platform)), score)
        except ServiceFailed as error:
            if _note_trouble(score, error) in (Trouble.UNREACHABLE, Trouble.REFUSED):
                left_alone.add(platform.pk)
            failed += 1
        else:
            # Only what was sent: meanwhile more may have been reached.
            LtiScore.objects.filter(pk=score.pk, changed=score.changed).update(
                sent=timezone.now(), trouble="", answer=""
            )
            sent += 1
    return Sent(sent, failed)


def trouble_of(error: ServiceFailed) -> Trouble:
    said = error.said.casefold()
    if error.status is None or error.status >= 500 or error.status == 429:
        return Trouble.UNREACHABLE
    if error.about == "token":
        return Trouble.REFUSED
    for trouble, words in SAID:
        if any(word in said for word in words):
            return trouble
    return {401: Trouble.FORBIDDEN, 403: Trouble.FORBIDDEN, 404: Trouble.NO_COLUMN}.get(
        error.status, Trouble.OTHER
    )


def _post(services: Services, score: LtiScore) -> None:
    parts = urlsplit(score.link.score_url)
    address = urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/scores"))
    services.post(address, SCORE_SCOPE, MEDIA_TYPE, _told(score))


def _told(score: LtiScore) -> dict[str, Any]:
    """``timestamp`` is when it was reached: what comes twice, or late, changes nothing."""
    return {
        "userId": score.user.subject,
        "scoreGiven": score.percent,
        "scoreMaximum": 100,
        "activityProgress": "Completed" if score.is_finished else "InProgress",
        "gradingProgress": "FullyGraded",
        "timestamp": score.changed.isoformat(timespec="milliseconds"),
    }


def _note_trouble(score: LtiScore, error: ServiceFailed) -> Trouble:
    tries, trouble = score.tries + 1, trouble_of(error)
    wait = min(timedelta(minutes=2**tries), LONGEST_WAIT)
    LtiScore.objects.filter(pk=score.pk, changed=score.changed).update(
        tries=tries,
        again=timezone.now() + wait,
        trouble=trouble,
        answer=f"{error.status or ''} {error.said}".strip()[:300],
    )
    return trouble


def _in_lesson(score: LtiScore) -> tuple[int, bool] | None:
    """The best of all attempts."""
    tries = Attempt.objects.filter(visitor=score.user.visitor_id, lesson=score.link.lesson, is_preview=False)
    reached = [*tries.values_list("score", "solved")]
    if not reached or not score.link.lesson:
        return None
    return percent(max(each for each, _ in reached)), any(solved for _, solved in reached)


def _in_class(score: LtiScore) -> tuple[int, bool] | None:
    """As the gradebook has it."""
    classroom = score.link.classroom
    assert classroom is not None
    rows = book_of(classroom, classroom.seats.filter(visitor=score.user.visitor_id)).rows
    if not rows or rows[0].mean is None:
        return None
    return rows[0].mean, rows[0].is_finished
