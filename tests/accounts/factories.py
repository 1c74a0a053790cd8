"""Visitors and their organizations.

The small world, every name of which says what it is:

    Root ── management
     ├── Sandbox ── sandbox-1
     └── Workloads ── Dev ── dev-1, dev-2
"""

from collections.abc import Mapping

import factory

from accounts import store
from accounts.models import OrganizationRecord, Visitor, hash_of
from accounts.organization import scenario

ROOT = "r-tiny"
SANDBOX = "ou-tiny-sandbox1"
WORKLOADS = "ou-tiny-workload"
DEV = "ou-tiny-develop1"
MANAGEMENT = "100000000000"
SANDBOX_1 = "200000000001"
DEV_1 = "300000000001"
DEV_2 = "300000000002"
DENY_EC2 = "p-denyec20"
FULL_AWS_ACCESS = "p-FullAWSAccess"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
DEPLOY = f"arn:aws:iam::{DEV_1}:policy/team/Deploy"
EC2_ASSUMES = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
READ_BUCKETS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}],
}


def _account(identifier: str, name: str, parent: str, **more: object) -> dict[str, object]:
    return {
        "id": identifier,
        "name": name,
        "email": f"{name}@example.com",
        "parent_id": parent,
        "joined": "2026-01-01T00:00:00Z",
        "attached": [FULL_AWS_ACCESS],
        **more,
    }


SMALL_WORLD: Mapping[str, object] = {
    "format": "orgsim-scenario",
    "version": 1,
    "organization": {"id": "o-smallworld", "management_account_id": MANAGEMENT, "feature_set": "ALL"},
    "root": {
        "id": ROOT,
        "name": "Root",
        "policy_types": ["SERVICE_CONTROL_POLICY"],
        "attached": [FULL_AWS_ACCESS],
    },
    "policies": [
        {
            "id": DENY_EC2,
            "name": "DenyEC2",
            "description": "No EC2",
            "type": "SERVICE_CONTROL_POLICY",
            "content": {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Deny", "Action": "ec2:*", "Resource": "*"}],
            },
        }
    ],
    "organizational_units": [
        {"id": SANDBOX, "name": "Sandbox", "parent_id": ROOT, "attached": [FULL_AWS_ACCESS]},
        {
            "id": WORKLOADS,
            "name": "Workloads",
            "parent_id": ROOT,
            "attached": [FULL_AWS_ACCESS],
            "tags": {"team": "platform", "cost-center": "7"},
        },
        {"id": DEV, "name": "Dev", "parent_id": WORKLOADS, "attached": [FULL_AWS_ACCESS, DENY_EC2]},
    ],
    "accounts": [
        _account(MANAGEMENT, "management", ROOT),
        _account(SANDBOX_1, "sandbox-1", SANDBOX),
        _account(
            DEV_1,
            "dev-1",
            DEV,
            policies=[{"name": "Deploy", "path": "/team/", "document": READ_BUCKETS}],
            groups=[{"name": "developers", "attached": [READ_ONLY], "inline": {"read": READ_BUCKETS}}],
            users=[
                {
                    "name": "john",
                    "groups": ["developers"],
                    "attached": [DEPLOY],
                    "tags": {"b": "1", "a": "2"},
                },
                {"name": "mary", "path": "/team/", "inline": {"z": READ_BUCKETS, "a": READ_BUCKETS}},
            ],
            roles=[{"name": "Server", "trust": EC2_ASSUMES, "attached": [READ_ONLY, DEPLOY]}],
        ),
        _account(DEV_2, "dev-2", DEV),
    ],
}


class VisitorFactory(factory.django.DjangoModelFactory):
    """``token`` is the secret in the browser's cookie."""

    class Meta:
        model = Visitor

    class Params:
        token = factory.Sequence("token-{}".format)

    token_hash = factory.LazyAttribute(lambda visitor: hash_of(visitor.token))


class OrganizationRecordFactory(factory.django.DjangoModelFactory):
    """Someone's small world; ``document`` is another scenario."""

    class Meta:
        model = OrganizationRecord

    visitor = factory.SubFactory(VisitorFactory)
    name = "small world"
    seed = factory.Sequence("seed-{}".format)
    document = SMALL_WORLD

    @classmethod
    def _create(cls, model_class, *, document, **columns):
        record = model_class(**columns)
        store.create(record, scenario.from_document(document, record.seed))
        return record
