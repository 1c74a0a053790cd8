"""LTI 1.3 launches: 1EdTech Security Framework 1.0, section 5.1, and LTI Core 1.3."""

from __future__ import annotations

import time
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth.models import User
from django.urls import reverse

from accounts.models import Visitor
from lessons.lti.launch import CLAIM
from lessons.models import LtiLaunch, LtiPlatform, LtiScore, LtiUser
from tests.accounts.factories import VisitorFactory
from tests.conftest import Browser, Server
from tests.lessons.lti.platform import INSTRUCTOR, Academy, arrive, begin, user_called
from tests.lessons.people import browser, owner

SLUG = "moving-changes-permissions"
TO_LESSON = {CLAIM + "custom": {"orgsim": f"lesson:{SLUG}"}}


@pytest.fixture
def mei(server: Server) -> Browser:
    """Nobody has ever used this browser."""
    return browser(server)


def test_a_learner_comes_to_the_lesson_of_the_link(otter_academy: Academy, mei: Browser) -> None:
    response = otter_academy.launches(mei, **TO_LESSON)

    assert response["Location"] == reverse("lessons:lesson", args=[SLUG])
    user = user_called("mei")
    assert owner(mei) == user.visitor
    assert user.visitor.user is None, "no name is kept"


def test_a_link_without_a_target_leads_to_the_course(otter_academy: Academy, mei: Browser) -> None:
    assert otter_academy.launches(mei)["Location"] == reverse("lessons:course")


def test_a_link_to_what_is_not_there_says_so(otter_academy: Academy, mei: Browser) -> None:
    gone = {CLAIM + "custom": {"orgsim": "lesson:gone"}}
    assert otter_academy.launches(mei, **gone).status_code == 404


def test_another_device_shows_the_same_work(otter_academy: Academy, mei: Browser, server: Server) -> None:
    phone = browser(server)
    otter_academy.launches(mei)
    otter_academy.launches(phone)

    assert owner(phone) == owner(mei)


def test_what_was_made_before_is_the_learners(otter_academy: Academy, server: Server) -> None:
    before = VisitorFactory(token="mei's own")
    otter_academy.launches(browser(server, "mei's own"))

    assert LtiUser.objects.get().visitor == before


def test_what_was_made_elsewhere_comes_to_what_the_learner_has(
    otter_academy: Academy, mei: Browser, server: Server
) -> None:
    otter_academy.launches(mei)
    VisitorFactory(token="at home")
    home = browser(server, "at home")
    otter_academy.launches(home)

    assert owner(home) == owner(mei)
    assert Visitor.objects.count() == 1


def test_two_learners_at_one_machine_stay_two(otter_academy: Academy, mei: Browser) -> None:
    otter_academy.launches(mei)
    first = owner(mei)
    otter_academy.launches(mei, sub="jo")

    assert owner(mei) != first
    assert user_called("mei").visitor == first


def test_somebody_who_is_signed_in_is_asked_whether_it_is_they(
    otter_academy: Academy, server: Server
) -> None:
    priya = User.objects.create_user("priya")
    VisitorFactory(token="priya's", user=priya)
    machine = browser(server, "priya's")
    machine.force_login(priya)
    asked = otter_academy.launches(machine)
    assert asked.status_code == 200
    assert not LtiUser.objects.exists()

    machine.post(asked.request["PATH_INFO"], {"who": "other"})

    assert LtiUser.objects.get().visitor.user is None
    assert owner(machine) == LtiUser.objects.get().visitor
    assert "_auth_user_id" not in machine.session, "priya is signed out here"


def test_who_says_that_it_is_they_has_one_place_for_both(otter_academy: Academy, server: Server) -> None:
    priya = User.objects.create_user("priya")
    VisitorFactory(token="priya's", user=priya)
    machine = browser(server, "priya's")
    machine.force_login(priya)
    asked = otter_academy.launches(machine)
    machine.post(asked.request["PATH_INFO"], {"who": "me"})

    assert LtiUser.objects.get().visitor.user == priya
    assert "_auth_user_id" in machine.session


def test_a_platform_makes_nobody_an_instructor(otter_academy: Academy, mei: Browser) -> None:
    asked = otter_academy.launches(mei, sub="tom", role=INSTRUCTOR)
    mei.post(asked.request["PATH_INFO"], {"who": "other"})

    assert mei.get("/teach/")["Location"].startswith("/sign-in/")
    assert not LtiScore.objects.exists(), "platforms take no scores for those who teach"


# What is refused


def test_a_token_of_another_key_is_refused(
    otter_academy: Academy, mei: Browser, another_key: rsa.RSAPrivateKey
) -> None:
    state, nonce = begin(mei)
    assert arrive(mei, state, otter_academy.signs(otter_academy.says(nonce), another_key)).status_code == 400


