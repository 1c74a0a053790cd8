"""What a hint tells to press is called in a translated lesson as it is on the page."""

import re

import pytest

from lessons.course.content import course, exercises
from lessons.course.lesson import Lesson, Section
from lessons.course.spoken import speak
from orgsim_site.messages import catalogues

LABEL = re.compile(r"(?<!\*)\*([^*`\n]+)\*(?!\*)")
VALUE = re.compile(r"%\(\w+\)s|\{\{.*?\}\}")


def labels(text: str) -> list[str]:
    """What stands between single asterisks, whatever it names."""
    return [VALUE.sub("{}", found) for found in LABEL.findall(text)]


def told(language: str) -> list[tuple[Lesson, list[str]]]:
    """Hints and tasks of every lesson and exercise."""
    known = speak(lambda: language)
    try:
        return [(each, [*each.exercise.hints, each.texts[Section.DO].markdown]) for each in everything()]
    finally:
        speak(known)


def everything() -> tuple[Lesson, ...]:
    return (*course(), *exercises())


@pytest.mark.parametrize("language", catalogues.languages())
def test_hints_name_buttons_and_questions_as_the_page_does(language):
    buttons = {
        VALUE.sub("{}", entry.msgid): VALUE.sub("{}", entry.msgstr)
        for entry in catalogues.read(catalogues.path_of(language))
        if entry.translated()
    }

    for (lesson, english), (_, other) in zip(told("en"), told(language), strict=True):
        for text, translated in zip(english, other, strict=True):
            expected = {buttons[label] for label in labels(text) if label in buttons}
            assert expected <= set(labels(translated)), lesson.slug


def test_what_is_told_names_buttons():
    assert any("Move…" in labels(text) for _, texts in told("en") for text in texts)
