"""Everything of one learner as a file, and back: whole, once, and whoever wrote it."""

from __future__ import annotations

import copy
import json
from datetime import timedelta
from importlib.resources import files

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from accounts import history, services, store
from accounts.models import AccessKey, Event, OrganizationRecord, Visitor
from accounts.organization import scenario
from accounts.organization.scenario import ScenarioError
from accounts.organization.state import Organization
from lessons import attempts
from lessons.classroom import holding, sitting
from lessons.course.comparison import CELLS
from lessons.course.content import lesson_of
from lessons.models import Answer, Attempt, ClassStep, Proof, Review, Step, Vote
from lessons.progress_file.reading import read_progress
from lessons.progress_file.shape import MOST_JUDGED
from lessons.progress_file.taking import take_in
from lessons.progress_file.writing import progress_of
from tests.accounts.factories import DEV, DEV_1, SANDBOX, OrganizationRecordFactory, VisitorFactory
from tests.lessons.classroom.world import NO, classroom, learner, step
from tests.lessons.people import browser, owner
from tests.lessons.test_attempts import solve

pytestmark = pytest.mark.django_db
SLUG = "moving-changes-permissions"
SCHEMA = json.loads(files("lessons.progress_file").joinpath("progress.schema.json").read_text())
NOW = timezone.now()


def do(record: OrganizationRecord, operation: str, **parameters: object) -> Event:
    return services.perform(record, operation, base_revision=None, visitor=record.visitor, **parameters)


def worked_on(visitor: Visitor) -> OrganizationRecord:
    """With a unit that was made, filled, undone and filled again; with a key, and a reset that was undone."""
    record = OrganizationRecordFactory(visitor=visitor)
    made = do(record, "organizations.create_organizational_unit", parent_id=record.root_id, name="New")
    unit = made.response["OrganizationalUnit"]["Id"]
    into = {"source_parent_id": DEV, "destination_parent_id": unit}
    do(record, "organizations.move_account", account_id=DEV_1, **into)
    services.undo(record, base_revision=None, visitor=visitor)
    services.redo(record, base_revision=None, visitor=visitor)
    do(record, "iam.create_access_key", account_id=DEV_1, user_name="mary")
    services.reset(record, base_revision=None, visitor=visitor)
    services.undo(record, base_revision=None, visitor=visitor)
    return record


def with_work(visitor: Visitor) -> Visitor:
    """Has a sandbox, a solved attempt with an answer, a question of the engine's, a review and a proof."""
    worked_on(visitor)
    lesson = lesson_of(SLUG)
    attempt = attempts.begin(visitor, SLUG, lesson.document, lesson.title)
    attempt.step = Step.DO
    attempt.save()
    solve(attempt)
    Answer.objects.create(visitor=visitor, attempt=attempt, kind="prediction", question="p1", is_right=True)
    Answer.objects.create(
        visitor=visitor,
        kind="check",
        question="made",
        asking={"world": 1},
        is_right=False,
        misconception="M1",
    )
    Review.objects.create(visitor=visitor, misconception="M1", due=NOW + timedelta(days=3))
    Proof.objects.create(visitor=visitor, cell="scope.iam", found={"decision": "allowed"})
    return visitor


def written(learner: Visitor) -> dict:
    return json.loads(json.dumps(progress_of(learner)))


_kept: list[str] = []


@pytest.fixture
def document(db) -> dict:
    """What a learner's browser has saved. It is the same for all tests, and its learner is gone."""
    if not _kept:
        with transaction.atomic():
            _kept.append(json.dumps(progress_of(with_work(VisitorFactory()))))
            transaction.set_rollback(True)
    return json.loads(_kept[0])


def by_hand(document: dict, **members: object) -> dict:
    """As somebody has changed it, or another site has written it."""
    return {**copy.deepcopy(document), **members, "signature": "of another site"}


def take(document: dict, visitor: Visitor, *, is_rehearsal: bool = False):
    return take_in(read_progress(json.dumps(document).encode()), visitor, is_rehearsal=is_rehearsal)


