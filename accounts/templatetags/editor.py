"""Tags for the form of the policy editor."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("accounts/_editor_step.html", takes_context=True)
def step(context: template.Context, *words: object, **looks: Any) -> dict[str, Any]:
    """A button that takes one step of the form, such as ``remove-action 0 2``. ``looks`` has ``text`` or
    ``label``, and ``glyph``, ``turn``, ``css``, ``current`` and ``hidden``."""
    value = " ".join(map(str, words))
    return {"form_address": context["form_address"], "step": value, "id": value.replace(" ", "-"), **looks}


@register.simple_tag
def field_id(*parts: object) -> str:
    """The id of a field in a card: ``card-0-action-2``."""
    return "-".join(map(str, ("card", *parts)))
