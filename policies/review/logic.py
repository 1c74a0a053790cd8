"""What a careful reader remarks about what conditions say together, and about keys that are missing.

Source: IAM User Guide, "Condition operators", "Multivalued context keys", "Evaluation logic for multiple
context keys or values"; the MFA patterns of "AWS: Allows MFA-authenticated IAM users …".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from ipaddress import ip_network

from policies.catalogue.global_keys import Presence
from policies.engine.conditions import is_negated
from policies.engine.document import Condition, Effect, PolicyKind, Statement
from policies.engine.json_reader import Path
from policies.engine.patterns import matches
from policies.engine.request import PrincipalType
from policies.review.conditions import global_key, type_of
from policies.review.remarks import Remark, path_of
from policies.review.spoken import gettext as _
from policies.review.subject import Subject

_OF_ACCOUNTS = (
    PrincipalType.ROOT_USER,
    PrincipalType.USER,
    PrincipalType.ROLE_SESSION,
    PrincipalType.FEDERATED_USER,
)
_ABOUT_OWN_CALLERS = frozenset(
    {
        PolicyKind.IDENTITY,
        PolicyKind.PERMISSIONS_BOUNDARY,
        PolicyKind.SESSION,
        PolicyKind.SERVICE_CONTROL,
    }
)
"""All others also meet anonymous callers and services."""

MFA = "aws:multifactorauthpresent"
_PRIVATE = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")))
_MOST_COMPARED = 50
"""So many values of one list are compared with each other."""


def of_logic(subject: Subject, statement: Statement) -> Iterator[Remark]:
    by_key: dict[str, list[Condition]] = defaultdict(list)
    for condition in statement.conditions:
        by_key[condition.key.lower()].append(condition)
    for key, conditions in by_key.items():
        is_always_there = _is_always_there(key, subject.kind)
        asked = {value for condition in conditions for value in _asked_of_null(condition)}
        for condition in conditions:
            path = (*path_of(statement), "Condition", condition.operator.source, condition.key)
            if condition.operator.base == "Null":
                yield from _of_null(condition, path, is_always_there=is_always_there)
                continue
            yield from _of_key_under_null(condition, path, asked)
            yield from _of_missing_key(
                subject, statement, condition, path, is_there=is_always_there or "false" in asked
            )
            yield from _of_values(subject, condition, path)
        yield from _of_same_key(statement, conditions)


def _is_always_there(key: str, kind: PolicyKind) -> bool:
    """Whether everybody whose requests such a policy decides has the key."""
    found = global_key(key)
    callers = _OF_ACCOUNTS if kind in _ABOUT_OWN_CALLERS else tuple(PrincipalType)
    return found is not None and all(found.presence(caller) is Presence.ALWAYS for caller in callers)


def _asked_of_null(condition: Condition) -> set[str]:
    if condition.operator.base != "Null":
        return set()
    return {value.source.lower() for value in condition.values} & {"true", "false"}


def _of_null(condition: Condition, path: Path, *, is_always_there: bool) -> Iterator[Remark]:
    asked, key = _asked_of_null(condition), condition.key
    if len(asked) == 2:
        title = _("`%(key)s` is missing or not, whatever the request") % {"key": key}
        detail = _("Null with true and false holds for every request.")
        yield Remark(path, "condition-always-holds", title, detail, word=key, on_key=True)
    elif asked and is_always_there:
        detail = _("This never holds.") if "true" in asked else _("This always holds.")
        title = _("every request has `%(key)s`") % {"key": key}
        yield Remark(path, "key-always-there", title, detail, word=key, on_key=True)


def _of_key_under_null(condition: Condition, path: Path, asked: set[str]) -> Iterator[Remark]:
    operator = condition.operator
    needs_key = not (operator.if_exists or operator.quantifier == "ForAllValues" or is_negated(operator.base))
    if asked == {"true"} and needs_key:
        title = _("`%(key)s` must be missing and have a value") % {"key": condition.key}
        detail = _("Null asks that the request does not have it: the statement never matches.")
        yield Remark(path, "condition-never-holds", title, detail, word=condition.key, on_key=True)


def _of_missing_key(
    subject: Subject, statement: Statement, condition: Condition, path: Path, *, is_there: bool
) -> Iterator[Remark]:
    operator, key = condition.operator, condition.key
    values = {value.source.lower() for value in condition.values}
    if key.lower() == MFA and operator.base == "Bool" and not operator.quantifier:
        yield from _of_mfa(statement, condition, path, values)
    if statement.effect is not Effect.ALLOW or is_there or operator.base == "Null":
        return
    known = type_of(key, subject)
    if operator.quantifier == "ForAllValues" and known and known[1]:
        title = _("also allows when the request has no `%(key)s`") % {"key": key}
        detail = _("`ForAllValues` holds where there is no value.")
        advice = _('Add `"Null": {"%(key)s": "false"}`.') % {"key": key}
        yield Remark(path, "for-all-values-of-none", title, detail, word=key, on_key=True, advice=advice)
    elif is_negated(operator.base) and operator.quantifier is None and not operator.if_exists:
        title = _("also allows when the request has no `%(key)s`") % {"key": key}
        detail = _("`%(operator)s` holds where the key is missing.") % {"operator": operator.source}
        advice = _('Add `"Null": {"%(key)s": "false"}` if those requests are not meant.') % {"key": key}
        yield Remark(path, "negated-key-missing", title, detail, word=key, on_key=True, advice=advice)


def _of_mfa(statement: Statement, condition: Condition, path: Path, values: set[str]) -> Iterator[Remark]:
    key = condition.key
    if statement.effect is Effect.DENY and values == {"false"} and not condition.operator.if_exists:
        title = _("requests with access keys pass")
        detail = _("They have no `%(key)s`, so `Bool` with false does not hold for them.") % {"key": key}
        yield Remark(path, "mfa-key-missing", title, detail, word=key, on_key=True)
    elif statement.effect is Effect.ALLOW and values == {"true"} and condition.operator.if_exists:
        title = _("requests with access keys are allowed without MFA")
        detail = _("They have no `%(key)s`, and `IfExists` holds then.") % {"key": key}
        yield Remark(path, "mfa-not-asked", title, detail, word=key, on_key=True)


def _of_values(subject: Subject, condition: Condition, path: Path) -> Iterator[Remark]:
    base, key = condition.operator.base, condition.key.lower()
    for number, value in enumerate(condition.values[:_MOST_COMPARED]):
        source, where = value.source, subject.entry(path, number)
        if base.startswith(("StringEquals", "StringNotEquals")):
            if any(isinstance(part, str) and "*" in part for part in value.parts):
                like = "StringNotLike" if is_negated(base) else "StringLike"
                title = _("the star in `%(value)s` is no wildcard") % {"value": source}
                says = _("`%(operator)s` compares letter by letter.")
                detail = says % {"operator": condition.operator.source}
                advice = _("Write `%(operator)s`, for which it stands for any text.") % {"operator": like}
                yield Remark(where, "literal-wildcard", title, detail, word=source, advice=advice)
        elif base == "IpAddress" and key == "aws:sourceip" and _is_private(source):
            title = _("`%(value)s` is a private address") % {"value": source}
            detail = _("AWS sees the public address of a caller.")
            yield Remark(where, "private-address", title, detail, word=source)
        if key == "aws:principalarn" and base != "Null" and ":assumed-role/" in source:
            title = _("`aws:PrincipalArn` never holds the ARN of a session")
            detail = _("For a session of a role it is the ARN of the role.")
            if is_negated(base):
                detail += " " + _("So it leaves nobody out.")
            yield Remark(where, "session-as-principal-arn", title, detail, word=source)
    yield from _of_covered_values(subject, condition, path)


def _is_private(source: str) -> bool:
    try:
        network = ip_network(source, strict=False)
    except ValueError:
        return False
    return any(network.version == each.version and network.subnet_of(each) for each in _PRIVATE)  # type: ignore[arg-type]


def _of_covered_values(subject: Subject, condition: Condition, path: Path) -> Iterator[Remark]:
    """Values that another of the list says too; for Like, patterns included in a wider one."""
    takes_wildcards = condition.operator.base in ("StringLike", "StringNotLike")
    sources = [value.source for value in condition.values[:_MOST_COMPARED]]
    seen: set[str] = set()
    for number, source in enumerate(sources):
        wider = source if source in seen else None
        if wider is None and takes_wildcards and not set(source) & set("*?$"):
            wider = next((each for each in sources if "*" in each and matches(each, source)), None)
        seen.add(source)
        if wider is not None:
            where = subject.entry(path, number)
            title = _("`%(wider)s` covers `%(source)s`") % {"wider": wider, "source": source}
            yield Remark(where, "value-twice", title, word=source)


def _of_same_key(statement: Statement, conditions: list[Condition]) -> Iterator[Remark]:
    """The same key under one operator, in other letters."""
    spellings: dict[str, str] = {}
    for condition in conditions:
        operator = condition.operator.source
        earlier = spellings.setdefault(operator, condition.key)
        if earlier != condition.key:
            path = (*path_of(statement), "Condition", operator, condition.key)
            title = _("`%(key)s` is `%(earlier)s` once more") % {"key": condition.key, "earlier": earlier}
            detail = _("The case of a key does not matter, and here both must hold.")
            yield Remark(path, "key-twice", title, detail, word=condition.key, on_key=True)
