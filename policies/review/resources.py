"""What a careful reader remarks about resources: ARNs that AWS never writes, and ARNs that the actions of
their statement never name.

Source: IAM User Guide, "IAM ARNs"; Service Authorization Reference, the resource types of each action.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from operator import eq

from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.arn import SEGMENTS, ArnPattern, arn_pattern, with_gaps
from policies.engine.document import Statement, Template, Variable
from policies.engine.json_reader import Path
from policies.engine.patterns import Exact, has_wildcard, matches
from policies.engine.variables import ESCAPES
from policies.review.remarks import Remark
from policies.review.spoken import gettext as _
from policies.review.subject import Subject

MOST_LOOKED_UP = 100
"""So many different ARNs of a document are compared with the formats of their service."""

PARTITIONS = (
    "aws",
    "aws-cn",
    "aws-us-gov",
    "aws-eusc",
    "aws-iso",
    "aws-iso-b",
    "aws-iso-e",
    "aws-iso-f",
)
"""Source: AWS General Reference, "Amazon Resource Names"; read in autumn 2026."""

_WITHOUT_SLASH = ("${BucketName}",)
"""A placeholder stands for any text; but the name of a bucket has no slash: what has one is an object."""
_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}")
_ACCOUNT = re.compile(r"[0-9]{12}")


@dataclass(frozen=True)
class ArnFormats:
    """The ARN formats of the catalogue by their service segment, each with the actions that can name such
    a resource. ``accounts`` and ``regions`` are the words that formats have in these segments."""

    by_service: Mapping[str, tuple[tuple[str, ActionSet], ...]]
    accounts: frozenset[str]
    regions: frozenset[str]

    def candidates(self, service: str) -> tuple[tuple[str, ActionSet], ...]:
        return (*self.by_service.get(service, ()), *self.by_service.get("", ()))


def arn_formats(universe: ActionUniverse) -> ArnFormats:
    actions: dict[str, ActionSet] = defaultdict(int)
    for resource, members in universe.resources(universe.all):
        for each in resource.formats:
            if each != "*":
                actions[each] |= members
    by_service: dict[str, list[tuple[str, ActionSet]]] = defaultdict(list)
    accounts, regions = set(), set()
    for each, members in actions.items():
        segments = each.split(":", SEGMENTS - 1)
        service = "" if len(segments) < SEGMENTS or "$" in segments[2] else segments[2]
        by_service[service].append((each, members))
        if len(segments) == SEGMENTS:
            regions.add(segments[3])
            accounts.add(segments[4])
    return ArnFormats(
        {service: tuple(formats) for service, formats in by_service.items()},
        frozenset(accounts),
        frozenset(regions),
    )


class ResourceReader:
    """Looks through the resources of a document, statement by statement."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.universe = subject.catalogue.universe
        self.formats = self.universe.derived(arn_formats)
        self._reached: dict[str, ActionSet] = {}

    def remarks(self, statement: Statement) -> Iterator[Remark]:
        base = self.subject.resources_path(statement)
        reached: list[tuple[Path, Template, ActionSet]] = []
        is_whole = True
        for number, element in enumerate(statement.resources):
            path = self.subject.entry(base, number)
            if element.source == "*":
                is_whole = False
                continue
            wrong = tuple(self._of_form(element, path))
            yield from wrong
            if element.source not in self._reached and not wrong and len(self._reached) < MOST_LOOKED_UP:
                self._reached[element.source] = self._reach(element)
            if element.source in self._reached:
                reached.append((path, element, self._reached[element.source]))
            else:
                is_whole = False
        meant = self.subject.meant(statement)
        if meant and not statement.excludes_resources:
            yield from self._of_unused(statement, reached, meant)
            if is_whole and reached:
                yield from self._of_unreached(statement, reached, meant)

    def _of_form(self, element: Template, path: Path) -> Iterator[Remark]:
        source = element.source
        segments = _without_variables(element).split(":", SEGMENTS - 1)
        if len(segments) < SEGMENTS:
            if not source.endswith("*"):
                title = _("`%(arn)s` is no whole ARN") % {"arn": source}
                says = _("It has %(count)s of %(all)s segments, and matches no resource.")
                detail = says % {"count": len(segments), "all": SEGMENTS}
                yield Remark(path, "incomplete-arn", title, detail, source)
            return
        partition, service, region, account = segments[1:-1]
        matches_nothing = _("The ARN matches no resource.")
        if not any(matches(partition, each) for each in PARTITIONS):
            title = _("AWS has no partition `%(partition)s`") % {"partition": partition}
            yield Remark(path, "unknown-partition", title, matches_nothing, source)
        elif service not in self.formats.by_service and service not in self.subject.catalogue.services:
            title = _("no resource has an ARN of `%(service)s`") % {"service": service}
            detail = _("It matches nothing that AWS has.")
            yield Remark(path, "unknown-service-in-arn", title, detail, source)
        elif not (_is_open(region) or _REGION.fullmatch(region) or region in self.formats.regions):
            title = _("`%(region)s` is no Region") % {"region": region}
            yield Remark(path, "unknown-region-in-arn", title, matches_nothing, source)
        elif not (_is_open(account) or _ACCOUNT.fullmatch(account) or account in self.formats.accounts):
            title = _("`%(account)s` is no id of an account") % {"account": account}
            yield Remark(path, "unknown-account-in-arn", title, matches_nothing, source)

    def _reach(self, element: Template) -> ActionSet:
        """The actions whose requests can name a resource that the element takes."""
        pattern = _pattern(element)
        reach = 0
        if pattern:
            service = element.source.split(":", 3)[2]
            has_slash = "/" in element.source
            for arn_format, actions in self.formats.candidates(service):
                if has_slash and arn_format.endswith(_WITHOUT_SLASH):
                    continue
                if pattern.may_match(with_gaps(arn_format.replace("${Partition}", "${Any}"))):
                    reach |= actions
        return reach

    def _of_unused(
        self, statement: Statement, reached: list[tuple[Path, Template, ActionSet]], meant: ActionSet
    ) -> Iterator[Remark]:
        for path, element, actions in reached:
            if not actions & meant:
                title = _("none of these actions is about `%(resource)s`") % {"resource": element.source}
                detail = self._what_it_takes(next(iter(self.universe.names(meant))), element.source)
                yield Remark(path, "resource-of-no-action", title, detail, element.source)

    def _of_unreached(
        self, statement: Statement, reached: list[tuple[Path, Template, ActionSet]], meant: ActionSet
    ) -> Iterator[Remark]:
        """Where some action has one of the resources; else each resource has been remarked upon."""
        within = 0
        for *__, actions in reached:
            within |= actions
        if statement.excludes_actions or not within & meant:
            return
        base = self.subject.actions_path(statement)
        for number, pattern in enumerate(statement.actions):
            named = self.universe.mask((pattern,))
            if named and not named & within:
                title = _("`%(pattern)s` has none of these resources") % {"pattern": pattern.source}
                detail = self._what_it_takes(next(iter(self.universe.names(named))), reached[0][1].source)
                path = self.subject.entry(base, number)
                yield Remark(path, "action-of-no-resource", title, detail, pattern.source)

    def _what_it_takes(self, action: str, written: str) -> str:
        """The format nearest to what was written, and how many others there are."""
        formats = [
            each.replace("${Partition}", "aws")
            for each in self.universe.resource_of(action).formats
            if each != "*"
        ]
        if not formats:
            return _("`%(action)s` is about no single resource: only `*` matches it.") % {"action": action}
        like = max(formats, key=lambda each: _shared(each, written))
        says = {
            1: _("`%(action)s` is about `%(arn)s`."),
            2: _("`%(action)s` is about `%(arn)s`, or one other form of ARN."),
        }.get(len(formats), _("`%(action)s` is about `%(arn)s`, or %(others)s other forms of ARNs."))
        return says % {"action": action, "arn": like, "others": len(formats) - 1}


def _shared(one: str, other: str) -> int:
    """How many characters they begin alike with."""
    return sum(takewhile(bool, map(eq, one, other)))


def _is_open(segment: str) -> bool:
    return not segment or has_wildcard(segment)


def _without_variables(element: Template) -> str:
    return "".join(part if isinstance(part, str) else "*" for part in element.parts)


def _pattern(element: Template) -> ArnPattern | None:
    """With a variable standing for any text."""
    return arn_pattern(tuple(part if isinstance(part, str) else _of_variable(part) for part in element.parts))


def _of_variable(part: Variable) -> str | Exact:
    return Exact(part.key) if part.key in ESCAPES else "*"
