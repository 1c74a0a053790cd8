"""What holds for every screen holds at every step of a lesson, and where somebody says who they are."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from lessons.course.case import Action
from lessons.models import Step
from tests.browser.playing.mouse import ClickingMouse
from tests.browser.playing.player import Player
from tests.browser.test_every_screen import serious_findings

DESK = {"width": 1280, "height": 800}
MODEL = "moving-changes-permissions"
INTO_THE_WRONG_UNIT = Action(
    "organizations.move_account",
    {
        "account_id": "{{id dev-3}}",
        "source_parent_id": "{{id Dev}}",
        "destination_parent_id": "{{id Sandbox}}",
    },
)


@pytest.fixture
def lesson(page: Page, site: str, faults: list[str]) -> Player:
    """Just begun."""
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(DESK)
    page.goto(f"{site}/lessons/{MODEL}/")
    return Player(ClickingMouse(page))


def test_from_the_first_step_to_solved(lesson: Player, faults: list[str]):
    page, card = lesson.page, lesson.card
    holds_as_on_every_screen(page, faults)
    lesson.go_on()
    expect(card).to_contain_text("what do you expect?")
    holds_as_on_every_screen(page, faults)
    lesson.predict(lesson.exercise.predictions[0])
    holds_as_on_every_screen(page, faults)
    lesson.go_on()
    holds_as_on_every_screen(page, faults)

    lesson.do(INTO_THE_WRONG_UNIT)
    expect(card).to_contain_text("broken")
    holds_as_on_every_screen(page, faults)

    page.locator("#undo").click()
    lesson.hand.settle()
    lesson.do(lesson.exercise.solutions[0].actions[0])
    expect(card).to_contain_text("Solved, unaided")
    holds_as_on_every_screen(page, faults)


def test_a_solution_that_is_shown_and_what_is_solved_after_it(lesson: Player, faults: list[str]):
    page, attempt = lesson.page, lesson.attempt
    attempt.step = Step.DO
    attempt.save()
    page.reload()
    lesson.card.get_by_role("button", name="Show the solution").click()
    page.locator("#play-on").click()
    expect(page.get_by_role("button", name="All played")).to_be_visible()
    holds_as_on_every_screen(page, faults)

    page.locator("#to-attempt").click()
    expect(lesson.card.get_by_text("assisted", exact=True)).to_be_visible()
    holds_as_on_every_screen(page, faults)
    lesson.do(lesson.exercise.solutions[0].actions[0])
    expect(lesson.card).to_contain_text("Solved, assisted")
    holds_as_on_every_screen(page, faults)


def test_where_one_says_who_one_is(page: Page, site: str, faults: list[str]):
    page.set_viewport_size(DESK)
    for address in ("sign-up", "sign-in", "resume", "privacy"):
        page.goto(f"{site}/{address}/")
        holds_as_on_every_screen(page, faults)
    page.goto(f"{site}/sign-in/")
    page.locator("#main form button").click()
    expect(page.get_by_role("alert").or_(page.locator("[aria-invalid=true]")).first).to_be_visible()
    faults.clear()  # the refusal
    holds_as_on_every_screen(page, faults)

    page.goto(f"{site}/sandbox/")
    page.goto(f"{site}/progress/")
    page.get_by_role("button", name="Make a phrase").click()
    expect(page.get_by_role("list", name="Recovery phrase")).to_be_visible()
    holds_as_on_every_screen(page, faults)


def holds_as_on_every_screen(page: Page, faults: list[str]) -> None:
    """In both themes, at a desk and on phones; colours that change slowly are not read in between."""
    assert faults == []
    # A theme is its colours, and nothing else: the other one need not be looked at in every respect.
    for theme, rules in (("light", ()), ("dark", ("color-contrast",))):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert serious_findings(page, *rules) == [], theme
    faults.clear()  # axe itself writes inline styles, which the page's policy rightly blocks
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size(DESK)
