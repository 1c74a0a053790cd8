"""The parameters of every operation that the page offers, by its name."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from accounts.forms.billing import BILLING
from accounts.forms.credentials import CREDENTIALS
from accounts.forms.fields import document, identifier, name, optional, policy_type
from accounts.forms.identities import IDENTITIES, POLICIES_OF_IDENTITIES
from accounts.forms.membership import MEMBERSHIP
from accounts.forms.resources import RESOURCES

PARAMETERS: Mapping[str, Mapping[str, forms.Field]] = {
    **MEMBERSHIP,
    "organizations.move_account": {
        "account_id": identifier("account"),
        "source_parent_id": identifier("source"),
        "destination_parent_id": identifier("destination"),
    },
    "organizations.create_account": {"account_name": name(), "email": name("e-mail address")},
    "organizations.close_account": {"account_id": identifier("account")},
    "organizations.remove_account_from_organization": {"account_id": identifier("account")},
    "account.put_account_name": {"account_id": identifier("account"), "account_name": name()},
    "organizations.create_organizational_unit": {"parent_id": identifier("parent"), "name": name()},
    "organizations.update_organizational_unit": {
        "organizational_unit_id": identifier("unit"),
        "name": name(),
    },
    "organizations.delete_organizational_unit": {"organizational_unit_id": identifier("unit")},
    "organizations.create_policy": {
        "content": document(),
        "description": optional(),
        "name": name(),
        "type": policy_type(),
    },
    "organizations.update_policy": {
        "policy_id": identifier("policy"),
        "content": document(),
        "description": optional(),
        "name": name(),
    },
    "organizations.delete_policy": {"policy_id": identifier("policy")},
    "organizations.attach_policy": {"policy_id": identifier("policy"), "target_id": identifier("target")},
    "organizations.detach_policy": {"policy_id": identifier("policy"), "target_id": identifier("target")},
    "organizations.enable_policy_type": {"root_id": identifier("root"), "policy_type": policy_type()},
    "organizations.disable_policy_type": {"root_id": identifier("root"), "policy_type": policy_type()},
    **IDENTITIES,
    **POLICIES_OF_IDENTITIES,
    **CREDENTIALS,
    **RESOURCES,
    **BILLING,
    "move_organizational_unit": {
        "organizational_unit_id": identifier("unit"),
        "destination_parent_id": identifier("destination"),
    },
}


def parameters_form(op: str, data: Mapping[str, str]) -> forms.Form | None:
    """The form of one operation's parameters; None when the page offers no such operation."""
    fields = PARAMETERS.get(op)
    if fields is None:
        return None
    return type("ParametersForm", (forms.Form,), dict(fields))(data)
