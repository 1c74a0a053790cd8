"""Everything is for looking; whole visitors and organizations can be deleted, and instructors be invited."""

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import (
    AccessKey,
    Account,
    CreateAccountRequest,
    Event,
    Group,
    GroupMembership,
    Handshake,
    InstructorInvitation,
    MfaDevice,
    OrganizationalUnit,
    OrganizationRecord,
    Resource,
    Role,
    Snapshot,
    Start,
    User,
    Visitor,
    VisitorKey,
)
from accounts.people.invitations import give_code, invitation_path
from policies.admin import LookOnly


class Deletable(LookOnly):
    """Can be deleted with all that belongs to it, which by itself cannot be."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def get_deleted_objects(self, objs, request):
        deleted, counts, _, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set(), protected


@admin.register(Visitor)
class VisitorAdmin(Deletable):
    list_display = ("__str__", "user", "created", "last_seen")
    list_select_related = ("user",)
    date_hierarchy = "last_seen"


@admin.register(VisitorKey)
class VisitorKeyAdmin(Deletable):
    list_display = ("__str__", "browser", "visitor", "created", "last_seen")
    list_select_related = ("visitor",)


@admin.register(InstructorInvitation)
class InstructorInvitationAdmin(admin.ModelAdmin):
    """The code is shown once, to who makes the invitation."""

    list_display = ("__str__", "created", "expires", "used", "uses", "revoked")
    list_filter = ("revoked", "expires")
    search_fields = ("email",)
    fields = ("email", "uses", "expires")
    actions = ("revoke",)

    def save_model(
        self, request: HttpRequest, obj: InstructorInvitation, form: ModelForm, change: bool
    ) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        code = give_code(obj)
        address = request.build_absolute_uri(invitation_path(code))
        messages.warning(request, f"The code is {code}. It is not shown again: {address}")

    @admin.action(description="Revoke: the code no longer works", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[InstructorInvitation]) -> None:
        queryset.filter(revoked=None).update(revoked=timezone.now())


@admin.register(OrganizationRecord)
class OrganizationRecordAdmin(Deletable):
    list_display = ("name", "identifier", "visitor", "revision", "created", "last_used")
    list_filter = ("name", "feature_set", "last_used")
    list_select_related = ("visitor",)
    search_fields = ("=public_id", "=identifier", "name")


@admin.register(Start)
class StartAdmin(LookOnly):
    list_display = ("organization",)
    list_select_related = ("organization",)
    search_fields = ("=organization__identifier", "=organization__public_id")


@admin.register(Snapshot)
class SnapshotAdmin(LookOnly):
    list_display = ("organization", "revision", "created", "expires", "revoked")
    list_select_related = ("organization",)
    search_fields = ("=organization__identifier", "=organization__public_id")
    date_hierarchy = "created"


@admin.register(OrganizationalUnit)
class OrganizationalUnitAdmin(LookOnly):
    list_display = ("name", "identifier", "parent", "organization")
    list_select_related = ("parent", "organization")
    search_fields = ("name", "=identifier", "=organization__identifier", "=organization__public_id")


@admin.register(Account)
class AccountAdmin(LookOnly):
    list_display = ("name", "identifier", "parent", "state", "organization")
    list_filter = ("state", "joined_method")
    list_select_related = ("parent", "organization")
    search_fields = ("name", "email", "=identifier", "=organization__identifier", "=organization__public_id")


class MembershipInline(admin.TabularInline):
    model = GroupMembership
    fields = ("group",)
    verbose_name_plural = "groups"


@admin.register(User, Group, Role)
class EntityAdmin(LookOnly):
    list_display = ("name", "path", "identifier", "account", "created")
    list_select_related = ("account",)
    search_fields = ("name", "=identifier", "=account__identifier", "=account__organization__public_id")

    def get_inlines(self, request: HttpRequest, obj: Model | None) -> list[type[admin.TabularInline]]:
        return [MembershipInline] if isinstance(obj, User) else []


@admin.register(AccessKey)
class AccessKeyAdmin(LookOnly):
    list_display = ("identifier", "owner", "status", "account", "created")
    list_filter = ("status",)
    list_select_related = ("account",)
    search_fields = ("=identifier", "=account__identifier", "=account__organization__public_id")


@admin.register(MfaDevice)
class MfaDeviceAdmin(LookOnly):
    list_display = ("serial_number", "owner", "account", "created")
    list_select_related = ("account",)
    search_fields = ("serial_number", "=account__identifier", "=account__organization__public_id")


@admin.register(Resource)
class ResourceAdmin(LookOnly):
    list_display = ("arn", "type", "account", "created")
    list_filter = ("type",)
    list_select_related = ("account",)
    search_fields = ("arn", "=account__identifier", "=account__organization__public_id")


@admin.register(Handshake)
class HandshakeAdmin(LookOnly):
    list_display = ("identifier", "action", "state", "recipient", "organization", "expires")
    list_filter = ("action", "state")
    list_select_related = ("organization",)
    search_fields = ("=identifier", "=recipient", "=organization__public_id")


@admin.register(CreateAccountRequest)
class CreateAccountRequestAdmin(LookOnly):
    list_display = ("identifier", "account_name", "state", "organization", "requested")
    list_filter = ("state",)
    list_select_related = ("organization",)
    search_fields = ("=identifier", "=account_id", "=organization__public_id")


@admin.register(Event)
class EventAdmin(LookOnly):
    list_display = ("organization", "revision", "name", "kind", "source", "time", "actor")
    list_filter = ("kind", "source", "name")
    list_select_related = ("organization", "actor")
    search_fields = ("name", "parameters", "=organization__identifier", "=organization__public_id")
    date_hierarchy = "time"
