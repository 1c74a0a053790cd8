"""Organizations that somebody uploads: scenario documents, or what AWS prints of an organization."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.organization.importing import Remark, answers_in, import_answers, unpacked
from accounts.organization.scenario import ScenarioError, ScenarioFault, from_document
from accounts.organization.scenario.json_text import NotJsonError, json_of
from accounts.page.numbers import grouped
from accounts.page.summary import summary

MOST_BYTES: Final = 8 * 1024 * 1024
"""Of all files of one upload, packed. Larger organizations are imported from the command line."""
MOST_UNPACKED: Final = 32 * 1024 * 1024
MOST_FAULTS: Final = 100
"""So many are shown; one mistake can make thousands."""
SEED: Final = "upload"


@dataclass(frozen=True, slots=True)
class Upload:
    """What would be created. ``summary`` says how much; ``remarks`` what would be different from AWS;
    ``replaced`` how many of what have pseudonyms."""

    document: Mapping[str, object]
    name: str
    summary: str
    remarks: tuple[Remark, ...] = ()
    replaced: Mapping[str, int] = field(default_factory=dict)


def read(uploaded: Iterable[UploadedFile], *, keep_identifiers: bool) -> Upload:
    """Nothing is written. Raises ``ScenarioError`` with every fault and its place."""
    files = _contents(list(uploaded))
    if len(files) == 1:
        ((name, content),) = files.items()
        if (document := _scenario(name, content)) is not None:
            organization = from_document(document, SEED)
            return Upload(document, _name(document, name), summary(organization))
    imported = import_answers(answers_in(files), keep_identifiers=keep_identifiers, seed=SEED)
    told = summary(imported.organization)
    return Upload(imported.document, "Imported", told, imported.remarks, imported.replaced)


def _contents(uploaded: list[UploadedFile]) -> dict[str, bytes]:
    """By name; of archives, what is in them."""
    if not uploaded:
        raise ScenarioError([ScenarioFault("", _("Choose a file first."))])
    if sum(file.size or 0 for file in uploaded) > MOST_BYTES:
        words = _("These are more than %(count)s bytes. Larger ones: manage.py import-organization.")
        said = words % {"count": grouped(MOST_BYTES)}
        raise ScenarioError([ScenarioFault("", said)])
    files: dict[str, bytes] = {}
    for file in uploaded:
        name, content = file.name or "file", file.read()
        if name.lower().endswith(".zip"):
            left = MOST_UNPACKED - sum(map(len, files.values()))
            for inner, unzipped in unpacked(name, content, max(left, 0)).items():
                files[_free(inner, files)] = unzipped
        else:
            files[_free(name, files)] = content
    return files


def _free(name: str, files: Mapping[str, bytes]) -> str:
    """Browsers tell no folders, so several files may have one name."""
    number = 2
    free = name
    while free in files:
        free, number = f"{name} ({number})", number + 1
    return free


def _scenario(name: str, content: bytes) -> Mapping[str, object] | None:
    """The document, if it is of a scenario: it says so, or is nothing that AWS prints."""
    try:
        value = json_of(content)
    except NotJsonError:
        return None  # and the reader of answers says why
    return value if isinstance(value, dict) and "format" in value else None


def _name(document: Mapping[str, object], file_name: str) -> str:
    name = document.get("name")
    return name if isinstance(name, str) and name.strip() else file_name.removesuffix(".json")
