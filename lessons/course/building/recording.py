"""Operations as somebody did them, to actions of an exercise.

Identifiers become names in braces, because what is made in a learner's organization has other identifiers,
and so that the exercise can be played with other names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from accounts.organization.arns import role_arn, user_arn
from accounts.organization.state import Account
from lessons.course.case import Action, Case
from lessons.course.names import Absent, Names
from lessons.course.placeholders import resolved

_WRITABLE: Final = re.compile(r"[^{}\n]{1,150}")


class NotWritable(ValueError):
    """A text that was typed holds what looks like a name in braces, and would be read as one."""


def actions_of(case: Case) -> tuple[Action, ...]:
    """What was done in ``case``, in order. Raises ``NotWritable``."""
    actions = []
    for number, step in enumerate(case.steps):
        before = case.steps[number - 1].organization if number else case.start
        names = Names(case.start, before)
        actions.append(Action(step.operation, _named(step.parameters, names)))
    return tuple(actions)


def _named(value: Any, names: Names) -> Any:
    if isinstance(value, str):
        if "{{" in value:
            raise NotWritable(value)
        return _placeholder(value, names) or value
    if isinstance(value, Mapping):
        return {key: _named(item, names) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_named(item, names) for item in value]
    return value


def _placeholder(value: str, names: Names) -> str | None:
    """None for what stands for nothing, or for something whose name somebody else has, too."""
    for words in _candidates(value, names):
        if _WRITABLE.fullmatch(words):
            written = f"{{{{{words}}}}}"
            try:
                if resolved(written, names) == value:
                    return written
            except Absent:
                continue
    return None


def _candidates(value: str, names: Names) -> Iterator[str]:
    present = names.present
    if value == present.id:
        yield "id organization"
    if present.has_target(value) or value in present.outsiders:
        yield f"id {names.name_of(value)}"
    policy = present.any_policy(value)
    if policy is not None:
        yield f"id {policy.name}"
    if value in present.handshakes:
        recipient = present.handshakes[value].recipient.id
        accounts = [*present.accounts.values(), *present.outsiders.values()]
        yield from (f"handshake {each.name}" for each in accounts if recipient in (each.id, each.email))
        yield "handshake organization"
    if value.startswith(("arn:", "AKIA")):
        for account in present.accounts.values():
            yield from _of_account(value, account)


def _of_account(value: str, account: Account) -> Iterator[str]:
    for user in account.users.values():
        if value == user_arn(account.id, user.path, user.name):
            yield f"arn {account.name} user/{user.name}"
        for number, key in enumerate(user.access_keys, start=1):
            if value == key:
                yield f"key {account.name} user/{user.name} {number}"
    for role in account.roles.values():
        if value == role_arn(account.id, role.path, role.name):
            yield f"arn {account.name} role/{role.name}"
    if value in account.policies:
        yield f"arn {account.name} policy/{account.policies[value].name}"
