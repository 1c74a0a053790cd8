"""Principal and NotPrincipal. Source: IAM User Guide, "Policy elements: Principal", "NotPrincipal"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from policies.engine.document import Effect, PolicyKind, PrincipalPattern
from policies.engine.faults import FaultCode
from policies.engine.json_reader import Json, Path
from policies.engine.parse.collector import Collector
from policies.engine.parse.kinds import WHY_NO_PRINCIPAL

_KINDS = ("AWS", "Service", "Federated", "CanonicalUser")
_AWS = re.compile(
    r"\*|[0-9]{12}|A[A-Z0-9]{15,127}"
    r"|arn:[a-z-]+:iam::[0-9]{12}:(root|(user|role)/[^*?]+)"
    r"|arn:[a-z-]+:sts::[0-9]{12}:(assumed-role|federated-user|self)(/[^*?]+)?"
)


def principals_of(
    members: Mapping[str, Json], path: Path, effect: Effect, collector: Collector
) -> tuple[tuple[PrincipalPattern, ...] | None, bool]:
    """The principals, None where the kind has none, and whether they stand in NotPrincipal."""
    if why := WHY_NO_PRINCIPAL.get(collector.kind):
        names = ("Principal", "NotPrincipal")
        collector.prohibit(members, path, names, FaultCode.PROHIBITED_ELEMENT, why)
        return None, False
    if "Principal" not in members and "NotPrincipal" not in members:
        example = '"Principal": {"AWS": "arn:aws:iam::111111111111:root"}'
        message = f"Principal is missing; write who is meant, as in {example}"
        collector.fault(path, FaultCode.MISSING_ELEMENT, message)
        return None, False
    excludes = "Principal" not in members
    if collector.kind is PolicyKind.RESOURCE_CONTROL:
        _everybody(members, path, collector)
    elif "NotPrincipal" in members:
        _check_not_principal((*path, "NotPrincipal"), effect, collector, beside_principal=not excludes)
    name = "NotPrincipal" if excludes else "Principal"
    return tuple(_entries(members[name], (*path, name), collector)), excludes


def _everybody(members: Mapping[str, Json], path: Path, collector: Collector) -> None:
    why = 'must be "*": an RCP is about everybody; to spare somebody, use a condition'
    here = f"here stands Principal, and it {why}"
    collector.prohibit(members, path, ("NotPrincipal",), FaultCode.PROHIBITED_ELEMENT, here)
    if members.get("Principal", "*") != "*":
        collector.fault((*path, "Principal"), FaultCode.RCP_PRINCIPAL, why)


def _check_not_principal(path: Path, effect: Effect, collector: Collector, *, beside_principal: bool) -> None:
    if collector.kind is PolicyKind.TRUST:
        why = "a trust policy takes only Principal"
        collector.fault(path, FaultCode.PROHIBITED_ELEMENT, why, on_key=True)
    elif beside_principal:
        why = "a statement has Principal or NotPrincipal, not both"
        collector.fault(path, FaultCode.CONFLICTING_ELEMENTS, why, on_key=True)
    elif effect is Effect.ALLOW:
        why = "stands only with Deny; with Allow, name whom you mean in Principal"
        collector.fault(path, FaultCode.NOT_PRINCIPAL_ALLOWS, why, on_key=True)


def _entries(value: Json, path: Path, collector: Collector) -> Iterator[PrincipalPattern]:
    if value == "*":
        yield PrincipalPattern("*", "*")
    elif not isinstance(value, dict) or not value:
        message = 'must be "*" or an object that says which kind, as in {"AWS": "111111111111"}'
        collector.fault(path, FaultCode.WRONG_SHAPE, message)
    else:
        for kind, entries in collector.members(value, path, _KINDS).items():
            for text, where in collector.texts(entries, (*path, kind)):
                _check(kind, text, where, collector)
                yield PrincipalPattern(kind, text)


def _check(kind: str, source: str, path: Path, collector: Collector) -> None:
    if kind == "AWS" and not _AWS.fullmatch(source):
        if ":group/" in source:
            message = "a group is no principal; name its users, or a role"
            collector.fault(path, FaultCode.GROUP_AS_PRINCIPAL, message)
        else:
            forms = "* alone, twelve digits, or the whole ARN of an account, user or role, without wildcards"
            message = f'"{source}" names no principal; write {forms}'
            collector.fault(path, FaultCode.INVALID_PRINCIPAL, message)
    elif kind == "Service" and "*" in source:
        message = "name the service, as in ec2.amazonaws.com; no wildcard stands for all"
        collector.fault(path, FaultCode.INVALID_PRINCIPAL, message)
