"""A lesson in another language: its parts, and what has changed in English since."""

import json
import re
from importlib.resources import files

import pytest

from lessons.course import content
from lessons.course.content import course, exercises, lesson_of
from lessons.course.questions.authored import authored_exercise
from lessons.course.sentences import in_language, sentences_of
from lessons.course.spoken import speak
from lessons.course.translation import sources_of, translated

SHIPPED = ("de",)
"""The languages in which every lesson and every exercise is there whole."""


def _named(text: str) -> set[str]:
    return set(re.findall(r"\{\{.*?\}\}", text))


MOVING = lesson_of("moving-changes-permissions")


def german(**marks: str) -> str:
    """A translation of two parts, made from what is in English now, unless ``marks`` says otherwise."""
    sources = {**sources_of(MOVING), **marks}
    head = "\n".join(f"source {part}: {sources[part]}" for part in ("title", "read"))
    return f"---\ntitle: Umziehen\n{head}\n---\n\n## read: Grenzen\n\nJede SCP hängt irgendwo.\n"


def test_a_part_that_is_translated_takes_the_place_of_the_english():
    lesson = translated(MOVING, german(), {})

    assert lesson.title == "Umziehen"
    assert {section.value: text.heading for section, text in lesson.texts.items()}["read"] == "Grenzen"


def test_a_part_whose_english_has_changed_since_is_in_english_and_said_to_be():
    lesson = translated(MOVING, german(read="0badcafe"), {})

    assert {section.value: text.heading for section, text in lesson.texts.items()}["read"].startswith(
        "Limits"
    )
    assert "read" in lesson.untranslated
    assert "title" not in lesson.untranslated


def test_sentences_of_an_exercise_are_replaced_and_what_is_played_is_not():
    exercise = {
        "start": {"operations": [{"parameters": {"name": "Yes"}}]},
        "clauses": [{"text": "Yes", "goal": {"text": "Yes"}}],
        "hints": ["Yes", "No"],
        "solutions": [{"name": "Yes", "operations": [{"parameters": {"name": "Yes"}}]}],
    }

    assert sentences_of(exercise) == ("Yes", "No")
    said = in_language(exercise, {"Yes": "Ja"})
    assert said["hints"] == ["Ja", "No"]
    assert said["clauses"] == [{"text": "Ja", "goal": {"text": "Yes"}}]
    assert said["start"] == exercise["start"]
    assert said["solutions"] == [{"name": "Ja", "operations": [{"parameters": {"name": "Yes"}}]}]


@pytest.fixture
def spoken(request):
    """The course in a language, as the site would tell it."""
    known = speak(lambda: request.param)
    yield request.param
    speak(known)


@pytest.mark.parametrize("spoken", SHIPPED, indirect=True)
def test_what_is_said_to_be_translated_is_whole_current_and_names_the_same_things(spoken):
    for lesson in (*course(), *exercises()):
        assert lesson.untranslated == (), lesson.slug
        for english, other in lesson.sentences.items():
            assert _named(english) == _named(other), other
        assert lesson.exercise.clauses[0].text != lesson.document["clauses"][0]["text"]


@pytest.mark.parametrize("spoken", SHIPPED, indirect=True)
@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_an_exercise_of_drawn_tickets_is_said_whole_in_another_language(spoken, seed):
    lesson = lesson_of("capstone")
    english = sentences_of(lesson.drawn(seed))

    said = sentences_of(lesson.spoken(lesson.drawn(seed)))

    same = {sentence for sentence, other in lesson.sentences.items() if sentence == other}
    assert set(english) & set(said) <= same
    assert any(each.startswith("**") for each in said)


@pytest.mark.parametrize("spoken", SHIPPED, indirect=True)
def test_a_translation_names_nothing_outside_braces_that_the_english_has_in_braces(spoken):
    """A variant calls it otherwise."""
    for lesson in (*course(), *exercises()):
        texts = "\n".join(f"{text.heading}\n{text.markdown}" for text in lesson.texts.values())
        words = set(re.findall(r"[\w-]+", re.sub(r"\{\{.*?\}\}", " ", texts)))
        assert not words & {name[2:-2] for name in _named(texts)}, lesson.slug


@pytest.mark.parametrize("spoken", SHIPPED, indirect=True)
def test_every_question_that_was_written_by_hand_is_said_in_another_language(spoken):
    """None is said of what is not asked any more."""
    folder = files("lessons.course.questions")
    english, other = (
        json.loads(folder.joinpath(f"authored{language}.json").read_text(encoding="utf-8"))
        for language in ("", f".{spoken}")
    )

    assert list(other) == list(sentences_of(english))
    assert [each.ask for each in authored_exercise().questions] == [
        other[each["ask"]] for each in english["questions"]
    ]


def test_a_language_without_translations_has_the_course_in_english():
    known = speak(lambda: "fr")
    try:
        assert [each.title for each in course()] == [each.title for each in content._course("en")]
    finally:
        speak(known)
