import pytest
from accounts import store
from accounts.organization import scenario

pytestmark = pytest.mark.django_db


def test_what_is_stored_is_read_back(small_world):
    assert repr(store.load(small_world)) == repr(scenario.from_document(small_world.start, small_world.seed))
