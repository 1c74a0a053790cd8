"""A browser is known by a secret in its cookie, and only from when there is something to keep."""

from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from accounts import services
from accounts.models import Visitor, VisitorKey, hash_of
from accounts.people.user_agent import browser_name
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

    assert token not in VisitorKey.objects.get().token_hash


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


CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML) Safari/604.1"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (CHROME, "Chrome on Linux"),
        (CHROME + " Edg/142.0", "Edge on Linux"),
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Safari on iPhone"),
        ("curl/8.5.0", ""),
        ("<b>" * 10_000, ""),
    ],
)
def test_of_a_browser_a_few_known_words_are_kept(header, name):
    assert browser_name(header) == name


def test_two_browsers_can_be_of_one_person():
    visitor = VisitorFactory(token="at home")
    VisitorKey.objects.create(visitor=visitor, token_hash=hash_of("on the train"))

    assert visit(read, "at home").content == visit(read, "on the train").content


def test_who_is_handed_over_gets_a_secret_of_their_own_and_the_former_one_ends():
    other = VisitorFactory()
    VisitorFactory(token="mine")

    def hand_over(request: HttpRequest) -> HttpResponse:
        request.browser.hand_over(other)
        return HttpResponse()

    token = visit(hand_over, "mine").cookies[COOKIE].value

    assert visit(read, token).content == str(other.pk).encode()
    assert visit(read, "mine").content == b"None"


def test_who_leaves_is_a_stranger_afterwards():
    VisitorFactory(token="mine")

    def leave(request: HttpRequest) -> HttpResponse:
        request.browser.leave()
        return HttpResponse()

    assert visit(leave, "mine").cookies[COOKIE]["max-age"] == 0
    assert visit(read, "mine").content == b"None"
