"""What a class has to do with learning platforms: its courses there, and scores that did not arrive."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lessons.models import Classroom, LtiCourseClass, LtiScore

Trouble = LtiScore.Trouble


@dataclass(frozen=True, slots=True)
class Stuck:
    """A score that the platform did not take: whose, why, and what helps. ``said`` is the platform's word."""

    nickname: str
    course: str
    percent: int
    reason: str
    fix: str
    said: str


@dataclass(frozen=True, slots=True)
class Platforms:
    courses: tuple[LtiCourseClass, ...]
    stuck: tuple[Stuck, ...]
    arrived: int
    waiting: int
    """Without those that are stuck."""


def platforms_of(classroom: Classroom) -> Platforms:
    links = classroom.course_links.select_related("course__platform").order_by("course__title", "pk")
    scores = LtiScore.objects.filter(link__classroom=classroom, percent__isnull=False)
    scores = scores.exclude(link__score_url="").select_related("link__course", "user").order_by("pk")
    called = dict(classroom.seats.values_list("visitor_id", "nickname"))
    stuck = []
    arrived = waiting = 0
    for score in scores:
        if score.sent is not None:
            arrived += 1
        elif not score.trouble:
            waiting += 1
        else:
            reason, fix = words_for(Trouble(score.trouble))
            nickname = called.get(score.user.visitor_id, "–")
            stuck.append(
                Stuck(nickname, str(score.link.course), score.percent or 0, reason, fix, score.answer)
            )
    return Platforms(tuple(links), tuple(stuck), arrived, waiting)


def words_for(trouble: Trouble) -> tuple[str, str]:
    """The reason, and what to do about it."""
    return {
        Trouble.UNREACHABLE: (
            _("The platform did not answer."),
            _("It is tried again by itself. There is nothing to do."),
        ),
        Trouble.REFUSED: (
            _("The platform does not know orgsim's key."),
            _("Whoever runs the platform checks client ID, token URL and keyset URL."),
        ),
        Trouble.FORBIDDEN: (
            _("orgsim may not write scores in this course."),
            _("Allow grades for this tool in the platform's settings, then send again."),
        ),
        Trouble.UNPUBLISHED: (
            _("The course is not published on the platform, or is over."),
            _("Publish the course there, then send again."),
        ),
        Trouble.NOT_ENROLLED: (
            _("The learner is not enrolled in the course on the platform."),
            _("Enrol them there, then send again."),
        ),
        Trouble.NO_COLUMN: (
            _("The column in the platform's gradebook is gone."),
            _("Add the link to the course again, and let the learner open it once."),
        ),
        Trouble.OTHER: (
            _("The platform did not take the score."),
            _("Show its answer to whoever runs the platform."),
        ),
    }[trouble]
