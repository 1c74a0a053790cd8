"""A verdict's glyph, word and colour class. Colour never stands alone (``visual.md``, rule 2)."""

from __future__ import annotations

from dataclasses import dataclass

from policies.engine.decision import Decision


@dataclass(frozen=True, slots=True)
class Verdict:
    """``key`` names the colour class ``v-<key>``; ``word`` follows a name, ``title`` begins a line."""

    key: str
    icon: str
    word: str

    @property
    def title(self) -> str:
        return self.word[:1].upper() + self.word[1:]

    @property
    def css(self) -> str:
        return f"v v-{self.key}"


ALLOWED = Verdict("allow", "v-allow", "allowed")
EXPLICITLY_DENIED = Verdict("deny", "v-deny", "explicitly denied")
IMPLICITLY_DENIED = Verdict("gap", "v-gap", "implicitly denied")
DEPENDS = Verdict("depends", "v-depends", "depends")
NO_PRINCIPAL = Verdict("none", "i-none", "no such principal")
COVERED = Verdict("covered", "i-dots", "covered")
"""Nobody sees it, until they have said what they expect."""
DOES_NOT_APPLY = Verdict("off", "i-none", "does not apply")
DOES_NOT_MATCH = Verdict("unsim", "i-none", "no match")

BY_DECISION = {
    Decision.ALLOWED: ALLOWED,
    Decision.EXPLICITLY_DENIED: EXPLICITLY_DENIED,
    Decision.IMPLICITLY_DENIED: IMPLICITLY_DENIED,
    Decision.DEPENDS: DEPENDS,
}
IN_ORDER = (ALLOWED, DEPENDS, EXPLICITLY_DENIED, IMPLICITLY_DENIED)
