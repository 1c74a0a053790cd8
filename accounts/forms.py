"""What comes from the page: which operation, on which revision, with which parameters.

AWS's own rules are the operations'; a form only says what is missing or far too long.
"""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from accounts.organization.decisions import Wanted
from accounts.organization.state import Organization, PolicyType
from accounts.page.subjects import Entry, Subject
from accounts.page.view import View, view_of

MAX_DOCUMENT = 100_000
"""Far more than any quota: AWS's own limits answer first, in AWS's words."""


class OperateForm(forms.Form):
    """``op`` is undo, redo, reset, move_organizational_unit, or an operation such as
    ``organizations.move_account``; ``view`` the query string of the page it came from; ``dialog``
    the dialog to show again, with the problem, when it is refused; ``page`` is ``inside`` on the page
    of one account."""

    op = forms.CharField(max_length=80)
    base_revision = forms.IntegerField(min_value=0, required=False)
    view = forms.CharField(max_length=2000, required=False)
    dialog = forms.SlugField(max_length=40, required=False)
    page = forms.SlugField(max_length=40, required=False)


def _identifier(label: str) -> forms.CharField:
    return forms.CharField(max_length=256, label=label, error_messages={"required": f"Say which {label}."})


def _name(label: str = "name") -> forms.CharField:
    return forms.CharField(max_length=256, label=label, error_messages={"required": f"Give it a {label}."})


def _optional(max_length: int = 1024) -> forms.CharField:
    return forms.CharField(max_length=max_length, required=False)


def _document() -> forms.CharField:
    return forms.CharField(
        max_length=MAX_DOCUMENT, strip=False, error_messages={"required": "Write a policy."}
    )


def _policy_type() -> forms.ChoiceField:
    return forms.ChoiceField(choices=[(each.value, each.value) for each in PolicyType])


_IAM_POLICY_FIELDS: Mapping[str, Mapping[str, forms.Field]] = {
    f"iam.{verb}_{kind}_policy": {
        "account_id": _identifier("account"),
        f"{kind}_name": _identifier(kind),
        **fields,
    }
    for kind in ("user", "group", "role")
    for verb, fields in {
        "attach": {"policy_arn": _identifier("policy")},
        "detach": {"policy_arn": _identifier("policy")},
        "put": {"policy_name": _name(), "policy_document": _document()},
        "delete": {"policy_name": _identifier("policy")},
    }.items()
}

PARAMETERS: Mapping[str, Mapping[str, forms.Field]] = {
    "organizations.move_account": {
        "account_id": _identifier("account"),
        "source_parent_id": _identifier("source"),
        "destination_parent_id": _identifier("destination"),
    },
    "organizations.create_account": {"account_name": _name(), "email": _name("e-mail address")},
    "organizations.close_account": {"account_id": _identifier("account")},
    "organizations.remove_account_from_organization": {"account_id": _identifier("account")},
    "account.put_account_name": {"account_id": _identifier("account"), "account_name": _name()},
    "organizations.create_organizational_unit": {"parent_id": _identifier("parent"), "name": _name()},
    "organizations.update_organizational_unit": {
        "organizational_unit_id": _identifier("unit"),
        "name": _name(),
    },
    "organizations.delete_organizational_unit": {"organizational_unit_id": _identifier("unit")},
    "organizations.create_policy": {
        "content": _document(),
        "description": _optional(),
        "name": _name(),
        "type": _policy_type(),
    },
    "organizations.update_policy": {
        "policy_id": _identifier("policy"),
        "content": _document(),
        "description": _optional(),
        "name": _name(),
    },
    "organizations.delete_policy": {"policy_id": _identifier("policy")},
    "organizations.attach_policy": {"policy_id": _identifier("policy"), "target_id": _identifier("target")},
    "organizations.detach_policy": {"policy_id": _identifier("policy"), "target_id": _identifier("target")},
    "organizations.enable_policy_type": {"root_id": _identifier("root"), "policy_type": _policy_type()},
    "organizations.disable_policy_type": {"root_id": _identifier("root"), "policy_type": _policy_type()},
    "iam.create_user": {"account_id": _identifier("account"), "user_name": _name()},
    "iam.delete_user": {"account_id": _identifier("account"), "user_name": _identifier("user")},
    "iam.create_group": {"account_id": _identifier("account"), "group_name": _name()},
    "iam.delete_group": {"account_id": _identifier("account"), "group_name": _identifier("group")},
    "iam.create_role": {
        "account_id": _identifier("account"),
        "role_name": _name(),
        "assume_role_policy_document": _document(),
    },
    "iam.delete_role": {"account_id": _identifier("account"), "role_name": _identifier("role")},
    "iam.add_user_to_group": {
        "account_id": _identifier("account"),
        "user_name": _identifier("user"),
        "group_name": _identifier("group"),
    },
    "iam.remove_user_from_group": {
        "account_id": _identifier("account"),
        "user_name": _identifier("user"),
        "group_name": _identifier("group"),
    },
    **_IAM_POLICY_FIELDS,
    "move_organizational_unit": {
        "organizational_unit_id": _identifier("unit"),
        "destination_parent_id": _identifier("destination"),
    },
}


class EditForm(forms.Form):
    """``edit`` is the key of one that the page offers for the question in ``view``."""

    edit = forms.SlugField(max_length=40)
    wanted = forms.ChoiceField(choices=[(each.value, each.value) for each in Wanted])
    base_revision = forms.IntegerField(min_value=0, required=False)
    view = forms.CharField(max_length=2000, required=False)

    def view_in(self, organization: Organization) -> View:
        return view_of(QueryDict(self.cleaned_data["view"]), organization)


class PolicyForm(forms.Form):
    """The policy editor's fields, of which each kind of policy has some. A check looks at them before
    they are complete."""

    name = _name()
    description = _optional()
    content = _document()
    attach_to = forms.CharField(max_length=256, required=False)
    base_revision = forms.IntegerField(min_value=0, required=False)
    view = forms.CharField(max_length=2000, required=False)

    def entry(self, subject: Subject) -> Entry:
        """As typed; what is not typed, or cannot be changed, is as it is stored."""
        stored = subject.stored
        return Entry(
            name=self.data.get("name", stored.name).strip() if subject.can_rename else stored.name,
            # Browsers send line ends in two characters; the size counts one.
            content=self.data.get("content", stored.content).replace("\r\n", "\n"),
            description=self.data.get("description", stored.description).strip(),
            attach_to=self.data.get("attach_to", ""),
        )

    @property
    def seen_revision(self) -> int | None:
        text = self.data.get("base_revision", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def view_in(self, organization: Organization) -> View:
        return view_of(QueryDict(self.data.get("view", "")), organization)


def parameters_form(op: str, data: Mapping[str, str]) -> forms.Form | None:
    """The form of one operation's parameters; None when the page offers no such operation."""
    fields = PARAMETERS.get(op)
    if fields is None:
        return None
    return type("ParametersForm", (forms.Form,), dict(fields))(data)
