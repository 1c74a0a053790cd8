"""What a careful reader remarks about conditions and variables: keys, operators and values.

Source: IAM User Guide, "Policy elements: Condition operators", "AWS global condition context keys".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from policies.catalogue import GlobalKey, global_condition_keys
from policies.engine.conditions import comparison_of, is_negated, is_of_type
from policies.engine.document import Condition, Statement, Template, Variable
from policies.engine.json_reader import Path
from policies.review.remarks import Remark, Severity, path_of

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


def of_conditions_and_variables(statement: Statement, places: Mapping[Path, object]) -> Iterator[Remark]:
    """``places`` are the paths that the text has: a value stands alone, or in a list."""
    path = path_of(statement)
    resources = (*path, "NotResource" if statement.excludes_resources else "Resource")
    yield from _of_variables(statement.resources, resources, places)
    for condition in statement.conditions:
        where = (*path, "Condition", condition.operator.source, condition.key)
        yield from _of_key(condition, where)
        yield from _of_values(condition, where, places)
        if condition.operator.base != "Null" and comparison_of(condition.operator.base).takes_variables:
            yield from _of_variables(condition.values, where, places)


def _of_key(condition: Condition, path: Path) -> Iterator[Remark]:
    key, operator = condition.key, condition.operator
    if not key.lower().startswith(GLOBAL):
        return
    known = _global_key(key)
    if known is None:
        yield Remark(
            path,
            Severity.ERROR,
            f"no global condition key is called `{key}`",
            "AWS saves it without a word; no request has such a key.",
            word=key,
            on_key=True,
            nearest=_nearest(key),
        )
    elif known.is_multivalued and operator.quantifier is None and operator.base != "Null":
        yield Remark(
            path,
            Severity.ERROR,
            f"`{key}` can have several values, and `{operator.source}` compares one",
            f"Write `ForAnyValue:{operator.source}` or `ForAllValues:{operator.source}`.",
            word=key,
            on_key=True,
        )


def _of_values(condition: Condition, path: Path, places: Mapping[Path, object]) -> Iterator[Remark]:
    base = condition.operator.base
    for number, value in enumerate(condition.values):
        if not is_of_type(base, value):
            what = next(words for family, words in _NO_TYPE.items() if base.startswith(family))
            yield Remark(
                _entry(path, number, places),
                Severity.ERROR,
                f"`{value.source}` is {what}: this value can never match",
                f"With it, `{condition.operator.source}` is false for every value of `{condition.key}`."
                if is_negated(base)
                else f"`{condition.operator.source}` compares nothing with it.",
                word=value.source,
            )


def _of_variables(
    templates: Sequence[Template], path: Path, places: Mapping[Path, object]
) -> Iterator[Remark]:
    for number, template in enumerate(templates):
        for part in template.parts:
            if not isinstance(part, Variable) or not part.key.lower().startswith(GLOBAL):
                continue
            if _global_key(part.key) is None:
                yield Remark(
                    _entry(path, number, places),
                    Severity.ERROR,
                    f"no variable is called `${{{part.key}}}`",
                    "AWS saves it without a word; no request has a value for it.",
                    word=part.key,
                    offset=template.source.index(part.key),
                    nearest=_nearest(part.key),
                )


def _global_key(key: str) -> GlobalKey | None:
    prefix, slash, tag = key.lower().partition("/")
    return global_condition_keys().get(prefix + slash) if bool(slash) == bool(tag) else None


def _nearest(key: str) -> tuple[str, ...]:
    prefix, slash, tag = key.partition("/")
    known = {
        name: each for name, each in global_condition_keys().items() if name.endswith("/") == bool(slash)
    }
    near = get_close_matches((prefix + slash).lower(), known, n=NEAREST, cutoff=0.6)
    return tuple(known[name].name + tag for name in near)


def _entry(path: Path, number: int, places: Mapping[Path, object]) -> Path:
    return (*path, number) if (*path, number) in places else path
