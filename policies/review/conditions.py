"""What a careful reader remarks about condition keys, operators, values and variables, one by one.

Source: IAM User Guide, "Policy elements: Condition operators", "AWS global condition context keys";
Service Authorization Reference, the condition keys of each action.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policies.catalogue import GlobalKey, global_condition_keys
from policies.catalogue.global_keys import Property
from policies.engine.arn import SEGMENTS
from policies.engine.conditions import comparison_of, is_negated, is_of_type
from policies.engine.document import Condition, Effect, Statement, Template, Variable
from policies.engine.json_reader import Path
from policies.engine.nearest import nearest
from policies.engine.variables import ESCAPES
from policies.review.remarks import Remark, path_of
from policies.review.subject import Subject

GLOBAL = "aws:"
NEAREST = 3

_NO_TYPE = {
    "Null": "neither true nor false",
    "Bool": "neither true nor false",
    "Numeric": "no number",
    "Date": "no date",
    "Binary": "no Base64",
    "Ip": "no IP address or range",
    "NotIp": "no IP address or range",
    "Arn": "no ARN of six segments",
}
_FAMILIES = {"Bool": "Bool", "Numeric": "Numeric", "Date": "Date", "Binary": "Binary", "Arn": "ARN"}
_READABLE_BY = {
    "String": {"String"},
    "ARN": {"ARN", "String"},
    "Bool": {"Bool", "String"},
    "Numeric": {"Numeric", "String"},
    "Date": {"Date", "Numeric"},
    "IPAddress": {"IPAddress"},
    "Binary": {"Binary"},
}
"""By the type of a key: the families of operators that can compare it. A text operator compares the text
of an ARN, a truth value or a number well enough; a date or an address has many texts."""
_TYPICAL = {
    "String": "StringEquals",
    "ARN": "ArnLike",
    "Bool": "Bool",
    "Numeric": "NumericEquals",
    "Date": "DateLessThan",
    "IPAddress": "IpAddress",
    "Binary": "BinaryEquals",
}


def of_conditions(subject: Subject, statement: Statement) -> Iterator[Remark]:
    path = path_of(statement)
    element = (*path, "Condition")
    if element in subject.places and not statement.conditions:
        yield Remark(element, "empty-condition", "the condition is empty", "It holds for every request.")
    for condition in statement.conditions:
        where = (*element, condition.operator.source, condition.key)
        yield from _of_key(subject, statement, condition, where)
        yield from _of_values(subject, condition, where)


def of_variables(subject: Subject, statement: Statement) -> Iterator[Remark]:
    resources = subject.resources_path(statement)
    yield from _of_variables(subject, statement.resources, resources)
    yield from _of_variables_out_of_place(subject, statement.resources, resources)
    for condition in statement.conditions:
        where = (*path_of(statement), "Condition", condition.operator.source, condition.key)
        base = condition.operator.base
        if base != "Null" and comparison_of(base).takes_variables:
            yield from _of_variables(subject, condition.values, where)


def global_key(key: str) -> GlobalKey | None:
    prefix, slash, tag = key.lower().partition("/")
    return global_condition_keys().get(prefix + slash) if bool(slash) == bool(tag) else None


def type_of(key: str, subject: Subject) -> tuple[str, bool] | None:
    """The type of a key and whether it can have several values; None for a key that nobody lists."""
    if found := global_key(key):
        return found.type, found.is_multivalued
    listed = subject.catalogue.condition_keys.find(key)
    if listed is None:
        return None
    return listed.type.removeprefix("ArrayOf"), listed.type.startswith("ArrayOf")


def _of_key(subject: Subject, statement: Statement, condition: Condition, path: Path) -> Iterator[Remark]:
    known = type_of(condition.key, subject)
    if known is None:
        yield from _of_unknown_key(subject, condition.key, path)
        return
    kind, is_multivalued = known
    yield from _of_quantifier(statement, condition, path, is_multivalued=is_multivalued)
    if condition.operator.base != "Null":
        yield from _of_operator(condition, path, kind)
    yield from _of_actions(subject, statement, condition.key, path)


def _of_unknown_key(subject: Subject, key: str, path: Path) -> Iterator[Remark]:
    prefix = key.partition(":")[0].lower()
    if key.lower().startswith(GLOBAL):
        yield Remark(
            path,
            "unknown-global-key",
            f"no global condition key is called `{key}`",
            "AWS saves it without a word; no request has such a key.",
            word=key,
            on_key=True,
            nearest=_nearest_global(key),
        )
    elif prefix in subject.catalogue.services:
        yield Remark(
            path,
            "unknown-service-key",
            f"no condition key is called `{key}`",
            "AWS saves it without a word; no request has such a key.",
            word=key,
            on_key=True,
            nearest=_nearest_of_service(key, subject),
        )
    elif "." not in prefix and "/" not in prefix:  # a host with a dot is somebody's identity provider
        yield Remark(
            path,
            "unknown-service-key",
            f"`{key}` begins with the name of no service",
            "A key is written as in `s3:prefix`, or `aws:RequestedRegion` for what any service has.",
            word=key,
            on_key=True,
        )


def _of_quantifier(
    statement: Statement, condition: Condition, path: Path, *, is_multivalued: bool
) -> Iterator[Remark]:
    key, operator = condition.key, condition.operator
    plain = operator.source.partition(":")[2]
    if is_multivalued and operator.quantifier is None and operator.base != "Null":
        yield Remark(
            path,
            "plain-operator",
            f"`{key}` can have several values, and `{operator.source}` compares one",
            "With several of them it never holds.",
            word=key,
            on_key=True,
            advice=f"Write `ForAnyValue:{operator.source}` or `ForAllValues:{operator.source}`.",
        )
    elif not is_multivalued and operator.quantifier == "ForAllValues":
        does = "allows" if statement.effect is Effect.ALLOW else "denies"
        title = f"`{key}` has one value, and `ForAllValues` also holds where it has none"
        detail = f"So the statement {does} requests without it, too."
        advice = f"Write `{plain}`."
        yield Remark(path, "for-all-values-of-one", title, detail, word=key, on_key=True, advice=advice)
    elif not is_multivalued and operator.quantifier == "ForAnyValue":
        title = f"`{key}` has one value: `ForAnyValue` says nothing"
        advice = f"Write `{plain}`."
        yield Remark(path, "for-any-value-of-one", title, word=key, on_key=True, advice=advice)


def _of_operator(condition: Condition, path: Path, kind: str) -> Iterator[Remark]:
    operator = condition.operator
    if _family(operator.base) not in _READABLE_BY.get(kind, {_family(operator.base)}):
        yield Remark(
            path,
            "operator-of-other-type",
            f"`{condition.key}` is of type {kind}, which `{operator.source}` does not compare",
            word=condition.key,
            on_key=True,
            advice=f"Write `{_TYPICAL[kind]}` or one of its kin.",
        )


def _family(base: str) -> str:
    if base.endswith("IpAddress"):
        return "IPAddress"
    return next((family for prefix, family in _FAMILIES.items() if base.startswith(prefix)), "String")


def _of_actions(subject: Subject, statement: Statement, key: str, path: Path) -> Iterator[Remark]:
    """Whether any of the statement's actions has the key, as far as the reference lists it."""
    keys, prefix = subject.catalogue.condition_keys, key.partition(":")[0].lower()
    is_listed = prefix in subject.catalogue.services or (prefix == "aws" and keys.find(key) is not None)
    found = global_key(key)
    if not is_listed or (found is not None and found.property is Property.SESSION):
        return  # it comes with the caller's credentials, whatever they ask for
    with_key, meant = keys.actions_with(key), subject.meant(statement)
    if with_key and meant and not with_key & meant:
        example = next(iter(subject.catalogue.universe.names(with_key)))
        what = "is there" if statement.effect is Effect.DENY else "can be met"
        yield Remark(
            path,
            "key-of-no-action",
            f"none of these actions has `{key}`",
            f"No request for them has the key, so it never {what}. `{example}` has it.",
            word=key,
            on_key=True,
        )


