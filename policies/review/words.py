"""What the parts of a statement say, in words: pieces for a sentence, each without its full stop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policies.catalogue import Catalogue
from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.document import Condition, Effect, PolicyDocument, Statement
from policies.engine.patterns import has_wildcard

FEW = 3
"""So many actions, services or values are named; more are counted."""

_COMPARES = {
    "StringEquals": "is",
    "StringNotEquals": "is not",
    "StringEqualsIgnoreCase": "is, in any case,",
    "StringNotEqualsIgnoreCase": "is not, in any case,",
    "StringLike": "is like",
    "StringNotLike": "is not like",
    "ArnEquals": "is like",
    "ArnLike": "is like",
    "ArnNotEquals": "is not like",
    "ArnNotLike": "is not like",
    "NumericEquals": "is",
    "NumericNotEquals": "is not",
    "NumericLessThan": "is less than",
    "NumericLessThanEquals": "is at most",
    "NumericGreaterThan": "is more than",
    "NumericGreaterThanEquals": "is at least",
    "DateEquals": "is",
    "DateNotEquals": "is not",
    "DateLessThan": "is before",
    "DateLessThanEquals": "is not after",
    "DateGreaterThan": "is after",
    "DateGreaterThanEquals": "is not before",
    "BinaryEquals": "is",
    "Bool": "is",
    "IpAddress": "is in",
    "NotIpAddress": "is not in",
}
_QUANTIFIERS = {"ForAllValues": "every value of ", "ForAnyValue": "some value of "}


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a pattern with wildcards stands for today: its services with their counts, the most first."""

    pattern: str
    count: int
    services: tuple[tuple[str, int], ...]


def expansions(document: PolicyDocument, catalogue: Catalogue) -> tuple[Expansion, ...]:
    """Of each pattern with a wildcard, once, in the order of the text."""
    universe = catalogue.universe
    patterns = {
        pattern.source.lower(): pattern for statement in document.statements for pattern in statement.actions
    }
    found = []
    for pattern in patterns.values():
        if has_wildcard(pattern.name):
            mask = universe.mask((pattern,))
            found.append(Expansion(pattern.source, mask.bit_count(), tuple(_shares(mask, catalogue))))
    return tuple(found)


def of_actions(statement: Statement, catalogue: Catalogue) -> tuple[str, ActionSet]:
    """``every EC2 action (826)``, and the set of actions meant. More words may follow."""
    universe = catalogue.universe
    meant = _meant(statement, universe)
    if not statement.excludes_actions or meant == universe.all:
        return _of_set(meant, catalogue), meant
    rest = universe.all & ~meant
    return f"{meant.bit_count():,} actions, all but {_of_set(rest, catalogue)},", meant


def granted(document: PolicyDocument, catalogue: Catalogue) -> ActionSet:
    """What a policy alone allows on some resource, in some circumstances: all that it names in an
    Allow, but for what it always denies."""
    allowed = denied = 0
    for statement in document.statements:
        meant = _meant(statement, catalogue.universe)
        if statement.effect is Effect.ALLOW:
            allowed |= meant
        elif not statement.conditions and not of_resources(statement):
            denied |= meant
    return allowed & ~denied


def _meant(statement: Statement, universe: ActionUniverse) -> ActionSet:
    named = universe.mask(statement.actions)
    return universe.all & ~named if statement.excludes_actions else named


def of_resources(statement: Statement) -> str:
    """``""`` for every resource, else ``on arn:aws:s3:::logs/*``."""
    sources = [resource.source for resource in statement.resources]
    if statement.excludes_resources:
        return f"on everything but {_listed(_few(sources))}"
    if not sources or "*" in sources:
        return ""
    return f"on {_listed(_few(sources))}"


def of_conditions(conditions: Sequence[Condition]) -> str:
    """``""`` without conditions, else ``if aws:RequestedRegion is not eu-west-1``."""
    return f"if {' and '.join(map(_of_condition, conditions))}" if conditions else ""


def _of_condition(condition: Condition) -> str:
    operator = condition.operator
    values = [value.source for value in condition.values]
    key = f"{_QUANTIFIERS.get(operator.quantifier or '', '')}`{condition.key}`"
    if operator.base == "Null":
        return f"{key} is {'missing' if values == ['true'] else 'present'}"
    compares = _COMPARES.get(operator.base, operator.base)
    text = f"{key} {compares} {_listed(_few(values), 'or')}"
    return f"{text} (where it is known)" if operator.if_exists else text


def _of_set(mask: ActionSet, catalogue: Catalogue) -> str:
    universe, count = catalogue.universe, mask.bit_count()
    if mask == universe.all:
        return f"every action ({count:,})"
    if not mask:
        return "nothing that AWS has"
    if count <= FEW:
        return _listed([f"`{name}`" for name in universe.names(mask)])
    shares = list(_shares(mask, catalogue))
    if len(shares) > FEW:
        return f"{count:,} actions of {len(shares):,} services"
    return _listed([_of_share(service, held, catalogue) for service, held in shares])


def _of_share(service: str, held: int, catalogue: Catalogue) -> str:
    total = catalogue.universe.service_mask(service).bit_count()
    name = short_name(catalogue.services[service].name)
    return f"every {name} action ({held:,})" if held == total else f"{held:,} of the {total:,} {name} actions"


def _shares(mask: ActionSet, catalogue: Catalogue) -> Iterator[tuple[str, int]]:
    universe = catalogue.universe
    counted = (
        (service, (mask & universe.service_mask(service)).bit_count()) for service in catalogue.services
    )
    return iter(sorted(((service, held) for service, held in counted if held), key=lambda share: -share[1]))


def short_name(service_name: str) -> str:
    """``Amazon EC2`` → ``EC2``; ``AWS Identity and Access Management (IAM)`` → ``IAM``."""
    bracketed = re.search(r"\(([A-Z0-9]+)\)$", service_name)
    if bracketed:
        return bracketed.group(1)
    return service_name.removeprefix("Amazon ").removeprefix("AWS ")


def _few(items: Sequence[str]) -> list[str]:
    if len(items) <= FEW:
        return [f"`{item}`" for item in items]
    return [*(f"`{item}`" for item in items[:FEW]), f"{len(items) - FEW:,} more"]


def _listed(items: Iterable[str], joint: str = "and") -> str:
    *first, last = items
    return f"{', '.join(first)} {joint} {last}" if first else last
