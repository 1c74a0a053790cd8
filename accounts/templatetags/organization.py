"""Tags for the organization's page."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.page.rooms import AccountCard
from accounts.page.view import Drawer, View

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, css: str = "") -> SafeString:
    """An icon of the sprite. It is always beside a word, so it is hidden from assistive technology."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="#{}"/></svg>', f" {css}" if css else "", name
    )


@register.simple_tag
@lru_cache(maxsize=8192)
def account_card(card: AccountCard) -> SafeString:
    """One account of the tree. Most cards are as they were, and a card is a frozen value: 200 of
    them cost 200 look-ups, and only those that changed are rendered."""
    return get_template("accounts/_account.html").render({"card": card})


@register.filter
def signed(count: int) -> str:
    """``+12``; a loss is given as a negative number and gets a real minus sign."""
    return f"−{-count:,}" if count < 0 else f"+{count:,}"


@register.filter
def minus(count: int) -> str:
    return f"−{count:,}"


@register.filter
def coded(text: str) -> SafeString:
    """A sentence in which `names` of AWS stand between backticks."""
    parts = (
        format_html("<code>{}</code>", part) if place % 2 else part
        for place, part in enumerate(text.split("`"))
    )
    return format_html_join("", "{}", ((part,) for part in parts))


@register.simple_tag
def inside_query(view: View, label: str) -> str:
    """The view of the same account with somebody else chosen."""
    return replace(view, who=label, drawer=Drawer.CLOSED).query
