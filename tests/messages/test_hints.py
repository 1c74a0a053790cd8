"""What a hint of a lesson says to press is called what the page calls it, in every language."""

import re

import pytest

from lessons.course import content
from orgsim_site.messages import catalogues

_VALUE = re.compile(r"%\(\w+\)s")
_IN_ITALICS = re.compile(r"(?<!\*)\*([^*`]+)\*(?!\*)")


def is_said(label: str, text: str) -> bool:
    """Whether the page says it, with anything in the places of values: *Inside dev-1*."""
    if "%(" not in text:
        return label == text
    first, *others = _VALUE.split(text)
    # Most begin otherwise, which is quicker to see than to match.
    return label.startswith(first) and bool(re.fullmatch(".+".join(map(re.escape, (first, *others))), label))


@pytest.mark.parametrize("language", catalogues.languages())
def test_a_hint_calls_a_button_what_the_page_calls_it(language):
    on_pages = [
        (entry.msgid, entry.msgstr)
        for entry in catalogues.read(catalogues.path_of(language))
        # Nothing that is only values: anything would be called that.
        if entry.msgstr and re.search(r"\w\w", _VALUE.sub("", entry.msgid))
    ]

    def is_called(label: str, said: list[str]) -> bool:
        return any(
            any(is_said(each, other) for each in said)
            for english, other in on_pages
            if is_said(label, english)
        )

    assert [
        (lesson.slug, label)
        for lesson in (*content._course(language), *content._exercises(language))
        for hint in lesson.document["hints"]
        if hint in lesson.sentences
        for label in _IN_ITALICS.findall(hint)
        if not is_called(label, _IN_ITALICS.findall(lesson.sentences[hint]))
    ] == []
