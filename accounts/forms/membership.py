"""Parameters of operations on who is in the organization, and on whom it trusts."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import Invited, OneTag, TagKeys, document, identifier, optional

_HANDSHAKE: Mapping[str, forms.Field] = {"handshake_id": identifier("handshake")}
_ANSWER: Mapping[str, forms.Field] = {**_HANDSHAKE, "caller_account_id": identifier("account")}
_SERVICE: Mapping[str, forms.Field] = {"service_principal": identifier("service")}
MEMBERSHIP: Mapping[str, Mapping[str, forms.Field]] = {
    "organizations.create_organization": {"feature_set": identifier("feature set")},
    "organizations.delete_organization": {},
    "organizations.enable_all_features": {},
    "organizations.invite_account_to_organization": {
        "target": Invited(
            max_length=256,
            error_messages={"required": _("Say whom: an account's number or an e-mail address.")},
        ),
        "notes": optional(4096),
    },
    "organizations.accept_handshake": _ANSWER,
    "organizations.decline_handshake": _ANSWER,
    "organizations.cancel_handshake": _HANDSHAKE,
    "organizations.leave_organization": {"caller_account_id": identifier("account")},
    "organizations.enable_aws_service_access": _SERVICE,
    "organizations.disable_aws_service_access": _SERVICE,
    "organizations.register_delegated_administrator": {"account_id": identifier("account"), **_SERVICE},
    "organizations.deregister_delegated_administrator": {"account_id": identifier("account"), **_SERVICE},
    "organizations.put_resource_policy": {"content": document()},
    "organizations.delete_resource_policy": {},
    "organizations.tag_resource": {"resource_id": identifier("entity"), "tags": OneTag()},
    "organizations.untag_resource": {
        "resource_id": identifier("entity"),
        "tag_keys": TagKeys(max_length=256, error_messages={"required": _("Say which tag.")}),
    },
    "orgsim.complete_sign_up": {"account_id": identifier("account")},
    "orgsim.pass_time": {"days": forms.IntegerField(error_messages={"required": _("Say how many days.")})},
}
