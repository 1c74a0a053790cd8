"""The admin shows every row and changes none, since the value and the log would not follow. Only invitations
are made there."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from accounts import services, snapshots
from accounts.models import Event, InstructorInvitation, OrganizationRecord
from accounts.people.invitations import give_code
from accounts.people.roles import Role, role_of
from policies.models import Policy
from tests.accounts.factories import DENY_EC2, SANDBOX, OrganizationRecordFactory

ROWS = [
    model
    for model in admin.site._registry
    if model._meta.app_label in ("accounts", "policies") and model is not InstructorInvitation
]


def address(model, view: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


@pytest.fixture
def world(db) -> OrganizationRecord:
    record = OrganizationRecordFactory(visitor__token="a browser")
    services.perform(
        record,
        "organizations.attach_policy",
        policy_id=DENY_EC2,
        target_id=SANDBOX,
        base_revision=0,
        visitor=record.visitor,
    )
    snapshots.share(record, 1)
    return record


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_every_kind_of_row_can_be_listed_searched_and_opened(world, admin_client, model):
    row = model.objects.first()

    assert admin_client.get(address(model, "changelist")).status_code == 200
    assert admin_client.get(address(model, "changelist"), {"q": "dev"}).status_code == 200
    assert admin_client.get(address(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_no_row_can_be_added_or_changed(world, admin_client, model):
    row = model.objects.first()

    assert admin_client.get(address(model, "add")).status_code == 403
    assert admin_client.post(address(model, "change", row.pk), {}).status_code == 403


def test_an_organization_can_be_deleted_whole(world, admin_client):
    admin_client.post(address(OrganizationRecord, "delete", world.pk), {"post": "yes"})

    assert not OrganizationRecord.objects.exists()
    assert not Policy.objects.exists()


def test_an_event_cannot_be_deleted(world, admin_client):
    event = Event.objects.get()

    assert admin_client.post(address(Event, "delete", event.pk), {"post": "yes"}).status_code == 403


def test_who_makes_an_invitation_sees_its_code_once(admin_client):
    made = admin_client.post(
        address(InstructorInvitation, "add"),
        {"email": "noor@example.com", "uses": "2", "expires_0": "2099-01-01", "expires_1": "12:00"},
        follow=True,
    )

    (code,) = re.findall(r"The code is (\w{5}-\w{5})\.", made.content.decode())
    assert f"/teach/sign-up/?code={code}" in made.content.decode()
    assert code not in admin_client.get(address(InstructorInvitation, "changelist")).content.decode()
    become = Client()
    become.post("/teach/sign-up/", {"username": "noor", "password": "seven otters by the lamp", "code": code})
    assert role_of(get_user_model().objects.get(username="noor")) is Role.INSTRUCTOR


def test_invitations_are_revoked_together(admin_client):
    for _ in range(2):
        give_code(InstructorInvitation())
    chosen = list(InstructorInvitation.objects.values_list("pk", flat=True))

    admin_client.post(
        address(InstructorInvitation, "changelist"), {"action": "revoke", "_selected_action": chosen}
    )

    assert not InstructorInvitation.objects.filter(revoked=None).exists()
