"""``*`` and ``?`` in linear time, and what can be said about all texts of a format at once.

Nothing here backtracks over what an earlier star has passed: the first place where the text between
two stars fits is as good as any later one, so forty stars cost no more than one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

GAP = "\udfff"
"""In a format: any text at all, also none. Only a star can take it in, since no policy can hold this
half of a character."""


@dataclass(frozen=True, slots=True)
class Exact:
    """Text inside a pattern in which ``*`` and ``?`` are plain characters."""

    text: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """The part of a pattern between two stars. ``ones`` are the places where a ``?`` stands."""

    text: str
    ones: frozenset[int]
    expression: re.Pattern[str] | None

    def __len__(self) -> int:
        return len(self.text)

    def fits(self, text: str, at: int) -> bool:
        if self.expression is None:
            return text.startswith(self.text, at)
        return self.expression.match(text, at) is not None

    def find(self, text: str, start: int, end: int) -> int:
        """Where it first stands in ``text[start:end]``; -1 if nowhere."""
        if self.expression is None:
            return text.find(self.text, start, end)
        found = self.expression.search(text, start, end)
        return found.start() if found else -1


@dataclass(frozen=True, slots=True)
class Glob:
    """A pattern taken apart at its stars: ``pieces[0] * pieces[1] * …``; one piece is no star.

    ``plain`` is the only text it matches, if there is no wildcard in it. Most patterns, above all
    those for the segments of an ARN, are plain or one star, and are compared a million times.
    """

    pieces: tuple[_Piece, ...]
    plain: str | None
    is_star: bool

    @property
    def ends_with_star(self) -> bool:
        return len(self.pieces) > 1 and not self.pieces[-1].text

    def matches(self, text: str) -> bool:
        """``text`` may hold gaps; then the answer is about every text that fills them."""
        if self.plain is not None:
            return text == self.plain
        if self.is_star:
            return True
        first, last = self.pieces[0], self.pieces[-1]
        if len(self.pieces) == 1:
            return len(text) == len(first) and first.fits(text, 0)
        end = len(text) - len(last)
        if end < len(first) or not (first.fits(text, 0) and last.fits(text, end)):
            return False
        at = len(first)
        for piece in self.pieces[1:-1]:
            at = piece.find(text, at, end)
            if at < 0:
                return False
            at += len(piece)
        return True

    def may_match(self, text: str) -> bool:
        """Whether it matches ``text`` with some filling of its gaps.

        A text with stars and a text with gaps always have a common one if their heads agree as far
        as both reach, and their tails: everything else fits one after the other in between.
        """
        if GAP not in text:
            return self.matches(text)
        first, last = self.pieces[0], self.pieces[-1]
        head, *middle, tail = text.split(GAP)
        if len(self.pieces) == 1:
            return _fills(first, head, middle, tail)
        heads_agree = _agree(first, 0, head, 0, min(len(first), len(head)))
        shorter = min(len(last), len(tail))
        return heads_agree and _agree(last, len(last) - shorter, tail, len(tail) - shorter, shorter)


def _fills(piece: _Piece, head: str, middle: list[str], tail: str) -> bool:
    """Whether filled gaps between ``head``, ``middle`` and ``tail`` can make what ``piece`` matches."""
    end = len(piece) - len(tail)
    if end < len(head) or not _agree(piece, 0, head, 0, len(head)):
        return False
    if not _agree(piece, end, tail, 0, len(tail)):
        return False
    at = len(head)
    for text in middle:
        last_start = end - len(text)
        while at <= last_start and not _agree(piece, at, text, 0, len(text)):
            at += 1
        if at > last_start:
            return False
        at += len(text)
    return True


def _agree(piece: _Piece, at: int, text: str, start: int, length: int) -> bool:
    """Whether ``length`` characters of both are the same, a ``?`` being the same as any."""
    if piece.text[at : at + length] == text[start : start + length]:
        return True
    return bool(piece.ones) and all(
        at + step in piece.ones or piece.text[at + step] == text[start + step] for step in range(length)
    )


@lru_cache(maxsize=1 << 15)
def glob(*parts: str | Exact) -> Glob:
    """The pattern that ``parts`` make up one after the other."""
    pieces: list[_Piece] = []
    text = ""
    ones: set[int] = set()
    for part in parts:
        if isinstance(part, Exact):
            text += part.text
            continue
        for number, run in enumerate(part.split("*")):
            if number:
                pieces.append(_piece(text, frozenset(ones)))
                text, ones = "", set()
            ones.update(len(text) + place for place, character in enumerate(run) if character == "?")
            text += run
    pieces.append(_piece(text, frozenset(ones)))
    return Glob(
        tuple(pieces),
        plain=text if len(pieces) == 1 and not ones else None,
        is_star=len(pieces) > 1 and not any(piece.text for piece in pieces),
    )


def _piece(text: str, ones: frozenset[int]) -> _Piece:
    if not ones:
        return _Piece(text, ones, None)
    # Without stars the length is fixed, so the expression has nothing to try twice.
    source = "".join(f"[^{GAP}]" if place in ones else re.escape(c) for place, c in enumerate(text))
    return _Piece(text, ones, re.compile(source))


def has_wildcard(pattern: str) -> bool:
    return "*" in pattern or "?" in pattern


def matches(pattern: str, text: str) -> bool:
    """``*`` stands for any text, also none and across ``/`` and ``:``; ``?`` for one character."""
    return glob(pattern).matches(text)


def matches_ignoring_case(pattern: str, text: str) -> bool:
    return matches(pattern.lower(), text.lower())
