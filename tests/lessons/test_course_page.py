"""The course page: the lessons with where one stands, and the comparison that one proves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.models import OrganizationRecord, Visitor
from accounts.organization import scenario
from accounts.visitors import COOKIE
from lessons.models import Attempt, Proof, Review, Step
from lessons.progress import Standing, progress_of
from tests.accounts.factories import VisitorFactory
from tests.organization.world import ROOT

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
INTEGRATION = ("aspect/integration/organizations", "aspect/integration/iam")
NOW = timezone.now()


def attempt_at(visitor: Visitor, lesson: str, **members: object) -> Attempt:
    document = scenario.built_in("acme-plain")
    organization, _ = services.create_from_document(document, lesson, visitor, is_sandbox=False)
    return Attempt.objects.create(
        visitor=visitor, lesson=lesson, organization=organization, document={}, seed="tests", **members
    )


def test_whoever_comes_first_sees_all_lessons_and_nothing_is_made_for_them():
    browser = Client()

    page = browser.get("/course/").content.decode()

    assert "0 of 12 proved" in page
    assert "0 of 14 cells proved" in page
    assert "Start lesson 1" in page
    assert COOKIE not in browser.cookies
    assert not Visitor.objects.exists()


def test_proving_a_row_asks_both_sides_in_the_own_sandbox_and_is_kept(client):
    page = client.post("/course/prove", {"cell": INTEGRATION}, headers=HTMX).content.decode()

    (sandbox,) = OrganizationRecord.objects.filter(is_sandbox=True)
    assert set(Proof.objects.values_list("cell", flat=True)) == set(INTEGRATION)
    assert "1 of 12 proved" in page
    assert "denies it" in page
    assert f"/s/{sandbox.public_id}/?at=" in page
    assert "<html" not in page


def test_the_trace_of_a_proof_explains_that_request(client):
    page = client.post("/course/prove", {"cell": INTEGRATION[0]}).content.decode()
    address = page.split("See the trace")[0].rpartition('href="')[2].split('"')[0].replace("&amp;", "&")

    trace = client.get(address).content.decode()

    assert "explicitly denied" in trace
    assert 'id="explain"' in trace


def test_proving_changes_nothing_in_the_organization(client):
    for aspect in ("automation", "scope", "policies-used"):
        cells = [f"aspect/{aspect}/organizations", f"aspect/{aspect}/iam"]
        client.post("/course/prove", {"cell": cells}, headers=HTMX)

    (sandbox,) = OrganizationRecord.objects.filter(is_sandbox=True)
    assert sandbox.revision == 0
    assert Proof.objects.count() == 6


def test_what_an_organization_does_not_show_is_not_proved_and_the_page_says_what_is_missing(
    client, visitor, acme
):
    services.perform(
        acme,
        "organizations.disable_policy_type",
        base_revision=None,
        visitor=visitor,
        root_id=ROOT,
        policy_type="SERVICE_CONTROL_POLICY",
    )

    page = client.post("/course/prove", {"cell": INTEGRATION}, headers=HTMX).content.decode()

    assert "not yet" in page
    assert "Attach one with a Deny to a unit" in page
    assert not Proof.objects.filter(cell=INTEGRATION[0]).exists()


@pytest.mark.parametrize("cells", [[], ["aspect/nothing/iam"], [*INTEGRATION, "summary/scope/iam"]])
def test_what_is_no_cell_is_not_found_and_nothing_is_made(client, cells: list[str]):
    assert client.post("/course/prove", {"cell": cells}).status_code == 404
    assert not Proof.objects.exists()
    assert not OrganizationRecord.objects.exists()


def test_each_lesson_shows_how_far_it_is():
    visitor = VisitorFactory.create()
    attempt_at(visitor, "why-many-accounts", solved=NOW)
    attempt_at(visitor, "two-hierarchies", solved=NOW, assisted=True)
    attempt_at(visitor, "iam-grants", step=Step.DO)

    progress = progress_of(visitor, NOW)

    standings = {each.lesson.slug: each.standing for each in progress.lessons}
    assert standings["why-many-accounts"] is Standing.UNAIDED
    assert standings["two-hierarchies"] is Standing.ASSISTED
    assert standings["iam-grants"] is Standing.IN_PROGRESS
    assert (progress.solved, progress.unaided, progress.assisted) == (2, 1, 1)
    assert progress.next.lesson.slug == "iam-grants"
    assert progress.next.step == 4


def test_a_lesson_solved_with_help_counts_as_unaided_once_it_is_solved_without():
    visitor = VisitorFactory.create()
    attempt_at(visitor, "iam-grants", solved=NOW - timedelta(days=2), assisted=True)
    attempt_at(visitor, "iam-grants", solved=NOW)

    (stand,) = (each for each in progress_of(visitor, NOW).lessons if each.tries)

    assert (stand.standing, stand.tries, stand.solved) == (Standing.UNAIDED, 2, NOW)


def test_a_belief_that_is_due_marks_its_lesson():
    visitor = VisitorFactory.create()
    attempt_at(visitor, "an-scp-never-grants", solved=NOW)
    Review.objects.create(visitor=visitor, misconception="M1", due=NOW - timedelta(hours=1))
    Review.objects.create(visitor=visitor, misconception="M7", due=NOW + timedelta(days=1))

    progress = progress_of(visitor, NOW)

    assert [each.lesson.slug for each in progress.lessons if each.is_due] == ["an-scp-never-grants"]
    assert progress.due == 1
    assert {each.ribbon for each in progress.lessons} == {"due", "todo"}


def test_progress_takes_the_same_few_queries_however_much_there_is(django_assert_num_queries):
    visitor = VisitorFactory.create()
    for slug in ("why-many-accounts", "two-hierarchies", "iam-grants"):
        attempt_at(visitor, slug)
    with django_assert_num_queries(3):
        progress_of(visitor, NOW)


def test_every_page_says_how_many_lessons_are_solved(client, visitor):
    assert 'href="/progress/"' not in client.get("/checker/").content.decode()

    attempt_at(visitor, "iam-grants", solved=NOW)

    for address in ("/checker/", "/course/", "/actions/", "/not-simulated/", "/progress/"):
        assert "1 of 16" in client.get(address).content.decode(), address
