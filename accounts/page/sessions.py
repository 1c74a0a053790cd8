"""Look as a session: what the page's fields say of it, and whether anybody could have it.

A session has a name, perhaps a session policy and somebody who assumed the role; its tags are the
circumstance "session tags" of every role.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from accounts.organization.decisions import (
    ROOT_USER,
    Judge,
    Session,
    assume_role,
    principals_of,
)
from accounts.organization.state import AccountId, Organization, TargetId
from accounts.page.gates import place_of
from accounts.page.panel import rule_words
from accounts.page.view import View
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.parse import PolicySyntaxError, parse_policy
from policies.engine.quotas import SESSION_POLICY

FIELDS: Final = ("session", "session_policy", "assumed_by")
NAME: Final = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)
"""Source: STS API Reference, ``AssumeRole``, ``RoleSessionName``."""
DEFAULT_NAME: Final = "session"


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
    session = _session(given, organization, view.at, view.who.partition("/")[2], problems)
    if session is not None and session.source is not None:
        session = replace(session, tags=view.circumstances.principal_tags)
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
    account_id: TargetId,
    role: str,
    problems: dict[str, str],
) -> Session | None:
    name = given["session"] or DEFAULT_NAME
    if not NAME.fullmatch(name):
        problems["session"] = f"“{name}” is no name of a session: 2 to 64 letters, digits and + = , . @ _ -"
        return None
    policy: PolicyDocument | None = None
    if text := given["session_policy"]:
        if len(text) > SESSION_POLICY.characters:
            problems["session"] = f"A session policy has at most {SESSION_POLICY.characters:,} characters."
            return None
        try:
            policy = parse_policy(text, PolicyKind.SESSION)
        except PolicySyntaxError as error:
            problems["session"] = f"The session policy: {error.faults[0].message}"
            return None
    source = None
    if named := given["assumed_by"]:
        source = _source(named, organization, account_id)
        if source is None:
            problems["session"] = f"There is no “{named}”. Write user/john, or dev-1/user/john."
            return None
    return Session(account_id, role, name, policy, source=source)


def _source(named: str, organization: Organization, here: AccountId) -> tuple[AccountId, str] | None:
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
    """Why the source may not have the session; empty if it may."""
    assert session.source is not None
    label = session.source[1]
    if label == ROOT_USER:
        return "A root user assumes no role: AWS does not let it."
    assumption = assume_role(judge, organization, session)
    if not assumption.is_refused or assumption.hindrance is None:
        return ""
    action, evaluation = assumption.hindrance
    what, _ = rule_words(evaluation.rule)
    return f"{label} may not assume {session.role}: {action} stops at {place_of(evaluation.rule)}, {what}."
