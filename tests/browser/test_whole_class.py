"""A whole class in four browsers, against a server that loses its power twice.

Everything goes through the pages: nobody here calls a service, and the database is only read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Locator, Page, expect

from accounts.people.roles import Role, give_role
from lessons.models import Attempt, Ballot, Classroom, Seat
from tests.browser.playing.mouse import ClickingMouse
from tests.browser.sandbox import SandboxPage
from tests.browser.server_process import ServerProcess

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PASSWORD = "a sentence to sign in"
TASK = "Moving an account changes its permissions"
AFTER = re.compile(r"after \d+:\d\d")
"""Minutes and seconds: how long a task took depends on the machine."""
BACK = 60_000
"""Milliseconds in which a page has found a server that is there again: it tries ever more rarely."""


@pytest.fixture
def server(transactional_db) -> Iterator[ServerProcess]:
    process = ServerProcess()
    process.start()
    yield process
    process.kill()


@pytest.fixture
def browsers(browser: Browser) -> Iterator[Callable[[dict[str, int]], Page]]:
    """Each its own, with nothing in it that complains; that no server answers, it may say."""
    contexts = []
    complaints: list[str] = []

    def opened(size: dict[str, int]) -> Page:
        contexts.append(browser.new_context(viewport=size, reduced_motion="reduce"))
        contexts[-1].on("weberror", lambda error: complaints.append(str(error.error)))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def test_a_class_is_held_and_loses_nothing(
    server: ServerProcess, browsers: Callable[[dict[str, int]], Page]
) -> None:
    # The doors.
    priya = sign_in(browsers(DESK), server)
    start(priya)
    wall = beside(priya, "Projector")
    code = wall.get_by_role("img", name="Class code").get_attribute("aria-label")
    assert code
    otter, heron, lynx = learners = [
        join(browsers(size), server, code.removeprefix("Class code "), name)
        for name, size in {"otter": DESK, "heron": PHONE, "lynx": PHONE}.items()
    ]
    expect(wall.get_by_text("3 have joined").first).to_be_visible()
    expect(wall.locator(".people")).to_contain_text("lynx")

    # A vote, hidden, in the middle of which somebody comes anew and the server dies.
    press(priya, "Open the next step")
    choose(otter, "Yes")
    otter.get_by_role("button", name="Send my prediction").click()
    expect(otter.get_by_text("1 of 3 have answered.")).to_be_visible()
    otter.reload()
    expect(choice(otter, "Yes")).to_be_checked()
    choose(heron, "Yes")
    with no_power(server, [priya, *learners]):
        press(heron, "Send my prediction")
        expect(heron.get_by_role("alert")).to_contain_text("could not be reached")
    expect(choice(heron, "Yes")).to_be_checked()
    expect(choice(otter, "Yes")).to_be_checked()
    heron.get_by_role("button", name="Send my prediction").click()
    choose(lynx, "No")
    lynx.get_by_role("button", name="Send my prediction").click()
    expect(wall.get_by_text("3 of 3 have answered")).to_be_visible()
    for page in (otter, wall):
        expect(page.get_by_text("67 %")).to_have_count(0)

    # The distribution, talk, the same vote again, the answer.
    press(priya, "Close the vote")
    press(priya, "Show the distribution")
    for page in (otter, wall):
        expect(page.get_by_text("67 %")).to_be_visible()
        expect(page.get_by_text("Explicitly denied")).to_have_count(0)
    press(priya, "Ask again")
    for page in (otter, heron):
        expect(page.get_by_text("Second vote, after talking")).to_be_visible()
        choose(page, "No")
        page.get_by_role("button", name="Send my second prediction").click()
        expect(page.get_by_text("Sent.")).to_be_visible()
    press(priya, "Close the vote")
    press(priya, "Tell the answer")
    for page in (*learners, wall):
        expect(page.get_by_text("Explicitly denied").first).to_be_visible()
    expect(otter.get_by_text("One other made the same turn.")).to_be_visible()

    # Where the instructor goes, everybody goes, but for who steps out.
    mine = beside(priya, "My organization")
    press(mine, "Follow me")
    expect(mine.get_by_text("others see where you look")).to_be_visible()
    SandboxPage(mine).select("dev-3")
    for page in (otter, heron):
        expect(page.get_by_text("priya is at dev-3.")).to_be_visible()
    lynx.get_by_role("button", name="Step out").click()
    expect(lynx.get_by_text("You stepped out.")).to_be_visible()
    press(mine, "Let them go")
    expect(heron.get_by_role("heading", name="Will its administrator")).to_be_visible()

    # A task, and help.
    press(priya, "Go on to the next step")
    for page in learners:
        page.get_by_role("button", name="To the task").click()
        page.wait_for_url("**/s/**")
    move(otter, "dev-3", "Sandbox")
    expect(otter.locator("#task")).to_contain_text("broken")
    heron.locator("#nav-org").click()
    move(heron, "dev-3", "Workloads")
    expect(heron.locator("#task")).to_contain_text("Solved, unaided")
    expect(row(priya, "heron")).to_contain_text(AFTER)
    lynx.locator("#ask-help > summary").click()
    lynx.get_by_label("What would you like to know?").fill("Why not Sandbox?")
    expect(row(priya, "otter")).to_contain_text("dev-3 moved from")

    # Power is lost once more, while one types and another has gone half of the way.
    before = all_that_is_kept()
    with no_power(server, [priya, mine, *learners]):
        pass
    assert all_that_is_kept() == before
    expect(lynx.get_by_label("What would you like to know?")).to_have_value("Why not Sandbox?")
    lynx.locator("#send-help").click()
    expect(lynx.get_by_text("Number 1 in the queue")).to_be_visible()
    expect(priya.locator(".queue")).to_contain_text("Why not Sandbox?")
    expect(row(priya, "heron")).to_contain_text(AFTER)
    priya.locator(".queue").get_by_role("button", name="Helped").click()
    expect(lynx.get_by_text("Number 1 in the queue")).to_have_count(0)
    for page, name in zip(learners, ("otter", "heron", "lynx"), strict=True):
        expect(page.locator("#class-strip")).to_contain_text(name)
    otter.locator("#undo").click()
    expect(SandboxPage(otter).account_in("dev-3", "Dev")).to_be_visible()
    move(otter, "dev-3", "Workloads")
    expect(otter.locator("#task")).to_contain_text("Solved, unaided")
    expect(row(priya, "otter")).to_contain_text(AFTER)

    # One way on the wall, whosever it is; and the end.
    row(priya, "otter").get_by_role("link", name="otter").click()
    press(priya, "Project, no name")
    expect(wall.get_by_text("One way that one of you took")).to_be_visible()
    for name in ("otter", "heron", "lynx"):
        expect(wall.locator("body")).not_to_contain_text(name)
    priya.get_by_text("End class").click()
    press(priya, "End it now")
    expect(wall.get_by_role("heading", name="Thank you all")).to_be_visible()
    for page in learners:
        expect(page.get_by_text("This class has ended")).to_be_visible()
    priya.get_by_role("link", name="Gradebook").click()
    for name, score in {"otter": "100", "heron": "100", "lynx": "not begun"}.items():
        expect(row(priya, name)).to_contain_text(score)


def sign_in(page: Page, server: ServerProcess) -> Page:
    give_role(User.objects.create_user("priya", password=PASSWORD), Role.INSTRUCTOR)
    page.goto(f"{server.address}/teach/")
    page.get_by_label("Name").fill("priya")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    return page


def start(page: Page) -> None:
    page.get_by_role("link", name="Start a class").click()
    page.get_by_label("My own choice").check()
    page.get_by_text("Lessons and exercises").click()
    page.get_by_role("checkbox", name=TASK).check()
    press(page, "Open the doors")
    page.wait_for_url("**/teach/classes/*/")


def beside(page: Page, link: str) -> Page:
    """In another window of the same browser."""
    with page.expect_popup() as popup:
        page.get_by_role("link", name=link, exact=True).click()
    return popup.value


def join(page: Page, server: ServerProcess, code: str, nickname: str) -> Page:
    page.goto(f"{server.address}/join/")
    page.get_by_label("Class code").fill(code)
    page.get_by_label("Nickname").fill(nickname)
    press(page, "Join")
    page.wait_for_url("**/class/**")
    return page


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def choice(page: Page, text: str) -> Locator:
    return page.locator(".choice").filter(has_text=text).get_by_role("radio")


def choose(page: Page, text: str) -> None:
    page.locator(".choice").filter(has_text=text).click()


def move(page: Page, account: str, unit: str) -> None:
    """By the dialog."""
    at = SandboxPage(page)
    ClickingMouse(page).move(at.item(account), at.item(unit))
    expect(at.account_in(account, unit)).to_be_visible()


def row(page: Page, nickname: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=nickname))


@contextmanager
def no_power(server: ServerProcess, pages: list[Page]) -> Iterator[None]:
    """Each page says that nobody answers, and later finds by itself that somebody does."""
    server.kill()
    for page in pages:
        expect(page.locator(".lost-sign")).to_be_visible()
    yield
    server.start()
    for page in pages:
        expect(page.locator(".lost-sign")).to_be_hidden(timeout=BACK)


def all_that_is_kept() -> list[object]:
    return [
        [*Classroom.objects.values("revision", "showing", "code")],
        [*Seat.objects.values("nickname", "visitor", "removed")],
        [*Ballot.objects.values("vote", "seat", "choice")],
        [*Attempt.objects.values("seat", "organization__revision", "missed", "solved")],
    ]
