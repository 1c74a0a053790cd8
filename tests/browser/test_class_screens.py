"""What holds for every screen holds for those of a class in all its states: a learner's, the wall, the
instructor's. Services bring the class from one to the next."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.visitors import COOKIE
from lessons import attempts
from lessons.classroom import holding, rehearsing, scoring, sitting
from lessons.classroom.packs import pack_of, steps_of
from lessons.classroom.voting import ClassQuestion
from lessons.models import Classroom, ClassStep, Seat
from lessons.models.classroom import Showing
from tests.accounts.factories import VisitorFactory
from tests.browser.test_every_step import holds_as_on_every_screen
from tests.lessons.classroom.world import NO, YES, classroom, instructor, learner, move, step

VOTE, TASK, TALK = ClassStep.Kind.VOTE, ClassStep.Kind.TASK, ClassStep.Kind.TALK
PRIYA, OTTER = "the instructor's browser", "a learner's browser"


@pytest.fixture
def room(site: str, page: Page) -> Classroom:
    """An instructor's that has something to show, in which otter, heron and lynx sit."""
    page.emulate_media(reduced_motion="reduce")
    priya = instructor()
    made = classroom(instructor=priya, visitor=VisitorFactory(user=priya, token=PRIYA), has_scoreboard=True)
    sitting.join(made, VisitorFactory(token=OTTER), "otter")
    for name in ("heron", "lynx"):
        learner(made, name)
    return made


def comes(page: Page, site: str, name: str, value: str) -> None:
    page.context.add_cookies([{"name": name, "value": value, "url": site}])


def signs_in(page: Page, site: str, user: User) -> None:
    """In the browser that has ``PRIYA``."""
    comes(page, site, COOKIE, PRIYA)
    client = Client()
    client.force_login(user)
    comes(page, site, "sessionid", client.cookies["sessionid"].value)


def address(name: str, *args: object) -> str:
    return reverse(f"lessons:{name}", args=args)


def vote(room: Classroom, *choices: int) -> None:
    put = step(room, VOTE).votes.last()
    for seat, choice in zip(room.seats.all(), choices, strict=False):
        sitting.cast(put, seat, choice)


def test_where_one_joins(page: Page, site: str, room: Classroom, faults: list[str]) -> None:
    for way in (address("join"), address("join_code", room.code)):
        page.goto(site + way)
        holds_as_on_every_screen(page, faults)
    page.goto(site + address("join"))
    page.get_by_label("Class code").fill("K7M")
    page.locator("#join").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    faults.clear()  # the refusal
    holds_as_on_every_screen(page, faults)

    comes(page, site, COOKIE, OTTER)
    holding.remove(room.seats.get(nickname="otter"))
    page.goto(site + address("classroom", room.public_id))
    faults.clear()  # 403
    holds_as_on_every_screen(page, faults)


def test_a_learners_page(page: Page, site: str, room: Classroom, faults: list[str]) -> None:
    comes(page, site, COOKIE, OTTER)
    otter = room.seats.get(nickname="otter")

    def here() -> None:
        page.goto(site + otter.address)
        holds_as_on_every_screen(page, faults)

    here()
    holding.open_step(step(room, VOTE))
    here()
    vote(room, YES, YES, NO)
    put = step(room, VOTE).votes.get()
    holding.close_vote(put)
    here()
    holding.show_distribution(put)
    here()
    holding.ask_again(step(room, VOTE))
    here()
    vote(room, NO, NO, NO)
    holding.close_vote(step(room, VOTE).votes.last())
    holding.tell_answer(step(room, VOTE).votes.last())
    here()
    holding.open_step(step(room, TASK))
    here()
    move(otter, "Sandbox")
    page.goto(site + attempts.address_of(otter.attempts.get()))
    page.locator("#ask-help > summary").click()
    holds_as_on_every_screen(page, faults)
    sitting.ask_for_help(otter, step(room, TASK), text="Why not Sandbox?")
    holding.pause(room, True)
    page.reload()
    holds_as_on_every_screen(page, faults)
    here()
    holding.pause(room, False)
    holding.lead(room, True)
    expect(page.get_by_text("Following Priya.")).to_be_visible()  # by itself
    holds_as_on_every_screen(page, faults)
    sitting.step_out(otter, True)
    here()
    holding.lead(room, False)
    holding.open_step(step(room, TALK))
    here()
    holding.end(room)
    here()


