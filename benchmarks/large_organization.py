"""What does a change at the root do to everybody in the largest organization there is?"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from accounts.organization.decisions import Judge
from accounts.organization.state import (
    FULL_AWS_ACCESS,
    Account,
    FeatureSet,
    Organization,
    OrganizationalUnit,
    Policy,
    PolicyType,
    Role,
    Root,
    User,
)
from benchmarks.measure import Figure, seconds, timed
from policies.catalogue import catalogue, example_scps, managed_policies
from policies.engine.document import PolicyKind
from policies.engine.parse import parse_policy

ACCOUNTS = 10_000
UNITS = 200
ROOT = "r-abcd"
MADE = datetime(2026, 1, 1, tzinfo=UTC)

ROLES = ("Admin", "Developer", "Reader", "Auditor", "Storage", "Identity", "Compute")
MANAGED = (
    "AdministratorAccess",
    "PowerUserAccess",
    "ReadOnlyAccess",
    "SecurityAudit",
    "AmazonS3FullAccess",
    "IAMFullAccess",
    "AmazonEC2FullAccess",
)
TRUST = parse_policy(
    '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",'
    ' "Principal": {"AWS": "100000000000"}}}',
    PolicyKind.TRUST,
)
START_AND_STOP = parse_policy(
    '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Resource": "*",'
    ' "Action": ["ec2:StartInstances", "ec2:StopInstances"]}}',
    PolicyKind.IDENTITY,
)
DENY_EC2 = '{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "ec2:*", "Resource": "*"}}'
DENY_EC2_BUT_TO_ADMIN = (
    '{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "ec2:*", "Resource": "*",'
    ' "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Admin"}}}}'
)


def figures() -> Iterator[Figure]:
    before = organization()
    judge = Judge(catalogue().universe)
    bare = seconds(partial(count_principals, before), runs=3)
    beside = "counting the principals"
    changes = {
        f"{ACCOUNTS:,} accounts × 10 principals, a change at the root": DENY_EC2,
        "… another change, which spares a role by aws:PrincipalArn": DENY_EC2_BUT_TO_ADMIN,
    }
    for name, text in changes.items():
        decide = partial(judge.impact, before, with_scp_at_root(before, text))
        first, impact = timed(decide)
        assert impact.lost > ACCOUNTS
        yield Figure(name, first, "s", bar=2, reference=bare, beside=beside)
        yield Figure("… the same asked again", seconds(decide), "s", bar=2, reference=bare, beside=beside)

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    one = sys.getsizeof(catalogue().universe.all) / 2**20
    name = "… the most memory of the whole run"
    yield Figure(name, peak, "MB", bar=1024, reference=one, beside="one set of all actions")


def count_principals(organization: Organization) -> int:
    """The root user is one of them."""
    return sum(1 + len(account.users) + len(account.roles) for account in organization.accounts.values())


def with_scp_at_root(before: Organization, text: str) -> Organization:
    document = parse_policy(text, PolicyKind.SERVICE_CONTROL)
    scp = Policy("p-examplechange", "Change", "", PolicyType.SERVICE_CONTROL_POLICY, document)
    return replace(
        before,
        policies={**before.policies, scp.id: scp},
        attachments={**before.attachments, ROOT: (FULL_AWS_ACCESS.id, scp.id)},
    )


def organization() -> Organization:
    """``FullAWSAccess`` everywhere; one of AWS's example SCPs on every third unit; units three deep."""
    scps = {
        f"p-{number:08d}": Policy(
            f"p-{number:08d}", scp.name, scp.description, PolicyType.SERVICE_CONTROL_POLICY, scp.document
        )
        for number, scp in enumerate(example_scps())
    }
    units = {unit.id: unit for unit in map(_unit, range(UNITS))}
    accounts = {account.id: account for account in map(_account, range(ACCOUNTS))}
    everywhere = (FULL_AWS_ACCESS.id,)
    attachments = dict.fromkeys((ROOT, *units, *accounts), everywhere)
    for number, unit_id in enumerate(units):
        if number % 3 == 0:
            attachments[unit_id] = (*everywhere, [*scps][number % len(scps)])
    return Organization(
        id="o-abcdefghij",
        management_account_id=next(iter(accounts)),
        feature_set=FeatureSet.ALL,
        root=Root(ROOT, policy_types=frozenset({PolicyType.SERVICE_CONTROL_POLICY})),
        units=units,
        accounts=accounts,
        policies=scps,
        attachments=attachments,
    )


def _unit(number: int) -> OrganizationalUnit:
    parent = ROOT if number < 10 else f"ou-abcd-{number // 10:08d}"
    return OrganizationalUnit(f"ou-abcd-{number:08d}", f"unit {number}", parent)


def _account(number: int) -> Account:
    """Seven roles, two users and the root user."""
    roles = {
        name: Role(
            name, "/", f"AROA{number:08d}{place}", MADE, TRUST, attached=_granted(place, place + number % 3)
        )
        for place, name in enumerate(ROLES)
    }
    john = User("john", "/", f"AIDA{number:08d}0", MADE, inline={"StartAndStop": START_AND_STOP})
    mary = User("mary", "/", f"AIDA{number:08d}1", MADE, attached=_granted(number))
    return Account(
        f"{100_000_000_000 + number}",
        f"account {number}",
        f"account-{number}@example.com",
        f"ou-abcd-{number % UNITS:08d}",
        MADE,
        roles=roles,
        users={"john": john, "mary": mary},
    )


def _granted(*places: int) -> tuple[str, ...]:
    names = dict.fromkeys(MANAGED[place % len(MANAGED)] for place in places)
    arns = tuple(f"arn:aws:iam::aws:policy/{name}" for name in names)
    assert all(arn in managed_policies() for arn in arns)
    return arns
