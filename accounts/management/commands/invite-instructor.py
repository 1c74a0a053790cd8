from argparse import ArgumentParser
from datetime import timedelta
from os import environ

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import InstructorInvitation
from accounts.people.invitations import SignUp, give_code, invitation_path, way_in

LONGEST = 3650


class Command(BaseCommand):
    help = "Make a code with which somebody becomes an instructor, and print it with the address to open."

    def add_arguments(self, parser: ArgumentParser) -> None:
        here = f"http://{environ.get('HOST', '127.0.0.1')}:{environ.get('PORT', '8000')}"
        parser.add_argument("--email", default="", help="for whom it is, as a note; no mail is sent")
        parser.add_argument("--uses", type=int, default=1, help="how many people can use it (default: 1)")
        parser.add_argument("--days", type=int, default=14, help="how long it is good for (default: 14)")
        parser.add_argument(
            "--base-url", default=here, help="where this site is served (default: %(default)s)"
        )

    def handle(self, *, email: str, uses: int, days: int, base_url: str, **options: object) -> None:
        if not 1 <= days <= LONGEST:
            raise CommandError(f"--days: between 1 and {LONGEST}.")
        expires = timezone.now() + timedelta(days=days)
        invitation = InstructorInvitation(email=email, uses=uses, expires=expires)
        try:
            invitation.clean_fields(exclude=["code_hash"])
        except ValidationError as error:
            faults = (f"--{name}: {' '.join(said)}" for name, said in error.message_dict.items())
            raise CommandError("\n".join(faults)) from None
        code = give_code(invitation)
        self.stdout.write(f"{code}\n{base_url.rstrip('/')}{invitation_path(code)}")
        if (way := way_in()) is not SignUp.INVITATION:
            self.stderr.write(f"Nobody is asked for it: INSTRUCTOR_SIGN_UP is {way}.")
