"""A management policy under review in the editor: its faults, what it says, what of it is ignored."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.organization.management_policies import EVERY_OPERATOR, Operator, effective, parse_settings
from accounts.organization.management_policies.parts import Fate, Part
from accounts.organization.state import Organization, PolicyId, PolicyType, TargetId
from policies.engine.faults import PolicySyntaxError
from policies.engine.quotas import SizeQuota
from policies.review import Finding, Review, Severity

MOST = 50
"""More findings than this are not told."""
MOST_IGNORED = 8
MOST_VALUES = 6
LONGEST = 80

_VERBS = {
    Operator.ASSIGN: "Sets {} to {}.",
    Operator.APPEND: "Adds to {}: {}.",
    Operator.REMOVE: "Removes from {}: {}.",
}


def review(text: str, policy_type: PolicyType, quota: SizeQuota) -> Review:
    size = quota.size((text,))
    too_long = size - quota.characters
    findings: list[Finding] = []
    if too_long > 0:
        title = f"{too_long:,} characters too long: AWS takes at most {quota.characters:,}"
        findings.append(Finding("too-long", Severity.ERROR, title, "White space counts."))
        return Review(None, size, tuple(findings), is_refused=True)
    try:
        parse_settings(text, policy_type)
    except PolicySyntaxError as error:
        for fault in error.faults[:MOST]:
            where = {"path": fault.path, "line": fault.line, "column": fault.column}
            findings.append(Finding(fault.code.value, Severity.ERROR, fault.message, **where))
    return Review(None, size, tuple(findings), is_refused=bool(findings))


def sentences(text: str, policy_type: PolicyType) -> tuple[str, ...]:
    """What a text without faults says, setting by setting."""
    return tuple(_sentences(text, policy_type))


def _sentences(text: str, policy_type: PolicyType) -> Iterator[str]:
    for node in parse_settings(text, policy_type).nodes:
        where = f"`{'.'.join(node.path)}`"
        for operator, value in node.operations:
            yield _VERBS[operator].format(where, _said(value))
        if node.allowed_below is not None:
            yield f"Levels below {may(node.allowed_below)} at {where}."


def may(allowed: frozenset[Operator]) -> str:
    """What levels below may do, to go on after "levels below"."""
    if not allowed:
        return "may change nothing"
    if allowed == EVERY_OPERATOR:
        return "may change everything"
    words = {Operator.ASSIGN: "assign", Operator.APPEND: "append", Operator.REMOVE: "remove"}
    return f"may only {' and '.join(words[each] for each in Operator if each in allowed)}"


def _said(value: object) -> str:
    if not isinstance(value, tuple):
        return f"`{str(value)[:LONGEST]}`"
    shown = ", ".join(f"`{str(each)[:LONGEST]}`" for each in value[:MOST_VALUES])
    more = len(value) - MOST_VALUES
    return f"{shown} and {more} more" if more > 0 else shown or "nothing"


def ignored(
    organization: Organization, policy_type: PolicyType, policy_id: PolicyId, targets: tuple[TargetId, ...]
) -> Iterator[Finding]:
    """What the policy writes in vain where it is attached. AWS takes it without a word."""
    told = 0
    for target in targets:
        found = effective(organization, policy_type, target)
        for part in found.ignored if found else ():
            if part.source.policy_id != policy_id or part.source.target_id != target:
                continue
            told += 1
            if told > MOST_IGNORED:
                return
            operator = f"{part.operator.value} " if part.operator else ""
            yield Finding(
                "ignored-operation",
                Severity.WARNING,
                f"`{operator}{'.'.join(part.path)}` is ignored at {part.source.level_name}",
                why_ignored(part),
            )


def why_ignored(part: Part) -> str:
    by = str(part.by)
    match part.fate:
        case Fate.FORBIDDEN:
            return f"{by} does not let levels below do this here."
        case Fate.CLOSED:
            return f"{by} lets levels below add nothing here."
        case Fate.LATER:
            return f"{by} was attached first, and there is one value only."
        case _:
            return ""
