"""What a new policy begins with: a blank list about the asked action, or one of AWS's examples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from accounts.page.policy_types import beginning_of, lock_of
from accounts.page.subjects import Entry, Subject
from accounts.page.view import View
from policies.catalogue import example_scps
from policies.engine.document import Effect, PolicyKind

BLANK = {
    "deny": (
        Effect.DENY,
        _("Deny list, blank"),
        _("Names what nobody may do. FullAWSAccess stays beside it."),
    ),
    "allow": (
        Effect.ALLOW,
        _("Allow list, blank"),
        _("Names all that may pass, in the place of FullAWSAccess."),
    ),
}
BLANK_IDENTITY = {
    "allow": (
        Effect.ALLOW,
        _("Allow, blank"),
        _("Grants what it names, as far as the SCPs above let it pass."),
    ),
    "deny": (Effect.DENY, _("Deny, blank"), _("Takes away what it names, whoever else grants it.")),
}

BLANK_RESOURCE_CONTROL = {
    "deny": (
        Effect.DENY,
        _("Deny list, blank"),
        _("Names what nobody may do. RCPFullAWSAccess stays beside it."),
    ),
}
PERIMETER = "perimeter"
SETTINGS = {
    "example": (_("An example"), _("Every setting by @@assign; levels below may change all of it.")),
    "lock": (
        _("The same, locked"),
        _("With the child control @@none: levels below may change nothing of it."),
    ),
}


@dataclass(frozen=True, slots=True)
class Beginning:
    """A choice of ``beginning``: ``key`` stands in the address."""

    key: str
    title: str
    description: str
    is_example: bool = False


def beginnings(subject: Subject) -> tuple[Beginning, ...]:
    """The choices for a new policy; none for one that is there."""
    if not subject.is_new:
        return ()
    if subject.kind is None:
        return tuple(
            Beginning(key, gettext(title), gettext(words)) for key, (title, words) in SETTINGS.items()
        )
    blank = [
        Beginning(key, gettext(title), gettext(words)) for key, (_, title, words) in _blank(subject).items()
    ]
    if subject.kind is PolicyKind.RESOURCE_CONTROL:
        perimeter = gettext(
            "Lets nobody from outside of the organization at its buckets, except services of AWS."
        )
        return (*blank, Beginning(PERIMETER, gettext("Only identities of ours"), perimeter, is_example=True))
    if subject.kind is not PolicyKind.SERVICE_CONTROL:
        return tuple(blank)
    examples = (
        Beginning(each.name, each.name, gettext(each.description), is_example=True) for each in example_scps()
    )
    return (*blank, *examples)


def beginning(subject: Subject, view: View, wanted: Mapping[str, str]) -> Entry:
    """``wanted`` has ``begin``, a key, and ``at``, where a policy of the organization is to be attached."""
    key = wanted.get("begin", "")
    attach_to = view.at if subject.policy_type and wanted.get("at") == view.at else ""
    if subject.kind is None:
        assert subject.policy_type is not None
        write = lock_of if key == "lock" else beginning_of
        return Entry("", write(subject.policy_type), "", attach_to)
    if subject.kind is PolicyKind.RESOURCE_CONTROL:
        return Entry("", _perimeter() if key == PERIMETER else _printed(RESOURCE_CONTROL), "", attach_to)
    for example in example_scps():
        if example.name == key and subject.kind is PolicyKind.SERVICE_CONTROL:
            return Entry(example.name, example.document.text, example.description, attach_to)
    blank = _blank(subject)
    effect, _, _ = blank.get(key) or next(iter(blank.values()))
    return Entry("", _about(view.action, effect), "", attach_to)


def _blank(subject: Subject) -> Mapping[str, tuple[Effect, str, str]]:
    if subject.kind is PolicyKind.RESOURCE_CONTROL:
        return BLANK_RESOURCE_CONTROL
    return BLANK if subject.kind is PolicyKind.SERVICE_CONTROL else BLANK_IDENTITY


def _about(action: str, effect: Effect) -> str:
    """A policy that is one already: the asked action shows at once what a statement does."""
    return _printed({"Effect": effect.value, "Action": [action], "Resource": "*"})


RESOURCE_CONTROL = {"Effect": "Deny", "Principal": "*", "Action": ["s3:DeleteBucket"], "Resource": "*"}
"""Only some services know RCPs, so the asked action would seldom do."""


def _perimeter() -> str:
    """Source: Organizations User Guide, "Resource control policy examples"."""
    condition = {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }
    return _printed({**RESOURCE_CONTROL, "Action": ["s3:*"], "Condition": condition})


def _printed(statement: Mapping[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2) + "\n"
