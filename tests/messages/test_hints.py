"""What a hint of a lesson says to press is called what the page calls it, in every language."""

import re

import pytest

from lessons.course import content
from orgsim_site.messages import catalogues

_VALUE = re.compile(r"\{\{.*?\}\}|%\(\w+\)s")
_IN_ITALICS = re.compile(r"(?<!\*)\*([^*`]+)\*(?!\*)")


def labels(hint: str) -> list[str]:
    """What stands in italics, whatever it names: *Inside …*."""
    return [_VALUE.sub("…", label) for label in _IN_ITALICS.findall(hint)]


def pages(language: str) -> dict[str, set[str]]:
    """How what is on the pages reads in a language."""
    found: dict[str, set[str]] = {}
    for entry in catalogues.read(catalogues.path_of(language)):
        if entry.msgstr:
            found.setdefault(_VALUE.sub("…", entry.msgid), set()).add(_VALUE.sub("…", entry.msgstr))
    return found


@pytest.mark.parametrize("language", catalogues.languages())
def test_a_hint_calls_a_button_what_the_page_calls_it(language):
    on_pages = pages(language)

    assert [
        (lesson.slug, label)
        for lesson in content._course(language)
        for hint in lesson.document["hints"]
        if hint in lesson.sentences
        for label in labels(hint)
        if label in on_pages and not on_pages[label] & set(labels(lesson.sentences[hint]))
    ] == []
