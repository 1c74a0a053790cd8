"""A made-up language, in which every string stands in brackets: what has none was not translated."""

from functools import cache
from pathlib import Path

import polib

from orgsim_site.messages import sources


@cache
def bracketed() -> bytes:
    """Every string of the site, compiled."""
    made = polib.POFile()
    made.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for text in dict.fromkeys(each.text for each in sources.marked()):
        entry = polib.POEntry(msgid=text.text, msgctxt=text.context or None)
        if text.plural:
            entry.msgid_plural = text.plural
            entry.msgstr_plural = {0: f"⟦{text.text}⟧", 1: f"⟦{text.plural}⟧"}
        else:
            entry.msgstr = f"⟦{text.text}⟧"
        made.append(entry)
    return made.to_binary()


def spoken_as(language: str, settings, folder: Path) -> None:
    """The site speaks it under this code: of a language that is read from the left or from the right."""
    path = folder / language / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(bracketed())
    settings.LOCALE_PATHS = [folder]
    settings.LANGUAGES = [("en", "English"), (language, language)]
