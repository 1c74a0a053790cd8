from argparse import ArgumentParser

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from accounts.people.roles import Role, give_role, role_of


class Command(BaseCommand):
    help = "Give somebody who has signed up a role: learner, instructor or author. Administrators are staff."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", metavar="USER", help="their name")
        roles = [role.value for role in Role if role is not Role.ADMIN]
        parser.add_argument("role", choices=roles, metavar="|".join(roles))

    def handle(self, *, user: str, role: str, **options: object) -> None:
        people = get_user_model().objects
        person = people.filter(username=user).first() or people.filter(username__iexact=user).first()
        if person is None:
            raise CommandError(f"Nobody has signed up as {user}.")
        give_role(person, Role(role))
        self.stdout.write(f"{person.get_username()} is {role_of(person)}.")
