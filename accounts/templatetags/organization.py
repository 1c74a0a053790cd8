"""Tags for the organization's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from accounts import selectors, store
from accounts.organization.decisions import PrincipalName
from accounts.organization.state import Account, AccountId, TargetId
from accounts.page.changes import ChangedGroup
from accounts.page.inside.grants import Grant
from accounts.page.inside.labels import path_of
from accounts.page.page import Chip
from accounts.page.resource_policies import ResourceRow
from accounts.page.rooms import AccountCard, Lintel, Place, Room, tree_of
from accounts.page.view import Drawer, View, view_of
from accounts.visitors import COOKIE
from policies.templatetags.policies import coded, icon, minus

register = template.Library()
register.simple_tag(icon)
register.filter(coded)
register.filter(minus)

PLACE = "\0"
"""Stands in a rendered card where the attributes of its place go."""


@register.filter
def spoken(words: str) -> str:
    """Words of a table, which stand in it in English, in the language that is spoken now."""
    return gettext(words) if words else ""


@register.filter
def names(accounts: Iterable[Account]) -> str:
    return ", ".join(account.name for account in accounts)


@register.filter
def codes(words: Iterable[str]) -> SafeString:
    return format_html_join(", ", "<code>{}</code>", ((word,) for word in words))


@register.simple_tag(takes_context=True)
def account_cards(context: Context, accounts: Sequence[tuple[AccountCard, Place]]) -> SafeString:
    """Accounts of one room. Most are as they were, and a card is a frozen value: those cost a
    look-up each, and only what changed is rendered. Where a card stands changes with every move
    beside it, so that is written into the rendered card."""
    pieces = []
    language = get_language()
    own = getattr(context.get("record"), "acting_for", None)
    for card, place in accounts:
        head, tail = _account_card(card, language)
        mark = format_html(' data-own="{}"', gettext("your account")) if card.id == own else ""
        pieces.append(f"{head}{place_in_tree(place)}{mark}{tail}")
    return mark_safe("".join(pieces))


class Above(NamedTuple):
    """The lintel of a room, and the name of the room for who does not see it."""

    label: str
    html: SafeString


@register.simple_tag
def lintel(room: Room) -> Above:
    """As the accounts: what only stands elsewhere by now is not rendered again."""
    return _above(room.lintel, get_language())


@lru_cache(maxsize=1 << 12)
def _above(lintel: Lintel, language: str | None) -> Above:
    return Above(lintel.label, get_template("accounts/_lintel.html").render({"lintel": lintel}))


@register.simple_tag
def circumstances(chips: tuple[Chip, ...], view: View) -> SafeString:
    """The form for them, which hardly anybody fills in: to most it is the same."""
    typed = tuple((name, view.given[name]) for name in ("assumed_by", "transitive", "session_policy"))
    return _circumstances(chips, typed, get_language())


@lru_cache(maxsize=256)
def _circumstances(
    chips: tuple[Chip, ...], typed: tuple[tuple[str, str], ...], language: str | None
) -> SafeString:
    return get_template("accounts/_given.html").render({"chips": chips, "given": dict(typed)})


@register.simple_tag
def place_in_tree(place: Place) -> SafeString:
    """Numbers only."""
    return mark_safe(
        f'aria-level="{place.level}" aria-setsize="{place.size}" aria-posinset="{place.position}"'
    )


@lru_cache(maxsize=1 << 15)
def _account_card(card: AccountCard, language: str | None) -> tuple[str, str]:
    """The card before and after its place, in the language that is spoken now."""
    head, _, tail = (
        get_template("accounts/_account.html").render({"card": card, "place": PLACE}).partition(PLACE)
    )
    return head, tail


@register.simple_tag
def changed_group(group: ChangedGroup, levels: tuple[str, ...]) -> SafeString:
    """What one rule changed. A class that moves the same account sees the same table."""
    return _changed_group(group, levels, get_language())


@lru_cache(maxsize=256)
def _changed_group(group: ChangedGroup, levels: tuple[str, ...], language: str | None) -> SafeString:
    return get_template("accounts/_changed_group.html").render({"group": group, "levels": levels})


@register.inclusion_tag("accounts/_own_tally.html", takes_context=True)
def own_tally(context: Context, action: str) -> dict[str, object]:
    """In how many accounts of the visitor's latest sandbox the usual principal may do it, on a page that is
    about no organization. Nothing for whoever has none."""
    request = context["request"]
    known = COOKIE in request.COOKIES and request.visitor.pk is not None
    record = selectors.latest_sandbox_of(request.visitor) if known else None
    if record is None:
        return {}
    organization = store.load(record)
    view = view_of({"action": action}, organization)
    return {"who": view.who, "tallies": tree_of(organization, view, selectors.judge(), None).tallies}


@register.simple_tag(takes_context=True)
def here(context: Context, name: str, *args: str) -> str:
    """The address ``name`` of the organization as the page shows it: now, or at a revision of the past."""
    record = context["record"]
    if context.get("is_past"):
        return _address(f"accounts:{name}_at", record.public_id, context["revision"], *args)
    return _address(f"accounts:{name}", record.public_id, *args)


@lru_cache(maxsize=4096)
def _address(name: str, *args: object) -> str:
    """Of each dialog, which a page offers dozens of times."""
    return reverse(name, args=args)


@register.simple_tag(takes_context=True)
def page_address(context: Context) -> str:
    """Of the organization's page itself, as ``here``."""
    record = context["record"]
    if context.get("is_past"):
        return reverse("accounts:revision", args=[record.public_id, context["revision"]])
    return reverse("accounts:organization", args=[record.public_id])


@register.simple_tag
def inside_query(view: View, label: str) -> str:
    """The view of the same account with somebody else chosen."""
    return replace(view, who=label, drawer=Drawer.CLOSED).query


@register.simple_tag
def at_query(view: View, target_id: TargetId) -> str:
    """The same view with something else of the organization selected."""
    return replace(view, at=target_id).query


@register.simple_tag(takes_context=True)
def opens(context: template.Context, dialog: str, **more: str) -> SafeString:
    """The attributes of a button that opens a dialog about the page's view; ``more`` goes with it."""
    address = reverse("accounts:dialog", args=[context["record"].public_id, dialog])
    query = "&".join([context["view"].query, urlencode({"page": context.get("form_page", ""), **more})])
    return format_html('hx-get="{}?{}" hx-target="#dialog-slot"', address, query)


@register.simple_tag(takes_context=True)
def policy_address(context: template.Context, policy: Grant | ResourceRow) -> str:
    """Of a policy inside the account that the page shows: its editor; in the past, what it said."""
    return (
        context["tree_address"]
        + path_of(context["page"].account.id, policy.label)
        + f"?{context['view'].query}"
    )


@register.simple_tag
def explain_query(view: View, account_id: AccountId, label: PrincipalName) -> str:
    """The view that explains the answer to somebody in particular."""
    return replace(view, at=account_id, who=label, drawer=Drawer.EXPLAIN, seek="", only="").query
