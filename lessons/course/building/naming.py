"""Names in texts: an instructor types ``dev-3``, a variant may call it otherwise, so the text keeps
``{{dev-3}}``."""

from __future__ import annotations

import re

from accounts.organization.state import Organization

_IN_BRACES = r"\{\{[^{}\n]*\}\}"


def braced(text: str, start: Organization) -> str:
    """With braces around what is called so at the start: accounts, units, and its own policies."""
    names = {account.name for account in start.accounts.values()}
    names |= {unit.name for unit in start.units.values()}
    names |= {policy.name for policy in start.policies.values()}
    if not names:
        return text
    # The longest first: dev-1 also begins dev-10.
    found = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = rf"{_IN_BRACES}|(?<![\w-])(?:{found})(?![\w-])"
    return re.sub(pattern, lambda match: _with_braces(match[0]), text)


def _with_braces(name: str) -> str:
    return name if name.startswith("{{") else f"{{{{{name}}}}}"
