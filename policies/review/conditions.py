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
from policies.review.spoken import gettext as _
from policies.review.spoken import gettext_noop
from policies.review.subject import Subject

GLOBAL = "aws:"
NEAREST = 3

_NO_TYPE = {
    "Null": gettext_noop("`%(value)s` is neither true nor false: this value can never match"),
    "Bool": gettext_noop("`%(value)s` is neither true nor false: this value can never match"),
    "Numeric": gettext_noop("`%(value)s` is no number: this value can never match"),
    "Date": gettext_noop("`%(value)s` is no date: this value can never match"),
    "Binary": gettext_noop("`%(value)s` is no Base64: this value can never match"),
    "Ip": gettext_noop("`%(value)s` is no IP address or range: this value can never match"),
    "NotIp": gettext_noop("`%(value)s` is no IP address or range: this value can never match"),
    "Arn": gettext_noop("`%(value)s` is no ARN of six segments: this value can never match"),
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
        title, detail = _("the condition is empty"), _("It holds for every request.")
        yield Remark(element, "empty-condition", title, detail)
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
            _("no global condition key is called `%(key)s`") % {"key": key},
            _("AWS saves it without a word; no request has such a key."),
            word=key,
            on_key=True,
            nearest=_nearest_global(key),
        )
    elif prefix in subject.catalogue.services:
        yield Remark(
            path,
            "unknown-service-key",
            _("no condition key is called `%(key)s`") % {"key": key},
            _("AWS saves it without a word; no request has such a key."),
            word=key,
            on_key=True,
            nearest=_nearest_of_service(key, subject),
        )
    elif "." not in prefix and "/" not in prefix:  # a host with a dot is somebody's identity provider
        yield Remark(
            path,
            "unknown-service-key",
            _("`%(key)s` begins with the name of no service") % {"key": key},
            _("A key is written as in `s3:prefix`, or `aws:RequestedRegion` for what any service has."),
            word=key,
            on_key=True,
        )


def _of_quantifier(
    statement: Statement, condition: Condition, path: Path, *, is_multivalued: bool
) -> Iterator[Remark]:
    key, operator = condition.key, condition.operator
    words = {"key": key, "operator": operator.source}
    write_plain = _("Write `%(instead)s`.") % {"instead": operator.source.partition(":")[2]}
    if is_multivalued and operator.quantifier is None and operator.base != "Null":
        yield Remark(
            path,
            "plain-operator",
            _("`%(key)s` can have several values, and `%(operator)s` compares one") % words,
            _("With several of them it never holds."),
            word=key,
            on_key=True,
            advice=_("Write `ForAnyValue:%(operator)s` or `ForAllValues:%(operator)s`.") % words,
        )
    elif not is_multivalued and operator.quantifier == "ForAllValues":
        title = _("`%(key)s` has one value, and `ForAllValues` also holds where it has none") % words
        detail = _("So the statement allows requests without it, too.")
        if statement.effect is Effect.DENY:
            detail = _("So the statement denies requests without it, too.")
        yield Remark(path, "for-all-values-of-one", title, detail, word=key, on_key=True, advice=write_plain)
    elif not is_multivalued and operator.quantifier == "ForAnyValue":
        title = _("`%(key)s` has one value: `ForAnyValue` says nothing") % words
        yield Remark(path, "for-any-value-of-one", title, word=key, on_key=True, advice=write_plain)


def _of_operator(condition: Condition, path: Path, kind: str) -> Iterator[Remark]:
    operator = condition.operator
    if _family(operator.base) not in _READABLE_BY.get(kind, {_family(operator.base)}):
        words = {"key": condition.key, "type": kind, "operator": operator.source}
        yield Remark(
            path,
            "operator-of-other-type",
            _("`%(key)s` is of type %(type)s, which `%(operator)s` does not compare") % words,
            word=condition.key,
            on_key=True,
            advice=_("Write `%(operator)s` or one of its kin.") % {"operator": _TYPICAL[kind]},
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
        says = _("No request for them has the key, so it never can be met. `%(example)s` has it.")
        if statement.effect is Effect.DENY:
            says = _("No request for them has the key, so it never is there. `%(example)s` has it.")
        yield Remark(
            path,
            "key-of-no-action",
            _("none of these actions has `%(key)s`") % {"key": key},
            says % {"example": example},
            word=key,
            on_key=True,
        )


def _of_values(subject: Subject, condition: Condition, path: Path) -> Iterator[Remark]:
    operator, base = condition.operator, condition.operator.base
    if not condition.values:
        detail = _("The list is empty: the condition never holds where the key is there.")
        if is_negated(base):
            detail = _("The list is empty: the condition always holds.")
        title = _("`%(key)s` is compared with nothing") % {"key": condition.key}
        yield Remark(path, "no-values", title, detail)
    for number, value in enumerate(condition.values):
        if not is_of_type(base, value):
            title = next(says for family, says in _NO_TYPE.items() if base.startswith(family))
            detail = _("`%(operator)s` compares nothing with it.")
            if is_negated(base):
                detail = _("With it, `%(operator)s` is false for every value of `%(key)s`.")
            yield Remark(
                subject.entry(path, number),
                "value-of-other-type",
                _(title) % {"value": value.source},
                detail % {"operator": operator.source, "key": condition.key},
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
                    _("no variable is called `%(variable)s`") % {"variable": f"${{{part.key}}}"},
                    _("AWS saves it without a word; no request has a value for it."),
                    word=part.key,
                    offset=offset,
                    nearest=_nearest_global(part.key),
                )
            elif known and known[1]:
                says = _("`%(variable)s` can have several values, and a variable needs one")
                title = says % {"variable": f"${{{part.key}}}"}
                detail = _("It is never filled in, so what holds it matches nothing.")
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
                    _("`%(variable)s` is plain text here") % {"variable": f"${{{part.key}}}"},
                    _("Variables of a resource stand after its fifth colon."),
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
