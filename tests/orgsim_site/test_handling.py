"""A few threads answer all requests, each in one go; streams hold none of them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path
from django.utils import translation

from accounts.models import OrganizationRecord
from orgsim_site.handling import Handler
from tests.accounts.factories import OrganizationRecordFactory, VisitorFactory
from tests.accounts.streams import Stream

SOON = 10.0

_released = threading.Event()


def waits(request: HttpRequest) -> HttpResponse:
    _released.wait(SOON)
    return HttpResponse("waited")


def language(request: HttpRequest) -> HttpResponse:
    said = translation.get_language()
    translation.activate("de")
    return HttpResponse(said)


def asks_the_database(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse(threading.current_thread().name)


def backend(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return HttpResponse(cursor.fetchone()[0])


def close_backend(pid: str) -> None:
    """From the database's side."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [int(pid)])
    connection.close()


urlpatterns = [
    path("backend", backend),
    path("waits", waits),
    path("language", language),
    path("asks", asks_the_database),
]
bare = override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[])


def run(script: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(script(), SOON))


async def ask(handler: Handler, address: str, query: bytes = b"") -> tuple[int, str]:
    """Status and body. A server has a task for each request."""
    sent: list[dict[str, Any]] = []
    asked = iter([{"type": "http.request", "body": b""}])

    async def receive() -> dict[str, Any]:
        return next(asked)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost")]
    scope = {"type": "http", "method": "GET", "path": address, "query_string": query, "headers": headers}
    await asyncio.create_task(handler(scope, receive, send))
    return sent[0]["status"], b"".join(each["body"] for each in sent[1:]).decode()


@pytest.fixture
def handler() -> Iterator[Handler]:
    """With one thread, which takes its connection with it at the end."""
    made = Handler(threads=1)
    yield made
    made._threads.submit(connections.close_all).result()
    made._threads.shutdown()


@pytest.fixture
def watched(transactional_db: None) -> OrganizationRecord:
    return OrganizationRecordFactory(visitor=VisitorFactory(token="a secret"))


def test_more_streams_are_open_than_there_are_threads(handler: Handler, watched: OrganizationRecord):
    address = f"/s/{watched.public_id}/live"

    async def script() -> None:
        async with Stream(address, "a secret", handler) as one, Stream(address, "a secret", handler) as two:
            assert [await each.event() for each in (one, two)] == ["organization 0"] * 2
            assert (await ask(handler, "/healthz"))[0] == 200

    run(script)


@bare
def test_a_thread_keeps_its_connection_to_the_database(handler: Handler, transactional_db: None):
    made: list[str] = []

    def note(**of: object) -> None:
        made.append(threading.current_thread().name)

    async def script() -> None:
        (_, thread), again = await ask(handler, "/asks"), await ask(handler, "/asks")
        assert again == (200, thread)
        assert made == [thread]

    connection_created.connect(note)
    try:
        run(script)
    finally:
        connection_created.disconnect(note)


@bare
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite closes no connection by itself")
def test_a_connection_that_the_database_has_closed_is_made_anew(handler: Handler, transactional_db: None):
    async def script() -> None:
        _, first = await ask(handler, "/backend")
        await asyncio.to_thread(close_backend, first)
        status, second = await ask(handler, "/backend")
        assert status == 200
        assert second != first

    run(script)


@bare
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is asked nothing")
def test_a_connection_that_is_there_is_not_asked_whether_it_is(
    handler: Handler, transactional_db: None, monkeypatch: pytest.MonkeyPatch
):
    asked: list[str] = []
    wrapper = type(connections[DEFAULT_DB_ALIAS])
    monkeypatch.setattr(wrapper, "is_usable", lambda _self: bool(asked.append("usable")) or True)

    async def script() -> None:
        for _again in range(2):
            await ask(handler, "/asks")

    run(script)
    assert asked == []


@bare
def test_who_finds_all_threads_at_work_waits(handler: Handler):
    _released.clear()

    async def script() -> None:
        first = asyncio.create_task(ask(handler, "/waits"))
        second = asyncio.create_task(ask(handler, "/language"))
        done, _ = await asyncio.wait([first, second], timeout=0.05)
        assert not done
        _released.set()
        assert await first == (200, "waited")
        assert await second == (200, "en")

    run(script)


@bare
def test_nothing_of_a_request_is_left_to_the_next_in_the_same_thread(handler: Handler):
    async def script() -> None:
        assert await ask(handler, "/language") == (200, "en")
        assert await ask(handler, "/language") == (200, "en")

    run(script)


@bare
def test_an_address_that_cannot_be_read_is_a_bad_request(handler: Handler):
    async def script() -> None:
        assert (await ask(handler, "/language", query=b"\xff"))[0] == 400

    run(script)
