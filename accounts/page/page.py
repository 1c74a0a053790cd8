"""The whole page as one value."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from accounts.organization.decisions import ROOT_USER, Judge, PrincipalName, owner_of, principals_of
from accounts.organization.operations.resource_kinds import KINDS
from accounts.organization.state import Account, AccountId, Organization, TargetId
from accounts.page import panel as panels
from accounts.page import verdicts
from accounts.page.changes import ChangedGroup, Delta, changed_groups, delta
from accounts.page.destinations import MoveDialog, move_dialog
from accounts.page.everybody import Everybody, everybody
from accounts.page.explanation import Explanation, explanation_of
from accounts.page.gates import place_of
from accounts.page.panel import FunnelStep, RuleRow, Services, Total, rule_words
from accounts.page.rooms import Tree, tree_of
from accounts.page.search import Hit, SearchResult, pinned, search
from accounts.page.sessions import FIELDS, with_session
from accounts.page.verdicts import Verdict
from accounts.page.view import PAGE_SIZE, Drawer, Tab, View, principal_here
from policies.catalogue import AccessLevel, catalogue
from policies.engine.decision import Rule
from policies.engine.permissions import Permissions

SUGGESTED_ACTIONS = (
    "ec2:RunInstances",
    "ec2:TerminateInstances",
    "s3:GetObject",
    "s3:DeleteBucket",
    "iam:CreateUser",
    "iam:PassRole",
    "cloudtrail:StopLogging",
    "organizations:LeaveOrganization",
    "rds:CreateDBInstance",
    "lambda:InvokeFunction",
    "kms:Decrypt",
    "sts:AssumeRole",
)
LEVEL_TITLES = {
    AccessLevel.PERMISSIONS_MANAGEMENT: gettext_noop("Perms"),
    AccessLevel.TAGGING: gettext_noop("Tag"),
}
MOST_PRINCIPALS = 60
MOST_OF_ACCOUNT = 200


@dataclass(frozen=True, slots=True)
class Chip:
    """One circumstance of the request. ``says`` is its value in words; without ``value`` any. ``wrong`` is
    its ``problem`` in two or three words; ``choices`` are offered, and others may be typed."""

    name: str
    title: str
    value: str
    says: str
    question: str
    hint: str
    type: str = "text"
    placeholder: str = ""
    options: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    wrong: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """The region "Allowed actions". For a room, ``who`` is empty and the numbers are those that its SCPs let
    through at best. ``together`` is how many actions at least one principal of the account may surely do,
    None for a room and where a resource is asked about. ``delta`` is what the last operation changed here,
    None before any. ``on`` is the one resource that all numbers are about, so that they count the actions
    that can name it."""

    name: str
    icon: str
    principals: tuple[str, ...]
    who: str
    on: str
    verdict: Verdict
    because: str
    total: int
    together: int | None
    allowed: int
    depends: int
    denied: int
    not_allowed: int
    allowed_share: float
    totals: tuple[Total, ...]
    delta: Delta | None
    compared_with: int
    groups: tuple[ChangedGroup, ...]
    funnel: tuple[FunnelStep, ...]
    rules: tuple[RuleRow, ...]
    by_service: Services | None
    found: SearchResult | None
    pinned: tuple[Hit, ...]
    services: int
    catalogue_date: date
    note: str
    next_shown: int

    level_names = tuple(level.value for level in AccessLevel)

    @property
    def tabs(self) -> tuple[tuple[Tab, str], ...]:
        return (
            (Tab.REASONS, _("Reasons")),
            (Tab.CHANGED, _("Changed")),
            (Tab.SERVICES, _("Services")),
            (Tab.SEARCH, _("Search")),
            (Tab.PINNED, _("Pinned")),
        )

    @property
    def levels(self) -> tuple[str, ...]:
        """Short enough for the head of a column."""
        return tuple(_(LEVEL_TITLES.get(level, level.value)) for level in AccessLevel)

    @property
    def changed_count(self) -> int:
        return self.delta.gained + self.delta.lost if self.delta else 0


@dataclass(frozen=True, slots=True)
class Page:
    tree: Tree
    panel: Panel | None
    explanation: Explanation | None
    everybody: Everybody | None
    principals: tuple[str, ...]
    suggestions: tuple[str, ...]
    nearest: tuple[str, ...]
    chips: tuple[Chip, ...]
    move: MoveDialog
    selected_name: str
    selected_is_account: bool
    selected_is_unit: bool
    selected_is_root: bool


def page_of(
    organization: Organization,
    view: View,
    judge: Judge,
    *,
    before: Organization | None = None,
    compared_with: int = 0,
    is_covered: bool = False,
) -> Page:
    """``before`` is the organization before the last operation, at the revision ``compared_with``. Where it
    ``is_covered``, nothing on the page says what is decided."""
    view = with_session(view, organization, judge)
    is_account = view.at in organization.accounts
    who = principal_here(organization, view.at, view.who) if is_account else ""
    explanation = None
    if who and view.drawer is Drawer.EXPLAIN and not is_covered:
        explanation = explanation_of(organization, view.at, who, view, judge)
    tree = tree_of(organization, view, judge, before, is_covered=is_covered)
    return Page(
        tree=tree,
        panel=None if is_covered else panel_of(organization, view, who, judge, before, compared_with),
        explanation=explanation,
        everybody=everybody(organization, view, judge)
        if view.drawer is Drawer.EVERYBODY and not is_covered
        else None,
        principals=_principals(tree.principals, view),
        suggestions=SUGGESTED_ACTIONS,
        nearest=nearest_actions(view),
        chips=chips_of(view, organization),
        move=move_dialog(organization, view),
        selected_name=organization.name_of(view.at),
        selected_is_account=is_account,
        selected_is_unit=view.at in organization.units,
        selected_is_root=view.at == organization.root.id,
    )


def panel_of(
    organization: Organization,
    view: View,
    who: str,
    judge: Judge,
    before: Organization | None,
    compared_with: int,
) -> Panel:
    universe = judge.universe
    now = _decided(organization, view, who, judge)
    then = None
    if before is not None and before.has_target(view.at):
        had_it = not who or who in principals_of(before.accounts[view.at])
        then = _decided(before, view, who, judge) if had_it else None
    asked = universe.index(view.action)
    rule = now.rule(asked)
    if who and view.resource:
        rule = rule_of(organization, view.at, who, view, judge)
    every = now.universe.bit_count()
    words = panels.rule_words if who else panels.ceiling_words
    return Panel(
        name=organization.name_of(view.at),
        icon=_icon(organization, view.at),
        principals=_principals_of(organization.accounts[view.at], who) if who else (),
        who=who,
        on=view.one_resource or "" if who else "",
        verdict=verdicts.BY_DECISION[rule.decision],
        because=because(rule),
        total=every,
        together=judge.union(organization, view.at, view.circumstances).bit_count()
        if who and view.resource is None
        else None,
        allowed=now.allowed.bit_count(),
        depends=now.depends.bit_count(),
        denied=now.explicitly_denied.bit_count(),
        not_allowed=now.implicitly_denied.bit_count(),
        allowed_share=100 * now.allowed.bit_count() / every,
        totals=panels.totals(now, then),
        delta=delta(then, now) if then is not None else None,
        compared_with=compared_with,
        groups=changed_groups(then, now, judge, view.shown)
        if then is not None and view.tab is Tab.CHANGED
        else (),
        # A room's last gate is the account's own business.
        funnel=panels.funnel(now)[: None if who else -1] if view.tab is Tab.REASONS else (),
        rules=panels.rules(now, universe, words) if view.tab is Tab.REASONS else (),
        by_service=panels.services(now, view.shown) if view.tab is Tab.SERVICES else None,
        found=search(now, universe, view, words) if view.tab is Tab.SEARCH else None,
        pinned=pinned(now, universe, view, words, SUGGESTED_ACTIONS) if view.tab is Tab.PINNED else (),
        services=len(catalogue().services),
        catalogue_date=catalogue().source.date,
        note=_unusable(organization, view) or _note(organization, view.at, who),
        next_shown=view.shown + PAGE_SIZE,
    )


def rule_of(
    organization: Organization, account_id: AccountId, who: PrincipalName, view: View, judge: Judge
) -> Rule:
    """What decides the question of ``view`` about its resource."""
    return judge.evaluate(organization, account_id, who, view.action, view.circumstances, view.resource).rule


def _decided(organization: Organization, view: View, who: str, judge: Judge) -> Permissions:
    if who:
        return judge.permissions(organization, view.at, who, view.circumstances, view.one_resource)
    return judge.ceiling(organization, view.at, view.circumstances)


def _icon(organization: Organization, target_id: TargetId) -> str:
    if target_id == organization.root.id:
        return "i-root"
    if target_id in organization.units:
        return "i-ou"
    return "i-mgmt" if target_id == organization.management_account_id else "i-account"


def because(rule: Rule) -> str:
    """Goes on after the action's name."""
    what, where = rule_words(rule)
    at = place_of(rule)
    match verdicts.BY_DECISION[rule.decision]:
        case verdicts.ALLOWED:
            return _("passes every gate")
        case verdicts.EXPLICITLY_DENIED:
            return _("stops at %(where)s: %(what)s") % {"where": where, "what": what}
        case verdicts.IMPLICITLY_DENIED:
            return _("stops at %(place)s: nothing allows it") % {"place": at}
        case _:
            return _("depends on %(what)s at %(where)s") % {"where": where, "what": what}


