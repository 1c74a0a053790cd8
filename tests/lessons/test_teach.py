"""How somebody becomes an instructor: with an invitation, by signing up, or not at all, as the site says."""

from __future__ import annotations

import asyncio
import runpy
from contextlib import suppress
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

import orgsim_site.settings
from accounts.models import InstructorInvitation, Visitor
from accounts.people import invitations, signing
from accounts.people.invitations import Fault, InvitationRefused, become_instructor, give_code, tries
from accounts.people.limits import limited
from accounts.people.roles import Role, RoleMissing, give_role, requires, role_of
from tests.lessons.people import PASSWORD, browser, owner, shown_phrase

pytestmark = pytest.mark.django_db


def invitation(**columns: object) -> str:
    """Its code."""
    return give_code(InstructorInvitation(**columns))


def teach_sign_up(client, name="priya", code="", **query):
    return client.post(
        "/teach/sign-up/", {"username": name, "password": PASSWORD, "code": code}, query_params=query
    )


def learn_sign_up(client, name="priya"):
    return client.post("/sign-up/", {"username": name, "password": PASSWORD})


def role(name: str = "priya") -> Role:
    return role_of(get_user_model().objects.get(username=name))


# Roles


def test_each_role_may_what_those_before_it_may():
    assert sorted(Role, reverse=True) == [Role.ADMIN, Role.AUTHOR, Role.INSTRUCTOR, Role.LEARNER]
    assert max(Role) is Role.ADMIN


def test_a_role_is_given_instead_of_the_one_before(client):
    learn_sign_up(client)
    person = get_user_model().objects.get()

    for each in (Role.INSTRUCTOR, Role.AUTHOR, Role.INSTRUCTOR, Role.LEARNER):
        give_role(person, each)
        assert role_of(person) is each


def test_a_member_of_staff_is_an_administrator(django_user_model):
    assert role_of(django_user_model(is_staff=True)) is Role.ADMIN


def test_who_was_shut_out_has_no_role(django_user_model):
    assert role_of(django_user_model(is_staff=True, is_active=False)) is Role.LEARNER


def test_an_asynchronous_view_asks_for_the_role_too(client, rf):
    learn_sign_up(client)

    @requires(Role.INSTRUCTOR)
    async def stream(request):
        return HttpResponse("for instructors")

    request = rf.get("/stream")
    request.user = get_user_model().objects.get()

    with pytest.raises(RoleMissing):
        asyncio.run(stream(request))


# Invitations


def test_an_invitation_makes_an_instructor(client):
    response = teach_sign_up(client, code=invitation())

    assert response.headers["Location"] == "/teach/"
    assert role() is Role.INSTRUCTOR
    assert "Your classes" in client.get("/teach/").content.decode()


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", ""), " {} ".format])
def test_a_code_may_be_typed_as_one_likes(client, typed):
    teach_sign_up(client, code=typed(invitation()))

    assert role() is Role.INSTRUCTOR


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"expires": timezone.now() - timedelta(days=1)}, "This invitation has expired"),
        ({"revoked": timezone.now()}, "This invitation was taken back"),
        ({"uses": 2, "used": 2}, "This invitation has been used already"),
    ],
)
def test_an_invitation_that_is_over_lets_nobody_in(server, columns, said):
    newcomer = browser(server)

    response = teach_sign_up(newcomer, code=invitation(**columns))

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not get_user_model().objects.exists()
    assert not Visitor.objects.exists()


def test_as_many_as_an_invitation_says_become_instructors(server):
    code = invitation(uses=2)

    answers = [teach_sign_up(browser(server), name, code).status_code for name in ("ann", "ben", "cem")]

    assert answers == [302, 302, 422]


def test_a_name_that_is_taken_uses_no_invitation(server, client):
    learn_sign_up(client)
    code = invitation()

    assert "Somebody has this name" in teach_sign_up(browser(server), "priya", code).content.decode()

    assert InstructorInvitation.objects.get().used == 0


def test_the_code_of_an_invitation_is_kept_nowhere(client):
    code = invitation()

    kept = str(list(InstructorInvitation.objects.values()))

    assert code not in kept
    assert code.replace("-", "") not in kept


