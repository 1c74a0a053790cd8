from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lessons.grades.xapi.sending import send


class Command(BaseCommand):
    help = "Send what happened in classes to the learning record store of XAPI_ENDPOINT. Run it every minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, default=1000, help="statements at once: 1000 by default")

    def handle(self, *, most: int, **options: object) -> None:
        if not settings.XAPI_ENDPOINT:
            raise CommandError("XAPI_ENDPOINT is not set: nothing is kept, and nothing is sent.")
        result = send(most)
        self.stdout.write(f"{result.sent} sent")
        if result.failed:
            raise CommandError(f"{result.failed} wait for the next time. {result.error}")
