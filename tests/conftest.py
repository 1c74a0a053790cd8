"""People and their organizations, for every room's tests."""

import gc
import os
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, settings

from accounts import services
from accounts.models import OrganizationRecord, Visitor
from accounts.organization.state import Organization
from accounts.people import phrase
from accounts.store import cache
from accounts.visitors import COOKIE
from tests.accounts.factories import OrganizationRecordFactory, VisitorFactory

# How long an example takes says something about the machine, not about the code. On a machine that lands
# changes the same examples come every time: a change is never refused for what an older one did. At
# one's desk every run looks for new ones.
settings.register_profile(
    "at any speed",
    derandomize=bool(os.environ.get("CI")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("at any speed")


# Modules, tests and the catalogue stay to the end. Looking through them for garbage as often as Python
# does of itself takes a tenth of the time of all tests.
gc.set_threshold(100_000, 50, 50)


def pytest_sessionfinish() -> None:
    """Of what was left open and lies about pytest tells after this. All else has been looked through: pytest
    and Python, which do so several times more as they end, need not."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _quick_phrases() -> Iterator[None]:
    """As quick to check as the passwords of ``settings``."""
    with patch.object(phrase, "COST", 2):
        yield


@pytest.fixture(scope="session", autouse=True)
def _the_test_looks_at_the_rows() -> Iterator[None]:
    """What is not committed is at hand for the transaction that made it. The test's own, in which all others
    are, never commits: for whoever asks in no other, nothing is at hand."""
    uncommitted = cache.ByRevision._uncommitted

    def look(values: cache.ByRevision[object], key: Hashable) -> object | None:
        is_of_the_test = connection.in_atomic_block and connection.atomic_blocks[-1]._from_testcase
        return None if is_of_the_test else uncommitted(values, key)

    with patch.object(cache.ByRevision, "_uncommitted", look):
        yield


class Server:
    """The process that answers. What it writes is committed at the end of its own transaction, although the
    test's goes on, and it remembers what it has read. The test does not: it looks at the rows."""

    def __init__(self) -> None:
        self._remembered: cache.ByRevision[Organization] = cache.ByRevision(256)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        with patch.object(cache, "_organizations", self._remembered), committing(connection):
            yield


@contextmanager
def committing(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Whatever waits for a commit happens as soon as no transaction is open but the test's."""
    first = len(connection.run_on_commit)

    def commit() -> None:
        while len(connection.run_on_commit) > first and connection.atomic_blocks[-1]._from_testcase:
            connection.run_on_commit.pop(first)[1]()

    def then_commit(method: Callable[..., None]) -> Callable[..., None]:
        def call(*args: object, **kwargs: object) -> None:
            method(*args, **kwargs)
            commit()

        return call

    waiting = patch.object(connection, "on_commit", then_commit(connection.on_commit))
    ending = patch.object(connection, "savepoint_commit", then_commit(connection.savepoint_commit))
    with waiting, ending:
        yield
    commit()


class Browser(Client):
    def __init__(self, server: Server) -> None:
        super().__init__()
        self._server = server

    def request(self, **request: object) -> HttpResponse:
        with self._server.at_work():
            return super().request(**request)


@pytest.fixture
def visitor(db) -> Visitor:
    return VisitorFactory(token="a visitor's secret")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def small_world(server: Server, visitor: Visitor) -> OrganizationRecord:
    """The visitor's organization of ``factories``: three units, four accounts."""
    with server.at_work():
        return OrganizationRecordFactory(visitor=visitor)


@pytest.fixture
def acme(server: Server, visitor: Visitor) -> OrganizationRecord:
    """The visitor's sandbox of the built-in scenario."""
    with server.at_work():
        return services.create_sandbox(visitor, "acme")


@pytest.fixture
def client(server: Server, visitor: Visitor) -> Browser:
    """The visitor's browser."""
    client = Browser(server)
    client.cookies[COOKIE] = "a visitor's secret"
    return client
