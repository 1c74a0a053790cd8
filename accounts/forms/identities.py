"""Parameters of operations on users, groups and roles, and on what policies they carry."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from accounts.forms.fields import document, identifier, name

POLICIES_OF_IDENTITIES: Mapping[str, Mapping[str, forms.Field]] = {
    f"iam.{verb}_{kind}_policy": {
        "account_id": identifier("account"),
        f"{kind}_name": identifier(kind),
        **fields,
    }
    for kind in ("user", "group", "role")
    for verb, fields in {
        "attach": {"policy_arn": identifier("policy")},
        "detach": {"policy_arn": identifier("policy")},
        "put": {"policy_name": name(), "policy_document": document()},
        "delete": {"policy_name": identifier("policy")},
    }.items()
}
IDENTITIES: Mapping[str, Mapping[str, forms.Field]] = {
    "iam.create_user": {"account_id": identifier("account"), "user_name": name()},
    "iam.delete_user": {"account_id": identifier("account"), "user_name": identifier("user")},
    "iam.create_group": {"account_id": identifier("account"), "group_name": name()},
    "iam.delete_group": {"account_id": identifier("account"), "group_name": identifier("group")},
    "iam.create_role": {
        "account_id": identifier("account"),
        "role_name": name(),
        "assume_role_policy_document": document(),
    },
    "iam.delete_role": {"account_id": identifier("account"), "role_name": identifier("role")},
    "iam.add_user_to_group": {
        "account_id": identifier("account"),
        "user_name": identifier("user"),
        "group_name": identifier("group"),
    },
    "iam.remove_user_from_group": {
        "account_id": identifier("account"),
        "user_name": identifier("user"),
        "group_name": identifier("group"),
    },
}
