"""Everything is for looking: an organization changes by operations, which keep rows and log in step."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from policies.models import Attachment, InlinePolicy, Policy, PolicyVersion


class LookOnly(admin.ModelAdmin):
    """Rows of a value that is cached by revision; editing one by hand would go unnoticed, or break it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Policy)
class PolicyAdmin(LookOnly):
    list_display = ("name", "type", "identifier", "scope")
    list_filter = ("type",)
    search_fields = ("name", "identifier", "=scope", "document")


@admin.register(PolicyVersion)
class PolicyVersionAdmin(LookOnly):
    list_display = ("policy", "version", "created", "scope")
    search_fields = ("policy", "=scope", "document")


@admin.register(InlinePolicy)
class InlinePolicyAdmin(LookOnly):
    list_display = ("name", "owner", "scope")
    search_fields = ("name", "owner", "=scope", "document")


@admin.register(Attachment)
class AttachmentAdmin(LookOnly):
    list_display = ("policy_identifier", "target", "scope")
    search_fields = ("policy_identifier", "target", "=scope")
