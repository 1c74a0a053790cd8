"""What the operations on the organization's tree and on its policies are in the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from playwright.sync_api import expect

from accounts.organization.state import PolicyType
from tests.browser.playing.deed import Deed
from tests.browser.playing.walker import Walker

InThePage = Callable[[Walker, Deed], None]


def move_account(walker: Walker, deed: Deed) -> None:
    walker.to_the_tree()
    account, room = walker.node(deed["account_id"]), walker.node(deed["destination_parent_id"])
    walker.hand.move(account, room)
    expect(room.locator(f":scope > ul > [data-target-id='{deed['account_id']}']")).to_be_visible()


def create_organizational_unit(walker: Walker, deed: Deed) -> None:
    walker.select(deed["parent_id"])
    walker.from_menu("new", "Organizational unit…")
    walker.hand.write(walker.dialog.get_by_label("Name"), deed["name"])
    walker.confirm("Create")


def update_organizational_unit(walker: Walker, deed: Deed) -> None:
    walker.select(deed["organizational_unit_id"])
    walker.from_menu("more", "Rename…")
    walker.hand.write(walker.dialog.get_by_label("Name"), deed["name"])
    walker.confirm("Rename")


def delete_organizational_unit(walker: Walker, deed: Deed) -> None:
    walker.select(deed["organizational_unit_id"])
    walker.from_menu("more", "Delete…")
    walker.confirm("Delete the unit")


def create_account(walker: Walker, deed: Deed) -> None:
    walker.to_the_tree()
    walker.from_menu("new", "Account…")
    walker.hand.write(walker.dialog.get_by_label("Name"), deed["account_name"])
    walker.hand.write(walker.dialog.get_by_label("E-mail address"), deed["email"])
    walker.confirm("Create")


def remove_account_from_organization(walker: Walker, deed: Deed) -> None:
    walker.select(deed["account_id"])
    walker.from_menu("more", "Close or remove…")
    walker.confirm("Remove from the organization")


def leave_organization(walker: Walker, deed: Deed) -> None:
    walker.select(deed["caller_account_id"])
    walker.from_menu("more", "Close or remove…")
    walker.confirm(f"Leave, as {deed.account.name} itself")


def attach_policy(walker: Walker, deed: Deed) -> None:
    _policies_of(walker, deed["target_id"], deed.policy_type)
    walker.confirm(f"Attach {deed.policy_name}")


def detach_policy(walker: Walker, deed: Deed) -> None:
    _policies_of(walker, deed["target_id"], deed.policy_type)
    walker.confirm(f"Detach {deed.policy_name}")


def create_policy(walker: Walker, deed: Deed) -> None:
    policy_type = PolicyType(deed["type"])
    walker.to_the_tree()
    if policy_type is PolicyType.SERVICE_CONTROL_POLICY:
        walker.from_menu("new", "Service control policy…")
    else:
        _open_policies(walker, policy_type)
        walker.hand.press(walker.dialog.get_by_role("link", name="Write a new policy"))
    walker.write_policy(deed["name"], deed["content"], deed.get("description"))


def update_policy(walker: Walker, deed: Deed) -> None:
    walker.to_the_tree()
    _open_policies(walker, deed.policy_type)
    policy = walker.dialog.get_by_role("listitem").filter(has_text=deed.policy_name)
    walker.hand.press(policy.get_by_role("link", name="Edit"))
    walker.write_policy(deed.get("name"), deed["content"], deed.get("description"))


def enable_policy_type(walker: Walker, deed: Deed) -> None:
    walker.to_the_tree()
    walker.from_menu("more", "Policy types…")
    walker.confirm("Enable tag policies")


def _policies_of(walker: Walker, target_id: str, policy_type: PolicyType) -> None:
    walker.select(target_id)
    _open_policies(walker, policy_type)


def _open_policies(walker: Walker, policy_type: PolicyType) -> None:
    walker.hand.press(walker.page.locator("#policies"))
    if policy_type is not PolicyType.SERVICE_CONTROL_POLICY:
        walker.hand.pick(walker.dialog.get_by_label("Type of policy"), policy_type.value)
        walker.hand.settle()


ORGANIZATION: Final[dict[str, InThePage]] = {
    "organizations.move_account": move_account,
    "organizations.create_organizational_unit": create_organizational_unit,
    "organizations.update_organizational_unit": update_organizational_unit,
    "organizations.delete_organizational_unit": delete_organizational_unit,
    "organizations.create_account": create_account,
    "organizations.remove_account_from_organization": remove_account_from_organization,
    "organizations.leave_organization": leave_organization,
    "organizations.attach_policy": attach_policy,
    "organizations.detach_policy": detach_policy,
    "organizations.create_policy": create_policy,
    "organizations.update_policy": update_policy,
    "organizations.enable_policy_type": enable_policy_type,
}
