"""``${aws:username}`` and its kin: found in a text, and replaced by what the request has.

Source: IAM User Guide, "Policy elements: Variables and tags".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from policies.engine.document import Template, Variable
from policies.engine.patterns import Exact
from policies.engine.request import Context, Lookup

VERSION_WITH_VARIABLES = "2012-10-17"
"""Under the older version ``${…}`` is plain text."""

ESCAPES = "*?$"
"""``${*}`` is a star that is no wildcard; likewise the others."""

_VARIABLE = re.compile(r"\$\{(?:(?P<escape>[*?$])|(?P<key>[^{}',]+)(?:,\s*'(?P<default>[^']*)')?)\}")


def template(source: str, version: str = VERSION_WITH_VARIABLES) -> Template:
    """``source`` taken apart at its variables; under version 2008-10-17 it has none."""
    if "${" not in source or version != VERSION_WITH_VARIABLES:
        return Template(source, (source,))
    parts: list[str | Variable] = []
    at = 0
    for found in _VARIABLE.finditer(source):
        if found.start() > at:
            parts.append(source[at : found.start()])
        parts.append(Variable(found["escape"] or found["key"].strip(), found["default"]))
        at = found.end()
    if at < len(source):
        parts.append(source[at:])
    return Template(source, tuple(parts))


@dataclass(frozen=True, slots=True)
class Resolved:
    """A text whose variables have their values, which are never wildcards.

    Not ``certain``: some value is unknown; a star stands in its place, and it may have no value.
    """

    parts: tuple[str | Exact, ...]
    certain: bool

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


def resolve(template: Template, context: Context) -> Resolved | None:
    """None when a variable has neither value nor default: such a text matches nothing."""
    if len(template.parts) == 1 and isinstance(template.parts[0], str):
        return _plain(template.parts[0])
    parts: list[str | Exact] = []
    certain = True
    for part in template.parts:
        if isinstance(part, str):
            parts.append(part)
            continue
        value = _value(part, context)
        if value is Lookup.MISSING:
            return None
        if value is Lookup.UNKNOWN:
            certain = False
        parts.append(Exact(value) if isinstance(value, str) else "*")
    return Resolved(tuple(parts), certain)


@lru_cache(maxsize=1 << 14)
def _plain(text: str) -> Resolved:
    return Resolved((text,), certain=True)


def _value(variable: Variable, context: Context) -> str | Lookup:
    """A multivalued key has no value that could stand in a text."""
    if variable.key in ESCAPES:
        return variable.key
    value = context.get(variable.key)
    if isinstance(value, str) or value is Lookup.UNKNOWN:
        return value
    return Lookup.MISSING if variable.default is None else variable.default
