"""A class in several browsers: an instructor holds it, three learners sit in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect

from accounts import services, store
from accounts.models import Visitor
from accounts.people.roles import Role, give_role
from lessons.classroom import holding
from lessons.classroom.packs import steps_of
from lessons.classroom.work import send_hint
from lessons.models import Attempt, Classroom, ClassStep, Seat
from tests.browser.sandbox import SandboxPage

PHONE = {"width": 390, "height": 844}
SOON = 10_000


@pytest.fixture
def room(transactional_db) -> Classroom:
    """Priya's: a vote, a task, a talk. What she does goes through the services that her window uses."""
    priya = User.objects.create_user("priya", first_name="Priya")
    give_role(priya, Role.INSTRUCTOR)
    steps = steps_of(["moving-changes-permissions"])
    made = holding.make(priya, "Our room", steps, visitor=Visitor())
    holding.open_doors(made)
    return made


Learners = Callable[[str], Page]


@pytest.fixture
def learners(site: str, room: Classroom, browser: Browser) -> Iterator[Learners]:
    """Each on a phone of their own, and in by two fields and one button."""
    contexts = []
    complaints: list[str] = []

    def joined(nickname: str) -> Page:
        contexts.append(browser.new_context(viewport=PHONE))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{site}/join/")
        page.get_by_label("Class code").fill(room.code.lower())
        page.get_by_label("Nickname").fill(nickname)
        page.get_by_role("button", name="Join", exact=True).click()
        page.wait_for_url("**/class/**")
        return page

    yield joined
    for context in contexts:
        context.close()
    assert complaints == []


def put(room: Classroom, kind: ClassStep.Kind) -> ClassStep:
    step = room.steps.get(kind=kind)
    holding.open_step(step)
    return step


def go_to_the_task(page: Page) -> None:
    page.get_by_role("button", name="To the task").click(timeout=SOON)
    page.wait_for_url("**/s/**")


def choose(page: Page, choice: str, button: str = "Send my prediction") -> None:
    page.locator(".choice").filter(has_text=choice).click()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("Sent.")).to_be_visible()


def test_a_vote_is_hidden_then_shown_then_told_and_put_again(room: Classroom, learners: Learners):
    otter, heron, lynx = (learners(name) for name in ("otter", "heron", "lynx"))
    expect(otter.get_by_role("list").filter(has_text="lynx")).to_be_visible(timeout=SOON)
    expect(otter.get_by_text("In the room: 3")).to_be_visible(timeout=SOON)

    step = put(room, ClassStep.Kind.VOTE)
    for page in (otter, heron, lynx):
        expect(page.get_by_text("0 of 3 have answered.")).to_be_visible(timeout=SOON)
    expect(otter.locator("#class-strip")).to_contain_text("Step 1 of 3", timeout=SOON)
    expect(otter.locator("body")).to_be_focused()  # as before: nothing is about to be pressed
    choose(otter, "Yes")
    choose(heron, "Yes")
    choose(lynx, "No")
    for page in (otter, heron, lynx):
        expect(page.get_by_text("3 of 3 have answered.")).to_be_visible(timeout=SOON)
    expect(lynx.get_by_text("67 %")).to_have_count(0)
    otter.reload()
    expect(otter.locator(".choice").filter(has_text="Yes").get_by_role("radio")).to_be_checked()

    holding.close_vote(step.votes.get())
    expect(otter.get_by_role("radio")).to_have_count(0, timeout=SOON)
    holding.show_distribution(step.votes.get())
    expect(otter.get_by_text("67 %")).to_be_visible(timeout=SOON)
    expect(otter.get_by_text("Explicitly denied")).to_have_count(0)

    holding.ask_again(step)
    choose(otter, "No", "Send my second prediction")
    choose(heron, "No", "Send my second prediction")
    last = step.votes.get(round=2)
    holding.close_vote(last)
    holding.tell_answer(last)
    expect(otter.get_by_text("Explicitly denied").first).to_be_visible(timeout=SOON)
    expect(otter.get_by_text("One other made the same turn.")).to_be_visible()


def test_what_somebody_has_chosen_but_not_sent_is_not_taken_away(room: Classroom, learners: Learners):
    otter = learners("otter")
    put(room, ClassStep.Kind.VOTE)
    otter.locator(".choice").filter(has_text="Yes").click()
    holding.change(room, has_scoreboard=True)
    shown = otter.locator("[data-live-topic=class]").first
    expect(shown).to_have_attribute("data-revision", str(room.revision), timeout=SOON)
    expect(otter.locator(".choice").filter(has_text="Yes").get_by_role("radio")).to_be_checked()


