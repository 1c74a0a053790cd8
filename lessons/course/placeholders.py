"""Names in braces, so that one lesson serves organizations in which things are called otherwise.

``{{dev-3}}``          the name of the account (or unit, or policy) that the author calls dev-3
``{{id dev-3}}``       the identifier of that account, unit, root or policy
``{{arn x user/john}}`` the ARN of a user, role, group or managed policy (``policy/Name``) of account x
``{{handshake x}}``    the identifier of the handshake that account x has to answer; with the word
                       ``organization`` for x, of the one that the management account answers for all
``{{key x user/john 1}}`` the identifier of the user's first access key, the eldest first

The first is replaced when a variant is made (``renamed``), the others when an operation is done
(``resolved``), because only then there is something to find.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from accounts.organization.arns import managed_policy_arn, role_arn, user_arn
from lessons.course.names import Absent, Names

_PLACEHOLDER: Final = re.compile(r"\{\{([^{}\n]{1,200})\}\}")
_WORDS: Final = ("id", "arn", "handshake", "key")
_PERSON: Final = re.compile(r"(?<=^user/)[^ ]+")
"""What stands behind an account: ``user/john``, ``user/john 1``."""


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """JSON with every name in braces as ``names`` has it; a name that is not there stays as it is.

    Placeholders for identifiers stay placeholders, for the thing's new name.
    """

    def replace(match: re.Match[str]) -> str:
        word, space, rest = match[1].partition(" ")
        if not space or word not in _WORDS:
            return names.get(match[1], match[1])
        named, space, more = rest.partition(" ")
        more = _PERSON.sub(lambda person: names.get(person[0], person[0]), more)
        return f"{{{{{word} {names.get(rest, names.get(named, named) + space + more)}}}}}"

    return _each_text(value, lambda text: _PLACEHOLDER.sub(replace, text))


def resolved(value: Any, names: Names) -> Any:
    """JSON with every placeholder replaced by what it stands for. Raises ``Absent``."""
    return _each_text(value, lambda text: _PLACEHOLDER.sub(lambda match: _find(match[1], names), text))


def _each_text(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value) if "{{" in value else value
    if isinstance(value, Mapping):
        return {change(key): _each_text(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(item, change) for item in value]
    return value


def _find(text: str, names: Names) -> str:
    word, _, rest = text.partition(" ")
    if word == "id":
        return _identifier(rest, names)
    if word == "arn":
        return _arn(*rest.partition(" ")[::2], names)
    if word == "handshake":
        return _handshake(rest, names)
    if word == "key":
        return _access_key(rest, names)
    return text


def _identifier(name: str, names: Names) -> str:
    if name == "organization":
        return names.present.id
    for find in (names.node, lambda name: names.account(name).id, names.policy):
        try:
            return find(name)
        except Absent:
            continue
    raise Absent("thing", name)


def _arn(account_name: str, label: str, names: Names) -> str:
    account = names.account(account_name)
    kind, _, name = label.partition("/")
    if kind == "user" and name in account.users:
        return user_arn(account.id, account.users[name].path, name)
    if kind == "role" and name in account.roles:
        return role_arn(account.id, account.roles[name].path, name)
    if kind == "policy":
        for arn, policy in account.policies.items():
            if policy.name == name:
                return arn
        return managed_policy_arn(account.id, "/", name)
    raise Absent("principal", f"{account_name}/{label}")


def _handshake(name: str, names: Names) -> str:
    if name == "organization":
        recipients = {names.present.id}
    else:
        account = names.account(name)
        recipients = {account.id, account.email}
    for handshake in names.present.handshakes.values():
        if not handshake.state.is_final and handshake.recipient.id in recipients:
            return handshake.id
    raise Absent("open handshake for", name)


def _access_key(text: str, names: Names) -> str:
    principal, _, ordinal = text.rpartition(" ")
    account_id, label = names.principal(principal.replace(" ", "/", 1))
    user = names.account(names.name_of(account_id)).users.get(label.removeprefix("user/"))
    keys = list(user.access_keys) if user else []
    if not ordinal.isdigit() or not 1 <= int(ordinal) <= len(keys):
        raise Absent("access key", text)
    return keys[int(ordinal) - 1]
