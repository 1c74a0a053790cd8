"""What a careful reader remarks about the names of actions: those that AWS does not have, and those
that mean more than they seem to."""

from __future__ import annotations

from collections.abc import Iterator

from policies.catalogue import Catalogue
from policies.engine.document import ActionPattern, Effect, PolicyKind, Statement
from policies.engine.json_reader import Path
from policies.engine.nearest import nearest
from policies.engine.patterns import has_wildcard, matches
from policies.engine.request import REQUESTED_REGION
from policies.review.remarks import Remark, path_of
from policies.review.spoken import gettext as _
from policies.review.spoken import grouped
from policies.review.subject import Subject
from policies.review.words import short_name

NEAREST = 3
MOST_SEARCHED = 10
"""For so many unknown names the nearest are looked up: each takes a while, and people mend one by one."""
GLOBAL_REGION = "us-east-1"

RETIRED = frozenset({"deepcomposer", "deepracer", "elastic-inference", "iot1click"})
"""Services that the Service Authorization Reference has dropped, while AWS managed policies go on
naming them. Read in autumn 2026."""

ASSUMING = frozenset(
    {
        "sts:assumerole",
        "sts:assumerolewithsaml",
        "sts:assumerolewithwebidentity",
        "sts:setcontext",
        "sts:setsourceidentity",
        "sts:tagsession",
    }
)
"""What a trust policy decides. Source: IAM User Guide, "Roles terms and concepts"; STS API Reference."""


class NameSearch:
    """The nearest names of unknown ones, as long as there are not too many."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.searched = 0

    def services(self, service: str) -> tuple[str, ...]:
        return nearest_services(service, self.catalogue) if self._may() else ()

    def actions(self, service: str, name: str) -> tuple[str, ...]:
        return nearest_actions(service, name, self.catalogue) if self._may() else ()

    def _may(self) -> bool:
        self.searched += 1
        return self.searched <= MOST_SEARCHED


def of_names(subject: Subject, statement: Statement, search: NameSearch) -> Iterator[Remark]:
    base = subject.actions_path(statement)
    for number, pattern in enumerate(statement.actions):
        path = subject.entry(base, number)
        if pattern.service == "*":
            continue
        if not subject.catalogue.universe.mask((pattern,)):
            yield _of_unknown(pattern, path, search, exempts=statement.excludes_actions)
        elif subject.kind is PolicyKind.RESOURCE_CONTROL:
            yield from _of_rcp(pattern, path, subject.catalogue)
        elif subject.kind is PolicyKind.TRUST:
            yield from _of_trust(pattern, path, subject.catalogue)


def of_reach(subject: Subject, statement: Statement) -> Iterator[Remark]:
    """What the list of actions, taken together, means beyond what it says."""
    path, meant = path_of(statement), subject.meant(statement)
    if statement.excludes_actions and statement.effect is Effect.ALLOW:
        says = _("Allows all but what is listed: %(count)s actions today, and every new one.")
        detail = says % {"count": grouped(meant.bit_count())}
        yield Remark((*path, "NotAction"), "not-action-allows", _("`NotAction` with Allow"), detail)
    elif statement.excludes_actions:
        says = _("Denies all but what is listed: %(count)s actions.")
        if statement.conditions:
            says = _("Denies all but what is listed: %(count)s actions, when its condition holds.")
        detail = says % {"count": grouped(meant.bit_count())}
        yield Remark((*path, "NotAction"), "not-action-denies", _("`NotAction` with Deny"), detail)
    if stopped := _global_services_stopped(statement, meant, subject.catalogue):
        title = _("Global services always sign in %(region)s") % {"region": GLOBAL_REGION}
        says = _("This stops %(services)s, whatever the Region. Usually they are exempt.")
        detail = says % {"services": stopped}
        yield Remark(path, "region-guard", title, detail)


def nearest_services(service: str, catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(nearest(service.lower(), catalogue.services, NEAREST, cutoff=0.6))


def nearest_actions(service: str, name: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Of the same service; or the actions of this very name elsewhere, when there are any."""
    if elsewhere := catalogue.by_name.get(name.lower()):
        return tuple(action.identifier for action in elsewhere[:NEAREST])
    by_name = {action.name.lower(): action for action in catalogue.by_service[service]}
    near = nearest(name.lower(), by_name, NEAREST, cutoff=0.5)
    return tuple(by_name[each].identifier for each in near)


