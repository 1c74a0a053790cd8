"""One organization for the class: learners act in their own account, as far as its policies let them."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.urls import reverse

from accounts import selectors, services, store
from accounts.models import Event, OrganizationRecord, Visitor
from accounts.organization.errors import AwsError
from accounts.organization.state import AccountState, Organization
from lessons.classroom import holding, sharing, sitting
from lessons.models import Classroom, Seat
from tests.accounts.factories import VisitorFactory
from tests.conftest import Browser, Server
from tests.lessons.classroom.world import classroom, instructor, learner

pytestmark = pytest.mark.django_db

DENY_IAM = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}]}'


@pytest.fixture
def room() -> Classroom:
    priya = instructor()
    return classroom(instructor=priya, visitor=VisitorFactory(user=priya), is_shared=True)


def organization_of(room: Classroom) -> Organization:
    return store.load(record_of(room))


def record_of(room: Classroom) -> OrganizationRecord:
    return OrganizationRecord.objects.get(classroom=room)


def create_user(seat: Seat, **more: str) -> Event:
    said = {"account_id": seat.account_id, "user_name": "ana", **more}
    assert seat.visitor is not None
    return services.perform(
        record_of(seat.classroom), "iam.create_user", base_revision=None, visitor=seat.visitor, **said
    )


def teach(room: Classroom, operation: str, **parameters: str) -> Event:
    """What the instructor does."""
    record = record_of(room)
    assert record.visitor is not None
    return services.perform(record, operation, base_revision=None, visitor=record.visitor, **parameters)


# An account for each


def test_every_seat_has_an_account_of_its_own(room: Classroom) -> None:
    seats = [learner(room, name) for name in ("otter", "heron", "lynx")]

    given = {seat.account_id for seat in seats}
    organization = organization_of(room)
    assert len(given) == 3
    assert organization.management_account_id not in given
    assert given <= set(organization.accounts)


def test_when_all_are_given_a_new_account_is_made_under_the_unit_of_the_class(room: Classroom) -> None:
    members = len(organization_of(room).accounts) - 1
    for number in range(members):
        learner(room, f"animal {number}")

    heron, lynx = learner(room, "heron"), learner(room, "lynx")

    organization = organization_of(room)
    made = [organization.accounts[seat.account_id] for seat in (heron, lynx)]
    assert [account.name for account in made] == ["heron", "lynx"]
    assert {organization.name_of(account.parent_id) for account in made} == {"Class"}
    operations = record_of(room).events.values_list("operation", flat=True)
    assert list(operations).count("organizations.create_account") == 2


def test_a_nickname_that_no_account_can_have_is_no_obstacle(room: Classroom) -> None:
    for number in range(len(organization_of(room).accounts) - 1):
        learner(room, f"animal {number}")

    assert learner(room, "Käuzchen").account_id in organization_of(room).accounts


def test_who_is_taken_out_leaves_an_account_that_the_next_one_gets(room: Classroom) -> None:
    otter = learner(room, "otter")
    account = otter.account_id
    holding.remove(otter)

    assert learner(room, "heron").account_id == account


def test_an_account_that_was_made_for_somebody_is_closed_when_they_are_taken_out(room: Classroom) -> None:
    for number in range(len(organization_of(room).accounts) - 1):
        learner(room, f"animal {number}")
    heron = learner(room, "heron")
    account = heron.account_id

    holding.remove(heron)

    assert organization_of(room).accounts[account].state is AccountState.PENDING_CLOSURE
    assert learner(room, "lynx").account_id != account


# What a learner may do


def test_inside_of_their_account_they_do_what_its_administrator_may(room: Classroom) -> None:
    otter = learner(room, "otter")

    event = create_user(otter)

    assert "ana" in organization_of(room).accounts[otter.account_id].users
    assert event.actor == otter.visitor
    assert event.principal == f"arn:aws:iam::{otter.account_id}:role/Admin"


def test_what_others_did_meanwhile_is_no_obstacle(room: Classroom) -> None:
    otter, heron = learner(room, "otter"), learner(room, "heron")
    create_user(heron)
    assert otter.visitor is not None

    services.perform(
        record_of(room),
        "iam.create_user",
        base_revision=0,
        visitor=otter.visitor,
        account_id=otter.account_id,
        user_name="ben",
    )

    assert "ben" in organization_of(room).accounts[otter.account_id].users


def test_the_instructors_policy_refuses_them_and_says_which_it_is(room: Classroom) -> None:
    otter = learner(room, "otter")
    made = teach(
        room,
        "organizations.create_policy",
        name="NoNewUsers",
        description="",
        type="SERVICE_CONTROL_POLICY",
        content=DENY_IAM,
    )
    policy = made.response["Policy"]["PolicySummary"]["Id"]
    teach(room, "organizations.attach_policy", policy_id=policy, target_id=otter.account_id)

    with pytest.raises(AwsError, match=r"explicit deny in a service control policy.*NoNewUsers") as refused:
        create_user(otter)

    assert refused.value.name.startswith("AccessDenied")
    assert create_user(learner(room, "heron")).revision == record_of(room).revision


def test_another_account_is_not_theirs(room: Classroom) -> None:
    otter, heron = learner(room, "otter"), learner(room, "heron")
    management = organization_of(room).management_account_id
    before = record_of(room).revision

    for elsewhere in (heron.account_id, management, "999999999999", ""):
        with pytest.raises(AwsError):
            create_user(otter, account_id=elsewhere)

    assert record_of(room).revision == before


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("organizations.move_account", {"source_parent_id": "{root}", "destination_parent_id": "{unit}"}),
        ("organizations.close_account", {}),
        ("organizations.remove_account_from_organization", {}),
        ("account.put_account_name", {"account_id": "{other}", "account_name": "mine"}),
        ("organizations.leave_organization", {"caller_account_id": "{other}", "account_id": None}),
        ("orgsim.pass_time", {"days": 90, "account_id": None}),
    ],
)
def test_only_the_management_account_runs_the_organization(
    room: Classroom, operation: str, parameters: dict[str, object]
) -> None:
    otter, heron = learner(room, "otter"), learner(room, "heron")
    organization = organization_of(room)
    names = {
        "{root}": organization.root.id,
        "{unit}": next(iter(organization.units)),
        "{other}": heron.account_id,
    }
    said: dict[str, object] = {"account_id": otter.account_id, **parameters}
    said = {name: names.get(str(value), value) for name, value in said.items() if value is not None}
    before = record_of(room).revision
    assert otter.visitor is not None

    with pytest.raises(AwsError) as refused:
        services.perform(record_of(room), operation, base_revision=None, visitor=otter.visitor, **said)

    assert refused.value.name.startswith("AccessDenied")
    assert record_of(room).revision == before


def test_nothing_is_undone_over_the_heads_of_others(room: Classroom) -> None:
    otter = learner(room, "otter")
    create_user(otter)
    assert otter.visitor is not None

    for go_back in (services.undo, services.redo, services.reset):
        with pytest.raises(services.Halted):
            go_back(record_of(room), base_revision=None, visitor=otter.visitor)

    assert "ana" in organization_of(room).accounts[otter.account_id].users


def test_a_paused_class_is_still_for_all_but_its_instructor(room: Classroom) -> None:
    otter = learner(room, "otter")
    holding.pause(room, True)

    with pytest.raises(services.Halted):
        create_user(otter)
    teach(
        room, "organizations.create_organizational_unit", parent_id=organization_of(room).root.id, name="New"
    )


# Who gets in


def sees(visitor: Visitor, record: OrganizationRecord) -> bool:
    try:
        selectors.organization_of(visitor, record.public_id, lets_guests=True)
    except Http404:
        return False
    return True


def test_a_learner_sees_the_organization_of_their_class_and_no_other(room: Classroom) -> None:
    otter = learner(room, "otter")
    record = record_of(room)
    assert record.visitor is not None
    assert otter.visitor is not None
    others = classroom(instructor=room.instructor, visitor=record.visitor, is_shared=True)
    unshared = classroom(instructor=room.instructor, visitor=record.visitor)
    own = services.create_sandbox(record.visitor)

    assert sees(otter.visitor, record)
    for each in (record_of(others), record_of(unshared), own):
        assert not sees(otter.visitor, each)
    assert not sees(Visitor(), record)
    assert not sees(VisitorFactory(token="stranger"), record)


def test_a_class_that_shares_nothing_lets_nobody_in() -> None:
    priya = instructor()
    room = classroom(instructor=priya, visitor=VisitorFactory(user=priya))
    otter = learner(room, "otter")
    assert otter.visitor is not None

    assert otter.account_id == ""
    assert not sees(otter.visitor, record_of(room))


@pytest.mark.parametrize("out", ["removed", "ended"])
def test_who_is_out_of_the_class_is_out_of_the_organization(room: Classroom, out: str) -> None:
    otter = learner(room, "otter")
    account = otter.account_id
    if out == "removed":
        holding.remove(otter)
    else:
        holding.end(room)
    assert otter.visitor is not None

    assert not sees(otter.visitor, record_of(room))
    with pytest.raises(OrganizationRecord.DoesNotExist):
        create_user(otter, account_id=account)


# Pages


class Learner:
    def __init__(self, server: Server, room: Classroom, nickname: str) -> None:
        self.browser = Browser(server)
        self.browser.post(reverse("lessons:join"), {"code": room.code, "nickname": nickname})
        self.seat = Seat.objects.get(classroom=room, nickname=nickname)
        self.public_id = record_of(room).public_id

    def page(self, name: str, *args: str) -> int:
        return self.browser.get(reverse(f"accounts:{name}", args=[self.public_id, *args])).status_code

    def text(self) -> str:
        return self.browser.get(reverse("accounts:organization", args=[self.public_id])).content.decode()

    def operate(self, **data: str) -> tuple[int, str]:
        address = reverse("accounts:operate", args=[self.public_id])
        response = self.browser.post(address, {"base_revision": "0", **data})
        return response.status_code, response.content.decode()


def test_the_page_says_which_account_is_mine_and_what_has_changed_for_me(
    room: Classroom, server: Server
) -> None:
    otter = Learner(server, room, "otter")
    organization = organization_of(room)
    account = organization.accounts[otter.seat.account_id]
    assert f"{account.name} is your account" in otter.text()
    assert 'data-own="your account"' in otter.text()

    dev = next(unit.id for unit in organization.units.values() if unit.name == "Dev")
    teach(
        room,
        "organizations.move_account",
        account_id=account.id,
        source_parent_id=account.parent_id,
        destination_parent_id=dev,
    )

    text = otter.text()
    assert "For you: " in text
    assert "lost" in text
    assert "undoes it" not in text


def test_every_page_that_a_learner_sees_is_there_and_no_other(room: Classroom, server: Server) -> None:
    otter = Learner(server, room, "otter")

    for name in ("organization", "settings", "management", "billing", "new_policy"):
        assert otter.page(name) == 200, name
    assert otter.page("account", otter.seat.account_id) == 200
    for name in ("exchange", "history"):
        assert otter.page(name) == 404, name
    assert otter.page("export", "scenario.json") == 404


def test_a_form_of_the_page_is_refused_as_aws_refuses_it(room: Classroom, server: Server) -> None:
    otter = Learner(server, room, "otter")
    organization = organization_of(room)
    account = organization.accounts[otter.seat.account_id]
    unit = next(each for each in organization.units if each != account.parent_id)

    status, text = otter.operate(
        op="organizations.move_account",
        account_id=account.id,
        source_parent_id=account.parent_id,
        destination_parent_id=unit,
    )

    assert status == 422
    assert "Only the management account" in text


def test_a_form_in_their_own_account_is_carried_out(room: Classroom, server: Server) -> None:
    otter = Learner(server, room, "otter")

    status, _ = otter.operate(op="iam.create_user", account_id=otter.seat.account_id, user_name="ana")

    assert status == 302
    assert "ana" in organization_of(room).accounts[otter.seat.account_id].users


def test_the_seat_leads_to_the_account(room: Classroom, server: Server) -> None:
    otter = Learner(server, room, "otter")

    page = otter.browser.get(otter.seat.address).content.decode()

    assert f"/{record_of(room).public_id}/?at={otter.seat.account_id}" in page or "To my account" in page
    assert sharing.seat_in(record_of(room), sitting.Visitor.objects.get(seats=otter.seat)) == otter.seat
