"""Undo, redo and reset are revisions of their own; the log only grows."""

import pytest

from accounts import history, services, store
from accounts.models import OrganizationRecord
from accounts.organization import scenario
from tests.accounts.factories import DEV, DEV_1, ROOT, SANDBOX, SANDBOX_1, SMALL_WORLD

pytestmark = pytest.mark.django_db


class Story:
    """One visitor's organization, told in short sentences. ``where`` is sandbox-1's unit."""

    def __init__(self, record: OrganizationRecord) -> None:
        self.record = record
        self.states = [self.state]

    @property
    def where(self) -> str:
        return store.load(self.record).accounts[SANDBOX_1].parent_id

    @property
    def state(self) -> str:
        return repr(store.load(OrganizationRecord.objects.get(pk=self.record.pk)))

    def move_to(self, destination: str) -> "Story":
        return self._did(
            services.perform,
            "organizations.move_account",
            account_id=SANDBOX_1,
            source_parent_id=self.where,
            destination_parent_id=destination,
        )

    def undo(self) -> "Story":
        return self._did(services.undo)

    def redo(self) -> "Story":
        return self._did(services.redo)

    def reset(self) -> "Story":
        return self._did(services.reset)

    def _did(self, service, *args, **parameters) -> "Story":
        service(
            self.record, *args, base_revision=self.record.revision, visitor=self.record.visitor, **parameters
        )
        self.states.append(self.state)
        return self


@pytest.fixture
def story(small_world) -> Story:
    return Story(small_world)


def test_undo_gives_back_the_state_before(story):
    story.move_to(DEV).undo()

    assert story.state == story.states[0]
    assert story.record.revision == 2
    assert [event.name for event in story.record.events.all()] == ["MoveAccount", "Undo"]


def test_undo_goes_back_to_the_start_and_redo_to_the_end(story):
    story.move_to(DEV).move_to(ROOT).move_to(SANDBOX)
    story.undo().undo().undo()
    assert story.state == story.states[0]
    assert not history.can_undo(story.record)

    story.redo().redo().redo()
    assert story.state == story.states[3]
    assert not history.can_redo(story.record)


def test_after_something_new_what_was_undone_is_not_done_again(story):
    story.move_to(DEV).undo().move_to(ROOT)

    assert not history.can_redo(story.record)


def test_redo_does_again_what_was_done_last(story):
    story.move_to(DEV).undo().move_to(ROOT).undo().redo()

    assert story.where == ROOT


def test_undo_after_redo_goes_the_same_way_back(story):
    story.move_to(DEV).move_to(ROOT).undo().redo().undo().undo()

    assert story.state == story.states[0]


def test_there_is_nothing_to_undo_at_the_start(story):
    with pytest.raises(services.NothingToDo):
        story.undo()
    with pytest.raises(services.NothingToDo):
        story.redo()

    assert not story.record.events.exists()


def test_reset_gives_back_the_start_byte_for_byte(story):
    story.move_to(DEV).move_to(ROOT).reset()

    assert story.state == repr(scenario.from_document(SMALL_WORLD, story.record.seed))


def test_reset_can_be_undone(story):
    story.move_to(DEV).reset().undo()

    assert story.where == DEV
    assert story.redo().where == SANDBOX


def test_after_a_final_reset_nothing_before_is_had_back(story):
    story.move_to(DEV)
    services.reset(story.record, base_revision=None, visitor=story.record.visitor, is_final=True)

    assert not history.can_undo(story.record)
    assert not history.can_redo(story.record)
    story.move_to(ROOT).undo()
    assert repr(store.load(story.record)) == story.states[0]
    assert not history.can_undo(story.record)


def test_every_revision_can_be_seen_again(story):
    story.move_to(DEV).undo().move_to(ROOT).reset().move_to(DEV).undo().redo()

    assert [repr(history.state_at(story.record, revision)) for revision in range(8)] == story.states


def test_a_revision_is_the_same_when_all_of_it_has_to_be_done_again(story, monkeypatch):
    monkeypatch.setattr(history, "BATCH", 2)
    story.move_to(DEV).undo().move_to(ROOT).move_to(DEV).move_to(SANDBOX).reset().move_to(ROOT)

    # A test's transaction never ends, so nothing of it is in the process's memory.
    for revision, state in enumerate(story.states):
        assert repr(history.state_at(story.record, revision)) == state


def test_a_long_way_back_leaves_room_for_others(story, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(history, "KEPT", 1)
    story.move_to(DEV).move_to(ROOT).move_to(DEV)

    with django_capture_on_commit_callbacks(execute=True):
        history.state_at(story.record, 3)

    at_hand = [store.cached(story.record, revision) is not None for revision in range(4)]
    assert at_hand == [False, False, False, True]


def test_a_revision_that_never_was_is_not_there(story):
    with pytest.raises(KeyError):
        history.state_at(story.record, 1)


def test_identifiers_and_times_are_the_same_when_replayed(story):
    event = services.perform(
        story.record,
        "iam.create_user",
        account_id=DEV_1,
        user_name="zoe",
        tags=[{"Key": "team", "Value": "red"}],
        base_revision=0,
        visitor=story.record.visitor,
    )

    zoe = history.state_at(story.record, 1).accounts[DEV_1].users["zoe"]
    assert zoe == store.load(story.record).accounts[DEV_1].users["zoe"]
    assert zoe.created == event.time + store.load(story.record).ahead


def test_the_history_says_what_still_stands(story):
    story.move_to(DEV).move_to(ROOT).undo().move_to(SANDBOX)

    entries = [(entry.event.revision, entry.is_undone) for entry in history.history(story.record)]

    assert entries == [(4, False), (2, True), (1, False)]


def test_the_history_can_be_read_in_part(story):
    story.move_to(DEV).move_to(ROOT).move_to(DEV)

    assert [entry.event.revision for entry in history.history(story.record, limit=2)] == [3, 2]


def test_undoing_many_steps_costs_no_more_queries_than_one(story, django_assert_max_num_queries):
    for _ in range(5):
        story.move_to(DEV).move_to(SANDBOX)

    with django_assert_max_num_queries(4):
        assert history.undo_target(story.record) == 9
        assert history.redo_target(story.record) is None


def test_reading_on_from_a_state_at_hand_reads_one_event_only(
    story, django_capture_on_commit_callbacks, django_assert_num_queries
):
    story.move_to(DEV).move_to(ROOT).move_to(SANDBOX)
    with django_capture_on_commit_callbacks(execute=True):
        history.state_at(story.record, 1)

    with django_assert_num_queries(1):
        assert repr(history.state_at(story.record, 2)) == story.states[2]
