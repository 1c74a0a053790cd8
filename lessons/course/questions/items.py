"""A question about one decision. Its wrong answers are what misconceptions answer.

One more is there where no belief gives the third verdict: the one that stands alone would be the right one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
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
ON_A_BUCKET: Final = "s3:GetObject"
MOST_BELIEFS: Final = 3
"""Among the options of one question."""
VERDICTS: Final = (Decision.ALLOWED, Decision.EXPLICITLY_DENIED, Decision.IMPLICITLY_DENIED)
MOST_ALIKE: Final = 2
"""Items that tell the same beliefs apart."""


@dataclass(frozen=True, slots=True)
class Option:
    """``answer`` is a decision, or the place of a choice. ``misconception`` is None for the right one, and
    for one that nobody is known to believe."""

    answer: Decision | int
    misconception: str | None = None


@dataclass(frozen=True)
class Item:
    """A question that tells beliefs apart. ``options`` in the order in which they are shown. ``wrong`` are
    the beliefs that answer otherwise than AWS does, shown or not, with their answers."""

    options: tuple[Option, ...]
    right: Option
    wrong: Mapping[str, Decision | int] = field(hash=False)

    def says(self, misconception: str | None) -> Option:
        """What somebody chooses who holds this belief, or none. A belief whose own reason is not on the list
        takes another wrong answer like its own; where there is none, it does not show."""
        if misconception not in self.wrong:
            return self.right
        own = (option for option in self.options if option.misconception == misconception)
        alike = (option for option in self.options if option.answer == self.wrong[str(misconception)])
        return next(chain(own, alike), self.right)

    def shown_by(self, option: Option) -> list[str]:
        """The beliefs whose answer this is, and is wrong."""
        if option == self.right:
            return []
        return [belief for belief in self.wrong if self.says(belief) == option]


@dataclass(frozen=True)
class DecisionItem(Item):
    """What AWS decides on a request."""

    asking: Asking

    @property
    def truth(self) -> Decision:
        answer = self.right.answer
        assert isinstance(answer, Decision)
        return answer


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
    shown = chance.sample(sorted(wrong), k=min(len(wrong), MOST_BELIEFS))
    right = Option(truth)
    options = [right, *(Option(wrong[each], each) for each in shown)]
    said = {option.answer for option in options}
    options += [Option(verdict) for verdict in VERDICTS if verdict not in said]
    chance.shuffle(options)
    return DecisionItem(tuple(options), right, wrong, asking)


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
