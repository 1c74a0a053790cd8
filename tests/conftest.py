"""People and their organizations, for every room's tests."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.http import HttpResponse
from django.test import Client, TestCase
from hypothesis import HealthCheck, settings

from accounts import services
from accounts.models import OrganizationRecord, Visitor
from accounts.organization.state import Organization
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


class Server:
    """The process that answers. What it writes is committed when it is done, although the test's own
    transaction goes on, and it remembers what it has read. The test does not: it looks at the rows."""

    def __init__(self) -> None:
        self._remembered: cache.ByRevision[Organization] = cache.ByRevision(256)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        remembering = patch.object(cache, "_organizations", self._remembered)
        with remembering, TestCase.captureOnCommitCallbacks(execute=True):
            yield


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
