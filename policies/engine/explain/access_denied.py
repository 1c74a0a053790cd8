"""The text of AWS's ``AccessDenied``.

Source: IAM User Guide, "Troubleshoot access denied error messages".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.engine.arn import SEGMENTS
from policies.engine.decision import Decision, Evaluation, GateKind
from policies.engine.matching import EVERYTHING
from policies.engine.request import REQUESTED_REGION, PrincipalType, Request, ResourcePattern

_POLICY_TYPES = {
    GateKind.SERVICE_CONTROL: "a service control policy",
    GateKind.RESOURCE_CONTROL: "a resource control policy",
    GateKind.VPC_ENDPOINT: "a VPC endpoint policy",
    GateKind.PERMISSIONS_BOUNDARY: "a permissions boundary",
    GateKind.SESSION: "a session policy",
    GateKind.IDENTITY: "an identity-based policy",
    GateKind.RESOURCE: "a resource-based policy",
}
_PLACEHOLDER = re.compile(r"\$\{([^}]*)\}")


def access_denied_message(evaluation: Evaluation, request: Request) -> str | None:
    """What AWS would print; None when the request is allowed or it depends.

    AWS names only the type of the policy that decided, and none when no policy did or who asks is not
    known to it yet; the gates tell the rest.
    """
    if evaluation.decision not in (Decision.EXPLICITLY_DENIED, Decision.IMPLICITLY_DENIED):
        return None
    if request.principal.type is PrincipalType.FEDERATED_IDENTITY:
        return f"Not authorized to perform {request.action}"
    denied = (
        f"User: {_caller(request)} is not authorized to perform: {request.action} "
        f"on resource: {resource_shown(request)}"
    )
    if evaluation.rule.gate is GateKind.AWS:
        return denied
    article_and_type = _policy_type(evaluation.rule.gate, request)
    if evaluation.decision is Decision.EXPLICITLY_DENIED:
        return f"{denied} with an explicit deny in {article_and_type}"
    _, _, policy_type = article_and_type.partition(" ")
    return f"{denied} because no {policy_type} allows the {request.action} action"


def _caller(request: Request) -> str:
    return "anonymous" if request.principal.type is PrincipalType.ANONYMOUS else request.principal.arn


def _policy_type(gate: GateKind, request: Request) -> str:
    if gate is GateKind.RESOURCE and request.action.lower().startswith("sts:"):
        return "a role trust policy"
    return _POLICY_TYPES[gate]


def resource_shown(request: Request) -> str:
    """The resource that the request names; where it names none, the action's format with what is
    known."""
    if isinstance(request.resource, str):
        return request.resource
    if isinstance(request.resource, ResourcePattern):
        return request.resource.text
    region = request.context.get(REQUESTED_REGION)
    known = {
        "Partition": "aws",
        "Account": request.principal.account_id,
        "Region": region if isinstance(region, str) else "*",
    }
    chosen = _format_of(request.action, request.resource.formats)
    return _PLACEHOLDER.sub(lambda found: known.get(found[1], "*"), chosen)


def _format_of(action: str, formats: Sequence[str]) -> str:
    """The format of the resource that the action is named after, as an instance is for RunInstances;
    of several the shortest, as an object in its bucket comes before one at an access point."""
    name = action.partition(":")[2].lower()

    def preference(arn_format: str) -> tuple[int, int]:
        named = [len(word) for word in _words(arn_format) if word in name]
        return -max(named, default=0), len(arn_format)

    return min((each for each in formats if each != EVERYTHING), key=preference, default=EVERYTHING)


def _words(arn_format: str) -> Iterator[str]:
    """What the last segment is about: ``instance`` for ``instance/${InstanceId}``, without the ending
    that a plural changes."""
    resource = arn_format.split(":", SEGMENTS - 1)[-1]
    for piece in re.split(r"[:/${}]+", resource):
        word = re.sub(r"(Id|Name|Arn)$|[^A-Za-z]", "", piece).lower()
        if word:
            yield word.removesuffix("y")
