"""What an answer that depends rests on: condition keys with values to try, and the resource.

A value that is one of the page's circumstances can be chosen there; what it decides is then what the
page will answer, since a circumstance may say more than its key: a public address rules out a VPC
endpoint, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import NamedTuple

from django.utils.translation import gettext

from accounts.organization.decisions import Circumstances, Judge, Mfa, policies_for
from accounts.organization.decisions.counterfactuals.asking import COMMON_REGIONS
from accounts.organization.state import AccountId, Organization
from accounts.page import verdicts
from accounts.page.verdicts import Verdict
from accounts.page.view import View
from policies.catalogue import GlobalKey, Presence, global_condition_keys
from policies.engine.comparisons import epoch_seconds
from policies.engine.key_values import TrialKind
from policies.engine.keys import KeyThatMatters, Trial, keys_that_matter, resource_matters
from policies.engine.request import REQUESTED_REGION, Lookup, Request

MOST_KEYS = 6
"""So many are shown with their values; the others by name."""
LONGEST_VALUE = 80

EXAMPLES = {REQUESTED_REGION: COMMON_REGIONS, "aws:sourceip": ("203.0.113.10",)}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIMES = ("aws:currenttime", "aws:epochtime")


@dataclass(frozen=True, slots=True)
class TrialView:
    """``shown`` is a value; ``says`` are words about it, or instead of it. ``sets`` fills in the form of
    the question, as in ``mfa=true``; empty where the value is no circumstance of the page."""

    shown: str
    says: str
    verdict: Verdict
    word: str
    sets: str


@dataclass(frozen=True, slots=True)
class KeyView:
    """``present`` goes on after "Present"; empty where AWS's catalogue alone knows the key.

    Not ``settles``: none of the values tried decides alone. Then only those are shown that can be chosen.
    """

    key: str
    present: str
    settles: bool
    trials: tuple[TrialView, ...]


@dataclass(frozen=True, slots=True)
class Dependencies:
    keys: tuple[KeyView, ...]
    more: tuple[str, ...]
    resource_matters: bool


class _Setting(NamedTuple):
    """A field of the page, what is typed there, and what it says."""

    field: str
    typed: str
    circumstances: Circumstances


def dependencies_of(
    organization: Organization, account_id: AccountId, who: str, view: View, judge: Judge, asked: Request
) -> Dependencies:
    """Of ``asked``, the question of ``view``, whose answer depends."""
    session = view.circumstances.session_of(account_id, who)
    policies = policies_for(organization, account_id, who, view.resource, session)
    keys = keys_that_matter(asked, policies, EXAMPLES)

    def decided(trial: Trial, setting: _Setting | None) -> Verdict:
        if setting is None:
            return verdicts.BY_DECISION[trial.decision]
        answer = judge.evaluate(
            organization, account_id, who, view.action, setting.circumstances, view.resource
        )
        return verdicts.BY_DECISION[answer.decision]

    def trials_of(key: KeyThatMatters) -> Iterator[TrialView]:
        known = _global_key(key.key)
        is_always_there = known is not None and known.presence(asked.principal.type) is Presence.ALWAYS
        for trial in key.trials:
            if trial.kind is TrialKind.ABSENT and is_always_there:
                continue
            setting = _setting(key.key.lower(), trial, view.circumstances)
            verdict = decided(trial, setting)
            shown, says = _words(trial, has_others=len(key.trials) > 2)
            yield TrialView(
                shown=_cut(shown),
                says=says,
                verdict=verdict,
                word=gettext("still depends") if verdict is verdicts.DEPENDS else verdict.word,
                sets=f"{setting.field}={setting.typed}" if setting else "",
            )

    def view_of_key(key: KeyThatMatters) -> KeyView:
        trials = tuple(trials_of(key))
        settles = not trials or any(trial.verdict is not verdicts.DEPENDS for trial in trials)
        shown = tuple(trial for trial in trials if settles or trial.sets)
        return KeyView(key.key, _present(key.key), settles, shown)

    return Dependencies(
        keys=tuple(map(view_of_key, keys[:MOST_KEYS])),
        more=tuple(key.key for key in keys[MOST_KEYS:]),
        resource_matters=resource_matters(asked, policies),
    )


def _words(trial: Trial, *, has_others: bool) -> tuple[str, str]:
    """A value, and what is said about it."""
    value = trial.value if isinstance(trial.value, str) else ""
    if isinstance(trial.value, tuple):
        value = ", ".join(trial.value)
    match trial.kind:
        case TrialKind.ABSENT:
            return "", gettext("not in the request")
        case TrialKind.ANOTHER:
            return "", gettext("any other value") if has_others else gettext("any value")
        case TrialKind.LESS | TrialKind.MORE:
            is_date = not _is_number(trial.written)
            less = gettext("before") if is_date else gettext("less than")
            more = gettext("after") if is_date else gettext("more than")
            return trial.written, less if trial.kind is TrialKind.LESS else more
        case TrialKind.TOGETHER:
            return value, gettext("all of them:")
        case _:
            return trial.written, ""


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _global_key(key: str) -> GlobalKey | None:
    prefix, slash, _ = key.lower().partition("/")
    return global_condition_keys().get(prefix + slash)


def _present(key: str) -> str:
    known = _global_key(key)
    if known is None:
        return ""
    present = gettext(known.present)
    if "always" in known.present:
        return present
    return gettext("when %(present)s") % {"present": present}


def _setting(key: str, trial: Trial, now: Circumstances) -> _Setting | None:
    """The circumstance of the page that gives the key this value, if there is one."""
    if key == "aws:multifactorauthpresent":
        said = {"true": Mfa.USED, "false": Mfa.NOT_USED, Lookup.MISSING: Mfa.KEY_ABSENT}
        mfa = said.get(trial.value) if not isinstance(trial.value, tuple) else None
        return None if mfa is None else _Setting("mfa", mfa.value, replace(now, mfa=mfa))
    if not isinstance(trial.value, str):
        return None
    if key == REQUESTED_REGION and trial.value.replace("-", "").isalnum() and len(trial.value) <= 40:
        return _Setting("region", trial.value, replace(now, region=trial.value))
    if key == "aws:sourceip":
        return _address(trial.value, now)
    return _time(trial.value, now) if key in _TIMES else None


def _address(value: str, now: Circumstances) -> _Setting | None:
    try:
        address = str(ip_address(value))
    except ValueError:
        return None
    return _Setting("ip", address, replace(now, source_ip=address))


def _time(value: str, now: Circumstances) -> _Setting | None:
    seconds = epoch_seconds(value)
    if seconds is None or seconds != int(seconds):
        return None
    try:
        time = _EPOCH + timedelta(seconds=int(seconds))
    except OverflowError:
        return None
    return _Setting("time", f"{time:%Y-%m-%dT%H:%M:%S}".rjust(19, "0"), replace(now, time=time))
