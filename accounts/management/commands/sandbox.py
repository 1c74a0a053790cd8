from argparse import ArgumentParser
from json import dumps
from os import environ

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from accounts import services
from accounts.access_keys import administrators_key


class Command(BaseCommand):
    help = (
        "Create a sandbox and print a link that opens it, once, in any browser; the sandbox is then "
        "that browser's. The access key of the management account's administrator is printed, too; there is "
        "no endpoint yet that would take it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        here = f"http://{environ.get('HOST', '127.0.0.1')}:{environ.get('PORT', '8000')}"
        parser.add_argument("--scenario", default="acme", help="a built-in scenario (default: acme)")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--base-url", default=here, help="where this site is served (default: %(default)s)"
        )

    def handle(self, *, scenario: str, base_url: str, **options: object) -> None:
        try:
            record, token = services.create_claimable_sandbox(scenario)
        except KeyError:
            raise CommandError(f"There is no built-in scenario named {scenario}.") from None
        url = base_url.rstrip("/") + reverse("accounts:claim", args=[token])
        key_id, secret = administrators_key(record) or (None, None)
        if options["json"]:
            made = {"url": url, "organization_id": record.identifier}
            self.stdout.write(dumps({**made, "access_key_id": key_id, "secret_access_key": secret}))
        else:
            self.stdout.write(f"{record.identifier}: {url}")
            self.stdout.write(f"access key {key_id}, secret {secret}" if key_id else "no access key")
