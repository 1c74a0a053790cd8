"""Inside an account at a revision of the past, and below a shared link: to be read, never changed."""

import re

import pytest
from django.urls import reverse

from accounts import services, snapshots
from tests.accounts.factories import DENY_EC2, DEPLOY, DEV_1, DEV_2, OrganizationRecordFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(small_world):
    """The small world at r2: eve came, and mary's access key."""
    for operation in ("iam.create_user", "iam.create_access_key"):
        services.perform(
            small_world,
            operation,
            account_id=DEV_1,
            user_name="eve",
            base_revision=None,
            visitor=small_world.visitor,
        )
    return small_world


def at(record, revision: int, account_id: str = DEV_1) -> str:
    return reverse("accounts:account_at", args=[record.public_id, revision, account_id])


def people(response) -> set[str]:
    return {person.label for room in response.context["page"].tree.rooms for person in room.people}


def test_an_account_is_shown_as_it_was(client, changed):
    before, after = client.get(at(changed, 0)), client.get(at(changed, 1))

    assert "user/eve" not in people(before)
    assert "user/eve" in people(after)


def test_the_past_of_an_account_has_nothing_to_change_it_with(client, changed):
    html = client.get(at(changed, 1), {"as": "user/eve"}).content.decode()

    assert "hx-post" not in html
    assert "/dialogs/" not in html
    posted = re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"', html)
    assert {address.rpartition("/")[2] for address in posted} == {"fork", "share"}


def test_a_secret_is_not_shown_again_in_the_past(client, changed):
    assert b"Secret access key" not in client.get(at(changed, 2), {"as": "user/eve"}).content


def test_another_account_of_the_past_can_be_asked(client, changed):
    response = client.get(at(changed, 1), {"account": DEV_2})

    assert response["Location"].startswith(at(changed, 1, DEV_2))


@pytest.mark.parametrize("revision", [3, 999_999_999])
def test_a_revision_that_is_not_there_is_404(client, changed, revision):
    assert client.get(at(changed, revision)).status_code == 404


def test_somebody_elses_past_is_404(client, visitor):
    assert client.get(at(OrganizationRecordFactory(), 0)).status_code == 404


@pytest.mark.parametrize(
    ("name", "where", "says"),
    [
        ("policy", [DENY_EC2], "DenyEC2"),
        ("managed_policy", [DEV_1, DEPLOY], "Deploy"),
        ("inline_policy", [DEV_1, "group", "developers", "read"], "read"),
        ("resource_policy", [DEV_1, "arn:aws:s3:::files"], "files"),
    ],
)
def test_a_policy_is_shown_as_it_was(client, small_world, name, where, says):
    response = client.get(reverse(f"accounts:{name}_at", args=[small_world.public_id, 0, *where]))

    assert response.status_code == 200
    assert 'id="policy-title"' in response.content.decode()
    assert response.context["subject"].stored.name == says
    assert b"<textarea" not in response.content


def test_a_policy_that_came_later_is_404(client, changed):
    missing = f"arn:aws:iam::{DEV_1}:policy/Later"
    assert (
        client.get(
            reverse("accounts:managed_policy_at", args=[changed.public_id, 0, DEV_1, missing])
        ).status_code
        == 404
    )


# Below a shared link


@pytest.fixture
def token(changed) -> str:
    _, token = snapshots.share(changed, 1, days=7)
    return token


def test_a_link_leads_inside_without_credentials(client, changed, token):
    response = client.get(reverse("accounts:shared_account", args=[token, DEV_1]), {"as": "user/john"})

    assert "user/eve" in people(response)
    html = response.content.decode()
    assert "AKIA" not in html, "no access key"
    assert "credentials" not in response.context
    assert changed.public_id not in html, "nothing leads to the organization itself"
    assert response["X-Robots-Tag"] == "noindex"


def test_a_link_shows_policies_and_nothing_of_what_came_after(client, changed, token):
    address = reverse("accounts:shared_managed_policy", args=[token, DEV_1, DEPLOY])
    html = client.get(address).content.decode()

    assert "Deploy" in html
    assert changed.public_id not in html
    assert "<form" not in html


def test_a_closed_link_leads_nowhere(client, changed, token):
    snapshots.revoke(changed.snapshots.get())

    for name, where in (("shared_account", [DEV_1]), ("shared_policy", [DENY_EC2])):
        assert client.get(reverse(f"accounts:{name}", args=[token, *where])).status_code == 404


def test_every_address_that_the_past_leads_to_is_there(client, changed):
    """Among them the policies of each card, by every kind of label."""
    html = client.get(at(changed, 1), {"as": "user/john", "drawer": "explain"}).content.decode()
    found = {address.partition("#")[0] for address in re.findall(r'href="(/s/[^"]+)"', html)}

    assert any("/policies/" in address for address in found)
    for address in found:
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address
