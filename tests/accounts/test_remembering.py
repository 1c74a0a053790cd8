"""What a transaction has made is at hand in it, and for everybody else once it is through."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts import history, services, store
from accounts.models import OrganizationRecord
from tests.accounts.factories import DEV, SANDBOX, SANDBOX_1, WORKLOADS

pytestmark = pytest.mark.django_db


class Regretted(Exception):
    """Why a transaction is not through."""


def move(record: OrganizationRecord, destination: str) -> None:
    """From the Sandbox."""
    services.perform(
        record,
        "organizations.move_account",
        account_id=SANDBOX_1,
        source_parent_id=SANDBOX,
        destination_parent_id=destination,
        base_revision=None,
        visitor=record.visitor,
    )


def regret(record: OrganizationRecord, destination: str) -> None:
    with suppress(Regretted), transaction.atomic():
        move(record, destination)
        raise Regretted
    record.refresh_from_db()


def parent(record: OrganizationRecord, revision: int) -> str:
    return history.state_at(record, revision).accounts[SANDBOX_1].parent_id


@transaction.atomic
def test_what_a_transaction_has_made_it_need_not_read(small_world):
    move(small_world, DEV)

    with CaptureQueriesContext(connection) as queries:
        assert store.load(small_world).accounts[SANDBOX_1].parent_id == DEV
        assert parent(small_world, 0) == SANDBOX

    assert not queries.captured_queries


@transaction.atomic
def test_after_a_rollback_to_a_savepoint_a_number_is_another_state(small_world):
    regret(small_world, DEV)
    assert store.cached(small_world, 1) is None

    move(small_world, WORKLOADS)

    assert small_world.revision == 1
    assert parent(small_world, 1) == store.load(small_world).accounts[SANDBOX_1].parent_id == WORKLOADS


@transaction.atomic
def test_what_was_made_before_the_savepoint_stays_at_hand(small_world):
    move(small_world, DEV)
    with suppress(Regretted), transaction.atomic():
        services.undo(small_world, base_revision=None, visitor=small_world.visitor)
        raise Regretted

    assert store.cached(small_world, 1) is not None
    assert store.cached(small_world, 2) is None


@transaction.atomic
def test_what_a_part_without_a_savepoint_has_made_goes_with_the_whole(small_world):
    with suppress(Regretted), transaction.atomic():
        with transaction.atomic(savepoint=False):
            move(small_world, DEV)
        raise Regretted

    assert store.cached(small_world, 1) is None


def test_others_see_it_once_it_is_committed(
    small_world, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
):
    values: store.ByRevision[str] = store.ByRevision(8)

    def seen_by_others() -> str | None:
        with ThreadPoolExecutor(1) as another:
            return another.submit(values.get, small_world, 1).result()

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        values.keep(small_world, 1, "made")
        assert values.get(small_world, 1) == "made"
        assert seen_by_others() is None

    assert seen_by_others() == "made"


@pytest.mark.django_db(transaction=True)
def test_nobody_ever_sees_what_was_rolled_back(small_world):
    regret(small_world, DEV)

    move(small_world, WORKLOADS)

    assert parent(small_world, 1) == WORKLOADS
