"""What the learner looks at and asks. All of it stands in the address, so a link restores it."""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum
from functools import cached_property
from typing import TypeVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from accounts.organization.decisions import Circumstances, Mfa, principals_of
from accounts.organization.state import Organization, PolicyType, TargetId
from accounts.page import verdicts
from policies.catalogue import catalogue
from policies.engine.arn import is_arn
from policies.engine.request import named_resource

DEFAULT_ACTION = "ec2:RunInstances"
DEFAULT_PRINCIPAL = "role/Admin"
DEFAULT_REGION = "eu-west-1"
LONGEST_GIVEN = {"on": 1000, "session": 64, "session_policy": 2048, "assumed_by": 400, "transitive": 200}
"""Of what is typed about the resource and the session, in characters."""
TALLIES = frozenset(verdict.key for verdict in (*verdicts.IN_ORDER, verdicts.NO_PRINCIPAL))
PAGE_SIZE = 50
MOST_PINS = 30
MOST_SHOWN = 1000
MOST_OPEN = 2000
"""Characters."""

Choice = TypeVar("Choice", bound=Enum)
Default = TypeVar("Default")


class Tab(Enum):
    REASONS = "reasons"
    PINNED = "pinned"
    CHANGED = "changed"
    SERVICES = "services"
    SEARCH = "search"


class Shape(Enum):
    ROOMS = "rooms"
    OUTLINE = "outline"


class Drawer(Enum):
    CLOSED = ""
    EXPLAIN = "explain"
    LOG = "log"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class View:
    """``at`` is the selected root, unit or account; ``who`` a principal by its name in each account.

    ``given`` holds the circumstances as typed; ``problems`` says, by field, what could not be read:
    such a circumstance counts as unknown. ``unknown_action`` was typed in the place of an action, and
    the default is asked instead. ``find``, ``verdict`` and ``level`` narrow the search for actions,
    ``pins`` are the actions that are kept in sight, ``seek`` and ``only`` narrow the list of everybody.
    ``policy_type`` is the type whose effective policies are looked at.
    ``resource`` is the ARN, or the pattern of ARNs, that the question is about; None is any in the caller's
    own account. ``usage_type`` is the one that the bill is looked at for. ``tally`` is the key of
    the verdict whose accounts stand out from the others. Inside an account ``seek`` narrows
    the tree, and ``first`` is who begins the part of it that is in the page. ``beside`` is what the
    organization's companion shall show, in a word of its own.
    """

    at: TargetId
    who: str
    action: str
    tab: Tab = Tab.REASONS
    shape: Shape = Shape.ROOMS
    drawer: Drawer = Drawer.CLOSED
    find: str = ""
    verdict: str = ""
    level: str = ""
    pins: tuple[str, ...] = ()
    seek: str = ""
    only: str = ""
    first: str = ""
    shown: int = PAGE_SIZE
    given: Mapping[str, str] = field(default_factory=dict)
    circumstances: Circumstances = field(default_factory=Circumstances)
    problems: Mapping[str, str] = field(default_factory=dict)
    unknown_action: str = ""
    policy_type: PolicyType | None = None
    resource: str | None = None
    usage_type: str = ""
    tally: str = ""
    open: str = ""
    beside: str = ""

    @property
    def management_type(self) -> PolicyType:
        """``policy_type`` if it has effective policies, else the one with most to see."""
        is_merged = self.policy_type is not None and self.policy_type.kind is None
        return self.policy_type if self.policy_type and is_merged else PolicyType.TAG_POLICY

    @property
    def one_resource(self) -> str | None:
        """The resource, unless it is a pattern, whose every action is a question of its own."""
        one = self.resource
        return one if one is not None and isinstance(named_resource(one), str) else None

    @property
    def without_type(self) -> View:
        """The same elsewhere, where no type of policy is looked at."""
        return replace(self, policy_type=None)

    @cached_property
    def query(self) -> str:
        """This view as a query string that names only what differs from the plain page."""
        fields = {
            "at": self.at,
            "as": self.who if self.who != DEFAULT_PRINCIPAL else "",
            "action": self.action if self.action != DEFAULT_ACTION else "",
            "tab": self.tab.value if self.tab is not Tab.REASONS else "",
            "shape": self.shape.value if self.shape is not Shape.ROOMS else "",
            "drawer": self.drawer.value,
            "find": self.find,
            "verdict": self.verdict,
            "level": self.level,
            "pins": ",".join(self.pins),
            "seek": self.seek,
            "only": self.only,
            "first": self.first,
            "mfa": self.given["mfa"],
            "ip": self.given["ip"],
            "time": self.given["time"],
            "tags": self.given["tags"],
            "policy_type": self.policy_type.value if self.policy_type else "",
            "usage": self.usage_type,
            "tally": self.tally,
            "shown": str(self.shown) if self.shown != PAGE_SIZE else "",
            "open": self.open,
            "beside": self.beside,
            **{name: self.given[name] for name in LONGEST_GIVEN},
        }
        said = {name: value for name, value in fields.items() if value}
        if self.given["region"] != DEFAULT_REGION:
            said["region"] = self.given["region"]
        return urlencode(said, safe=":/")


