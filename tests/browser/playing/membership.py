"""What the operations on membership and on trusted services are in the page: the settings have them all."""

from __future__ import annotations

from typing import Final

from tests.browser.playing.deed import Deed
from tests.browser.playing.organization import InThePage
from tests.browser.playing.walker import Walker


def invite_account_to_organization(walker: Walker, deed: Deed) -> None:
    walker.to_the_settings()
    walker.hand.press(walker.page.locator("#invite"))
    walker.hand.write(walker.dialog.get_by_label("Account number"), deed["target"]["Id"])
    if notes := deed.get("notes"):
        walker.hand.write(walker.dialog.get_by_label("A note to its owner"), notes)
    walker.confirm("Invite")


def accept_handshake(walker: Walker, deed: Deed) -> None:
    """The management account answers beside its own handshakes, the others as their own side."""
    walker.to_the_settings()
    account = deed.account
    is_own = account.id == deed.organization.management_account_id
    side = walker.page.get_by_role("region", name=f"as {account.name} sees " + ("them" if is_own else "it"))
    walker.hand.press(side.get_by_role("button", name="Accept"))


def enable_all_features(walker: Walker, deed: Deed) -> None:
    walker.to_the_settings()
    walker.hand.press(walker.page.get_by_role("button", name="Enable all features"))


def delete_organization(walker: Walker, deed: Deed) -> None:
    walker.to_the_settings()
    walker.hand.press(walker.page.locator("#delete-organization"))
    walker.confirm("Delete the organization")


def create_organization(walker: Walker, deed: Deed) -> None:
    walker.to_the_settings()
    walker.hand.pick(walker.page.locator("#feature-set"), deed["feature_set"])
    walker.hand.press(walker.page.get_by_role("button", name="Create an organization"))


def enable_aws_service_access(walker: Walker, deed: Deed) -> None:
    walker.to_the_settings()
    walker.hand.pick(walker.page.locator("#trust"), deed["service_principal"])
    walker.hand.press(walker.page.get_by_role("button", name="Enable trusted access"))


def register_delegated_administrator(walker: Walker, deed: Deed) -> None:
    walker.to_the_settings()
    walker.hand.write(walker.page.locator("#administrator"), deed["account_id"])
    walker.hand.pick(walker.page.locator("#administered"), deed["service_principal"])
    walker.hand.press(walker.page.get_by_role("button", name="Register"))


MEMBERSHIP: Final[dict[str, InThePage]] = {
    "organizations.invite_account_to_organization": invite_account_to_organization,
    "organizations.accept_handshake": accept_handshake,
    "organizations.enable_all_features": enable_all_features,
    "organizations.delete_organization": delete_organization,
    "organizations.create_organization": create_organization,
    "organizations.enable_aws_service_access": enable_aws_service_access,
    "organizations.register_delegated_administrator": register_delegated_administrator,
}
