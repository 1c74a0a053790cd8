"""An operation as the command of the AWS CLI that does the same."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Final

from accounts.organization.operations.table import (
    OPERATIONS,
    SECRET_PARAMETERS,
    SERVICES_OF_RESOURCES,
    SIMULATOR,
)
from accounts.organization.state import Organization

_SHORTHAND_TEXT: Final = re.compile(r"[\w./:@+ -]*")
"""What needs no escaping in the CLI's shorthand ``Key=…,Value=…``."""
_COMMANDS: Final = {"s3": "s3api"}
"""Where the command is not called as the service."""
_INSIDE_ACCOUNTS: Final = ("iam", *SERVICES_OF_RESOURCES)
_ONLY_IN_CLI: Final = {
    "dynamodb.create_table": [
        *("--attribute-definitions", "AttributeName=id,AttributeType=S"),
        *("--key-schema", "AttributeName=id,KeyType=HASH", "--billing-mode", "PAY_PER_REQUEST"),
    ],
    "kms.put_key_policy": ["--policy-name", "default"],
    "lambda.create_function": [
        *("--runtime", "python3.13", "--handler", "index.handler", "--zip-file", "fileb://function.zip")
    ],
    "iam.create_virtual_mfa_device": ["--outfile", "QRCode.png", "--bootstrap-method", "QRCodePNG"],
}
"""Options that the command asks for, and the operation does not have."""


def as_cli(key: str, parameters: Mapping[str, object], organization: Organization) -> str:
    """The command for ``OPERATIONS[key]``, quoted for a POSIX shell.

    An operation of IAM or on resources acts in the account of the caller's credentials, and some of
    Organizations' are called by a member or an invited account: that account is shown as the profile of its
    name. What only the simulator has is a command of ``orgsim``. Parameters that are None or empty lists are
    left out, except secret ones, which are there to be filled in. An access key that a request is signed
    with is an environment's.
    """
    operation = OPERATIONS[key]
    service = _COMMANDS.get(operation.service, operation.service)
    program = [SIMULATOR] if operation.service == SIMULATOR else ["aws", service]
    words = [*program, _kebab(operation.key.partition(".")[2])]
    profile: list[str] = []
    environment: list[str] = []
    for name, value in parameters.items():
        if name == "caller_account_id" or (operation.service in _INSIDE_ACCOUNTS and name == "account_id"):
            account_id = str(value)
            account = organization.accounts.get(account_id) or organization.outsiders.get(account_id)
            profile = ["--profile", account.name if account else str(value)]
        elif operation.service == "sts" and name == "access_key_id":
            environment = [f"AWS_ACCESS_KEY_ID={value}"]
        elif name in SECRET_PARAMETERS:
            words += [f"--{_kebab(name)}", name.upper()] if value != "" else []
        elif isinstance(value, bool):
            words.append(f"--{_kebab(name)}" if value else f"--no-{_kebab(name)}")
        elif value not in (None, [], ()):
            option, values = f"--{_kebab(name)}", _values(value)
            # A value that looks like an option must not stand alone.
            words += [f"{option}={values[0]}"] if values[0].startswith("-") else [option, *values]
    return shlex.join([*environment, *words, *_ONLY_IN_CLI.get(key, ()), *profile])


def _kebab(name: str) -> str:
    return name.replace("_", "-")


def _values(value: object) -> Sequence[str]:
    """Structures in the CLI's shorthand where that needs no escaping, else in JSON."""
    if isinstance(value, Mapping):
        return [_structure(value) or json.dumps(value)]
    if not isinstance(value, list | tuple):
        return [str(value)]
    if not any(isinstance(item, Mapping) for item in value):
        return [str(item) for item in value]
    structures = [_structure(item) for item in value]
    return [text for text in structures if text] if all(structures) else [json.dumps(value)]


def _structure(item: Mapping[str, object]) -> str | None:
    if not all(isinstance(text, str) and _SHORTHAND_TEXT.fullmatch(text) for text in item.values()):
        return None
    return ",".join(f"{key}={text}" for key, text in item.items())
