"""What somebody has solved, to print, and to show to whom they choose."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Visitor
from accounts.people.codes import ALPHABET
from lessons.models import Attempt, Completion, new_code

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def learner(client) -> Visitor:
    """Has solved two lessons, one of them with help."""
    client.get("/sandbox/")
    visitor = Visitor.objects.get()
    for slug, assisted in (("why-many-accounts", False), ("iam-grants", True)):
        Attempt.objects.create(
            visitor=visitor, lesson=slug, document={}, seed="x", solved=NOW, assisted=assisted
        )
    return visitor


def link_of(client, name: str = "") -> str:
    client.post("/completion/link", {"name": name})
    return Completion.objects.get().get_absolute_url()


def test_it_lists_what_was_solved_unaided_and_assisted(client, learner):
    page = client.get("/completion/").content.decode()

    assert "2 of 16 lessons solved" in page
    assert "Why many accounts" in page
    assert "assisted" in page
    assert "Not an AWS certification" in page


def test_anybody_may_read_the_link_and_learns_nothing_but_the_name_that_was_typed(client, learner):
    address = link_of(client, "Robin Amsel")

    stranger = Client()
    page = stranger.get(address).content.decode()

    assert "Robin Amsel" in page
    assert "2 of 16 lessons solved" in page
    assert "noindex" in page
    assert "Take the link back" not in page
    assert not stranger.cookies.get("visitor")


def test_a_link_needs_no_name(client, learner):
    assert Client().get(link_of(client)).status_code == 200


def test_the_name_can_be_changed_and_the_link_stays(client, learner):
    address = link_of(client, "Robin")
    assert link_of(client, "Kim") == address

    page = Client().get(address).content.decode()

    assert "Kim" in page
    assert "Robin" not in page


def test_a_revoked_link_never_works_again(client, learner):
    address = link_of(client)

    client.post("/completion/link", {"revoke": "yes"})

    assert Client().get(address).status_code == 404
    assert link_of(client) != address


def test_a_name_is_text_and_nothing_else(client, learner):
    page = Client().get(link_of(client, "<script>alert(1)</script>" + "x" * 200)).content.decode()

    assert "<script>alert" not in page
    assert len(Completion.objects.get().name) <= 80


def test_nobody_makes_a_link_who_has_solved_nothing(client):
    client.get("/sandbox/")

    assert client.post("/completion/link", {"name": "Robin"}).status_code == 404
    assert "No lesson is solved yet" in client.get("/completion/").content.decode()


@pytest.mark.parametrize("code", ["abc", "0000-0000-0000", "x" * 500])
def test_codes_that_never_were_are_not_found(code: str):
    assert Client().get(f"/c/{code}/").status_code == 404


def test_codes_cannot_be_guessed():
    codes = {new_code() for _ in range(100)}

    assert len(codes) == 100
    assert all(set(code) <= set(ALPHABET) for code in codes)
    assert len(ALPHABET) ** 12 > 2**58
