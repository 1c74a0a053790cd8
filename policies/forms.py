"""What comes from the policy checker."""

from __future__ import annotations

from django import forms

from policies.page.kinds import KINDS, Kind

MAX_DOCUMENT = 100_000
"""In characters. Far more than any quota: the review says by how much a text is too long."""


class CheckerForm(forms.Form):
    """``content`` is the policy, ``other`` the one to compare it with. Both may be empty, as they are
    before somebody has typed."""

    kind = forms.ChoiceField(choices=[(key, key) for key in KINDS], required=False)
    content = forms.CharField(max_length=MAX_DOCUMENT, strip=False, required=False)
    other = forms.CharField(max_length=MAX_DOCUMENT, strip=False, required=False)

    @property
    def problem(self) -> str:
        """What is wrong with the fields, in a sentence; ``""`` when they can be read."""
        if self.is_valid():
            return ""
        if "kind" in self.errors:
            return "There is no such kind of policy."
        codes = {
            error.code for field in ("content", "other") for error in self.errors.as_data().get(field, ())
        }
        if "max_length" in codes:
            return f"The text is too long to be read: {MAX_DOCUMENT:,} characters are the most."
        return "The text holds a null character, which no policy can have."

    @property
    def chosen_kind(self) -> Kind:
        return KINDS.get(self.data.get("kind", ""), next(iter(KINDS.values())))

    def text(self, field: str) -> str:
        """As it came, but for line ends: browsers send them in two characters, and the size counts one."""
        return self.data.get(field, "").replace("\r\n", "\n")
