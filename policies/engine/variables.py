"""``${aws:username}`` and its kin: found in a text, and replaced by what the request has.

Source: IAM User Guide, "Policy elements: Variables and tags".
"""

from __future__ import annotations

import re

from policies.engine.document import Template, Variable
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
