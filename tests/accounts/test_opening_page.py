"""A scenario that a link or another site brings becomes the reader's organization, once they say so."""

import base64
import json
import zlib
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from accounts import forks, store
from accounts.models import OrganizationRecord, Visitor
from accounts.organization.scenario import packed
from tests.accounts.factories import DEV_1, SMALL_WORLD

LOOK, OPEN = reverse("accounts:open"), reverse("accounts:open_new")
SCENARIO = json.dumps({**SMALL_WORLD, "name": "From the slides"})


def words(response) -> str:
    return unescape(response.content.decode())


def test_what_is_sent_is_told_and_nothing_is_kept(db):
    response = Client(enforce_csrf_checks=True).post(LOOK, {"scenario": SCENARIO})

    assert response.status_code == 200
    assert "Open From the slides?" in words(response)
    assert "4 accounts" in words(response)
    assert not OrganizationRecord.objects.exists()
    assert not Visitor.objects.exists()


def test_a_program_may_send_the_document_itself(db):
    response = Client().post(LOOK, SCENARIO, content_type="application/json")

    assert "Open From the slides?" in words(response)


def test_the_reader_opens_it_as_their_own_with_the_view_of_the_link(client, db):
    response = client.post(OPEN, {"scenario": SCENARIO, "view": f"at={DEV_1}&action=s3:GetObject"})

    made = OrganizationRecord.objects.get()
    assert made.name == "From the slides"
    assert response.url == (
        f"{reverse('accounts:organization', args=[made.public_id])}?at={DEV_1}&action=s3:GetObject"
    )
    assert client.get(response.url).status_code == 200


def test_who_opens_the_same_twice_has_two_with_different_access_keys(client, db):
    for _ in range(2):
        client.post(OPEN, {"scenario": SCENARIO})

    first, second = (
        {key for user in store.load(each).accounts[DEV_1].users.values() for key in user.access_keys}
        for each in OrganizationRecord.objects.all()
    )
    assert first
    assert first.isdisjoint(second)


def test_another_site_cannot_open_it_for_the_reader(db):
    response = Client(enforce_csrf_checks=True).post(OPEN, {"scenario": SCENARIO})

    assert response.status_code == 403
    assert not OrganizationRecord.objects.exists()


def test_what_another_site_sends_leaves_the_readers_cookies_alone(db):
    """The browser has kept them back, so any that were set would take the place of the reader's own."""
    response = Client().post(LOOK, {"scenario": SCENARIO}, headers={"Origin": "https://slides.example"})

    assert not response.cookies
    assert 'data-opens="again"' in words(response)
    assert "From the slides" in words(response)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "orgsim-scenario"}', "\0", "[" * 5_000])
def test_a_faulty_scenario_is_reported_with_its_faults(client, db, text):
    for address in (LOOK, OPEN):
        response = client.post(address, {"scenario": text})
        assert response.status_code == 422
        assert "Nothing can be opened" in words(response)
    assert not OrganizationRecord.objects.exists()


def test_nobody_opens_more_than_are_kept(client, visitor, monkeypatch):
    monkeypatch.setattr(forks, "MOST_ORGANIZATIONS", 0)

    response = client.post(OPEN, {"scenario": SCENARIO})

    assert response.status_code == 422
    assert "more are not kept" in words(response)


def test_the_history_offers_a_link_that_holds_the_organization(client, small_world):
    page = words(client.get(reverse("accounts:history", args=[small_world.public_id])))

    fragment = page.partition('<code id="whole">')[2].partition("</code>")[0].partition("#scenario=")[2]
    content = zlib.decompress(base64.urlsafe_b64decode(fragment + "=="), wbits=-zlib.MAX_WBITS)
    assert client.post(OPEN, {"scenario": content.decode()}).status_code == 302
    made = OrganizationRecord.objects.exclude(pk=small_world.pk).get()
    assert store.load(made).units == store.load(small_world).units


def test_a_packed_scenario_is_a_part_of_an_address_as_it_stands():
    assert packed({"name": "é/+?"}).replace("-", "").replace("_", "").isalnum()
