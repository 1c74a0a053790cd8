"""The table of all operations, for those that get an operation's name as data."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Final

from accounts.organization.identifiers import Occasion
from accounts.organization.operations import (
    account,
    dynamodb,
    ec2,
    iam,
    kms,
    lambda_,
    organizations,
    orgsim,
    s3,
    secretsmanager,
    sns,
    sqs,
    sts,
)
from accounts.organization.operations.organizations.due import after_time
from accounts.organization.operations.outcome import Outcome
from accounts.organization.state import Organization

SERVICES_OF_RESOURCES: Final[Mapping[str, ModuleType]] = {
    "s3": s3,
    "sqs": sqs,
    "sns": sns,
    "kms": kms,
    "lambda": lambda_,
    "secretsmanager": secretsmanager,
    "dynamodb": dynamodb,
    "ec2": ec2,
}
SIMULATOR: Final = "orgsim"
"""The service of operations that AWS does not have."""
_AWS_WORDS: Final = {"aws": "AWS", "mfa": "MFA"}
"""Those that AWS writes in capitals in the names of operations."""

SECRET_PARAMETERS: Final = frozenset({"password"})
"""What the log must not keep. The operations that take them do without when they are done again."""


@dataclass(frozen=True, slots=True)
class Operation:
    """``name`` and ``source`` as in a CloudTrail record: ``MoveAccount``, ``organizations.amazonaws.com``.

    Operations that only the simulator has come from ``orgsim``.
    """

    key: str
    name: str
    source: str
    function: Callable[..., Outcome]
    parameters: tuple[str, ...]
    needs_occasion: bool

    @property
    def service(self) -> str:
        """``organizations``, ``iam`` …: the prefix of its action, its command in the CLI."""
        return self.source.partition(".")[0]

    @property
    def action(self) -> str:
        """As policies name it: ``organizations:MoveAccount``."""
        return f"{self.service}:{self.name}"


def _operation(service: str, function: Callable[..., Outcome]) -> Operation:
    _, *parameters = inspect.signature(function).parameters
    needs_occasion = "occasion" in parameters
    if needs_occasion:
        parameters.remove("occasion")
    snake_name = function.__name__
    return Operation(
        key=f"{service}.{snake_name}",
        name="".join(_AWS_WORDS.get(word, word.capitalize()) for word in snake_name.split("_")),
        source=service if service == SIMULATOR else f"{service}.amazonaws.com",
        function=function,
        parameters=tuple(parameters),
        needs_occasion=needs_occasion,
    )


def _operations_of(service: str, module: ModuleType, names: list[str]) -> dict[str, Operation]:
    operations = (_operation(service, getattr(module, name)) for name in names)
    return {operation.key: operation for operation in operations}


OPERATIONS: Final[Mapping[str, Operation]] = {
    **_operations_of("organizations", organizations, organizations.__all__),
    **_operations_of("account", account, ["put_account_name"]),
    **_operations_of("iam", iam, iam.__all__),
    **_operations_of("sts", sts, ["get_caller_identity"]),
    **{
        key: operation
        for service, module in SERVICES_OF_RESOURCES.items()
        for key, operation in _operations_of(service, module, module.__all__).items()
    },
    **_operations_of(SIMULATOR, orgsim, orgsim.__all__),
}


def without_secrets(parameters: Mapping[str, object]) -> dict[str, object]:
    """``parameters`` as the log may keep them: None stands for a secret; an empty one is none."""
    return {
        name: None if name in SECRET_PARAMETERS and value else value for name, value in parameters.items()
    }


def apply(
    organization: Organization, key: str, parameters: Mapping[str, object], occasion: Occasion
) -> Outcome:
    """Do the operation ``key`` of ``OPERATIONS``. Raises ``KeyError``, and what the operation raises.

    ``occasion`` has the clock's time; the operation is told the simulated one, by which all that was due
    has come about.
    """
    operation = OPERATIONS[key]
    simulated = replace(occasion, time=occasion.time + organization.ahead)
    present = after_time(organization, simulated.time)
    if operation.needs_occasion:
        return operation.function(present, **parameters, occasion=simulated)
    return operation.function(present, **parameters)
