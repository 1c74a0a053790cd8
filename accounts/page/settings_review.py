"""A management policy under review in the editor: its faults, what it says, what of it is ignored."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.organization.management_policies import EVERY_OPERATOR, Operator, effective, parse_settings
from accounts.organization.management_policies.parts import Fate, Part
from accounts.organization.state import Organization, PolicyId, PolicyType, TargetId
from accounts.page.numbers import grouped
from policies.engine.faults import PolicySyntaxError
from policies.engine.quotas import SizeQuota
from policies.review import Finding, Review, Severity

MOST = 50
"""More findings than this are not told."""
MOST_IGNORED = 8
MOST_VALUES = 6
LONGEST = 80

_VERBS = {
    Operator.ASSIGN: gettext_noop("Sets %(setting)s to %(value)s."),
    Operator.APPEND: gettext_noop("Adds to %(setting)s: %(value)s."),
    Operator.REMOVE: gettext_noop("Removes from %(setting)s: %(value)s."),
}


def review(text: str, policy_type: PolicyType, quota: SizeQuota) -> Review:
    size = quota.size((text,))
    too_long = size - quota.characters
    findings: list[Finding] = []
    if too_long > 0:
        numbers = {"count": grouped(too_long), "most": grouped(quota.characters)}
        title = _("%(count)s characters too long: AWS takes at most %(most)s") % numbers
        findings.append(Finding("too-long", Severity.ERROR, title, _("White space counts.")))
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
            yield _(_VERBS[operator]) % {"setting": where, "value": _said(value)}
        if node.allowed_below is not None:
            words = {"may": may(node.allowed_below), "setting": where}
            yield _("Levels below %(may)s at %(setting)s.") % words


def may(allowed: frozenset[Operator]) -> str:
    """What levels below may do, to go on after "levels below"."""
    if not allowed:
        return _("may change nothing")
    if allowed == EVERY_OPERATOR:
        return _("may change everything")
    words = {Operator.ASSIGN: _("assign"), Operator.APPEND: _("append"), Operator.REMOVE: _("remove")}
    allowed_words = _(" and ").join(words[each] for each in Operator if each in allowed)
    return _("may only %(do)s") % {"do": allowed_words}


def _said(value: object) -> str:
    if not isinstance(value, tuple):
        return f"`{str(value)[:LONGEST]}`"
    shown = ", ".join(f"`{str(each)[:LONGEST]}`" for each in value[:MOST_VALUES])
    more = len(value) - MOST_VALUES
    if more > 0:
        return _("%(values)s and %(more)s more") % {"values": shown, "more": more}
    return shown or _("nothing")


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
                _("%(setting)s is ignored at %(place)s")
                % {"setting": f"`{operator}{'.'.join(part.path)}`", "place": part.source.level_name},
                why_ignored(part),
            )


def why_ignored(part: Part) -> str:
    by = str(part.by)
    match part.fate:
        case Fate.FORBIDDEN:
            words = _("%(policy)s does not let levels below do this here.")
        case Fate.CLOSED:
            words = _("%(policy)s lets levels below add nothing here.")
        case Fate.LATER:
            words = _("%(policy)s was attached first, and there is one value only.")
        case Fate.TAKEN:
            return ""
    return words % {"policy": by}
