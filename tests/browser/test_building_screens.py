"""What holds for every screen holds for those on which exercises are built, and those that a learning
platform leads to."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from accounts.people.roles import Role, give_role
from accounts.visitors import COOKIE
from lessons.building import shelf
from lessons.lti import scores
from lessons.lti.arriving import class_token
from lessons.lti.launch import CLAIM
from lessons.models import BuiltExercise, LtiPlatform
from lessons.page.building.steps import BuildStep
from tests.accounts.factories import VisitorFactory
from tests.browser.test_class_screens import PRIYA, address, signs_in
from tests.browser.test_every_step import holds_as_on_every_screen
from tests.conftest import Server
from tests.lessons.building.world import INTO_SANDBOX, Builder
from tests.lessons.classroom.world import at_task, instructor, move
from tests.lessons.lti.conftest import academys_key, another_key, otter_academy
from tests.lessons.lti.platform import CLIENT, INSTRUCTOR, ISSUER, Academy
from tests.lessons.people import browser

__all__ = ["academys_key", "another_key", "otter_academy"]


@pytest.fixture
def priya(site: str, page: Page) -> Builder:
    page.emulate_media(reduced_motion="reduce")
    user = instructor()
    give_role(user, Role.AUTHOR)
    VisitorFactory(user=user, token=PRIYA)
    signs_in(page, site, user)
    made = Builder(Server(), user)
    made.browser.cookies[COOKIE] = PRIYA
    return made


def test_the_builder(page: Page, site: str, priya: Builder, faults: list[str]) -> None:
    def shows(name: str, *more: object) -> None:
        page.goto(site + address(name, *more))
        holds_as_on_every_screen(page, faults)

    shows("exercises")
    shows("new_exercise")
    empty = priya.begin("scenario:acme-plain")
    shows("build", empty.public_id, "start")
    exercise = priya.begin()
    priya.show(exercise, *INTO_SANDBOX, cheat="Into Sandbox")
    for step in BuildStep:
        shows("build", exercise.public_id, step.value)
    page.goto(site + address("build", exercise.public_id, "solution"))
    page.get_by_role("button", name="Record").first.click()
    expect(page.locator("#task")).to_contain_text("operation")
    holds_as_on_every_screen(page, faults)
    priya.do(exercise, "publish", "publish")
    shows("build", exercise.public_id, "publish")
    page.get_by_role("button", name="Preview as learner").first.click()
    expect(page.locator("#preview-strip")).to_be_visible()
    holds_as_on_every_screen(page, faults)
    shows("exercises")
    shows("shared_exercise", shelf.share(BuiltExercise.objects.get(pk=exercise.pk)))


def test_what_a_learning_platform_leads_to(
    page: Page, site: str, priya: Builder, otter_academy: Academy, faults: list[str]
) -> None:
    room = at_task(instructor=priya.user)
    custom = {CLAIM + "custom": {"orgsim": f"class:{class_token(room, LtiPlatform.objects.get())}"}}

    def launch(claims: object, target: str = "http://testserver/lti/launch/") -> None:
        """From the click in the course to what orgsim shows."""
        query = f"iss={ISSUER}&client_id={CLIENT}&login_hint=u&lti_message_hint=m&target_link_uri={target}"
        asked = page.request.get(f"{site}/lti/login/?{query}", max_redirects=0).headers["location"]
        given = parse_qs(urlsplit(asked).query)
        fields = {"state": given["state"][0], "id_token": otter_academy.signs(claims(given["nonce"][0]))}
        page.goto("about:blank")
        inputs = "".join(f"<input name={name} value={value}>" for name, value in fields.items())
        page.set_content(f"<form method=post action={site}/lti/launch/>{inputs}<button>Go</button></form>")
        page.get_by_role("button", name="Go").click()
        expect(page.get_by_role("heading").first).to_be_visible()

    launch(otter_academy.wants_choice, "http://testserver/lti/choose/")
    holds_as_on_every_screen(page, faults)
    launch(lambda nonce: otter_academy.says(nonce, "tom", INSTRUCTOR))
    holds_as_on_every_screen(page, faults)
    page.goto(f"{site}/lti/enter/nothing/")
    faults.clear()  # the refusal
    holds_as_on_every_screen(page, faults)

    mei = browser(Server())
    otter_academy.launches(mei, **custom)
    move(room.seats.get(), "Workloads")
    otter_academy.answers["/line/3/scores"] = (404, "")
    scores.send()
    for name in ("class_platforms", "gradebook"):
        page.goto(site + address(name, room.public_id))
        holds_as_on_every_screen(page, faults)
