"""Down from the root into an account to a user's policy and up again, with the same keys all the way."""

from playwright.sync_api import Page, expect

from tests.browser.sandbox import SandboxPage
from tests.browser.test_without_a_mouse import focused_name


def go_inside(sandbox: SandboxPage, account: str) -> None:
    sandbox.item(account).focus()
    sandbox.page.keyboard.press("Enter")
    expect(sandbox.item(account)).to_have_attribute("aria-selected", "true")
    sandbox.settle()
    sandbox.page.keyboard.press("Enter")
    expect(inside(sandbox.page, account)).to_be_visible()


def inside(page: Page, account: str = "dev-1"):
    return page.get_by_role("tree", name=f"Inside {account}")


def item(page: Page, name: str):
    return inside(page).locator(f'[role=treeitem][data-name="{name}"]')


def test_enter_leads_into_the_chosen_account_and_escape_back_up_to_it(sandbox: SandboxPage):
    go_inside(sandbox, "dev-1")
    page = sandbox.page
    item(page, "Users").focus()

    page.keyboard.press("Escape")

    expect(sandbox.tree).to_be_visible()
    assert focused_name(page) == "dev-1"
    expect(sandbox.item("dev-1")).to_have_attribute("aria-selected", "true")


def test_the_same_keys_walk_the_inside_down_to_a_policy(sandbox: SandboxPage):
    go_inside(sandbox, "dev-1")
    page = sandbox.page
    item(page, "Users").focus()
    page.keyboard.press("ArrowRight")
    assert focused_name(page) == "john"
    page.keyboard.press("Enter")
    expect(sandbox.allowed.get_by_label("Principal in dev-1")).to_have_value("user/john")
    expect(item(page, "john")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("navigation", name="Where")).to_contain_text("Root›Workloads›Dev›dev-1")
    expect(page.get_by_role("navigation", name="Where")).to_contain_text("users›john")

    page.keyboard.press("ArrowRight")  # opens
    page.keyboard.press("ArrowRight")
    assert focused_name(page) == "StartAndStopInstances"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="StartAndStopInstances")).to_be_visible()
    sandbox.settle()
    page.keyboard.press("Enter")
    page.wait_for_url("**/user/john/policies/named/StartAndStopInstances/**")


def test_home_end_and_letters_find_inside_as_outside(sandbox: SandboxPage):
    go_inside(sandbox, "dev-1")
    page = sandbox.page
    item(page, "john").focus()
    page.keyboard.press("End")
    assert focused_name(page) == "jobs"
    page.keyboard.press("Home")
    assert focused_name(page) == "Users"
    page.keyboard.type("dev")
    assert focused_name(page) == "Developer"
    page.keyboard.press("ArrowLeft")
    assert focused_name(page) == "Roles and root user"
    page.keyboard.press("ArrowLeft")
    expect(item(page, "Developer")).to_be_hidden()


def test_the_menu_acts_on_the_focused_principal(sandbox: SandboxPage):
    go_inside(sandbox, "dev-1")
    page = sandbox.page
    item(page, "Developer").focus()
    page.keyboard.press("Shift+F10")
    menu = page.get_by_role("group", name="More for Developer")
    expect(menu).to_be_visible()
    menu.get_by_role("button", name="Trust policy…").press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Developer")


def test_a_path_leads_up_to_any_step_with_the_focus_on_it(sandbox: SandboxPage):
    go_inside(sandbox, "dev-1")
    sandbox.page.get_by_role("navigation", name="Where").get_by_role("link", name="Workloads").press("Enter")

    expect(sandbox.item("Workloads")).to_have_attribute("aria-selected", "true")
    assert focused_name(sandbox.page) == "Workloads"


def test_a_phone_shows_the_tree_and_the_panel_in_turn(sandbox: SandboxPage):
    page = sandbox.page
    go_inside(sandbox, "dev-1")
    page.set_viewport_size({"width": 390, "height": 844})
    item(page, "john").click()
    views = page.get_by_role("navigation", name="Views")
    views.get_by_role("button", name="john can…").click()
    expect(sandbox.allowed).to_be_visible()
    expect(inside(page)).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 390

    views.get_by_role("link", name="Organization").click()
    expect(sandbox.item("dev-1")).to_have_attribute("aria-selected", "true")


def test_a_slash_finds_people_of_other_accounts_from_inside(sandbox: SandboxPage):
    go_inside(sandbox, "dev-1")
    page = sandbox.page
    item(page, "Users").focus()
    page.keyboard.press("/")
    page.keyboard.type("mary")
    expect(page.locator("#found")).to_contain_text("user/mary")
    page.keyboard.press("Enter")

    expect(inside(page, "prod-1")).to_be_visible()
    expect(page.get_by_role("navigation", name="Where")).to_contain_text("users›mary")
