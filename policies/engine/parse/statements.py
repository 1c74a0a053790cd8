"""One statement and its elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from policies.engine.document import Effect, PolicyKind, Statement, Template
from policies.engine.faults import FaultCode
from policies.engine.json_reader import Json, Path
from policies.engine.parse.actions import action_of, resource_of
from policies.engine.parse.collector import Collector
from policies.engine.parse.conditions import conditions_of
from policies.engine.parse.kinds import KEPT_IN_IAM, WHY_NO_RESOURCE
from policies.engine.parse.principals import principals_of

_ELEMENTS = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)
_SID = re.compile(r"[A-Za-z0-9]*")

Element = TypeVar("Element")


def statement_of(value: dict[str, Json], path: Path, index: int, collector: Collector) -> Statement:
    members = collector.members(value, path, _ELEMENTS)
    effect = _effect(members, path, collector)
    if collector.kind is PolicyKind.RESOURCE_CONTROL and not _allows_everything(members):
        _only_denies(members, path, effect, collector)
    principals, excludes_principals = principals_of(members, path, effect, collector)
    actions, excludes_actions = _one_of_two(members, path, "Action", action_of, collector)
    resources: tuple[Template, ...] = ()
    excludes_resources = False
    if why := WHY_NO_RESOURCE.get(collector.kind):
        names = ("Resource", "NotResource")
        collector.prohibit(members, path, names, FaultCode.PROHIBITED_ELEMENT, why)
    else:
        resources, excludes_resources = _one_of_two(members, path, "Resource", resource_of, collector)
    return Statement(
        index=index,
        pointer="/" + "/".join(map(str, path)),
        sid=_sid(members, path, collector),
        effect=effect,
        actions=actions,
        excludes_actions=excludes_actions,
        resources=resources,
        excludes_resources=excludes_resources,
        principals=principals,
        excludes_principals=excludes_principals,
        conditions=tuple(conditions_of(members.get("Condition", {}), (*path, "Condition"), collector)),
    )


def _only_denies(members: Mapping[str, Json], path: Path, effect: Effect, collector: Collector) -> None:
    """What an RCP may not have, unless it is RCPFullAWSAccess. Source: "RCP syntax"."""
    if effect is Effect.ALLOW:
        why = 'must be "Deny": an RCP only denies; RCPFullAWSAccess, on every level, allows'
        collector.fault((*path, "Effect"), FaultCode.RCP_ALLOWS, why)
    why = "an RCP takes only Action; name what is denied"
    collector.prohibit(members, path, ("NotAction",), FaultCode.PROHIBITED_ELEMENT, why)
    actions = members.get("Action")
    if any(each in ("*", "*:*") for each in (actions if isinstance(actions, list) else [actions])):
        why = "an RCP names the service of each action, as in s3:*"
        collector.fault((*path, "Action"), FaultCode.RCP_EVERY_ACTION, why)


def _allows_everything(members: Mapping[str, Json]) -> bool:
    """Whether the statement is that of RCPFullAWSAccess."""
    wanted = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    said = {name: value for name, value in members.items() if name != "Sid"}
    return said in (wanted, {**wanted, "Action": ["*"], "Resource": ["*"]})


def _sid(members: Mapping[str, Json], path: Path, collector: Collector) -> str | None:
    sid = collector.text_of(members, path, "Sid")
    if not sid:
        return None
    if sid in collector.sids:
        message = f'an earlier statement has the Sid "{sid}"; each needs its own'
        collector.fault((*path, "Sid"), FaultCode.DUPLICATE_SID, message)
    collector.sids.add(sid)
    if collector.kind in KEPT_IN_IAM and not _SID.fullmatch(sid):
        message = "IAM takes only the letters A to Z, a to z and digits in a Sid"
        collector.fault((*path, "Sid"), FaultCode.INVALID_SID, message)
    return sid


def _effect(members: Mapping[str, Json], path: Path, collector: Collector) -> Effect:
    value = members.get("Effect")
    if value in ("Allow", "Deny"):
        return Effect(value)
    if "Effect" in members:
        message = f'must be "Allow" or "Deny"{collector.meant(value, ("Allow", "Deny"))}'
        collector.fault((*path, "Effect"), FaultCode.INVALID_EFFECT, message)
    else:
        message = 'Effect is missing; write "Effect": "Allow" or "Effect": "Deny"'
        collector.fault(path, FaultCode.MISSING_ELEMENT, message)
    return Effect.DENY


def _one_of_two(
    members: Mapping[str, Json],
    path: Path,
    name: str,
    element: Callable[[str, Path, Collector], Element],
    collector: Collector,
) -> tuple[tuple[Element, ...], bool]:
    """The elements of ``name`` or ``Not…name``, whichever stands there, and whether it was the latter."""
    opposite = f"Not{name}"
    if name in members and opposite in members:
        message = f"a statement has {name} or {opposite}, not both"
        collector.fault((*path, opposite), FaultCode.CONFLICTING_ELEMENTS, message, on_key=True)
    if name not in members and opposite not in members:
        message = f"{name} is missing; write what the statement is about in {name} or {opposite}"
        collector.fault(path, FaultCode.MISSING_ELEMENT, message)
        return (), False
    chosen = name if name in members else opposite
    texts = collector.texts(members[chosen], (*path, chosen))
    return tuple(element(text, where, collector) for text, where in texts), chosen == opposite
