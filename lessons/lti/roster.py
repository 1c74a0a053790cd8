"""Who is in the course of the platform, and whether they are in the class here.

Nothing of it is kept. Source: 1EdTech Names and Role Provisioning Services 2.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lessons.lti.launch import MEMBERSHIP, ROSTER_SCOPE
from lessons.lti.platform import ServiceFailed, Services, is_web_address
from lessons.models import Classroom, LtiCourse
from lessons.models.lti import subject_hash_of

MEDIA_TYPE: Final = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
MOST_PAGES: Final = 20
LEARNER: Final = frozenset({MEMBERSHIP + "Learner", "Learner"})
LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Member:
    """A learner of the course. ``name`` is as the platform tells it, and may be empty; ``nickname`` is that
    of the seat, empty for who has none."""

    subject: str
    name: str
    nickname: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    course: LtiCourse
    members: tuple[Member, ...]

    @property
    def missing(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if not member.nickname)


def roster_of(course: LtiCourse, classroom: Classroom) -> Roster:
    """Raises ``ServiceFailed``."""
    users = course.platform.users.filter(visitor__seats__classroom=classroom, visitor__seats__removed=None)
    seats = dict(users.values_list("subject_hash", "visitor__seats__nickname"))
    members = []
    for told in _told(course):
        subject = told.get("user_id")
        if isinstance(subject, str) and told.get("status", "Active") == "Active" and _learns(told):
            nickname = seats.get(subject_hash_of(course.platform, subject), "")
            members.append(Member(subject, str(told.get("name") or "")[:LONGEST], nickname))
    return Roster(course, tuple(members))


def _told(course: LtiCourse) -> list[Mapping[str, Any]]:
    services = Services(course.platform)
    address, told = course.roster_url, []
    for _page in range(MOST_PAGES):
        answer = services.get(address, ROSTER_SCOPE, MEDIA_TYPE)
        members = answer.body.get("members") if isinstance(answer.body, dict) else None
        if not isinstance(members, list):
            raise ServiceFailed("service", None, "no members")
        told += [each for each in members if isinstance(each, dict)]
        address = answer.next
        if not is_web_address(address):
            break
    return told


def _learns(told: Mapping[str, Any]) -> bool:
    roles = told.get("roles")
    return isinstance(roles, list) and any(isinstance(each, str) and each in LEARNER for each in roles)
