"""A browser is known by a secret in its cookie, and only from when there is something to keep."""

from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from accounts import services
from accounts.models import Visitor
from accounts.visitors import COOKIE, VisitorMiddleware
from tests.accounts.factories import VisitorFactory

pytestmark = pytest.mark.django_db


def visit(view, token: str | None = None) -> HttpResponse:
    request = RequestFactory().get("/")
    if token:
        request.COOKIES[COOKIE] = token
    return VisitorMiddleware(view)(request)


def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.visitor.pk))


def make_something(request: HttpRequest) -> HttpResponse:
    services.create_sandbox(request.visitor)
    return HttpResponse(str(request.visitor.pk))


def test_who_merely_reads_leaves_nothing():
    response = visit(read)

    assert COOKIE not in response.cookies
    assert not Visitor.objects.exists()


def test_who_makes_something_is_known_from_then_on():
    made = visit(make_something)
    cookie = made.cookies[COOKIE]

    assert visit(read, cookie.value).content == made.content
    assert len(cookie.value) == 43, "256 bits"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 400 * 24 * 60 * 60


@pytest.mark.parametrize("https", [True, False])
def test_the_secret_travels_in_the_open_only_where_there_is_no_https(settings, https):
    settings.SESSION_COOKIE_SECURE = https

    assert bool(visit(make_something).cookies[COOKIE]["secure"]) is https


def test_only_the_secrets_hash_is_kept():
    token = visit(make_something).cookies[COOKIE].value

    assert token not in Visitor.objects.get().token_hash


def test_a_secret_that_we_did_not_give_is_never_taken_over():
    response = visit(make_something, "put here by somebody else")

    assert response.cookies[COOKIE].value != "put here by somebody else"


def test_who_keeps_coming_is_not_forgotten():
    VisitorFactory(token="mine", last_seen=timezone.now() - timedelta(days=300))

    response = visit(read, "mine")

    assert response.cookies[COOKIE].value == "mine"
    assert timezone.now() - Visitor.objects.get().last_seen < timedelta(minutes=1)


def test_a_second_look_on_the_same_day_writes_nothing(django_assert_num_queries):
    VisitorFactory(token="mine")

    with django_assert_num_queries(1):
        response = visit(read, "mine")

    assert COOKIE not in response.cookies


def test_pages_that_nobody_owns_ask_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = visit(lambda request: HttpResponse(), "mine")

    assert not response.has_header("Vary")


def test_what_depends_on_the_visitor_is_not_shared_by_caches():
    assert visit(read).headers["Vary"] == "Cookie"
