"""Which sentences tell why a statement matches, or which of its parts do not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from policies.engine.decision import StatementResult
from policies.engine.document import Variable
from policies.engine.explain.access_denied import resource_shown
from policies.engine.explain.conditions import condition_message
from policies.engine.explain.hints import hints
from policies.engine.explain.messages import Message, message
from policies.engine.principals import is_named, is_spared, is_unique_id
from policies.engine.request import AnyResource, Lookup, PrincipalType, Request, ResourcePattern
from policies.engine.truth import Truth
from policies.engine.variables import ESCAPES


def statement_messages(result: StatementResult, request: Request) -> tuple[Message, ...]:
    """Why the statement does not match, or only perhaps: a sentence for every part that fails or is
    open. Of a statement that matches, that it does, and which conditions hold though the key is missing.
    After both, what may surprise whoever wrote it."""
    if result.matches is Truth.YES:
        without_key = (each for each in result.conditions if each.actual is Lookup.MISSING)
        return (
            _matching_message(result, request),
            *map(condition_message, without_key),
            *hints(result, request.context),
        )
    return (
        *_principal_messages(result, request),
        *_action_messages(result, request),
        *_resource_messages(result, request),
        *(condition_message(each) for each in result.conditions if each.holds is not Truth.YES),
        *hints(result, request.context),
    )


def _matching_message(result: StatementResult, request: Request) -> Message:
    """A NotPrincipal that names the caller and means it all the same is told why."""
    statement = result.statement
    says = statement.effect.value.lower()
    if statement.excludes_principals and is_named(statement, request.principal):
        spared = is_spared(statement, request.principal)
        says = "not_principal.boundary" if spared else "not_principal.chain"
    return message(f"statement.matches.{says}")


def _principal_messages(result: StatementResult, request: Request) -> Iterator[Message]:
    if result.principal is Truth.YES:
        return
    statement, caller = result.statement, request.principal
    if statement.excludes_principals:
        yield message("principal.spared", principal=caller.arn)
    elif caller.type is PrincipalType.ANONYMOUS:
        yield message("principal.not_everybody")
    elif caller.type is PrincipalType.SERVICE and is_named(statement, caller):
        yield message("principal.service_by_name", principal=caller.arn)
    else:
        yield message("principal.not_named", principal=caller.arn)
        ids = (each.value for each in statement.principals or () if is_unique_id(each))
        yield from (message("principal.unique_id", id=each) for each in islice(ids, 1))


def _action_messages(result: StatementResult, request: Request) -> Iterator[Message]:
    if result.action is not Truth.YES:
        yield message(
            "action.excluded" if result.statement.excludes_actions else "action.not_listed",
            action=request.action,
        )


def _resource_messages(result: StatementResult, request: Request) -> Iterator[Message]:
    if result.resource is Truth.YES:
        return
    statement = result.statement
    if not statement.excludes_resources:
        yield from _variable_messages(result, request)
    if isinstance(request.resource, ResourcePattern):
        whole = "excludes_all" if statement.excludes_resources else "covers_none"
        part = "excludes_some" if statement.excludes_resources else "covers_some"
        says = part if result.resource is Truth.MAYBE else whole
        yield message(f"resource.pattern.{says}", resource=request.resource.text)
    elif result.resource is Truth.MAYBE:
        if isinstance(request.resource, AnyResource):
            yield message("resource.open", action=request.action)
    elif statement.excludes_resources:
        yield message("resource.excluded", resource=resource_shown(request))
    elif request.resource == "*" or request.resource == AnyResource():
        yield message("resource.no_types", action=request.action)
    elif isinstance(request.resource, AnyResource):
        yield message("resource.no_format", action=request.action)
    else:
        yield message("resource.not_listed", resource=request.resource)


def _variable_messages(result: StatementResult, request: Request) -> Iterator[Message]:
    for element in result.statement.resources:
        for part in element.parts:
            if isinstance(part, Variable) and part.key not in ESCAPES:
                value = request.context.get(part.key)
                if value is Lookup.UNKNOWN:
                    yield message("resource.unknown_value", variable="${" + part.key + "}")
                elif value is Lookup.MISSING and part.default is None:
                    yield message("resource.no_value", variable="${" + part.key + "}")
