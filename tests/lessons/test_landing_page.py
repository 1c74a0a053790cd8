"""The first page: a small organization to try, doors, and for whoever has been here the way on."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import OrganizationRecord, Visitor

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def test_a_newcomer_gets_the_page_without_anything_being_kept(django_assert_num_queries):
    browser = Client()
    with django_assert_num_queries(1):
        response = browser.get("/")

    assert response.status_code == 200
    assert "visitor" not in response.cookies
    assert "Open the sandbox" in response.content.decode()


def test_moving_the_account_asks_the_engine_and_writes_nothing():
    browser = Client()

    page = browser.get("/", {"place": "Dev"}, headers=HTMX).content.decode()

    assert "Explicitly denied" in page
    assert "Dev denies ec2:RunInstances" in page
    assert "Moving it to Dev cost 826" in page
    assert "<html" not in page
    assert not OrganizationRecord.objects.exists()
    assert not Visitor.objects.exists()


@pytest.mark.parametrize(
    ("place", "action", "who", "title"),
    [
        ("Sandbox", "ec2:RunInstances", "role/Admin", "Allowed"),
        ("Prod", "ec2:RunInstances", "role/Admin", "Implicitly denied"),
        ("Prod", "s3:GetObject", "role/Admin", "Allowed"),
        ("Sandbox", "iam:CreateUser", "role/Developer", "Implicitly denied"),
        ("Dev", "ec2:RunInstances", "root user", "Explicitly denied"),
    ],
)
def test_it_answers_for_every_place_action_and_principal(place: str, action: str, who: str, title: str):
    page = Client().get("/", {"place": place, "action": action, "as": who}, headers=HTMX).content.decode()

    assert f'<b id="mini-why">{title}</b>' in page


@pytest.mark.parametrize("place", ["", "Nowhere", "<b>", "Root"])
def test_what_is_no_place_counts_as_absent(place: str):
    page = Client().get("/", {"place": place, "action": place, "as": place}).content.decode()

    assert '<b id="mini-why">Allowed</b>' in page


def test_whoever_has_a_sandbox_finds_the_way_back_to_it(client):
    address = client.get("/sandbox/").url

    page = client.get("/").content.decode()

    assert address in page
    assert "Welcome back" in page


def test_the_sandbox_opens_with_the_question_that_a_link_carries(client):
    assert client.get("/sandbox/?action=s3:GetObject").url.endswith("/?action=s3%3AGetObject")


def test_who_joins_a_class_and_who_teaches_one_find_the_way(client: Client) -> None:
    page = client.get(reverse("lessons:landing")).content.decode()
    for way in ("join", "teach"):
        assert f'href="{reverse(f"lessons:{way}")}"' in page
