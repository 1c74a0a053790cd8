"""Every change of an organization is one transaction with one event; a refusal leaves no trace."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, models
from django.utils import timezone

from accounts import history, services, store
from accounts.models import Account, Event, OrganizationRecord, Visitor
from accounts.organization.errors import organizations as errors
from policies.models import Attachment
from tests.accounts.factories import (
    DENY_EC2,
    DEV,
    DEV_1,
    DEV_2,
    FULL_AWS_ACCESS,
    ROOT,
    SANDBOX,
    SANDBOX_1,
    SMALL_WORLD,
    WORKLOADS,
    OrganizationRecordFactory,
    VisitorFactory,
)

pytestmark = pytest.mark.django_db

SANDBOX_1_TO_DEV = {"account_id": SANDBOX_1, "source_parent_id": SANDBOX, "destination_parent_id": DEV}


def move(
    record: OrganizationRecord, *, base_revision: int | None = None, visitor: Visitor | None = None
) -> Event:
    return services.perform(
        record,
        "organizations.move_account",
        base_revision=base_revision,
        visitor=visitor or record.visitor,
        **SANDBOX_1_TO_DEV,
    )


def parent_of(account_id: str, record: OrganizationRecord) -> str:
    return store.load(OrganizationRecord.objects.get(pk=record.pk)).accounts[account_id].parent_id


# Operations


def test_an_operation_is_one_revision_and_one_event_like_cloudtrails(small_world, visitor):
    before = timezone.now()

    event = move(small_world, base_revision=0)

    assert small_world.revision == OrganizationRecord.objects.get().revision == 1
    assert parent_of(SANDBOX_1, small_world) == DEV
    event = Event.objects.get(pk=event.pk)
    assert (event.revision, event.before, event.kind) == (1, 0, "operation")
    assert (event.name, event.source) == ("MoveAccount", "organizations.amazonaws.com")
    assert event.operation == "organizations.move_account"
    assert event.parameters == SANDBOX_1_TO_DEV
    assert event.response == {}
    assert event.actor == visitor
    assert before <= event.time <= timezone.now()
    assert small_world.last_used == event.time


def test_the_event_keeps_the_response(small_world, visitor):
    event = services.perform(
        small_world,
        "organizations.create_organizational_unit",
        parent_id=ROOT,
        name="Security",
        base_revision=0,
        visitor=visitor,
    )

    [made] = [unit for unit in store.load(small_world).units.values() if unit.name == "Security"]
    assert Event.objects.get(pk=event.pk).response["OrganizationalUnit"]["Id"] == made.id


def test_what_aws_refuses_is_no_revision(small_world, visitor):
    with pytest.raises(errors.DuplicateAccount):
        services.perform(
            small_world,
            "organizations.move_account",
            base_revision=0,
            visitor=visitor,
            **SANDBOX_1_TO_DEV | {"destination_parent_id": SANDBOX},
        )

    assert OrganizationRecord.objects.get().revision == 0
    assert not Event.objects.exists()
    assert parent_of(SANDBOX_1, small_world) == SANDBOX


def test_a_stale_revision_is_refused_with_what_happened_meanwhile(small_world, visitor):
    moved = move(small_world, base_revision=0)

    with pytest.raises(services.StaleRevision) as stale:
        services.reset(small_world, base_revision=0, visitor=visitor)

    assert stale.value.events == (moved,)
    assert small_world.revision == 1, "what is there now can be shown"
    assert Event.objects.count() == 1


def test_somebody_elses_organization_is_not_there(small_world):
    for stranger in (VisitorFactory(), Visitor()):
        with pytest.raises(OrganizationRecord.DoesNotExist):
            move(small_world, visitor=stranger)

    assert parent_of(SANDBOX_1, small_world) == SANDBOX


def test_what_is_nobodys_is_not_a_new_visitors(db):
    record, _ = services.create_claimable_sandbox()

    assert not OrganizationRecord.objects.of(Visitor()).exists()
    with pytest.raises(OrganizationRecord.DoesNotExist):
        services.reset(record, base_revision=None, visitor=Visitor())


# All or nothing


@pytest.mark.parametrize("broken", [Account, Attachment, Event], ids=lambda model: model.__name__)
def test_a_write_that_breaks_off_leaves_everything_as_it_was(small_world, visitor, monkeypatch, broken):
    """The database goes away at the first, a middle or the last table that an operation writes."""
    before = repr(store.load(small_world))

    def break_off(*args, **kwargs):
        raise DatabaseError("the connection is gone")

    monkeypatch.setattr("django.db.models.query.QuerySet.bulk_create", breaking(broken, break_off))
    with pytest.raises(DatabaseError):
        services.perform(
            small_world,
            "organizations.create_account",
            email="new@example.com",
            account_name="new",
            base_revision=0,
            visitor=visitor,
        )
    monkeypatch.undo()

    record = OrganizationRecord.objects.get()
    assert record.revision == 0
    assert not Event.objects.exists()
    assert repr(store.load(record)) == before


def breaking(model: type[models.Model], break_off):
    bulk_create = models.QuerySet.bulk_create

    def instead(queryset, *args, **kwargs):
        return (break_off if queryset.model is model else bulk_create)(queryset, *args, **kwargs)

    return instead


@pytest.mark.django_db(transaction=True)
def test_of_several_who_change_the_same_revision_one_wins():
    record = OrganizationRecordFactory()
    outcomes: list[str] = []
    start = Barrier(4)

    def change() -> None:
        mine = OrganizationRecord.objects.get(pk=record.pk)
        start.wait()
        try:
            move(mine, base_revision=0)
            outcomes.append("moved")
        except services.StaleRevision as stale:
            outcomes.append(f"stale, after {[event.name for event in stale.events]}")
        finally:
            connection.close()

    threads = [Thread(target=change) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["moved", *["stale, after ['MoveAccount']"] * 3]
    assert OrganizationRecord.objects.get().revision == Event.objects.count() == 1


def test_of_two_who_were_not_kept_apart_by_a_lock_the_second_gives_way(small_world, visitor):
    def script(draft: services.Draft) -> None:
        draft.apply("organizations.move_account", **SANDBOX_1_TO_DEV)
        move(OrganizationRecord.objects.get(pk=small_world.pk))

    with pytest.raises(services.StaleRevision):
        services.perform_group(small_world, script, base_revision=0, visitor=visitor)

    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_value_is_remembered_with_its_revision(django_assert_num_queries):
    record = OrganizationRecordFactory()
    move(record)

    with django_assert_num_queries(0):
        assert store.load(record).accounts[SANDBOX_1].parent_id == DEV


@pytest.mark.django_db(transaction=True)
def test_a_move_takes_a_handful_of_queries(django_assert_max_num_queries):
    """Lock, state, raise the revision, look up account and destination, write both rows; begin and end; and
    PostgreSQL tells other processes."""
    # Without the invitation, which would be written as expired.
    record = OrganizationRecordFactory(document={**SMALL_WORLD, "handshakes": []})
    visitor = record.visitor

    with django_assert_max_num_queries(11):
        move(record, visitor=visitor)


# Moving an organizational unit


def test_moving_a_unit_rebuilds_it_and_all_in_it(small_world, visitor):
    before = store.load(small_world)

    events = services.move_organizational_unit(
        small_world,
        organizational_unit_id=WORKLOADS,
        destination_parent_id=SANDBOX,
        base_revision=0,
        visitor=visitor,
    )

    assert [event.name for event in events] == [
        "CreateOrganizationalUnit",  # Workloads
        "CreateOrganizationalUnit",  # Dev
        "AttachPolicy",
        "MoveAccount",
        "MoveAccount",
        "DeleteOrganizationalUnit",
        "DeleteOrganizationalUnit",
    ]
    after = store.load(small_world)
    units = {unit.name: unit for unit in after.units.values()}
    assert set(units) == {"Sandbox", "Workloads", "Dev"}
    assert units["Workloads"].parent_id == SANDBOX
    assert units["Dev"].parent_id == units["Workloads"].id
    assert units["Workloads"].id != WORKLOADS, "AWS gives a new unit a new identifier"
    assert units["Workloads"].tags == before.units[WORKLOADS].tags
    assert after.attachments[units["Dev"].id] == (FULL_AWS_ACCESS, DENY_EC2)
    assert {after.accounts[account].parent_id for account in (DEV_1, DEV_2)} == {units["Dev"].id}


def test_a_moved_unit_has_exactly_the_policies_it_had(small_world, visitor):
    whose = {"base_revision": None, "visitor": visitor}
    services.perform(
        small_world, "organizations.detach_policy", policy_id=FULL_AWS_ACCESS, target_id=DEV, **whose
    )

    services.move_organizational_unit(
        small_world, organizational_unit_id=DEV, destination_parent_id=ROOT, **whose
    )

    [dev] = [unit for unit in store.load(small_world).units.values() if unit.name == "Dev"]
    assert store.load(small_world).attachments[dev.id] == (DENY_EC2,)


def test_undo_takes_back_the_whole_move_of_a_unit(small_world, visitor):
    before = repr(store.load(small_world))
    whose = {"base_revision": None, "visitor": visitor}
    services.move_organizational_unit(
        small_world, organizational_unit_id=DEV, destination_parent_id=ROOT, **whose
    )
    moved = repr(store.load(small_world))

    services.undo(small_world, **whose)
    assert repr(store.load(small_world)) == before

    services.redo(small_world, **whose)
    assert repr(store.load(small_world)) == moved
    assert not history.can_redo(small_world)


@pytest.mark.parametrize(
    ("unit", "destination", "error"),
    [
        (WORKLOADS, DEV, errors.InvalidInput),
        (WORKLOADS, WORKLOADS, errors.InvalidInput),
        (WORKLOADS, "ou-tiny-missing1", errors.ParentNotFound),
        ("ou-tiny-missing1", ROOT, errors.OrganizationalUnitNotFound),
        # Where it is already, its own name is taken.
        (WORKLOADS, ROOT, errors.DuplicateOrganizationalUnit),
    ],
)
def test_a_unit_that_cannot_be_moved_stays_whole(small_world, visitor, unit, destination, error):
    before = repr(store.load(small_world))

    with pytest.raises(error):
        services.move_organizational_unit(
            small_world,
            organizational_unit_id=unit,
            destination_parent_id=destination,
            base_revision=0,
            visitor=visitor,
        )

    assert repr(store.load(small_world)) == before
    assert not Event.objects.exists()


# Sandboxes


def test_a_first_sandbox_makes_the_visitor_known(db):
    visitor = Visitor()

    record = services.create_sandbox(visitor)

    assert list(OrganizationRecord.objects.of(Visitor.objects.get())) == [record]
    assert record.name == "acme"


def test_two_sandboxes_cannot_be_guessed_from_one_another(visitor):
    one, other = (services.create_sandbox(visitor) for _ in range(2))

    assert one.public_id != other.public_id
    assert len(one.public_id) >= 22
    assert one.seed != other.seed


def test_a_claim_link_gives_the_sandbox_to_the_first_who_opens_it(db):
    record, token = services.create_claimable_sandbox()
    first, second = Visitor(), VisitorFactory()

    assert services.claim(token, first) == record
    with pytest.raises(OrganizationRecord.DoesNotExist):
        services.claim(token, second)

    assert list(OrganizationRecord.objects.of(first)) == [record]


def test_the_database_keeps_no_secret_in_the_clear(db):
    record, token = services.create_claimable_sandbox()

    assert token not in OrganizationRecord.objects.get(pk=record.pk).claim_hash


def test_only_what_nobody_comes_back_to_is_abandoned(db):
    now = timezone.now()
    month, yesterday = now - timedelta(days=31), now - timedelta(days=1)
    gone, back = VisitorFactory(last_seen=month), VisitorFactory(last_seen=yesterday)
    abandoned = OrganizationRecordFactory(visitor=gone, last_used=month)
    never_claimed = OrganizationRecordFactory(visitor=None, last_used=month)
    looked_at = OrganizationRecordFactory(visitor=back, last_used=month)
    worked_on = OrganizationRecordFactory(visitor=VisitorFactory(last_seen=month), last_used=yesterday)

    assert services.delete_abandoned_sandboxes(now - timedelta(days=30)) == 2

    assert set(OrganizationRecord.objects.all()) == {looked_at, worked_on}
    assert not Attachment.objects.filter(scope__in=[abandoned.public_id, never_claimed.public_id]).exists()


def test_who_can_come_back_from_another_browser_keeps_their_sandboxes(db):
    now = timezone.now()
    month = now - timedelta(days=31)
    visitor = VisitorFactory(last_seen=month, phrase_hash="four words")
    kept = OrganizationRecordFactory(visitor=visitor, last_used=month)

    assert services.delete_abandoned_sandboxes(now - timedelta(days=30)) == 0

    assert OrganizationRecord.objects.get() == kept
