"""Does a statement match a request, and which part of it did not.

A part answers yes, no, or maybe where the request leaves something open: a resource that is not
named, a condition key whose value is unknown.
Source: IAM User Guide, "Policy elements: Action, Resource, Condition" and their opposites.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, partial

from policies.engine.arn import SEGMENTS, arn_pattern, loosened, pattern_with_gaps, with_gaps
from policies.engine.conditions import condition_results, conditions_hold
from policies.engine.decision import Grant, Parts, StatementResult
from policies.engine.document import PolicyKind, Statement, Template, Variable
from policies.engine.patterns import matches
from policies.engine.principals import grant_of
from policies.engine.request import AnyResource, AttachedPolicy, Context, Request, ResourcePattern
from policies.engine.truth import Truth, some, truth_of
from policies.engine.variables import ESCAPES, resolve

EVERYTHING = "*"
"""The element that stands for every resource, and what a request names when its action has no
resource types."""


def match_statement(
    statement: Statement, policy: AttachedPolicy, request: Request, *, has_boundary: bool = False
) -> StatementResult:
    """``has_boundary``: the caller has a permissions boundary, which matters to a NotPrincipal."""
    grant, principal = Grant.NOBODY, Truth.YES
    if statement.principals is not None:
        only_limits = policy.document.kind is PolicyKind.VPC_ENDPOINT
        grant = grant_of(statement, request.principal, has_boundary=has_boundary, only_limits=only_limits)
        principal = truth_of(grant is not Grant.NOBODY)
    matched = principal if principal is Truth.NO else _matches(statement, request)
    return StatementResult(
        policy, statement, matched, principal, grant, partial(parts_of, statement, request)
    )


def _matches(statement: Statement, request: Request) -> Truth:
    """``parts_of`` all together, as far as one that fails."""
    if not matches_action(statement, request.action):
        return Truth.NO
    resource = match_resource(statement, request.resource, request.context)
    if resource is Truth.NO or not statement.conditions:
        return resource
    return min(resource, conditions_hold(statement, request.context))


def parts_of(statement: Statement, request: Request) -> Parts:
    return Parts(
        truth_of(matches_action(statement, request.action)),
        match_resource(statement, request.resource, request.context),
        condition_results(statement, request.context),
    )


def matches_action(statement: Statement, action: str) -> bool:
    service, name = _halves(action)
    for pattern in statement.actions:
        if pattern.service == EVERYTHING or (pattern.service == service and matches(pattern.name, name)):
            return not statement.excludes_actions
    return statement.excludes_actions


@lru_cache(maxsize=1 << 12)
def _halves(action: str) -> tuple[str, str]:
    service, _, name = action.lower().partition(":")
    return service, name


def match_resource(
    statement: Statement, resource: str | AnyResource | ResourcePattern, context: Context
) -> Truth:
    """Where several resources may be meant: yes if the statement takes each of them, no if it takes none.

    Of an ``AnyResource`` these are all that fit one of the action's formats, of a ``ResourcePattern`` all
    that fit it. A pattern that only several elements cover together is a maybe.
    """
    if not statement.resources:
        return Truth.YES  # a trust policy, whose resource is its role
    if any(element.source == EVERYTHING for element in statement.resources):
        return truth_of(not statement.excludes_resources)
    if isinstance(resource, str):
        return _one_of_resources(statement, resource, context, is_open=False)
    truths = {_one_of_resources(statement, text, context, is_open=True) for text in _texts(resource)}
    return truths.pop() if len(truths) == 1 else Truth.MAYBE


def _texts(resource: AnyResource | ResourcePattern) -> Iterable[str]:
    """What the request may name: texts with gaps, and ``*`` for no resource."""
    if isinstance(resource, ResourcePattern):
        return (pattern_with_gaps(resource.text),)
    formats = resource.formats or (EVERYTHING,)
    return (each if each == EVERYTHING else with_gaps(each) for each in formats)


def _one_of_resources(statement: Statement, text: str, context: Context, *, is_open: bool) -> Truth:
    elements = (_element_truth(element, text, context, is_open) for element in statement.resources)
    return ~some(elements) if statement.excludes_resources else some(elements)


def _element_truth(element: Template, text: str, context: Context, is_open: bool) -> Truth:
    if text == EVERYTHING:
        return Truth.NO  # no ARN allows an action that has no resource types
    resolved = resolve(_with_variables_in_last_segment(element), context)
    pattern = arn_pattern(resolved.parts) if resolved else None
    if resolved is None or pattern is None:
        return Truth.NO
    if pattern.matches(text):
        return Truth.YES if resolved.certain else Truth.MAYBE
    return Truth.MAYBE if is_open and pattern.may_match(loosened(text)) else Truth.NO


@lru_cache(maxsize=1 << 12)
def _with_variables_in_last_segment(element: Template) -> Template:
    """Variables stand after the fifth colon of a resource; before it they are plain text.

    Source: IAM User Guide, "Policy elements: Variables and tags", "Where you can use policy variables".
    """
    parts: list[str | Variable] = []
    colons = 0
    for part in element.parts:
        if isinstance(part, str):
            colons += part.count(":")
            parts.append(part)
        else:
            plain = colons < SEGMENTS - 1 and part.key not in ESCAPES
            parts.append("${" + part.key + "}" if plain else part)
    return Template(element.source, tuple(parts))