def _unusable(organization: Organization, view: View) -> str:
    """Why nobody can use the resource, whatever policies allow; empty if it can be used."""
    owner = owner_of(organization, view.at, view.one_resource)
    account = organization.accounts.get(owner)
    found = account.resources.get(view.one_resource or "") if account else None
    if found is None or not (found.is_disabled or found.deletion):
        return ""
    if found.deletion:
        words = _("This %(kind)s waits for its deletion: nobody can use it, whatever policies allow.")
    else:
        words = _("This %(kind)s is disabled: nobody can use it, whatever policies allow.")
    return words % {"kind": _(KINDS[found.type].what)}


def _note(organization: Organization, target_id: TargetId, who: str) -> str:
    if target_id == organization.management_account_id:
        return _("SCPs do not bind the management account, wherever it stands.")
    if not who:
        return _("What the SCPs down to here let through at best. They grant nothing: identity policies do.")
    return _("An SCP only narrows; identity policies grant.")


def _principals(known: tuple[PrincipalName, ...], view: View) -> tuple[PrincipalName, ...]:
    """To choose from; the root user, who is everywhere, last."""
    names = [name for name in known[:MOST_PRINCIPALS] if name != ROOT_USER]
    if view.who not in names and view.who != ROOT_USER:
        names.insert(0, view.who)
    return (*names, ROOT_USER)


