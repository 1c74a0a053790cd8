"""What the parts of a statement say, in words: pieces for a sentence, each without its full stop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policies.catalogue import Catalogue
from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.document import Condition, Effect, PolicyDocument, Statement
from policies.engine.patterns import has_wildcard
from policies.review.spoken import gettext as _
from policies.review.spoken import gettext_noop, grouped

FEW = 3
"""So many actions, services or values are named; more are counted."""

_COMPARES = {
    "StringEquals": gettext_noop("%(key)s is %(values)s"),
    "StringNotEquals": gettext_noop("%(key)s is not %(values)s"),
    "StringEqualsIgnoreCase": gettext_noop("%(key)s is, in any case, %(values)s"),
    "StringNotEqualsIgnoreCase": gettext_noop("%(key)s is not, in any case, %(values)s"),
    "StringLike": gettext_noop("%(key)s is like %(values)s"),
    "StringNotLike": gettext_noop("%(key)s is not like %(values)s"),
    "ArnEquals": gettext_noop("%(key)s is like %(values)s"),
    "ArnLike": gettext_noop("%(key)s is like %(values)s"),
    "ArnNotEquals": gettext_noop("%(key)s is not like %(values)s"),
    "ArnNotLike": gettext_noop("%(key)s is not like %(values)s"),
    "NumericEquals": gettext_noop("%(key)s is %(values)s"),
    "NumericNotEquals": gettext_noop("%(key)s is not %(values)s"),
    "NumericLessThan": gettext_noop("%(key)s is less than %(values)s"),
    "NumericLessThanEquals": gettext_noop("%(key)s is at most %(values)s"),
    "NumericGreaterThan": gettext_noop("%(key)s is more than %(values)s"),
    "NumericGreaterThanEquals": gettext_noop("%(key)s is at least %(values)s"),
    "DateEquals": gettext_noop("%(key)s is %(values)s"),
    "DateNotEquals": gettext_noop("%(key)s is not %(values)s"),
    "DateLessThan": gettext_noop("%(key)s is before %(values)s"),
    "DateLessThanEquals": gettext_noop("%(key)s is not after %(values)s"),
    "DateGreaterThan": gettext_noop("%(key)s is after %(values)s"),
    "DateGreaterThanEquals": gettext_noop("%(key)s is not before %(values)s"),
    "BinaryEquals": gettext_noop("%(key)s is %(values)s"),
    "Bool": gettext_noop("%(key)s is %(values)s"),
    "IpAddress": gettext_noop("%(key)s is in %(values)s"),
    "NotIpAddress": gettext_noop("%(key)s is not in %(values)s"),
}
_QUANTIFIERS = {
    "ForAllValues": gettext_noop("every value of %(key)s"),
    "ForAnyValue": gettext_noop("some value of %(key)s"),
}


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
    words = {"count": grouped(meant.bit_count()), "rest": _of_set(rest, catalogue)}
    return _("%(count)s actions, all but %(rest)s,") % words, meant


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
        return _("on everything but %(resources)s") % {"resources": _listed(_few(sources))}
    if not sources or "*" in sources:
        return ""
    return _("on %(resources)s") % {"resources": _listed(_few(sources))}


def of_conditions(conditions: Sequence[Condition]) -> str:
    """``""`` without conditions, else ``if aws:RequestedRegion is not eu-west-1``."""
    if not conditions:
        return ""
    return _("if %(conditions)s") % {"conditions": _(" and ").join(map(_of_condition, conditions))}


def _of_condition(condition: Condition) -> str:
    operator = condition.operator
    values = [value.source for value in condition.values]
    key = f"`{condition.key}`"
    if operator.quantifier in _QUANTIFIERS:
        key = _(_QUANTIFIERS[operator.quantifier]) % {"key": key}
    if operator.base == "Null":
        words = _("%(key)s is missing") if values == ["true"] else _("%(key)s is present")
        return words % {"key": key}
    compares = (
        _(_COMPARES[operator.base]) if operator.base in _COMPARES else f"%(key)s {operator.base} %(values)s"
    )
    text = compares % {"key": key, "values": _listed(_few(values), _("or"))}
    return _("%(condition)s (where it is known)") % {"condition": text} if operator.if_exists else text


def _of_set(mask: ActionSet, catalogue: Catalogue) -> str:
    universe, count = catalogue.universe, mask.bit_count()
    if mask == universe.all:
        return _("every action (%(count)s)") % {"count": grouped(count)}
    if not mask:
        return _("nothing that AWS has")
    if count <= FEW:
        return _listed([f"`{name}`" for name in universe.names(mask)])
    shares = list(_shares(mask, catalogue))
    if len(shares) > FEW:
        words = {"count": grouped(count), "services": grouped(len(shares))}
        return _("%(count)s actions of %(services)s services") % words
    return _listed([_of_share(service, held, catalogue) for service, held in shares])


def _of_share(service: str, held: int, catalogue: Catalogue) -> str:
    total = catalogue.universe.service_mask(service).bit_count()
    name = short_name(catalogue.services[service].name)
    words = {"service": name, "count": grouped(held), "total": grouped(total)}
    if held == total:
        return _("every %(service)s action (%(count)s)") % words
    return _("%(count)s of the %(total)s %(service)s actions") % words


def _shares(mask: ActionSet, catalogue: Catalogue) -> Iterator[tuple[str, int]]:
    universe = catalogue.universe
    counted = (
        (service, (mask & universe.service_mask(service)).bit_count()) for service in catalogue.services
    )
    return iter(sorted(((service, held) for service, held in counted if held), key=lambda share: -share[1]))


def of_label(statement: Statement) -> str:
    """The Sid, else ``statement 1``, in the language that is spoken."""
    return statement.sid or _("statement %(which)s") % {"which": statement.index + 1}


def short_name(service_name: str) -> str:
    """``Amazon EC2`` → ``EC2``; ``AWS Identity and Access Management (IAM)`` → ``IAM``."""
    bracketed = re.search(r"\(([A-Z0-9]+)\)$", service_name)
    if bracketed:
        return bracketed.group(1)
    return service_name.removeprefix("Amazon ").removeprefix("AWS ")


def _few(items: Sequence[str]) -> list[str]:
    if len(items) <= FEW:
        return [f"`{item}`" for item in items]
    return [*(f"`{item}`" for item in items[:FEW]), _more(len(items) - FEW)]


def _more(count: int) -> str:
    return _("%(count)s more") % {"count": grouped(count)}


def _listed(items: Iterable[str], joint: str = "") -> str:
    *first, last = items
    return f"{', '.join(first)} {joint or _('and')} {last}" if first else last
