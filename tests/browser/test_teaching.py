"""An instructor holds a class: their own window, the projector and their organization, each in a page."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect

from accounts.models import Visitor
from accounts.people.roles import Role, give_role
from lessons.classroom import holding, sitting
from lessons.models import Classroom, ClassStep, Seat
from tests.lessons.classroom.world import move

SOON = 10_000
PASSWORD = "a sentence to sign in"


@pytest.fixture
def held(site: str, browser: Browser) -> Iterator[Page]:
    """Priya's own window at the first page for instructors; nothing in her browser complains."""
    give_role(User.objects.create_user("priya", password=PASSWORD), Role.INSTRUCTOR)
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = context.new_page()
    page.goto(f"{site}/teach/")
    page.get_by_label("Name").fill("priya")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/teach/")
    yield page
    context.close()
    assert complaints == []


def opened(held: Page, link: str) -> Page:
    with held.expect_popup() as popup:
        held.get_by_role("link", name=link, exact=True).click()
    return popup.value


def start(held: Page) -> Classroom:
    held.get_by_role("link", name="Start a class").click()
    held.get_by_label("My own choice").check()
    held.get_by_text("Lessons and exercises").click()
    held.get_by_role("checkbox", name="Moving an account changes its permissions").check()
    held.get_by_role("button", name="Open the doors").click()
    held.wait_for_url("**/teach/classes/*/")
    return Classroom.objects.get()


def learner(room: Classroom, nickname: str) -> Seat:
    return sitting.join(room, Visitor(), nickname)


def test_from_the_first_page_to_an_answer_on_the_wall(held: Page):
    room = start(held)
    wall = opened(held, "Projector")
    expect(wall.get_by_role("img", name="Class code")).to_be_visible()
    seats = [learner(room, name) for name in ("otter", "heron")]
    expect(wall.get_by_text("heron")).to_be_visible(timeout=SOON)

    held.get_by_role("button", name="Open the next step").click()
    expect(wall.get_by_text("0 of 2 have answered")).to_be_visible(timeout=SOON)
    vote = room.steps.get(kind=ClassStep.Kind.VOTE).votes.get()
    for seat in seats:
        sitting.cast(vote, seat, 1)
    expect(wall.get_by_text("2 of 2 have answered")).to_be_visible(timeout=SOON)
    held.get_by_role("button", name="Close the vote").click()
    expect(wall.get_by_text("The vote is closed.")).to_be_visible(timeout=SOON)
    expect(wall.get_by_text("100 %")).to_have_count(0)
    held.get_by_role("button", name="Show the distribution").click()
    expect(wall.get_by_text("100 %")).to_be_visible(timeout=SOON)
    expect(wall.get_by_text("Explicitly denied")).to_have_count(0)
    held.get_by_role("button", name="Tell the answer").click()
    expect(wall.get_by_text("Explicitly denied").first).to_be_visible(timeout=SOON)


def test_the_dashboard_follows_and_what_somebody_did_goes_to_the_wall_without_a_name(held: Page):
    room = start(held)
    heron = learner(room, "heron")
    task = room.steps.get(kind=ClassStep.Kind.TASK)
    held.get_by_role("listitem").filter(has_text="2 Moving an account").get_by_role("button").click()
    row = held.get_by_role("row", name="heron")
    expect(row).to_contain_text("has not begun", timeout=SOON)
    # What one has opened stays open while the window follows the class.
    held.get_by_text("Names and seats").click()
    task.refresh_from_db()
    move(heron, "Sandbox")
    expect(row).to_contain_text("dev-3 moved from", timeout=SOON)
    expect(held.get_by_role("button", name="Rename")).to_be_visible()
    held.get_by_label("Another nickname for heron").fill("lynx")
    held.get_by_role("button", name="Rename").click()
    row = held.get_by_role("row", name="lynx")
    expect(row).to_be_visible()
    learner(room, "badger")
    expect(held.get_by_label("Another nickname for badger")).to_be_visible(timeout=SOON)

    wall = opened(held, "Projector")
    row.get_by_role("link", name="lynx").click()
    expect(held.get_by_role("heading", name="What lynx did")).to_be_visible()
    held.get_by_role("button", name="Project, no name").click()
    expect(wall.get_by_text("One way that one of you took")).to_be_visible(timeout=SOON)
    expect(wall.get_by_text("lynx")).to_have_count(0)


