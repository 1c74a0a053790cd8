"""Gates of every kind, with the icon and the words that the page has for them."""

from __future__ import annotations

from typing import Final

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
    GateKind.PERMISSIONS_BOUNDARY: "permissions boundary",
    GateKind.SESSION: "session policy",
    GateKind.RESOURCE: "policy of the resource",
}
_PLACES: Final = {
    GateKind.AWS: "AWS itself",
    GateKind.PERMISSIONS_BOUNDARY: "the permissions boundary",
    GateKind.SESSION: "the session policy",
    GateKind.IDENTITY: "the identity policies",
    GateKind.RESOURCE: "the policy of the resource",
}


def gate_icon(gate: Step | Gate) -> str:
    """SCPs by where they are attached, the caller's policies by who it is, others by their kind."""
    if gate.kind is GateKind.IDENTITY:
        return "i-user" if gate.name.startswith("user/") else "i-role"
    return _ICONS.get(gate.kind) or _ICONS_OF_PLACES.get(gate.target_id[:2], "i-account")


def gate_name(gate: Step | Gate) -> str:
    """SCPs, the most of all gates, go by the name of their place alone."""
    if gate.kind is GateKind.RESOURCE_CONTROL and gate.name != EXEMPT_FROM_RCPS_NAME:
        return f"RCPs at {gate.name}"
    return _NAMES.get(gate.kind, gate.name)


def place_of(rule: Rule) -> str:
    """Goes on after "stops at"."""
    if rule.gate is GateKind.RESOURCE_CONTROL:
        return f"the RCPs of {rule.target_name}"
    return _PLACES.get(rule.gate, rule.target_name)
