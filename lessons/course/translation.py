"""A lesson in another language: ``lesson.de.md`` and ``exercise.de.json`` beside the English files.

``lesson.de.md`` is made like ``lesson.md``. Its head gives the title, and for every part the mark of the
English text that was translated: ``source title: 1f0c9d2a``, ``source read: 77b1e3f0``. Where the mark is
another one, the English has changed since: the part is stale, and the page shows the English.
``exercise.de.json`` is an object: English sentence to translated sentence. So a sentence that has changed
is in English again, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from lessons.course.lesson import Lesson, Section, Text, parts_of

NO_TRANSLATION = "---\n\n---\n"
"""Of a lesson that nobody has begun to translate."""


def translated(lesson: Lesson, markdown: str, sentences: Mapping[str, str]) -> Lesson:
    """The lesson, with what is translated in place of the English. ``untranslated`` names the parts that
    are missing or stale: ``title``, sections, and ``exercise`` with the number of its sentences."""
    members, texts = parts_of(markdown)
    sources = sources_of(lesson)
    fresh = {part for part, mark in sources.items() if members.get(f"source {part}") == mark}
    missing = [each for each in lesson.written if not sentences.get(each)]
    return replace(
        lesson,
        title=members["title"] if "title" in fresh else lesson.title,
        texts={
            section: texts[section] if section.value in fresh and section in texts else text
            for section, text in lesson.texts.items()
        },
        sentences={english: other for english, other in sentences.items() if other},
        untranslated=(
            *(part for part in sources if part not in fresh),
            *([f"exercise ({len(missing)})"] if missing else []),
        ),
    )


def sources_of(lesson: Lesson) -> Mapping[str, str]:
    """The marks of the English parts, by which a translation says what it was made from."""
    return {
        "title": _mark(lesson.title),
        **{section.value: _mark(_whole(text)) for section, text in sorted(lesson.texts.items(), key=_order)},
    }


def _order(part: tuple[Section, Text]) -> int:
    return list(Section).index(part[0])


def _whole(text: Text) -> str:
    return f"{text.heading}\n{text.markdown}"


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]
