"""A question about one decision. Its wrong answers are what misconceptions answer, and only those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from random import Random
from typing import Final, Protocol

from accounts.organization.decisions import Circumstances, Judge, Mfa, principals_of
from accounts.organization.state import Organization
from lessons.course.misconceptions import Asking, answers
from policies.engine.decision import Decision

ACTIONS: Final = (
    "ec2:RunInstances",
    "ec2:StartInstances",
    "ec2:TerminateInstances",
    "ec2:DescribeInstances",
    "s3:ListAllMyBuckets",
    "s3:CreateBucket",
    "iam:CreateUser",
    "iam:ListUsers",
    "organizations:LeaveOrganization",
    "cloudtrail:StopLogging",
)
ON_A_BUCKET: Final = "s3:GetObject"
MOST_OPTIONS: Final = 4
MOST_ALIKE: Final = 2
"""Items that tell the same beliefs apart."""


@dataclass(frozen=True, slots=True)
class Option:
    """``misconception`` is None for the right one. ``answer`` is a decision, or the place of a choice."""

    answer: Decision | int
    misconception: str | None = None


class Item(Protocol):
    """A question that tells beliefs apart. ``options`` in the order in which they are shown."""

    @property
    def options(self) -> tuple[Option, ...]: ...

    @property
    def wrong(self) -> Mapping[str, Decision | int]:
        """The beliefs that answer otherwise than AWS does, shown or not, with their answers."""

    def says(self, misconception: str | None) -> Option:
        """What somebody chooses who holds this belief, or none."""


@dataclass(frozen=True)
class DecisionItem:
    """What AWS decides on a request."""

    asking: Asking
    truth: Decision
    options: tuple[Option, ...]
    wrong: Mapping[str, Decision] = field(hash=False)

    def says(self, misconception: str | None) -> Option:
        """A belief whose own reason is not on the list takes another wrong answer like its own; where there
        is none, it does not show."""
        right = next(option for option in self.options if option.misconception is None)
        if misconception not in self.wrong:
            return right
        own = (option for option in self.options if option.misconception == misconception)
        alike = (option for option in self.options if option.answer is self.wrong[str(misconception)])
        return next(chain(own, alike), right)


def items(askings: Iterable[Asking], judge: Judge, seed: str) -> Iterator[DecisionItem]:
    """The questions that tell some belief from the truth. Those that tell no more than ones before them
    are left out."""
    met: dict[tuple[object, ...], int] = {}
    for asking in askings:
        item = item_of(asking, judge, seed)
        if item is None:
            continue
        tells = (item.truth, *sorted(item.wrong.items(), key=lambda pair: pair[0]))
        met[tells] = met.get(tells, 0) + 1
        if met[tells] <= MOST_ALIKE:
            yield item


def item_of(asking: Asking, judge: Judge, seed: str) -> DecisionItem | None:
    """None where every belief answers as AWS does, or where AWS's answer depends."""
    truth, believed = answers(asking, judge)
    wrong = {each: answer for each, answer in believed.items() if answer is not Decision.DEPENDS}
    if truth is Decision.DEPENDS or not wrong:
        return None
    chance = Random(f"{seed}/{asking.account_id}/{asking.label}/{asking.action}")
    shown = chance.sample(sorted(wrong), k=min(len(wrong), MOST_OPTIONS - 1))
    options = [Option(truth), *(Option(wrong[each], each) for each in shown)]
    chance.shuffle(options)
    return DecisionItem(asking, truth, tuple(options), wrong)


def askings_of(organization: Organization, seed: str, most: int) -> list[Asking]:
    """At most so many requests of an organization's principals, in an order by the seed."""
    found = list(islice(_askings(organization), 100 * most))
    Random(seed).shuffle(found)
    return found[:most]


def _askings(organization: Organization) -> Iterator[Asking]:
    resources = [arn for account in organization.accounts.values() for arn in account.resources]
    buckets = [arn for arn in resources if arn.startswith("arn:aws:s3:::")]
    for account in organization.accounts.values():
        for label in principals_of(account):
            for action in ACTIONS:
                yield Asking(organization, account.id, label, action)
                if label.startswith("user/"):
                    with_key = Circumstances(mfa=Mfa.KEY_ABSENT)
                    yield Asking(organization, account.id, label, action, circumstances=with_key)
            for arn in buckets:
                yield Asking(organization, account.id, label, ON_A_BUCKET, f"{arn}/2026.csv")
