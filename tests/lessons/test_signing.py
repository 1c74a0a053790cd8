"""A name and a password, for who wants them: everything made before is claimed, and nothing is lost."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session

from accounts import services
from accounts.models import Visitor
from accounts.people import signing
from tests.accounts.factories import OrganizationRecordFactory, VisitorFactory
from tests.lessons.people import PASSWORD, browser, owner, shown_phrase

pytestmark = pytest.mark.django_db


def sign_up(client, name="priya", password=PASSWORD, email=""):
    return client.post("/sign-up/", {"username": name, "password": password, "email": email})


def sign_in(client, name="priya", password=PASSWORD):
    return client.post("/sign-in/", {"username": name, "password": password})


def test_signing_up_claims_what_was_made_in_this_browser(client, visitor, small_world):
    assert sign_up(client).status_code == 302

    visitor.refresh_from_db()
    assert visitor.user.get_username() == "priya"
    assert owner(client) == visitor
    assert client.get(f"/s/{small_world.public_id}/history").status_code == 200


def test_who_has_made_nothing_yet_can_sign_up(server):
    client = browser(server)

    sign_up(client)

    assert owner(client).user.get_username() == "priya"


def test_signing_in_elsewhere_brings_it_there(server, client, visitor, small_world):
    sign_up(client)
    other = browser(server)

    assert sign_in(other).status_code == 302

    assert owner(other) == visitor
    assert other.get(f"/s/{small_world.public_id}/history").status_code == 200


def test_the_secret_in_the_cookie_changes_with_every_sign_in(client, visitor):
    former = client.cookies["visitor"].value
    sign_up(client)
    assert client.cookies["visitor"].value != former


def test_what_was_made_before_signing_in_comes_along(server, client, visitor, small_world):
    sign_up(client)
    other = browser(server, "elsewhere")
    made = OrganizationRecordFactory(visitor=VisitorFactory(token="elsewhere"))
    services.perform(
        made,
        "organizations.create_organizational_unit",
        parent_id=made.root_id,
        name="Mine",
        base_revision=0,
        visitor=made.visitor,
    )

    sign_in(other)

    assert set(visitor.organizations.all()) == {small_world, made}
    assert made.events.get().actor == visitor
    assert Visitor.objects.get() == visitor


def test_two_names_stay_two_people(server, client, visitor, small_world):
    """Who signs in as somebody else does not give away what is kept under the first name."""
    sign_up(client)
    sign_up(browser(server), name="noor")

    sign_in(client, name="noor")

    assert owner(client).user.get_username() == "noor"
    assert small_world in visitor.organizations.all()


def test_signing_out_leaves_a_browser_that_was_never_here(client, visitor, small_world):
    sign_up(client)

    client.post("/sign-out/")

    assert owner(client) is None
    assert client.get(f"/s/{small_world.public_id}/history").status_code == 404
    assert not Session.objects.exists()
    assert sign_in(client).status_code == 302
    assert owner(client) == visitor


def test_the_phrase_keeps_working_and_opens_no_session(server, client, visitor, small_world):
    words = shown_phrase(client.post("/study/phrase").content.decode())
    sign_up(client)
    other = browser(server)

    other.post("/resume/", {"phrase": words})

    assert owner(other) == visitor
    assert "sessionid" not in other.cookies


def test_whoever_was_signed_in_is_so_no_longer_after_a_phrase(server, client, visitor):
    words = shown_phrase(client.post("/study/phrase").content.decode())
    other = browser(server)
    sign_up(other, name="noor")

    other.post("/resume/", {"phrase": words})

    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("name", "password", "email", "said"),
    [
        ("", PASSWORD, "", "This field is required"),
        ("two words", PASSWORD, "", "Enter a valid username"),
        ("x" * 61, PASSWORD, "", "at most 60 characters"),
        ("nul\0", PASSWORD, "", "Null characters"),
        ("priya", "short", "", "too short"),
        ("priya", "password1", "", "too common"),
        ("priyadarshini", "priyadarshini", "", "too similar"),
        ("priya", "x" * 201, "", "at most 200 characters"),
        ("priya", PASSWORD, "no address", "Enter a valid email address"),
    ],
)
def test_what_cannot_be_signed_up_with_is_refused_with_the_reason(client, name, password, email, said):
    response = sign_up(client, name, password, email)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize("name", ["priya", "PRIYA"])
def test_a_name_is_one_persons(server, client, name):
    sign_up(client)

    response = sign_up(browser(server), name=name)

    assert "Somebody has this name already" in response.content.decode()
    assert get_user_model().objects.count() == 1


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(server, client):
    sign_up(client)

    wrong = sign_in(browser(server), password="wrong").content.decode()
    unknown = sign_in(browser(server), name="nobody", password="wrong").content.decode()

    assert "Name and password do not fit together" in wrong
    assert without_token(wrong).replace("priya", "nobody") == without_token(unknown)


def without_token(page: str) -> str:
    return re.sub(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", page)


def test_who_guesses_a_password_is_stopped(server, client):
    sign_up(client)
    guesser = browser(server)
    for _ in range(signing.BY_NAME.most):
        sign_in(guesser, password="wrong")

    response = sign_in(guesser)

    assert "Try again in 5 minutes" in response.content.decode()
    assert owner(guesser) is None


def test_who_asks_which_names_there_are_is_stopped(server, client):
    sign_up(client)
    asker = browser(server)
    for _ in range(signing.SIGNING_UP.most):
        sign_up(asker)

    assert "Too many tries" in sign_up(asker, name="noor").content.decode()


def test_a_changed_password_signs_every_other_browser_out(server, client, visitor):
    sign_up(client)
    other = browser(server)
    sign_in(other)

    client.post("/password/", {"proof": PASSWORD, "password": "eight otters by the sea"})

    assert owner(other) is None
    assert owner(client) is not None
    assert Session.objects.count() == 1
    assert sign_in(browser(server)).status_code == 422
    assert sign_in(browser(server), password="eight otters by the sea").status_code == 302


def test_who_has_forgotten_the_password_changes_it_with_the_phrase(server, client):
    sign_up(client)
    words = shown_phrase(client.post("/study/phrase").content.decode())

    client.post("/password/", {"proof": words, "password": "eight otters by the sea"})

    assert sign_in(browser(server), password="eight otters by the sea").status_code == 302


def test_nobody_changes_a_password_without_proof(server, client):
    sign_up(client)

    response = client.post("/password/", {"proof": "a guess", "password": "eight otters by the sea"})

    assert "neither your password nor your phrase" in response.content.decode()
    assert sign_in(browser(server)).status_code == 302


def test_everything_is_erased_when_asked_twice(client, visitor, small_world):
    sign_up(client)

    assert client.post("/erase/", {"proof": PASSWORD}).status_code == 422
    assert client.post("/erase/", {"proof": "a guess", "sure": "on"}).status_code == 422
    assert Visitor.objects.exists()

    assert client.post("/erase/", {"proof": PASSWORD, "sure": "on"}).status_code == 302

    assert not Visitor.objects.exists()
    assert not get_user_model().objects.exists()
    assert not Session.objects.exists()
    assert not small_world.events.exists()
    assert owner(client) is None


def test_who_has_no_name_erases_without_a_password(client, visitor):
    assert client.post("/erase/", {"sure": "on"}).status_code == 302

    assert not Visitor.objects.exists()


@pytest.mark.parametrize(
    "address", ["/progress/", "/resume/", "/sign-up/", "/sign-in/", "/erase/", "/privacy/"]
)
def test_reading_these_pages_leaves_nothing(server, address):
    client = browser(server)

    assert client.get(address).status_code == 200

    assert not Visitor.objects.exists()
    assert "visitor" not in client.cookies
