"""What a proof may do with somebody's organization: ask about it, and try operations in a copy of it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from accounts.organization import operations
from accounts.organization.decisions import Judge, PrincipalName
from accounts.organization.errors import AwsError
from accounts.organization.identifiers import Occasion
from accounts.organization.state import AccountId, Organization
from lessons.course.marking import gettext_noop
from policies.engine.decision import Decision, Evaluation, Rule


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` is a message in English with ``%(places)s`` for ``parameters``; names of AWS stand between
    backticks."""

    text: str
    parameters: Mapping[str, str | int]

    @classmethod
    def of(cls, text: str, **parameters: str | int) -> Sentence:
        return cls(text, parameters)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request and what the engine decides. ``in_copy``: about something that was only tried."""

    account_id: AccountId
    account: str
    who: PrincipalName
    action: str
    resource: str | None
    decision: Decision
    rule: Rule
    in_copy: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """An operation in the copy, as a command. ``refusal`` is AWS's error code, empty where it was done."""

    operation: str
    command: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """``holds``: this organization shows what is to be proved. If not, ``says`` is what is missing."""

    holds: bool
    says: Sentence
    evidence: tuple[Asked | Tried, ...] = ()


class NotYet(Exception):
    """The organization does not show it. ``says`` tells what would have to be there."""

    def __init__(self, text: str, **parameters: str | int) -> None:
        super().__init__(text % parameters)
        self.says = Sentence(text, parameters)


class Trial:
    """``start`` is the organization as it is, ``now`` the copy after what has been tried.

    ``evidence`` grows by every request and every operation, in their order.
    """

    def __init__(self, organization: Organization, judge: Judge, time: datetime) -> None:
        self.start = organization
        self.now = organization
        self.judge = judge
        self.time = time
        self.evidence: list[Asked | Tried] = []

    def evaluate(
        self, account_id: AccountId, who: PrincipalName, action: str, resource: str | None = None
    ) -> Evaluation:
        """Without a trace: for whoever looks for something to ask."""
        return self.judge.evaluate(self.now, account_id, who, action, resource=resource)

    def ask(
        self, account_id: AccountId, who: PrincipalName, action: str, resource: str | None = None
    ) -> Asked:
        found = self.evaluate(account_id, who, action, resource)
        asked = Asked(
            account_id=account_id,
            account=self.now.name_of(account_id),
            who=who,
            action=action,
            resource=resource,
            decision=found.decision,
            rule=found.rule,
            in_copy=self.now is not self.start,
        )
        self.evidence.append(asked)
        return asked

    def do(self, operation: str, /, **parameters: Any) -> Mapping[str, Any]:
        """AWS's response. Raises ``NotYet`` with AWS's words if it refuses."""
        command = operations.as_cli(operation, parameters, self.now)
        try:
            outcome = operations.apply(self.now, operation, parameters, self._occasion())
        except AwsError as error:
            self.evidence.append(Tried(operation, command, error.code))
            raise NotYet(
                gettext_noop("AWS refuses one step of the proof here: %(message)s"), message=error.message
            ) from error
        self.now = outcome.organization
        self.evidence.append(Tried(operation, command))
        return outcome.response

    def is_refused(self, operation: str, /, **parameters: Any) -> str:
        """The code with which AWS refuses; empty if it does not."""
        try:
            self.do(operation, **parameters)
        except NotYet:
            tried = self.evidence[-1]
            return tried.refusal if isinstance(tried, Tried) else ""
        return ""

    def would_do(self, operation: str, /, **parameters: Any) -> bool:
        """Whether AWS would do it. Leaves no evidence."""
        try:
            operations.apply(self.now, operation, parameters, self._occasion())
        except AwsError:
            return False
        return True

    def _occasion(self) -> Occasion:
        return Occasion("proof", len(self.evidence) + 1, self.time)


def free_name(taken: Container[str], name: str) -> str:
    """``name``, with a number if that is taken."""
    return next(
        each for number in count(1) if (each := name if number == 1 else f"{name}-{number}") not in taken
    )
