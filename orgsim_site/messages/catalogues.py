"""The catalogue of one language: ``locale/<language>/LC_MESSAGES/django.po``, and what is compiled of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import polib

from orgsim_site.messages.sources import ROOT, Marked, Text

LOCALE: Final = ROOT / "locale"
_PLACE: Final = re.compile(r"%\(\w+\)[sd]|\{[\w.]*\}|%%")


def languages(folder: Path = LOCALE) -> tuple[str, ...]:
    return tuple(sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/django.po")))


def path_of(language: str, folder: Path = LOCALE) -> Path:
    return folder / language / "LC_MESSAGES" / "django.po"


def read(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=110)


def up_to_date(catalogue: polib.POFile, strings: Iterable[Marked]) -> polib.POFile:
    """The same language with exactly these strings, in the order of their files; a translation stays as long
    as its string does. What is new is empty."""
    known = {_key(entry): entry for entry in catalogue}
    places: dict[Text, list[str]] = {}
    for each in strings:
        found = places.setdefault(each.text, [])
        if each.place not in found:
            found.append(each.place)
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = catalogue.metadata
    for text, files in places.items():
        entry = known.get(text) or _new(text)
        entry.occurrences = [(file, "") for file in files]
        entry.flags = [flag for flag in entry.flags if flag == "fuzzy"]
        if "%(" in text.text:
            entry.flags.append("python-format")
        fresh.append(entry)
    return fresh


def faults(catalogue: polib.POFile, strings: Iterable[Marked]) -> Iterator[str]:
    """A line for each of these strings that is missing, empty, uncertain, or names other values than the
    original does."""
    known = {_key(entry): entry for entry in catalogue}
    for text in dict.fromkeys(each.text for each in strings):
        entry = known.get(text)
        if entry is None or not entry.translated():
            yield f"not translated: {text.text!r}"
        elif any(_places(form) != _places(text.text, text.plural) for form in _forms(entry)):
            yield f"names other values: {text.text!r}"


def _key(entry: polib.POEntry) -> Text:
    return Text(entry.msgid, entry.msgid_plural, entry.msgctxt or "")


def _new(text: Text) -> polib.POEntry:
    entry = polib.POEntry(msgid=text.text, msgctxt=text.context or None)
    if text.plural:
        entry.msgid_plural = text.plural
        entry.msgstr_plural = {0: "", 1: ""}
    return entry


def _forms(entry: polib.POEntry) -> list[str]:
    """How it reads. The one that counts is told by the last: of one thing, its number may go unsaid."""
    return [entry.msgstr_plural[max(entry.msgstr_plural)]] if entry.msgid_plural else [entry.msgstr]


def _places(text: str, plural: str = "") -> list[str]:
    return sorted(_PLACE.findall(plural or text))
