"""People and their organizations, for every room's tests."""

import os

import pytest
from hypothesis import settings

from accounts import services
from accounts.models import OrganizationRecord, Visitor
from accounts.visitors import COOKIE
from tests.accounts.factories import OrganizationRecordFactory, VisitorFactory

# On a machine that lands changes the same examples come every time: a change is never refused for
# what an older one did. At one's desk every run looks for new ones.
settings.register_profile("same every time", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("same every time")


@pytest.fixture
def visitor(db) -> Visitor:
    return VisitorFactory(token="a visitor's secret")


@pytest.fixture
def small_world(visitor: Visitor) -> OrganizationRecord:
    """The visitor's organization of ``factories``: three units, four accounts."""
    return OrganizationRecordFactory(visitor=visitor)


@pytest.fixture
def acme(visitor: Visitor) -> OrganizationRecord:
    """The visitor's sandbox of the built-in scenario."""
    return services.create_sandbox(visitor, "acme")


@pytest.fixture
def client(client, visitor: Visitor):
    """The visitor's browser."""
    client.cookies[COOKIE] = "a visitor's secret"
    return client
