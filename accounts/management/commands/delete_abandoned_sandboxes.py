from argparse import ArgumentParser
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import services
from accounts.people.forgetting import forget
from accounts.visitors import COOKIE_AGE


class Command(BaseCommand):
    help = "Delete what nobody has used for a while, and who has not been here for longer. Run it daily."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=30, help="unused for this many days (default: 30)")

    def handle(self, *, days: int, **options: object) -> None:
        now = timezone.now()
        count = services.delete_abandoned_sandboxes(now - timedelta(days=days))
        forget(now - COOKIE_AGE)
        self.stdout.write(f"Deleted {count} {'sandbox' if count == 1 else 'sandboxes'}.")
