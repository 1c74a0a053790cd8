"""Tags of the pages of a class."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.kept import Kept
from lessons.classroom.dashboard import Learner
from lessons.course.exercise import Clause
from lessons.course.lesson import Section
from lessons.library import lesson_called
from lessons.models import ClassStep
from lessons.page.classroom.strip import Strip
from lessons.page.markdown import blocks, line

register = template.Library()

_ITEMS: Final = re.compile(r' (?:id="n-|data-target-id=")[^"]*"')


@register.simple_tag
def step_title(step: ClassStep) -> str:
    """In the language that is spoken, where the step is of a lesson that is translated."""
    if step.kind == ClassStep.Kind.TALK:
        return _("Explain it to a neighbour")
    title = about(step)
    return _("Predict: %(title)s") % {"title": title} if step.kind == ClassStep.Kind.VOTE else title


@register.simple_tag
def about(step: ClassStep) -> str:
    """The lesson or exercise that a step is of, also where all talk about it."""
    lesson = lesson_called(step.lesson) if step.lesson else None
    return lesson.title if lesson else step.title


@register.simple_tag
def step_notes(step: ClassStep) -> SafeString:
    """What the author tells whoever teaches the lesson of a step: before its vote as after its task. Empty
    if there is nothing."""
    lesson = lesson_called(step.lesson) if step.lesson else None
    text = lesson.text(Section.INSTRUCTOR) if lesson else None
    return blocks(text.markdown if text else step.text)


@register.filter
def live_number(number: int, topic: str) -> SafeString:
    """One that stays up to date while the page is open (static/js/live.js)."""
    return format_html('<span data-live-number="{}">{}</span>', topic, number)


@register.filter
def of_another_page(html: str) -> SafeString:
    """A tree that stands beside the tree of the page, which has items of the same names."""
    return mark_safe(_ITEMS.sub("", html))


@register.simple_tag
def clause_line(clause: Clause) -> SafeString:
    """A goal as the learner's checklist says it."""
    return line(clause.text)


@register.simple_tag
def plain_line(text: str) -> str:
    """As it stands where no markup can: in a list to choose from."""
    return strip_tags(line(text))


@register.simple_tag
def clause_name(clauses: Iterable[Clause], clause_id: str) -> SafeString | str:
    """Its text; empty for a goal that is not there any more."""
    return next((line(clause.text) for clause in clauses if clause.id == clause_id), "")


@register.simple_tag
def clock(since: datetime) -> SafeString:
    """How long ago that was, as ``05:40``. A script counts on from there, silently: nothing depends on it."""
    seconds = max(0, int((timezone.now() - since).total_seconds()))
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    said = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
    return format_html('<span class="num" data-clock="{}">{}</span>', seconds, said)


_rows: Final[Kept[str]] = Kept(2_000)
CLOCK: Final = mark_safe("<clock/>")
"""Where the clock of a row stands. Nobody else writes it: what people write is escaped."""


@register.simple_tag(takes_context=True)
def class_row(context: template.Context, row: Learner) -> SafeString:
    """One learner on the dashboard. Drawn anew once it says something else; only its clock goes on."""
    dashboard = context["dashboard"]
    classroom = dashboard.classroom
    key = (classroom.public_id, get_language(), row.shown)
    drawn = _rows.get(key)
    if drawn is None:
        shown = {"row": row, "dashboard": dashboard, "classroom": classroom, "clock": CLOCK}
        drawn = render_to_string("lessons/teach/_row.html", shown)
        _rows.put(key, drawn)
    return mark_safe(drawn.replace(CLOCK, clock(row.since)) if row.since else drawn)


_lines: Final[Kept[str]] = Kept(500)
OWN: Final = {name: mark_safe(f"<own-{name}/>") for name in ("nickname", "task", "csrf_token")}
"""Where one's own stands in a line that is drawn for many. Nobody else writes it, as with ``CLOCK``."""


@register.simple_tag(takes_context=True)
def strip_line(context: template.Context, strip: Strip) -> SafeString:
    """What the strip says. Two hundred learners read the same within a second: it is drawn once for all who
    are where this one is, and gets what is one's own put in."""
    own = {
        "nickname": escape(strip.seat.nickname),
        "task": strip.attempt.organization.public_id if strip.attempt else "",
        # Where htmx asks, it sends the token by itself. Making one takes a while.
        "csrf_token": "" if context["request"].htmx else str(context["csrf_token"]),
    }
    if strip.help or strip.rejudged:
        return render_to_string("lessons/classroom/_strip_line.html", {"strip": strip, **own})
    key = (*strip.alike, get_language())
    drawn = _lines.get(key)
    if drawn is None:
        drawn = render_to_string("lessons/classroom/_strip_line.html", {"strip": strip, **OWN})
        _lines.put(key, drawn)
    for name, value in own.items():
        drawn = drawn.replace(OWN[name], value)
    return mark_safe(drawn)


@register.inclusion_tag("lessons/teach/_act.html", takes_context=True)
def act_button(
    context: template.Context,
    address: str,
    do: str,
    label: str,
    css: str = "",
    step: int | None = None,
    seat: int | None = None,
    place: str | int = "act",
    sign: str = "",
) -> dict[str, object]:
    """A button that does one thing in the class: see ``lessons.views.classes.ACTS``. Where the page has two
    for one thing, they are in different places. ``sign`` is an icon."""
    said = {
        "address": address,
        "do": do,
        "label": label,
        "css": css,
        "step": step,
        "seat": seat,
        "sign": sign,
    }
    return {**said, "place": place, "csrf_token": context.get("csrf_token")}
