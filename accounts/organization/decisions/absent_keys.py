"""The condition keys that a request cannot have, whoever is asked about it.

What the documentation says of each kind of caller stands in the catalogue's table. On top of it comes
what the simulator takes for granted: a caller asks by itself, with credentials of its own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from policies.catalogue import GlobalKey, Presence, Property, global_condition_keys
from policies.catalogue.global_keys import FEDERATED
from policies.engine.document import Effect, PolicyDocument
from policies.engine.request import PrincipalType

IN_REQUESTS_ON_BEHALF: Final = frozenset(
    {
        "aws:calledvia",
        "aws:calledviaawsmcp",
        "aws:calledviafirst",
        "aws:calledvialast",
        "aws:ismcpserviceaction",
    }
)
"""Keys of requests that a service or an MCP server makes for somebody: here everybody asks in person."""

OF_ASSUME_ROOT: Final = frozenset({"aws:assumedroot"})
"""The root user who is asked about has signed in; it is no session that ``sts:AssumeRoot`` gave away."""

WITH_TEMPORARY_CREDENTIALS: Final = frozenset({"aws:signinsessionarn", "aws:tokenissuetime"})
"""Keys that no request has which a long-term access key signed."""

_PEOPLE: Final = (PrincipalType.ROOT_USER, PrincipalType.USER, PrincipalType.ROLE_SESSION)
_TRUSTS_KEPT: Final = 4096


def _keys() -> dict[str, GlobalKey]:
    """By name in lower case, without those that go on with the name of a tag."""
    return {name: key for name, key in global_condition_keys().items() if not name.endswith("/")}


@lru_cache(maxsize=len(PrincipalType))
def never_in_requests_of(caller: PrincipalType) -> frozenset[str]:
    never = {name for name, key in _keys().items() if key.presence(caller) is Presence.NEVER}
    return IN_REQUESTS_ON_BEHALF | OF_ASSUME_ROOT | never


@lru_cache(maxsize=1)
def never_in_requests_of_people() -> frozenset[str]:
    """In none of a user, a role session or a root user."""
    return frozenset.intersection(*map(never_in_requests_of, _PEOPLE))


@lru_cache(maxsize=1)
def through_a_vpc_endpoint() -> frozenset[str]:
    """What a request has that goes through a VPC endpoint, where it has no ``aws:SourceIp``."""
    network = {name for name, key in _keys().items() if key.property is Property.NETWORK}
    return frozenset(network - {"aws:sourceip"})


def never_in_sessions_under(trust: PolicyDocument) -> frozenset[str]:
    """What no session of a role has that lets in neither the service nor the provider it comes from."""
    trusted = {
        FEDERATED if pattern.kind in (FEDERATED, "*") else pattern.value
        for statement in trust.statements
        if statement.effect is Effect.ALLOW
        for pattern in statement.principals or ()
    }
    wanted = {name: key.role_assumed_by for name, key in _keys().items()}
    return frozenset(name for name, by in wanted.items() if by is not None and by not in trusted)


@lru_cache(maxsize=_TRUSTS_KEPT)
def absent_from_requests_of(
    caller: PrincipalType, trust: PolicyDocument | None, *, has_access_key: bool
) -> frozenset[str]:
    """``trust`` is the trust policy of a role session's role; ``has_access_key``: a long-term one signed,
    which is never so in a session."""
    absent = never_in_requests_of(caller)
    if trust is not None:
        return absent | never_in_sessions_under(trust)
    return absent | WITH_TEMPORARY_CREDENTIALS if has_access_key else absent


@lru_cache(maxsize=1)
def varying_from_caller_to_caller() -> frozenset[str]:
    """Those that one caller of an organization cannot have, and another can."""
    never_in_some = frozenset.union(*map(never_in_requests_of, _PEOPLE))
    return (never_in_some - never_in_requests_of_people()) | WITH_TEMPORARY_CREDENTIALS
