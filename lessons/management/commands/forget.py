from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from lessons.forgetting import UNUSED, forget


class Command(BaseCommand):
    help = (
        "Delete classes that are long over, sandboxes that nobody has used for a while, and people who have "
        "not been here for longer. Run it daily."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        unused = f"sandboxes: unused for this many days (default: {UNUSED.days})"
        parser.add_argument("--days", type=int, default=UNUSED.days, help=unused)

    def handle(self, *, days: int, **options: object) -> None:
        forgotten = forget(days)
        told = (("class", "classes", forgotten.classes), ("sandbox", "sandboxes", forgotten.sandboxes))
        told += (("person", "people", forgotten.people),)
        counts = [f"{count} {one if count == 1 else many}" for one, many, count in told]
        self.stdout.write(f"Deleted {counts[0]}, {counts[1]} and {counts[2]}.")
