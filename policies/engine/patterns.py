"""``*`` and ``?`` in linear time, and what can be said about all strings of a format.

Nothing here backtracks over what an earlier star has passed: the first place where the text between
two stars fits is as good as any later one, so forty stars cost no more than one.
"""

from __future__ import annotations

import re
from functools import lru_cache


def has_wildcards(pattern: str) -> bool:
    return "*" in pattern or "?" in pattern


def matches(pattern: str, text: str) -> bool:
    """``*`` stands for any text, also none and across ``/`` and ``:``; ``?`` for one character."""
    if "*" not in pattern:
        return _fits(pattern, text, 0) and len(pattern) == len(text)
    first, *middle, last = pattern.split("*")
    if len(text) < len(first) + len(last):
        return False
    end = len(text) - len(last)
    if not (_fits(first, text, 0) and _fits(last, text, end)):
        return False
    at = len(first)
    for piece in middle:
        at = _find(piece, text, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def matches_ignoring_case(pattern: str, text: str) -> bool:
    return matches(pattern.lower(), text.lower())


def _fits(piece: str, text: str, at: int) -> bool:
    """Whether ``piece``, which holds no star, stands in ``text`` at ``at``."""
    if "?" not in piece:
        return text.startswith(piece, at)
    return _compiled(piece).match(text, at) is not None


def _find(piece: str, text: str, start: int, end: int) -> int:
    """Where ``piece``, which holds no star, first stands in ``text[start:end]``; -1 if nowhere."""
    if "?" not in piece:
        return text.find(piece, start, end)
    found = _compiled(piece).search(text, start, end)
    return found.start() if found else -1


@lru_cache(maxsize=4096)
def _compiled(piece: str) -> re.Pattern[str]:
    """A piece without stars has a fixed length, so this expression has nothing to try twice."""
    return re.compile("".join("." if c == "?" else re.escape(c) for c in piece), re.DOTALL)
