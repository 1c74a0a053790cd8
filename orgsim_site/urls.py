"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from orgsim_site.health import healthz

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("policies.urls")),
    path("", include("lessons.urls")),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
]
