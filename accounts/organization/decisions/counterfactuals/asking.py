"""The same request in other circumstances: those that the policies on its way ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from typing import Final

from accounts.organization.decisions.circumstances import PRINCIPAL_TAG, Circumstances, Mfa, context_for
from accounts.organization.decisions.counterfactuals.question import Question
from accounts.organization.decisions.counterfactuals.values import Edit, EditKind
from policies.engine.document import Condition
from policies.engine.explain.messages import Message, message
from policies.engine.key_values import values_worth_trying
from policies.engine.request import REQUESTED_REGION
from policies.engine.truth import Truth

MOST_TRIED: Final = 40
REGION: Final = re.compile(r"[a-z]{2}(?:-[a-z]+){1,2}-\d")
COMMON_REGIONS: Final = ("eu-west-1", "eu-central-1", "us-east-1", "us-west-2", "ap-southeast-2")
"""For conditions that exclude regions, or name them by a pattern."""
NEVER_PUBLIC: Final = tuple(
    map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7"))
)

Said = tuple[Circumstances, Message]


def asking(question: Question) -> Iterator[Edit]:
    """One circumstance changed at a time, and at most ``MOST_TRIED`` in all."""
    tried: dict[Circumstances, Message] = {}
    for condition in _conditions(question):
        if len(tried) >= MOST_TRIED:
            break
        for circumstances, says in _answers(question, condition):
            if circumstances != question.circumstances:
                tried.setdefault(circumstances, says)
    for circumstances, says in tried.items():
        yield Edit(EditKind.CHANGE_CONTEXT, says, circumstances=circumstances)


def _conditions(question: Question) -> Iterator[Condition]:
    """Of all statements about this action."""
    for gate in question.now.gates:
        for result in gate.statements:
            if result.action is not Truth.NO:
                yield from result.statement.conditions


def _answers(question: Question, condition: Condition) -> Iterator[Said]:
    """Only what a circumstance can say: other keys are not the caller's to choose."""
    key, now = condition.key.lower(), question.circumstances
    if key in ("aws:multifactorauthpresent", "aws:multifactorauthage"):
        yield from ((replace(now, mfa=mfa), message(f"ask.mfa.{mfa.value}")) for mfa in Mfa)
    elif key == REQUESTED_REGION:
        for region in filter(REGION.fullmatch, _texts(question, condition, COMMON_REGIONS)):
            yield replace(now, region=region), message("ask.region", region=region)
    elif key == "aws:sourceip":
        for address in filter(_is_public, _texts(question, condition)):
            yield replace(now, source_ip=address), message("ask.ip", ip=address)
    elif key == "aws:currenttime":
        for time in filter(None, map(_time, _texts(question, condition))):
            yield replace(now, time=time), message("ask.time", time=f"{time:%Y-%m-%d %H:%M:%S}")
    elif key.startswith(PRINCIPAL_TAG) and question.label.startswith("role/"):
        tag = condition.key[len(PRINCIPAL_TAG) :]
        for value in _texts(question, condition):
            tags = {**now.principal_tags, tag: value}
            yield replace(now, principal_tags=tags), message("ask.tag", key=tag, value=value)


def _texts(question: Question, condition: Condition, examples: tuple[str, ...] = ()) -> Iterator[str]:
    """The single values that are worth trying; a circumstance cannot say that its key is absent."""
    known = context_for(question.organization, question.account_id, question.label, question.circumstances)
    values = (each.value for each in values_worth_trying([condition], (), known, examples))
    return (value for value in values if isinstance(value, str))


def _is_public(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return not any(address in network for network in NEVER_PUBLIC)


def _time(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
