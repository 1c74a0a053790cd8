"""Tags of the builder's pages."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from lessons.page.building.sentences import plain
from lessons.page.markdown import line

register = template.Library()


@register.filter
def named(text: str) -> SafeString:
    """A text of an exercise as learners read it: a line of Markdown, names without their braces."""
    return line(plain(text))
