"""The sandbox's addresses."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from accounts.page import organization_policies, resource_policies, subjects
from accounts.views import (
    billing,
    editor,
    exchange,
    history,
    inside,
    management,
    not_simulated,
    opening,
    past,
    past_operations,
    sandbox,
    settings,
    stream,
    what_would,
)

app_name = "accounts"


class IdentityKindConverter(StringConverter):
    regex = "user|group|role"


register_converter(IdentityKindConverter, "identity")


def editor_paths(route: str, find: editor.Find, name: str) -> list[URLPattern]:
    """A policy's editor, the check of what is typed there, the form beside it, and its deletion."""
    base = route.rstrip("/")
    which = {"find": find}
    return [
        path(route, editor.edit, which, name=name),
        path(f"{base}/check", editor.check, which, name=f"{name}_check"),
        path(f"{base}/form", editor.shape, which, name=f"{name}_form"),
        path(f"{base}/delete", editor.delete, which, name=f"{name}_delete"),
    ]


def past_paths(route: str, find: editor.Find, name: str) -> list[URLPattern]:
    """A policy as it was at a revision, and as a shared link shows it."""
    which = {"find": find}
    return [
        path(AT + route, past.policy, which, name=f"{name}_at"),
        path(SHARED + route, past.shared_policy, which, name=f"shared_{name}"),
    ]


AT = "s/<slug:public_id>/r/<int:revision>/"
SHARED = "shared/<slug:token>/"
ACCOUNT = "accounts/<str:account_id>/"
OF_IDENTITY = "<identity:kind>/<str:owner>/policies/"
INSIDE = "s/<slug:public_id>/" + ACCOUNT
IDENTITY = INSIDE + OF_IDENTITY

urlpatterns = [
    path("sandbox/", sandbox.home, name="home"),
    path("try", editor.try_in_sandbox, name="try"),
    path("not-simulated/", not_simulated.not_simulated, name="not_simulated"),
    path("claim/<slug:token>/", sandbox.claim, name="claim"),
    path("open", opening.look, name="open"),
    path("open/new", opening.create, name="open_new"),
    # One organization; "s" for sandbox, as in the links that people share.
    path("s/<slug:public_id>/", sandbox.organization, name="organization"),
    path("s/<slug:public_id>/live", stream.follow, name="live"),
    path("s/<slug:public_id>/ops", sandbox.operate, name="operate"),
    path("s/<slug:public_id>/preview", sandbox.preview, name="preview"),
    path("s/<slug:public_id>/find", sandbox.find, name="find"),
    path("s/<slug:public_id>/destinations", sandbox.destinations, name="destinations"),
    path("s/<slug:public_id>/what-would", what_would.what_would, name="what_would"),
    path("s/<slug:public_id>/what-would/do", what_would.do_edit, name="do_edit"),
    path("s/<slug:public_id>/dialogs/<slug:name>", sandbox.dialog, name="dialog"),
    path("s/<slug:public_id>/billing", billing.billing, name="billing"),
    path("s/<slug:public_id>/settings", settings.settings, name="settings"),
    path("s/<slug:public_id>/effective-policies", management.management, name="management"),
    *editor_paths(
        "s/<slug:public_id>/policies/new", organization_policies.new_service_control_policy, "new_policy"
    ),
    *editor_paths(
        "s/<slug:public_id>/policies/new/<str:policy_type>/",
        organization_policies.new_organization_policy,
        "new_policy_of_type",
    ),
    *editor_paths(
        "s/<slug:public_id>/policies/<str:policy_id>/", organization_policies.organization_policy, "policy"
    ),
    # In and out.
    path("scenario.schema.json", exchange.scenario_schema, name="scenario_schema"),
    path("s/<slug:public_id>/exchange", exchange.exchange, name="exchange"),
    path("s/<slug:public_id>/upload", exchange.upload, name="upload"),
    path("s/<slug:public_id>/export/<str:name>", exchange.export, name="export"),
    path(INSIDE + "iam.json", exchange.export_account, name="export_account"),
    # Time.
    path("s/<slug:public_id>/history", history.history, name="history"),
    path("s/<slug:public_id>/compare", history.compare, name="compare"),
    path("s/<slug:public_id>/r/", history.go_to, name="go_to"),
    path("s/<slug:public_id>/r/<int:revision>/", history.revision, name="revision"),
    path("s/<slug:public_id>/r/<int:revision>/ops", past_operations.operate, name="operate_at"),
    path("s/<slug:public_id>/r/<int:revision>/preview", sandbox.preview, name="preview_at"),
    path("s/<slug:public_id>/r/<int:revision>/dialogs/<slug:name>", sandbox.dialog, name="dialog_at"),
    path("s/<slug:public_id>/r/<int:revision>/find", sandbox.find, name="find_at"),
    path("s/<slug:public_id>/r/<int:revision>/destinations", sandbox.destinations, name="destinations_at"),
    path("s/<slug:public_id>/r/<int:revision>/fork", history.fork, name="fork"),
    path("s/<slug:public_id>/r/<int:revision>/share", history.share, name="share"),
    path("s/<slug:public_id>/snapshots/<int:snapshot_id>/revoke", history.revoke, name="revoke"),
    path("shared/<slug:token>/", history.shared, name="shared"),
    path(AT + ACCOUNT, past.account, name="account_at"),
    path(SHARED + ACCOUNT, past.shared_account, name="shared_account"),
    *past_paths("policies/<str:policy_id>/", organization_policies.organization_policy, "policy"),
    *past_paths(ACCOUNT + "policies/<path:arn>/", subjects.managed_policy, "managed_policy"),
    *past_paths(ACCOUNT + "resources/<path:arn>/", resource_policies.resource_policy, "resource_policy"),
    *past_paths(ACCOUNT + OF_IDENTITY + "named/<str:policy_name>/", subjects.inline_policy, "inline_policy"),
    # One account.
    path(INSIDE, inside.account, name="account"),
    path(INSIDE + "credential-report.csv", inside.credential_report, name="credential_report"),
    *editor_paths(INSIDE + "policies/new", subjects.new_managed_policy, "new_managed_policy"),
    *editor_paths(INSIDE + "policies/<path:arn>/", subjects.managed_policy, "managed_policy"),
    *editor_paths(INSIDE + "resources/<path:arn>/", resource_policies.resource_policy, "resource_policy"),
    *editor_paths(IDENTITY + "new", subjects.new_inline_policy, "new_inline_policy"),
    *editor_paths(IDENTITY + "named/<str:policy_name>/", subjects.inline_policy, "inline_policy"),
]
