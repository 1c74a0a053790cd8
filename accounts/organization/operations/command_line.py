"""An operation as the command of the AWS CLI that does the same."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Final

from accounts.organization.operations.table import OPERATIONS
from accounts.organization.state import Organization

_SHORTHAND_TEXT: Final = re.compile(r"[\w./:@+ -]*")
"""What needs no escaping in the CLI's shorthand ``Key=…,Value=…``."""


def as_cli(key: str, parameters: Mapping[str, object], organization: Organization) -> str:
    """The command for ``OPERATIONS[key]``, quoted for a POSIX shell.

    An IAM operation acts in the account of the caller's credentials, so the account is shown as the
    profile of that name. Parameters that are None are left out.
    """
    operation = OPERATIONS[key]
    words = ["aws", operation.service, _kebab(operation.key.partition(".")[2])]
    profile: list[str] = []
    for name, value in parameters.items():
        if operation.service == "iam" and name == "account_id":
            account = organization.accounts.get(str(value))
            profile = ["--profile", account.name if account else str(value)]
        elif value is not None:
            option, values = f"--{_kebab(name)}", _values(value)
            # A value that looks like an option must not stand alone.
            words += [f"{option}={values[0]}"] if values[0].startswith("-") else [option, *values]
    return shlex.join(words + profile)


def _kebab(name: str) -> str:
    return name.replace("_", "-")


def _values(value: object) -> Sequence[str]:
    """Tags in the CLI's shorthand where that needs no escaping, else in JSON."""
    if not isinstance(value, list | tuple):
        return [str(value)]
    if not any(isinstance(item, Mapping) for item in value):
        return [str(item) for item in value]
    if all(_SHORTHAND_TEXT.fullmatch(text) for item in value for text in item.values()):
        return [",".join(f"{key}={text}" for key, text in item.items()) for item in value]
    return [json.dumps(value)]
