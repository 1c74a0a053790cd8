"""The policy language: comparisons, what operators say of keys, variables, wildcards, ARNs, statements."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

COMPARISONS = [
    Mutant(name, "comparisons", old, new, "test_conditions")
    for name, old, new in [
        (
            "StringEquals ignores case",
            "return wanted.text == actual",
            "return wanted.text.lower() == actual.lower()",
        ),
        (
            "StringEqualsIgnoreCase does not",
            "return wanted.text.lower() == actual.lower()",
            "return wanted.text == actual",
        ),
        (
            "StringLike takes its stars as plain",
            "return glob(*wanted.parts).matches(actual)",
            "return wanted.text == actual",
        ),
        (
            "ArnLike matches what is no ARN",
            "if pattern is None or not is_arn(actual) else",
            "if pattern is None else",
        ),
        (
            "ArnLike takes patterns of fewer than six segments",
            "return pattern if pattern and len(pattern.head) == SEGMENTS - 1 else None",
            "return pattern",
        ),
        ("an address is in no block", "else address in network", "else address == network.network_address"),
        ("numbers have no exponents", "(?:[eE][+-]?[0-9]{1,6})?", ""),
        ("LessThan is LessThanEquals", '"LessThan": operator.lt', '"LessThan": operator.le'),
        ("LessThanEquals is LessThan", '"LessThanEquals": operator.le', '"LessThanEquals": operator.lt'),
        ("GreaterThan is GreaterThanEquals", '"GreaterThan": operator.gt', '"GreaterThan": operator.ge'),
        (
            "GreaterThanEquals is GreaterThan",
            '"GreaterThanEquals": operator.ge',
            '"GreaterThanEquals": operator.gt',
        ),
        ("Equals of numbers and dates is an order", '"Equals": operator.eq', '"Equals": operator.le'),
        (
            "a date east of UTC is later",
            'return -offset if zone[0] == "-"',
            'return offset if zone[0] == "-"',
        ),
        ("dates have no fractions of a second", 'Decimal(found["fraction"] or 0)', "Decimal(0)"),
        ("Bool minds case", ".get(text.lower())", ".get(text)"),
        ("what is no base64 is compared all the same", "b64decode(text, validate=True)", "b64decode(text)"),
        (
            "BinaryEquals compares the texts",
            '"BinaryEquals": _typed(_binary, operator.eq)',
            '"BinaryEquals": _typed(str, operator.eq)',
        ),
        (
            "Bool takes no variables",
            "_typed(boolean, operator.eq, takes_variables=True)",
            "_typed(boolean, operator.eq)",
        ),
        (
            "strings take no variables",
            "takes_variables=True, takes_wildcards=takes_wildcards",
            "takes_wildcards=takes_wildcards",
        ),
        ("a block must begin at its own address", "strict=False", "strict=True"),
    ]
]

CONDITIONS = [
    Mutant(name, "conditions", old, new, "test_conditions")
    for name, old, new in [
        ("no operator is negated", 'return "Not" in base', "return False"),
        (
            "Null true asks for a key that is there",
            '"false" if values else "true"',
            '"true" if values else "false"',
        ),
        (
            "ForAllValues needs but one",
            'if operator.quantifier == "ForAllValues":\n        return every(tests)',
            'if operator.quantifier == "ForAllValues":\n        return some(tests)',
        ),
        (
            "ForAnyValue needs all",
            'if operator.quantifier == "ForAnyValue":\n        return some(tests)',
            'if operator.quantifier == "ForAnyValue":\n        return every(tests)',
        ),
        (
            "a plain operator looks at the first of several values",
            "return next(tests) if len(values) == 1 else Truth.NO",
            "return next(tests)",
        ),
        (
            "ForAnyValue holds without a value",
            "return False  # there is no value",
            "return True  # there is no value",
        ),
        (
            "ForAllValues fails without a value",
            'return operator.quantifier == "ForAllValues" or operator.if_exists',
            "return operator.if_exists",
        ),
        ("IfExists means nothing", "or operator.if_exists or is_negated", "or is_negated"),
        (
            "a negated operator fails for a missing key",
            "or operator.if_exists or is_negated(operator.base)",
            "or operator.if_exists",
        ),
        (
            "a negated operator holds for what it cannot compare",
            "    if None in hits:\n        return Truth.NO\n",
            "",
        ),
        (
            "a value whose variable is missing matches everything",
            "    if wanted is None:\n        return Truth.NO\n    if not wanted.certain",
            "    if wanted is None:\n        return Truth.YES\n    if not wanted.certain",
        ),
        (
            "a value whose variable is unknown surely differs",
            "    if not wanted.certain:\n        return Truth.MAYBE",
            "    if not wanted.certain:\n        return Truth.NO",
        ),
        ("an unknown key is a missing one", "if actual is Lookup.UNKNOWN:", "if False:"),
        (
            "Null of an unknown key always depends",
            "return truth_of(bool(asked)) if len(asked) != 1 else Truth.MAYBE",
            "return Truth.MAYBE",
        ),
        (
            "an unknown key may equal what is of no type",
            "if _holds_without_value(condition.operator) or _may_hold_with_a_value(condition, context):",
            "if True:",
        ),
    ]
]

VARIABLES = [
    Mutant(name, "variables", old, new, tests)
    for name, old, new, tests in [
        (
            "variables work in the older version",
            'if "${" not in source or version != VERSION_WITH_VARIABLES:',
            'if "${" not in source:',
            "test_conditions",
        ),
        (
            "a variable's value brings wildcards",
            "Exact(value) if isinstance(value, str)",
            "value if isinstance(value, str)",
            "test_conditions",
        ),
        (
            "a default counts for an unknown key, too",
            "if isinstance(value, str) or value is Lookup.UNKNOWN:",
            "if isinstance(value, str):",
            "test_conditions",
        ),
        (
            "no variable has a default",
            "return Lookup.MISSING if variable.default is None else variable.default",
            "return Lookup.MISSING",
            "test_conditions",
        ),
        (
            "${*} is a wildcard",
            "Exact(value) if isinstance(value, str) else",
            "Exact(value) if isinstance(value, str) and value not in ESCAPES else",
            "test_conditions",
        ),
        (
            "a missing variable is empty",
            "        if value is Lookup.MISSING:\n            return None\n",
            "",
            "test_conditions",
        ),
    ]
]

PATTERNS = [
    Mutant(name, "patterns", old, new, "test_patterns")
    for name, old, new in [
        (
            "a star needs at least one character",
            "if end < len(first) or not (first.fits",
            "if end <= len(first) or not (first.fits",
        ),
        ("the text after the last star may stand anywhere", "and last.fits(text, end)):", "):"),
        (
            "a pattern with question marks needs to fit the beginning only",
            "return len(text) == len(first) and first.fits",
            "return first.fits",
        ),
        (
            "the pieces between stars may overlap",
            "            at += len(piece)\n        return True",
            "        return True",
        ),
        ("a question mark stands for itself alone", 'if character == "?")', "if False)"),
        (
            "what starts like a format and ends otherwise may match",
            "return heads_agree and _agree(last,",
            "return heads_agree or _agree(last,",
        ),
    ]
]

ARNS = [
    Mutant(name, "arn", old, new, "test_arn")
    for name, old, new in [
        (
            "colons in the resource begin segments",
            'return arn.split(":", len(self.head))',
            'return arn.split(":")[: len(self.head) + 1]',
        ),
        (
            "a pattern may end anywhere",
            "    if len(segments) < SEGMENTS and not rest.ends_with_star:\n        return None\n",
            "",
        ),
        (
            "an ARN of five segments is one",
            'if arn.count(":") < SEGMENTS - 1:',
            'if arn.count(":") < SEGMENTS - 2:',
        ),
        (
            "one segment alone decides",
            "and all(map(Glob.matches, self.head, segments))",
            "and any(map(Glob.matches, self.head, segments))",
        ),
        ("the last segment does not matter", "            and self.rest.matches(segments[-1])\n", ""),
        (
            "a service elsewhere may match a format",
            "return all(map(Glob.may_match, self.head, segments)) and",
            "return",
        ),
    ]
]

STATEMENTS = [
    Mutant(name, "matching", old, new, tests)
    for name, old, new, tests in [
        (
            "actions mind case",
            'service, _, name = action.lower().partition(":")',
            'service, _, name = action.partition(":")',
            "test_matching",
        ),
        (
            "NotAction is Action",
            "return not statement.excludes_actions\n    return statement.excludes_actions",
            "return True\n    return False",
            "test_matching",
        ),
        (
            "an action's service does not matter",
            "or (pattern.service == service and matches(",
            "or (matches(",
            "test_matching",
        ),
        (
            "NotResource is Resource",
            "return ~some(elements) if statement.excludes_resources else some(elements)",
            "return some(elements)",
            "test_matching",
        ),
        (
            "NotResource that names everything is Resource",
            "return truth_of(not statement.excludes_resources)",
            "return Truth.YES",
            "test_matching",
        ),
        (
            "an ARN allows an action without resource types",
            "        return Truth.NO  # no ARN allows",
            "        return Truth.YES  # no ARN allows",
            "test_matching",
        ),
        (
            "a resource whose variable is unknown surely matches",
            "return Truth.YES if resolved.certain else Truth.MAYBE",
            "return Truth.YES",
            "test_matching",
        ),
        (
            "a format that fits in part surely does not match",
            "return Truth.MAYBE if is_open and pattern.may_match(loosened(text)) else Truth.NO",
            "return Truth.NO",
            "test_matching",
        ),
        (
            "one of an action's formats speaks for all",
            "return truths.pop() if len(truths) == 1 else Truth.MAYBE",
            "return max(truths)",
            "test_matching",
        ),
        (
            "variables stand anywhere in a resource",
            "plain = colons < SEGMENTS - 1 and part.key not in ESCAPES",
            "plain = False",
            "test_matching",
        ),
        (
            "a trust policy matches nothing",
            "return Truth.YES  # a trust policy",
            "return Truth.NO  # a trust policy",
            "test_resource_policies",
        ),
        (
            "conditions do not matter",
            "return min(resource, conditions_hold(statement, request.context))",
            "return resource",
            "test_identity_evaluation",
        ),
        (
            "principals do not matter",
            "principal = truth_of(grant is not Grant.NOBODY)",
            "principal = Truth.YES",
            "test_resource_policies",
        ),
        (
            "an endpoint's policy grants, so services must be named",
            "only_limits = policy.document.kind is PolicyKind.VPC_ENDPOINT",
            "only_limits = False",
            "test_resource_policies",
        ),
    ]
]

MUTANTS = [*COMPARISONS, *CONDITIONS, *VARIABLES, *PATTERNS, *ARNS, *STATEMENTS]
