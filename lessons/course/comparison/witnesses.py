"""Places in an organization that show something: accounts, requests, and fresh principals to ask about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from accounts.organization.arns import user_arn
from accounts.organization.decisions import PrincipalName, principals_of
from accounts.organization.state import Account, AccountId
from lessons.course.comparison.trial import NotYet, Trial, free_name
from lessons.course.marking import gettext_noop
from policies.engine.action_sets import ActionSet
from policies.engine.decision import Evaluation, GateKind, GateVerdict, Rule
from policies.engine.document import Effect
from policies.engine.truth import Truth

TELLING: Final = (
    "ec2:RunInstances",
    "iam:CreateUser",
    "s3:GetObject",
    "s3:ListAllMyBuckets",
    "organizations:LeaveOrganization",
)
"""Actions that everybody has heard of: these are asked about where they fit."""
MOST_ACCOUNTS: Final = 60
MOST_PRINCIPALS: Final = 12
"""Of an account: who is looked at for an example. A large organization has one early, or none."""


def members(trial: Trial) -> list[Account]:
    """The accounts that SCPs can bind and that somebody can use."""
    found = [
        account
        for account in trial.now.accounts.values()
        if account.id != trial.now.management_account_id and account.state.is_usable
    ]
    if not found:
        raise NotYet(gettext_noop("Your organization has no member account. Create one first."))
    return found


def management(trial: Trial) -> Account:
    return trial.now.accounts[trial.now.management_account_id]


def telling(trial: Trial, actions: ActionSet) -> str | None:
    """An action of the set, if possible one that everybody has heard of."""
    universe = trial.judge.universe
    known = (name for name in TELLING if name in universe and actions >> universe.index(name) & 1)
    return next(known, universe.first(actions) if actions else None)


def home(trial: Trial) -> tuple[Account, str]:
    """An account in which a grant has an effect, if possible a member, and an action that its SCPs let "
    "pass."""
    usable = [each for each in trial.now.accounts.values() if each.state.is_usable]
    bound = [each for each in usable if each.id != trial.now.management_account_id]
    for account in (*bound[:MOST_ACCOUNTS], *usable):
        passing = trial.judge.ceiling(trial.now, account.id).allowed
        action = telling(trial, passing)
        if action is not None:
            return account, action
    raise NotYet(gettext_noop("No account of yours lets any request pass."))


@dataclass(frozen=True, slots=True)
class Stopped:
    """A request that identity policies grant and an SCP stops. ``grant`` is the policy that grants."""

    account_id: AccountId
    who: PrincipalName
    action: str
    grant: str
    rule: Rule


def stopped_grant(trial: Trial) -> Stopped:
    for account in members(trial)[:MOST_ACCOUNTS]:
        ceiling = trial.judge.ceiling(trial.now, account.id)
        action = telling(trial, ceiling.explicitly_denied or ceiling.implicitly_denied)
        if action is None:
            continue
        for who in principals_of(account)[:MOST_PRINCIPALS]:
            found = trial.evaluate(account.id, who, action)
            grant = granting_policy(found)
            if grant and found.rule.gate is GateKind.SERVICE_CONTROL:
                return Stopped(account.id, who, action, grant, found.rule)
    raise NotYet(
        gettext_noop(
            "No SCP of yours stops anything that IAM grants. Attach one with a Deny to a unit, then ask "
            "again."
        )
    )


def granting_policy(found: Evaluation) -> str | None:
    """The name of the identity policy that surely allows, if there is one."""
    for gate in found.gates:
        if gate.kind is GateKind.IDENTITY and gate.verdict is GateVerdict.PASSES:
            for each in gate.statements:
                if each.statement.effect is Effect.ALLOW and each.matches is Truth.YES:
                    return each.policy.name
    return None


def requests_passing(trial: Trial) -> Iterator[tuple[Account, PrincipalName, str, str, int]]:
    """Requests of members that every level lets pass and a policy grants: account, principal, action, the
    policy, and the number of levels."""
    for account in members(trial)[:MOST_ACCOUNTS]:
        action = telling(trial, trial.judge.ceiling(trial.now, account.id).allowed)
        if action is None:
            continue
        for who in principals_of(account)[:MOST_PRINCIPALS]:
            found = trial.evaluate(account.id, who, action)
            grant = granting_policy(found)
            levels = [gate for gate in found.gates if gate.kind is GateKind.SERVICE_CONTROL]
            if grant and all(gate.verdict is GateVerdict.PASSES for gate in levels):
                yield account, who, action, grant, len(levels)


def new_user(trial: Trial, account_id: AccountId) -> str:
    """The name of a user that has no policy yet."""
    name = free_name(trial.now.accounts[account_id].users, "ana")
    trial.do("iam.create_user", account_id=account_id, user_name=name)
    return name


def arn_of(trial: Trial, account_id: AccountId, name: str) -> str:
    return user_arn(account_id, trial.now.accounts[account_id].users[name].path, name)


def new_scp(trial: Trial, effect: str, action: str) -> str:
    """The identifier of a new SCP that says one thing about one action."""
    taken = {policy.name for policy in trial.now.policies.values()}
    made = trial.do(
        "organizations.create_policy",
        name=free_name(taken, f"{effect}{action.partition(':')[2]}"),
        description="",
        type="SERVICE_CONTROL_POLICY",
        content=policy_text(effect, action),
    )
    return str(made["Policy"]["PolicySummary"]["Id"])


def policy_text(effect: str, action: str, **members_: object) -> str:
    statement = {"Effect": effect, "Action": action, "Resource": "*", **members_}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
