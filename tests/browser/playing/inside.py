"""What the operations inside an account are in the page."""

from __future__ import annotations

from typing import Final

from tests.browser.playing.deed import Deed
from tests.browser.playing.organization import InThePage
from tests.browser.playing.walker import Walker


def create_user(walker: Walker, deed: Deed) -> None:
    walker.into(deed["account_id"])
    walker.from_menu("new", "User…")
    walker.hand.write(walker.dialog.get_by_label("Name"), deed["user_name"])
    walker.confirm("Create")


def create_group(walker: Walker, deed: Deed) -> None:
    walker.into(deed["account_id"])
    walker.from_menu("new", "Group…")
    walker.hand.write(walker.dialog.get_by_label("Name"), deed["group_name"])
    walker.confirm("Create")


def add_user_to_group(walker: Walker, deed: Deed) -> None:
    walker.select_inside(deed["account_id"], f"user/{deed['user_name']}")
    walker.hand.press(walker.page.locator("#memberships"))
    walker.confirm(f"Put in {deed['group_name']}")


def delete_user(walker: Walker, deed: Deed) -> None:
    walker.select_inside(deed["account_id"], f"user/{deed['user_name']}")
    walker.from_menu("more", "Delete…")
    walker.confirm("Delete")


def create_role(walker: Walker, deed: Deed) -> None:
    walker.into(deed["account_id"])
    walker.from_menu("new", "Role…")
    walker.hand.write(walker.dialog.get_by_label("Name"), deed["role_name"])
    walker.hand.write(walker.dialog.get_by_label("Trust policy"), deed["assume_role_policy_document"])
    walker.confirm("Create")


def put_policy(walker: Walker, deed: Deed) -> None:
    """An inline policy of a user, a role or a group."""
    kind = deed.operation.removeprefix("iam.put_").removesuffix("_policy")
    name = deed[f"{kind}_name"]
    walker.select_inside(deed["account_id"], f"{kind}/{name}")
    walker.from_menu("new", f"Inline policy of {name}…")
    walker.write_policy(deed["policy_name"], deed["policy_document"])


def create_policy(walker: Walker, deed: Deed) -> None:
    walker.into(deed["account_id"])
    walker.from_menu("new", "Managed policy…")
    walker.write_policy(deed["policy_name"], deed["policy_document"])


def attach_policy(walker: Walker, deed: Deed) -> None:
    """A managed policy, to a user, a role or a group."""
    kind = deed.operation.removeprefix("iam.attach_").removesuffix("_policy")
    walker.select_inside(deed["account_id"], f"{kind}/{deed[f'{kind}_name']}")
    walker.hand.press(walker.page.locator("#policies"))
    name = deed["policy_arn"].rpartition("/")[2]
    walker.hand.write(walker.dialog.get_by_label("Find a policy"), name)
    walker.hand.choose(walker.dialog.locator(f"[value='{deed['policy_arn']}']"))
    walker.confirm("Attach")


def detach_policy(walker: Walker, deed: Deed) -> None:
    """Of a user, where the page tells what it may do and why."""
    walker.select_inside(deed["account_id"], f"user/{deed['user_name']}")
    name = deed["policy_arn"].rpartition("/")[2]
    walker.hand.press(walker.page.locator("#chosen").get_by_role("button", name=f"Detach {name}"))


def create_access_key(walker: Walker, deed: Deed) -> None:
    _credential(walker, deed, "Create access key")


def update_access_key(walker: Walker, deed: Deed) -> None:
    verb = "Activate" if deed["status"] == "Active" else "Deactivate"
    _credential(walker, deed, f"{verb} {deed['access_key_id']}")


def delete_access_key(walker: Walker, deed: Deed) -> None:
    _credential(walker, deed, f"Delete {deed['access_key_id']}")


def _credential(walker: Walker, deed: Deed, button: str) -> None:
    walker.select_inside(deed["account_id"], f"user/{deed['user_name']}")
    credentials = walker.page.get_by_role("region", name="Credentials", exact=True)
    walker.hand.press(credentials.get_by_role("button", name=button, exact=True))


def put_bucket_policy(walker: Walker, deed: Deed) -> None:
    walker.into(deed["account_id"])
    walker.hand.press(walker.page.get_by_role("link", name=f"Policy of {deed['bucket']}", exact=True))
    walker.write_policy("", deed["policy"])


INSIDE: Final[dict[str, InThePage]] = {
    "iam.create_user": create_user,
    "iam.delete_user": delete_user,
    "iam.create_group": create_group,
    "iam.add_user_to_group": add_user_to_group,
    "iam.create_role": create_role,
    "iam.create_policy": create_policy,
    "iam.put_user_policy": put_policy,
    "iam.put_role_policy": put_policy,
    "iam.put_group_policy": put_policy,
    "iam.attach_user_policy": attach_policy,
    "iam.attach_group_policy": attach_policy,
    "iam.attach_role_policy": attach_policy,
    "iam.detach_user_policy": detach_policy,
    "iam.create_access_key": create_access_key,
    "iam.update_access_key": update_access_key,
    "iam.delete_access_key": delete_access_key,
    "s3.put_bucket_policy": put_bucket_policy,
}
