"""What the page posts: an operation on a revision, one of the offered edits, a policy from the editor."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from accounts.forms import fields
from accounts.organization.decisions import Wanted
from accounts.organization.state import Organization
from accounts.page.subjects import Entry, Subject
from accounts.page.twin import Twin, posted_twin, text_in
from accounts.page.view import View, view_of

LONGEST_VIEW = 10_000
"""A view may carry the policy of a session."""


class OperateForm(forms.Form):
    """``op`` is undo, redo, reset, move_organizational_unit, or an operation such as
    ``organizations.move_account``; ``view`` the query string of the page it came from; ``dialog``
    the dialog to show again, with the problem, when it is refused; ``page`` is ``inside`` on the page
    of one account."""

    op = forms.CharField(max_length=80)
    base_revision = forms.IntegerField(min_value=0, required=False)
    view = forms.CharField(max_length=LONGEST_VIEW, required=False)
    dialog = forms.SlugField(max_length=40, required=False)
    page = forms.SlugField(max_length=40, required=False)


class EditForm(forms.Form):
    """``edit`` is the key of one that the page offers for the question in ``view``."""

    edit = forms.SlugField(max_length=40)
    wanted = forms.ChoiceField(choices=[(each.value, each.value) for each in Wanted])
    base_revision = forms.IntegerField(min_value=0, required=False)
    view = forms.CharField(max_length=LONGEST_VIEW, required=False)

    def view_in(self, organization: Organization) -> View:
        return view_of(QueryDict(self.cleaned_data["view"]), organization)


class PolicyForm(forms.Form):
    """The policy editor's fields, of which each kind of policy has some. A check looks at them before
    they are complete."""

    name = fields.name()
    description = fields.optional()
    content = fields.document()
    attach_to = forms.CharField(max_length=256, required=False)
    base_revision = forms.IntegerField(min_value=0, required=False)
    view = forms.CharField(max_length=LONGEST_VIEW, required=False)

    def twin(self, subject: Subject) -> Twin:
        """The text as typed, or the form beside it; what is not typed is as it is stored."""
        # Browsers send line ends in two characters; the size counts one.
        content = self.data.get("content", subject.stored.content).replace("\r\n", "\n")
        return posted_twin(content, self.data, subject)

    def entry(self, subject: Subject) -> Entry:
        """As typed; what is not typed, or cannot be changed, is as it is stored."""
        stored = subject.stored
        return Entry(
            name=self.data.get("name", stored.name).strip() if subject.can_rename else stored.name,
            content=text_in(self.twin(subject), subject),
            description=self.data.get("description", stored.description).strip(),
            attach_to=self.data.get("attach_to", ""),
        )

    def muted(self) -> frozenset[int]:
        """The indices of the statements that are muted for now. Nothing of this is saved."""
        texts = self.data.getlist("mute") if isinstance(self.data, QueryDict) else []
        return frozenset(int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 4)

    @property
    def seen_revision(self) -> int | None:
        text = self.data.get("base_revision", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def view_in(self, organization: Organization) -> View:
        return view_of(QueryDict(self.data.get("view", "")), organization)