def _principals_of(account: Account, who: PrincipalName) -> tuple[PrincipalName, ...]:
    """To choose from in one account: all of them, or of very many some, the root user, and ``who`` it is."""
    known = tuple(principals_of(account))
    if len(known) <= MOST_OF_ACCOUNT:
        return known
    return tuple(dict.fromkeys((who, *known[:MOST_OF_ACCOUNT], ROOT_USER)))


def nearest_actions(view: View) -> tuple[str, ...]:
    """To what was typed in the place of an action: of the same service, if AWS has that."""
    typed = view.unknown_action
    if not typed:
        return ()
    service, colon, _ = typed.lower().partition(":")
    names = catalogue().universe.actions
    near = [name for name in names if colon and name.lower().startswith(f"{service}:")] or names
    return tuple(difflib.get_close_matches(typed, near, n=3, cutoff=0.5))


WRONG = {
    "ip": gettext_noop("not an IP address"),
    "time": gettext_noop("not a time"),
    "tags": gettext_noop("not a tag"),
    "on": gettext_noop("not this resource"),
    "session": gettext_noop("no such session"),
}
MOST_RESOURCES = 200


def chips_of(view: View, organization: Organization) -> tuple[Chip, ...]:
    def chip(name: str, title: str, question: str, hint: str, says: str = "", **more: str) -> Chip:
        """``says`` goes for the value where none is given; else any will do."""
        value, problem = view.given[name], view.problems.get(name, "")
        wrong = _(WRONG[name]) if problem else ""
        shown = value or says or _("any")
        return Chip(name, title, value, shown, question, hint, problem=problem, wrong=wrong, **more)

    mfa = chip(
        "mfa",
        "MFA",
        _("Multi-factor authentication"),
        _("Requests signed with a long-term access key never carry aws:MultiFactorAuthPresent."),
    )
    choices = {
        "": _("either"),
        "true": pgettext("MFA", "used"),
        "false": pgettext("MFA", "not used"),
        "absent": _("access key, says nothing"),
    }
    time = chip(
        "time",
        _("Time"),
        _("Time of the request (UTC)"),
        _("For conditions on aws:CurrentTime."),
        type="datetime-local",
    )
    on = chip(
        "on",
        _("Resource"),
        _("Resource that the request names"),
        _("An ARN; * and ? stand for any that fits. Empty: any resource of the caller's own account."),
        says=_("any of its own"),
    )
    session = chip(
        "session",
        _("Session"),
        _("Session of the role"),
        _(
            "Look as a session that somebody has. Its tags are the session tags. Who assumes the role has to "
            "be allowed to, by both sides; several, with commas between them, assume one another's roles."
        ),
    )
    is_asked = view.who.startswith("role/") and any(view.given[name] for name in FIELDS)
    session = replace(
        session, value=session.value or (_("given") if is_asked else ""), says=_session_words(view)
    )
    return (
        replace(on, says=on.says.rpartition(":::")[2], choices=_resources(organization)),
        chip(
            "region",
            _("Region"),
            _("Region of the request"),
            _("Global services such as IAM always report us-east-1."),
            placeholder=_("any"),
        ),
        replace(mfa, says=choices.get(mfa.value, choices[""]), options=tuple(choices.items())),
        chip(
            "ip",
            _("Source IP"),
            _("Source IP address"),
            _("The address that the request comes from."),
            placeholder="203.0.113.10",
        ),
        replace(time, says=time.says.replace("T", " ")),
        chip(
            "tags",
            _("Session tags"),
            _("Session tags, beside the role's own"),
            _("As key=value, separated by commas. They answer aws:PrincipalTag for roles; users have none."),
            says=_("none"),
            placeholder="team=platform",
        ),
        session,
    )


def _session_words(view: View) -> str:
    session = view.circumstances.session
    if session is None:
        return _("any")
    return _("%(session)s, limited") % {"session": session.name} if session.policy else session.name


def _resources(organization: Organization) -> tuple[str, ...]:
    """To choose from. Roles, which ``sts:AssumeRole`` names, are not among them."""
    everybody = (*organization.accounts.values(), *organization.outsiders.values())
    return tuple(islice((arn for account in everybody for arn in account.resources), MOST_RESOURCES))
