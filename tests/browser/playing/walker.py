"""The ways between the pages of an organization that is played in."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.playing.hand import Hand


@dataclass(frozen=True)
class Walker:
    hand: Hand

    @property
    def page(self) -> Page:
        return self.hand.page

    @property
    def dialog(self) -> Locator:
        return self.page.locator("#dialog")

    def node(self, target_id: str) -> Locator:
        """The root, the unit or the account in the organization's tree."""
        return self.page.locator(f"#tree [data-target-id='{target_id}']")

    def to_the_tree(self) -> None:
        if self.page.get_by_role("tree", name="Organization").count() == 0:
            self.hand.press(self.page.get_by_role("link", name="Back to the lesson"))
            expect(self.page.get_by_role("tree", name="Organization")).to_be_visible()
            self.hand.settle()

    def select(self, target_id: str) -> None:
        self.to_the_tree()
        self.hand.select(self.node(target_id))
        self.hand.settle()

    def into(self, account_id: str) -> None:
        """To the inside of an account, whatever page this is."""
        inside = self.page.locator(f"#live[data-at='{account_id}']").get_by_role("tree", name="Inside")
        if inside.count() == 0:
            self.to_the_tree()
            self.hand.go_into(self.node(account_id))
            expect(inside).to_be_visible()
            self.hand.settle()

    def select_inside(self, account_id: str, label: str) -> None:
        """``label`` as in ``user/john``."""
        self.into(account_id)
        self.hand.select(self.page.locator(f"#tree [data-value='{label}']"))
        self.hand.settle()

    def to_the_settings(self) -> None:
        here = self.page.locator("#handshakes-title, #organization-title")
        if here.count() == 0:
            self.hand.press(self.page.get_by_role("link", name="Who belongs to it?"))
            expect(here.first).to_be_visible()
            self.hand.settle()

    def from_menu(self, menu: str, entry: str) -> None:
        """``menu`` is the id of one of the toolbar."""
        self.hand.press(self.page.locator(f"#{menu} > summary"))
        found = self.page.locator(f"#{menu}")
        self.hand.press(found.get_by_role("button", name=entry).or_(found.get_by_role("link", name=entry)))

    def confirm(self, label: str) -> None:
        """The button of the open dialog that does it."""
        self.hand.press(self.dialog.get_by_role("button", name=label, exact=True))
        expect(self.dialog).to_be_hidden()

    def write_policy(self, name: str, text: str, description: str = "") -> None:
        """In the editor, from its empty page to the one that follows."""
        if name:
            self.hand.write(self.page.locator("#policy-name"), name)
        if description:
            self.hand.write(self.page.locator("#policy-description"), description)
        self.hand.write(self.page.locator(".cm-content"), text)
        attach_to = self.page.get_by_label("Attach to")
        if attach_to.count():
            self.hand.pick(attach_to, "")
            self.hand.settle()
        self.hand.press(self.page.get_by_role("button", name="Save", exact=True))
        expect(self.page.locator("#policy-form")).to_have_count(0)
