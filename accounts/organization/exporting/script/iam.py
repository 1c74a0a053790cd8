"""The IAM of accounts in the script. Source: AWS CLI Command Reference, ``iam``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from accounts.organization.arns import role_arn
from accounts.organization.exporting.script.shell import Shell, comment, tag_list
from accounts.organization.exporting.templates import MADE_BY_AWS, linked_services, own_roles
from accounts.organization.operations.organizations.first_roles import ADMINISTRATOR_ACCESS
from accounts.organization.state import (
    Account,
    AccountId,
    Group,
    ManagedPolicy,
    MfaDevice,
    Organization,
    PasswordPolicy,
    Role,
    User,
)

_ROLE_ARN: Final = re.compile(r"arn:aws:iam::[0-9]{12}:role/[\w+=,.@/-]+")


class Iam:
    """Each method is about one account, and answers the commands to be run in it."""

    def __init__(self, organization: Organization, shell: Shell) -> None:
        self._organization = organization
        self._shell = shell
        self._made: set[str] = set()

    def identities(self, account: Account) -> Iterator[str]:
        """Its alias, password policy, managed policies, groups and users."""
        if account.alias:
            yield self._do("create-account-alias", account_alias=account.alias)
        if account.password_policy is not None:
            yield self._password_policy(account.password_policy)
        for policy in account.policies.values():
            yield from self._managed_policy(policy)
        for group in account.groups.values():
            yield self._silent("create-group", group_name=group.name, path=group.path)
            yield from self._grants("group", group)
        for user in account.users.values():
            yield from self._user(user)
        for device in account.mfa_devices.values():
            yield from self._mfa_device(device)

    def roles(self, account: Account) -> Iterator[str]:
        for service in linked_services(account):
            yield self._silent("create-service-linked-role", aws_service_name=service)
        for role in self._own_roles(account):
            is_known = set(_ROLE_ARN.findall(role.trust.text)) <= self._made
            if is_known:
                self._made.add(role_arn(account.id, role.path, role.name))
            yield self._silent(
                "create-role",
                role_name=role.name,
                path=role.path,
                description=role.description,
                assume_role_policy_document=role.trust.text if is_known else _trust(account.id),
                max_session_duration=role.max_session_duration,
                permissions_boundary=role.boundary,
                tags=tag_list(role.tags),
            )
            yield from self._grants("role", role)

    def late_trusts(self, account: Account) -> Iterator[str]:
        """AWS refuses a trust policy that names a role which is not there."""
        for role in self._own_roles(account):
            if role_arn(account.id, role.path, role.name) not in self._made:
                text = role.trust.text
                yield self._do("update-assume-role-policy", role_name=role.name, policy_document=text)

    def access_role(self, account: Account) -> Iterator[str]:
        """What somebody has changed in the role that ``CreateAccount`` makes. It is what the script acts in,
        so nothing in the account comes after."""
        role = account.roles.get(MADE_BY_AWS)
        if role is None or account.id == self._organization.management_account_id:
            return
        whose = {"role_name": role.name}
        if (role.description, role.max_session_duration) != ("", 3600):
            yield self._do(
                "update-role",
                **whose,
                description=role.description,
                max_session_duration=role.max_session_duration,
            )
        if role.tags:
            yield self._do("tag-role", **whose, tags=tag_list(role.tags))
        yield from self._grants("role", role, without=ADMINISTRATOR_ACCESS)
        if json.loads(role.trust.text) != json.loads(_trust(self._organization.management_account_id)):
            yield self._do("update-assume-role-policy", **whose, policy_document=role.trust.text)
        if role.boundary is not None:
            yield self._do("put-role-permissions-boundary", **whose, permissions_boundary=role.boundary)
        if ADMINISTRATOR_ACCESS not in role.attached:
            yield self._do("detach-role-policy", **whose, policy_arn=ADMINISTRATOR_ACCESS)

    def _own_roles(self, account: Account) -> list[Role]:
        return own_roles(account, is_management=account.id == self._organization.management_account_id)

    def _password_policy(self, policy: PasswordPolicy) -> str:
        names = policy.__slots__
        return self._do(
            "update-account-password-policy", **{name: getattr(policy, name) or None for name in names}
        )

    def _managed_policy(self, policy: ManagedPolicy) -> Iterator[str]:
        first, *others = policy.versions.values()
        yield self._silent(
            "create-policy",
            policy_name=policy.name,
            path=policy.path,
            description=policy.description,
            policy_document=first.document.text,
            tags=tag_list(policy.tags),
        )
        for version in others:
            yield self._silent(
                "create-policy-version",
                policy_arn=policy.arn,
                policy_document=version.document.text,
                set_as_default=True if version.id == policy.default_version_id else None,
            )

    def _user(self, user: User) -> Iterator[str]:
        yield self._silent(
            "create-user",
            user_name=user.name,
            path=user.path,
            permissions_boundary=user.boundary,
            tags=tag_list(user.tags),
        )
        for name in user.groups:
            yield self._do("add-user-to-group", user_name=user.name, group_name=name)
        yield from self._grants("user", user)
        name = self._shell.quoted(user.name)
        if user.login_profile is not None:
            yield f"create_password {name}{' --password-reset-required' * user.login_profile.reset_required}"
        for key in user.access_keys.values():
            yield f"create_access_key {name} {key.status.value}"

    def _mfa_device(self, device: MfaDevice) -> Iterator[str]:
        """Its secret goes to a file; two codes of it are needed to enable it."""
        name = device.serial_number.partition(":mfa/")[2]
        path, _, last = f"/{name}".rpartition("/")
        yield self._silent(
            "create-virtual-mfa-device",
            virtual_mfa_device_name=last,
            path=f"{path}/",
            outfile=f"mfa-{device.serial_number.split(':')[4]}-{last}.txt",
            bootstrap_method="Base32StringSeed",
            tags=tag_list(device.tags),
        )
        kind, _, user = (device.owner or "").partition("/")
        if kind == "user":
            yield comment(
                f"aws iam enable-mfa-device --user-name={user} --serial-number={device.serial_number} "
                "--authentication-code1=… --authentication-code2=…"
            )

    def _grants(self, kind: str, identity: User | Group | Role, without: str = "") -> Iterator[str]:
        whose = {f"{kind}_name": identity.name}
        for name, document in identity.inline.items():
            yield self._do(f"put-{kind}-policy", **whose, policy_name=name, policy_document=document.text)
        for arn in identity.attached:
            if arn != without:
                yield self._do(f"attach-{kind}-policy", **whose, policy_arn=arn)

    def _do(self, operation: str, **options: object) -> str:
        return self._shell.command("iam", operation, **options)

    def _silent(self, operation: str, **options: object) -> str:
        return self._shell.silent("iam", operation, **options)


def _trust(account_id: AccountId) -> str:
    principal = {"AWS": f"arn:aws:iam::{account_id}:root"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
