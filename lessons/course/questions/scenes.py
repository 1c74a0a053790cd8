"""Things in which beliefs about policies make a difference: what is done to the organization, and who is
then worth asking about. Names are those of ``acme``; each scene is a little different with every seed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from accounts.organization.decisions import ROOT_USER, Mfa
from lessons.course.case import Action

EXACT: Final = "AllowRunInstances"
"""Names one action, which no policy of the library does with an allow."""
MEMBERS: Final = {
    "Security": ("audit", "log"),
    "Dev": ("dev-1", "dev-2", "dev-3"),
    "Prod": ("prod-1", "prod-2"),
    "Sandbox": ("sbx-1",),
}
SERVICES: Final = ("guardduty.amazonaws.com", "access-analyzer.amazonaws.com")
DENIED: Final = {
    "DenyEC2": ("ec2:RunInstances", "ec2:StartInstances", "ec2:TerminateInstances", "ec2:DescribeInstances"),
    "DenyS3": ("s3:ListAllMyBuckets", "s3:CreateBucket"),
    "DenyCreateIAMUser": ("iam:CreateUser",),
    "DenyLeaveOrg": ("organizations:LeaveOrganization",),
    "ProtectCloudTrail": ("cloudtrail:StopLogging", "cloudtrail:DeleteTrail"),
}
"""Actions that these deny."""
ADMINISTRATORS: Final = ("role/Admin", ROOT_USER)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request by names. ``resource`` is an ARN."""

    account: str
    label: str
    action: str
    resource: str | None = None
    mfa: Mfa | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """``last`` is done after ``actions``, and is what the questions are about."""

    actions: tuple[Action, ...]
    asks: tuple[Ask, ...]
    last: Action | None = None


def _allow_beside_a_deny(chance: Random) -> Scene:
    unit, account = _place(chance)
    return Scene(
        (attached("DenyEC2", unit), attached(EXACT, unit)),
        tuple(Ask(account, label, "ec2:RunInstances") for label in ("role/Admin", "role/Developer")),
    )


def _allow_below_a_deny(chance: Random) -> Scene:
    unit, account = _place(chance)
    above = chance.choice((unit, "Root"))
    action = chance.choice(DENIED["DenyEC2"])
    labels = ("role/Admin", "role/Developer", ROOT_USER)
    return Scene(
        (attached("DenyEC2", above), attached("AllowEC2", account)),
        tuple(Ask(account, label, action) for label in labels),
    )


def _deny_on_the_account(chance: Random) -> Scene:
    _, account = _place(chance)
    policy = chance.choice(("DenyEC2", "DenyS3", "DenyLeaveOrg", "DenyCreateIAMUser"))
    action = chance.choice(DENIED[policy])
    return Scene((attached(policy, account),), tuple(Ask(account, label, action) for label in ADMINISTRATORS))


def _deny_at_the_root(chance: Random) -> Scene:
    _, account = _place(chance)
    policy = chance.choice(tuple(DENIED))
    action = chance.choice(DENIED[policy])
    return Scene(
        (attached(policy, "Root"),),
        (
            Ask("mgmt", chance.choice(ADMINISTRATORS), action),
            Ask("mgmt", "user/boss", action),
            Ask(account, ROOT_USER, action),
            Ask(account, "role/Admin", action),
        ),
    )


def _deny_on_a_unit(chance: Random) -> Scene:
    unit, account = _place(chance)
    policy = chance.choice(("DenyEC2", "DenyS3", "ProtectCloudTrail"))
    action = chance.choice(DENIED[policy])
    labels = (*ADMINISTRATORS, "role/Developer")
    return Scene((attached(policy, unit),), tuple(Ask(account, label, action) for label in labels))


def _allow_list(chance: Random) -> Scene:
    unit, account = _place(chance)
    policy, action = chance.choice((("AllowS3Only", "ec2:DescribeInstances"), ("AllowEC2", "iam:ListUsers")))
    return Scene(
        (attached(policy, unit), full_access_detached(unit)),
        tuple(Ask(account, label, action) for label in ("role/Admin", "role/Developer", ROOT_USER)),
    )


def _deny_list_alone(chance: Random) -> Scene:
    unit, account = _place(chance)
    place = chance.choice((unit, account))
    policy = chance.choice(("DenyS3", "DenyLeaveOrg"))
    action = chance.choice(("ec2:DescribeInstances", "iam:ListUsers"))
    return Scene(
        (attached(policy, place), full_access_detached(place)),
        tuple(Ask(account, label, action) for label in ("role/Admin", "role/Developer", ROOT_USER)),
    )


