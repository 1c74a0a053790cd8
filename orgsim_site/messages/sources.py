"""The strings to translate. They stand in templates, in Python code, and in the engine's tables."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.utils.translation.template import templatize

from accounts.forms import PARAMETERS
from accounts.organization.billing.charges import Cause
from accounts.organization.billing.prices import teaching_prices
from accounts.organization.importing.pseudonyms import REPLACED
from accounts.organization.management_policies.tags import Compliance, TagFault
from accounts.organization.operations.resource_kinds import KINDS
from accounts.organization.scenario.summary import WORDS as COUNTED
from accounts.page import log, what_would
from accounts.page.comparison import lines, words
from accounts.page.inside import labels
from policies.catalogue import AccessLevel, example_scps, global_condition_keys
from policies.engine.explain.english import ENGLISH
from policies.review import RULES

ROOT: Final = Path(__file__).resolve().parent.parent.parent
ROOMS: Final = ("accounts", "lessons", "orgsim_site", "policies", "templates")
TABLES: Final = {
    "policies/engine/explain/english.py": ENGLISH,
    "accounts/page/what_would.py": what_would.ENGLISH,
    "accounts/page/comparison/words.py": {f"comparison {key}": text for key, text in words.MESSAGES.items()},
}
"""Sentences by their keys, which are their contexts, and where they stand."""


def _words_of_prices() -> Iterator[str]:
    prices = teaching_prices()
    yield prices.name
    for each in prices.usage_types.values():
        yield from (each.name, each.unit, each.unit.removesuffix("s"), each.pack.name, each.pack.one)


WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "accounts/organization/operations/resource_kinds.py": tuple(kind.what for kind in KINDS.values()),
    "accounts/organization/billing/data/teaching.json": tuple(_words_of_prices()),
    "accounts/organization/billing/charges.py": tuple(cause.value for cause in Cause),
    "accounts/forms": tuple(
        str(field.label) for fields in PARAMETERS.values() for field in fields.values() if field.label
    ),
    "accounts/organization/management_policies/tags.py": tuple(
        each.value for kind in (TagFault, Compliance) for each in kind
    ),
    "accounts/organization/scenario/summary.py": tuple(word for pair in COUNTED for word in pair),
    "accounts/organization/importing/pseudonyms.py": tuple(REPLACED.values()),
    "accounts/page/comparison/lines.py": tuple(kind.value for kind in lines.Kind),
    "accounts/page/comparison/words.py": tuple(words.FIELDS.values()),
    "accounts/page/inside/labels.py": tuple(labels.ICONS),
    "accounts/page/log.py": tuple(log.SENTENCES.values()),
    "policies/catalogue/__init__.py": tuple(level.value for level in AccessLevel),
    "policies/catalogue/examples.py": tuple(each.description for each in example_scps()),
    "policies/review/rules.py": tuple(rule.advice for rule in RULES.values() if rule.advice),
    "policies/catalogue/global_keys.py": tuple(key.present for key in global_condition_keys().values()),
}
"""Words of tables that know nothing of Django, and where they stand."""

COMPLETE: Final = (
    "accounts",
    "lessons",
    "policies/catalogue",
    "policies/engine/explain",
    "policies/page",
    "policies/review",
    "templates",
)
"""Folders and files that are translated whole, in every language that is shipped. What stands elsewhere
is shown in English as long as nobody has translated it."""

_LITERAL: Final = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL: Final = re.compile(
    rf"\b(_|gettext|ngettext|pgettext|npgettext)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)", re.DOTALL
)
_TEXT: Final = re.compile(_LITERAL, re.DOTALL)
_ALIASES: Final = {"_": "gettext", "gettext_noop": "gettext", "gettext_lazy": "gettext"}
_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "gettext": ("text",),
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """``context`` tells apart what reads the same in English; ``plural`` is how it reads of several."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A string, and the file where it stands, from the root of the repository."""

    text: Text
    place: str

    def is_in(self, folders: Iterable[str]) -> bool:
        return any(self.place == folder or self.place.startswith(f"{folder}/") for folder in folders)


def marked(root: Path = ROOT) -> Iterator[Marked]:
    """Every string to translate, file by file; one that stands twice comes twice."""
    for path in sorted(path for room in ROOMS for path in (root / room).rglob("*")):
        reader = {".py": in_code, ".html": in_template}.get(path.suffix)
        if reader is not None:
            place = path.relative_to(root).as_posix()
            yield from (Marked(text, place) for text in reader(path.read_text()))
    for place, table in TABLES.items():
        yield from (Marked(Text(text, context=key), place) for key, text in table.items())
    for place, said in WORDS.items():
        yield from (Marked(Text(word), place) for word in said)


def in_template(source: str) -> Iterator[Text]:
    """By Django's own reading of a template, which writes its strings down as calls."""
    for call in _CALL.finditer(templatize(source)):
        yield _text(call[1], [ast.literal_eval(each) for each in _TEXT.findall(call[2])])


def in_code(source: str) -> Iterator[Text]:
    """The calls of gettext and its kin with a literal, under the names that all code here gives them."""
    if "gettext" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            words = [each.value for each in node.args if isinstance(each, ast.Constant)]
            if words and _ALIASES.get(node.func.id, node.func.id) in _PARTS:
                yield _text(node.func.id, words)


def _text(called: str, words: list[str]) -> Text:
    # A count that stands in the call is no word of the text.
    return Text(**dict(zip(_PARTS[_ALIASES.get(called, called)], words, strict=False)))
