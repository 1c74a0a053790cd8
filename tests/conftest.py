"""People and their organizations, for every room's tests."""

import pytest

from accounts import services
from accounts.models import OrganizationRecord, Visitor
from accounts.visitors import COOKIE
from tests.accounts.factories import OrganizationRecordFactory, VisitorFactory


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
