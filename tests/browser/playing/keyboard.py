"""A keyboard, and nothing else: what it does not lead to cannot be done."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import ElementHandle, Locator, expect

from tests.browser.playing.hand import Hand

MOST_STEPS = 60
"""Presses of one key: more would be more than anybody has patience for."""

# Where the element is for somebody who walks: "here", in the same group of radio buttons, or which way; and
# whether one stands in the editor of policies, where Tab indents.
WHERE = """element => {
    const now = document.activeElement;
    if (now === element) return ["here", false];
    const isOfGroup = element.type === "radio" && now.form === element.form && now.name === element.name;
    if (isOfGroup) return ["beside", false];
    const follows = element.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING;
    return [follows ? "back" : "forth", now.matches(".cm-content")];
}"""
# How many of the links at the top of a page, for whoever comes to it, lead past what is before the element.
SKIPPING = """element => document.activeElement !== document.body ? 0 :
    1 + [...document.querySelectorAll(".skip")].findLastIndex(link => {
        const place = document.querySelector(link.hash)?.compareDocumentPosition(element);
        return place & Node.DOCUMENT_POSITION_FOLLOWING;
    })"""


@dataclass(frozen=True)
class Keyboard(Hand):
    def press(self, control: Locator) -> None:
        self.reach(control)
        self._key("Enter")

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.type(text)

    def choose(self, option: Locator) -> None:
        self._arrow_to(self.reach(option))
        if not option.is_checked():
            self._key(" ")

    def pick(self, menu: Locator, value: str) -> None:
        self.reach(menu)
        wanted = menu.locator(f'option[value="{value}"]')
        for _ in range(MOST_STEPS):
            chosen, there = menu.evaluate("each => each.selectedIndex"), wanted.evaluate("each => each.index")
            if chosen == there:
                return
            self._key("ArrowDown" if chosen < there else "ArrowUp")
            self.settle()

    def select(self, item: Locator) -> None:
        self._stand_on(item)
        self._key(" ")
        expect(item).to_have_attribute("aria-selected", "true")

    def go_into(self, account: Locator) -> None:
        self.select(account)
        self.settle()
        self._key("Enter")

    def move(self, account: Locator, room: Locator) -> None:
        self._stand_on(account)
        self._key("Control+x")
        self._stand_on(room)
        self._key("Control+v")

    def _stand_on(self, item: Locator) -> None:
        """On an item of a tree, of which one alone is in the tab order."""
        self.reach(item.locator("xpath=ancestor::*[@role='tree']").locator("[role=treeitem][tabindex='0']"))
        self._arrow_to(item.element_handle())

    def reach(self, target: Locator) -> ElementHandle:
        """With the Tab key, from wherever the focus is."""
        self.settle()
        element = target.element_handle()
        if links := element.evaluate(SKIPPING):
            for key in ("Tab",) * links + ("Enter",):
                self._key(key)
        for _ in range(MOST_STEPS):
            where, is_in_the_editor = element.evaluate(WHERE)
            if where in ("here", "beside"):
                return element
            if is_in_the_editor:
                self._key("Escape")
            self._key("Shift+Tab" if where == "back" else "Tab")
        raise Unreachable(element, "Tab")

    def _arrow_to(self, element: ElementHandle) -> None:
        for _ in range(MOST_STEPS):
            where, _ = element.evaluate(WHERE)
            if where == "here":
                return
            self._key("ArrowUp" if where == "back" else "ArrowDown")
        raise Unreachable(element, "an arrow")

    def _key(self, key: str) -> None:
        self.page.keyboard.press(key)


class Unreachable(AssertionError):
    def __init__(self, element: ElementHandle, key: str) -> None:
        html = element.evaluate("each => each.outerHTML.slice(0, 120)")
        super().__init__(f"{key} does not lead to {html}")
