"""Who is meant by the ``Principal`` and ``NotPrincipal`` of a resource's policy.

ARNs are compared whole: no part of a principal takes wildcards.
``Federated`` and ``CanonicalUser`` name nobody here, nor does the unique id of a user or role: who signs
in through a provider, and who has which id, is not simulated.
Source: IAM User Guide, "Policy elements: Principal" and "Policy elements: NotPrincipal".
"""

from __future__ import annotations

from collections.abc import Iterable

from policies.engine.decision import Grant
from policies.engine.document import Effect, PrincipalPattern, Statement
from policies.engine.request import Principal, PrincipalType

EVERYBODY = "*"


def grant_of(statement: Statement, principal: Principal, *, has_boundary: bool) -> Grant:
    """As whom the statement means the caller, at best; ``NOBODY`` when it is about others.

    A NotPrincipal means everybody it does not spare, and it spares nobody with a permissions boundary.
    """
    patterns = statement.principals or ()
    if statement.excludes_principals:
        return Grant.NOBODY if not has_boundary and _spares(patterns, principal) else Grant.DIRECT
    if principal.type is PrincipalType.SERVICE and statement.effect is Effect.ALLOW:
        # A service gets in by its name only; but what is denied to everybody is denied to services, too.
        patterns = tuple(pattern for pattern in patterns if pattern.kind == "Service")
    return max((_grant(pattern, principal) for pattern in patterns), default=Grant.NOBODY)


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
    PrincipalType.ANONYMOUS: {Grant.DIRECT},
}


def _grant(pattern: PrincipalPattern, principal: Principal) -> Grant:
    if _is_everybody(pattern):
        return Grant.DIRECT
    if pattern.kind == "Service":
        is_it = principal.type is PrincipalType.SERVICE and pattern.value == principal.arn
        return Grant.DIRECT if is_it else Grant.NOBODY
    if pattern.kind != "AWS" or not principal.type.is_of_an_account:
        return Grant.NOBODY
    if pattern.value in (principal.account_id, _root_of(principal)):
        return Grant.ACCOUNT
    if principal.type is PrincipalType.ROLE_SESSION and _is_role_of(principal, pattern.value):
        return Grant.ROLE
    if pattern.value == principal.arn:
        return Grant.DIRECT
    return Grant.ROLE if pattern.value == principal.federated_by else Grant.NOBODY


def _is_role_of(session: Principal, arn: str) -> bool:
    """A session's ARN has the name of its role but not the path, so any path will do."""
    _, partition, _, _, account_id, resource = session.arn.split(":", 5)
    kind, _, path = resource.partition("/")
    name = path.partition("/")[0] if kind == "assumed-role" else path.rpartition("/")[2]
    return arn.startswith(f"arn:{partition}:iam::{account_id}:role/") and arn.rpartition("/")[2] == name


def _root_of(principal: Principal) -> str:
    return f"arn:{principal.arn.split(':', 2)[1]}:iam::{principal.account_id}:root"


def _is_everybody(pattern: PrincipalPattern) -> bool:
    return pattern.value == EVERYBODY and pattern.kind in (EVERYBODY, "AWS")
