"""What people type to be known again."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib.auth import get_user_model, password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from accounts.people.codes import LONGEST_TYPED
from accounts.people.phrase import LONGEST

LONGEST_NAME: Final = 60
LONGEST_PASSWORD: Final = 200
"""Hashing takes time with every character; nobody types so many."""


def _password(label: object, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete, "class": "in"}),
    )


def _name() -> forms.CharField:
    attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "class": "in"}
    return forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs=attrs),
    )


class PhraseForm(forms.Form):
    phrase = forms.CharField(
        label=_("Your four words"),
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "class": "in"}
        ),
    )


class SignInForm(forms.Form):
    username = _name()
    password = _password(_("Password"), "current-password")


class SignUpForm(forms.Form):
    username = _name()
    password = _password(_("Password"), "new-password")
    email = forms.EmailField(
        label=_("E-mail, if you like"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "in"}),
    )

    def clean(self) -> dict[str, Any]:
        """A password is compared with the name and the address, so it is looked at last."""
        cleaned = super().clean() or {}
        if password := cleaned.get("password"):
            user = get_user_model()(username=cleaned.get("username", ""), email=cleaned.get("email", ""))
            try:
                password_validation.validate_password(password, user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


def _invitation() -> forms.CharField:
    attrs = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "in"}
    return forms.CharField(
        label=_("Invitation code"), max_length=LONGEST_TYPED, widget=forms.TextInput(attrs=attrs)
    )


class InstructorForm(SignUpForm):
    """``asks_code``: somebody without an invitation is not let in."""

    code = _invitation()

    def __init__(self, *args: Any, asks_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Your name, as learners see it")
        if not asks_code:
            del self.fields["code"]


class InvitationForm(forms.Form):
    """Of somebody who has a name already."""

    code = _invitation()

    def __init__(self, *args: Any, asks_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_code:
            del self.fields["code"]


class PasswordForm(forms.Form):
    """``user`` is whose password changes."""

    proof = _password(_("Present password, or your recovery phrase"), "current-password")
    password = _password(_("New password"), "new-password")

    def __init__(self, *args: Any, user: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self._user)
        return password


class EraseForm(forms.Form):
    """Who has a name proves that it is theirs."""

    proof = _password(_("Your password, or your recovery phrase"), "current-password")
    sure = forms.BooleanField(label=_("Yes, delete all of it. It cannot be brought back."))

    def __init__(self, *args: Any, asks_proof: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_proof:
            del self.fields["proof"]