def _of_values(subject: Subject, condition: Condition, path: Path) -> Iterator[Remark]:
    operator, base = condition.operator, condition.operator.base
    if not condition.values:
        holds = "always holds" if is_negated(base) else "never holds where the key is there"
        title = f"`{condition.key}` is compared with nothing"
        yield Remark(path, "no-values", title, f"The list is empty: the condition {holds}.")
    for number, value in enumerate(condition.values):
        if not is_of_type(base, value):
            what = next(words for family, words in _NO_TYPE.items() if base.startswith(family))
            yield Remark(
                subject.entry(path, number),
                "value-of-other-type",
                f"`{value.source}` is {what}: this value can never match",
                f"With it, `{operator.source}` is false for every value of `{condition.key}`."
                if is_negated(base)
                else f"`{operator.source}` compares nothing with it.",
                word=value.source,
            )


def _of_variables(subject: Subject, templates: Sequence[Template], path: Path) -> Iterator[Remark]:
    for number, template in enumerate(templates):
        for part in template.parts:
            if not isinstance(part, Variable) or part.key in ESCAPES:
                continue
            where, offset = subject.entry(path, number), template.source.index(part.key)
            known = type_of(part.key, subject)
            if known is None and part.key.lower().startswith(GLOBAL):
                yield Remark(
                    where,
                    "unknown-variable",
                    f"no variable is called `${{{part.key}}}`",
                    "AWS saves it without a word; no request has a value for it.",
                    word=part.key,
                    offset=offset,
                    nearest=_nearest_global(part.key),
                )
            elif known and known[1]:
                title = f"`${{{part.key}}}` can have several values, and a variable needs one"
                detail = "It is never filled in, so what holds it matches nothing."
                yield Remark(where, "variable-of-many", title, detail, word=part.key, offset=offset)


def _of_variables_out_of_place(
    subject: Subject, templates: Sequence[Template], path: Path
) -> Iterator[Remark]:
    for number, template in enumerate(templates):
        colons = 0
        for part in template.parts:
            if isinstance(part, str):
                colons += part.count(":")
            elif colons < SEGMENTS - 1 and part.key not in ESCAPES:
                yield Remark(
                    subject.entry(path, number),
                    "variable-out-of-place",
                    f"`${{{part.key}}}` is plain text here",
                    "Variables of a resource stand after its fifth colon.",
                    word=part.key,
                    offset=template.source.index(part.key),
                )
                break


def _nearest_global(key: str) -> tuple[str, ...]:
    prefix, slash, tag = key.partition("/")
    known = {
        name: each for name, each in global_condition_keys().items() if name.endswith("/") == bool(slash)
    }
    near = nearest((prefix + slash).lower(), known, NEAREST, cutoff=0.6)
    return tuple(known[name].name + tag for name in near)


def _nearest_of_service(key: str, subject: Subject) -> tuple[str, ...]:
    known = subject.catalogue.condition_keys.names(key.partition(":")[0])
    return tuple(known[name] for name in nearest(key.lower(), known, NEAREST, cutoff=0.6))