def rows(visitor: Visitor) -> list[object]:
    return [
        [(record.name, record.seed, record.revision) for record in visitor.organizations.order_by("pk")],
        [(each.lesson, each.seed, each.solved, each.score) for each in visitor.attempts.order_by("pk")],
        [(each.question, each.choice, each.time) for each in visitor.answers.order_by("pk")],
        [(each.misconception, each.due, each.step) for each in visitor.reviews.order_by("pk")],
        [(each.cell, each.found) for each in visitor.proofs.order_by("pk")],
    ]


# There and back


def test_a_file_is_as_its_schema_says(document):
    jsonschema.Draft202012Validator(SCHEMA).validate(document)


OF_A_CLASS = {"seat", "class_step", "version", "is_preview", "edition", "missed", "last_said"}
"""What its instructor's dashboard and gradebook go by."""


@pytest.mark.parametrize(
    ("model", "member", "otherwise"),
    [
        (Attempt, "attempts", {"answers"}),
        (Answer, "answers", set()),
        (Review, "reviews", set()),
        (Proof, "proofs", set()),
    ],
)
def test_every_column_of_what_a_learner_has_is_in_the_file(document, model, member, otherwise):
    columns = (
        {field.name for field in model._meta.concrete_fields} - {"id", "visitor", "attempt"} - OF_A_CLASS
    )

    assert set(document[member][0]) == columns | otherwise


def test_what_the_engine_asked_comes_along(visitor):
    """Names as the check, the review and the comparison really give them."""
    code = f"{'x' * 22}-1-abcdef12/12"
    asked = {"world": 1}
    Answer.objects.create(visitor=visitor, kind="check", question=code, asking=asked, is_right=True)
    for cell in CELLS:
        Proof.objects.create(visitor=visitor, cell=cell)
    other = VisitorFactory()

    assert take(written(visitor), other).refused == []

    assert other.answers.get().question == code
    assert other.proofs.count() == len(CELLS)


def test_everything_comes_to_somebody_else(visitor, document):
    taken = take(document, visitor)

    assert (taken.organizations, taken.attempts, taken.answers) == (1, 1, 2)
    assert (taken.reviews, taken.proofs) == (1, 1)
    assert taken.refused == []
    again = written(visitor)
    for member in ("answers", "reviews", "proofs"):
        assert again[member] == document[member]
    (before,), (after,) = document["attempts"], again["attempts"]
    assert {**after, "organization": None} == {**before, "organization": None}


def test_what_somebody_did_in_a_class_is_in_the_file():
    room = classroom()
    otter = learner(room, "otter")
    holding.open_step(step(room, ClassStep.Kind.VOTE))
    sitting.cast(Vote.objects.get(), otter, NO)
    holding.open_step(step(room, ClassStep.Kind.TASK))
    solve(sitting.task_of(otter, step(room, ClassStep.Kind.TASK)))
    sitting.ask_for_help(otter, None, text="Which policy?")
    document = written(otter.visitor)
    other = VisitorFactory()

    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    (class_,) = document["classes"]
    assert (class_["nickname"], class_["ballots"][0]["choice"]) == ("otter", NO)
    assert class_["help"][0]["text"] == "Which policy?"
    assert take(by_hand(document), other).refused == []
    assert other.attempts.get().solved is not None
    assert not other.seats.exists()


def test_what_an_instructor_tried_is_not_in_the_file(visitor):
    lesson = lesson_of(SLUG)
    attempt = attempts.begin(visitor, SLUG, lesson.document, lesson.title)
    Attempt.objects.filter(pk=attempt.pk).update(is_preview=True)

    document = written(visitor)

    assert (document["attempts"], document["organizations"]) == ([], [])


def test_an_attempt_goes_on_where_it_was(document):
    other = VisitorFactory()
    take(document, other)
    attempt = other.attempts.get()

    assert attempts.report_on(attempt).is_solved
    assert attempt.is_unaided
    services.undo(attempt.organization, base_revision=None, visitor=other)
    assert not attempts.report_on(attempt).is_solved


