"""A verdict's glyph, word and colour class. Colour never stands alone (``visual.md``, rule 2)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from policies.engine.decision import Decision


@dataclass(frozen=True, slots=True)
class Verdict:
    """``key`` names the colour class ``v-<key>``; ``word`` follows a name, ``title`` begins a line.
    Both are in the language of whoever looks; ``called`` is in English."""

    key: str
    icon: str
    called: str

    @property
    def word(self) -> str:
        return gettext(self.called)

    @property
    def title(self) -> str:
        return self.word[:1].upper() + self.word[1:]

    @property
    def css(self) -> str:
        return f"v v-{self.key}"


ALLOWED = Verdict("allow", "v-allow", gettext_noop("allowed"))
EXPLICITLY_DENIED = Verdict("deny", "v-deny", gettext_noop("explicitly denied"))
IMPLICITLY_DENIED = Verdict("gap", "v-gap", gettext_noop("implicitly denied"))
DEPENDS = Verdict("depends", "v-depends", gettext_noop("depends"))
NO_PRINCIPAL = Verdict("none", "i-none", gettext_noop("no such principal"))
COVERED = Verdict("covered", "i-dots", gettext_noop("covered"))
"""Nobody sees it, until they have said what they expect."""
DOES_NOT_APPLY = Verdict("off", "i-none", gettext_noop("does not apply"))
DOES_NOT_MATCH = Verdict("unsim", "i-none", gettext_noop("no match"))

BY_DECISION = {
    Decision.ALLOWED: ALLOWED,
    Decision.EXPLICITLY_DENIED: EXPLICITLY_DENIED,
    Decision.IMPLICITLY_DENIED: IMPLICITLY_DENIED,
    Decision.DEPENDS: DEPENDS,
}
IN_ORDER = (ALLOWED, DEPENDS, EXPLICITLY_DENIED, IMPLICITLY_DENIED)
