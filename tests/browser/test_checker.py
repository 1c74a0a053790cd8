"""The policy checker as somebody uses it: paste, read, mend."""

from playwright.sync_api import Page, expect

TYPED = '{"Statement": {"Effect": "Deny", "Action": "iam:CreateAcessKey", "Resource": "*"}}'


def test_findings_follow_what_is_typed(page: Page, site: str, faults: list[str]):
    page.goto(f"{site}/checker/")
    page.get_by_role("textbox", name="Policy document, JSON").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    expect(page.locator("#results")).to_contain_text("Nothing is written yet")

    page.keyboard.type(TYPED)

    expect(page.locator("#findings")).to_contain_text("no action CreateAcessKey")
    expect(page.get_by_role("status")).to_contain_text("AWS would accept this document")
    page.get_by_role("button", name="iam:CreateAccessKey", exact=True).click()
    expect(page.locator("#results")).to_contain_text("Denies iam:CreateAccessKey to everybody below")


def test_another_kind_reads_the_same_text_anew(page: Page, site: str, faults: list[str]):
    page.goto(f"{site}/checker/")

    page.locator(".kinds").get_by_text("Resource", exact=True).click()

    expect(page.locator("#findings")).to_contain_text("AWS would refuse this document")
    expect(page.locator("#gauge")).to_contain_text("20,480 characters")
