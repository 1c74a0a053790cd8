"""Small organizations in which beliefs about policies make a difference, each from a seed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from random import Random
from typing import Final

from accounts.organization.scenario import built_in, from_document
from accounts.organization.state import Organization
from lessons.course.case import Action, Case, Refused, play

SCENARIO: Final = "acme-plain"
UNITS: Final = ("Security", "Workloads", "Dev", "Prod", "Sandbox")
ACCOUNTS: Final = ("dev-1", "dev-2", "prod-1", "sbx-1", "newco")
EXACT: Final = "AllowRunInstances"
"""Names one action, which the library's own policies do not."""
LIBRARY: Final = ("DenyEC2", "DenyCreateIAMUser", "DenyLeaveOrg", "DenyS3", "AllowS3Only", "AllowEC2", EXACT)
SCENES: Final = (
    (("DenyEC2", "Dev"), (EXACT, "Dev")),
    (("DenyEC2", "Workloads"), ("AllowEC2", "dev-1")),
    (("DenyS3", "Root"), ("AllowS3Only", "sbx-1")),
    (("DenyS3", "Prod"),),
    (("AllowEC2", "Dev"), ("AllowEC2", "dev-1")),
    (("DenyCreateIAMUser", "Root"),),
    (("DenyEC2", "Dev"),),
    (("AllowS3Only", "Prod"), (None, "Prod")),
    (("DenyLeaveOrg", "Security"), (None, "Security")),
)
"""Attachments, a policy and where, that some misunderstand. None: FullAWSAccess is detached there."""
SERVICES: Final = ("guardduty.amazonaws.com", "access-analyzer.amazonaws.com")


def world(seed: str) -> Organization:
    """acme with some policies attached, a bucket that is shared, a user with MFA, a service's own role."""
    return _played(from_document(built_in(SCENARIO), seed), _actions(Random(seed)), seed)


def moved(organization: Organization, seed: str) -> Organization:
    """The same with one account in another unit."""
    chance = Random(seed)
    name, destination = chance.choice(ACCOUNTS), chance.choice(UNITS)
    source = next(each.parent_id for each in organization.accounts.values() if each.name == name)
    parents = {"source_parent_id": source, "destination_parent_id": "{{id " + destination + "}}"}
    move = Action("organizations.move_account", {"account_id": "{{id " + name + "}}", **parents})
    return _played(organization, [move], seed)


def _played(organization: Organization, actions: Iterable[Action], seed: str) -> Organization:
    """What AWS refuses is left out."""
    case = Case(organization)
    for action in actions:
        with suppress(Refused):
            case = play(case, [action], seed)
    return case.present


def _actions(chance: Random) -> Iterator[Action]:
    exact = {
        "name": "AllowRunInstances",
        "description": "Names one action.",
        "type": "SERVICE_CONTROL_POLICY",
    }
    content = _policy(_statement("Allow", "ec2:RunInstances"))
    yield Action("organizations.create_policy", {**exact, "content": content})
    yield from _attachments(chance)
    yield from _identities(chance)
    yield from _bucket(chance)
    if chance.random() < 0.4:
        service = {"service_principal": chance.choice(SERVICES)}
        yield Action("organizations.enable_aws_service_access", service)
        account_id = "{{id " + chance.choice(("audit", "dev-1", "prod-1")) + "}}"
        yield Action("organizations.register_delegated_administrator", {"account_id": account_id, **service})


def _attachments(chance: Random) -> Iterator[Action]:
    for scene in chance.sample(SCENES, k=4):
        for policy, name in scene:
            yield _attached(policy, name) if policy else _full_access_detached(name)
    for name in ("Root", *UNITS, *ACCOUNTS):
        if chance.random() < 0.15:
            yield _attached(chance.choice(LIBRARY), name)
        if chance.random() < 0.05:  # refused where nothing else is attached
            yield _full_access_detached(name)


def _attached(policy: str, name: str) -> Action:
    parameters = {"policy_id": "{{id " + policy + "}}", "target_id": "{{id " + name + "}}"}
    return Action("organizations.attach_policy", parameters)


def _full_access_detached(name: str) -> Action:
    parameters = {"policy_id": "p-FullAWSAccess", "target_id": "{{id " + name + "}}"}
    return Action("organizations.detach_policy", parameters)


def _identities(chance: Random) -> Iterator[Action]:
    actions = chance.choice((["ec2:StartInstances", "ec2:StopInstances"], ["s3:GetObject"]))
    john = {"account_id": "{{id dev-1}}", "user_name": "john"}
    grant = _policy(_statement("Allow", actions))
    yield Action("iam.put_user_policy", {**john, "policy_name": "Grant", "policy_document": grant})
    unless_mfa = {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
    careful = _policy(_statement("Allow", "*"), _statement("Deny", "ec2:*", Condition=unless_mfa))
    mary = {"account_id": "{{id prod-1}}", "user_name": "mary"}
    yield Action("iam.put_user_policy", {**mary, "policy_name": "Careful", "policy_document": careful})
    yield Action(
        "iam.create_service_linked_role",
        {"account_id": "{{id dev-1}}", "aws_service_name": "autoscaling.amazonaws.com"},
    )


def _bucket(chance: Random) -> Iterator[Action]:
    owner = chance.choice(("prod-1", "dev-1"))
    bucket = {"account_id": "{{id " + owner + "}}", "bucket": "acme-reports"}
    yield Action("s3.create_bucket", bucket)
    readers = chance.sample(
        ["arn:aws:iam::{{id dev-1}}:user/john", "arn:aws:iam::{{id dev-2}}:role/Admin"],
        k=chance.choice((1, 2)),
    )
    statement = _statement("Allow", "s3:GetObject", Principal={"AWS": readers})
    statement["Resource"] = "arn:aws:s3:::acme-reports/*"
    yield Action("s3.put_bucket_policy", {**bucket, "policy": _policy(statement)})


def _statement(effect: str, actions: str | list[str], **members: object) -> dict[str, object]:
    return {"Effect": effect, "Action": actions, "Resource": "*", **members}


def _policy(*statements: dict[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
