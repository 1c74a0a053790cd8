"""Tags that the pages of every room use."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from policies.catalogue import catalogue

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, css: str = "") -> SafeString:
    """An icon of the sprite. It is always beside a word, so it is hidden from assistive technology."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="#{}"/></svg>', f" {css}" if css else "", name
    )


@register.filter
def minus(count: int) -> str:
    return f"−{intcomma(count)}"


@register.filter
def coded(text: str) -> SafeString:
    """A sentence in which `names` of AWS stand between backticks."""
    parts = (
        format_html("<code>{}</code>", part) if place % 2 else part
        for place, part in enumerate(text.split("`"))
    )
    return format_html_join("", "{}", ((part,) for part in parts))


@register.simple_tag
def catalogue_date() -> date:
    """The day of the data of AWS's actions."""
    return catalogue().source.date
