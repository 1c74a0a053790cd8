"""One organization for the class: what its instructor moves changes at once what a learner may do."""

from __future__ import annotations

from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from accounts import services
from accounts.models import OrganizationRecord, Visitor
from accounts.people.roles import Role, give_role
from lessons.classroom import holding
from lessons.models import Classroom
from tests.browser.sandbox import SandboxPage
from tests.browser.test_live import SOON


def shared_class() -> Classroom:
    user = User.objects.create_user("priya")
    give_role(user, Role.INSTRUCTOR)
    made = holding.make(user, "Our room", [], visitor=Visitor.objects.create(user=user), is_shared=True)
    holding.open_doors(made)
    return made


def test_what_the_instructor_moves_changes_what_the_learner_may_do(
    page: Page, site: str, faults: list[str]
) -> None:
    room = shared_class()
    page.goto(f"{site}/join/{room.code}")
    page.get_by_label("Nickname").fill("heron")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("link", name="To my account").click()
    expect(page.locator("#task")).to_contain_text("audit is your account")

    record = OrganizationRecord.objects.get(classroom=room)
    learner = SandboxPage(page)
    services.perform(
        record,
        "organizations.move_account",
        base_revision=None,
        visitor=record.visitor,
        account_id=learner.item("audit").get_attribute("data-target-id"),
        source_parent_id=learner.item("Security").get_attribute("data-target-id"),
        destination_parent_id=learner.item("Dev").get_attribute("data-target-id"),
    )

    expect(page.locator("#task")).to_contain_text("For you: 826 actions lost", timeout=SOON)
    expect(learner.account_in("audit", "Dev")).to_be_visible()
