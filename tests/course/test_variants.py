"""Variants of every lesson: sound, the same for the same seed, and no harder than the lesson."""

from __future__ import annotations

import json
from functools import cache

import pytest

from lessons.course.checking import Fault, broken
from lessons.course.content import course, lesson_of
from lessons.course.exercise_reading import CourseError, read_exercise
from lessons.course.grading import started
from lessons.course.placeholders import renamed
from lessons.course.variants import NoVariant, Variant, variant, variant_of
from tests.course.world import JUDGE

MODEL = "moving-changes-permissions"
SEED = "0"
"""``python -m tests.variants`` tries many."""
LESSONS = [pytest.param(lesson.slug, id=lesson.slug) for lesson in course()]


@cache
def made(slug: str, seed: str = SEED) -> Variant:
    return variant_of(lesson_of(slug), seed, JUDGE)


def exercise_of(found: Variant):
    return read_exercise(found.document, found.names)


def longest_path(exercise) -> int:
    organization = started(exercise.start, "tests")
    return max(len(organization.path(account)) for account in organization.accounts)


@pytest.mark.parametrize("slug", LESSONS)
def test_every_lesson_has_a_sound_variant_that_is_no_harder(slug):
    base, other = lesson_of(slug).exercise, exercise_of(made(slug))

    assert other.look.account != base.look.account
    assert abs(longest_path(other) - longest_path(base)) <= 1


def test_the_same_seed_makes_the_same_variant():
    assert variant_of(lesson_of(MODEL), "1", JUDGE) == made(MODEL, "1")
    assert made(MODEL) != made(MODEL, "1")


def test_texts_follow():
    found = made(MODEL, "0")
    text = renamed(
        "{{dev-3}} leaves {{Dev}}; {{arn dev-1 user/john}}; {{key dev-1 user/john 1}}", found.names
    )

    new = found.names
    assert text == (
        f"{new['dev-3']} leaves {new['Dev']}; "
        f"{{{{arn {new['dev-1']} user/{new['john']}}}}}; {{{{key {new['dev-1']} user/{new['john']} 1}}}}"
    )


def document() -> dict:
    """Of the model lesson, to be changed."""
    return json.loads(json.dumps(lesson_of(MODEL).document))


def test_a_name_that_is_said_without_braces_stays():
    names = variant(document(), "1", JUDGE, "Look at prod-1, and at dev-* together.").names

    assert not {"prod-1", "prod-2", "dev-1", "dev-2", "dev-3"} & set(names)
    assert "sbx-1" in names


def test_an_author_can_give_other_names():
    mine = document() | {"variant": {"names": {"{{dev-3}}": ["gpu-7"]}}}

    assert variant(mine, "1", JUDGE).names["dev-3"] == "gpu-7"


LEVELS = {
    "id": "levels",
    "ask": "How many levels must let a request of {{dev-1}} pass?",
    "answer": {"count": {"union": [{"path": "{{dev-1}}"}, ["{{dev-1}}"]]}},
    "choices": [
        {"text": "4", "value": 4, "right": True, "because": "All 4 on its path."},
        {"text": "1, its own", "value": 1},
    ],
}


def test_a_number_follows_the_engine():
    asked = document() | {"questions": [LEVELS], "variant": {"deeper": ["{{Dev}}"]}}

    found = [exercise_of(variant(asked, str(seed), JUDGE)).questions[0].choices[0] for seed in range(4)]

    assert {(choice.value, choice.text, choice.because) for choice in found} == {
        (4, "4", "All 4 on its path."),
        (5, "5", "All 5 on its path."),
    }


def test_where_the_words_would_be_wrong_nothing_comes_in_between():
    in_words = LEVELS | {"choices": [LEVELS["choices"][0] | {"text": "Four"}, LEVELS["choices"][1]]}
    asked = document() | {"questions": [in_words], "variant": {"deeper": ["{{Dev}}"]}}

    found = [exercise_of(variant(asked, str(seed), JUDGE)) for seed in range(4)]

    assert {longest_path(exercise) for exercise in found} == {4}


def test_what_is_not_sound_has_no_variant():
    unsound = document()
    unsound["solutions"][0]["operations"] = []

    assert any(each.fault is Fault.SOLUTION_FAILS for each in broken(read_exercise(unsound), JUDGE, "tests"))
    with pytest.raises(NoVariant):
        variant(unsound, "1", JUDGE)


WRONG = [
    ({"deeper": ["{{Nowhere}}"]}, "Nowhere is no organizational unit"),
    ({"bystanders": ["{{dev-1}}"]}, "dev-1 is no organizational unit"),
    ({"swaps": [{"one": "{{Dev}}", "other": "{{dev-1}}"}]}, "Dev is no account"),
    ({"swaps": [["dev-1", "dev-2"]]}, "must be an object"),
    ({"names": {"dev-1": "dev-2"}}, "must be a list"),
    ({"colours": []}, "is not known here"),
]


@pytest.mark.parametrize(("allowed", "message"), WRONG)
def test_what_may_differ_is_checked_when_it_is_read(allowed, message):
    with pytest.raises(CourseError, match=message):
        read_exercise(document() | {"variant": allowed})
