"""How a platform comes to be known here: by a command, or in the admin."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from lessons.models import LtiPlatform

pytestmark = pytest.mark.django_db
HERON = {
    "name": "Heron Academy",
    "issuer": "https://heron.academy",
    "client_id": "orgsim-2",
    "login_url": "https://heron.academy/auth",
    "token_url": "https://heron.academy/token",
    "keys_url": "https://heron.academy/keys",
}


def test_a_command_registers_a_platform_and_changes_what_is_known_of_it() -> None:
    call_command("lti-platform", "add", deployment=["7"], **HERON)
    call_command("lti-platform", "add", deployment=["8"], **HERON)

    assert LtiPlatform.objects.get().deployments == ["8"]


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(CommandError, match="keys_url"):
        call_command("lti-platform", "add", deployment=["7"], **{**HERON, "keys_url": "file:///keys"})


def test_a_platform_can_be_forgotten() -> None:
    call_command("lti-platform", "add", deployment=["7"], **HERON)
    one = {name: HERON[name] for name in ("issuer", "client_id")}
    call_command("lti-platform", "remove", **one)

    assert not LtiPlatform.objects.exists()
    with pytest.raises(CommandError):
        call_command("lti-platform", "remove", **one)


def test_an_administrator_registers_a_platform_in_the_admin(admin_client: Client) -> None:
    form = {**HERON, "deployments": '["7"]', "is_active": "on"}
    assert admin_client.post("/admin/lessons/ltiplatform/add/", form).status_code == 302
    assert LtiPlatform.objects.get().deployments == ["7"]
