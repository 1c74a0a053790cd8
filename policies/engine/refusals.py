"""What AWS itself refuses, whatever policies say: to let anybody change what belongs to AWS.

Sources: IAM User Guide, "Managed policies and inline policies", AWS managed policies; IAM Identity
Center User Guide, "Service-linked roles", roles under ``aws-reserved``; KMS Developer Guide, "Aliases".
Read in autumn 2026. Which actions change each kind is in the Service Authorization Reference: those of
the levels Write, Permissions management and Tagging, but for ``iam:PassRole``, which changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from policies.engine.arn import ArnPattern, arn_pattern, loosened, pattern_with_gaps
from policies.engine.request import Principal, PrincipalType, Request, ResourcePattern
from policies.engine.truth import Truth


class Refusal(Enum):
    """Whose change is refused."""

    AWS_MANAGED_POLICY = "aws_managed_policy"
    AWS_RESERVED_ROLE = "aws_reserved_role"
    AWS_RESERVED_ALIAS = "aws_reserved_alias"


@dataclass(frozen=True, slots=True)
class _Protected:
    """``actions`` in lower case."""

    refusal: Refusal
    actions: frozenset[str]
    resources: ArnPattern


def refusal_of(request: Request) -> tuple[Refusal, Truth] | None:
    """Why AWS refuses the request; ``MAYBE`` where it names several resources and only some are AWS's.

    None for what AWS leaves to the policies, and for AWS's own services and service-linked roles. Where
    no resource is named, so that the request is about any, it is left to the policies, too.
    """
    of_action = _BY_ACTION.get(request.action.lower())
    if of_action is None or _is_aws_itself(request.principal):
        return None
    touched = _touches(of_action.resources, request)
    return None if touched is Truth.NO else (of_action.refusal, touched)


def _touches(resources: ArnPattern, request: Request) -> Truth:
    if isinstance(request.resource, str):
        return Truth.YES if resources.matches(request.resource) else Truth.NO
    if isinstance(request.resource, ResourcePattern):
        text = pattern_with_gaps(request.resource.text)
        if resources.matches(text):
            return Truth.YES
        return Truth.MAYBE if resources.may_match(loosened(text)) else Truth.NO
    return Truth.NO


def _is_aws_itself(principal: Principal) -> bool:
    return principal.type is PrincipalType.SERVICE or principal.is_service_linked_role


def _protected(refusal: Refusal, resources: str, service: str, *names: str) -> _Protected:
    pattern = arn_pattern((resources,))
    assert pattern is not None
    return _Protected(refusal, frozenset(f"{service}:{name}".lower() for name in names), pattern)


PROTECTED = (
    _protected(
        Refusal.AWS_MANAGED_POLICY,
        "arn:*:iam::aws:policy/*",
        "iam",
        "CreatePolicy",
        "CreatePolicyVersion",
        "DeletePolicy",
        "DeletePolicyVersion",
        "SetDefaultPolicyVersion",
        "TagPolicy",
        "UntagPolicy",
    ),
    _protected(
        Refusal.AWS_RESERVED_ROLE,
        "arn:*:iam::*:role/aws-reserved/*",
        "iam",
        "AttachRolePolicy",
        "CreateRole",
        "CreateServiceLinkedRole",
        "DeleteRole",
        "DeleteRolePermissionsBoundary",
        "DeleteRolePolicy",
        "DeleteServiceLinkedRole",
        "DetachRolePolicy",
        "PutRolePermissionsBoundary",
        "PutRolePolicy",
        "TagRole",
        "UntagRole",
        "UpdateAssumeRolePolicy",
        "UpdateRole",
        "UpdateRoleDescription",
    ),
    _protected(
        Refusal.AWS_RESERVED_ALIAS,
        "arn:*:kms:*:*:alias/aws/*",
        "kms",
        "CreateAlias",
        "DeleteAlias",
        "UpdateAlias",
    ),
)
_BY_ACTION = {action: protected for protected in PROTECTED for action in protected.actions}
