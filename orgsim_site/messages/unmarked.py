"""Words of a template that nobody could translate, since they are not marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

_MARKED: Final = re.compile(
    r"\{%\s*(blocktranslate|comment)\b.*?\{%\s*end\1\s*%\}"
    r"|\{% block (?:body_class|main_id|role) %\}.*?\{% endblock %\}"
    r"|\{[%{#].*?[%}#]\}",
    re.DOTALL,
)
"""What is translated, and what nobody reads."""
_WORD: Final = re.compile(r"[A-Za-z]{2,}")
_READ: Final = frozenset(
    {"alt", "aria-label", "aria-valuetext", "data-label", "label", "placeholder", "title"}
)
_SAME: Final = frozenset({"code", "kbd", "script", "style", "svg"})
"""Elements whose text is the same in every language."""
NAMES: Final = frozenset({"ARN", "orgsim", "Organizations", "IAM", "JSON", "Schema", "Condition"})
"""What is called so in every language."""
TYPED: Final = frozenset(
    {
        "arn:aws:iam::111111111111:root",
        "arn:aws:s3:::bucket/*",
        "aws:RequestedRegion",
        "dev-4@example.com",
        "ec2:Run*",
        "eu-west-1",
        "launch instance",
    }
)
"""What one types as an example."""


def unmarked(source: str) -> tuple[str, ...]:
    """In the order of the text: what stands between elements, or in an attribute that is read out."""
    if "<" not in source:
        return ()  # the attributes of an element, or none of its text
    reader = _Reader()
    # Of what the template language writes, a space stays, so that no words grow together.
    reader.feed(_MARKED.sub(" ", source))
    reader.close()
    return tuple(reader.found)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside += [tag] if tag in _SAME else []
        self.found += [text for name, value in attrs if name in _READ for text in _words(value or "")]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            self._inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.found += _words(data)


def _words(text: str) -> Iterator[str]:
    said = " ".join(text.split())
    if said not in TYPED and not NAMES.issuperset(_WORD.findall(said)):
        yield said
