"""What a new policy begins with: a blank list about the asked action, or one of AWS's examples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.page.subjects import Entry, Subject
from accounts.page.view import View
from policies.catalogue import example_scps
from policies.engine.document import Effect, PolicyKind

BLANK = {
    "deny": (Effect.DENY, "Deny list, blank", "Names what nobody may do. FullAWSAccess stays beside it."),
    "allow": (Effect.ALLOW, "Allow list, blank", "Names all that may pass, in the place of FullAWSAccess."),
}
BLANK_IDENTITY = {
    "allow": (Effect.ALLOW, "Allow, blank", "Grants what it names, as far as the SCPs above let it pass."),
    "deny": (Effect.DENY, "Deny, blank", "Takes away what it names, whoever else grants it."),
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
    blank = [Beginning(key, title, words) for key, (_, title, words) in _blank(subject).items()]
    if subject.kind is not PolicyKind.SERVICE_CONTROL:
        return tuple(blank)
    examples = (Beginning(each.name, each.name, each.description, is_example=True) for each in example_scps())
    return (*blank, *examples)


def beginning(subject: Subject, view: View, wanted: Mapping[str, str]) -> Entry:
    """``wanted`` has ``begin``, a key, and ``at``, where a new SCP is to be attached."""
    key = wanted.get("begin", "")
    attach_to = view.at if subject.kind is PolicyKind.SERVICE_CONTROL and wanted.get("at") == view.at else ""
    for example in example_scps():
        if example.name == key and subject.kind is PolicyKind.SERVICE_CONTROL:
            return Entry(example.name, example.document.text, example.description, attach_to)
    blank = _blank(subject)
    effect, _, _ = blank.get(key) or next(iter(blank.values()))
    return Entry("", _about(view.action, effect), "", attach_to)


def _blank(subject: Subject) -> Mapping[str, tuple[Effect, str, str]]:
    return BLANK if subject.kind is PolicyKind.SERVICE_CONTROL else BLANK_IDENTITY


def _about(action: str, effect: Effect) -> str:
    """A policy that is one already: the asked action shows at once what a statement does."""
    statement = {"Effect": effect.value, "Action": [action], "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2) + "\n"
