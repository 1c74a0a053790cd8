"""What an instructor says of a class before it begins."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lessons.classroom import packs
from lessons.classroom.holding import MOST_LEARNERS
from lessons.course.content import course
from lessons.library import newest_of
from lessons.models import ClassStep, ExerciseVersion

OWN: Final = "own"
"""In the place of a pack: lessons and exercises that were chosen one by one."""


class ClassForm(forms.Form):
    """``pack`` is the key of one, or ``OWN``, with ``lessons`` and ``versions`` of one's own exercises."""

    pack = forms.ChoiceField(label=_("How long do you have?"))
    lessons = forms.MultipleChoiceField(
        label=_("Lessons"), required=False, widget=forms.CheckboxSelectMultiple
    )
    versions = forms.ModelMultipleChoiceField(
        ExerciseVersion.objects.none(),
        label=_("Your exercises"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    title = forms.CharField(label=_("Name on the projector"), max_length=100, required=False)
    language = forms.ChoiceField(
        label=_("Language of the class"),
        choices=[("", _("each learner’s own")), *settings.LANGUAGES],
        required=False,
    )
    room = forms.IntegerField(
        label=_("Room for"), min_value=1, max_value=MOST_LEARNERS, initial=60, required=False
    )
    suggests_nicknames = forms.BooleanField(label=_("Suggest nicknames"), initial=True, required=False)
    has_scoreboard = forms.BooleanField(label=_("Show a scoreboard"), required=False)
    is_shared = forms.BooleanField(label=_("One shared organization, an account for each"), required=False)

    def __init__(self, instructor: AbstractBaseUser, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pack"].choices = [*((each.key, each.title) for each in packs.PACKS), (OWN, _("My own"))]  # type: ignore[attr-defined]
        self.fields["pack"].initial = packs.PACKS[1].key
        # What is said of learners' work is said in it, too.
        self.fields["language"].initial = get_language()
        self.fields["lessons"].choices = [(each.slug, each.title) for each in course()]  # type: ignore[attr-defined]
        self.fields["versions"].queryset = newest_of(instructor)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        is_own = cleaned.get("pack") == OWN
        if is_own and not (cleaned.get("lessons") or cleaned.get("versions")):
            self.add_error("lessons", _("Choose what the class is made of."))
        return cleaned

    @property
    def name(self) -> str:
        if self.cleaned_data["title"].strip():
            return str(self.cleaned_data["title"].strip())
        if self.cleaned_data["pack"] == OWN:
            return str(_("My class"))
        return str(packs.pack_of(self.cleaned_data["pack"]).title)

    def steps(self) -> list[ClassStep]:
        if self.cleaned_data["pack"] != OWN:
            return packs.pack_of(self.cleaned_data["pack"]).steps
        chosen = packs.steps_of(self.cleaned_data["lessons"])
        return [
            *chosen,
            *(step for each in self.cleaned_data["versions"] for step in packs.steps_of_version(each)),
        ]

    def settings(self) -> dict[str, Any]:
        names = ("language", "suggests_nicknames", "has_scoreboard", "is_shared")
        return {**{name: self.cleaned_data[name] for name in names}, "room": self.cleaned_data["room"] or 60}
