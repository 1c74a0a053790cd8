"""Rounds of questions that are made for somebody: what was asked and answered, as rows of ``Answer``.

A round goes by a code, and every answer keeps what was asked: the request, the options and the beliefs behind
them. The key is never taken from the browser, and can be put to the engine again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from accounts import selectors
from accounts.models import Visitor
from accounts.organization.decisions import Circumstances, Mfa
from accounts.organization.state import Organization
from accounts.services import make_known
from lessons.course.misconceptions import MISCONCEPTIONS, Asking
from lessons.course.questions.authored import AuthoredItem, authored_items
from lessons.course.questions.items import DecisionItem, Item, Option
from lessons.course.questions.worlds import WORLDS, world
from lessons.models import Answer
from policies.engine.decision import Decision

NUMBER: Final = re.compile(r"[1-9][0-9]?")


class UnknownChoice(ValueError):
    """There is no such choice, or there are too many of them."""


@dataclass(frozen=True)
class Asked:
    """One question of a round. ``world`` is the number of the world that it is about; None for an
    organization of the learner's own, and for one that was written by hand."""

    item: Item
    world: int | None = None

    @property
    def asking(self) -> Asking | None:
        return self.item.asking if isinstance(self.item, DecisionItem) else None

    @property
    def is_own(self) -> bool:
        return self.world is None and self.asking is not None

    @property
    def key(self) -> object:
        """What makes it another question than others of its round."""
        if isinstance(self.item, AuthoredItem):
            return self.item.question.id
        asking = self.asking
        assert asking is not None
        return (
            self.world,
            asking.account_id,
            asking.label,
            asking.action,
            asking.resource,
            asking.circumstances.mfa,
        )


class Questioning(Protocol):
    """A check or a review, as far as it has come. ``next`` is the open question, None when it is over."""

    @property
    def code(self) -> str: ...

    @property
    def answers(self) -> Sequence[Answer]: ...

    @property
    def next(self) -> Asked | None: ...

    def asked_again(self, answer: Answer) -> Asked | None: ...


def asked_at(current: Questioning, number: int) -> Asked | None:
    """The question of this number, from 1; None for one that is neither open nor answered, or is no longer
    there."""
    if 1 <= number <= len(current.answers):
        return current.asked_again(current.answers[number - 1])
    return current.next if number == len(current.answers) + 1 else None


def keep(
    visitor: Visitor, kind: Answer.Kind, code: str, number: int, asked: Asked, chosen: list[int]
) -> Answer:
    """What was chosen of its options; nothing is "I do not know". Raises ``UnknownChoice``."""
    options = asked.item.options
    if len(chosen) > 1 or any(not 0 <= each < len(options) for each in chosen):
        raise UnknownChoice
    option = options[chosen[0]] if chosen else None
    make_known(visitor)
    made, _ = Answer.objects.get_or_create(
        visitor=visitor,
        kind=kind,
        question=f"{code}/{number}",
        defaults={
            "asking": written(asked),
            "choice": chosen[0] if chosen else None,
            "is_right": option == asked.item.right,
            "misconception": (option and option.misconception) or "",
        },
    )
    return made


def answers_in(visitor: Visitor, kind: Answer.Kind, code: str) -> list[Answer]:
    """The first question first. What was brought along from elsewhere and cannot be read is left out."""
    if visitor.pk is None:
        return []
    found = Answer.objects.filter(visitor=visitor, kind=kind, question__startswith=f"{code}/")
    numbered = {answer.question.rpartition("/")[2]: answer for answer in found if _is_readable(answer)}
    numbers = sorted(int(each) for each in numbered if NUMBER.fullmatch(each))
    return [numbered[str(number)] for number in numbers]


def _is_readable(answer: Answer) -> bool:
    """Files of progress hold what was asked, and anybody may have written one."""
    try:
        item, option = told(answer), option_of(answer)
        fields = answer.asking["authored"] if "authored" in answer.asking else answer.asking["request"]
        beliefs = {each.misconception for each in item.options} | item.wrong.keys()
        is_known = {each for each in beliefs if each is not None} <= MISCONCEPTIONS.keys()
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return False
    says_one_thing = len({type(each.answer) for each in item.options}) == 1
    is_written = isinstance(fields, str) == isinstance(item.right.answer, int)
    return is_known and says_one_thing and is_written and (option is None or option in item.options)


def told(answer: Answer) -> Item:
    """The question of an answer, as it was asked: what it tells about beliefs."""
    options = tuple(Option(_read(each), belief) for each, belief in answer.asking["options"])
    wrong = {belief: _read(each) for belief, each in answer.asking["wrong"].items()}
    return Item(options, options[answer.asking["right"]], wrong)


def option_of(answer: Answer) -> Option | None:
    return None if answer.choice is None else told(answer).options[answer.choice]


def asked_again(answer: Answer, seed: str, own: Organization | None) -> Asked | None:
    """The question with its organization, from where that comes; None if it is no longer there."""
    kept = answer.asking
    if "authored" in kept:
        found = (item for item in authored_items() if item.question.id == kept["authored"])
        return next((Asked(item) for item in found), None)
    asking = _asking(kept, seed, own)
    if asking is None:
        return None
    item = told(answer)
    return Asked(DecisionItem(item.options, item.right, item.wrong, asking), kept.get("world"))


def _asking(kept: Mapping[str, Any], seed: str, own: Organization | None) -> Asking | None:
    fields = kept["request"]
    if kept.get("world") is None:
        return asking_in(own, fields) if own is not None else None
    if kept["world"] not in range(WORLDS):
        return None
    askings = world(seed, kept["world"]).askings
    return next((each for each in askings if request_of(each) == fields), None)


def asking_in(organization: Organization, fields: Mapping[str, Any]) -> Asking | None:
    """The request that ``request_of`` has written down; None if there is no such thing here."""
    try:
        circumstances = Circumstances(mfa=Mfa(fields["mfa"]) if fields["mfa"] else None)
        who = (fields["account"], fields["principal"])
        asking = Asking(organization, *who, fields["action"], fields["resource"], circumstances)
        asking.truth(selectors.judge())
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return asking


def request_of(asking: Asking) -> dict[str, str | None]:
    mfa = asking.circumstances.mfa
    return {
        "account": asking.account_id,
        "principal": asking.label,
        "action": asking.action,
        "resource": asking.resource,
        "mfa": mfa.value if mfa else None,
    }


def written(asked: Asked) -> dict[str, object]:
    """As an answer keeps it, and ``asked_again`` reads it."""
    item = asked.item
    kept: dict[str, object] = {
        "options": [[_plain(each.answer), each.misconception] for each in item.options],
        "right": item.options.index(item.right),
        "wrong": {belief: _plain(answer) for belief, answer in item.wrong.items()},
    }
    if isinstance(item, AuthoredItem):
        return {"authored": item.question.id, **kept}
    assert asked.asking is not None
    return {"world": asked.world, "request": request_of(asked.asking), **kept}


def _plain(answer: Decision | int) -> str | int:
    return answer.name if isinstance(answer, Decision) else answer


def _read(answer: str | int) -> Decision | int:
    return Decision[answer] if isinstance(answer, str) else answer