def test_who_guesses_codes_is_stopped(client, rf):
    learn_sign_up(client)
    guess = rf.post("/teach/sign-up/")
    guess.user = get_user_model().objects.get()
    for _ in range(invitations.BY_USER.most):
        with suppress(InvitationRefused):
            become_instructor(guess, "a guess")

    response = client.post("/teach/sign-up/", {"code": invitation()})

    assert "Too many tries" in response.content.decode()
    assert role() is Role.LEARNER


def test_who_guesses_codes_without_a_name_is_stopped(server, rf):
    nobody = rf.post("/teach/sign-up/")
    nobody.user = AnonymousUser()
    for _ in range(invitations.BY_ADDRESS.most):
        with suppress(InvitationRefused), limited(*tries(nobody)):
            raise InvitationRefused(Fault.UNKNOWN)

    assert "Too many tries" in teach_sign_up(browser(server), code=invitation()).content.decode()


# Learners who become instructors


def test_a_learner_with_an_invitation_keeps_everything(client, visitor, small_world):
    learn_sign_up(client)

    client.post("/teach/sign-up/", {"code": invitation()})

    assert role() is Role.INSTRUCTOR
    assert owner(client) == visitor
    assert small_world in visitor.organizations.all()


def test_an_author_does_not_become_less_by_an_invitation(client):
    learn_sign_up(client)
    give_role(get_user_model().objects.get(), Role.AUTHOR)

    client.post("/teach/sign-up/", {"code": invitation()})

    assert role() is Role.AUTHOR


def test_what_an_instructor_made_before_comes_along(client, visitor, small_world):
    teach_sign_up(client, code=invitation())

    assert owner(client) == visitor
    assert small_world in visitor.organizations.all()


def test_a_recovery_phrase_alone_does_not_teach(server, client):
    words = shown_phrase(client.post("/study/phrase").content.decode())
    teach_sign_up(client, code=invitation())
    other = browser(server)
    other.post("/resume/", {"phrase": words})

    assert other.get("/teach/").headers["Location"] == "/sign-in/?as=instructor&next=%2Fteach%2F"
    assert other.get("/teach/sign-up/").headers["Location"].startswith("/sign-in/?as=instructor")


# What the site allows


def test_where_it_is_open_everybody_may(client, settings):
    settings.INSTRUCTOR_SIGN_UP = "open"

    assert "Invitation code" not in client.get("/teach/sign-up/").content.decode()
    teach_sign_up(client)

    assert role() is Role.INSTRUCTOR


def test_where_it_is_open_a_learner_only_says_so(client, settings):
    settings.INSTRUCTOR_SIGN_UP = "open"
    learn_sign_up(client)

    client.post("/teach/sign-up/")

    assert role() is Role.INSTRUCTOR


def test_where_it_is_closed_an_invitation_helps_nobody(client, settings):
    code = invitation()
    settings.INSTRUCTOR_SIGN_UP = "closed"

    assert teach_sign_up(client, code=code).status_code == 403
    assert not get_user_model().objects.exists()


# On the way there


def test_who_is_not_signed_in_comes_back_after_signing_in(server, client):
    teach_sign_up(client, code=invitation())
    other = browser(server)

    sent = other.get("/teach/?tab=exercises").headers["Location"]
    assert "Sign in to teach" in other.get(sent).content.decode()
    response = other.post(sent, {"username": "priya", "password": PASSWORD})

    assert response.headers["Location"] == "/teach/?tab=exercises"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com/", "/\\example.com/", "javascript:alert(1)", "teach"]
)
def test_nobody_is_sent_to_another_site(client, elsewhere):
    teach_sign_up(client, code=invitation())

    response = client.post(
        "/sign-in/", {"username": "priya", "password": PASSWORD}, query_params={"next": elsewhere}
    )

    assert response.headers["Location"] == "/teach/"


