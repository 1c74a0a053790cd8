"""Deep linking: what can be put into a course of the platform. Source: 1EdTech Deep Linking 2.0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from django.utils import timezone

from accounts.people.roles import Role, role_of
from lessons.course.content import course
from lessons.library import newest_of
from lessons.lti.arriving import class_token, exercise_token, known
from lessons.lti.keys import signed
from lessons.lti.launch import CLAIM, DEEP_LINKING, Launch
from lessons.models import Classroom, ExerciseVersion, LtiPlatform

MOST_CLASSES: Final = 30
MOST_EXERCISES: Final = 100
GOOD_FOR: Final = 3600
"""Seconds in which one chooses."""


@dataclass(frozen=True, slots=True)
class Choice:
    """``token`` is the answer to the platform with this choice, signed."""

    title: str
    token: str


@dataclass(frozen=True, slots=True)
class Choices:
    """``is_linked``: the platform's instructor is known here as one, so that their classes and exercises are
    listed."""

    lessons: tuple[Choice, ...]
    exercises: tuple[Choice, ...]
    classes: tuple[Choice, ...]
    nothing: str
    is_linked: bool


def choices_for(platform: LtiPlatform, launch: Launch, launch_url: str) -> Choices:
    user = known(platform, launch)
    teacher = user.visitor.user if user is not None else None
    is_linked = teacher is not None and role_of(teacher) >= Role.INSTRUCTOR

    def choice(title: str, target: str) -> Choice:
        item: dict[str, Any] = {
            "type": "ltiResourceLink",
            "title": title,
            "url": launch_url,
            "custom": {"orgsim": target},
            # The pages are made for a window of their own, and without one they are a link to it.
            "window": {"targetName": "_blank"},
        }
        if launch.takes_scores:
            item["lineItem"] = {"scoreMaximum": 100, "label": title}
        return Choice(title, _answer(platform, launch, [item]))

    classes: Sequence[Classroom] = ()
    exercises: Sequence[ExerciseVersion] = ()
    if is_linked:
        exercises = newest_of(teacher)[:MOST_EXERCISES]
        classes = Classroom.objects.filter(instructor=teacher, ended=None, is_rehearsal=False)[:MOST_CLASSES]
    return Choices(
        lessons=tuple(choice(each.title, f"lesson:{each.slug}") for each in course()),
        exercises=tuple(
            choice(each.exercise.title, f"exercise:{exercise_token(each, platform)}") for each in exercises
        ),
        classes=tuple(choice(each.name, f"class:{class_token(each, platform)}") for each in classes),
        nothing=_answer(platform, launch, []),
        is_linked=is_linked,
    )


def _answer(platform: LtiPlatform, launch: Launch, items: list[dict[str, Any]]) -> str:
    now = int(timezone.now().timestamp())
    claims: dict[str, Any] = {
        "iss": platform.client_id,
        "aud": platform.issuer,
        "iat": now,
        "exp": now + GOOD_FOR,
        "nonce": str(uuid4()),
        CLAIM + "message_type": "LtiDeepLinkingResponse",
        CLAIM + "version": "1.3.0",
        CLAIM + "deployment_id": launch.deployment,
        DEEP_LINKING + "content_items": items,
    }
    if launch.data:
        claims[DEEP_LINKING + "data"] = launch.data
    return signed(claims)