def test_everybody_follows_but_for_who_steps_out_and_is_back_at_their_work_afterwards(
    room: Classroom, learners: Learners
):
    otter, heron = learners("otter"), learners("heron")
    put(room, ClassStep.Kind.TASK)
    for page in (otter, heron):
        go_to_the_task(page)

    holding.lead(room, True)
    for page in (otter, heron):
        expect(page.get_by_text("Following Priya.")).to_be_visible(timeout=SOON)
    accounts = store.load(room.organization).accounts.values()
    dev = next(each.id for each in accounts if each.name == "dev-3")
    holding.look_at(room, {"at": dev})
    expect(otter.get_by_text("Priya is at dev-3.")).to_be_visible(timeout=SOON)

    heron.get_by_role("button", name="Step out").click()
    expect(heron.get_by_text("You stepped out.")).to_be_visible()
    expect(heron.locator("#task")).to_be_visible()
    expect(otter.locator("#task")).not_to_be_visible()
    holding.lead(room, False)
    expect(otter.locator("#task")).to_be_visible(timeout=SOON)


def test_what_the_instructor_does_shows_at_once_and_one_s_own_work_waits_as_it_was_left(
    room: Classroom, learners: Learners
):
    otter = learners("otter")
    put(room, ClassStep.Kind.TASK)
    go_to_the_task(otter)
    otter.set_viewport_size({"width": 1280, "height": 800})
    otter.get_by_role("treeitem", name="sbx-1").focus()

    holding.lead(room, True)
    expect(otter.get_by_text("Following Priya.")).to_be_visible(timeout=SOON)
    shown = otter.get_by_role("group", name="What the class looks at")
    expect(shown).to_be_focused()
    organization = store.load(room.organization)
    services.perform(
        room.organization,
        "organizations.create_organizational_unit",
        base_revision=None,
        visitor=room.organization.visitor,
        parent_id=organization.root.id,
        name="Quarantine",
        tags=[],
    )
    expect(shown.get_by_text("Quarantine")).to_be_visible(timeout=SOON)
    otter.keyboard.press("Control+z")
    otter.keyboard.press("/")

    holding.lead(room, False)
    expect(otter.locator("#tree")).to_be_visible(timeout=SOON)
    expect(otter.get_by_role("treeitem", name="sbx-1")).to_be_focused()
    assert Attempt.objects.get().organization.revision == 0


def test_a_hint_that_the_instructor_sends_is_there_at_once(room: Classroom, learners: Learners):
    otter = learners("otter")
    put(room, ClassStep.Kind.TASK)
    otter.get_by_role("button", name="To the task").click(timeout=SOON)
    expect(otter.locator("#hint-1-open")).to_be_attached(timeout=SOON)
    send_hint(Attempt.objects.select_related("organization", "seat__classroom").get())
    expect(otter.locator("details#hint-1")).to_be_attached(timeout=SOON)


def test_a_paused_class_looks_up_and_then_goes_on(room: Classroom, learners: Learners):
    otter = learners("otter")
    put(room, ClassStep.Kind.TASK)
    go_to_the_task(otter)
    otter.set_viewport_size({"width": 1280, "height": 800})
    holding.pause(room, True)
    expect(otter.get_by_text("Priya paused the class.")).to_be_visible(timeout=SOON)
    otter.reload()
    expect(otter.get_by_text("Priya paused the class.")).to_be_visible()
    holding.pause(room, False)
    expect(otter.get_by_text("Priya paused the class.")).to_have_count(0, timeout=SOON)
    task = SandboxPage(otter)
    task.drag("sbx-1", "Dev")
    expect(task.account_in("sbx-1", "Dev")).to_be_visible()


def test_help_is_asked_for_from_the_task_and_the_place_in_the_queue_is_told(
    room: Classroom, learners: Learners
):
    otter = learners("otter")
    put(room, ClassStep.Kind.TASK)
    go_to_the_task(otter)
    otter.locator("#ask-help > summary").click()
    otter.get_by_label("What would you like to know?").fill("Why Dev?")
    otter.locator("#send-help").click()
    expect(otter.get_by_text("Number 1 in the queue")).to_be_visible()
    holding.helped(Seat.objects.get())
    expect(otter.get_by_text("Number 1 in the queue")).to_have_count(0, timeout=SOON)
