from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"

    def ready(self) -> None:
        from django.utils.translation import gettext

        from policies.review import spoken

        spoken.speak(gettext)
