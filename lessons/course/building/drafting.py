"""A draft, and the two documents that it becomes: ``exercise.json`` and ``lesson.md`` of a built-in lesson.

A draft is a JSON object with the members of ``DRAFT``. Where it begins and how it is solved are not in it:
those are shown by doing them, in organizations of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from lessons.course.case import Action
from lessons.course.exercise import FORMAT, VERSION
from lessons.course.lesson import REQUIRED, Lesson, Section

DRAFT: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "texts": {},
        "minutes": 10,
        "look": {},
        "pinned": [],
        "clauses": [],
        "hints": [],
        "predictions": [],
        "questions": [],
        "cheats": [],
        "misconceptions": [],
        "preview": "on",
        "starts_broken": False,
    }
)
"""What a draft has at first. ``texts`` are ``{"heading", "markdown"}`` by section; ``clauses`` are those of
the exercise, each with the proposal that it was made ``from``, if it was."""

_OF_EXERCISE: Final = tuple(name for name in DRAFT if name not in ("texts", "minutes"))


@dataclass(frozen=True, slots=True)
class Solution:
    name: str
    actions: tuple[Action, ...]


def exercise_document(
    draft: Mapping[str, Any], start: Mapping[str, Any], solutions: Sequence[Solution]
) -> dict[str, Any]:
    """``exercise.json`` of a draft that begins with the scenario ``start``."""
    whole = {**DRAFT, **draft}
    clauses = [{name: each[name] for name in each if name != "from"} for each in whole["clauses"]]
    known = {each.get("id") for each in clauses}
    document = {
        "format": FORMAT,
        "version": VERSION,
        "start": {"scenario": start},
        **{name: whole[name] for name in _OF_EXERCISE},
        "clauses": clauses,
        # One that is not written yet, before one that is, is no hint; nor is one that was said before.
        "hints": [*dict.fromkeys(each for each in whole["hints"] if each.strip())],
        "cheats": [_of_these(cheat, known) for cheat in whole["cheats"]],
        "solutions": [
            {"name": each.name, "operations": [_written(action) for action in each.actions]}
            for each in solutions
        ],
    }
    if solutions:
        document["par"] = max(1, min(len(each.actions) for each in solutions))
    return document


def _of_these(cheat: Mapping[str, Any], clauses: set[Any]) -> dict[str, Any]:
    """A cheat of a lesson that was copied, whose clause may have been taken out since."""
    fails = [each for each in cheat.get("fails", ()) if each in clauses]
    return {**cheat, "fails": fails} if "fails" in cheat else dict(cheat)


def _written(action: Action) -> dict[str, Any]:
    return {"operation": action.operation, "parameters": dict(action.parameters)}


def lesson_markdown(title: str, draft: Mapping[str, Any]) -> str:
    """``lesson.md`` of a draft. A heading in a text of the instructor's is no section of the lesson's."""
    whole = {**DRAFT, **draft}
    lines = ["---", f"title: {' '.join(title.split())}", f"minutes: {whole['minutes']}", "---"]
    for section in Section:
        text = whole["texts"].get(section.value) or {}
        if text.get("markdown", "").strip() or section in REQUIRED:
            heading = " ".join(text.get("heading", "").split())
            lines += ["", f"## {section.value}" + (f": {heading}" if heading else ""), ""]
            lines.append(_below_sections(text.get("markdown", "").strip()))
    return "\n".join(lines) + "\n"


def _below_sections(markdown: str) -> str:
    return "\n".join(f"#{line}" if line.startswith("## ") else line for line in markdown.splitlines())


def draft_of(lesson: Lesson) -> dict[str, Any]:
    """What an instructor goes on with who starts from this lesson."""
    document = lesson.document
    texts = {
        section.value: {"heading": text.heading, "markdown": text.markdown}
        for section, text in lesson.texts.items()
    }
    members = {name: document[name] for name in _OF_EXERCISE if name in document}
    return {**DRAFT, **members, "texts": texts, "minutes": lesson.minutes}
