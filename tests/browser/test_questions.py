"""Questions in a real browser: covered, answered with the keyboard alone, and what they tell."""

import pytest
from playwright.sync_api import Page, expect

from lessons.course.questions.diagnosis import MOST
from tests.browser.test_every_screen import serious_findings

QUESTION = "lessons/moving-changes-permissions/questions/allow-below-deny/"


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_from_a_wrong_answer_to_its_review(page: Page, site: str, faults: list[str], width: int, theme: str):
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.goto(f"{site}/{QUESTION}")
    expect(page.get_by_text("the decision is covered")).to_be_attached()
    page.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_have_text("Not so.")
    expect(page.get_by_text("An allow further down takes a deny back.")).to_be_visible()
    expect(page.get_by_role("list", name="Gates")).to_contain_text("stops here")
    holds_on_every_screen(page)

    page.goto(f"{site}/review/")
    expect(page.get_by_text("An allow further down takes a deny back.")).to_be_visible()
    holds_on_every_screen(page)


def test_a_check_ends_with_what_it_found(page: Page, site: str, faults: list[str]):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/check/")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("button", name="Answer")).to_be_visible()
    holds_on_every_screen(page)

    for _ in range(MOST):
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Answer").click()
        onward = page.get_by_role("link", name="Go on").or_(page.get_by_role("link", name="How it went"))
        is_last = onward.inner_text() == "How it went"
        onward.click()
        if is_last:
            break

    expect(page.get_by_role("heading", name="as AWS decides")).to_be_visible()
    holds_on_every_screen(page)


def holds_on_every_screen(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert serious_findings(page) == []
