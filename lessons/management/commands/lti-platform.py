from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from lessons.models import LtiPlatform

GIVEN = {
    "name": "what people here call it",
    "issuer": "the platform's ID, as it signs: https://moodle.example",
    "client-id": "under which it has registered orgsim",
    "login-url": "its authentication request URL",
    "token-url": "its access token URL",
    "keys-url": "its public keyset URL",
}


class Command(BaseCommand):
    help = "Register a learning platform that launches orgsim by LTI 1.3, or list those that are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        doing = parser.add_subparsers(dest="doing", required=True)
        doing.add_parser("list", help="the platforms that are registered")
        add = doing.add_parser("add", help="register one, or change what is known of it")
        for name, meaning in GIVEN.items():
            add.add_argument(f"--{name}", required=True, help=meaning)
        add.add_argument("--deployment", action="append", required=True, help="its deployment ID; repeatable")
        add.add_argument("--audience", default="", help="of access tokens, if it is not the token URL")
        remove = doing.add_parser("remove", help="forget one, with its courses, links and scores")
        for name in ("issuer", "client-id"):
            remove.add_argument(f"--{name}", required=True, help=GIVEN[name])

    def handle(self, *, doing: str, **options: object) -> None:
        if doing == "list":
            for each in LtiPlatform.objects.order_by("name"):
                self.stdout.write(f"{each.name}: {each.issuer} {each.client_id} {' '.join(each.deployments)}")
            return
        one = {"issuer": options["issuer"], "client_id": options["client_id"]}
        if doing == "remove":
            if not LtiPlatform.objects.filter(**one).delete()[0]:
                raise CommandError("No platform is registered so.")
            return
        platform = LtiPlatform.objects.filter(**one).first() or LtiPlatform(**one)
        for name in ("name", "login_url", "token_url", "keys_url", "audience"):
            setattr(platform, name, options[name])
        platform.deployments = options["deployment"]
        platform.keys, platform.keys_fetched, platform.is_active = {}, None, True
        try:
            platform.full_clean(exclude=["deployments", "keys"])
        except ValidationError as error:
            raise CommandError(str(error)) from error
        platform.save()
        self.stdout.write(
            "Registered. Tell the platform: login /lti/login/, redirect /lti/launch/, keys /lti/jwks/, "
            "content selection /lti/choose/."
        )
