"""Credentials and the rules for them, as IAM lists them. Their secrets it never tells.

Source: IAM API Reference, ``ListAccessKeys``, ``GetLoginProfile``, ``ListVirtualMFADevices``,
``ListMFADevices``, ``GetAccountPasswordPolicy``, ``ListAccountAliases``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from accounts.organization.importing.answers import Item
from accounts.organization.scenario.credentials import ACCESS_KEY_ID, SERIAL_NUMBER
from accounts.organization.scenario.plain import Members, present

SINCE_UNKNOWN: Final = "1970-01-01T00:00:00Z"
_BASE_32: Final = str.maketrans("0123456789", "ABCDEFGHIJ")


class Credentials:
    """What the answers about one account have told so far."""

    def __init__(self) -> None:
        self._account: Members = {}
        self._devices: dict[str, Members] = {}
        self._keys: dict[str, dict[str, Members]] = {}
        self._login_profiles: dict[str, Members] = {}

    def members(self) -> Members:
        """Of the account, in its scenario."""
        return {**self._account, **present(mfa_devices=list(self._devices.values()))}

    def users(self) -> Iterable[str]:
        """Names of those who have any."""
        return dict.fromkeys((*self._keys, *self._login_profiles))

    def of_user(self, name: str) -> Members:
        """Members of a user."""
        return present(
            access_keys=list(self._keys.get(name, {}).values()), login_profile=self._login_profiles.get(name)
        )

    def add_password_policy(self, body: Item) -> None:
        item = body.item("PasswordPolicy", "PasswordPolicy")
        truths = {
            "require_symbols": "RequireSymbols",
            "require_numbers": "RequireNumbers",
            "require_uppercase_characters": "RequireUppercaseCharacters",
            "require_lowercase_characters": "RequireLowercaseCharacters",
            "allow_users_to_change_password": "AllowUsersToChangePassword",
            "hard_expiry": "HardExpiry",
        }
        self._account["password_policy"] = {
            **{name: item.truth(member) for name, member in truths.items()},
            **present(
                minimum_password_length=item.integer("MinimumPasswordLength"),
                max_password_age=item.integer("MaxPasswordAge"),
                password_reuse_prevention=item.integer("PasswordReusePrevention"),
            ),
        }
        item.says_nothing_new("ExpirePasswords")
        item.end()

    def add_aliases(self, body: Item) -> None:
        """An account has one at most."""
        for alias in body.texts("AccountAliases")[:1]:
            self._account["alias"] = alias

    def add_keys(self, body: Item) -> None:
        for item in body.items("AccessKeyMetadata", "AccessKeyMetadata"):
            keys = self._keys.setdefault(item.text("UserName"), {})
            key_id = item.text("AccessKeyId")
            keys[key_id] = {
                "id": key_id if ACCESS_KEY_ID.fullmatch(key_id) else self._made_up(item),
                "created": item.time("CreateDate") or SINCE_UNKNOWN,
                **present(status=item.text("Status")),
            }
            item.end()

    def add_login_profile(self, body: Item) -> None:
        item = body.item("LoginProfile", "LoginProfile")
        created = item.time("CreateDate") or SINCE_UNKNOWN
        self._login_profiles[item.text("UserName")] = {
            "created": created,
            "changed": created,
            **present(reset_required=item.truth("PasswordResetRequired")),
        }
        item.end()

    def add_devices(self, body: Item) -> None:
        """Of ``ListVirtualMFADevices`` and of ``ListMFADevices``."""
        for member in ("VirtualMFADevices", "MFADevices"):
            for item in body.items(member, "MFADevice"):
                self._device(item)

    def _device(self, item: Item) -> None:
        serial, enabled = item.text("SerialNumber"), item.time("EnableDate")
        owner = item.text("UserName")
        if item.has("User"):
            user = item.item("User", "User")
            owner = "" if user.text("Arn").endswith(":root") else user.text("UserName")
        # Neither is anything that a simulator may have.
        item.says_nothing_new("Base32StringSeed", "QRCodePNG", "Tags")
        item.end()
        if not SERIAL_NUMBER.fullmatch(serial):
            item.remark("is not a virtual MFA device; others are not simulated")
            return
        named = {"owner": f"user/{owner}" if owner else "root user", "enabled": enabled} if enabled else {}
        self._devices[serial] = {"serial_number": serial, "created": enabled or SINCE_UNKNOWN, **named}

    def _made_up(self, item: Item) -> str:
        item.remark("AccessKeyMetadata.AccessKeyId is not of the form AKIA…; another is made up")
        number = sum(map(len, self._keys.values()))
        return "AKIA" + f"{number:016}".translate(_BASE_32)
