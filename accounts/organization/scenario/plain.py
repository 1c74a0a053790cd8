"""Values as the plain JSON of a document; what says nothing is left out."""

from __future__ import annotations

import json
from datetime import datetime

from accounts.organization.scenario.shape import text_of
from policies.engine.document import PolicyDocument

Members = dict[str, object]


def content(document: PolicyDocument) -> object:
    """The policy as a JSON object, or its text where the object would not give that text again."""
    return content_of(document.text)


def content_of(text: str) -> object:
    value: object = json.loads(text)
    return value if text_of(value) == text else text


def time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def optional_time(moment: datetime | None) -> str | None:
    return None if moment is None else time(moment)


def present(**members: object) -> Members:
    return {name: value for name, value in members.items() if value}
