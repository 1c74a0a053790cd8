"""Every drag has other ways: the dialog, pick and place, the keyboard (WCAG 2.5.7, 2.1.1)."""

from playwright.sync_api import Page, expect

from tests.browser.sandbox import SandboxPage


def focused_name(page: Page) -> str | None:
    return page.evaluate("document.activeElement.dataset.name ?? null")


def test_the_dialog_moves_an_account_and_previews_before(sandbox: SandboxPage):
    sandbox.page.get_by_role("button", name="Move…").click()
    dialog = sandbox.page.get_by_role("dialog", name="Move account")
    expect(dialog.get_by_role("radio", name="Sandbox")).to_be_disabled()

    dialog.get_by_role("radio", name="Dev").check()
    expect(dialog.get_by_role("region", name="Preview")).to_contain_text("DenyEC2 at Dev")
    dialog.get_by_role("button", name="Move", exact=True).click()

    expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()
    expect(dialog).to_be_hidden()


def test_an_account_is_picked_up_and_placed_with_the_keyboard_alone(sandbox: SandboxPage):
    page = sandbox.page
    page.keyboard.press("Tab")
    for _ in range(40):
        if page.evaluate("document.activeElement.getAttribute('role')") == "treeitem":
            break
        page.keyboard.press("Tab")
    assert focused_name(page) == "sbx-1"

    page.keyboard.press("Control+x")
    page.keyboard.type("dev")
    for _ in range(20):
        if focused_name(page) == "Dev":
            break
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+v")

    expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()
    expect(sandbox.status).to_contain_text("moved from Sandbox to Dev")
    expect(sandbox.item("sbx-1")).to_have_attribute("aria-selected", "true")
    assert focused_name(page) is not None, "after the swap the focus is still in the tree"

    page.keyboard.press("Control+z")
    expect(sandbox.account_in("sbx-1", "Sandbox")).to_be_visible()
    page.keyboard.press("Control+Shift+z")
    expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()


def test_escape_puts_a_picked_account_back(sandbox: SandboxPage):
    sandbox.item("sbx-1").focus()
    sandbox.page.keyboard.press("Control+x")
    expect(sandbox.status).to_contain_text("sbx-1 picked up")
    sandbox.page.keyboard.press("Escape")
    sandbox.item("Dev").focus()
    sandbox.page.keyboard.press("Control+v")
    sandbox.settle()
    expect(sandbox.account_in("sbx-1", "Sandbox")).to_be_visible()


def test_arrows_walk_close_and_open_the_tree(sandbox: SandboxPage):
    page = sandbox.page
    sandbox.item("Root").focus()
    page.keyboard.press("ArrowDown")
    assert focused_name(page) == "mgmt"
    page.keyboard.press("End")
    assert focused_name(page) == "sbx-1"
    page.keyboard.press("ArrowLeft")
    assert focused_name(page) == "Sandbox"
    page.keyboard.press("ArrowLeft")
    expect(sandbox.item("Sandbox")).to_have_attribute("aria-expanded", "false")
    expect(sandbox.item("sbx-1")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(sandbox.item("sbx-1")).to_be_visible()
    page.keyboard.press("Home")
    assert focused_name(page) == "Root"


def test_enter_selects_and_the_panel_follows(sandbox: SandboxPage):
    sandbox.item("dev-1").focus()
    sandbox.page.keyboard.press("Enter")
    expect(sandbox.allowed).to_contain_text("dev-1")
    expect(sandbox.item("dev-1")).to_have_attribute("aria-selected", "true")
    expect(sandbox.item("dev-1")).to_be_focused()


def test_a_unit_is_made_renamed_and_deleted_in_dialogs(sandbox: SandboxPage):
    page = sandbox.page
    page.locator("#new summary").click()
    page.get_by_role("button", name="Organizational unit…").click()
    dialog = page.get_by_role("dialog", name="New organizational unit")
    dialog.get_by_label("Name").fill("Staging")
    dialog.get_by_role("radio", name="Workloads").check()
    page.keyboard.press("Enter")
    expect(sandbox.item("Workloads").locator('[data-name="Staging"]')).to_be_visible()

    sandbox.select("Staging")
    sandbox.item("Staging").focus()
    page.keyboard.press("F2")
    dialog = page.get_by_role("dialog", name="Rename Staging")
    dialog.get_by_label("Name").fill("Test")
    page.keyboard.press("Enter")
    expect(sandbox.item("Test")).to_be_visible()

    sandbox.select("Test")
    page.locator("#more summary").click()
    page.get_by_role("button", name="Delete…").click()
    page.get_by_role("dialog", name="Delete Test").get_by_role("button", name="Delete the unit").click()
    expect(sandbox.item("Test")).to_have_count(0)


def test_a_refused_dialog_keeps_what_was_typed(sandbox: SandboxPage):
    page = sandbox.page
    page.locator("#new summary").click()
    page.get_by_role("button", name="Organizational unit…").click()
    dialog = page.get_by_role("dialog", name="New organizational unit")
    dialog.get_by_label("Name").fill("Security")
    dialog.get_by_role("radio", name="Root").check()
    dialog.get_by_role("button", name="Create").click()
    expect(dialog.get_by_role("alert")).to_contain_text("DuplicateOrganizationalUnit")
    expect(dialog.get_by_label("Name")).to_have_value("Security")
