"""Values worth trying under a condition key: what the policies write about it, and what they do not.

Of a pattern, a range of addresses or a bound, a value stands for all that the policy treats alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from policies.engine.comparisons import epoch_seconds, number
from policies.engine.conditions import comparison_of
from policies.engine.document import Condition
from policies.engine.patterns import has_wildcard
from policies.engine.request import Context, ContextValue, Lookup
from policies.engine.variables import Resolved, resolve

MOST_VALUES = 8
"""So many values that policies write are tried under one key; they may write hundreds."""

_OTHERS = {
    "String": ("another-value", "some-other-value"),
    "Binary": ("YW5vdGhlcg==",),
    "Arn": ("arn:aws:iam::000000000000:user/another", "arn:aws:s3:::another"),
    "Ip": ("198.51.100.7", "192.0.2.7", "203.0.113.7", "10.0.0.7", "2001:db8::7"),
}
"""By the beginning of an operator: values that hardly any policy writes."""
_TRUTHS = ("true", "false")
_LEAST_DATE, _LAST_DATE = Decimal(-62_135_596_800), Decimal(253_402_300_799)
"""The years 1 to 9999, in seconds since 1970."""
_MOST_DIGITS = 20


class TrialKind(Enum):
    """Where a value comes from.

    ``WRITTEN``: a policy writes it, or a pattern or range that it stands for. ``LESS`` and ``MORE``: on
    one side of a bound. ``TOGETHER``: every written value at once, for a key that takes several.
    ``ANOTHER``: one that no policy writes. ``ABSENT``: the request does not have the key.
    """

    WRITTEN = "written"
    LESS = "less"
    MORE = "more"
    TOGETHER = "together"
    ANOTHER = "another"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class TrialValue:
    """``value`` is ``Lookup.MISSING`` for an absent key. ``written`` is the policy's text that ``value``
    stands for: the value itself, a pattern, a range, a bound; empty where there is none."""

    kind: TrialKind
    value: ContextValue | Lookup
    written: str = ""


class _Written(NamedTuple):
    base: str
    wanted: Resolved


def values_worth_trying(
    conditions: Sequence[Condition], solved: Iterable[str], context: Context, examples: Sequence[str] = ()
) -> tuple[TrialValue, ...]:
    """What to try under the key that ``conditions`` are about; an absent key is the last.

    ``solved`` are values that make a variable fit. Where any value would do, as for a pattern, one of
    ``examples`` is taken that does: values that the reader knows.
    """
    written = [*(_Written("StringEquals", Resolved((value,), certain=True)) for value in solved)]
    written += _written(conditions, context)
    found: dict[ContextValue | Lookup, TrialValue] = {}
    for trial in _singles(written, examples):
        if len(found) == MOST_VALUES:
            break
        found.setdefault(trial.value, trial)
    singles = list(found.values())
    another = _another(written, examples)
    if another is not None:
        singles.append(TrialValue(TrialKind.ANOTHER, another))
    if any(condition.operator.quantifier for condition in conditions):
        singles = _as_several(singles)
    return (*singles, TrialValue(TrialKind.ABSENT, Lookup.MISSING))


def _written(conditions: Iterable[Condition], context: Context) -> Iterator[_Written]:
    """Every value that the policies write whose variables are known."""
    for condition in conditions:
        base = condition.operator.base
        if base == "Null":
            continue
        takes_variables = comparison_of(base).takes_variables
        for value in condition.values:
            wanted = resolve(value, context) if takes_variables else Resolved((value.source,), certain=True)
            if wanted is not None and wanted.certain:
                yield _Written(base, wanted)


def _singles(written: Sequence[_Written], examples: Sequence[str]) -> Iterator[TrialValue]:
    for base, wanted in written:
        text = wanted.text
        if not comparison_of(base).fits(wanted):
            continue
        if base == "Bool":
            yield from (TrialValue(TrialKind.WRITTEN, truth, truth) for truth in _TRUTHS)
        elif base.startswith(("Numeric", "Date")):
            yield TrialValue(TrialKind.WRITTEN, text, text)
            yield from _beside(base, text)
        else:
            yield TrialValue(TrialKind.WRITTEN, _example_of(base, wanted, examples), text)


def _beside(base: str, text: str) -> Iterator[TrialValue]:
    """One less and one more: a second, for a date."""
    is_date = base.startswith("Date")
    bound = epoch_seconds(text) if is_date else number(text)
    if bound is None or abs(bound.adjusted()) > _MOST_DIGITS:
        return  # written out, 1e999999 is a megabyte
    for kind, beside in ((TrialKind.LESS, bound - 1), (TrialKind.MORE, bound + 1)):
        if is_date and number(text) is None:
            if _LEAST_DATE <= beside <= _LAST_DATE:
                yield TrialValue(kind, _iso(beside), text)
        else:
            yield TrialValue(kind, f"{beside:f}", text)


def _iso(seconds: Decimal) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def _example_of(base: str, wanted: Resolved, examples: Sequence[str]) -> str:
    """The text itself, or a value that the pattern or range takes in."""
    comparison = comparison_of(base)
    is_range = base.endswith("IpAddress") and "/" in wanted.text
    patterns = [part for part in wanted.parts if isinstance(part, str)]
    is_pattern = comparison.takes_wildcards and any(map(has_wildcard, patterns))
    if not is_range and not is_pattern:
        return wanted.text
    for example in examples:
        if comparison.compare(wanted, example):
            return example
    if is_range:
        return wanted.text.partition("/")[0]
    filled = (
        part.replace("*", "x").replace("?", "x") if isinstance(part, str) else part.text
        for part in wanted.parts
    )
    return "".join(filled)


def _another(written: Sequence[_Written], examples: Sequence[str]) -> str | None:
    """A value that equals none of the written ones; None where they say all there is to say, as of
    truths, numbers and dates."""
    family = next((name for name in _OTHERS for base, _ in written if _is_of(base, name)), None)
    if family is None and written:
        return None
    for candidate in (*examples, *_OTHERS[family or "String"]):
        if not any(comparison_of(base).compare(wanted, candidate) for base, wanted in written):
            return candidate
    return None


def _is_of(base: str, family: str) -> bool:
    return base.removeprefix("Not").startswith(family)


def _as_several(singles: Sequence[TrialValue]) -> list[TrialValue]:
    several = [TrialValue(each.kind, (str(each.value),), each.written) for each in singles]
    written = [str(each.value) for each in singles if each.kind is TrialKind.WRITTEN]
    if len(written) > 1:
        several.append(TrialValue(TrialKind.TOGETHER, tuple(written)))
    return several