def test_a_token_that_nobody_signed_is_refused(otter_academy: Academy, mei: Browser) -> None:
    state, nonce = begin(mei)
    token = jwt.encode(otter_academy.says(nonce), "", algorithm="none", headers={"kid": "academy"})
    assert arrive(mei, state, token).status_code == 400


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_token_signed_with_a_shared_secret_is_refused(otter_academy: Academy, mei: Browser) -> None:
    state, nonce = begin(mei)
    token = otter_academy.signs(otter_academy.says(nonce), "otter", "HS256")
    assert arrive(mei, state, token).status_code == 400


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "https://heron.academy"),
        ("aud", "another tool"),
        ("aud", ["orgsim-1", "another tool"]),  # for several, azp must say which of them
        ("azp", "another tool"),
        ("exp", timedelta(hours=-1)),
        ("iat", timedelta(hours=1)),
        ("nonce", "of another launch"),
        ("sub", ""),
        ("sub", "x" * 300),
        (CLAIM + "version", "1.1"),
        (CLAIM + "message_type", "LtiSubmissionReviewRequest"),
        (CLAIM + "deployment_id", "8"),
        (CLAIM + "deployment_id", None),
        (CLAIM + "resource_link", "week-3"),
    ],
)
def test_a_claim_that_is_wrong_is_refused(
    otter_academy: Academy, mei: Browser, claim: str, value: object
) -> None:
    if isinstance(value, timedelta):
        value = int(time.time() + value.total_seconds())
    response = otter_academy.launches(mei, **{claim: value})

    assert response.status_code == 400
    assert b"not signed as it must be" in response.content
    assert not LtiUser.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é" * 50])
def test_what_is_no_token_is_refused(otter_academy: Academy, mei: Browser, token: str) -> None:
    assert arrive(mei, begin(mei)[0], token).status_code == 400


def test_a_state_that_was_never_given_is_refused(otter_academy: Academy, mei: Browser) -> None:
    _, nonce = begin(mei)
    assert arrive(mei, "made up", otter_academy.signs(otter_academy.says(nonce))).status_code == 400


def test_a_launch_is_good_once(otter_academy: Academy, mei: Browser) -> None:
    state, nonce = begin(mei)
    token = otter_academy.signs(otter_academy.says(nonce))
    assert arrive(mei, state, token).status_code == 302
    assert arrive(mei, state, token).status_code == 400


def test_a_launch_that_took_too_long_is_refused(otter_academy: Academy, mei: Browser) -> None:
    state, nonce = begin(mei)
    LtiLaunch.objects.update(begun="2020-01-01T00:00Z")
    assert arrive(mei, state, otter_academy.signs(otter_academy.says(nonce))).status_code == 400


def test_a_launch_is_of_the_browser_that_began_it(
    otter_academy: Academy, mei: Browser, server: Server
) -> None:
    """Else somebody could be signed in as somebody else without noticing."""
    state, nonce = begin(mei)
    token = otter_academy.signs(otter_academy.says(nonce))
    assert arrive(browser(server), state, token).status_code == 403


def test_a_platform_that_is_not_registered_is_told_so(otter_academy: Academy, mei: Browser) -> None:
    assert mei.get("/lti/login/", {"iss": "https://heron.academy"}).status_code == 404


def test_keys_that_cannot_be_had_are_a_reason_to_try_again(otter_academy: Academy, mei: Browser) -> None:
    otter_academy.answers["/keys"] = (500, "")
    assert otter_academy.launches(mei).status_code == 502


def test_a_platform_may_change_its_keys(otter_academy: Academy, mei: Browser) -> None:
    LtiPlatform.objects.update(
        keys={"keys": [{"kid": "old", "kty": "RSA"}]}, keys_fetched="2020-01-01T00:00Z"
    )
    assert otter_academy.launches(mei).status_code == 302


# In a frame


def test_in_a_frame_it_is_a_link_to_a_window_of_its_own(otter_academy: Academy, mei: Browser) -> None:
    """Where third-party cookies are blocked, as in every browser by now, nothing in a frame can keep one."""
    asked = {"iss": "https://otter.academy", "login_hint": "u", "target_link_uri": "http://testserver/"}
    response = mei.post("/lti/login/", asked, headers={"Sec-Fetch-Dest": "iframe"})

    assert response.status_code == 200
    assert not response.cookies
    assert b'target="_blank"' in response.content
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response


def test_without_a_platform_there_is_nothing(client: Browser) -> None:
    for address in ("/lti/login/", "/lti/jwks/", "/lti/enter/x/", "/lti/choose/"):
        assert client.get(address).status_code == 404