def test_what_was_done_can_be_undone_and_read_at_every_revision(visitor):
    record, other = worked_on(visitor), VisitorFactory()
    take(written(visitor), other)
    copied = other.organizations.get()

    assert copied.revision == record.revision
    for revision in range(record.revision + 1):
        before, after = history.state_at(record, revision), history.state_at(copied, revision)
        assert [unit.name for unit in before.units.values()] == [unit.name for unit in after.units.values()]
        assert home_of_dev_1(before) == home_of_dev_1(after)
    assert store.load(copied) == history.state_at(copied, copied.revision)
    services.undo(copied, base_revision=None, visitor=other)
    assert history.can_redo(copied)


def home_of_dev_1(organization: Organization) -> str:
    return organization.name_of(organization.accounts[DEV_1].parent_id)


def test_no_two_organizations_of_the_site_have_an_access_key_in_common(visitor):
    worked_on(visitor)

    take(written(visitor), VisitorFactory())

    keys = list(AccessKey.objects.values_list("identifier", flat=True))
    assert len(keys) == len(set(keys)) > 0


def test_importing_twice_changes_nothing(document):
    other = VisitorFactory()
    take(document, other)
    before = rows(other)

    taken = take(document, other)

    assert taken.is_nothing
    assert taken.here_already == 6
    assert rows(other) == before


def test_what_is_already_mine_does_not_come_twice(visitor):
    record = worked_on(visitor)

    assert take(written(visitor), visitor).is_nothing

    assert visitor.organizations.get() == record


def test_a_rehearsal_writes_nothing(document):
    other = VisitorFactory()

    taken = take(document, other, is_rehearsal=True)

    assert (taken.organizations, taken.attempts) == (1, 1)
    assert rows(other) == [[], [], [], [], []]


def test_work_that_went_on_elsewhere_comes_beside_the_older(visitor):
    record, other = worked_on(visitor), VisitorFactory()
    take(written(visitor), other)
    do(record, "organizations.create_organizational_unit", parent_id=record.root_id, name="Newer")

    assert take(written(visitor), other).organizations == 1

    assert other.organizations.count() == 2


# Whoever wrote it


def test_what_another_site_wrote_is_done_again_and_judged_again(document):
    document = by_hand(document)
    other = VisitorFactory()

    taken = take(document, other)

    assert not taken.is_ours
    assert other.attempts.get().is_unaided
    assert [place for place, _ in taken.refused] == ["answers[0]", "proofs[0]"]


def test_nobody_solves_a_lesson_by_writing_that_it_is_solved(document):
    (place,) = (each["organization"] for each in document["attempts"])
    document["organizations"][place]["events"] = []
    other = VisitorFactory()

    take(by_hand(document), other)

    attempt = other.attempts.get()
    assert attempt.solved is None
    assert attempt.score < 1
    assert attempt.operations == 0


def test_nobody_solves_a_lesson_by_making_its_goals_easy(document):
    document["attempts"][0]["document"]["clauses"] = document["attempts"][0]["document"]["clauses"][:1]
    other = VisitorFactory()

    taken = take(by_hand(document), other)

    assert not other.attempts.exists()
    assert "another one here" in dict(taken.refused)["attempts[0]"]


def test_nobody_solves_a_lesson_by_beginning_where_it_ends(document):
    (place,) = (each["organization"] for each in document["attempts"])
    log = document["organizations"][place]
    account = next(each for each in log["start"]["accounts"] if each["name"] == "dev-3")
    units = log["start"]["organizational_units"]
    account["parent_id"] = next(unit["id"] for unit in units if unit["name"] == "Sandbox")
    log["events"] = []
    other = VisitorFactory()

    taken = take(by_hand(document), other)

    assert "does not begin as its lesson" in dict(taken.refused)["attempts[0]"]
    assert not other.attempts.exists()


