"""Learning platforms are registered here; who comes from them, and their scores, can be looked at."""

from django.contrib import admin

from lessons.models import LtiCourse, LtiPlatform, LtiScore
from policies.admin import LookOnly


@admin.register(LtiPlatform)
class LtiPlatformAdmin(admin.ModelAdmin):
    list_display = ("name", "issuer", "client_id", "is_active")


@admin.register(LtiCourse)
class LtiCourseAdmin(LookOnly):
    list_display = ("__str__", "platform", "context")
    list_select_related = ("platform",)


@admin.register(LtiScore)
class LtiScoreAdmin(LookOnly):
    """What waits, and what platforms did not take."""

    list_display = ("link", "user", "percent", "changed", "sent", "tries", "trouble")
    list_filter = ("trouble",)
    list_select_related = ("link__course", "link__classroom", "user__platform")
