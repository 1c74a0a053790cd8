"""A lesson: a folder with ``lesson.md``, the texts, and ``exercise.json``.

``lesson.md`` begins with ``key: value`` lines between two lines of dashes (``title``, ``minutes``,
``aspects``) and goes on with sections: ``## read: Limits belong to places``. The keys of the sections are
those of ``Section``; what stands behind the colon is the heading on the page. Texts are Markdown, and may
name things in braces: ``{{dev-3}}``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, Final

from accounts.organization.scenario import ScenarioFault
from lessons.course.exercise import Exercise
from lessons.course.exercise_reading import CourseError, read_exercise
from lessons.course.placeholders import renamed
from lessons.course.sentences import in_language, sentences_of
from lessons.course.tickets import composed, retold

MOST_WORDS_BEFORE_ACTING: Final = 120
_FRONT: Final = re.compile(r"---\n(.*?)\n---\n(.*)", re.DOTALL)
_SECTION: Final = re.compile(r"^## (\w+)(?:: *(.*))?$", re.MULTILINE)


class Section(Enum):
    """``REMEMBER``: the lesson in five lines, afterwards. ``INSTRUCTOR``: for whoever leads a class."""

    READ = "read"
    SEE = "see"
    DO = "do"
    CHECK = "check"
    REMEMBER = "remember"
    INSTRUCTOR = "instructor"


REQUIRED: Final = (Section.READ, Section.DO, Section.CHECK, Section.REMEMBER)


class Aspect(Enum):
    """The twelve rows of the comparison of Organizations and IAM."""

    PURPOSE = "purpose"
    SCOPE = "scope"
    MANAGEMENT_LEVEL = "management level"
    POLICIES_USED = "policies used"
    USE_CASE = "example use case"
    CONTROL = "type of control"
    HIERARCHY = "hierarchy"
    INTEGRATION = "integration"
    BILLING = "billing"
    AUTOMATION = "automation"
    GOVERNANCE = "governance focus"
    ANALOGY = "analogy"


@dataclass(frozen=True, slots=True)
class Text:
    heading: str
    markdown: str


@dataclass(frozen=True)
class Lesson:
    """``slug`` is its address, ``number`` its place in the course, from 1; 0 for an exercise beside it."""

    slug: str
    number: int
    title: str
    minutes: int
    aspects: tuple[Aspect, ...]
    texts: Mapping[Section, Text]
    frame: Mapping[str, Any]
    tickets: Mapping[str, Any] | None = None
    """What else is drawn for everybody, who so has an exercise of their own: see ``tickets``."""
    sentences: Mapping[str, str] = field(default_factory=dict)
    """How the exercise's English reads in the language of this lesson; empty in English."""
    untranslated: tuple[str, ...] = ()
    """Parts that are in English although the lesson is in another language."""

    @cached_property
    def document(self) -> Mapping[str, Any]:
        """The exercise as JSON: read with other names, it is a variant."""
        return self.drawn(self.slug)

    def drawn(self, seed: str) -> Mapping[str, Any]:
        """Its document, with the tickets of this seed where there are any."""
        return self.frame if self.tickets is None else composed(self.frame, self.tickets, seed)

    @cached_property
    def exercise(self) -> Exercise:
        return read_exercise(self.spoken(self.document))

    @property
    def written(self) -> tuple[str, ...]:
        """The English sentences of its exercise, as they are in its files."""
        return sentences_of(self.frame, self.tickets or {})

    def spoken(self, document: Mapping[str, Any]) -> Mapping[str, Any]:
        """A document of this exercise, in English as all are kept, with the sentences of this lesson."""
        if not self.sentences:
            return document
        together = retold(document, self.tickets, self.sentences) if self.tickets else {}
        return in_language(document, {**self.sentences, **together})

    def text(self, section: Section, names: Mapping[str, str] | None = None) -> Text | None:
        """With things called as ``names`` says."""
        text = self.texts.get(section)
        if text is None:
            return None
        return Text(renamed(text.heading, names or {}), renamed(text.markdown, names or {}))


def read_lesson(slug: str, number: int, markdown: str, exercise: str, tickets: str | None = None) -> Lesson:
    """From the texts of its files. Raises ``CourseError``."""
    front = _FRONT.fullmatch(markdown)
    if front is None:
        raise CourseError([ScenarioFault("lesson.md", "must begin with key: value lines between dashes")])
    faults: list[ScenarioFault] = []
    members = dict(_member(line) for line in front[1].splitlines() if line.strip())
    texts = _sections(front[2], faults)
    for section in REQUIRED:
        if section not in texts:
            faults.append(ScenarioFault("lesson.md", f"has no section {section.value}"))
    aspects = []
    for name in filter(None, map(str.strip, members.get("aspects", "").split(","))):
        try:
            aspects.append(Aspect(name))
        except ValueError:
            faults.append(ScenarioFault("lesson.md", f"{name} is no aspect of the comparison"))
    try:
        frame, pool = json.loads(exercise), json.loads(tickets or "null")
    except ValueError as error:
        faults.append(ScenarioFault("exercise.json", str(error)))
        frame, pool = {}, None
    if not members.get("title") or not members.get("minutes", "").isdigit():
        faults.append(ScenarioFault("lesson.md", "must say its title, and its minutes as a number"))
    if faults:
        raise CourseError(faults)
    minutes = int(members["minutes"])
    lesson = Lesson(slug, number, members["title"], minutes, tuple(aspects), texts, frame, pool)
    assert lesson.exercise  # whoever has a lesson has one that can be played
    return lesson


def parts_of(markdown: str) -> tuple[Mapping[str, str], Mapping[Section, Text]]:
    """The head and the sections of a lesson's text in another language. Raises ``CourseError``."""
    front = _FRONT.fullmatch(markdown)
    if front is None:
        raise CourseError([ScenarioFault("lesson", "must begin with key: value lines between dashes")])
    faults: list[ScenarioFault] = []
    texts = _sections(front[2], faults)
    if faults:
        raise CourseError(faults)
    return dict(_member(line) for line in front[1].splitlines() if line.strip()), texts


def _member(line: str) -> tuple[str, str]:
    key, _, value = line.partition(":")
    return key.strip(), value.strip()


def _sections(body: str, faults: list[ScenarioFault]) -> dict[Section, Text]:
    texts: dict[Section, Text] = {}
    found = list(_SECTION.finditer(body))
    ends = [*(match.start() for match in found), len(body)][1:]
    for match, end in zip(found, ends, strict=True):
        try:
            texts[Section(match[1])] = Text(match[2] or "", body[match.end() : end].strip())
        except ValueError:
            faults.append(ScenarioFault("lesson.md", f"has no use for a section {match[1]}"))
    return texts
