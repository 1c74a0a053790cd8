"""The condition operators, with what they say about keys that are missing, empty or unknown.

Source: IAM User Guide, "Policy elements: Condition operators", "Multivalued context keys" and
"Evaluation logic for multiple context keys or values".
"""

from __future__ import annotations

from policies.engine.comparisons import COMPARISONS, Comparison
from policies.engine.decision import ConditionResult
from policies.engine.document import Condition, Operator, Statement, Template
from policies.engine.operators import BASES
from policies.engine.request import Context, ContextValue, Lookup
from policies.engine.truth import Truth, every, some, truth_of
from policies.engine.variables import Resolved, resolve


def condition_results(statement: Statement, context: Context) -> tuple[ConditionResult, ...]:
    """Every condition of the statement against the context; all must hold."""
    return tuple(condition_result(condition, context) for condition in statement.conditions)


def conditions_hold(statement: Statement, context: Context) -> Truth:
    return every([_holds(each, context.get(each.key), context) for each in statement.conditions])


def condition_result(condition: Condition, context: Context) -> ConditionResult:
    actual = context.get(condition.key)
    return ConditionResult(condition, _holds(condition, actual, context), actual)


def is_of_type(base: str, value: Template) -> bool:
    """Whether a policy's value can be compared at all; with one that cannot, no value of a request
    makes the condition hold, negated or not. A value with variables may turn out to be anything."""
    if base == "Null":
        return value.source.lower() in ("true", "false")
    wanted = _wanted(base, value, Context(closed=False))
    return wanted is None or _may_fit(base, wanted)


def is_negated(base: str) -> bool:
    return "Not" in base


def is_wrong_type(condition: Condition, actual: str) -> bool:
    """Whether the operator cannot compare ``actual`` with one of the policy's values at all.

    A value with variables is left aside: by itself it does not tell what it turns out to be.
    """
    comparison = comparison_of(condition.operator.base)
    plain = (value for value in condition.values if value.parts == (value.source,))
    wanted = (Resolved((value.source,), certain=True) for value in plain)
    return any(comparison.compare(value, actual) is None for value in wanted)


def comparison_of(base: str) -> Comparison:
    """How the operator compares; a negated operator compares as its opposite does."""
    return _COMPARISONS[base]


_COMPARISONS = {base: COMPARISONS[base.replace("Not", "", 1)] for base in BASES}


def _holds(condition: Condition, actual: ContextValue | Lookup, context: Context) -> Truth:
    operator = condition.operator
    if actual is Lookup.UNKNOWN:
        return _holds_whatever_the_value(condition, context)
    values = () if isinstance(actual, Lookup) else (actual,) if isinstance(actual, str) else actual
    if operator.base == "Null":
        return truth_of(("false" if values else "true") in _asked_of_null(condition))
    if not values:
        return truth_of(_holds_without_value(operator))
    tests = (_test(condition, value, context) for value in values)
    if operator.quantifier == "ForAllValues":
        return every(tests)
    if operator.quantifier == "ForAnyValue":
        return some(tests)
    # A plain operator compares one value; a key that has several wants a set operator.
    return next(tests) if len(values) == 1 else Truth.NO


def _holds_whatever_the_value(condition: Condition, context: Context) -> Truth:
    """About an unknown key: maybe, unless a key that is missing and one with any value answer alike."""
    if condition.operator.base == "Null":
        asked = _asked_of_null(condition)
        return truth_of(bool(asked)) if len(asked) != 1 else Truth.MAYBE
    if _holds_without_value(condition.operator) or _may_hold_with_a_value(condition, context):
        return Truth.MAYBE
    return Truth.NO


def _asked_of_null(condition: Condition) -> set[str]:
    return {value.source.lower() for value in condition.values} & {"true", "false"}


def _may_hold_with_a_value(condition: Condition, context: Context) -> bool:
    """Whether there is, perhaps, a value that holds."""
    base = condition.operator.base
    wanted = [_wanted(base, value, context) for value in condition.values]
    if is_negated(base):
        return not any(each and not _may_fit(base, each) for each in wanted)
    return any(each and _may_fit(base, each) for each in wanted)


def _may_fit(base: str, wanted: Resolved) -> bool:
    return not wanted.certain or comparison_of(base).fits(wanted)


def _holds_without_value(operator: Operator) -> bool:
    """Source: decision table for keys that are missing, or present without any value."""
    if operator.quantifier == "ForAnyValue":
        return False  # there is no value that could match, with IfExists neither
    return operator.quantifier == "ForAllValues" or operator.if_exists or is_negated(operator.base)


def _test(condition: Condition, actual: str, context: Context) -> Truth:
    """One value of the request against those of the policy: it equals one of them, or none if negated."""
    hits = [_hit(condition.operator.base, value, actual, context) for value in condition.values]
    if not is_negated(condition.operator.base):
        return some(hit for hit in hits if hit is not None)
    if None in hits:
        return Truth.NO
    return ~some(hit for hit in hits if hit is not None)


def _hit(base: str, value: Template, actual: str, context: Context) -> Truth | None:
    """None when one of the two values is not of the operator's type."""
    wanted = _wanted(base, value, context)
    if wanted is None:
        return Truth.NO
    if not wanted.certain:
        return Truth.MAYBE
    result = comparison_of(base).compare(wanted, actual)
    return None if result is None else truth_of(result)


def _wanted(base: str, value: Template, context: Context) -> Resolved | None:
    """The policy's value with its variables filled in, where the operator takes variables."""
    if comparison_of(base).takes_variables:
        return resolve(value, context)
    return Resolved((value.source,), certain=True)
