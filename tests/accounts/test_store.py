"""Rows and value say the same; only the difference is written."""

import json
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from accounts import history, services, store
from accounts.models import Event, OrganizationRecord
from accounts.organization import scenario
from accounts.organization.errors import AwsError
from accounts.organization.scenario.shape import text_of
from accounts.organization.state import Organization
from accounts.store.tables import TABLES
from tests.accounts import walks
from tests.accounts.factories import (
    DELEGATE,
    DENY_EC2,
    DEV,
    DEV_1,
    FULL_AWS_ACCESS,
    ROOT,
    SANDBOX,
    SANDBOX_1,
    SMALL_WORLD,
    WORKLOADS,
    OrganizationRecordFactory,
)
from tests.conftest import Server

pytestmark = pytest.mark.django_db


def in_the_rows(record: OrganizationRecord) -> Organization:
    """What the rows say. (Nothing is remembered before the test's transaction ends.)"""
    return store.load(OrganizationRecord.objects.get(pk=record.pk))


MEMBERS_OF_A_SET = re.compile(r"(?<=frozenset\({).*?(?=}\))")


def exactly(organization: Organization) -> str:
    """Equal mappings may differ in order; this does not.

    Sets have no order, but their ``repr`` shows one. Where hashes meet it depends on which member came first,
    and texts have other hashes in each process. So the members are sorted here.
    """
    return MEMBERS_OF_A_SET.sub(lambda found: ", ".join(sorted(found[0].split(", "))), repr(organization))


def test_what_is_stored_is_read_back(small_world):
    assert exactly(in_the_rows(small_world)) == exactly(scenario.from_document(SMALL_WORLD, small_world.seed))


def test_acme_is_read_back(acme):
    assert exactly(in_the_rows(acme)) == exactly(scenario.from_document(scenario.built_in("acme"), acme.seed))


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_rows_equal_the_value_after_every_operation(visitor, data):
    """And replaying the log gives that value again, for each revision, in the same order of everything."""
    record = OrganizationRecordFactory(visitor=visitor)
    whose = {"base_revision": None, "visitor": visitor}
    present = in_the_rows(record)
    seen = [exactly(present)]
    for _ in range(data.draw(st.integers(5, 15), label="steps")):
        kind = data.draw(st.sampled_from([*Event.Kind, "operation", "operation", "operation", "move"]))
        try:
            if kind == Event.Kind.OPERATION:
                key, parameters = walks.operation(data.draw, present)
                services.perform(record, key, **whose, **parameters)
                event(key)
            elif kind == "move":
                services.move_organizational_unit(
                    record,
                    organizational_unit_id=data.draw(st.sampled_from([*present.units, DEV])),
                    destination_parent_id=data.draw(st.sampled_from([ROOT, *present.units])),
                    **whose,
                )
            else:
                getattr(services, kind)(record, **whose)
        except (AwsError, services.NothingToDo):
            pass
        present = in_the_rows(record)
        # Several at once leave revisions that nobody has seen.
        seen += [None] * (record.revision + 1 - len(seen))
        seen[record.revision] = seen[record.revision] or exactly(present)
        assert exactly(present) == seen[record.revision]
    for revision, value in enumerate(seen):
        assert value in (None, exactly(history.state_at(record, revision)))


def test_a_record_that_has_grown_stale_is_read_anew(small_world, visitor):
    elsewhere = OrganizationRecord.objects.get(pk=small_world.pk)
    services.perform(
        elsewhere,
        "organizations.attach_policy",
        policy_id=DENY_EC2,
        target_id=SANDBOX,
        base_revision=0,
        visitor=visitor,
    )

    assert small_world.revision == 0
    assert store.load(small_world).attachments[SANDBOX] == (FULL_AWS_ACCESS, DENY_EC2)
    assert small_world.revision == 1


def test_a_process_does_again_what_another_has_done_instead_of_reading_every_row(small_world, visitor):
    here, elsewhere = Server(), Server()
    with here.at_work():
        store.load(small_world)
    with elsewhere.at_work():
        for destination, source in ((DEV, SANDBOX), (WORKLOADS, DEV)):
            services.perform(
                small_world,
                "organizations.move_account",
                account_id=SANDBOX_1,
                source_parent_id=source,
                destination_parent_id=destination,
                base_revision=None,
                visitor=visitor,
            )
        services.undo(small_world, base_revision=None, visitor=visitor)

    with here.at_work():
        known: list[Organization] = []
        queries = queries_of(lambda: known.append(store.load(small_world)))

    assert len(queries) == 1
    assert known[0].accounts[SANDBOX_1].parent_id == DEV
    assert exactly(known[0]) == exactly(in_the_rows(small_world))


def test_a_list_keeps_its_order_when_one_in_its_middle_comes_back(small_world, visitor):
    whose = {"base_revision": None, "visitor": visitor}
    services.perform(
        small_world, "iam.delete_user_policy", account_id=DEV_1, user_name="mary", policy_name="z", **whose
    )
    services.undo(small_world, **whose)

    assert list(in_the_rows(small_world).accounts[DEV_1].users["mary"].inline) == ["z", "a"]