def _allow_for_nobody(chance: Random) -> Scene:
    user, account, unit = chance.choice((("john", "dev-1", "Dev"), ("mary", "prod-1", "Prod")))
    place = chance.choice((account, unit))
    actions = chance.sample(DENIED["DenyEC2"][:3], k=2)
    return Scene(
        (attached("AllowEC2", place),), tuple(Ask(account, f"user/{user}", action) for action in actions)
    )


def _nothing_granted(chance: Random) -> Scene:
    user, account = chance.choice((("john", "dev-1"), ("mary", "prod-1")))
    actions = chance.sample(("s3:CreateBucket", "iam:CreateUser", "cloudtrail:StopLogging"), k=2)
    return Scene((), tuple(Ask(account, f"user/{user}", action) for action in actions))


def _without_mfa(chance: Random) -> Scene:
    user, account = chance.choice((("john", "dev-1"), ("mary", "prod-1")))
    unless = {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
    careful = document(statement("Allow", "*"), statement("Deny", "ec2:*", Condition=unless))
    put = {"account_id": "{{id " + account + "}}", "user_name": user}
    actions = chance.sample(DENIED["DenyEC2"], k=2)
    return Scene(
        (Action("iam.put_user_policy", {**put, "policy_name": "Careful", "policy_document": careful}),),
        tuple(Ask(account, f"user/{user}", action, mfa=Mfa.KEY_ABSENT) for action in actions),
    )


def _roles_of_services(chance: Random) -> Scene:
    unit, account = _place(chance)
    service = "autoscaling.amazonaws.com"
    role = {"account_id": "{{id " + account + "}}", "aws_service_name": service}
    label = "role/AWSServiceRoleForAutoScaling"
    actions = chance.sample(("ec2:RunInstances", "ec2:TerminateInstances", "ec2:DescribeInstances"), k=2)
    return Scene(
        (attached("DenyEC2", unit), Action("iam.create_service_linked_role", role)),
        tuple(Ask(account, label, action) for action in actions),
    )


def _delegated(chance: Random) -> Scene:
    """With a deny, and beside it an allow that names one of the actions."""
    _, account = _place(chance)
    service = {"service_principal": chance.choice(SERVICES)}
    named = {"account_id": "{{id " + account + "}}", **service}
    return Scene(
        (
            Action("organizations.enable_aws_service_access", service),
            Action("organizations.register_delegated_administrator", named),
            attached("DenyEC2", account),
            attached(EXACT, account),
        ),
        (
            Ask(account, "role/Admin", "ec2:RunInstances"),
            Ask(account, ROOT_USER, "ec2:RunInstances"),
            Ask(account, "role/Developer", "ec2:StartInstances"),
        ),
    )


def _shared_buckets(chance: Random) -> Scene:
    """One of their own account, two of others, granted by the bucket's policy and an SCP alone."""
    john = "arn:aws:iam::{{id dev-1}}:user/john"
    near, *far = (f"acme-{word}-{chance.randrange(1000)}" for word in ("drafts", "reports", "figures"))
    buckets = {near: "dev-1", far[0]: "prod-1", far[1]: chance.choice(("dev-2", "sbx-1"))}
    return Scene(
        (
            *(action for bucket, owner in buckets.items() for action in _bucket(owner, bucket, john)),
            attached("AllowS3Only", chance.choice(("dev-1", "Dev"))),
        ),
        tuple(Ask("dev-1", "user/john", "s3:GetObject", _object(bucket)) for bucket in buckets),
    )


def _guarded_bucket(chance: Random) -> Scene:
    """Granted on both sides, from other accounts, and denied by SCP to the owner's own principals."""
    bucket = f"acme-invoices-{chance.randrange(1000)}"
    readers = ("dev-1", "sbx-1")
    arns = ["arn:aws:iam::{{id " + each + "}}:role/Admin" for each in readers]
    return Scene(
        (*_bucket("prod-2", bucket, arns), attached("DenyS3", chance.choice(("Prod", "prod-2")))),
        tuple(Ask(each, "role/Admin", "s3:GetObject", _object(bucket)) for each in readers),
    )


def _moved_away(chance: Random) -> Scene:
    """From a unit with a deny."""
    source, destination = chance.sample(("Dev", "Prod", "Sandbox"), k=2)
    account = chance.choice(MEMBERS[source])
    policy = chance.choice(("DenyEC2", "DenyS3"))
    action = chance.choice(DENIED[policy])
    asks = tuple(Ask(account, label, action) for label in ("role/Admin", "role/Developer"))
    return Scene((attached(policy, source),), asks, moved(account, source, destination))


def _moved_reader(chance: Random) -> Scene:
    """Leaves a unit that denies what it reads elsewhere, where an SCP denies it to others."""
    source, destination = chance.sample(("Dev", "Sandbox"), k=2)
    account = chance.choice(MEMBERS[source])
    bucket = f"acme-archive-{chance.randrange(1000)}"
    return Scene(
        (
            *_bucket("prod-1", bucket, "arn:aws:iam::{{id " + account + "}}:role/Admin"),
            attached("DenyS3", chance.choice(("Prod", "prod-1"))),
            attached("DenyS3", source),
        ),
        (Ask(account, "role/Admin", "s3:GetObject", _object(bucket)),),
        moved(account, source, destination),
    )


def _boss_with_a_key(chance: Random) -> Scene:
    """In the management account, past an SCP at the root and a condition on MFA."""
    unless = {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
    put = {"account_id": "{{id mgmt}}", "user_name": "boss", "policy_name": "Careful"}
    careful = document(statement("Deny", "ec2:*", Condition=unless))
    actions = chance.sample(DENIED["DenyEC2"], k=2)
    return Scene(
        (
            attached("DenyEC2", "Root"),
            Action("iam.put_user_policy", {**put, "policy_document": careful}),
        ),
        tuple(Ask("mgmt", "user/boss", action, mfa=Mfa.KEY_ABSENT) for action in actions),
    )


SCENES: Final[tuple[Callable[[Random], Scene], ...]] = (
    _allow_beside_a_deny,
    _allow_below_a_deny,
    _deny_on_the_account,
    _deny_at_the_root,
    _deny_on_a_unit,
    _allow_list,
    _deny_list_alone,
    _allow_for_nobody,
    _nothing_granted,
    _without_mfa,
    _roles_of_services,
    _delegated,
    _shared_buckets,
    _guarded_bucket,
    _moved_away,
    _moved_reader,
    _boss_with_a_key,
)


# What is done


def exact_policy() -> Action:
    return Action(
        "organizations.create_policy",
        {
            "name": EXACT,
            "description": "Names one action.",
            "type": "SERVICE_CONTROL_POLICY",
            "content": document(statement("Allow", "ec2:RunInstances")),
        },
    )


def attached(policy: str, name: str) -> Action:
    parameters = {"policy_id": "{{id " + policy + "}}", "target_id": "{{id " + name + "}}"}
    return Action("organizations.attach_policy", parameters)


def full_access_detached(name: str) -> Action:
    parameters = {"policy_id": "p-FullAWSAccess", "target_id": "{{id " + name + "}}"}
    return Action("organizations.detach_policy", parameters)


def moved(name: str, source: str, destination: str) -> Action:
    parents = {
        "source_parent_id": "{{id " + source + "}}",
        "destination_parent_id": "{{id " + destination + "}}",
    }
    return Action("organizations.move_account", {"account_id": "{{id " + name + "}}", **parents})


def _bucket(owner: str, bucket: str, readers: str | list[str]) -> Iterator[Action]:
    where = {"account_id": "{{id " + owner + "}}", "bucket": bucket}
    yield Action("s3.create_bucket", where)
    allow = statement("Allow", "s3:GetObject", Principal={"AWS": readers})
    allow["Resource"] = f"arn:aws:s3:::{bucket}/*"
    yield Action("s3.put_bucket_policy", {**where, "policy": document(allow)})


def _object(bucket: str) -> str:
    return f"arn:aws:s3:::{bucket}/2026.csv"


def _place(chance: Random) -> tuple[str, str]:
    """A unit, and an account in it."""
    unit = chance.choice(tuple(MEMBERS))
    return unit, chance.choice(MEMBERS[unit])


def statement(effect: str, actions: str | list[str], **members: object) -> dict[str, object]:
    return {"Effect": effect, "Action": actions, "Resource": "*", **members}


def document(*statements: dict[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
