"""Who is meant by the ``Principal`` and ``NotPrincipal`` of a resource's policy.

ARNs are compared whole: no part of a principal takes wildcards. The unique id of a user or role is what
AWS keeps for its ARN, and shows once there is no such user or role: it names that one alone, and none
that was made anew under the same name.
Source: IAM User Guide, "Policy elements: Principal" and "Policy elements: NotPrincipal".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from policies.engine.decision import Grant
from policies.engine.document import Effect, PrincipalPattern, Statement
from policies.engine.request import Principal, PrincipalType

EVERYBODY = "*"


def grant_of(
    statement: Statement, principal: Principal, *, has_boundary: bool, only_limits: bool = False
) -> Grant:
    """As whom the statement means the caller, at best; ``NOBODY`` when it is about others.

    A NotPrincipal means everybody it does not spare, and it spares nobody with a permissions boundary.
    ``only_limits``: the policy grants nothing, as that of a VPC endpoint.
    """
    patterns = statement.principals or ()
    if statement.excludes_principals:
        return Grant.NOBODY if not has_boundary and _spares(patterns, principal) else Grant.DIRECT
    is_granting = statement.effect is Effect.ALLOW and not only_limits
    if is_granting and principal.type is PrincipalType.SERVICE:
        # A service gets in by its name only; but what is denied to everybody is denied to services, too.
        patterns = tuple(pattern for pattern in patterns if pattern.kind == "Service")
    return max((_grant(pattern, principal) for pattern in patterns), default=Grant.NOBODY)


def is_named(statement: Statement, principal: Principal) -> bool:
    """Whether the element names the caller, or everybody, be it Principal or NotPrincipal."""
    return any(_grant(pattern, principal) is not Grant.NOBODY for pattern in statement.principals or ())


def is_spared(statement: Statement, principal: Principal) -> bool:
    """Whether a NotPrincipal names the caller well enough to spare it, unless it has a boundary."""
    return _spares(statement.principals or (), principal)


def is_unique_id(pattern: PrincipalPattern) -> bool:
    """``AIDA…`` or ``AROA…``: AWS shows it when the user or role that was meant is deleted."""
    return pattern.kind == "AWS" and pattern.value[:1] == "A"


def _spares(patterns: Iterable[PrincipalPattern], principal: Principal) -> bool:
    """Only who is named with the whole chain: a user with its account, a session with role and account."""
    named = {_grant(pattern, principal) for pattern in patterns}
    return any(map(_is_everybody, patterns)) or named >= _CHAINS[principal.type]


_CHAINS = {
    PrincipalType.ROOT_USER: {Grant.ACCOUNT},
    PrincipalType.USER: {Grant.DIRECT, Grant.ACCOUNT},
    PrincipalType.ROLE_SESSION: {Grant.DIRECT, Grant.ROLE, Grant.ACCOUNT},
    PrincipalType.FEDERATED_USER: {Grant.DIRECT, Grant.ACCOUNT},
    PrincipalType.SERVICE: {Grant.DIRECT},
    PrincipalType.FEDERATED_IDENTITY: {Grant.DIRECT},
    PrincipalType.ANONYMOUS: {Grant.DIRECT},
}


def _grant(pattern: PrincipalPattern, principal: Principal) -> Grant:
    if _is_everybody(pattern):
        return Grant.DIRECT
    return _GRANT_BY_KIND[pattern.kind](pattern.value, principal)


def _grant_to_service(name: str, principal: Principal) -> Grant:
    is_it = principal.type is PrincipalType.SERVICE and name == principal.arn
    return Grant.DIRECT if is_it else Grant.NOBODY


def _grant_to_federated(provider: str, principal: Principal) -> Grant:
    is_it = principal.type is PrincipalType.FEDERATED_IDENTITY and provider == principal.arn
    return Grant.DIRECT if is_it else Grant.NOBODY


def _grant_to_canonical_user(identifier: str, principal: Principal) -> Grant:
    """S3's older name of an account. Source: S3 User Guide, "Principals for bucket policies"."""
    return Grant.ACCOUNT if identifier == principal.canonical_user_id else Grant.NOBODY


def _grant_to_aws(named: str, principal: Principal) -> Grant:
    if not principal.type.is_of_an_account:
        return Grant.NOBODY
    if named in (principal.account_id, _root_of(principal)):
        return Grant.ACCOUNT
    if principal.type is PrincipalType.ROLE_SESSION and _is_role_of(principal, named):
        return Grant.ROLE
    if named == principal.arn:
        return Grant.DIRECT
    if named == principal.unique_id:
        return Grant.DIRECT if principal.type is PrincipalType.USER else Grant.ROLE
    return Grant.ROLE if named == principal.federated_by else Grant.NOBODY


_GRANT_BY_KIND: Mapping[str, Callable[[str, Principal], Grant]] = {
    "AWS": _grant_to_aws,
    "Service": _grant_to_service,
    "Federated": _grant_to_federated,
    "CanonicalUser": _grant_to_canonical_user,
}


def _is_role_of(session: Principal, arn: str) -> bool:
    """A session's ARN has the name of its role but not the path, so any path will do."""
    _, partition, _, _, account_id, resource = session.arn.split(":", 5)
    kind, _, path = resource.partition("/")
    if kind == "role":
        return arn == session.arn
    role = path.partition("/")[0]
    return arn.startswith(f"arn:{partition}:iam::{account_id}:role/") and arn.rpartition("/")[2] == role


def _root_of(principal: Principal) -> str:
    return f"arn:{principal.arn.split(':', 2)[1]}:iam::{principal.account_id}:root"


def _is_everybody(pattern: PrincipalPattern) -> bool:
    return pattern.value == EVERYBODY and pattern.kind in (EVERYBODY, "AWS")
