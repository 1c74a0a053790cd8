"""Policies of an answer. What the simulator cannot read is left out, and that is said: guessing what a
policy means would teach something false."""

from __future__ import annotations

import json
from urllib.parse import unquote

from accounts.organization.importing.answers import Item
from accounts.organization.scenario.plain import content_of
from policies.engine.document import PolicyKind
from policies.engine.parse import PolicySyntaxError, parse_policy

MOST_FAULTS = 3
"""So many are said of one policy."""


class Documents:
    """Reads policies. Each text is parsed once, since large organizations repeat theirs."""

    def __init__(self) -> None:
        self._faults: dict[tuple[str, PolicyKind], tuple[str, ...]] = {}

    def read(self, item: Item, member: str, kind: PolicyKind, what: str) -> object | None:
        """The policy as scenarios write it; None if it is not one, which is remarked on.

        AWS sends it as an object, as its text, or as its text encoded for addresses (RFC 3986).
        """
        value = item.value(member)
        if isinstance(value, str) and value.startswith("%7B"):
            value = unquote(value)
        if not isinstance(value, str | dict):
            item.fault(member, "must be a policy")
            return None
        # Not laid out as scenarios are, which takes longer.
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        key = (text, kind)
        if key not in self._faults:
            self._faults[key] = _faults(text, kind)
        if faults := self._faults[key]:
            item.remark(f"{what} is left out, since it cannot be read: {'; '.join(faults[:MOST_FAULTS])}")
            return None
        return value if isinstance(value, dict) else content_of(text)


def _faults(text: str, kind: PolicyKind) -> tuple[str, ...]:
    try:
        parse_policy(text, kind)
    except PolicySyntaxError as error:
        return tuple(
            f"{fault.path}: {fault.message}" if fault.path else fault.message for fault in error.faults
        )
    return ()
