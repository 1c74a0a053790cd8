"""The sandbox's page in the words of its user."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True)
class SandboxPage:
    page: Page

    @property
    def tree(self) -> Locator:
        return self.page.get_by_role("tree", name="Organization")

    def item(self, name: str) -> Locator:
        """The account, unit or root of this name."""
        return self.tree.locator(f'[role=treeitem][data-name="{name}"]')

    def account_in(self, account: str, unit: str) -> Locator:
        return self.item(unit).locator(f':scope > ul.accts > [data-name="{account}"]')

    @property
    def allowed(self) -> Locator:
        return self.page.get_by_role("region", name="Allowed actions")

    def count(self, name: str) -> int:
        return int(self.allowed.get_attribute(f"data-{name}") or 0)

    @property
    def status(self) -> Locator:
        return self.page.locator("#status")

    def select(self, name: str) -> None:
        self.item(name).locator("b, .t").first.click()
        expect(self.item(name)).to_have_attribute("aria-selected", "true")
        self.settle()

    def settle(self) -> None:
        """Until no request is on its way."""
        expect(self.page.locator(".htmx-request")).to_have_count(0)

    def grab(self, account: str) -> None:
        self.item(account).scroll_into_view_if_needed()
        box = self.item(account).bounding_box()
        assert box
        self.page.mouse.move(box["x"] + 40, box["y"] + box["height"] / 2)
        self.page.mouse.down()

    def carry_to(self, unit: str) -> None:
        self.item(unit).scroll_into_view_if_needed()
        box = self.item(unit).locator(":scope > .lintel").bounding_box()
        assert box
        # In steps, as a hand does: the page follows the movement, not the place.
        self.page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2, steps=12)

    def drag(self, account: str, unit: str) -> None:
        self.grab(account)
        self.carry_to(unit)
        self.page.mouse.up()
