"""Passwords for the console. Source: IAM User Guide, "Manage passwords for IAM users".

A password is checked and forgotten: ``SECRET_PARAMETERS`` (in ``table``) keeps it from the log. An operation
that is done again from the log has None instead, and was checked when it was done first.
"""

from __future__ import annotations

from dataclasses import replace

from accounts.organization.errors import iam as errors
from accounts.organization.identifiers import Occasion
from accounts.organization.operations.iam.checks import account_of
from accounts.organization.operations.iam.entities import find_user, with_user
from accounts.organization.operations.iam.password_policy import check_password
from accounts.organization.operations.outcome import Outcome, timestamp, with_account
from accounts.organization.state import AccountId, LoginProfile, Organization


def create_login_profile(
    organization: Organization,
    *,
    account_id: AccountId,
    user_name: str | None = None,
    password: str | None = None,
    password_reset_required: bool = False,
    occasion: Occasion,
) -> Outcome:
    """Give a user a password for the console.

    Without a user name: let the root user of a member account recover its password, as the management
    account does by ``sts:AssumeRoot`` with the task policy ``IAMCreateRootUserPassword``.

    Raises ``NoSuchEntity``, ``EntityAlreadyExists``, ``PasswordPolicyViolation``.
    """
    if user_name is None:
        return _with_root_credentials(organization, account_id, True)
    account, user = find_user(organization, account_id, user_name)
    if user.login_profile is not None:
        raise errors.EntityAlreadyExists(f"{user_name} has a password already.")
    if password is not None:
        check_password(account, user_name, password)
    profile = LoginProfile(occasion.time, occasion.time, reset_required=password_reset_required)
    response = {
        "UserName": user_name,
        "CreateDate": timestamp(profile.created),
        "PasswordResetRequired": password_reset_required,
    }
    after = with_user(organization, account, replace(user, login_profile=profile))
    return Outcome(after, {"LoginProfile": response})


def update_login_profile(
    organization: Organization,
    *,
    account_id: AccountId,
    user_name: str,
    password: str | None = None,
    password_reset_required: bool | None = None,
    occasion: Occasion,
) -> Outcome:
    """Give a user another password, or let it be changed at the next sign-in; what is not given stays.

    Whether a password was used before cannot be told here, since none is kept.

    Raises ``NoSuchEntity``, ``PasswordPolicyViolation``.
    """
    account, user = find_user(organization, account_id, user_name)
    profile = user.login_profile
    if profile is None:
        raise errors.NoSuchEntity(f"{user_name} has no password.")
    if password is not None:
        check_password(account, user_name, password)
        profile = replace(profile, changed=occasion.time)
    if password_reset_required is not None:
        profile = replace(profile, reset_required=password_reset_required)
    return Outcome(with_user(organization, account, replace(user, login_profile=profile)), {})


def delete_login_profile(
    organization: Organization, *, account_id: AccountId, user_name: str | None = None
) -> Outcome:
    """Take a user's password away; keys go on working.

    Without a user name: that of a member account's root user, by ``IAMDeleteRootUserCredentials``.

    Raises ``NoSuchEntity``, ``AccessDenied`` (the root user of the management account).
    """
    if user_name is None:
        return _with_root_credentials(organization, account_id, False)
    account, user = find_user(organization, account_id, user_name)
    if user.login_profile is None:
        raise errors.NoSuchEntity(f"{user_name} has no password.")
    return Outcome(with_user(organization, account, replace(user, login_profile=None)), {})


def _with_root_credentials(organization: Organization, account_id: AccountId, wanted: bool) -> Outcome:
    """Source: IAM User Guide, "Centralize root access for member accounts"."""
    account = account_of(organization, account_id)
    if account_id == organization.management_account_id:
        raise errors.AccessDenied(
            "Root access is managed centrally for member accounts, not for the management account itself."
        )
    if account.has_root_credentials and wanted:
        raise errors.EntityAlreadyExists(f"The root user of {account.name} has a password already.")
    if not account.has_root_credentials and not wanted:
        raise errors.NoSuchEntity(f"The root user of {account.name} has no password.")
    return Outcome(with_account(organization, replace(account, has_root_credentials=wanted)), {})