def test_the_wall(page: Page, site: str, room: Classroom, faults: list[str]) -> None:
    signs_in(page, site, room.instructor)

    def wall() -> None:
        page.goto(site + address("projector", room.public_id))
        holds_as_on_every_screen(page, faults)
        fits(page)

    wall()
    holding.open_step(step(room, VOTE))
    put = step(room, VOTE).votes.get()
    vote(room, YES, YES, NO)
    wall()
    holding.close_vote(put)
    holding.show_distribution(put)
    wall()
    holding.ask_again(step(room, VOTE))
    vote(room, NO, NO, NO)
    again = step(room, VOTE).votes.last()
    holding.close_vote(again)
    holding.tell_answer(again)
    wall()
    holding.open_step(step(room, TASK))
    wall()
    otter = room.seats.get(nickname="otter")
    move(otter, "Workloads")
    holding.project(room, otter.attempts.get(), 1)
    wall()
    holding.show(room, Showing.TREE)
    wall()
    holding.show(room, Showing.SCOREBOARD)
    wall()
    scoring.make_teams(room, 2)
    wall()
    holding.pause(room, True)
    wall()
    holding.end(room)
    wall()


def fits(page: Page) -> None:
    """Nobody scrolls a wall."""
    for width, height in ((1920, 1080), (1366, 768), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollHeight") <= height


def test_the_longest_question_fits_on_the_wall_with_its_choices(page: Page, site: str) -> None:
    asked = [step for step in pack_of("landing-zone").steps if step.kind == VOTE]
    longest = max(asked, key=lambda step: len(getattr(ClassQuestion(step).question, "ask", "")))
    priya = instructor()
    VisitorFactory(user=priya, token=PRIYA)
    signs_in(page, site, priya)
    made = holding.make(priya, "Half a day", [longest])
    holding.open_doors(made)
    holding.open_step(made.steps.get())
    page.goto(site + address("projector", made.public_id))
    fits(page)


def test_the_instructors_window(page: Page, site: str, room: Classroom, faults: list[str]) -> None:
    signs_in(page, site, room.instructor)

    def window(name: str = "class", *more: object) -> None:
        page.goto(site + address(name, room.public_id, *more))
        holds_as_on_every_screen(page, faults)

    for name in ("teach", "new_class"):
        page.goto(site + address(name))
        holds_as_on_every_screen(page, faults)
    page.goto(site + address("class", room.public_id))
    page.get_by_text("Names and seats").click()
    page.get_by_text("Take out").first.click()
    holds_as_on_every_screen(page, faults)
    holding.open_step(step(room, VOTE))
    vote(room, YES, YES, NO)
    window()
    holding.close_vote(step(room, VOTE).votes.get())
    holding.show_distribution(step(room, VOTE).votes.get())
    holding.ask_again(step(room, VOTE))
    vote(room, YES, NO, NO)
    holding.close_vote(step(room, VOTE).votes.last())
    holding.tell_answer(step(room, VOTE).votes.last())
    window()
    holding.open_step(step(room, TASK))
    otter, heron, lynx = room.seats.all()
    for unit in ("Prod", "Sandbox", "Prod"):
        move(otter, unit)
    move(heron, "Workloads")
    sitting.ask_for_help(lynx, step(room, TASK), text="Why not Sandbox?")
    sitting.ask_for_help(otter, step(room, TASK))
    window()
    window("class_work", otter.attempts.get().pk)
    window("class_ways")
    window("gradebook")
    window("regrade", step(room, TASK).pk)
    assert room.organization is not None
    page.goto(site + reverse("accounts:organization", args=[room.organization.public_id]))
    holds_as_on_every_screen(page, faults)
    holding.end(room)
    window()


def test_a_rehearsal(page: Page, site: str, faults: list[str]) -> None:
    page.emulate_media(reduced_motion="reduce")
    priya = instructor()
    signs_in(page, site, priya)
    visitor = VisitorFactory(user=priya, token=PRIYA)
    made = rehearsing.rehearse(priya, visitor, "Ours", steps_of(["moving-changes-permissions"]))
    holding.open_step(step(made, TASK))
    rehearsing.skip_ahead(made)
    rehearsing.catch_up(made)
    page.goto(site + address("class", made.public_id))
    holds_as_on_every_screen(page, faults)
    page.goto(site + address("look_as", made.public_id, Seat.objects.first().pk))
    holds_as_on_every_screen(page, faults)
    page.goto("about:blank")  # it asks again and again
