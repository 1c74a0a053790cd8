"""What would allow this, or deny it: the edits that do, each in a sentence with what else it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.organization.decisions import (
    ROOT_USER,
    Candidate,
    Circumstances,
    Counterfactuals,
    Edit,
    EditKind,
    Judge,
    PrincipalName,
    Wanted,
    is_service_linked,
    what_would,
)
from accounts.organization.state import AccountId, Organization
from accounts.page.gates import gate_name
from accounts.page.numbers import grouped
from accounts.page.view import View
from policies.engine.decision import Decision, Gate, GateVerdict
from policies.engine.evaluate import ALWAYS_ALLOWED
from policies.page.sentences import said

ICONS = {
    EditKind.REMOVE_DENY: "i-trash",
    EditKind.REMOVE_ALLOW: "i-trash",
    EditKind.LIFT_BOUNDARY: "i-boundary",
    EditKind.MOVE_ACCOUNT: "i-move",
    EditKind.CHANGE_CONTEXT: "i-info",
}
"""The other kinds write a policy, and have the sign of its kind."""

ENGLISH: Mapping[str, str] = {
    "allow.identity": "Write an inline policy for {principal} that allows `{action}`",
    "allow.level.listed": "Add `{action}` to {statement} of `{policy}`",
    "allow.level.made": "Attach a new SCP to {target} that allows `{action}`",
    "allow.level.full": "Attach `{policy}` to {target}",
    "deny.spare": "Exempt {principal} in {account} from {statement} of `{policy}`",
    "deny.narrow": "Take `{action}` off the list in {statement} of `{policy}`",
    "deny.remove": "Remove {statement} from `{policy}`",
    "deny.identity": "Write an inline policy for {principal} that denies `{action}`",
    "deny.level.principal": "Attach a new SCP to {target} that denies `{action}` to {principal} alone",
    "deny.level": "Attach a new SCP to {target} that denies `{action}`",
    "detach": "Detach `{policy}` from {target}",
    "delete": "Delete the inline policy `{policy}` of {target}",
    "leave": "Take {principal} out of the group {group}",
    "move": "Move {account} to {destination}",
    "allow.resource": "Let the policy of `{resource}` allow `{action}` to {principal} in {account}",
    "boundary.widen": "Add a statement to the permissions boundary `{policy}` that allows `{action}`",
    "boundary.lift": "Take the permissions boundary of {principal} away",
    "delete.resource": "Delete the policy of the resource `{resource}`",
    "ask.session.unlimited": "Take on the role without a session policy",
    "ask.region": "Ask in the region `{region}`",
    "ask.mfa.true": "Sign in with MFA",
    "ask.mfa.false": "Sign in without MFA",
    "ask.mfa.absent": "Sign the request with a long-term access key, which says nothing of MFA",
    "ask.ip": "Ask from the address `{ip}`",
    "ask.time": "Ask at {time} UTC",
    "ask.tag": "Take on the role with the session tag `{key}={value}`",
}
"""Names of AWS, and what one types, stand between backticks."""


@dataclass(frozen=True, slots=True)
class Offer:
    """``key`` names the edit to do. ``setting`` instead sets a field of the question, as
    ``region=eu-west-1``; both are empty for what the page cannot say."""

    icon: str
    sentence: str
    effect: str
    key: str = ""
    setting: str = ""


@dataclass(frozen=True, slots=True)
class Obstacle:
    target_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class WhatWould:
    """One section of the explanation. ``why_none`` says what is in the way when no single edit helps,
    ``no_use`` what people try in vain."""

    wanted: Wanted
    offers: tuple[Offer, ...]
    why_none: str
    obstacles: tuple[Obstacle, ...]
    no_use: str

    @property
    def verb(self) -> str:
        return "allow" if self.wanted is Wanted.ALLOWED else "deny"


def what_would_of(
    organization: Organization, account_id: AccountId, who: PrincipalName, view: View, judge: Judge
) -> tuple[WhatWould, ...]:
    """The opposite of what is decided now; both where it depends."""
    found = (ask(organization, account_id, who, view, wanted, judge) for wanted in Wanted)
    return tuple(
        _section(organization, account_id, who, view, answer) for answer in found if not answer.is_so_already
    )


def ask(
    organization: Organization,
    account_id: AccountId,
    who: PrincipalName,
    view: View,
    wanted: Wanted,
    judge: Judge,
) -> Counterfactuals:
    """Of the view's action on its resource, in its circumstances."""
    return what_would(
        judge, organization, account_id, who, view.action, wanted, view.circumstances, view.resource
    )