def test_the_wall_goes_where_the_instructor_looks(held: Page):
    start(held)
    wall = opened(held, "Projector")
    mine = opened(held, "My organization")
    mine.get_by_role("button", name="Show on the projector").click()
    expect(wall.locator(".picture")).to_contain_text("ec2:RunInstances", timeout=SOON)
    expect(mine.get_by_text("others see where you look")).to_be_visible()
    mine.get_by_label("Action", exact=True).fill("s3:CreateBucket")
    mine.keyboard.press("Enter")
    expect(wall.locator(".picture")).to_contain_text("s3:CreateBucket", timeout=SOON)
    mine.get_by_role("button", name="Take off the projector").click()
    expect(wall.locator(".picture")).to_have_count(0, timeout=SOON)


def test_clocks_count_on_while_nothing_else_happens(held: Page):
    start(held)
    held.get_by_role("button", name="Open the next step").click()
    clock = held.locator(".pace .now [data-clock]")
    drawn = clock.get_attribute("data-clock")
    said = clock.text_content()
    expect(clock).not_to_have_text(said or "")
    expect(clock).to_have_attribute("data-clock", drawn or "")


def test_on_a_phone_who_has_what_is_a_list_that_fits(held: Page):
    held.set_viewport_size({"width": 390, "height": 844})
    room = start(held)
    holding.open_step(room.steps.get(kind=ClassStep.Kind.TASK))
    move(learner(room, "heron"), "Sandbox")
    held.reload()
    expect(held.locator(".by-goal li")).to_have_count(5)
    expect(held.get_by_role("link", name="heron")).to_be_visible()
    assert held.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert held.evaluate(
        "(table => table.scrollWidth <= table.clientWidth)(document.querySelector('.who-has').parentElement)"
    )


def test_a_rehearsal_goes_on_by_itself_on_the_wall_and_on_a_learners_screen(held: Page):
    held.get_by_role("link", name="Start a class").click()
    held.get_by_label("My own choice").check()
    held.get_by_text("Lessons and exercises").click()
    held.get_by_role("checkbox", name="Moving an account changes its permissions").check()
    held.get_by_role("button", name="Rehearse").click()
    held.wait_for_url("**/teach/classes/*/")
    wall = opened(held, "Projector")
    expect(wall.get_by_text("Rehearsal")).to_be_visible()
    held.get_by_role("button", name="16 ×").click()
    held.get_by_role("button", name="Open the next step").click()
    expect(wall.get_by_text("12 of 12 have answered")).to_be_visible(timeout=SOON)

    looking = held.context.new_page()
    first = held.get_by_role("link", name="badger").first.get_attribute("href")
    looking.goto(urljoin(held.url, first))
    phone = looking.locator("#phone")
    answer = phone.get_by_role("button", name="Change my answer")
    expect(answer).to_be_visible()
    answer.focus()
    expect(answer).not_to_be_focused()
    held.get_by_role("button", name="Close the vote").click()
    expect(held.get_by_text("closed: nobody has seen the distribution")).to_be_visible(timeout=SOON)
    held.get_by_role("button", name="Tell the answer").click()
    expect(phone.get_by_text("Explicitly denied").first).to_be_visible(timeout=SOON)
    held.get_by_role("button", name="Stop rehearsing").click()
    expect(held.get_by_text("Nothing is left of it.")).to_be_visible()
    assert not Classroom.objects.exists()
