"""Credentials of users and the root user, and the rules for passwords, in a scenario document."""

from __future__ import annotations

import re

from accounts.organization.scenario.plain import Members, optional_time, present, time
from accounts.organization.scenario.shape import Node
from accounts.organization.state import (
    AccessKey,
    AccessKeyStatus,
    LastUsed,
    LoginProfile,
    MfaDevice,
    PasswordPolicy,
)

ACCESS_KEY_ID = re.compile(r"AKIA[A-Z2-7]{12,124}")
SERIAL_NUMBER = re.compile(r"arn:aws:iam::\d{12}:mfa/[\w+=/,.@-]+")


def read_access_keys(node: Node, member: str) -> dict[str, AccessKey]:
    keys = [_read_access_key(child) for child in node.nodes(member)]
    if len({key.id for key in keys}) < len(keys):
        node.fault(member, "names a key twice")
    return {key.id: key for key in keys}


def _read_access_key(node: Node) -> AccessKey:
    last_used = node.optional_node("last_used")
    key = AccessKey(
        id=node.text("id", pattern=ACCESS_KEY_ID),
        created=node.time("created"),
        status=node.choice("status", AccessKeyStatus.ACTIVE),
        last_used=None if last_used is None else read_last_used(last_used),
    )
    node.end()
    return key


def read_last_used(node: Node) -> LastUsed:
    used = LastUsed(node.time("time"), node.text("service"), node.text("region"))
    node.end()
    return used


def access_key(key: AccessKey) -> Members:
    return {
        "id": key.id,
        "created": time(key.created),
        "status": key.status.value,
        **present(last_used=None if key.last_used is None else last_used(key.last_used)),
    }


def last_used(used: LastUsed) -> Members:
    return {"time": time(used.time), "service": used.service, "region": used.region}


def read_login_profile(node: Node) -> LoginProfile:
    profile = LoginProfile(
        created=node.time("created"),
        changed=node.time("changed"),
        last_used=node.optional_time("last_used"),
        reset_required=node.boolean("reset_required", default=False),
    )
    node.end()
    return profile


def login_profile(profile: LoginProfile) -> Members:
    return {
        "created": time(profile.created),
        "changed": time(profile.changed),
        **present(last_used=optional_time(profile.last_used), reset_required=profile.reset_required),
    }


def read_mfa_device(node: Node) -> MfaDevice:
    device = MfaDevice(
        serial_number=node.text("serial_number", pattern=SERIAL_NUMBER),
        created=node.time("created"),
        owner=node.optional_text("owner"),
        enabled=node.optional_time("enabled"),
        tags=node.text_by_name("tags"),
    )
    if (device.owner is None) is not (device.enabled is None):
        node.fault("enabled", "must be there if, and only if, there is an owner")
    node.end()
    return device


def mfa_device(device: MfaDevice) -> Members:
    return {
        "serial_number": device.serial_number,
        "created": time(device.created),
        **present(owner=device.owner, enabled=optional_time(device.enabled), tags=device.tags),
    }


def read_password_policy(node: Node) -> PasswordPolicy:
    policy = PasswordPolicy(
        minimum_password_length=node.integer("minimum_password_length", 6, least=6, most=128),
        require_symbols=node.boolean("require_symbols", default=False),
        require_numbers=node.boolean("require_numbers", default=False),
        require_uppercase_characters=node.boolean("require_uppercase_characters", default=False),
        require_lowercase_characters=node.boolean("require_lowercase_characters", default=False),
        allow_users_to_change_password=node.boolean("allow_users_to_change_password", default=False),
        max_password_age=node.optional_integer("max_password_age", least=1, most=1095),
        password_reuse_prevention=node.optional_integer("password_reuse_prevention", least=1, most=24),
        hard_expiry=node.boolean("hard_expiry", default=False),
    )
    node.end()
    return policy


def password_policy(policy: PasswordPolicy) -> Members:
    return {
        "minimum_password_length": policy.minimum_password_length,
        **present(
            require_symbols=policy.require_symbols,
            require_numbers=policy.require_numbers,
            require_uppercase_characters=policy.require_uppercase_characters,
            require_lowercase_characters=policy.require_lowercase_characters,
            allow_users_to_change_password=policy.allow_users_to_change_password,
            max_password_age=policy.max_password_age,
            password_reuse_prevention=policy.password_reuse_prevention,
            hard_expiry=policy.hard_expiry,
        ),
    }
