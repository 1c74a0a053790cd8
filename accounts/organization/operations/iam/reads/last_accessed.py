"""What was used, and when. Source: IAM User Guide, "Refine permissions using last accessed information"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.organization.errors import iam as errors
from accounts.organization.operations.outcome import timestamp
from accounts.organization.state import AccessKey, Organization


@dataclass(frozen=True, slots=True)
class Access:
    """One request that AWS authenticated: ``arn`` is whose, ``service`` its prefix, as in ``iam``."""

    arn: str
    service: str
    region: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """An operation of the log: its key in ``OPERATIONS``, what AWS answered, and when."""

    operation: str
    response: Mapping[str, object]
    time: datetime


def accesses_of(calls: Iterable[Call]) -> tuple[Access, ...]:
    """The requests of which the log knows whose they were: those that are signed with an access key."""
    return tuple(
        Access(str(call.response["Arn"]), "sts", "us-east-1", call.time)
        for call in calls
        if call.operation == "sts.get_caller_identity"
    )


def service_last_accessed(
    granted: Mapping[str, str], accesses: Iterable[Access]
) -> tuple[Mapping[str, object], ...]:
    """``ServicesLastAccessed`` of somebody who may use the services ``granted``: their names by prefix.

    A service that nobody used has no time: a candidate for taking away. What is used and no longer granted is
    not listed, as AWS does not list it.
    """
    by_service: dict[str, list[Access]] = {prefix: [] for prefix in granted}
    for access in accesses:
        if access.service in by_service:
            by_service[access.service].append(access)
    return tuple(_line(prefix, name, by_service[prefix]) for prefix, name in sorted(granted.items()))


def _line(prefix: str, name: str, accesses: list[Access]) -> dict[str, object]:
    line: dict[str, object] = {"ServiceName": name, "ServiceNamespace": prefix}
    if accesses:
        latest = max(accesses, key=lambda access: access.time)
        line |= {
            "LastAuthenticated": timestamp(latest.time),
            "LastAuthenticatedEntity": latest.arn,
            "LastAuthenticatedRegion": latest.region,
        }
    return line | {"TotalAuthenticatedEntities": len({access.arn for access in accesses})}


def get_access_key_last_used(organization: Organization, access_key_id: str) -> Mapping[str, object]:
    """Whose key it is, and its last use: ``N/A`` for a key that never was. Raises ``AccessDenied``.

    AWS does not tell of a key that is not there either, so that nobody learns which are.
    """
    for account in organization.accounts.values():
        for user in account.users.values():
            if access_key_id in user.access_keys:
                return {"UserName": user.name, "AccessKeyLastUsed": _used(user.access_keys[access_key_id])}
    raise errors.AccessDenied(f"No user in the organization has the access key {access_key_id}.")


def _used(key: AccessKey) -> dict[str, str]:
    used = key.last_used
    if used is None:
        return {"ServiceName": "N/A", "Region": "N/A"}
    return {"LastUsedDate": timestamp(used.time), "ServiceName": used.service, "Region": used.region}
