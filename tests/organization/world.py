"""The world of these tests: the built-in organization acme, its identifiers by name, an occasion.

Root (FullAWSAccess, DenyLeaveOrg): mgmt, newco · Security: audit, log · Workloads → Dev (DenyEC2):
dev-1 with john, dev-2, dev-3; Prod (AllowS3Only alone): prod-1 with mary, prod-2 · Sandbox: sbx-1.
Outside: bolt.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from accounts.organization.errors import AwsError
from accounts.organization.identifiers import Occasion
from accounts.organization.operations import Outcome
from accounts.organization.operations.organizations import invite_account_to_organization
from accounts.organization.scenario import built_in, from_document
from accounts.organization.state import Account, Organization, Role
from policies.engine.document import PolicyKind
from policies.engine.parse import parse_policy

ACME = from_document(built_in("acme"), seed="tests")

ROOT = ACME.root.id
SECURITY, WORKLOADS, DEV, PROD, SANDBOX = ACME.units
(BOLT,) = ACME.outsiders
MGMT, AUDIT, LOG, DEV_1, DEV_2, DEV_3, PROD_1, PROD_2, SBX_1, NEWCO = ACME.accounts
FULL_AWS_ACCESS = "p-FullAWSAccess"
SCPS = {policy.name: policy.id for policy in ACME.policies.values()}
DENY_EC2, DENY_LEAVE_ORG, ALLOW_S3_ONLY = SCPS["DenyEC2"], SCPS["DenyLeaveOrg"], SCPS["AllowS3Only"]
SCP_TYPE = "SERVICE_CONTROL_POLICY"

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
OCCASION = Occasion(seed="tests", revision=7, time=NOON)

ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess"
READ_ONLY_ACCESS = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def policy(effect: str, *actions: str, **members: object) -> str:
    """The text of a policy with one statement on every resource."""
    statement = {"Effect": effect, "Action": list(actions), "Resource": "*", **members}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def trust(account_id: str) -> str:
    statement = {"Effect": "Allow", "Principal": {"AWS": account_id}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def john(organization: Organization):
    return organization.accounts[DEV_1].users["john"]


def with_account(organization: Organization, account: Account) -> Organization:
    return replace(organization, accounts={**organization.accounts, account.id: account})


def with_service_linked_role(account_id: str) -> Organization:
    """acme with a service-linked role that may do one thing, by an inline policy."""
    own = parse_policy(policy("Allow", "ec2:CreateNetworkInterface"), PolicyKind.IDENTITY)
    account = ACME.accounts[account_id]
    linked = Role(
        name="Linked",
        path="/aws-service-role/autoscaling.amazonaws.com/",
        id="AROALINKEDLINKEDLINKE",
        created=NOON,
        trust=parse_policy(trust(account_id), PolicyKind.TRUST),
        inline={"Own": own},
    )
    return with_account(ACME, replace(account, roles={**account.roles, "Linked": linked}))


def later(**span: float) -> Occasion:
    """So long after noon, at another revision."""
    return replace(OCCASION, revision=OCCASION.revision + 1, time=NOON + timedelta(**span))


def invite(
    organization: Organization, target_id: str = BOLT, kind: str = "ACCOUNT", **more: object
) -> Outcome:
    target = {"Id": target_id, "Type": kind}
    return invite_account_to_organization(organization, target=target, **{"occasion": OCCASION, **more})


def invited(organization: Organization) -> Organization:
    return invite(organization).organization


@contextmanager
def refused(error: type[AwsError], reason: str | None = None) -> Iterator[None]:
    """AWS refuses with exactly this error and reason, and says something about it."""
    with pytest.raises(error) as caught:
        yield
    assert type(caught.value) is error
    assert caught.value.reason == reason
    assert caught.value.message
