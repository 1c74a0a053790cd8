"""Tags that pages of the whole site use to say where one is in the course."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django import template
from django.conf import settings

from accounts.people.roles import Role, role_of
from accounts.visitors import COOKIE
from lessons.course.content import course
from lessons.course.lesson import Lesson
from lessons.progress import solved_count

register = template.Library()


@register.inclusion_tag("lessons/_chip.html", takes_context=True)
def progress_chip(context: template.Context) -> dict[str, Any]:
    """The lessons that are solved; nothing for whoever has begun none. Without a cookie there is nobody."""
    request = context.get("request")
    solved = None
    if request is not None and COOKIE in request.COOKIES and request.visitor.pk is not None:
        solved = solved_count(request.visitor)
    return {"solved": solved, "lessons": len(course()), "here": context.get("here")}


@register.simple_tag(takes_context=True)
def teaches(context: template.Context) -> bool:
    """Whether this is an instructor. Without a session it is nobody, and nothing is looked up."""
    request = context.get("request")
    return (
        request is not None
        and settings.SESSION_COOKIE_NAME in request.COOKIES
        and role_of(request.user) >= Role.INSTRUCTOR
    )


@register.simple_tag
def lessons_about(action: str) -> tuple[Lesson, ...]:
    """Those that look at this action, at most three."""
    about = (each for each in course() if action in (each.exercise.look.action, *each.exercise.pinned))
    return tuple(islice(about, 3))