def test_a_part_of_a_page_is_not_replaced_by_the_sign_in_page(client):
    response = client.get(
        "/teach/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/teach/?tab=1"}
    )

    assert response.headers["HX-Redirect"] == "/sign-in/?as=instructor&next=%2Fteach%2F%3Ftab%3D1"


def test_a_form_that_was_not_sent_is_nothing_to_come_back_to(rf):
    request = rf.post("/teach/classes")
    request.user, request.htmx = AnonymousUser(), False

    response = requires(Role.INSTRUCTOR)(require_safe(HttpResponse))(request)

    assert response.headers["Location"] == "/sign-in/?as=instructor&next="


def test_a_learner_is_told_what_is_missing_and_how_to_get_it(client):
    learn_sign_up(client)

    refused = client.get("/teach/")
    page = refused.content.decode()

    assert refused.status_code == 403
    assert "This page is for instructors" in page
    assert "Role: learner" in page
    assert 'action="/teach/sign-up/?next=%2Fteach%2F"' in page
    response = client.post("/teach/sign-up/?next=%2Fteach%2F", {"code": invitation()})
    assert response.headers["Location"] == "/teach/"


def test_only_instructors_are_shown_the_way_to_their_page(client):
    link = '<a href="/teach/"'

    learn_sign_up(client)
    assert link not in client.get("/privacy/").content.decode()

    give_role(get_user_model().objects.get(), Role.INSTRUCTOR)
    assert link in client.get("/privacy/").content.decode()


# The command line


def test_the_command_prints_a_code_and_the_address_that_fills_it_in(client, capsys):
    call_command("invite-instructor", "--days", "2", "--base-url", "https://orgsim.example/")

    code, address = capsys.readouterr().out.split()

    assert address == f"https://orgsim.example/teach/sign-up/?code={code}"
    assert f'value="{code}"' in client.get(address.removeprefix("https://orgsim.example")).content.decode()
    assert InstructorInvitation.objects.get().expires - timezone.now() < timedelta(days=2)
    teach_sign_up(client, code=code)
    assert role() is Role.INSTRUCTOR


@pytest.mark.parametrize("wrong", ["--uses=0", "--uses=99999", "--days=0", "--days=99999999", "--email=noor"])
def test_an_invitation_that_makes_no_sense_is_not_made(wrong):
    with pytest.raises(CommandError, match=wrong.split("=")[0]):
        call_command("invite-instructor", wrong)

    assert not InstructorInvitation.objects.exists()


def test_a_role_is_given_from_the_command_line(client, capsys):
    learn_sign_up(client)

    call_command("role", "Priya", "author")

    assert role() is Role.AUTHOR
    assert capsys.readouterr().out == "priya is author.\n"
    with pytest.raises(CommandError, match="Nobody has signed up as nobody"):
        call_command("role", "nobody", "author")


def test_the_site_does_not_start_with_a_way_in_that_does_not_exist(monkeypatch):
    monkeypatch.setenv("INSTRUCTOR_SIGN_UP", "everybody")

    with pytest.raises(ImproperlyConfigured, match="open, invitation or closed, not 'everybody'"):
        runpy.run_path(orgsim_site.settings.__file__)


# Administrators


def test_who_guesses_the_password_of_an_administrator_is_stopped(server, django_user_model):
    django_user_model.objects.create_superuser("admin", password=PASSWORD)
    sent = browser(server).get("/admin/accounts/visitor/", follow=True).redirect_chain[-1][0]
    guesser = browser(server)
    for _ in range(signing.BY_NAME.most):
        guesser.post(sent, {"username": "admin", "password": "a guess"})

    response = guesser.post(sent, {"username": "admin", "password": PASSWORD})

    assert "Too many tries" in response.content.decode()


def test_an_administrator_gets_where_they_wanted_to(server, django_user_model):
    django_user_model.objects.create_superuser("admin", password=PASSWORD)
    admin = browser(server)
    sent = admin.get("/admin/accounts/visitor/", follow=True).redirect_chain[-1][0]

    response = admin.post(sent, {"username": "admin", "password": PASSWORD}, follow=True)

    assert response.request["PATH_INFO"] == "/admin/accounts/visitor/"
