"""The fields of which forms are made. A field that lacks its value says what to give."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.organization.state import PolicyType

MAX_DOCUMENT = 100_000
"""Far more than any quota: AWS's own limits answer first, in AWS's words."""


def _in_words(sentence: str, label: str) -> str:
    return gettext(sentence) % {"what": gettext(label)}


_lazily = lazy(_in_words, str)


def _say_which(label: str) -> str:
    return _lazily(gettext_noop("Say which %(what)s."), label)


def _give_it(label: str) -> str:
    return _lazily(gettext_noop("Give it a %(what)s."), label)


def identifier(label: str) -> forms.CharField:
    return forms.CharField(max_length=256, label=label, error_messages={"required": _say_which(label)})


def name(label: str = "name") -> forms.CharField:
    return forms.CharField(max_length=256, label=label, error_messages={"required": _give_it(label)})


def optional(max_length: int = 1024) -> forms.CharField:
    return forms.CharField(max_length=max_length, required=False)


def optional_or_none() -> forms.CharField:
    """Left empty it is not given at all."""
    return forms.CharField(max_length=256, required=False, empty_value=None)


def document() -> forms.CharField:
    return forms.CharField(
        max_length=MAX_DOCUMENT, strip=False, error_messages={"required": _("Write a policy.")}
    )


def policy_type() -> forms.ChoiceField:
    return forms.ChoiceField(choices=[(each.value, each.value) for each in PolicyType])


class Invited(forms.CharField):
    """An account's number or an e-mail address, as ``InviteAccountToOrganization`` takes them."""

    def clean(self, value: object) -> dict[str, str]:
        text = super().clean(value)
        return {"Id": text, "Type": "EMAIL" if "@" in text else "ACCOUNT"}


class TagKeys(forms.CharField):
    """One key, in a list."""

    def clean(self, value: object) -> list[str]:
        return [super().clean(value)]


class OneTag(forms.MultiValueField):
    """``tags_0`` is a key and ``tags_1`` its value; a list of this one tag."""

    def __init__(self) -> None:
        texts = (forms.CharField(max_length=256), forms.CharField(max_length=512, required=False))
        widget = forms.MultiWidget([forms.TextInput(), forms.TextInput()])
        super().__init__(
            texts,
            widget=widget,
            require_all_fields=False,
            error_messages={"required": _("Give the tag a key."), "incomplete": _("Give the tag a key.")},
        )

    def compress(self, texts: list[str]) -> list[dict[str, str]]:
        key, value = texts
        return [{"Key": key, "Value": value}]


class TagOfMap(OneTag):
    """For services that take tags as a map."""

    def compress(self, texts: list[str]) -> dict[str, str]:
        key, value = texts
        return {key: value}


class TagOfKey(OneTag):
    """KMS has names of its own."""

    def compress(self, texts: list[str]) -> list[dict[str, str]]:
        key, value = texts
        return [{"TagKey": key, "TagValue": value}]


class TagSet(forms.MultiValueField):
    """S3 writes all tags at once: ``tagging_0`` are those that stay, as a JSON object, ``tagging_1`` and
    ``tagging_2`` the key and the value of one more, if there is a key."""

    def __init__(self) -> None:
        texts = (
            forms.JSONField(required=False),
            forms.CharField(max_length=256, required=False),
            forms.CharField(max_length=512, required=False),
        )
        widget = forms.MultiWidget([forms.TextInput(), forms.TextInput(), forms.TextInput()])
        super().__init__(texts, widget=widget, require_all_fields=False)

    def compress(self, texts: list[object]) -> dict[str, list[dict[str, str]]]:
        kept, key, value = texts
        if not isinstance(kept, dict) or not all(isinstance(text, str) for text in kept.values()):
            raise forms.ValidationError(_("The tags that stay are a JSON object of texts."))
        others = {other: text for other, text in kept.items() if other.lower() != str(key).lower()}
        every = {**others, str(key): str(value)} if key else others
        return {"TagSet": [{"Key": other, "Value": text} for other, text in every.items()]}


class OneOfAList(forms.CharField):
    """What is typed, as the only one of a list."""

    def clean(self, value: str) -> list[str]:
        return [super().clean(value)]


def one_of_a_list(label: str) -> forms.CharField:
    return OneOfAList(max_length=256, label=label, error_messages={"required": _say_which(label)})


def choice_to_make() -> forms.BooleanField:
    return forms.BooleanField(required=False)


def number() -> forms.IntegerField:
    return forms.IntegerField(required=False, error_messages={"invalid": _("Give a whole number.")})


def days() -> forms.IntegerField:
    return forms.IntegerField(required=False, error_messages={"invalid": _("Give a whole number of days.")})


def code() -> forms.CharField:
    return forms.CharField(
        max_length=20, error_messages={"required": _("Type two codes, one after the other.")}
    )


ACCOUNT: Mapping[str, forms.Field] = {"account_id": identifier("account")}
