"""What a careful reader remarks about what says nothing new: entries and statements covered by others.

Source: IAM Access Analyzer, "Policy check reference", the checks for redundant elements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice

from policies.engine.arn import arn_pattern
from policies.engine.document import ActionPattern, Effect, Statement, Template
from policies.engine.patterns import GAP, glob, has_wildcard
from policies.review.principals import is_everybody
from policies.review.remarks import Remark, path_of
from policies.review.spoken import gettext as _
from policies.review.subject import Subject
from policies.review.words import of_label

_Entry = ActionPattern | Template

MOST_WIDE = 20
"""With so many patterns of a list the others are compared: nobody writes more that cover others."""
MOST_PAIRS = 500
"""So many pairs of statements are compared."""


def of_repeated_entries(subject: Subject, statement: Statement) -> Iterator[Remark]:
    actions = subject.actions_path(statement)
    for number, wider in _covered(statement.actions, _is_wide_action, _action_covers):
        source = statement.actions[number].source
        if not subject.catalogue.universe.mask((statement.actions[number],)):
            continue  # that it matches nothing has been said
        where = subject.entry(actions, number)
        yield Remark(where, "redundant-action", _said_by(wider.source, source), word=source)
    resources = subject.resources_path(statement)
    for number, broader in _covered(statement.resources, _is_wide_resource, _resource_covers):
        source = statement.resources[number].source
        where = subject.entry(resources, number)
        yield Remark(where, "redundant-resource", _said_by(broader.source, source), word=source)
    if statement.sid is None and (*path_of(statement), "Sid") in subject.places:
        yield Remark((*path_of(statement), "Sid"), "empty-sid", _("the `Sid` is empty"))


def _said_by(wider: str, source: str) -> str:
    if wider.lower() == source.lower():
        return _("`%(source)s` stands in the list twice") % {"source": source}
    return _("`%(wider)s` covers `%(source)s`") % {"wider": wider, "source": source}


def of_redundancy(subject: Subject) -> Iterator[Remark]:
    """Pairs of statements. Each statement is remarked upon once."""
    told: set[int] = set()
    statements = subject.document.statements
    for one, other in islice(combinations(statements, 2), MOST_PAIRS):
        for covering, covered in ((one, other), (other, one)):
            if covered.index in told or covering.index in told or not _covers(subject, covering, covered):
                continue
            told.add(covered.index)
            words = {"covering": of_label(covering), "covered": of_label(covered)}
            if covering.effect is covered.effect:
                title = _("%(covering)s says all that %(covered)s says") % words
                yield Remark(path_of(covered), "redundant-statement", title)
            else:
                title = _("%(covered)s never has an effect") % words
                detail = _("All that it allows is denied by %(covering)s.") % words
                yield Remark(path_of(covered), "allow-always-denied", title, detail)


def _covered(
    entries: Sequence[_Entry], is_wide: Callable[[_Entry], bool], covers: Callable[[_Entry, _Entry], bool]
) -> Iterator[tuple[int, _Entry]]:
    """The places of entries that an earlier equal one or a wider one covers, with what covers them."""
    wide: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        if is_wide(entry) and len(wide[_service(entry)]) < MOST_WIDE:
            wide[_service(entry)].append(entry)
    seen: dict[str, _Entry] = {}
    for number, entry in enumerate(entries):
        key = _key(entry)
        if key in seen:
            yield number, seen[key]
            continue
        seen[key] = entry
        candidates = (*wide["*"], *(wide[_service(entry)] if _service(entry) != "*" else ()))
        wider = next((each for each in candidates if _key(each) != key and covers(each, entry)), None)
        if wider is not None:
            yield number, wider


def _key(entry: _Entry) -> str:
    return entry.source.lower() if isinstance(entry, ActionPattern) else entry.source


def _service(entry: _Entry) -> str:
    if isinstance(entry, ActionPattern):
        return entry.service
    return "*" if entry.source == "*" else entry.source.split(":", 3)[2]


def _is_wide_action(entry: _Entry) -> bool:
    return isinstance(entry, ActionPattern) and has_wildcard(entry.name)


def _is_wide_resource(entry: _Entry) -> bool:
    return isinstance(entry, Template) and len(entry.parts) == 1 and has_wildcard(entry.source)


def _action_covers(wide: _Entry, entry: _Entry) -> bool:
    """Whether every name that ``entry`` fits, known today or not, fits ``wide``."""
    assert isinstance(wide, ActionPattern)
    assert isinstance(entry, ActionPattern)
    if wide.service == "*":
        return True
    return "?" not in entry.name and glob(wide.name).matches(entry.name.replace("*", GAP))


def _resource_covers(wide: _Entry, entry: _Entry) -> bool:
    assert isinstance(wide, Template)
    assert isinstance(entry, Template)
    if wide.source == "*":
        return True
    if "?" in entry.source or entry.source.count(":") < 5:
        return False
    text = "".join(part.replace("*", GAP) if isinstance(part, str) else GAP for part in entry.parts)
    pattern = arn_pattern(wide.parts)  # one text, no variables
    return pattern is not None and pattern.matches(text)


def _covers(subject: Subject, one: Statement, other: Statement) -> bool:
    """Whether ``one`` matches wherever ``other`` does, and its effect settles what the other's says."""
    if one.effect is Effect.ALLOW and other.effect is Effect.DENY:
        return False
    if one.conditions and not set(one.conditions) <= set(other.conditions):
        return False
    meant, within = subject.meant(one), subject.meant(other)
    if not within or within & ~meant or (other.excludes_actions and not one.excludes_actions):
        return False  # a list never covers NotAction, which takes in every new action
    return _principals_cover(one, other) and _resources_cover(one, other)


def _principals_cover(one: Statement, other: Statement) -> bool:
    if one.excludes_principals or other.excludes_principals:
        return one.excludes_principals is other.excludes_principals and one.principals == other.principals
    if any(map(is_everybody, one.principals or ())):
        return True
    return set(other.principals or ()) <= set(one.principals or ())


def _resources_cover(one: Statement, other: Statement) -> bool:
    if one.excludes_resources or other.excludes_resources:
        same = {each.source for each in one.resources} == {each.source for each in other.resources}
        return one.excludes_resources is other.excludes_resources and same
    wide = [each for each in one.resources if _is_wide_resource(each)][:MOST_WIDE]
    sources = {each.source for each in one.resources}
    return all(
        each.source in sources or any(_resource_covers(broader, each) for broader in wide)
        for each in other.resources
    )
