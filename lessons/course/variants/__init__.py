"""The same exercise in another organization: other names, another unit on the way, other bystanders.

A variant is worked out of an exercise document and a seed alone, so that it can be made again. Every text,
goal, solution and question follows, because they name things in braces. Nothing is handed out unproved:
``checking`` plays every solution, every cheat and every answer in it.

``renaming``  what things are called
``shaping``   where things are: ``variant`` in the document says what may differ
``answers``   numbers that the engine says otherwise in the variant
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from accounts.organization.decisions import Judge
from accounts.organization.scenario import built_in
from lessons.course.checking import broken
from lessons.course.exercise_reading import read_exercise
from lessons.course.lesson import Lesson
from lessons.course.placeholders import renamed
from lessons.course.variants.answers import answered_anew
from lessons.course.variants.renaming import in_braces, new_names
from lessons.course.variants.shaping import shaped

MOST_DRAWS: Final = 4
"""After so many that are not sound, only the names are others."""


class NoVariant(Exception):
    """Not even with other names does the exercise keep its promises."""


@dataclass(frozen=True, slots=True)
class Variant:
    """An exercise document with names in braces, and what the named things are called."""

    document: Mapping[str, Any]
    names: Mapping[str, str]


def variant_of(lesson: Lesson, seed: str, judge: Judge) -> Variant:
    """With names that none of the lesson's texts says outside braces. Raises ``NoVariant``."""
    return variant(lesson.drawn(seed), seed, judge, _texts(lesson))


def is_variant(lesson: Lesson, seed: str, judge: Judge, claimed: Variant) -> bool:
    """Whether ``claimed`` is drawn for this seed, and sound. Of what is not, little is worked out."""
    for drawn in _draws(lesson.drawn(seed), seed, _texts(lesson)):
        if drawn.names == claimed.names:
            found = answered_anew(drawn.document, drawn.names, judge, seed)
            if found == claimed.document and not any(broken(read_exercise(found, drawn.names), judge, seed)):
                return True
    return False


def _texts(lesson: Lesson) -> str:
    return "\n".join(f"{text.heading}\n{text.markdown}" for text in lesson.texts.values())


def variant(document: Mapping[str, Any], seed: str, judge: Judge, texts: str = "") -> Variant:
    """The first sound one. ``texts`` are shown with it and name things in braces as well. Raises
    ``NoVariant``."""
    for drawn in _draws(document, seed, texts):
        found = answered_anew(drawn.document, drawn.names, judge, seed)
        if not any(broken(read_exercise(found, drawn.names), judge, seed)):
            return Variant(found, drawn.names)
    raise NoVariant


def _draws(document: Mapping[str, Any], seed: str, texts: str) -> Iterator[Variant]:
    whole = json.loads(json.dumps(document))
    allowed = read_exercise(whole).variant
    scenario = whole["start"]["scenario"]
    # An author's own may have names in braces already.
    whole["start"]["scenario"] = built_in(scenario) if isinstance(scenario, str) else renamed(scenario, {})
    for draw in range(MOST_DRAWS):
        chance = Random(f"{seed}/{draw}")
        other = shaped(whole, allowed, chance)
        yield Variant(in_braces(other), new_names(other, allowed.names, texts, chance))
    chance = Random(seed)
    yield Variant(in_braces(whole), new_names(whole, allowed.names, texts, chance))
