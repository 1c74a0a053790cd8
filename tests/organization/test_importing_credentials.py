"""Credentials in what AWS prints: who has which, and never a secret."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest

from accounts.organization.importing import answers_in, import_answers
from accounts.organization.scenario import ScenarioError, from_document
from accounts.organization.state import AccessKeyStatus, PasswordPolicy
from tests.accounts.factories import DEV_1, SMALL_WORLD
from tests.organization.aws_answers import printed

SMALL = from_document(SMALL_WORLD, "tests")
SINCE = "2026-02-03T04:05:06+00:00"


def imported(more: dict[str, object], *, keep_identifiers: bool = True):
    files = {**printed(SMALL), **{name: json.dumps(answer).encode() for name, answer in more.items()}}
    return import_answers(answers_in(files), keep_identifiers=keep_identifiers, seed="tests")


def dev_1(name: str, answer: object):
    return imported({f"{name} {DEV_1}.json": answer}).organization.accounts[DEV_1]


def test_access_keys_are_known_by_their_identifiers_and_status():
    listed = [
        {
            "UserName": "john",
            "AccessKeyId": f"AKIAJOHN{number}AAAAAAAA",
            "Status": status,
            "CreateDate": SINCE,
        }
        for number, status in ((2, "Active"), (3, "Inactive"))
    ]
    keys = dev_1("list-access-keys", {"AccessKeyMetadata": listed}).users["john"].access_keys

    assert [key.status for key in keys.values()] == [AccessKeyStatus.ACTIVE, AccessKeyStatus.INACTIVE]
    assert list(keys) == ["AKIAJOHN2AAAAAAAA", "AKIAJOHN3AAAAAAAA"]


def test_the_identifiers_of_access_keys_are_pseudonymised():
    listed = [{"UserName": "john", "AccessKeyId": "AKIAJOHN2AAAAAAAA", "CreateDate": SINCE}]
    answer = {f"list-access-keys {DEV_1}.json": {"AccessKeyMetadata": listed}}

    assert "AKIAJOHN" not in json.dumps(imported(answer, keep_identifiers=False).document)


def test_somebody_with_a_login_profile_has_a_password():
    profile = {"UserName": "john", "CreateDate": SINCE, "PasswordResetRequired": True}
    users = dev_1("get-login-profile", {"LoginProfile": profile}).users

    assert users["john"].login_profile.reset_required
    assert users["mary"].login_profile is None


def test_virtual_mfa_devices_are_known_by_their_owners():
    serial = f"arn:aws:iam::{DEV_1}:mfa/"
    user = {"UserName": "john", "Arn": f"arn:aws:iam::{DEV_1}:user/john"}
    root = {"Arn": f"arn:aws:iam::{DEV_1}:root"}
    listed = [
        {"SerialNumber": f"{serial}john", "User": user, "EnableDate": SINCE},
        {"SerialNumber": f"{serial}root", "User": root, "EnableDate": SINCE},
        {"SerialNumber": f"{serial}spare"},
    ]
    devices = dev_1("list-virtual-mfa-devices", {"VirtualMFADevices": listed}).mfa_devices

    assert [device.owner for device in devices.values()] == ["user/john", "root user", None]


def test_a_device_that_is_not_virtual_is_left_out_and_that_is_said():
    device = {
        "SerialNumber": f"arn:aws:iam::{DEV_1}:u2f/user/john/x",
        "UserName": "john",
        "EnableDate": SINCE,
    }
    result = imported({f"list-mfa-devices {DEV_1}.json": {"MFADevices": [device]}})

    assert not result.organization.accounts[DEV_1].mfa_devices
    assert "is not a virtual MFA device" in str(result.remarks[0])


def test_the_password_policy_and_the_alias_are_the_accounts():
    policy = {"MinimumPasswordLength": 14, "RequireSymbols": True, "ExpirePasswords": False}

    assert dev_1("get-account-password-policy", {"PasswordPolicy": policy}).password_policy == PasswordPolicy(
        minimum_password_length=14, require_symbols=True
    )
    assert dev_1("list-account-aliases", {"AccountAliases": ["corp-dev"]}).alias == "corp-dev"


def test_an_alias_is_pseudonymised_like_the_name():
    answer = {f"list-account-aliases {DEV_1}.json": {"AccountAliases": ["corp-dev"]}}

    assert "corp-dev" not in json.dumps(imported(answer, keep_identifiers=False).document)


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        ("list-access-keys", {"AccessKeyMetadata": [{"UserName": "john"}]}, "does not say what it is about"),
        ("list-account-aliases 999999999999", {"AccountAliases": ["x-y"]}, "is not among the accounts"),
        (f"{DEV_1}/keys", {"AccessKeyMetadata": [{"UserName": "ann"}]}, "is in no list of users"),
        (
            "list-tags-for-resource ou-none-none0000",
            {"Tags": [{"Key": "a", "Value": "b"}]},
            "tags are left out",
        ),
    ],
)
def test_what_belongs_to_nobody_is_left_out_and_that_is_said(name, answer, says):
    assert says in "\n".join(map(str, imported({f"{name}.json": answer}).remarks))


@pytest.mark.parametrize(
    "member",
    [
        "AccessKeyMetadata",
        "LoginProfile",
        "VirtualMFADevices",
        "MFADevices",
        "PasswordPolicy",
        "AccountAliases",
    ],
)
@pytest.mark.parametrize("wrong", [None, 1, "x", [1], {"a": 1}, [[]], [{"UserName": 1}]])
def test_whatever_stands_there_is_a_remark_or_a_fault(member, wrong):
    with suppress(ScenarioError):
        imported({f"{DEV_1}.json": {member: wrong}})
