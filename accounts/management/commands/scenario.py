"""``manage.py scenario``: check scenario documents, make sandboxes of them, and write them."""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from os import environ
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from accounts import services, store
from accounts.models import OrganizationRecord
from accounts.organization.scenario import ScenarioError, from_document, summary, to_document
from accounts.organization.scenario.json_text import NotJsonError, json_of

DESCRIPTION = """\
check  print every fault of each FILE with its place; the exit status is 1 if there is any
load   create a sandbox of FILE and print a link that opens it, once, in any browser
dump   print the organization of the sandbox with this id (in its address, after /s/) as a scenario document
"""


class Command(BaseCommand):
    help = DESCRIPTION

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        here = f"http://{environ.get('HOST', '127.0.0.1')}:{environ.get('PORT', '8000')}"
        actions = parser.add_subparsers(dest="action", required=True, metavar="check|load|dump")
        check = actions.add_parser("check")
        check.add_argument("files", nargs="+", metavar="FILE")
        load = actions.add_parser("load")
        load.add_argument("file", metavar="FILE")
        load.add_argument("--json", action="store_true", help="print one JSON object")
        load.add_argument("--base-url", default=here, help="where this site is served (default: %(default)s)")
        dump = actions.add_parser("dump")
        dump.add_argument("public_id", metavar="PUBLIC_ID")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if action == "check":
            self._check(options["files"])
        elif action == "load":
            self._load(options["file"], options["base_url"], as_json=options["json"])
        else:
            self._dump(options["public_id"])

    def _check(self, files: list[str]) -> None:
        wrong = 0
        for file in files:
            try:
                organization = from_document(read(file), "check")
            except ScenarioError as error:
                wrong += 1
                for fault in error.faults:
                    self.stdout.write(_printable(f"{file}: {fault}"))
            except (OSError, NotJsonError) as error:
                wrong += 1
                self.stdout.write(_printable(f"{file}: {_said(error)}"))
            else:
                self.stdout.write(f"{file}: {summary(organization)}")
        if wrong:
            raise CommandError(f"{wrong} of {len(files)} are not scenarios.")

    def _load(self, file: str, base_url: str, *, as_json: bool) -> None:
        try:
            document = read(file)
            name = document.get("name") or Path(file).stem
            record, token = services.create_from_document(document, str(name))
        except (OSError, NotJsonError) as error:
            raise CommandError(f"{file}: {_said(error)}") from None
        except ScenarioError as error:
            faults = "\n".join(f"{file}: {fault}" for fault in error.faults)
            raise CommandError(f"{faults}\nNothing was created.") from None
        url = base_url.rstrip("/") + reverse("accounts:claim", args=[token])
        if as_json:
            self.stdout.write(
                json.dumps({"url": url, "organization_id": record.identifier, "public_id": record.public_id})
            )
        else:
            self.stdout.write(f"{record.identifier}: {url}")

    def _dump(self, public_id: str) -> None:
        record = OrganizationRecord.objects.filter(public_id=public_id).first()
        if record is None:
            raise CommandError(f"There is no sandbox {public_id}.")
        document = {**to_document(store.load(record)), "name": record.name}
        self.stdout.write(json.dumps(document, indent=2, ensure_ascii=False))


def read(file: str) -> dict[str, object]:
    """Raises ``OSError`` and ``NotJsonError``."""
    value = json_of(Path(file).read_bytes())
    if not isinstance(value, dict):
        raise NotJsonError("must be a JSON object")
    return value


def _said(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)


def _printable(line: str) -> str:
    """A document may hold what moves a terminal's cursor, and a fault quotes it."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
