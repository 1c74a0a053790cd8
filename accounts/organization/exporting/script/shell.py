"""Texts for a shell, in which what AWS will make up stands as a variable."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_IDENTIFIER: Final = re.compile(
    r"(?<![\w-])(?:[0-9]{12}|(?:o|r|ou|p)-[\w-]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\w-])"
    r"|(?<=:secret:)[\w/+=.@-]+"
)
_FETCHED: Final = ("file://", "fileb://", "http://", "https://")
"""The CLI takes a value that begins so for the place where the value is to be found."""


@dataclass(frozen=True, slots=True)
class Shell:
    """``variables`` are the names of shell variables, by the identifiers that they stand for."""

    variables: Mapping[str, str]

    def quoted(self, text: str) -> str:
        """One word for a POSIX shell: literal, but for the identifiers.

        Identifiers inside of other words, as in a name, are no identifiers.
        """
        parts: list[str] = []
        position = 0
        for match in _IDENTIFIER.finditer(text):
            variable = self.variables.get(match.group())
            if variable is None:
                continue
            if literal := text[position : match.start()]:
                parts.append(shlex.quote(literal))
            parts.append(f'"${variable}"')
            position = match.end()
        if literal := text[position:]:
            parts.append(shlex.quote(literal))
        return "".join(parts) or "''"

    def command(self, service: str, operation: str, **options: object) -> str:
        """``aws <service> <operation> --option=value``. What is empty is left out; True is a flag."""
        words = ["aws", service, operation]
        fetched = {}
        for name, value in options.items():
            option = f"--{name.replace('_', '-')}"
            if value is True:
                words.append(option)
            elif isinstance(value, str) and value.startswith(_FETCHED):
                fetched["".join(part.title() for part in name.split("_"))] = value
            elif value is not None and value != "" and value != {}:
                # A value may begin with a hyphen, which would make it an option.
                words.append(f"{option}={self.quoted(str(value))}")
        if fetched:
            words.append(f"--cli-input-json={self.quoted(json.dumps(fetched))}")
        return " ".join(words)

    def kept(self, identifier: str, query: str, service: str, operation: str, **options: object) -> str:
        """A command whose answer holds the new identifier, which its variable keeps."""
        command = self.command(service, operation, **options)
        return f"{self.variables[identifier]}=$({command} --query={query} --output=text)"

    def silent(self, service: str, operation: str, **options: object) -> str:
        return f"{self.command(service, operation, **options)} >/dev/null"


def tag_list(tags: Mapping[str, str], key: str = "Key", value: str = "Value") -> str:
    """As JSON, which the CLI takes everywhere: its shorthand cannot say every text. None is empty."""
    return json.dumps([{key: name, value: text} for name, text in tags.items()]) if tags else ""


def comment(text: str) -> str:
    """One line that no shell reads, whatever is in ``text``."""
    return f"# {' '.join(text.split())}"
