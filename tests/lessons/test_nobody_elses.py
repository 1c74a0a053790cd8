"""Nobody can read or change what is another's, whatever the address: to a stranger it is not there at all."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import services, snapshots
from accounts.models import Event, OrganizationRecord, Snapshot, Visitor, VisitorKey
from lessons import attempts
from lessons.course.content import lesson_of
from lessons.models import Answer, Attempt, Completion, Proof, Review
from lessons.reviews import code_of
from tests.accounts.factories import VisitorFactory
from tests.lessons.addresses import addresses
from tests.lessons.people import browser

pytestmark = pytest.mark.django_db
SLUG = "moving-changes-permissions"

OF_SOMEBODY = {"public_id", "key_id"}
"""Parameters of addresses that name what is somebody's."""
BY_SECRET = {"token", "ticket", "code"}
"""Those that only who was given the link can know: 256 bits, and what an owner shows to anybody."""
OF_EVERYBODY = {"slug", "question_id", "misconception"}
"""Those of the lessons, which are the same for all."""
REVIEW = "review/"
"""Where a code names somebody's own round of questions. The code of a check does not: who opens that of
another is asked about organizations that are made from it, as if it were new."""
TEACH = "teach/"
"""Where only instructors get: the table of roles asks as another one."""


ADDRESSES = [each for each in addresses() if each[2] and not each[1].startswith("admin:")]
"""Those with parameters, but the admin's."""
PRIVATE = [
    (route, name, wanted)
    for route, name, wanted in ADDRESSES
    if (wanted & OF_SOMEBODY and not route.startswith(TEACH))
    or ("code" in wanted and route.startswith(REVIEW))
]


def test_every_address_is_somebodys_or_everybodys_or_a_secret():
    for route, _, wanted in ADDRESSES:
        assert wanted & (OF_SOMEBODY | BY_SECRET) or wanted <= OF_EVERYBODY, route
    assert len(PRIVATE) > 60


@pytest.fixture
def theirs(db) -> dict[str, object]:
    """What addresses need of another visitor, who has an attempt in whose organization something was done."""
    owner = VisitorFactory(token="theirs")
    lesson = lesson_of(SLUG)
    record = attempts.begin(owner, SLUG, lesson.document, lesson.title).organization
    services.perform(
        record,
        "organizations.create_organizational_unit",
        parent_id=record.root_id,
        name="Theirs",
        base_revision=0,
        visitor=owner,
    )
    snapshot, _ = snapshots.share(record, 1)
    account_id = record.management_account_id
    return {
        "public_id": record.public_id,
        "key_id": owner.keys.get().pk,
        "snapshot_id": snapshot.pk,
        "revision": 1,
        "account_id": account_id,
        "policy_id": "p-FullAWSAccess",
        "policy_type": "SERVICE_CONTROL_POLICY",
        "arn": f"arn:aws:iam::{account_id}:policy/Any",
        "kind": "role",
        "owner": "Admin",
        "policy_name": "Any",
        "name": "move",
        "number": 1,
        "code": code_of(Review.objects.create(visitor=owner, misconception="M1", due=timezone.now())),
    }


def rows() -> list[object]:
    """All that is kept of people."""
    kept = (
        Visitor,
        VisitorKey,
        OrganizationRecord,
        Event,
        Snapshot,
        Attempt,
        Answer,
        Review,
        Proof,
        Completion,
    )
    return [sorted(map(repr, model.objects.values())) for model in kept]


def test_a_stranger_finds_nothing_at_the_addresses_of_another(server, theirs):
    stranger = browser(server)
    stranger.get(reverse("accounts:home"))
    before = rows()

    for route, name, wanted in PRIVATE:
        address = reverse(name, kwargs={each: theirs[each] for each in wanted})
        assert stranger.get(address).status_code in (404, 405), route
        assert stranger.post(address, {"op": "undo", "base_revision": "1"}).status_code in (404, 405), route

    assert rows() == before


def test_the_owner_finds_them_there(server, theirs):
    owner = browser(server, "theirs")

    assert owner.get(reverse("accounts:organization", args=[theirs["public_id"]])).status_code == 200
    assert (
        owner.get(reverse("accounts:export", args=[theirs["public_id"], "scenario.json"])).status_code == 200
    )
    assert (
        owner.post(reverse("accounts:revoke", args=[theirs["public_id"], theirs["snapshot_id"]])).status_code
        == 302
    )


def test_the_owner_goes_on_with_a_review(server, theirs):
    address = reverse("lessons:review_question", args=[theirs["code"], 1])

    assert browser(server, "theirs").get(address).status_code == 200


def test_a_check_that_another_began_asks_a_stranger_nothing_about_their_organization(server, theirs):
    address = reverse("lessons:check_question", args=[f"{theirs['public_id']}-1-abcdef12", 1])
    stranger = browser(server)
    stranger.get(reverse("accounts:home"))

    page = stranger.get(address).content.decode()

    assert "Theirs" not in page
    assert not Answer.objects.exists()


def test_nobody_undoes_a_shared_link_of_another_through_an_organization_of_their_own(server, theirs):
    stranger = browser(server)
    stranger.get(reverse("accounts:home"))
    own = OrganizationRecord.objects.exclude(public_id=theirs["public_id"]).get()

    address = reverse("accounts:revoke", args=[own.public_id, theirs["snapshot_id"]])

    assert stranger.post(address).status_code == 404
    assert Snapshot.objects.get().revoked is None
