from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"

    def ready(self) -> None:
        from django.utils.formats import number_format
        from django.utils.translation import gettext

        from policies.review.spoken import Voice, speak

        speak(Voice(gettext, lambda count: number_format(count, force_grouping=True)))
