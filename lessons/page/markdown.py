"""Texts of lessons as HTML. Whoever writes them, they bring no HTML of their own, and no pictures."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).disable("image")


@lru_cache(maxsize=1024)
def blocks(text: str) -> SafeString:
    """Paragraphs and lists."""
    return mark_safe(_MARKDOWN.render(text))


@lru_cache(maxsize=4096)
def line(text: str) -> SafeString:
    """What stands in a line: emphasis, `code`, links."""
    return mark_safe(_MARKDOWN.renderInline(text))
