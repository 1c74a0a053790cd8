"""Does a statement match a request, and which part of it did not.

A part answers yes, no, or maybe where the request leaves something open: a resource that is not
named, a condition key whose value is unknown.
Source: IAM User Guide, "Policy elements: Action, Resource, Condition" and their opposites.
"""

from __future__ import annotations

from functools import lru_cache

from policies.engine.arn import SEGMENTS, arn_pattern, with_gaps
from policies.engine.conditions import condition_results
from policies.engine.decision import Grant, StatementResult
from policies.engine.document import ActionPattern, PolicyKind, Statement, Template, Variable
from policies.engine.patterns import matches
from policies.engine.principals import grant_of
from policies.engine.request import AnyResource, AttachedPolicy, Context, Request
from policies.engine.truth import Truth, every, some, truth_of
from policies.engine.variables import ESCAPES, resolve

EVERYTHING = "*"
"""The element that stands for every resource, and what a request names when its action has no
resource types."""


def match_statement(
    statement: Statement, policy: AttachedPolicy, request: Request, *, has_boundary: bool = False
) -> StatementResult:
    """Every part is looked at, also after one that fails, so that all reasons can be told.

    ``has_boundary``: the caller has a permissions boundary, which matters to a NotPrincipal.
    """
    grant, principal = Grant.NOBODY, Truth.YES
    if statement.principals is not None:
        only_limits = policy.document.kind is PolicyKind.VPC_ENDPOINT
        grant = grant_of(statement, request.principal, has_boundary=has_boundary, only_limits=only_limits)
        principal = truth_of(grant is not Grant.NOBODY)
    action = truth_of(matches_action(statement, request.action))
    resource = match_resource(statement, request.resource, request.context)
    conditions = condition_results(statement, request.context)
    matched = every((principal, action, resource, *(condition.holds for condition in conditions)))
    return StatementResult(policy, statement, action, resource, conditions, matched, principal, grant)


def matches_action(statement: Statement, action: str) -> bool:
    service, _, name = action.lower().partition(":")
    hit = any(_action_hit(pattern, service, name) for pattern in statement.actions)
    return hit is not statement.excludes_actions


def _action_hit(pattern: ActionPattern, service: str, name: str) -> bool:
    return pattern.service == EVERYTHING or (pattern.service == service and matches(pattern.name, name))


def match_resource(statement: Statement, resource: str | AnyResource, context: Context) -> Truth:
    """Without a named resource: yes if the statement takes every resource that fits one of the
    action's formats, no if it takes none of them."""
    if not statement.resources:
        return Truth.YES  # a trust policy, whose resource is its role
    if isinstance(resource, str):
        return _one_of_resources(statement, resource, context, is_format=False)
    formats = resource.formats or (EVERYTHING,)
    truths = {_one_of_resources(statement, each, context, is_format=True) for each in formats}
    return truths.pop() if len(truths) == 1 else Truth.MAYBE


def _one_of_resources(statement: Statement, resource: str, context: Context, *, is_format: bool) -> Truth:
    elements = (_element_truth(element, resource, context, is_format) for element in statement.resources)
    return ~some(elements) if statement.excludes_resources else some(elements)


def _element_truth(element: Template, resource: str, context: Context, is_format: bool) -> Truth:
    if element.source == EVERYTHING:
        return Truth.YES
    if resource == EVERYTHING:
        return Truth.NO  # no ARN allows an action that has no resource types
    resolved = resolve(_with_variables_in_last_segment(element), context)
    pattern = arn_pattern(resolved.parts) if resolved else None
    if resolved is None or pattern is None:
        return Truth.NO
    text = with_gaps(resource) if is_format else resource
    if pattern.matches(text):
        return Truth.YES if resolved.certain else Truth.MAYBE
    return Truth.MAYBE if is_format and pattern.may_match(text) else Truth.NO


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
