"""Every promise that an exercise does not keep is found, and told by its name.

The model lesson, with one thing wrong at a time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from lessons.course.checking import Broken, Fault, broken
from lessons.course.content import lesson_of
from lessons.course.exercise_reading import read_exercise
from tests.course.world import JUDGE

Document = dict[str, Any]


def whole() -> Document:
    return json.loads(json.dumps(lesson_of("moving-changes-permissions").document))


def found(document: Document) -> list[Broken]:
    return list(broken(read_exercise(document), JUDGE, "tests"))


def start_refused(document: Document) -> None:
    document["start"]["operations"] *= 2  # the same policy at the same place, twice


def start_solved(document: Document) -> None:
    document["start"]["operations"] += document["solutions"][0]["operations"]


def solution_refused(document: Document) -> None:
    document["solutions"][0]["operations"] *= 2


def solution_short(document: Document) -> None:
    document["solutions"][1]["operations"].pop()


def cheat_right(document: Document) -> None:
    document["cheats"][0]["operations"] = document["solutions"][0]["operations"]


def cheat_elsewhere(document: Document) -> None:
    document["cheats"][0]["fails"] = ["launches"]


def cheat_refused(document: Document) -> None:
    document["cheats"][0]["operations"] *= 2


def cheat_allowed(document: Document) -> None:
    document["cheats"][0] |= {"refused": True}


def answer_wrong(document: Document) -> None:
    document["questions"][0]["choices"][1]["value"] = 780


WRONG = [
    (start_refused, Fault.NO_START, ""),
    (start_solved, Fault.STARTS_SOLVED, ""),
    (solution_refused, Fault.SOLUTION_REFUSED, "Straight under {Workloads}"),
    (solution_short, Fault.SOLUTION_FAILS, "A new unit under {Workloads}"),
    (cheat_right, Fault.CHEAT_PASSES, "Into {Sandbox}"),
    (cheat_elsewhere, Fault.WRONG_CLAUSES, "Into {Sandbox}"),
    (cheat_refused, Fault.CHEAT_REFUSED, "Into {Sandbox}"),
    (cheat_allowed, Fault.CHEAT_ALLOWED, "Into {Sandbox}"),
    (answer_wrong, Fault.WRONG_ANSWER, "prod-into-dev"),
]


def test_nothing_is_found_where_nothing_is_wrong():
    assert found(whole()) == []


@pytest.mark.parametrize(("spoil", "fault", "name"), WRONG)
def test_what_is_wrong_is_found(spoil: Callable[[Document], None], fault: Fault, name: str):
    document = whole()
    spoil(document)

    first = found(document)[0]

    assert first.fault is fault
    assert first.name == name.replace("{", "").replace("}", "")
