"""What the page has felt of a hand, over all its addresses."""

from __future__ import annotations

import json

from playwright.sync_api import Page

# Enter clicks a button, too, and is no pointer's. The page's own drag is a movement with a button down.
COUNTING = """
const note = kind => {
    const felt = JSON.parse(sessionStorage.felt ?? "{}");
    felt[kind] = (felt[kind] ?? 0) + 1;
    sessionStorage.felt = JSON.stringify(felt);
};
const POINTER = ["pointerdown", "pointermove", "mousedown", "mousemove", "touchstart", "wheel"];
for (const kind of POINTER) addEventListener(kind, () => note("pointer"), { capture: true, passive: true });
addEventListener("pointermove", event => event.buttons && note("drag"), { capture: true, passive: true });
addEventListener("dragstart", () => note("drag"), { capture: true });
addEventListener("keydown", () => note("key"), { capture: true });
"""


def count_strokes(page: Page) -> None:
    """From the next address on."""
    page.add_init_script(COUNTING)


def felt(page: Page) -> set[str]:
    """Of ``pointer``, ``drag`` and ``key`` those that came at least once."""
    return set(json.loads(page.evaluate("sessionStorage.felt ?? '{}'")))
