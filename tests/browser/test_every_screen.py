"""What holds for every screen: no serious finding of axe, nothing runs out at the side, no other host."""

import gzip
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.sandbox import SandboxPage

SERIOUS = {"serious", "critical"}


def serious_findings(page: Page, *rules: str) -> list[str]:
    """By these rules of axe, or all."""
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    results = Axe().run(page, options=options).response["violations"]
    return [
        f"{finding['id']}: {finding['help']}: {finding['nodes'][0]['html'][:160]}"
        for finding in results
        if finding["impact"] in SERIOUS
    ]


def open_screen(sandbox: SandboxPage, screen: str) -> None:
    page = sandbox.page
    match screen:
        case "rooms":
            pass
        case "outline" | "services" | "search" | "explain" | "everybody" | "log":
            query = {
                "outline": "shape=outline",
                "services": "tab=services",
                "search": "tab=search&find=ec2:*",
                "explain": "drawer=explain",
                "everybody": "drawer=everybody",
                "log": "drawer=log",
            }[screen]
            page.goto(f"{page.url.partition('?')[0]}?{query}")
        case "moved":
            sandbox.drag("sbx-1", "Prod")
            expect(sandbox.account_in("sbx-1", "Prod")).to_be_visible()
        case "move dialog":
            page.get_by_role("button", name="Move…").click()
            page.get_by_role("radio", name="Dev").check()
            expect(page.get_by_role("region", name="Preview")).to_be_visible()
        case "policies dialog":
            page.get_by_role("button", name="Policies…").click()
            expect(page.get_by_role("dialog")).to_be_visible()
        case "new policy":
            page.goto(f"{page.url.partition('?')[0]}policies/new")
        case "effective policies":
            page.get_by_role("link", name="Which tags are right?").click()
            expect(page.locator("#effective-title")).to_be_attached()
        case "policy types dialog":
            page.goto(f"{page.url.partition('?')[0]}effective-policies")
            page.get_by_role("button", name="Policy types…").click()
            expect(page.get_by_role("dialog")).to_be_visible()
        case "inside":
            page.goto(
                f"{page.url.partition('?')[0]}accounts/{sandbox.item('dev-1').get_attribute('data-target-id')}/"
            )
        case "past" | "history" | "comparison":
            page.get_by_role("button", name="Move…").click()
            page.get_by_role("radio", name="Dev").check()
            page.get_by_role("button", name="Move", exact=True).click()
            expect(page.get_by_role("group", name="Time")).to_contain_text("r1 of r1")
            address = {"past": "r/0/", "history": "history", "comparison": "compare?from=0&to=1"}[screen]
            page.goto(f"{page.url.partition('?')[0]}{address}")
        case "open":
            page.goto(f"{page.url.partition('/s/')[0]}/open")
        case "settings" | "exchange":
            page.goto(f"{page.url.partition('?')[0]}{screen}")
        case "bill":
            page.goto(f"{page.url.partition('?')[0]}billing?usage=ec2-m5-large-hours")
        case "checker":
            page.goto(f"{page.url.partition('/s/')[0]}/checker/")
            page.locator("#statement-1 > summary").click()
        case "first page" | "course" | "progress" | "completion" | "actions":
            page.goto(f"{page.url.partition('/s/')[0]}{SCHOOL[screen]}")
        case "nothing here":
            page.goto(f"{page.url.partition('/s/')[0]}/nowhere")


SCHOOL = {
    "first page": "/?place=Dev",
    "course": "/course/",
    "progress": "/progress/",
    "completion": "/completion/",
    "actions": "/actions/?q=ec2:Run*&action=ec2:RunInstances",
}
SCREENS = [
    "rooms",
    "outline",
    "services",
    "search",
    "explain",
    "everybody",
    "log",
    "moved",
    "move dialog",
    "policies dialog",
    "new policy",
    "effective policies",
    "policy types dialog",
    "inside",
    "past",
    "history",
    "comparison",
    "bill",
    "settings",
    "exchange",
    "open",
    "checker",
    *SCHOOL,
    "nothing here",
]


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_serious_in_either_theme(sandbox: SandboxPage, faults: list[str], screen: str):
    sandbox.page.emulate_media(reduced_motion="reduce")
    open_screen(sandbox, screen)
    assert faults == [] or screen == "nothing here"
    for theme in ("light", "dark"):
        sandbox.page.emulate_media(color_scheme=theme)
        assert serious_findings(sandbox.page) == [], theme
    faults.clear()  # axe itself writes inline styles, which the page's policy rightly blocks


@pytest.mark.parametrize("screen", [each for each in SCREENS if each != "moved"])
def test_nothing_runs_out_at_the_side_of_a_phone(sandbox: SandboxPage, screen: str):
    sandbox.page.set_viewport_size({"width": 390, "height": 844})
    open_screen(sandbox, screen)
    for width in (390, 320):
        sandbox.page.set_viewport_size({"width": width, "height": 844})
        assert sandbox.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_page_is_small_and_asks_no_other_host(browser: Browser, site: str):
    """Sizes as they travel, compressed; the server of the tests does not compress, so the test does."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.goto(f"{site}/sandbox/")
    # All but the stream, which never ends.
    whole = [each for each in responses if each.status == 200 and not each.url.endswith("/live")]
    weights = {response.url: weight(response) for response in whole}
    context.close()
    assert {urlsplit(url).netloc for url in weights} == {urlsplit(site).netloc}
    assert sum(size for url, size in weights.items() if "/static/js/" in url) < 20_000
    assert sum(weights.values()) < 250_000


def weight(response: Response) -> int:
    body = response.body()
    return len(body) if response.url.endswith(".woff2") else len(gzip.compress(body))


def test_every_target_is_large_enough(sandbox: SandboxPage):
    """WCAG 2.5.8: 24 pixels; hidden helpers and links inside sentences are exempt."""
    small = sandbox.page.evaluate(
        """[...document.querySelectorAll('button, select, input:not([type=hidden]), summary, .acct')]
           .filter(each => each.checkVisibility() && !each.closest('.vh') && !each.matches('.vh, .link'))
           .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
           .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
           .map(([html]) => html)"""
    )
    assert small == []


def test_a_picked_tab_and_account_stand_in_the_address(sandbox: SandboxPage):
    sandbox.select("dev-1")
    sandbox.page.get_by_role("tab", name="Services").click()
    expect(sandbox.page.get_by_role("tab", name="Services")).to_have_attribute("aria-selected", "true")
    sandbox.page.reload()
    expect(sandbox.page.get_by_role("tab", name="Services")).to_have_attribute("aria-selected", "true")
    expect(sandbox.item("dev-1")).to_have_attribute("aria-selected", "true")