def _of_unknown(pattern: ActionPattern, path: Path, search: NameSearch, *, exempts: bool) -> Remark:
    """``exempts``: it stands in NotAction."""
    service, __, name = pattern.source.partition(":")
    services = search.catalogue.services
    words = {
        "service": service,
        "name": name,
        "pattern": pattern.source,
        "does": _("exempts nothing") if exempts else _("matches nothing"),
    }
    if pattern.service in RETIRED:
        title = _("AWS has closed `%(service)s`") % words
        says = _("`%(pattern)s` exempts nothing any more.")
        if not exempts:
            says = _("`%(pattern)s` matches nothing any more.")
        return Remark(path, "retired-service", title, says % words, service)
    if pattern.service not in services:
        title = _("no service is called `%(service)s`") % words
        detail = _("AWS saves it without a word; `%(pattern)s` %(does)s.") % words
        nearest = search.services(pattern.service)
        return Remark(path, "unknown-service", title, detail, service, nearest=nearest)
    if has_wildcard(name):
        title = _("no action fits `%(pattern)s`") % words
        detail = _("AWS saves it without a word; it %(does)s, until %(service)s has such an action.") % words
        return Remark(path, "pattern-of-no-action", title, detail, pattern.source)
    title = _("%(service)s has no action `%(name)s`")
    title %= {**words, "service": short_name(services[pattern.service].name)}
    detail = _("AWS saves it without a word; it %(does)s.") % words
    nearest = search.actions(pattern.service, pattern.name)
    return Remark(path, "unknown-action", title, detail, pattern.source, nearest=nearest)


def _of_rcp(pattern: ActionPattern, path: Path, catalogue: Catalogue) -> Iterator[Remark]:
    service = catalogue.services[pattern.service]
    if not service.supports_rcps:
        title = _("no resource control policy reaches %(service)s") % {"service": short_name(service.name)}
        detail = _("`%(pattern)s` denies nothing here.") % {"pattern": pattern.source}
        yield Remark(path, "unsupported-by-rcps", title, detail, pattern.source)


def _of_trust(pattern: ActionPattern, path: Path, catalogue: Catalogue) -> Iterator[Remark]:
    names = catalogue.universe.names(catalogue.universe.mask((pattern,)))
    if not any(name.lower() in ASSUMING for name in names):
        title = _("`%(pattern)s` assumes no role") % {"pattern": pattern.source}
        detail = _("A trust policy decides who may assume its role, and nothing else.")
        yield Remark(path, "action-assumes-no-role", title, detail, pattern.source)


def _global_services_stopped(statement: Statement, meant: int, catalogue: Catalogue) -> str:
    """The global services that a Deny outside of some Regions takes along, in words."""
    outside = [
        condition
        for condition in statement.conditions
        if condition.key.lower() == REQUESTED_REGION
        and condition.operator.base in ("StringNotEquals", "StringNotLike", "StringNotEqualsIgnoreCase")
    ]
    if statement.effect is not Effect.DENY or not outside:
        return ""
    regions = [value.source for condition in outside for value in condition.values]
    if any(matches(region.lower(), GLOBAL_REGION) for region in regions):
        return ""

    def size(service: str) -> int:
        return catalogue.universe.service_mask(service).bit_count()

    names = [
        short_name(catalogue.services[service].name)
        for service in sorted(catalogue.global_services, key=size, reverse=True)
        if meant & catalogue.universe.service_mask(service)
    ]
    if len(names) > NEAREST:
        few = {"services": ", ".join(names[:NEAREST]), "count": len(names) - NEAREST}
        return _("%(services)s and %(count)s more") % few
    return f" {_('and')} ".join(names)
