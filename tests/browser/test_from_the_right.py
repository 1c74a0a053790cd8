"""A language that is read from the right: pages are mirrored, policies and commands are not."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.sandbox import SandboxPage
from tests.messages.made_up import spoken_as

WIDTH = 1280
PHONE = 390
SCREENS = (
    "",
    "?shape=outline",
    "?drawer=explain",
    "?drawer=everybody",
    "policies/new",
    "/",
    "/course/",
    "/lessons/moving-changes-permissions/",
    "/checker/",
    "/progress/",
)


@pytest.fixture
def mirrored(browser: Browser, site: str, settings, tmp_path) -> Iterator[Page]:
    """The sandbox of somebody who reads from the right. No word of it needs to be one that they know."""
    spoken_as("ar", settings, tmp_path)
    context = browser.new_context(viewport={"width": WIDTH, "height": 800}, locale="ar")
    page = context.new_page()
    page.goto(f"{site}/sandbox/")
    yield page
    context.close()


def goes_to(page: Page, address: str) -> None:
    """From the root of the site, or else within the sandbox, which is where the page began."""
    sandbox = page.evaluate("sessionStorage.began ??= location.pathname")
    page.goto(page.evaluate("([at, to]) => new URL(to, location.origin + at).href", [sandbox, address]))


def item(page: Page, name: str) -> Locator:
    return page.locator(f'#tree [role=treeitem][data-name="{name}"]')


def left(of: Locator) -> float:
    box = of.bounding_box()
    assert box
    return box["x"]


def right(of: Locator) -> float:
    box = of.bounding_box()
    assert box
    return box["x"] + box["width"]


def characters(of: Locator) -> list[float]:
    """Where they begin, in the order in which they are written; spaces are left out."""
    return of.evaluate(
        """element => {
          const found = []
          const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
          for (let text = walk.nextNode(); text; text = walk.nextNode())
            for (const { index } of text.data.matchAll(/\\S/g)) {
              const range = new Range()
              range.setStart(text, index)
              range.setEnd(text, index + 1)
              found.push(range.getBoundingClientRect().x)
            }
          return found
        }"""
    )


def test_the_tree_is_indented_from_the_right(mirrored: Page):
    goes_to(mirrored, "?shape=outline")

    path = [item(mirrored, name) for name in ("Root", "Workloads", "Dev", "dev-1")]

    starts = [right(each.locator(".icon:not(.tw)").first) for each in path]
    assert starts == sorted(set(starts), reverse=True)


def test_what_is_first_stands_at_the_right(mirrored: Page):
    dev = item(mirrored, "dev-1")

    assert left(mirrored.locator(".brand").first) > WIDTH / 2
    assert left(mirrored.locator("#tree")) > right(mirrored.locator("#allowed"))
    assert left(dev) > left(item(mirrored, "dev-2"))
    assert left(dev.locator(".icon").first) > right(dev.locator("b"))


def test_a_number_has_its_sign_before_it(mirrored: Page):
    item(mirrored, "dev-1").locator("b").click()
    SandboxPage(mirrored).settle()

    lost = characters(mirrored.locator(".funnel .less", has_text="−826"))
    assert lost == sorted(lost)


def test_a_policy_is_written_from_the_left(mirrored: Page):
    goes_to(mirrored, "policies/new")
    lines = mirrored.locator(".cm-line")
    expect(lines.nth(1)).to_contain_text('"Version"')

    brace, version = characters(lines.nth(0)), characters(lines.nth(1))
    assert brace[0] < version[0]
    assert version == sorted(version)


def test_names_of_aws_and_commands_are_read_from_the_left(mirrored: Page):
    code = mirrored.locator("code, pre, kbd, textarea[dir], .cm-content")
    for address in ("?drawer=explain", "?drawer=log", "policies/new", "/checker/", "/actions/?action=ec2:*"):
        goes_to(mirrored, address)

        found = code.evaluate_all("all => [...new Set(all.map(each => getComputedStyle(each).direction))]")
        assert (mirrored.locator("html").get_attribute("dir"), found) == ("rtl", ["ltr"]), address


@pytest.mark.parametrize("width", [WIDTH, PHONE])
def test_nothing_runs_out_at_the_side(mirrored: Page, width: int):
    mirrored.set_viewport_size({"width": width, "height": 844})
    for address in SCREENS:
        goes_to(mirrored, address)
        assert mirrored.evaluate("document.documentElement.scrollWidth") <= width, address


def test_arrow_keys_go_deeper_towards_the_left(mirrored: Page):
    workloads = item(mirrored, "Workloads")
    workloads.locator("b, .t").first.click()
    expect(workloads).to_have_attribute("aria-selected", "true")
    workloads.focus()

    mirrored.keyboard.press("ArrowRight")
    expect(workloads).to_have_attribute("aria-expanded", "false")
    mirrored.keyboard.press("ArrowLeft")
    expect(workloads).to_have_attribute("aria-expanded", "true")
