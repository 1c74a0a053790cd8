"""JSON to terms and goals, every fault with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from accounts.organization.decisions import Circumstances, Mfa
from accounts.organization.operations import OPERATIONS
from accounts.organization.scenario.shape import Node, Reading, is_text
from accounts.organization.state import AccessKeyStatus
from lessons.course.language import goals, terms
from lessons.course.language.asking import Setting
from lessons.course.language.goals import COMPARISONS, Goal
from lessons.course.language.sameness import PARTS, Exempt, Selection
from lessons.course.language.terms import HEADS_OF_NAME, HEADS_OF_ORGANIZATION, SetTerm, Term

DEEPEST: Final = 12
"""Levels of goals and terms within each other."""
MOST_TEXTS: Final = 1000
"""In one list."""

_ACTION: Final = re.compile(r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+|\{[\w{} ./-]+\}")
_PRINCIPAL: Final = re.compile(r"[^/]{1,100}/(root user|(user|role)/[\w+=,.@*?{} -]+)|\{[a-z]\w{0,19}\}")
_BOUND_NAME: Final = re.compile(r"[a-z]\w{0,19}")
_TABLE: Final = re.compile("aspect|summary")
_OF_NUMBERS: Final = ("at_least", "at_most")
_NO_TEXT: Final = terms.Names(())
NEVER: Final = goals.Any(())
"""In the place of a goal that cannot be read."""


def read_goal(reading: Reading, value: object, path: str, depth: int = 0) -> Goal:
    """Faults are noted in ``reading``, and something is answered all the same."""
    node = Node(reading, value, path)
    if not node.members or _too_deep(node, depth):
        return NEVER
    heads = [head for head in GOALS if head in node.members]
    comparisons = [name for name in COMPARISONS if name in node.members]
    if len(heads) + len(comparisons) != 1:
        node.fault(None, "must be one goal: " + ", ".join((*GOALS, "or a term with one of ", *COMPARISONS)))
        return NEVER
    goal = GOALS[heads[0]](node, depth) if heads else _compared(node, comparisons[0], depth)
    node.end()
    return goal


def read_term(reading: Reading, value: object, path: str, depth: int = 0) -> Term:
    """A list of texts is the set of them. Faults are noted in ``reading`` likewise."""
    if isinstance(value, list):
        return _texts(reading, value, path)
    node = Node(reading, value, path)
    if not node.members or _too_deep(node, depth):
        return _NO_TEXT
    term = _term(node, depth)
    node.end()
    return term


def _term(node: Node, depth: int) -> Term:
    heads = [head for head in TERMS if head in node.members]
    if len(heads) != 1:
        node.fault(None, "must be one term: " + ", ".join(TERMS))
        return _NO_TEXT
    return TERMS[heads[0]](node, heads[0], depth)


def _too_deep(node: Node, depth: int) -> bool:
    if depth >= DEEPEST:
        node.fault(None, f"goes deeper than {DEEPEST} levels")
    return depth >= DEEPEST


def _texts(reading: Reading, value: object, path: str) -> terms.Names:
    if not isinstance(value, list) or not all(map(is_text, value)) or len(value) > MOST_TEXTS:
        reading.fault(path, f"must be a list of at most {MOST_TEXTS:,} texts")
        return _NO_TEXT
    return terms.Names(tuple(value))


def _list_of_texts(node: Node, member: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    if member not in node.members:
        return default
    return _texts(node.reading, node.value(member), node.place(member)).texts


def _set(node: Node, member: str, depth: int) -> SetTerm:
    term: SetTerm = read_term(node.reading, node.value(member), node.place(member), depth + 1)  # type: ignore[assignment]
    return term


def _items(node: Node, member: str) -> list[object]:
    value = node.value(member)
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_TEXTS:
        node.fault(member, "must be a list that is not empty")
        return []
    return value


# Questions about decisions


def _setting(node: Node) -> Setting:
    circumstances = Circumstances()
    if (inner := node.optional_node("in")) is not None:
        mfa = inner.optional_text("mfa")
        if mfa is not None and mfa not in _MFA:
            inner.fault("mfa", "must be one of " + ", ".join(_MFA))
        circumstances = Circumstances(
            region=inner.optional_text("region"),
            mfa=_MFA.get(mfa or ""),
            source_ip=inner.optional_text("source_ip"),
            time=inner.optional_time("time"),
            principal_tags=inner.text_by_name("principal_tags"),
        )
        inner.end()
    return Setting(node.optional_text("on"), circumstances)


_MFA: Final = {"used": Mfa.USED, "not used": Mfa.NOT_USED, "absent": Mfa.KEY_ABSENT}


def _principal(node: Node, member: str, value: object) -> str:
    if not is_text(value) or not _PRINCIPAL.fullmatch(value):
        node.fault(member, "must be a principal, such as dev-1/role/Admin or dev-1/root user")
        return ""
    return value


def _action(node: Node, member: str, value: object) -> str:
    if not is_text(value) or not _ACTION.fullmatch(value):
        node.fault(member, "must be an action or a pattern, such as ec2:RunInstances or ec2:*")
        return "*"
    return value


def _request(node: Node, member: str) -> tuple[str, str, Setting]:
    value = node.value(member)
    if not isinstance(value, list) or len(value) != 2:
        node.fault(member, "must be a principal and an action")
        return "", "*", _setting(node)
    return _principal(node, member, value[0]), _action(node, member, value[1]), _setting(node)


def _selection(node: Node, member: str) -> Selection:
    inner = node.node(member)
    selection = Selection(
        principals=_list_of_texts(inner, "principals", ("*",)),
        except_principals=_list_of_texts(inner, "except_principals"),
        actions=_list_of_texts(inner, "actions", ("*",)),
        except_actions=_list_of_texts(inner, "except_actions"),
        exempt=tuple(map(_exempt, inner.nodes("exempt"))),
        setting=_setting(inner),
    )
    for name in ("actions", "except_actions"):
        for action in getattr(selection, name):
            _action(inner, name, action)
    inner.end()
    return selection


def _exempt(node: Node) -> Exempt:
    exempt = Exempt(_list_of_texts(node, "principals", ("*",)), _list_of_texts(node, "actions", ("*",)))
    for action in exempt.actions:
        _action(node, "actions", action)
    node.end()
    return exempt


# Terms


def _of_organization(node: Node, head: str, depth: int) -> Term:
    if node.value(head) is not True:
        node.fault(head, "must be true")
    return terms.OfOrganization(head)


def _of_name(node: Node, head: str, depth: int) -> Term:
    return terms.OfName(head, node.text(head))


def _effective_tags(node: Node, head: str, depth: int) -> Term:
    return terms.EffectiveTags(node.text(head), node.text("key"))


def _keys(node: Node, head: str, depth: int) -> Term:
    status = node.choice("status", AccessKeyStatus.ACTIVE) if node.has("status") else None
    since = node.optional_text("since", pattern=re.compile("start"))
    return terms.Keys(_principal(node, head, node.value(head)), status, since is not None)


def _principals_of(node: Node, head: str, depth: int) -> Term:
    return terms.PrincipalsOf(_set(node, head, depth))


def _who_can(node: Node, head: str, depth: int) -> Term:
    return terms.WhoCan(_action(node, head, node.value(head)), _setting(node))


def _effective(node: Node, head: str, depth: int) -> Term:
    principal = _principal(node, head, node.value(head))
    return terms.Effective(principal, _setting(node), possible=head == "possible")


def _actions(node: Node, head: str, depth: int) -> Term:
    patterns = _list_of_texts(node, head)
    for pattern in patterns:
        _action(node, head, pattern)
    return terms.Actions(patterns)


def _decided(node: Node, head: str, depth: int) -> Term:
    return terms.Decided(*_request(node, head), by_rule=head == "rule")


def _difference(node: Node, head: str, depth: int) -> Term:
    return terms.Difference(_principal(node, head, node.value(head)), lost=head == "lost")


def _changed(node: Node, head: str, depth: int) -> Term:
    return terms.Changed(_selection(node, head))


def _operations(node: Node, head: str, depth: int) -> Term:
    names = _list_of_texts(node, head)
    for name in names:
        if name not in OPERATIONS:
            node.fault(head, f"{name} is no operation; write as in organizations.move_account")
    return terms.Operations(frozenset(names))


def _count(node: Node, head: str, depth: int) -> Term:
    return terms.Count(_set(node, head, depth))


def _sets(node: Node, head: str, depth: int) -> tuple[SetTerm, ...]:
    return tuple(
        read_term(node.reading, item, f"{node.place(head)}[{index}]", depth + 1)  # type: ignore[misc]
        for index, item in enumerate(_items(node, head))
    )


def _union(node: Node, head: str, depth: int) -> Term:
    return terms.Union(_sets(node, head, depth))


def _except(node: Node, head: str, depth: int) -> Term:
    whole, *without = _sets(node, head, depth) or (_NO_TEXT,)
    return terms.Except(whole, tuple(without))


def _proved(node: Node, head: str, depth: int) -> Term:
    return terms.Proved(node.text(head, pattern=_TABLE))


def _which(node: Node, head: str, depth: int) -> Term:
    goal = read_goal(node.reading, node.value("where"), node.place("where"), depth + 1)
    return goals.Which(node.text(head, pattern=_BOUND_NAME), _set(node, "in", depth), goal)


TERMS: Final[Mapping[str, Callable[[Node, str, int], Term]]] = {
    **dict.fromkeys(HEADS_OF_ORGANIZATION, _of_organization),
    **dict.fromkeys(HEADS_OF_NAME, _of_name),
    "effective_tags": _effective_tags,
    "keys": _keys,
    "principals_of": _principals_of,
    "who_can": _who_can,
    "effective": _effective,
    "possible": _effective,
    "actions": _actions,
    "decision": _decided,
    "rule": _decided,
    "gained": _difference,
    "lost": _difference,
    "changed": _changed,
    "operations": _operations,
    "count": _count,
    "union": _union,
    "except": _except,
    "which": _which,
    "proved": _proved,
}


# Goals


def _compared(node: Node, comparison: str, depth: int) -> Goal:
    return goals.Compared(_term(node, depth), comparison, _other(node, comparison, depth))


def _other(node: Node, comparison: str, depth: int) -> Term:
    """What a term is compared with: a literal or another term. A number may be written as text."""
    value = node.value(comparison)
    place = node.place(comparison)
    if comparison in _OF_NUMBERS:
        if isinstance(value, int) and not isinstance(value, bool):
            return goals.Literal(value)
        return goals.Literal(node.reading.amount(place, value))
    if isinstance(value, list | dict):
        return read_term(node.reading, value, place, depth + 1)
    if comparison != "equals" or isinstance(value, bool) or not (is_text(value) or isinstance(value, int)):
        node.fault(comparison, "must be a text, a number, a list of texts or a term, as the term is")
        return _NO_TEXT
    return goals.Literal(value)


def _can(node: Node, depth: int) -> Goal:
    return goals.Can(*_request(node, "can"))


def _same(node: Node, depth: int) -> Goal:
    return goals.Same(_selection(node, "same"))


def _unchanged(node: Node, depth: int) -> Goal:
    return goals.AtStart(_parts(node, "unchanged"), may_grow=False)


def _kept(node: Node, depth: int) -> Goal:
    return goals.AtStart(_parts(node, "kept"), may_grow=True)


def _parts(node: Node, head: str) -> tuple[str, ...]:
    parts = _list_of_texts(node, head)
    for part in parts:
        if part not in PARTS:
            node.fault(head, f"{part} is none of " + ", ".join(PARTS))
    return tuple(part for part in parts if part in PARTS)


def _always(node: Node, depth: int) -> Goal:
    return goals.Always(read_goal(node.reading, node.value("always"), node.place("always"), depth + 1))


def _newcomer(node: Node, depth: int) -> Goal:
    name = node.text("newcomer", pattern=_BOUND_NAME)
    return goals.Newcomer(name, read_goal(node.reading, node.value("goal"), node.place("goal"), depth + 1))


def _not(node: Node, depth: int) -> Goal:
    return goals.Not(read_goal(node.reading, node.value("not"), node.place("not"), depth + 1))


def _all(node: Node, depth: int) -> Goal:
    return goals.All(_goals(node, "all", depth))


def _any(node: Node, depth: int) -> Goal:
    return goals.Any(_goals(node, "any", depth))


def _goals(node: Node, head: str, depth: int) -> tuple[Goal, ...]:
    return tuple(
        read_goal(node.reading, item, f"{node.place(head)}[{index}]", depth + 1)
        for index, item in enumerate(_items(node, head))
    )


def _each(node: Node, depth: int) -> Goal:
    name = node.text("each", pattern=_BOUND_NAME)
    goal = read_goal(node.reading, node.value("goal"), node.place("goal"), depth + 1)
    return goals.Each(name, _set(node, "in", depth), goal)


GOALS: Final[Mapping[str, Callable[[Node, int], Goal]]] = {
    "can": _can,
    "same": _same,
    "unchanged": _unchanged,
    "kept": _kept,
    "always": _always,
    "newcomer": _newcomer,
    "all": _all,
    "any": _any,
    "not": _not,
    "each": _each,
}
