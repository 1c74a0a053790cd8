"""Where the npm package ``@cloud-copilot/iam-simulate`` departs from the documentation.

A departure is told by a rewriting: the case as it would have to be written so that the documented rules
say of it what the package says of the original. A difference between the two judges is explained when
one rewriting makes ours answer as the package does; nothing is explained away by hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from benchmarks.generated_cases import ROLE_OF, ROOT_USERS, Case, Document
from policies.engine.cases import answer

NEVER = {"StringEquals": {"orgsim:never": "holds"}}


@dataclass(frozen=True, slots=True)
class Departure:
    """``documented`` is AWS's rule with its source; ``rewrite`` changes the case in place."""

    documented: str
    rewrite: Callable[[Case], None]
    rcps_reach_every_service: bool = False

    def explains(self, case: Case, theirs: str, services_with_rcps: frozenset[str]) -> bool:
        rewritten = deepcopy(case)
        self.rewrite(rewritten)
        service = str(case["request"]["action"]).partition(":")[0].lower()
        reached = services_with_rcps | {service} if self.rcps_reach_every_service else services_with_rcps
        return answer(json.dumps(rewritten), services_with_rcps=reached).get("decision") == theirs


def _as_it_is(case: Case) -> None:
    """Nothing in the case is different, only the services that RCPs reach."""


def _bind_session_grants(case: Case) -> None:
    """What is granted to the session's own ARN, or to everybody, is granted to its role, whose sessions
    their policies limit. A boundary, which limits only the latter, is taken away."""
    role = ROLE_OF.get(case["request"]["principal"])
    if role is None or case["session_policies"] is None or case["resource_policy"] is None:
        return
    case["permission_boundary"] = None
    for statement in case["resource_policy"]["document"]["Statement"]:
        if statement["Effect"] == "Allow" and _means(
            statement.get("Principal"), case["request"]["principal"]
        ):
            statement["Principal"] = {"AWS": role}


def _means(principal: Any, arn: str) -> bool:
    named = principal.get("AWS", ()) if isinstance(principal, dict) else principal
    return named in ("*", arn)


def _replace_variables_in_every_version(case: Case) -> None:
    for document in _documents(case):
        document["Version"] = "2012-10-17"


def _exclude_nothing_by_a_variable_without_value(case: Case) -> None:
    for document in _documents(case):
        for statement in document["Statement"]:
            if any("${" in resource for resource in statement.get("NotResource", ())):
                statement["Condition"] = NEVER


def _spare_whoever_is_named_anyhow(case: Case) -> None:
    for document in _documents(case):
        for statement in document["Statement"]:
            if "NotPrincipal" in statement:
                statement["Condition"] = NEVER


def _make_the_root_user_a_user(case: Case) -> None:
    """A user without policies, whom a NotPrincipal spares that spares the root user."""
    root_user = case["request"]["principal"]
    if root_user not in ROOT_USERS:
        return
    user = case["request"]["principal"] = root_user.replace(":root", ":user/without-policies")
    for document in _documents(case):
        for statement in document["Statement"]:
            spared = statement.get("NotPrincipal", {}).get("AWS", [])
            if root_user in spared or root_user.split(":")[4] in spared:
                spared += [root_user, user]


DEPARTURES = (
    Departure(
        "the root user needs no policy that allows (IAM User Guide, Policy evaluation logic)",
        _make_the_root_user_a_user,
    ),
    Departure(
        "RCPs reach only the services that support them "
        "(Organizations User Guide, Resource control policies)",
        _as_it_is,
        rcps_reach_every_service=True,
    ),
    Departure(
        "what a resource's policy grants to the session itself, or to everybody, no implicit deny of a "
        "session policy limits (IAM User Guide, Policy evaluation logic)",
        _bind_session_grants,
    ),
    Departure(
        "NotPrincipal spares only who is named with account, role and session, and nobody with a permissions "
        "boundary (IAM User Guide, NotPrincipal)",
        _spare_whoever_is_named_anyhow,
    ),
    Departure(
        "${…} is a variable under Version 2012-10-17 only (IAM User Guide, Version)",
        _replace_variables_in_every_version,
    ),
    Departure(
        "an element of NotResource whose variable has no value matches nothing, so it excludes nothing "
        "(IAM User Guide, Variables)",
        _exclude_nothing_by_a_variable_without_value,
    ),
)


def explanation_of(case: Case, theirs: str, services_with_rcps: frozenset[str]) -> Departure | None:
    return next((each for each in DEPARTURES if each.explains(case, theirs, services_with_rcps)), None)


def _documents(case: Case) -> Iterator[Document]:
    for name in ("identity_policies", "permission_boundary", "session_policies"):
        yield from (policy["document"] for policy in case[name] or ())
    for name in ("service_control_policies", "resource_control_policies"):
        for level in case[name] or ():
            yield from (policy["document"] for policy in level["policies"])
    if case["resource_policy"] is not None:
        yield case["resource_policy"]["document"]
