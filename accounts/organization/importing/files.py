"""Files that hold what ``aws organizations …`` and ``aws iam …`` have printed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

from accounts.organization.importing.answers import Answer
from accounts.organization.importing.gathering import ANSWERS
from accounts.organization.scenario import ScenarioError, ScenarioFault
from accounts.organization.scenario.json_text import NotJsonError, json_values

MOST_BYTES: Final = 512 * 1024 * 1024
"""Of all files together. An organization of 10,000 accounts with 50,000 principals comes to about 100 MB."""
MOST_FILES: Final = 200_000
_SUBJECT: Final = re.compile(
    r"(?<![a-z0-9])(?:ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|r-[0-9a-z]{4,32}|p-[0-9a-zA-Z_]{8,128}|[0-9]{12})"
    r"(?![a-z0-9])"
)

_BEGINNINGS: Final = (b"{", b"[", b"\xef", b"\xff", b"\xfe")
"""Of JSON and of a byte order mark."""


class UnreadableFilesError(ScenarioError):
    """The files are not what AWS prints, or too much of it."""


def answers_in(files: Mapping[str, bytes]) -> list[Answer]:
    """What the files hold, by their names. A file may hold several outputs, one after the other.

    What was asked about and the output does not repeat is taken from the file's name, where it may stand
    anywhere: ``list-policies-for-target-ou-ab12-cdefghij.json``, or the folder ``111122223333``. Outputs may
    also stand in a list, or in an object by their commands. Raises ``UnreadableFilesError`` with every file
    that cannot be read.
    """
    answers: list[Answer] = []
    faults: list[ScenarioFault] = []
    for name, content in files.items():
        try:
            for value in json_values(content):
                if found := list(_answers(name, value)):
                    answers += found
                else:
                    faults.append(ScenarioFault(name, "must hold JSON objects, as the AWS CLI prints them"))
        except NotJsonError as error:
            hint = "; the AWS CLI prints JSON with --output json" if content[:1] not in _BEGINNINGS else ""
            faults.append(ScenarioFault(name, f"{error}{hint}"))
    if faults:
        raise UnreadableFilesError(faults)
    return answers


def _answers(name: str, value: object) -> Iterator[Answer]:
    """One for each output. People also put outputs into a list, or into an object under the commands."""
    if isinstance(value, list):
        for each in value if all(isinstance(each, dict) for each in value) else ():
            yield from _answers(name, each)
    elif isinstance(value, dict):
        together = not ANSWERS & set(value) and value and all(map(_holds_answer, value.values()))
        for command, inner in value.items() if together else ():
            yield from _answers(f"{name} {command}", inner)
        if not together:
            yield Answer(name, value, subject_in(name))


def _holds_answer(value: object) -> bool:
    """Looks one level down: an output, or a list of pages."""
    pages = value if isinstance(value, list) else [value]
    return bool(pages) and all(isinstance(page, dict) and ANSWERS & set(page) for page in pages)


def subject_in(name: str) -> str:
    """The last identifier in a file's name, or else in its folders' names; empty if there is none."""
    found = _SUBJECT.findall(name)
    return found[-1] if found else ""


def unpacked(name: str, content: bytes, most: int = MOST_BYTES) -> dict[str, bytes]:
    """The JSON files of an archive. Raises ``UnreadableFilesError``, also for more than ``most`` bytes.

    The sizes that an archive tells are not believed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return dict(_members(name, archive, most))
    except UnreadableFilesError:
        raise
    # RuntimeError and NotImplementedError: it is encrypted, or packed in a way that is not known.
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError):
        raise UnreadableFilesError([ScenarioFault(name, "is not an archive that can be unpacked")]) from None


def _members(name: str, archive: zipfile.ZipFile, most: int) -> Iterator[tuple[str, bytes]]:
    members = [each for each in archive.infolist() if _is_wanted(each)]
    if not members:
        raise UnreadableFilesError([ScenarioFault(name, "holds no file whose name ends in .json")])
    if len({each.filename for each in members}) < len(members):
        raise UnreadableFilesError([ScenarioFault(name, "holds two files of the same name")])
    if len(members) > MOST_FILES:
        raise UnreadableFilesError([ScenarioFault(name, f"holds more than {MOST_FILES:,} files")])
    left = most
    for member in members:
        with archive.open(member) as opened:
            content = opened.read(left + 1)
        left -= len(content)
        if left < 0:
            raise UnreadableFilesError([ScenarioFault(name, f"holds more than {most:,} bytes")])
        yield member.filename, content


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    """What a Mac puts into archives besides the files is named like them."""
    is_json = member.filename.lower().endswith(".json") and not member.is_dir()
    return is_json and not member.filename.startswith("__MACOSX/")
