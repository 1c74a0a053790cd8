"""Look as a session: what the page's fields say of it, and whether anybody could have it.

A session has a name, perhaps a session policy and somebody who assumed the role; its tags are the
circumstance "session tags" of every role. Who assumed it may be a chain: the first assumes the role of the
second, and so on. Transitive tags are passed by the first, and every session after it has them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext

from accounts.organization.decisions import (
    ROOT_USER,
    Judge,
    Session,
    assume_role,
    principals_of,
)
from accounts.organization.state import AccountId, Organization
from accounts.page.gates import place_of
from accounts.page.numbers import grouped
from accounts.page.panel import rule_words
from accounts.page.view import View, tags_in
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.parse import PolicySyntaxError, parse_policy
from policies.engine.quotas import SESSION_POLICY

Somebody = tuple[AccountId, str]
"""A user or a role: its account, and its label there."""

FIELDS: Final = ("session", "session_policy", "assumed_by", "transitive")
NAME: Final = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)
"""Source: STS API Reference, ``AssumeRole``, ``RoleSessionName``."""
DEFAULT_NAME: Final = "session"
CHAINED_NAME: Final = "chained"
MOST_CHAINED: Final = 6
"""Those who assume one another's roles."""


def with_session(view: View, organization: Organization, judge: Judge) -> View:
    """The view in which the asked role has the session that the fields describe, if it may have it."""
    given = {name: view.given.get(name, "") for name in FIELDS}
    is_role = view.at in organization.accounts and view.who.startswith("role/")
    if (
        not any(given.values())
        or not is_role
        or view.who not in principals_of(organization.accounts[view.at])
    ):
        return view
    problems = dict(view.problems)
    tags = view.circumstances.principal_tags
    session = _session(given, organization, (view.at, view.who), tags, problems)
    if session is not None and session.source is not None:
        refusal = _refusal(judge, organization, session)
        if refusal:
            problems["session"] = refusal
    if session is None or "session" in problems:
        return replace(view, problems=problems)
    circumstances = replace(view.circumstances, session=session)
    return replace(view, problems=problems, circumstances=circumstances)


def _session(
    given: Mapping[str, str],
    organization: Organization,
    asked: Somebody,
    tags: Mapping[str, str],
    problems: dict[str, str],
) -> Session | None:
    """Of the role that is asked about; None after a problem."""
    name = given["session"] or DEFAULT_NAME
    if not NAME.fullmatch(name):
        words = gettext("“%(name)s” is no name of a session: 2 to 64 letters, digits and + = , . @ _ -")
        problems["session"] = words % {"name": name}
        return None
    policy: PolicyDocument | None = None
    if text := given["session_policy"]:
        if len(text) > SESSION_POLICY.characters:
            words = gettext("A session policy has at most %(count)s characters.")
            problems["session"] = words % {"count": grouped(SESSION_POLICY.characters)}
            return None
        try:
            policy = parse_policy(text, PolicyKind.SESSION)
        except PolicySyntaxError as error:
            words = gettext("The session policy: %(fault)s")
            problems["session"] = words % {"fault": error.faults[0].message}
            return None
    transitive, wrong = tags_in(given["transitive"])
    chain, missing = _chain(given["assumed_by"], organization, asked[0])
    if wrong or missing:
        problems["session"] = wrong or missing
        return None
    before = _sessions_before(chain, transitive)
    inherited = {} if before is None else transitive
    if again := sorted(key for key in tags if key.lower() in {each.lower() for each in inherited}):
        words = gettext("The session inherits %(tag)s, and AWS lets nobody pass it again.")
        problems["session"] = words % {"tag": again[0]}
        return None
    # Who takes on the role directly passes the transitive tags with the others.
    passed = {**tags, **({} if inherited else transitive)}
    return Session(
        account_id=asked[0],
        role=asked[1].partition("/")[2],
        name=name,
        policy=policy,
        tags=passed,
        source=chain[-1] if chain else None,
        transitive=() if inherited else tuple(transitive),
        before=before,
    )


def _sessions_before(chain: Sequence[Somebody], transitive: Mapping[str, str]) -> Session | None:
    """The session in which the last of the chain asks for its role; None for one who begins it."""
    before: Session | None = None
    for source, (account_id, label) in pairwise(chain):
        passed = transitive if before is None else {}
        role = label.partition("/")[2]
        before = Session(account_id, role, CHAINED_NAME, None, passed, source, tuple(passed), before)
    return before


def _chain(named: str, organization: Organization, here: AccountId) -> tuple[tuple[Somebody, ...], str]:
    """Who assumed it, one after the other; and what is wrong with that, else empty."""
    names = [name for name in (each.strip() for each in named.split(",")) if name]
    if len(names) > MOST_CHAINED:
        return (), gettext("A chain has at most %(count)s here.") % {"count": MOST_CHAINED}
    chain: list[Somebody] = []
    for number, name in enumerate(names):
        found = _source(name, organization, here)
        if found is None:
            words = gettext("There is no “%(name)s”. Write user/john, or dev-1/user/john.")
            return (), words % {"name": name}
        if number and not found[1].startswith("role/"):
            words = gettext("%(name)s is no role, and only roles are assumed: it can only begin the chain.")
            return (), words % {"name": found[1]}
        chain.append(found)
    return tuple(chain), ""


def _source(named: str, organization: Organization, here: AccountId) -> Somebody | None:
    """Who ``user/john`` is in this account, or ``dev-1/user/john`` in another of this name or number."""
    account, label = here, named
    if named.count("/") > 1:
        where, _, label = named.partition("/")
        everybody = {**organization.outsiders, **organization.accounts}
        account = next((each.id for each in everybody.values() if where in (each.id, each.name)), "")
    found = organization.accounts.get(account) or organization.outsiders.get(account)
    is_there = found is not None and label in principals_of(found)
    return (account, label) if is_there else None


def _refusal(judge: Judge, organization: Organization, session: Session) -> str:
    """Why somebody of the chain may not have the session that it asks for; empty if everybody may."""
    assert session.source is not None
    if session.before is not None and (refusal := _refusal(judge, organization, session.before)):
        return refusal
    label = session.source[1]
    if label == ROOT_USER:
        return gettext("A root user assumes no role: AWS does not let it.")
    assumption = assume_role(judge, organization, session)
    if not assumption.is_refused or assumption.hindrance is None:
        return ""
    action, evaluation = assumption.hindrance
    what, _ = rule_words(evaluation.rule)
    words = gettext("%(who)s may not assume %(role)s: %(action)s stops at %(place)s, %(what)s.")
    names = {"who": label, "role": session.role, "action": action, "what": what}
    return words % {**names, "place": place_of(evaluation.rule)}
