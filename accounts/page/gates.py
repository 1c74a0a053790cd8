"""Gates of every kind, with the icon and the words that the page has for them."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext, gettext_noop

from policies.engine.decision import Gate, GateKind, Rule
from policies.engine.guardrails import EXEMPT_FROM_RCPS_NAME
from policies.engine.permissions import Step

_ICONS: Final = {
    GateKind.AWS: "i-warn",
    GateKind.RESOURCE_CONTROL: "i-rcp",
    GateKind.PERMISSIONS_BOUNDARY: "i-boundary",
    GateKind.SESSION: "i-key",
    GateKind.RESOURCE: "i-policy",
}
_ICONS_OF_PLACES: Final = {"r-": "i-root", "ou": "i-ou"}
_NAMES: Final = {
    GateKind.PERMISSIONS_BOUNDARY: gettext_noop("permissions boundary"),
    GateKind.SESSION: gettext_noop("session policy"),
    GateKind.RESOURCE: gettext_noop("policy of the resource"),
}
_PLACES: Final = {
    GateKind.AWS: gettext_noop("AWS itself"),
    GateKind.PERMISSIONS_BOUNDARY: gettext_noop("the permissions boundary"),
    GateKind.SESSION: gettext_noop("the session policy"),
    GateKind.IDENTITY: gettext_noop("the identity policies"),
    GateKind.RESOURCE: gettext_noop("the policy of the resource"),
}


def gate_icon(gate: Step | Gate) -> str:
    """SCPs by where they are attached, the caller's policies by who it is, others by their kind."""
    if gate.kind is GateKind.IDENTITY:
        return "i-user" if gate.name.startswith("user/") else "i-role"
    return _ICONS.get(gate.kind) or _ICONS_OF_PLACES.get(gate.target_id[:2], "i-account")


def gate_name(gate: Step | Gate) -> str:
    """SCPs, the most of all gates, go by the name of their place alone."""
    if gate.kind is GateKind.RESOURCE_CONTROL and gate.name != EXEMPT_FROM_RCPS_NAME:
        return gettext("RCPs at %(place)s") % {"place": gate.name}
    name = _NAMES.get(gate.kind)
    return gettext(name) if name else gate.name


def place_of(rule: Rule) -> str:
    """Goes on after "stops at"."""
    if rule.gate is GateKind.RESOURCE_CONTROL:
        return gettext("the RCPs of %(place)s") % {"place": rule.target_name}
    place = _PLACES.get(rule.gate)
    return gettext(place) if place else rule.target_name
