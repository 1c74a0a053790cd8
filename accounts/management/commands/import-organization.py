"""``manage.py import-organization``: an organization of AWS's, from files or live, to a scenario."""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.organization.importing import (
    MOST_BYTES,
    Answer,
    Imported,
    Remark,
    Remarks,
    answers_in,
    import_answers,
    unpacked,
)
from accounts.organization.scenario import ScenarioError, summary

DESCRIPTION = """\
Read an organization of AWS's and write a scenario document.

--from reads a folder, an archive (.zip) or a file of what these commands print, as JSON; where they ask
about something (--parent-id and the like), its identifier must stand in the file's name:

  aws organizations describe-organization, list-roots, list-accounts, list-policies, describe-policy,
    list-organizational-units-for-parent, list-accounts-for-parent (or list-children, list-parents),
    list-policies-for-target (or list-targets-for-policy), list-tags-for-resource,
    list-aws-service-access-for-organization, list-delegated-administrators,
    list-delegated-services-for-account, describe-resource-policy
  aws iam get-account-authorization-details, list-roles; and if credentials matter list-access-keys,
    get-login-profile, list-virtual-mfa-devices, get-account-password-policy, list-account-aliases
    for each account, with its credentials, and its number in the name of the file or of a folder

--live asks AWS, or what answers at --endpoint-url, with the credentials that boto3 finds.

Numbers of accounts, identifiers, e-mail addresses, and names and aliases of accounts are replaced, in
policies, names and tags, too, unless --keep-identifiers. Names of units, policies, users, groups, roles and
resources, and tags, stay otherwise. No secret is ever read. What is not simulated is named on standard error.
Handshakes, the bill and what accounts hold besides their IAM are not read.
"""
SEED = "imported"


class Command(BaseCommand):
    help = DESCRIPTION
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--from", dest="path", metavar="PATH", help="a folder, an archive or a file")
        source.add_argument("--live", action="store_true", help="ask AWS itself")
        source.add_argument("--endpoint-url", help="ask what answers here like AWS")
        parser.add_argument(
            "--role-name",
            default="OrganizationAccountAccessRole",
            help="the role in which IAM of the other accounts is read (default: %(default)s)",
        )
        parser.add_argument("--profile", help="of boto3's, for the credentials")
        parser.add_argument("--keep-identifiers", action="store_true", help="replace nothing")
        parser.add_argument("--output", required=True, metavar="FILE", help="- is standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            imported, remarks = _imported(options)
        except ScenarioError as error:
            for fault in error.faults:
                self.stderr.write(_printable(str(fault)))
            raise CommandError("Nothing was imported.") from None
        text = json.dumps(imported.document, indent=2, ensure_ascii=False) + "\n"
        if options["output"] == "-":
            self.stdout.write(text, ending="")
        else:
            try:
                Path(options["output"]).write_text(text, encoding="utf-8")
            except OSError as error:
                raise CommandError(f"{options['output']}: {error.strerror}") from None
        for remark in (*remarks, *imported.remarks):
            self.stderr.write(_printable(str(remark)))
        if imported.replaced:
            named = ", ".join(f"{count:,} {what}" for what, count in imported.replaced.items())
            self.stderr.write(f"Replaced: {named}")
        self.stderr.write(summary(imported.organization))


def _imported(options: dict[str, Any]) -> tuple[Imported, tuple[Remark, ...]]:
    remarks = Remarks()
    if options["path"]:
        answers: Iterable[Answer] = answers_in(_files(Path(options["path"])))
        imported = import_answers(answers, keep_identifiers=options["keep_identifiers"], seed=SEED)
    else:
        imported = _live(options, remarks)
    return imported, remarks.all()


def _live(options: dict[str, Any], remarks: Remarks) -> Imported:
    try:
        from boto3.session import Session
        from botocore.exceptions import BotoCoreError, ClientError

        from accounts.live_organization import LiveOrganization
    except ModuleNotFoundError:
        raise CommandError("boto3 is missing: pip install boto3, or use --from.") from None
    try:
        session = Session(profile_name=options["profile"])
        live = LiveOrganization(session, options["endpoint_url"], options["role_name"], remarks)
        return import_answers(live.answers(), keep_identifiers=options["keep_identifiers"], seed=SEED)
    except (ClientError, BotoCoreError, ValueError) as error:
        if isinstance(error, ScenarioError):
            raise
        raise CommandError(str(error)) from None


def _files(path: Path) -> dict[str, bytes]:
    """By name, as seen from ``path``."""
    try:
        if path.is_dir():
            found = sorted(each for each in path.rglob("*.json") if each.is_file())
            if sum(each.stat().st_size for each in found) > MOST_BYTES:
                raise CommandError(f"{path} holds more than {MOST_BYTES:,} bytes.")
            return {str(each.relative_to(path)): each.read_bytes() for each in found}
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"{path} has more than {MOST_BYTES:,} bytes.")
        content = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
    return unpacked(path.name, content) if path.suffix.lower() == ".zip" else {path.name: content}


def _printable(line: str) -> str:
    """Names may hold what moves a terminal's cursor."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
