"""A question about one decision. Its wrong answers are what misconceptions answer, and only those."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from random import Random
from typing import Final

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
ON_THE_BUCKET: Final = "s3:GetObject"
MOST_OPTIONS: Final = 4


@dataclass(frozen=True, slots=True)
class Option:
    """``misconception`` is None for the right one: that is what AWS decides."""

    decision: Decision
    misconception: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """``options`` in the order in which they are shown. ``wrong`` are the beliefs that answer otherwise than
    AWS does, shown or not, with their answers."""

    asking: Asking
    truth: Decision
    options: tuple[Option, ...]
    wrong: Mapping[str, Decision]

    def says(self, misconception: str | None) -> Option:
        """What somebody chooses who holds this belief, or none. A belief whose own reason is not on the list
        takes another wrong answer like its own; where there is none, it does not show."""
        right = next(option for option in self.options if option.misconception is None)
        if misconception not in self.wrong:
            return right
        own = (option for option in self.options if option.misconception == misconception)
        alike = (option for option in self.options if option.decision is self.wrong[str(misconception)])
        return next(chain(own, alike), right)


def items(organization: Organization, judge: Judge, seed: str) -> Iterator[Item]:
    """Every question of this organization that tells some belief from the truth, in an order by the seed."""
    askings = list(_askings(organization))
    Random(seed).shuffle(askings)
    for asking in askings:
        item = item_of(asking, judge, seed)
        if item is not None:
            yield item


def item_of(asking: Asking, judge: Judge, seed: str) -> Item | None:
    """None where every belief answers as AWS does, or where AWS's answer depends."""
    truth, believed = answers(asking, judge)
    wrong = {each: answer for each, answer in believed.items() if answer is not Decision.DEPENDS}
    if truth is Decision.DEPENDS or not wrong:
        return None
    chance = Random(f"{seed}/{asking.account_id}/{asking.label}/{asking.action}")
    shown = chance.sample(sorted(wrong), k=min(len(wrong), MOST_OPTIONS - 1))
    options = [Option(truth), *(Option(wrong[each], each) for each in shown)]
    chance.shuffle(options)
    return Item(asking, truth, tuple(options), wrong)


def moved_items(before: Organization, after: Organization, judge: Judge, seed: str) -> Iterator[Item]:
    """Likewise, of the accounts that are elsewhere ``after`` a move."""
    for account in after.accounts.values():
        was = before.accounts.get(account.id)
        if was is None or was.parent_id == account.parent_id:
            continue
        for label in principals_of(account):
            for action in ACTIONS:
                item = item_of(Asking(after, account.id, label, action, before=before), judge, seed)
                if item is not None:
                    yield item


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
                yield Asking(organization, account.id, label, ON_THE_BUCKET, f"{arn}/2026.csv")
