"""Pages that need no organization."""

from django.urls import path

from policies import views

app_name = "policies"

urlpatterns = [
    path("checker/", views.checker, name="checker"),
    path("actions/", views.actions, name="actions"),
]
