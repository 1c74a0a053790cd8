"""A fork begins as another organization was at one revision, and goes its own way from there."""

from dataclasses import replace

import pytest

from accounts import forks, history, services, store
from accounts.models import Event, OrganizationRecord
from accounts.organization.state import AccessKey, Organization
from tests.accounts.factories import DEV, DEV_1, ROOT, SANDBOX_1, OrganizationRecordFactory, VisitorFactory

pytestmark = pytest.mark.django_db


def perform(record: OrganizationRecord, operation: str, **parameters: object) -> Event:
    return services.perform(record, operation, base_revision=None, visitor=record.visitor, **parameters)


def create_unit(record: OrganizationRecord, name: str) -> str:
    event = perform(record, "organizations.create_organizational_unit", parent_id=ROOT, name=name)
    return event.response["OrganizationalUnit"]["Id"]


def move(record: OrganizationRecord, source: str, destination: str) -> None:
    perform(
        record,
        "organizations.move_account",
        account_id=SANDBOX_1,
        source_parent_id=source,
        destination_parent_id=destination,
    )


def access_keys(organization: Organization) -> dict[str, AccessKey]:
    """Of everybody, in the organization and around it."""
    found: dict[str, AccessKey] = {}
    for account in (*organization.accounts.values(), *organization.outsiders.values()):
        found |= account.root_access_keys
        for user in account.users.values():
            found |= user.access_keys
    return found


def without_keys(organization: Organization) -> Organization:
    accounts = {
        account.id: replace(
            account,
            root_access_keys={},
            users={name: replace(user, access_keys={}) for name, user in account.users.items()},
        )
        for account in organization.accounts.values()
    }
    return replace(organization, accounts=accounts)


def test_a_fork_begins_as_the_other_was(small_world, visitor):
    create_unit(small_world, "One")
    create_unit(small_world, "Two")

    made = forks.fork(small_world, 1, visitor)

    assert without_keys(store.load(made)) == without_keys(history.state_at(small_world, 1))
    assert made.revision == 0
    assert (made.forked_from, made.forked_at) == (small_world, 1)


def test_a_fork_has_access_keys_and_secrets_of_its_own(small_world, visitor):
    perform(small_world, "iam.create_access_key", account_id=DEV_1, user_name="mary")
    theirs = access_keys(store.load(small_world))

    made = forks.fork(small_world, 1, visitor)

    own = access_keys(store.load(made))
    assert [(key.created, key.status) for key in own.values()] == [
        (key.created, key.status) for key in theirs.values()
    ]
    assert own.keys().isdisjoint(theirs)
    for revision in (0, 1):
        document = str(made.start.document) + str(history.state_at(made, 0))
        assert not [key for key in access_keys(history.state_at(small_world, revision)) if key in document]


def test_two_forks_of_one_revision_share_no_access_key(small_world, visitor):
    first, second = (access_keys(store.load(forks.fork(small_world, 0, visitor))) for _ in range(2))

    assert first.keys().isdisjoint(second)


def test_the_future_of_the_other_stays(small_world, visitor):
    create_unit(small_world, "One")
    create_unit(small_world, "Two")
    now = store.load(small_world)

    made = forks.fork(small_world, 1, visitor)
    create_unit(made, "Three")

    small_world.refresh_from_db()
    assert small_world.revision == 2
    assert store.load(small_world) == now


def test_what_is_created_in_a_fork_has_an_identifier_of_its_own(small_world, visitor):
    first = create_unit(small_world, "One")

    made = forks.fork(small_world, 0, visitor)

    assert create_unit(made, "One") != first


def test_a_reset_of_a_fork_leads_back_to_where_it_began(small_world, visitor):
    unit_id = create_unit(small_world, "One")
    made = forks.fork(small_world, 1, visitor)
    began = store.load(made)
    move(made, began.accounts[SANDBOX_1].parent_id, DEV)

    services.reset(made, base_revision=None, visitor=visitor)

    assert repr(store.load(made)) == repr(began)
    assert unit_id in store.load(made).units


def test_a_fork_outlives_the_other(small_world, visitor):
    made = forks.fork(small_world, 0, visitor)

    small_world.delete()

    made.refresh_from_db()
    assert made.forked_from is None
    assert SANDBOX_1 in store.load(made).accounts


def test_nobody_has_more_organizations_than_are_kept(small_world, visitor, monkeypatch):
    OrganizationRecordFactory(visitor=VisitorFactory())  # somebody else's does not count
    monkeypatch.setattr(forks, "MOST_ORGANIZATIONS", 2)
    forks.fork(small_world, 0, visitor)

    with pytest.raises(forks.TooMany):
        forks.fork(small_world, 0, visitor)

    assert OrganizationRecord.objects.of(visitor).count() == 2


def test_a_revision_that_never_was_cannot_be_forked(small_world, visitor):
    with pytest.raises(KeyError):
        forks.fork(small_world, 1, visitor)
