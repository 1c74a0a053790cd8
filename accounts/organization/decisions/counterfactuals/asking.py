"""The same request in other circumstances: those that the policies on its way ask for."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from accounts.organization.decisions.circumstances import PRINCIPAL_TAG, Circumstances, Mfa
from accounts.organization.decisions.counterfactuals.question import Question
from accounts.organization.decisions.counterfactuals.values import Edit, EditKind
from policies.engine.document import Condition
from policies.engine.explain.messages import Message, message
from policies.engine.request import REQUESTED_REGION
from policies.engine.truth import Truth

MOST_TRIED: Final = 40
MOST_VALUES: Final = 12
"""Of one condition."""
REGION: Final = re.compile(r"[a-z]{2}(?:-[a-z]+){1,2}-\d")
COMMON_REGIONS: Final = ("eu-west-1", "eu-central-1", "us-east-1", "us-west-2", "ap-southeast-2")
"""For conditions that exclude regions, or name them by a wildcard."""
ANOTHER_ADDRESS: Final = "198.51.100.7"
"""Of a network that is kept for documentation (RFC 5737): in nobody's list."""
NEVER_PUBLIC: Final = tuple(
    map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7"))
)

Said = tuple[Circumstances, Message]


def asking(question: Question) -> Iterator[Edit]:
    """One circumstance changed at a time."""
    tried: dict[Circumstances, Message] = {}
    for condition in _conditions(question):
        for circumstances, says in _answers(question, condition):
            if len(tried) >= MOST_TRIED:
                break
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
    key = condition.key.lower()
    values = [value.source for value in condition.values if len(value.parts) <= 1][:MOST_VALUES]
    now = question.circumstances
    if key == REQUESTED_REGION:
        yield from _regions(now, values)
    elif key in ("aws:multifactorauthpresent", "aws:multifactorauthage"):
        for mfa in Mfa:
            yield replace(now, mfa=mfa), message(f"ask.mfa.{mfa.value}")
    elif key == "aws:sourceip":
        yield from _addresses(now, values)
    elif key == "aws:currenttime":
        yield from _times(now, values)
    elif key.startswith(PRINCIPAL_TAG) and question.label.startswith("role/"):
        yield from _tags(now, condition.key[len(PRINCIPAL_TAG) :], values)


def _regions(now: Circumstances, values: list[str]) -> Iterator[Said]:
    for region in (*filter(REGION.fullmatch, values), *COMMON_REGIONS):
        yield replace(now, region=region), message("ask.region", region=region)


def _addresses(now: Circumstances, values: list[str]) -> Iterator[Said]:
    addresses = [ANOTHER_ADDRESS]
    for value in values:
        try:
            network = ipaddress.ip_network(value, strict=False)
        except ValueError:
            continue
        first = network[1] if network.num_addresses > 1 else network[0]
        if not any(first in private for private in NEVER_PUBLIC):
            addresses.insert(0, str(first))
    for address in addresses:
        yield replace(now, source_ip=address), message("ask.ip", ip=address)


def _times(now: Circumstances, values: list[str]) -> Iterator[Said]:
    for value in values:
        try:
            limit = datetime.fromisoformat(value)
            limit = limit.astimezone(UTC) if limit.tzinfo else limit.replace(tzinfo=UTC)
            times = (limit - timedelta(hours=1), limit + timedelta(hours=1))
        except (ValueError, OverflowError):
            continue
        for time in times:
            yield replace(now, time=time), message("ask.time", time=f"{time:%Y-%m-%d %H:%M}")


def _tags(now: Circumstances, key: str, values: list[str]) -> Iterator[Said]:
    """Values that are plain text: what matches a wildcard would be made up."""
    for value in values:
        if value and not set(value) & set("*?,&="):
            tags = {**now.principal_tags, key: value}
            yield replace(now, principal_tags=tags), message("ask.tag", key=key, value=value)
