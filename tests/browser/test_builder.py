"""A trainer who has never seen the schema builds an exercise by clicking, and a learner solves it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import BrowserContext, Page, expect

from accounts.people.roles import Role, give_role
from lessons.models import BuiltExercise
from tests.browser.lesson import LessonPage

PASSWORD = "seven otters by the lamp"


@pytest.fixture
def trainer(page: Page, site: str, faults: list[str]) -> Page:
    """Signed in, where exercises are listed."""
    give_role(User.objects.create_user("priya", password=PASSWORD), Role.AUTHOR)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}/sign-in/?next=/teach/exercises/")
    page.get_by_label("Name").fill("priya")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


def record(page: Page, account: str, unit: str) -> None:
    """A solution of one move."""
    page.get_by_role("button", name="Record a solution").click()
    organization = LessonPage(page)
    organization.drag(account, unit)
    expect(organization.card).to_contain_text("1 operation")
    page.get_by_role("button", name="This is a solution").click()


def test_an_exercise_is_built_by_clicking_and_a_learner_solves_it(
    trainer: Page, site: str, new_context: Callable[[], BrowserContext]
):
    page = trainer
    page.get_by_role("link", name="New exercise").first.click()
    page.get_by_label("What learners see above the task").fill("GPU for a week")
    page.get_by_label("acme with limits").check()
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Open the organization").click()
    page.get_by_role("button", name="This is the start").click()

    record(page, "dev-3", "Workloads")
    expect(page.locator("#steps")).to_contain_text("1 recorded")
    page.get_by_role("link", name="Choose the clauses").click()
    expect(page.locator("#learner .clause")).to_have_count(3)
    page.get_by_label("s3:ListAllMyBuckets", exact=False).first.check()
    expect(page.locator("#learner .clause")).to_have_count(4)
    expect(page.locator("#weights")).to_contain_text("100")
    page.get_by_label("s3:ListAllMyBuckets", exact=False).first.uncheck()
    expect(page.locator("#learner .clause")).to_have_count(3)

    page.locator("#steps").get_by_role("link", name="Hints & text").click()
    page.wait_for_url("**/hints/")  # and for what the page listens with
    page.locator("#markdown-do").fill("The team of **dev-3** needs a GPU.")
    expect(page.locator("#shown-do strong")).to_have_text("dev-3")
    expect(page.locator("#steps")).not_to_contain_text("no task yet")
    page.reload()
    expect(page.locator("#markdown-do")).to_have_value("The team of **dev-3** needs a GPU.")

    page.get_by_role("button", name="Preview as learner").click()
    expect(page.locator("#preview-strip")).to_contain_text("Nothing you do here reaches a score")
    page.get_by_role("link", name="Back to the builder").click()

    page.goto(page.url.rsplit("/", 2)[0] + "/cheats/")
    expect(page.get_by_role("heading", name="Every lazy answer is refused")).to_be_visible()
    page.get_by_role("link", name="Publish…").first.click()
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_role("heading", name="Version 1 is published")).to_be_visible()
    page.goto(f"{site}/teach/exercises/")
    page.get_by_role("button", name="Into the catalogue of this site").click()

    learner = LessonPage(new_context().new_page())
    learner.page.goto(f"{site}/course/")
    learner.page.get_by_role("link", name="GPU for a week").click()
    learner.go_on()
    learner.drag("dev-3", "Workloads")
    expect(learner.card).to_contain_text("Solved, unaided")
    assert BuiltExercise.objects.get().newest.attempts.count() == 1
