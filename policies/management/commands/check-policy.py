"""``manage.py check-policy``: what is wrong with policies, printed as a compiler prints it."""

from __future__ import annotations

import json
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from policies.catalogue import catalogue
from policies.engine.document import PolicyKind
from policies.engine.json_reader import MAX_CHARACTERS
from policies.engine.quotas import BY_KIND
from policies.review import RULES, Finding, Severity, review

DESCRIPTION = """\
Look through policies, and print what is wrong with them, a line each:

  FILE:line:column: severity code: what it is

The severities are those of IAM Access Analyzer: error, security-warning, warning, suggestion. Codes stay
the same while words may change; --codes prints them all. - is standard input.

Exit status: 1 if there is an error in any file, or a file that cannot be read; else 0. It needs no database.
"""

KINDS = {
    "scp": PolicyKind.SERVICE_CONTROL,
    "rcp": PolicyKind.RESOURCE_CONTROL,
    "identity": PolicyKind.IDENTITY,
    "boundary": PolicyKind.PERMISSIONS_BOUNDARY,
    "session": PolicyKind.SESSION,
    "trust": PolicyKind.TRUST,
    "resource": PolicyKind.RESOURCE,
    "endpoint": PolicyKind.VPC_ENDPOINT,
}
STANDARD_INPUT = "-"
MOST_BYTES = 4 * MAX_CHARACTERS
"""A text that is longer in UTF-8 has more characters than are ever read."""


class Command(BaseCommand):
    help = DESCRIPTION
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", help="a policy as JSON")
        parser.add_argument("--kind", choices=KINDS, help="what the policies are for; needed with files")
        parser.add_argument(
            "--format",
            choices=("text", "json"),
            default="text",
            help="json: an object a line, with the members file, severity, code, title, detail, advice, "
            "path, line, column, length, nearest",
        )
        parser.add_argument(
            "--codes", action="store_true", help="print every code with its severity and source"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["codes"]:
            for rule in RULES.values():
                self.stdout.write(f"{rule.severity.value} {rule.code}: {rule.means} ({rule.source})")
            return
        if not options["files"] or not options["kind"]:
            raise CommandError("name --kind and at least one FILE, or --codes")
        show = _as_json if options["format"] == "json" else _as_text
        is_fine = True
        for file in options["files"]:
            for finding in findings_of(file, KINDS[options["kind"]]):
                self.stdout.write(show(file, finding))
                is_fine = is_fine and finding.severity is not Severity.ERROR
        if not is_fine:
            sys.exit(1)


def findings_of(file: str, kind: PolicyKind) -> Iterator[Finding]:
    """All that there is to say about one file. It raises nothing: a file that cannot be read is a finding."""
    try:
        content = _content(file)
    except (OSError, ValueError) as error:
        yield _of_file("unreadable-file", str(getattr(error, "strerror", None) or error))
        return
    if len(content) > MOST_BYTES:
        yield _of_file("unreadable-file", f"more than {MOST_BYTES:,} bytes")
        return
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        yield _of_file("not-utf-8", f"byte {content[error.start]:#04x} is not UTF-8", line, column)
        return
    yield from review(text, kind, BY_KIND[kind], catalogue()).findings


def _content(file: str) -> bytes:
    """One byte more than may be, at most."""
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with Path(file).open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _of_file(code: str, title: str, line: int = 0, column: int = 0) -> Finding:
    rule = RULES[code]
    return Finding(code, rule.severity, title, line=line, column=column, advice=rule.advice)


def _as_text(file: str, finding: Finding) -> str:
    """What is about the whole stands at its beginning, where an editor can go."""
    place = f"{file}:{finding.line or 1}:{finding.column or 1}"
    sentences = [finding.title, *filter(None, (finding.detail, finding.advice))]
    if finding.nearest:
        sentences.append(f"Nearest: {', '.join(finding.nearest)}.")
    first, *others = sentences
    said = " ".join([first + "." * bool(others), *others])
    return _printable(f"{place}: {finding.severity.value} {finding.code}: {said}")


def _as_json(file: str, finding: Finding) -> str:
    return json.dumps({"file": file, **asdict(finding), "severity": finding.severity.value})


def _printable(line: str) -> str:
    """A policy may hold line breaks and what moves a terminal's cursor, and a message quotes it."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
