"""The sandbox's addresses."""

from django.urls import path

from accounts.views import editor, inside, sandbox

app_name = "accounts"

urlpatterns = [
    path("", sandbox.home, name="home"),
    path("claim/<str:token>/", sandbox.claim, name="claim"),
    # One organization; "s" for sandbox, as in the links that people share.
    path("s/<str:public_id>/", sandbox.organization, name="organization"),
    path("s/<str:public_id>/ops", sandbox.operate, name="operate"),
    path("s/<str:public_id>/preview", sandbox.preview, name="preview"),
    path("s/<str:public_id>/dialogs/<slug:name>", sandbox.dialog, name="dialog"),
    path("s/<str:public_id>/policies/new", editor.page, name="new_policy"),
    path("s/<str:public_id>/policies/<str:policy_id>/", editor.page, name="policy"),
    path("s/<str:public_id>/accounts/<str:account_id>/", inside.page, name="account"),
]
