"""Lazy answers that fit any exercise. One that passes shows that a goal asks too little."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from enum import Enum
from typing import Final

from accounts.organization.decisions import Judge
from accounts.organization.state import Account, Organization, PolicyType
from lessons.course.case import Action, Case, Refused, play
from lessons.course.exercise import Clause, Exercise, Look
from lessons.course.grading import first_unmet, started
from lessons.course.names import Absent, Names

FULL_ACCESS: Final = "p-FullAWSAccess"
ADMINISTRATOR: Final = "arn:aws:iam::aws:policy/AdministratorAccess"
SCP: Final = PolicyType.SERVICE_CONTROL_POLICY


class StockCheat(Enum):
    NOTHING = "nothing at all is done"
    DENY_EVERYTHING = "everything is denied at the root"
    ADMINISTRATORS = "everybody becomes an administrator"
    NO_FULL_ACCESS = "FullAWSAccess is detached wherever that goes"
    NO_LIMITS = "every SCP but FullAWSAccess is detached"
    NO_SCPS = "SCPs are disabled"
    EMPTY_POLICIES = "every SCP is emptied"
    EVERYTHING_EVERYWHERE = "every SCP is attached to everything"
    ALL_IN_ONE_UNIT = "every account moves into one unit"
    ALL_UNDER_THE_ROOT = "every account moves straight under the root"
    CLOSED = "the account that it is about is closed"
    LEFT = "the account that it is about leaves the organization"
    NO_GRANTS = "every grant of a user is taken away"
    OPEN_TO_ALL = "every bucket is open to everybody"


def cases(
    start: Organization, look: Look, seed: str, proofs: frozenset[str] = frozenset()
) -> Iterator[tuple[StockCheat, Case]]:
    """What comes of each, without what AWS refuses."""
    for cheat in StockCheat:
        case = Case(start, proofs=proofs)
        for action in ACTIONS[cheat](start, look):
            with suppress(Refused, Absent):
                case = play(case, [action], seed)
        yield cheat, case


def tried(exercise: Exercise, judge: Judge, seed: str) -> Iterator[tuple[StockCheat, Clause | None]]:
    """Each with the first clause that refuses it, None for one that solves the exercise; proofs are taken for
    made. Raises ``Refused`` where the start itself fails."""
    start = started(exercise.start, seed)
    proofs = frozenset[str]().union(*(worked.proves for worked in exercise.solutions))
    for cheat, case in cases(start, exercise.look, seed, proofs):
        yield cheat, first_unmet(exercise, case, judge)


def _organizations(operation: str, **parameters: object) -> Action:
    return Action(f"organizations.{operation}", parameters)


def _attached(policy_id: str, target_id: str) -> Action:
    return _organizations("attach_policy", policy_id=policy_id, target_id=target_id)


def _detached(policy_id: str, target_id: str) -> Action:
    return _organizations("detach_policy", policy_id=policy_id, target_id=target_id)


def _policy(**statement: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Resource": "*", **statement}]})


def _targets(organization: Organization) -> tuple[str, ...]:
    return (organization.root.id, *organization.units, *organization.accounts)


def _deny_everything(start: Organization, look: Look) -> Iterator[Action]:
    name, content = "DenyEverything", _policy(Effect="Deny", Action="*")
    yield _organizations("create_policy", name=name, description="", type=SCP.value, content=content)
    yield _attached("{{id DenyEverything}}", start.root.id)


def _administrators(start: Organization, look: Look) -> Iterator[Action]:
    for account in start.accounts.values():
        whose: dict[str, object] = {"account_id": account.id, "policy_arn": ADMINISTRATOR}
        for user in account.users:
            yield Action("iam.attach_user_policy", {**whose, "user_name": user})
        for role in account.roles:
            yield Action("iam.attach_role_policy", {**whose, "role_name": role})


def _no_full_access(start: Organization, look: Look) -> Iterator[Action]:
    """From the bottom up; AWS keeps the last SCP of each place."""
    for target in reversed(_targets(start)):
        yield _detached(FULL_ACCESS, target)


def _no_limits(start: Organization, look: Look) -> Iterator[Action]:
    for target in _targets(start):
        attached = start.policies_at(target, SCP)
        if all(policy.id != FULL_ACCESS for policy in attached):
            yield _attached(FULL_ACCESS, target)
        for policy in attached:
            if policy.id != FULL_ACCESS:
                yield _detached(policy.id, target)


def _no_scps(start: Organization, look: Look) -> Iterator[Action]:
    yield _organizations("disable_policy_type", root_id=start.root.id, policy_type=SCP.value)


def _empty_policies(start: Organization, look: Look) -> Iterator[Action]:
    """No list of statements may be empty, so each names an action that nobody asks for."""
    content = _policy(Effect="Deny", Action="nothing:Nothing")
    for policy in start.policies.values():
        yield _organizations("update_policy", policy_id=policy.id, content=content)


def _everything_everywhere(start: Organization, look: Look) -> Iterator[Action]:
    scps = [policy.id for policy in start.policies.values() if policy.type is SCP]
    for target in _targets(start):
        for policy_id in scps:
            yield _attached(policy_id, target)


def _all_in_one_unit(start: Organization, look: Look) -> Iterator[Action]:
    """Into the last one: Sandbox, in Acme."""
    for unit in [*start.units][-1:]:
        yield from _moves(start, unit)


def _all_under_the_root(start: Organization, look: Look) -> Iterator[Action]:
    yield from _moves(start, start.root.id)


def _moves(start: Organization, destination: str) -> Iterator[Action]:
    for account in start.accounts.values():
        whence_and_where = {"source_parent_id": account.parent_id, "destination_parent_id": destination}
        yield _organizations("move_account", account_id=account.id, **whence_and_where)


def _closed(start: Organization, look: Look) -> Iterator[Action]:
    for account in _looked_at(start, look):
        yield _organizations("close_account", account_id=account.id)


def _left(start: Organization, look: Look) -> Iterator[Action]:
    for account in _looked_at(start, look):
        yield _organizations("remove_account_from_organization", account_id=account.id)


def _looked_at(start: Organization, look: Look) -> Iterator[Account]:
    with suppress(Absent):
        yield Names(start, start).account(look.account)


def _no_grants(start: Organization, look: Look) -> Iterator[Action]:
    for account in start.accounts.values():
        for user in account.users.values():
            whose: dict[str, object] = {"account_id": account.id, "user_name": user.name}
            for arn in user.attached:
                yield Action("iam.detach_user_policy", {**whose, "policy_arn": arn})
            for name in user.inline:
                yield Action("iam.delete_user_policy", {**whose, "policy_name": name})


def _open_to_all(start: Organization, look: Look) -> Iterator[Action]:
    for account in start.accounts.values():
        for arn in account.resources:
            if arn.startswith("arn:aws:s3:::"):
                policy = _policy(Effect="Allow", Action="s3:*", Principal="*", Resource=[arn, f"{arn}/*"])
                bucket = {"bucket": arn.removeprefix("arn:aws:s3:::"), "policy": policy}
                yield Action("s3.put_bucket_policy", {"account_id": account.id, **bucket})


ACTIONS: Final[Mapping[StockCheat, Callable[[Organization, Look], Iterator[Action]]]] = {
    StockCheat.NOTHING: lambda start, look: iter(()),
    StockCheat.DENY_EVERYTHING: _deny_everything,
    StockCheat.ADMINISTRATORS: _administrators,
    StockCheat.NO_FULL_ACCESS: _no_full_access,
    StockCheat.NO_LIMITS: _no_limits,
    StockCheat.NO_SCPS: _no_scps,
    StockCheat.EMPTY_POLICIES: _empty_policies,
    StockCheat.EVERYTHING_EVERYWHERE: _everything_everywhere,
    StockCheat.ALL_IN_ONE_UNIT: _all_in_one_unit,
    StockCheat.ALL_UNDER_THE_ROOT: _all_under_the_root,
    StockCheat.CLOSED: _closed,
    StockCheat.LEFT: _left,
    StockCheat.NO_GRANTS: _no_grants,
    StockCheat.OPEN_TO_ALL: _open_to_all,
}
