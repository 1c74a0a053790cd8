"""A case of ``manage.py simulate``, as JSON, to a request and its policies; and what is answered.

A case's context is closed and complete: no key is derived from the request. ``null`` policies are
policies that are not there; an empty list is there and allows nothing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import NoReturn

from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.evaluate import evaluate
from policies.engine.explain.access_denied import resource_shown
from policies.engine.explain.trace import trace_of
from policies.engine.grants import says_yes_itself, short_name
from policies.engine.guardrails import ENDPOINT_NAME
from policies.engine.parse import PolicySyntaxError, parse_policy
from policies.engine.request import (
    AttachedPolicy,
    Context,
    ContextValue,
    Exemption,
    Level,
    Policies,
    Principal,
    PrincipalType,
    Request,
    ResourcePattern,
)

LONGEST_ARN = 2_048
"""Source: IAM API Reference, the length of an ARN; read in autumn 2026."""
DOCUMENTS_KEPT = 1 << 13

Answer = dict[str, object]


class CaseError(ValueError):
    """The case cannot be decided; the message begins with the place, as in ``request.action: …``."""


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    request: Request
    policies: Policies


def answer(line: bytes | str, *, services_with_rcps: frozenset[str], trace: bool = False) -> Answer:
    """What is answered to one line: the decision, or what is wrong with the line."""
    identifier: str | None = None
    try:
        content, repeated = _json_of(line)
        named = content.get("id")
        identifier = named if isinstance(named, str) else None
        if repeated is not None:
            raise CaseError(f'"{repeated}" stands twice in one object')
        case = read_case(content, services_with_rcps)
        evaluation = evaluate(case.request, case.policies)
        told = trace_of(evaluation, case.request) if trace else {}
    except (CaseError, RecursionError) as error:
        return {"id": identifier, "error": str(error)}
    return {"id": identifier, "decision": evaluation.decision.value, **told}


def read_case(content: Mapping[str, object], services_with_rcps: frozenset[str]) -> Case:
    """Raises ``CaseError``. RCPs reach the services of ``services_with_rcps``."""
    _refuse_misspelt(content, _MEMBERS)
    identifier = content.get("id")
    if not isinstance(identifier, str):
        raise CaseError("id: must be a text")
    request = _request(_object(content.get("request"), "request"))
    caller = short_name(request.principal)
    policies = Policies(
        service_control=_levels(content, "service_control_policies", PolicyKind.SERVICE_CONTROL),
        identity=_list(content, "identity_policies", PolicyKind.IDENTITY, caller) or (),
        resource_control=_levels(content, "resource_control_policies", PolicyKind.RESOURCE_CONTROL),
        boundary=_list(content, "permission_boundary", PolicyKind.PERMISSIONS_BOUNDARY, caller),
        session=_list(content, "session_policies", PolicyKind.SESSION, caller),
        resource=_resource_policy(content.get("resource_policy"), request),
        services_with_rcps=services_with_rcps,
        endpoint=_endpoint_policy(content.get("vpc_endpoint_policy")),
    )
    return Case(identifier, request, policies)


# --- the line -----------------------------------------------------------------------------------------


def _json_of(line: bytes | str) -> tuple[dict[str, object], str | None]:
    """The line's content, and a name that stands twice in one of its objects."""
    repeated: list[str] = []

    def members(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            times = Counter(name for name, _ in pairs)
            repeated.append(next(name for name in found if times[name] > 1))
        return found

    try:
        text = line.decode() if isinstance(line, bytes) else line
        content = json.loads(text, object_pairs_hook=members, parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise CaseError("the line is not UTF-8") from None
    except RecursionError:
        raise CaseError("the line is nested too deep") from None
    except json.JSONDecodeError as error:
        raise CaseError(f"the line is not JSON: {error}") from None
    except CaseError:
        raise
    except ValueError:
        raise CaseError("the line holds a number of too many digits") from None
    if not isinstance(content, dict):
        raise CaseError("a case is an object, in braces: { … }")
    return content, repeated[0] if repeated else None


def _refuse_constant(name: str) -> NoReturn:
    raise CaseError(f"the line is not JSON: JSON knows no {name}")


def _object(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise CaseError(f"{place}: must be an object, in braces: {{ … }}")
    return value


def _text(members: Mapping[str, object], name: str, place: str) -> str:
    value = members.get(name)
    if not isinstance(value, str) or not value:
        raise CaseError(f"{place}.{name}: must be a text")
    return value


_MEMBERS = (
    "id",
    "request",
    "identity_policies",
    "permission_boundary",
    "session_policies",
    "service_control_policies",
    "resource_control_policies",
    "resource_policy",
    "vpc_endpoint_policy",
)


_OF_REQUEST = (
    "action",
    "resource",
    "resource_pattern",
    "resource_account",
    "principal",
    "principal_id",
    "canonical_user_id",
    "federated_by",
    "context",
)
_OF_LEVEL = ("target", "policies")


def _refuse_misspelt(
    members: Mapping[str, object], known: tuple[str, ...], place: str = "", *, alike: float = 0.8
) -> None:
    """A name that is nearly one of ours would be policies, or a context, left out. Other names may stand
    beside. ``alike``: how much has to be the same, 1 being everything."""
    for name in members:
        if name not in known and (near := get_close_matches(name.lower(), known, n=1, cutoff=alike)):
            raise CaseError(f"{place}{name}: unknown; did you mean {near[0]}?")


# --- the request --------------------------------------------------------------------------------------

_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9_.-]+")
_ARN = re.compile(r"arn:[a-z-]+:[a-z0-9-]+:[^:]*:[^:]*:.+", re.DOTALL)
_ACCOUNT = re.compile(r"[0-9]{12}")
_PRINCIPAL = re.compile(
    r"arn:[a-z-]+:(?:iam::(?P<iam>[0-9]{12}):(?P<kind>root|user/.+|role/.+)"
    r"|sts::(?P<sts>[0-9]{12}):(?:(?P<session>assumed-role/[^/]+/.+)|federated-user/.+))"
)
_SERVICE = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?")
_PROVIDER = re.compile(r"arn:[a-z-]+:iam::[0-9]{12}:(?:saml|oidc)-provider/.+")
_WELL_KNOWN_PROVIDERS = frozenset(
    {"accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"}
)
"""Those that need no provider of one's own. Source: IAM User Guide, "Policy elements: Principal"."""
_UNIQUE_ID = re.compile(r"A[A-Z0-9]{15,127}")
_USER = re.compile(r"arn:[a-z-]+:iam::[0-9]{12}:user/.+")
_CANONICAL_USER_ID = re.compile(r"[0-9a-f]{64}")
_TYPES = {
    "root": PrincipalType.ROOT_USER,
    "user": PrincipalType.USER,
    "role": PrincipalType.ROLE_SESSION,
}


def _request(members: Mapping[str, object]) -> Request:
    # Stricter: principal_arn may well stand beside principal.
    _refuse_misspelt(members, _OF_REQUEST, "request.", alike=0.85)
    action = _text(members, "action", "request")
    if not _ACTION.fullmatch(action):
        raise CaseError(f'request.action: "{action}" is no action; write as in s3:GetObject')
    resource = _resource(members)
    owner = members.get("resource_account")
    if owner is not None and not (isinstance(owner, str) and _ACCOUNT.fullmatch(owner)):
        raise CaseError("request.resource_account: must be twelve digits, or null for the caller's own")
    principal = replace(
        principal_of(_text(members, "principal", "request")),
        unique_id=_identifier(members, "principal_id", _UNIQUE_ID, "AIDA… of a user, AROA… of a role"),
        canonical_user_id=_identifier(members, "canonical_user_id", _CANONICAL_USER_ID, "64 digits 0 to f"),
        federated_by=_identifier(members, "federated_by", _USER, "the ARN of a user"),
    )
    return Request(principal, action, resource, _context(members.get("context")), owner)


def _resource(members: Mapping[str, object]) -> str | ResourcePattern:
    """A text in which nothing is a wildcard; or, by a name of its own, a pattern."""
    if (pattern := members.get("resource_pattern")) is not None:
        if members.get("resource") is not None:
            raise CaseError("request.resource_pattern: write this or resource, not both")
        if not isinstance(pattern, str) or len(pattern) > LONGEST_ARN or not _ARN.fullmatch(pattern):
            form = f"an ARN of at most {LONGEST_ARN} characters, in which * and ? are wildcards"
            raise CaseError(f"request.resource_pattern: must be {form}")
        return ResourcePattern(pattern)
    resource = _text(members, "resource", "request")
    if resource != "*" and not _ARN.fullmatch(resource):
        raise CaseError(f'request.resource: "{resource}" is neither an ARN nor *')
    return resource


def _identifier(members: Mapping[str, object], name: str, form: re.Pattern[str], wanted: str) -> str | None:
    value = members.get(name)
    if value is not None and not (isinstance(value, str) and form.fullmatch(value)):
        raise CaseError(f"request.{name}: must be {wanted}, or null")
    return value


def principal_of(arn: str) -> Principal:
    """The caller whom a case names. Raises ``CaseError``.

    A user, the root user, a role session, a federated session; a role, for a session of it that no
    policy names; a service as in ``cloudtrail.amazonaws.com``; ``*`` for an anonymous caller; the provider
    that somebody signs in through.
    """
    if arn == "*":
        return Principal(arn, "", PrincipalType.ANONYMOUS)
    if arn in _WELL_KNOWN_PROVIDERS or _PROVIDER.fullmatch(arn):
        return Principal(arn, "", PrincipalType.FEDERATED_IDENTITY)
    if _SERVICE.fullmatch(arn):
        return Principal(arn, "", PrincipalType.SERVICE)
    found = _PRINCIPAL.fullmatch(arn)
    if found is None:
        forms = "the ARN of a user, role session, federated session, role or root user, a service, a provider"
        raise CaseError(f'request.principal: "{arn}" is no principal; write {forms}, or *')
    if found["iam"]:
        return Principal(arn, found["iam"], _TYPES[found["kind"].partition("/")[0]])
    kind = PrincipalType.ROLE_SESSION if found["session"] else PrincipalType.FEDERATED_USER
    return Principal(arn, found["sts"], kind)


def _context(value: object) -> Context:
    values: dict[str, ContextValue] = {}
    for key, said in _object({} if value is None else value, "request.context").items():
        if key.lower() in values:
            raise CaseError(f"request.context.{key}: stands here twice; the case of a key does not matter")
        values[key.lower()] = _context_value(said, f"request.context.{key}")
    return Context(values)


def _context_value(value: object, place: str) -> ContextValue:
    if isinstance(value, list):
        return tuple([_single_value(item, place) for item in value])
    return _single_value(value, place)


def _single_value(value: object, place: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    raise CaseError(f"{place}: must be a text or a list of texts")


# --- the policies -------------------------------------------------------------------------------------


def _list(
    members: Mapping[str, object], name: str, kind: PolicyKind, attached_to: str, place: str = ""
) -> tuple[AttachedPolicy, ...] | None:
    value = members.get(name)
    if value is None:
        return None
    if not isinstance(value, list):
        raise CaseError(f"{place}{name}: must be a list of policies")
    return tuple(
        [_policy(item, kind, attached_to, f"{place}{name}[{index}]") for index, item in enumerate(value)]
    )


def _levels(members: Mapping[str, object], name: str, kind: PolicyKind) -> tuple[Level, ...] | Exemption:
    value = members.get(name)
    if value is None:
        return Exemption.NOT_SUBJECT
    if not isinstance(value, list):
        raise CaseError(f"{name}: must be a list of levels, the root first")
    return tuple([_level(item, kind, f"{name}[{index}]") for index, item in enumerate(value)])


def _level(value: object, kind: PolicyKind, place: str) -> Level:
    members = _object(value, place)
    _refuse_misspelt(members, _OF_LEVEL, f"{place}.", alike=0.7)
    target = _text(members, "target", place)
    return Level(target, target, _list(members, "policies", kind, target, f"{place}.") or ())


def _policy(value: object, kind: PolicyKind, attached_to: str, place: str) -> AttachedPolicy:
    members = _object(value, place)
    name = _text(members, "name", place)
    content = members.get("document")
    # The text is what documents are known by, also those that were parsed before.
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    document = _parsed(text, kind)
    if isinstance(document, str):
        raise CaseError(f"{place}.document: {document}")
    return AttachedPolicy(name, name, attached_to, document)


@lru_cache(maxsize=DOCUMENTS_KEPT)
def _parsed(text: str, kind: PolicyKind) -> PolicyDocument | str:
    """The document, or what is wrong with it: both are worth remembering."""
    try:
        return parse_policy(text, kind)
    except PolicySyntaxError as error:
        return str(error)


def _resource_policy(value: object, request: Request) -> tuple[AttachedPolicy, ...] | None:
    """A role's policy is its trust policy. A role or a key without any policy lets nobody in."""
    decides_itself = says_yes_itself(request)
    if value is None:
        return () if decides_itself else None
    named = resource_shown(request)
    is_role = named.split(":", 5)[2:3] == ["iam"] and ":role/" in named
    kind = PolicyKind.TRUST if is_role else PolicyKind.RESOURCE
    return (_policy(value, kind, named, "resource_policy"),)


def _endpoint_policy(value: object) -> tuple[AttachedPolicy, ...] | None:
    if value is None:
        return None
    return (_policy(value, PolicyKind.VPC_ENDPOINT, ENDPOINT_NAME, "vpc_endpoint_policy"),)