def test_newcomers_find_their_place_beside_a_newcomer(small_world):
    """The second comes between one that stood here and one that has just come there, halfway."""
    for number in range(3):
        present = in_the_rows(small_world)
        first, *others = present.accounts.values()
        newcomer = replace(first, id=f"40000000000{number}", email=f"{number}@example.com")
        listed = {account.id: account for account in (first, newcomer, *others)}
        after = replace(present, accounts=listed)

        store.write(small_world, present, after)

        assert exactly(in_the_rows(small_world)) == exactly(after)


def test_two_units_may_exchange_their_names(small_world):
    before = store.load(small_world)
    sandbox, workloads = before.units[SANDBOX], before.units[WORKLOADS]
    exchanged = {
        **before.units,
        SANDBOX: replace(sandbox, name=workloads.name),
        WORKLOADS: replace(workloads, name=sandbox.name),
    }
    after = replace(before, units=exchanged)

    store.write(small_world, before, after)

    assert exactly(in_the_rows(small_world)) == exactly(after)


def test_units_inside_one_another_are_made_from_the_outside_in(small_world):
    before = store.load(small_world)
    emptied = replace(
        before,
        units={SANDBOX: before.units[SANDBOX]},
        accounts={
            identifier: replace(account, parent_id=ROOT) for identifier, account in before.accounts.items()
        },
    )
    inside_out = replace(before, units=dict(reversed(before.units.items())))

    store.write(small_world, before, emptied)
    store.write(small_world, emptied, inside_out)

    assert exactly(in_the_rows(small_world)) == exactly(inside_out)


def test_a_list_that_changes_its_whole_order_is_numbered_anew(small_world):
    before = store.load(small_world)
    after = replace(before, accounts=dict(reversed(before.accounts.items())))

    store.write(small_world, before, after)

    assert exactly(in_the_rows(small_world)) == exactly(after)


def test_the_order_of_tags_is_kept(small_world, visitor):
    assert list(in_the_rows(small_world).accounts[DEV_1].users["john"].tags) == ["b", "a"]

    # The value it has already, but given again it goes to the end.
    services.perform(
        small_world,
        "iam.tag_user",
        account_id=DEV_1,
        user_name="john",
        tags=[{"Key": "b", "Value": "1"}],
        base_revision=0,
        visitor=visitor,
    )

    assert list(in_the_rows(small_world).accounts[DEV_1].users["john"].tags) == ["a", "b"]


def test_the_order_inside_a_delegation_policy_is_kept(small_world, visitor):
    """It stands in a column with much else, and only its order changes: of its members, then of its tags."""
    other_way_round = text_of(dict(reversed(DELEGATE.items())))
    whose = {"base_revision": None, "visitor": visitor}

    services.perform(small_world, "organizations.put_resource_policy", content=other_way_round, **whose)
    assert in_the_rows(small_world).resource_policy.document.text == other_way_round

    for key in ("a", "b", "a"):
        tags = [{"Key": key, "Value": "1"}]
        services.perform(
            small_world, "organizations.tag_resource", resource_id="rp-small001", tags=tags, **whose
        )
    assert list(in_the_rows(small_world).resource_policy.tags) == ["b", "a"]
    assert exactly(in_the_rows(small_world)) == exactly(history.state_at(small_world, 4))


# How many queries


def organization_of_size(accounts: int) -> dict[str, object]:
    """The small world with that many more accounts, each like dev-1."""
    example = json.dumps(next(account for account in SMALL_WORLD["accounts"] if account["id"] == DEV_1))
    more = [
        json.loads(example.replace(DEV_1, f"4{number:011}").replace("dev-1", f"more-{number}"))
        for number in range(accounts)
    ]
    return {**SMALL_WORLD, "accounts": [*SMALL_WORLD["accounts"], *more]}


def queries_of(action) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        action()
    return [query["sql"] for query in queries.captured_queries]


@pytest.mark.parametrize("accounts", [0, 300])
def test_reading_takes_the_same_few_queries_at_any_size(visitor, accounts, django_assert_num_queries):
    record = OrganizationRecordFactory(visitor=visitor, document=organization_of_size(accounts))

    with django_assert_num_queries(16):
        store.load(record)


@pytest.mark.parametrize("accounts", [0, 300])
def test_a_move_writes_one_row_at_any_size(visitor, accounts):
    record = OrganizationRecordFactory(visitor=visitor, document=organization_of_size(accounts))
    before = store.load(record)
    moved = replace(before.accounts[SANDBOX_1], parent_id=DEV)
    after = replace(before, accounts={**before.accounts, SANDBOX_1: moved})

    queries = queries_of(lambda: store.write(record, before, after))

    assert [query.split()[0] for query in queries if "SAVEPOINT" not in query] == [
        "SELECT",
        "SELECT",
        "UPDATE",
    ]


# What belongs together


def test_with_an_organization_goes_everything_in_it(small_world):
    other = OrganizationRecordFactory()

    small_world.delete()

    for table in TABLES:
        assert table.model.objects.count() == table.model.objects.filter(**table.of(other)).count()
    assert not Event.objects.exists()


def test_two_organizations_with_the_same_identifiers_stay_apart(small_world):
    twin = OrganizationRecordFactory()

    services.perform(
        twin,
        "organizations.attach_policy",
        policy_id=DENY_EC2,
        target_id=SANDBOX,
        base_revision=0,
        visitor=twin.visitor,
    )

    assert in_the_rows(twin).attachments[SANDBOX] == (FULL_AWS_ACCESS, DENY_EC2)
    assert in_the_rows(small_world).attachments[SANDBOX] == (FULL_AWS_ACCESS,)