def _section(
    organization: Organization, account_id: AccountId, who: PrincipalName, view: View, found: Counterfactuals
) -> WhatWould:
    is_denied = found.decision is Decision.EXPLICITLY_DENIED
    return WhatWould(
        wanted=found.wanted,
        offers=tuple(_offer(candidate, view.circumstances) for candidate in found.candidates),
        why_none=_why_none(organization, account_id, who, view, found) if found.none_works else "",
        obstacles=tuple(_obstacles(found)) if found.none_works else (),
        no_use=_("Another Allow alone would not help, in whichever policy: an explicit Deny always wins.")
        if is_denied
        else "",
    )


def _offer(candidate: Candidate, now: Circumstances) -> Offer:
    edit = candidate.edit
    sentence = said(edit.says, ENGLISH)
    if edit.circumstances is not None:
        effect = _("Nothing in the organization changes: this is another request.")
        return Offer(_icon(edit), sentence, effect, setting=_setting(edit.circumstances, now))
    return Offer(_icon(edit), sentence, _effect(candidate), key=edit.key)


def _icon(edit: Edit) -> str:
    if edit.kind in ICONS:
        return ICONS[edit.kind]
    return "i-scp" if edit.steps[0][0].startswith("organizations.") else "i-policy"


def _effect(candidate: Candidate) -> str:
    if not candidate.other_changes:
        return _("Changes no other decision.")
    changes, principals, accounts = candidate.other_changes, candidate.principals, candidate.accounts
    numbers = {
        "changes": ngettext("%(count)s other decision", "%(count)s other decisions", changes)
        % {"count": grouped(changes)},
        "principals": ngettext("of %(count)s principal", "of %(count)s principals", principals)
        % {"count": grouped(principals)},
        "accounts": ngettext("in %(count)s account", "in %(count)s accounts", accounts)
        % {"count": grouped(accounts)},
    }
    return _("Changes %(changes)s, %(principals)s %(accounts)s.") % numbers


def _setting(wanted: Circumstances, now: Circumstances) -> str:
    """The field of the question that differs, and its value."""
    if wanted.session != now.session:
        return "session_policy="
    if wanted.region != now.region:
        return f"region={wanted.region}"
    if wanted.mfa != now.mfa and wanted.mfa is not None:
        return f"mfa={wanted.mfa.value}"
    if wanted.source_ip != now.source_ip:
        return f"ip={wanted.source_ip}"
    if wanted.time != now.time and wanted.time is not None:
        return f"time={wanted.time.replace(tzinfo=None).isoformat()}"
    pairs = [f"{key}={value}" for key, value in wanted.principal_tags.items()]
    # What the field itself cannot hold.
    is_plain = all(pair.count("=") == 1 and not set(pair) & set(",&") for pair in pairs)
    return f"tags={','.join(pairs)}" if is_plain else ""


def _why_none(
    organization: Organization, account_id: AccountId, who: PrincipalName, view: View, found: Counterfactuals
) -> str:
    if found.wanted is Wanted.DENIED:
        if view.action.lower() in ALWAYS_ALLOWED:
            return _("%(action)s works for every caller. No policy can take it away.") % {
                "action": view.action
            }
        if who == ROOT_USER:
            return _("No SCP binds the root user here, and it has no policies of its own.")
        if is_service_linked(organization.accounts[account_id], who):
            return _("SCPs do not bind a service-linked role, and only its service changes its policies.")
        return _("AWS refuses every edit that would.")
    if len(found.obstacles) > 1:
        words = _("%(count)s gates stand in the way. Each takes an edit of its own.")
        return words % {"count": len(found.obstacles)}
    return _("One gate stands in the way, by more than one statement or by one that cannot be changed here.")


def _obstacles(found: Counterfactuals) -> list[Obstacle]:
    if found.wanted is Wanted.DENIED:
        return []
    return [Obstacle(gate.target_id, _says(gate)) for gate in found.obstacles]


def _says(gate: Gate) -> str:
    match gate.verdict:
        case GateVerdict.EXPLICITLY_DENIES:
            words = _("%(gate)s denies it")
        case GateVerdict.DEPENDS:
            words = _("%(gate)s may stop it")
        case _:
            words = _("Nothing at %(gate)s allows it")
    return words % {"gate": gate_name(gate)}
