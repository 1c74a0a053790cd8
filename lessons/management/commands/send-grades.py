from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from lessons.lti.scores import send


class Command(BaseCommand):
    help = "Send scores to the learning platforms that launch orgsim. Run it every minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, default=1000, help="scores at once: 1000 by default")

    def handle(self, *, most: int, **options: object) -> None:
        result = send(most)
        self.stdout.write(f"{result.sent} sent")
        if result.failed:
            raise CommandError(f"{result.failed} were not taken, and are tried again.")