@pytest.mark.parametrize(("step", "then"), [("check", "do"), ("predict", "predict"), ("do", "do")])
def test_nobody_gets_to_the_end_of_a_lesson_by_writing_so(document, step, then):
    (place,) = (each["organization"] for each in document["attempts"])
    document["organizations"][place]["events"] = []
    document["attempts"][0] |= {"step": step, "solved": None}
    other = VisitorFactory()

    take(by_hand(document), other)

    assert other.attempts.get().step == then


def variant_solved_by(visitor: Visitor) -> dict:
    attempt = attempts.begin_variant(visitor, lesson_of("consolidated-billing"))
    Attempt.objects.filter(pk=attempt.pk).update(step=Step.DO)
    solve(attempt)
    return written(visitor)


def test_a_variant_from_another_site_is_judged_again_as_the_lesson_is(visitor):
    document, there, here = variant_solved_by(visitor), VisitorFactory(), VisitorFactory()
    assert take(by_hand(document), there).refused == []

    # What was taken in has access keys of its own, and can go on from there.
    taken = take(by_hand(written(there)), here)

    assert taken.refused == []
    assert here.attempts.get().is_unaided
    assert here.attempts.get().names


def test_a_variant_that_nobody_can_have_drawn_does_not_come(visitor):
    document = variant_solved_by(visitor)
    document["attempts"][0]["seed"] = "another"
    other = VisitorFactory()

    taken = take(by_hand(document), other)

    assert "another one here" in dict(taken.refused)["attempts[0]"]
    assert not other.attempts.exists()


def test_of_what_cannot_have_happened_nothing_comes_and_the_rest_does(document):
    (place,) = (n for n, each in enumerate(document["organizations"]) if each["is_sandbox"])
    document["organizations"][place]["events"][1]["parameters"]["account_id"] = "999999999999"
    other = VisitorFactory()

    taken = take(by_hand(document), other)

    assert f"organizations[{place}].events[1]" in dict(taken.refused)
    assert not other.organizations.filter(is_sandbox=True).exists()
    assert other.attempts.exists()


def test_an_attempt_of_too_many_operations_is_not_judged_again(visitor, document):
    (place,) = (each["organization"] for each in document["attempts"])
    events = document["organizations"][place]["events"]
    document["organizations"][place]["events"] = events[-1:] * (MOST_JUDGED + 1)

    taken = take(by_hand(document), visitor)

    assert "More than 500 operations" in dict(taken.refused)["attempts[0]"]
    assert not visitor.attempts.exists()


EVENT = {
    "kind": "operation",
    "restores": None,
    "group": 1,
    "time": "2026-01-05T09:00:00+00:00",
    "operation": "organizations.move_account",
    "parameters": {"account_id": DEV_1, "source_parent_id": DEV, "destination_parent_id": SANDBOX},
    "response": {},
}


def organization(**members: object) -> dict:
    return {
        "name": "mine",
        "seed": "seed",
        "created": "2026-01-05T09:00:00Z",
        "last_used": "2026-01-05T09:00:00Z",
        "is_sandbox": True,
        "start": scenario.built_in("acme"),
        "events": [],
        **members,
    }


def at(year: str) -> dict:
    return {**EVENT, "time": f"{year}-01-01T00:00:00Z"}


