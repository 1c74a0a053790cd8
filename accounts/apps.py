from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "AWS accounts"

    def ready(self) -> None:
        from accounts import live
        from accounts.models import OrganizationRecord

        live.register("organization", OrganizationRecord.objects.revisions_of)
