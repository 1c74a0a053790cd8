"""What is done at a revision of the past is done in a fork of it, in one step; the future stays."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts import forks, services, store
from accounts.models import OrganizationRecord
from tests.accounts.factories import (
    DEV,
    DEV_1,
    ROOT,
    SANDBOX,
    SANDBOX_1,
    WORKLOADS,
    OrganizationRecordFactory,
)

HTMX = {"HX-Request": "true"}
MOVE = {
    "op": "organizations.move_account",
    "account_id": SANDBOX_1,
    "source_parent_id": SANDBOX,
    "destination_parent_id": WORKLOADS,
}


@pytest.fixture
def story(small_world) -> OrganizationRecord:
    """r1: OU Research. r2: sandbox-1 moves to Dev."""
    for operation, parameters in (
        ("organizations.create_organizational_unit", {"parent_id": ROOT, "name": "Research"}),
        (
            "organizations.move_account",
            {"account_id": SANDBOX_1, "source_parent_id": SANDBOX, "destination_parent_id": DEV},
        ),
    ):
        services.perform(
            small_world, operation, base_revision=None, visitor=small_world.visitor, **parameters
        )
    return small_world


def operate(client: Client, record: OrganizationRecord, revision: int, fields: dict[str, str], **how: object):
    return client.post(reverse("accounts:operate_at", args=[record.public_id, revision]), fields, **how)


def fields_of(page: str) -> dict[str, str]:
    """What the form of the offer sends, with its button."""
    form = page.partition('<form id="fork-and-do"')[2].partition("</form>")[0]
    found = re.findall(
        r'<(?:input type="hidden"|button class="btn primary") name="([^"]+)" value="([^"]*)"', form
    )
    return {name: html.unescape(value) for name, value in found}


def test_an_operation_in_the_past_is_offered_as_a_fork(client, story):
    response = operate(client, story, 1, MOVE)

    page = response.content.decode()
    assert response.status_code == 409
    assert "sandbox-1 moved from Sandbox to Workloads." in page
    assert "aws organizations move-account" in page
    assert OrganizationRecord.objects.count() == 1
    story.refresh_from_db()
    assert story.revision == 2


def test_accepting_the_offer_forks_and_does_it_in_one_step(client, story):
    offered = operate(client, story, 1, {**MOVE, "view": f"at={DEV_1}&shape=outline"}).content.decode()

    response = operate(client, story, 1, fields_of(offered))

    made = story.forks.get()
    assert (made.forked_at, made.revision) == (1, 1)
    assert store.load(made).accounts[SANDBOX_1].parent_id == WORKLOADS
    address, _, query = response.url.partition("?")
    assert address == reverse("accounts:organization", args=[made.public_id])
    assert f"at={SANDBOX_1}" in query
    assert "shape=outline" in query


def test_the_future_stays(client, story):
    now = store.load(story)

    operate(client, story, 1, {**MOVE, "fork": "yes"})

    story.refresh_from_db()
    assert story.revision == 2
    assert store.load(story) == now


def test_what_the_fork_began_with_is_given_back_by_undo(client, story):
    operate(client, story, 1, {**MOVE, "fork": "yes"})
    made = story.forks.get()

    services.undo(made, base_revision=None, visitor=story.visitor)

    assert store.load(made).accounts[SANDBOX_1].parent_id == SANDBOX


@pytest.mark.parametrize("fork", ["", "yes"])
def test_what_aws_refuses_makes_no_fork(client, story, fork):
    """At r2 the account is in Dev, not in Sandbox."""
    response = operate(client, story, 2, {**MOVE, "fork": fork})

    assert response.status_code == 422
    assert "SourceParentNotFound" in response.content.decode()
    assert OrganizationRecord.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"op": "undo"},
        {"op": "reset", "fork": "yes"},
        {"op": "organizations.explode"},
        {**MOVE, "account_id": ""},
    ],
)
def test_what_is_no_operation_of_the_past_is_refused(client, story, fields):
    assert operate(client, story, 1, fields).status_code == 422
    assert OrganizationRecord.objects.count() == 1


def test_a_unit_is_rebuilt_in_the_fork(client, story):
    fields = {
        "op": "move_organizational_unit",
        "organizational_unit_id": DEV,
        "destination_parent_id": ROOT,
    }
    offered = operate(client, story, 0, fields).content.decode()
    assert "Dev was created in Root." in offered
    assert "aws organizations create-organizational-unit" in offered

    operate(client, story, 0, fields_of(offered))

    organization = store.load(story.forks.get())
    (dev,) = (unit for unit in organization.units.values() if unit.name == "Dev")
    assert dev.parent_id == ROOT


def test_a_dialog_of_the_past_is_about_the_past(client, story):
    """In r0 there was no OU Research to put anything into."""
    for revision, is_there in ((0, False), (1, True)):
        address = reverse("accounts:dialog_at", args=[story.public_id, revision, "move-unit"])
        dialog = client.get(address, {"organizational_unit_id": DEV}, headers=HTMX).content.decode()
        assert ("Research" in dialog) is is_there
        assert reverse("accounts:operate_at", args=[story.public_id, revision]) in dialog


def test_a_refused_dialog_of_the_past_is_shown_again(client, story):
    fields = {"op": "organizations.create_organizational_unit", "parent_id": ROOT, "name": "Research"}

    response = operate(client, story, 1, {**fields, "dialog": "new-unit"}, headers=HTMX)

    assert response["HX-Retarget"] == "#dialog-slot"
    assert "DuplicateOrganizationalUnit" in response.content.decode()


def test_a_preview_of_the_past_foresees_what_the_move_would_have_done(client, story):
    """At r1 the account was in Sandbox still."""
    address = reverse("accounts:preview_at", args=[story.public_id, 1])
    fields = {"account_id": SANDBOX_1, "destination_parent_id": DEV}

    assert "Sandbox" in client.get(address, fields, headers=HTMX).content.decode()
    assert OrganizationRecord.objects.count() == 1


def test_nobody_else_forks_by_an_operation(client, db):
    theirs = OrganizationRecordFactory()

    assert operate(client, theirs, 0, {**MOVE, "fork": "yes"}).status_code == 404
    for name, *more in (("dialog", "rename"), ("preview",)):
        address = reverse(f"accounts:{name}_at", args=[theirs.public_id, 0, *more])
        assert client.get(address).status_code == 404
    assert OrganizationRecord.objects.count() == 1


def test_a_revision_that_never_was_takes_no_operation(client, story):
    assert operate(client, story, 3, MOVE).status_code == 404


def test_no_more_forks_than_are_kept(client, story, monkeypatch):
    monkeypatch.setattr(forks, "MOST_ORGANIZATIONS", 1)

    response = operate(client, story, 1, {**MOVE, "fork": "yes"})

    assert response.status_code == 422
    assert "more are not kept" in response.content.decode()


def test_the_page_of_the_past_sends_every_change_to_the_past(client, story):
    page = client.get(reverse("accounts:revision", args=[story.public_id, 1])).content.decode()

    for name in ("operate", "preview"):
        assert f'"{reverse(f"accounts:{name}", args=[story.public_id])}"' not in page
        assert f'"{reverse(f"accounts:{name}_at", args=[story.public_id, 1])}"' in page
    assert f"{reverse('accounts:dialog', args=[story.public_id, 'policies'])}" not in page
    assert "Fork and move" in page