def progress(**members: object) -> dict:
    return {"format": "orgsim-progress", "version": 1, "exported": "2026-01-05T09:00:00Z", **members}


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"operation": "organizations.no_such_operation"}, "cannot be done here"),
        ({"operation": ""}, "cannot be done here"),
        ({"parameters": {"nonsense": 1}}, "cannot be done here"),
        (
            {"parameters": {**EVENT["parameters"], "account_id": {"a": []}, "source_parent_id": 7}},
            "cannot",
        ),
        ({"kind": "undo", "restores": 7}, "a state that there was not"),
        ({"group": 7}, "belongs to nothing"),
    ],
)
def test_what_cannot_be_replayed_is_refused_with_its_place(visitor, event, reason):
    document = progress(organizations=[organization(events=[{**EVENT, **event}])])

    taken = take(document, visitor)

    ((place, said),) = taken.refused
    assert place == "organizations[0].events[0]"
    assert reason in said
    assert not visitor.organizations.exists()


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ({"format": "orgsim-scenario"}, "format: must be orgsim-progress"),
        ({"version": 2}, "version: must be 1: a newer orgsim"),
        ({"nonsense": 1}, "nonsense: is not known here"),
        ({"organizations": {}}, "organizations: must be a list"),
        ({"organizations": [{}] * 201}, "organizations: are more than 200"),
        ({"answers": [{}] * 20_001}, "has more than 20,000 entries"),
        ({"organizations": [organization(events=[EVENT] * 5_001)]}, "have more than 5,000 events"),
        (
            {"organizations": [organization(events=[{**EVENT, "time": "2999-01-01T00:00:00Z"}])]},
            "in the future",
        ),
        (
            {"organizations": [organization(events=[EVENT, {**EVENT, "time": "2025-01-01T00:00:00Z"}])]},
            "not in the order",
        ),
        ({"organizations": [organization(events=[{**EVENT, "restores": 0}])]}, "is for an undo and a redo"),
        ({"organizations": [organization(seed="no seed")]}, "does not have the form"),
        ({"proofs": [{"cell": "<script>", "found": {}, "time": EVENT["time"]}]}, "does not have the form"),
        ({"reviews": [{"misconception": "M1", "step": 1e999, "due": None}]}, "JSON"),
    ],
)
def test_what_is_no_progress_is_refused_whole(visitor, members, fault):
    with pytest.raises(ScenarioError) as refusal:
        take(progress(**members), visitor)

    assert fault in str(refusal.value)


def test_attempts_have_organizations_of_their_own(document):
    twice = [document["attempts"][0]] * 2
    beyond = [{**document["attempts"][0], "organization": 99}]

    for wrong, said in ((twice, "two in one organization"), (beyond, "none of an attempt")):
        with pytest.raises(ScenarioError, match=said):
            take(by_hand(document, attempts=wrong), VisitorFactory())


def test_an_organization_that_is_none_is_refused_with_its_fault(visitor):
    taken = take(progress(organizations=[organization(start={"format": "orgsim-scenario"})]), visitor)

    ((place, _),) = taken.refused
    assert place == "organizations[0].start"


# In the page


def upload(client, content: bytes, do: str = "import"):
    file = SimpleUploadedFile("progress.json", content, "application/json")
    return client.post("/study/import", {"file": file, "do": do})


def test_a_file_from_one_browser_goes_on_in_another(server, client, visitor):
    worked_on(visitor)
    exported = client.get("/study/progress.json")
    other = browser(server)

    assert "orgsim-progress.json" in exported["Content-Disposition"]
    assert "This would be imported" in upload(other, exported.content, "check").content.decode()
    assert owner(other) is None
    assert upload(other, exported.content).status_code == 302
    assert owner(other).organizations.get().revision == visitor.organizations.get().revision
    upload(other, exported.content)
    assert "All of this was here already" in other.get("/progress/").content.decode()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"format": {}}', b"\xff\xfe", b"[" * 100_000, b"null"]
)
def test_what_is_no_file_of_ours_is_a_clear_refusal(client, visitor, content):
    response = upload(client, content)

    assert response.status_code == 422
    assert "Nothing was imported" in response.content.decode()


def test_who_chooses_no_file_is_told_so(client, visitor):
    assert "Choose a file first" in client.post("/study/import", {"do": "import"}).content.decode()


def test_who_has_made_nothing_exports_nothing_and_stays_unknown(server):
    client = browser(server)

    assert client.get("/study/progress.json").json()["organizations"] == []

    assert not Visitor.objects.exclude(pk=None).exists()


def test_the_schema_is_served(client, visitor):
    assert json.loads(client.get("/progress.schema.json").content)["title"] == "orgsim progress, version 1"


def test_attempts_without_their_organization_still_count(visitor):
    """Those that nobody has used for a while are deleted; what was solved in them stays solved."""
    Attempt.objects.create(visitor=visitor, lesson=SLUG, document={}, seed="seed", solved=NOW)
    other = VisitorFactory()

    take(written(visitor), other)

    assert other.attempts.get().is_unaided
