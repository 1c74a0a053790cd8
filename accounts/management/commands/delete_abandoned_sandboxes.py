from argparse import ArgumentParser
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import services


class Command(BaseCommand):
    help = "Delete the sandboxes that nobody has used for a while. Run it daily."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=30, help="unused for this many days (default: 30)")

    def handle(self, *, days: int, **options: object) -> None:
        count = services.delete_abandoned_sandboxes(timezone.now() - timedelta(days=days))
        self.stdout.write(f"Deleted {count} {'sandbox' if count == 1 else 'sandboxes'}.")
