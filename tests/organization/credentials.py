"""Parameters of IAM's operations for random walks: mostly of what an account has."""

from __future__ import annotations

from hypothesis import strategies as st

from accounts.organization.state import Account

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
AUTO_SCALING = "autoscaling.amazonaws.com"


def vocabulary(account: Account) -> dict[str, st.SearchStrategy[object]]:
    """By parameter. No code is right: whoever guesses one is not told the secret."""
    keys = [key for user in account.users.values() for key in user.access_keys]
    versions = [version for policy in account.policies.values() for version in policy.versions]
    return {
        "access_key_id": st.sampled_from(["AKIAMISSINGMISSING22", *keys, *account.root_access_keys]),
        "account_alias": st.sampled_from(["a-b", "c-d", account.alias]),
        "allow_users_to_change_password": st.booleans(),
        "authentication_code1": st.just("123456"),
        "authentication_code2": st.just("654321"),
        "aws_service_name": st.sampled_from([AUTO_SCALING, "rds.amazonaws.com"]),
        "custom_suffix": st.sampled_from([None, "x"]),
        "hard_expiry": st.booleans(),
        "max_password_age": st.sampled_from([None, 90]),
        "max_session_duration": st.sampled_from([3_600, 43_200]),
        "minimum_password_length": st.sampled_from([6, 14]),
        "password": st.sampled_from([None, "Secret-1234", "secret"]),
        "password_reset_required": st.booleans(),
        "password_reuse_prevention": st.sampled_from([None, 3]),
        "permissions_boundary": st.sampled_from([READ_ONLY, *account.policies]),
        "require_lowercase_characters": st.booleans(),
        "require_numbers": st.booleans(),
        "require_symbols": st.booleans(),
        "require_uppercase_characters": st.booleans(),
        "serial_number": st.sampled_from(["arn:aws:iam::000000000000:mfa/none", *account.mfa_devices]),
        "set_as_default": st.booleans(),
        "status": st.sampled_from(["Active", "Inactive"]),
        "version_id": st.sampled_from(["v1", "v2", *versions]),
        "virtual_mfa_device_name": st.sampled_from(["phone", "Phone", "tablet"]),
    }