def view_of(data: Mapping[str, str], organization: Organization) -> View:
    """The view that a query string or a posted form asks for. What is not there any more, or never
    was, gives way to the default: a link stays good after its account has gone."""
    at = data.get("at", "")
    who = data.get("as") or DEFAULT_PRINCIPAL
    problems: dict[str, str] = {}
    typed = data.get("action", "").strip()[:200]
    action, unknown_action = _action(typed or DEFAULT_ACTION)
    if unknown_action:
        problems["action"] = _("AWS has no action “%(action)s”.") % {"action": unknown_action}
    given = {name: data.get(name, "").strip()[:200] for name in ("mfa", "ip", "time", "tags")}
    given["region"] = data.get("region", DEFAULT_REGION).strip()[:40]
    given |= {name: data.get(name, "").strip()[:longest] for name, longest in LONGEST_GIVEN.items()}
    circumstances = _circumstances(given, problems)
    return View(
        at=at if organization.has_target(at) else first_selection(organization),
        who=who,
        action=action,
        tab=_member(Tab, data.get("tab"), Tab.REASONS),
        shape=_member(Shape, data.get("shape"), Shape.ROOMS),
        drawer=_member(Drawer, data.get("drawer"), Drawer.CLOSED),
        find=data.get("find", "")[:200],
        verdict=data.get("verdict", ""),
        level=data.get("level", ""),
        pins=_pins(data.get("pins", "")),
        seek=data.get("seek", "")[:200],
        only=data.get("only", "")[:20],
        first=data.get("first", "")[:200],
        shown=_page(data.get("shown", "")),
        given=given,
        circumstances=circumstances,
        problems=problems,
        unknown_action=unknown_action,
        policy_type=_member(PolicyType, data.get("policy_type"), None),
        usage_type=data.get("usage", "")[:40],
        tally=data.get("tally", "") if data.get("tally") in TALLIES else "",
        resource=_resource(given["on"], action, problems),
        open=data.get("open", "")[:MOST_OPEN],
        beside=data.get("beside", "")[:20],
    )


def first_selection(organization: Organization) -> TargetId:
    """A member account of the smallest unit that has one: what stands alone invites to be moved, and
    SCPs bind it."""
    members = [a for a in organization.accounts.values() if a.id != organization.management_account_id]
    sizes = Counter(account.parent_id for account in members)
    inside = [account for account in members if account.parent_id in organization.units]
    first = min(inside or members, key=lambda account: sizes[account.parent_id], default=None)
    return first.id if first else organization.management_account_id


def principal_here(organization: Organization, account_id: str, who: str) -> str:
    """``who`` when the account has it, else the first principal that it has; empty for a closed account."""
    labels = principals_of(organization.accounts[account_id])
    return who if who in labels else next(iter(labels), "")


def _member(kind: type[Choice], value: str | None, default: Default) -> Choice | Default:
    try:
        return kind(value)
    except ValueError:
        return default


def _action(typed: str) -> tuple[str, str]:
    """The action as AWS writes it; or the default, and what was typed instead of an action."""
    universe = catalogue().universe
    try:
        return universe.actions[universe.index(typed)], ""
    except KeyError:
        return DEFAULT_ACTION, typed


def _resource(typed: str, action: str, problems: dict[str, str]) -> str | None:
    """What the question is about, if it is an ARN that requests for the action can name."""
    if not typed:
        return None
    if not is_arn(typed):
        problems["on"] = _("“%(typed)s” is not an ARN.") % {"typed": typed}
        return None
    universe = catalogue().universe
    if not universe.naming(typed) >> universe.index(action) & 1:
        problems["on"] = _("Requests for %(action)s do not name such a resource.") % {"action": action}
        return None
    return typed


def _pins(text: str) -> tuple[str, ...]:
    """The actions named, each once; what AWS does not have is left out."""
    universe = catalogue().universe
    named = [name.strip() for name in text[: MOST_PINS * 80].split(",")][:MOST_PINS]
    known = (universe.actions[universe.index(name)] for name in named if name in universe)
    return tuple(dict.fromkeys(known))


def _page(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    return min(max(int(text), PAGE_SIZE), MOST_SHOWN) if is_number else PAGE_SIZE


def _circumstances(given: Mapping[str, str], problems: dict[str, str]) -> Circumstances:
    ip, time = given["ip"] or None, None
    if ip:
        try:
            ipaddress.ip_address(ip)
        except ValueError:
            problems["ip"] = _("“%(typed)s” is not an IP address.") % {"typed": ip}
            ip = None
    if given["time"]:
        try:
            said = datetime.fromisoformat(given["time"])
            time = said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            problems["time"] = _("“%(typed)s” is not a time such as 2026-11-22T14:00.") % {
                "typed": given["time"]
            }
    tags, wrong = tags_in(given["tags"])
    if wrong:
        problems["tags"] = wrong
    return Circumstances(
        region=given["region"] or None,
        mfa=_member(Mfa, given["mfa"], None),
        source_ip=ip,
        time=time,
        principal_tags=tags,
    )


def tags_in(text: str) -> tuple[dict[str, str], str]:
    """The tags of ``team=platform, env=dev``, and what is wrong with the last that is none; else empty."""
    tags: dict[str, str] = {}
    problem = ""
    for pair in filter(None, (pair.strip() for pair in text.split(","))):
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            problem = _("“%(typed)s” is not a tag such as team=platform.") % {"typed": pair}
        else:
            tags[key.strip()] = value.strip()
    return tags, problem
