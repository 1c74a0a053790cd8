"""How long does it take to import the largest organization there is?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from accounts.organization.importing import answers_in, import_answers
from benchmarks.measure import Figure, seconds

ACCOUNTS = 10_000
ROLES = 5
MANAGEMENT = "100000000000"
ROOT = "r-abcd"
MADE = "2026-01-01T00:00:00+00:00"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": MANAGEMENT}, "Action": "sts:AssumeRole"},
    ],
}


def figures() -> Iterator[Figure]:
    files = printed()
    bare = seconds(partial(read_all, files))
    name = f"import of {ACCOUNTS:,} accounts, {ACCOUNTS * ROLES:,} roles"
    yield Figure(name, seconds(partial(import_all, files)), "s", 30, bare, "reading the JSON")


def read_all(files: dict[str, bytes]) -> None:
    for content in files.values():
        json.loads(content)


def import_all(files: dict[str, bytes]) -> None:
    imported = import_answers(answers_in(files), keep_identifiers=False, seed="benchmark")
    assert sum(len(account.roles) for account in imported.organization.accounts.values()) == ACCOUNTS * ROLES


def printed() -> dict[str, bytes]:
    """What AWS prints: a file for each account, in which every role has an inline policy of its own."""
    ids = [f"{int(MANAGEMENT) + number}" for number in range(ACCOUNTS)]
    accounts = [
        {"Id": each, "Name": f"name-{each}", "Email": f"{each}@example.org", "JoinedTimestamp": MADE}
        for each in ids
    ]
    answers: dict[str, object] = {
        "describe-organization": {"Organization": {"Id": "o-exampleorg", "MasterAccountId": MANAGEMENT}},
        "list-roots": {"Roots": [{"Id": ROOT, "Name": "Root"}]},
        "list-accounts": {"Accounts": accounts},
        f"list-children-{ROOT}": {"Children": [{"Id": each, "Type": "ACCOUNT"} for each in ids]},
    }
    for each in ids:
        answers[each] = {"RoleDetailList": [role(each, number) for number in range(ROLES)]}
    return {f"{name}.json": json.dumps(answer).encode() for name, answer in answers.items()}


def role(account_id: str, number: int) -> dict[str, object]:
    resource = f"arn:aws:s3:::bucket-{account_id}-{number}/*"
    statement = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": resource}
    return {
        "RoleName": f"Role{number}",
        "Arn": f"arn:aws:iam::{account_id}:role/Role{number}",
        "CreateDate": MADE,
        "AssumeRolePolicyDocument": TRUST,
        "RolePolicyList": [
            {"PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
        ],
        "AttachedManagedPolicies": [{"PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
    }
