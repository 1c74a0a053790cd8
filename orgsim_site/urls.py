"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from orgsim_site.admin_door import admin_door
from orgsim_site.health import healthz

handler403 = "orgsim_site.errors.forbidden"
handler404 = "orgsim_site.errors.not_found"

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("policies.urls")),
    path("", include("lessons.urls")),
    path("admin/login/", admin_door, name="admin_door"),
    path("admin/", admin.site.urls),
    path("language", set_language, name="set_language"),
    path("healthz", healthz, name="healthz"),
]
