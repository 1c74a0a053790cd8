"""Visitors and their organizations.

The small world, every name of which says what it is:

    Root ── management
     ├── Sandbox ── sandbox-1
     └── Workloads ── Dev ── dev-1, dev-2
    outside: partner, which is invited
"""

from collections.abc import Mapping

import factory

from accounts import store
from accounts.models import OrganizationRecord, Visitor, VisitorKey, hash_of
from accounts.organization import scenario

ROOT = "r-tiny"
SANDBOX = "ou-tiny-sandbox1"
WORKLOADS = "ou-tiny-workload"
DEV = "ou-tiny-develop1"
MANAGEMENT = "100000000000"
SANDBOX_1 = "200000000001"
DEV_1 = "300000000001"
DEV_2 = "300000000002"
PARTNER = "900000000001"
YEAR_BEGINS = "2026-01-01T00:00:00Z"
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
EC2_READS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*"}],
}
EVERYBODY_READS = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::files/*",
        }
    ],
}
DELEGATE = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{SANDBOX_1}:root"},
            "Action": "organizations:CreatePolicy",
            "Resource": "*",
        }
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
        "joined": YEAR_BEGINS,
        "attached": [FULL_AWS_ACCESS],
        **more,
    }


SMALL_WORLD: Mapping[str, object] = {
    "format": "orgsim-scenario",
    "version": 1,
    "organization": {
        "id": "o-smallworld",
        "management_account_id": MANAGEMENT,
        "feature_set": "ALL",
        "trusted_services": {"guardduty.amazonaws.com": YEAR_BEGINS},
        "delegated_administrators": {SANDBOX_1: {"guardduty.amazonaws.com": YEAR_BEGINS}},
        "resource_policy": {"id": "rp-small001", "content": DELEGATE},
        "billing": {
            "savings_plans": [{"owner": DEV_1, "commitment": "1.50"}],
            "credits": [{"owner": DEV_2, "amount": "100", "expires": "2026-12-31"}],
            "not_sharing": [DEV_2],
        },
        "seconds_ahead": 86400,
    },
    "root": {
        "id": ROOT,
        "name": "Root",
        "policy_types": ["SERVICE_CONTROL_POLICY"],
        "attached": [FULL_AWS_ACCESS],
        "tags": {"owner": "everybody"},
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
        },
        {
            "id": "p-costcent",
            "name": "CostCenter",
            "type": "TAG_POLICY",
            "content": {"tags": {"CostCenter": {"tag_key": {"@@assign": "CostCenter"}}}},
            "tags": {"reviewed": "yes"},
        },
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
            policies=[
                {
                    "name": "Deploy",
                    "path": "/team/",
                    "default_version_id": "v3",
                    "versions": [
                        {"id": "v1", "created": YEAR_BEGINS, "document": EC2_READS},
                        {"id": "v3", "created": YEAR_BEGINS, "document": READ_BUCKETS},
                    ],
                }
            ],
            groups=[{"name": "developers", "attached": [READ_ONLY], "inline": {"read": READ_BUCKETS}}],
            users=[
                {
                    "name": "john",
                    "groups": ["developers"],
                    "attached": [DEPLOY],
                    "tags": {"b": "1", "a": "2"},
                    "boundary": READ_ONLY,
                    "access_keys": [
                        {"id": "AKIAJOHNJOHNJOHNJOH2", "created": YEAR_BEGINS, "status": "Inactive"},
                        {
                            "id": "AKIAJOHNJOHNJOHNJOH3",
                            "created": YEAR_BEGINS,
                            "last_used": {"time": YEAR_BEGINS, "service": "s3", "region": "eu-central-1"},
                        },
                    ],
                    "login_profile": {"created": YEAR_BEGINS, "changed": YEAR_BEGINS},
                },
                {"name": "mary", "path": "/team/", "inline": {"z": READ_BUCKETS, "a": READ_BUCKETS}},
            ],
            roles=[
                {
                    "name": "Server",
                    "trust": EC2_ASSUMES,
                    "attached": [READ_ONLY, DEPLOY],
                    "boundary": DEPLOY,
                    "max_session_duration": 7200,
                }
            ],
            resources=[
                {
                    "arn": "arn:aws:s3:::files",
                    "created": YEAR_BEGINS,
                    "policy": EVERYBODY_READS,
                    "tags": {"b": "1", "a": "2"},
                },
                {
                    "arn": f"arn:aws:ec2:eu-central-1:{DEV_1}:instance/i-1",
                    "type": "ec2:instance",
                    "created": YEAR_BEGINS,
                },
            ],
            mfa_devices=[
                {
                    "serial_number": f"arn:aws:iam::{DEV_1}:mfa/john",
                    "created": YEAR_BEGINS,
                    "owner": "user/john",
                    "enabled": YEAR_BEGINS,
                },
                {"serial_number": f"arn:aws:iam::{DEV_1}:mfa/spare", "created": YEAR_BEGINS},
            ],
            password_policy={"minimum_password_length": 12, "max_password_age": 90},
            alias="dev-one",
            usage={"s3-standard-gb": "1024.5"},
        ),
        _account(
            DEV_2,
            "dev-2",
            DEV,
            can_stand_alone=False,
            has_root_credentials=True,
            root_access_keys=[{"id": "AKIAROOTROOTROOTROO2", "created": YEAR_BEGINS}],
        ),
    ],
    "outsiders": [
        {
            "id": PARTNER,
            "name": "partner",
            "email": "partner@example.com",
            "joined": YEAR_BEGINS,
            "users": [{"name": "bob", "inline": {"read": READ_BUCKETS}}],
        }
    ],
    "handshakes": [
        {
            "id": "h-invitation",
            "recipient": {"id": PARTNER},
            "requested": YEAR_BEGINS,
            "expires": "2026-01-16T00:00:00Z",
            "notes": "Join us",
            "tags": {"b": "1", "a": "2"},
        }
    ],
    "create_account_requests": [
        {
            "id": "car-0000000001",
            "account_name": "dev-2",
            "requested": YEAR_BEGINS,
            "completed": YEAR_BEGINS,
            "account_id": DEV_2,
        }
    ],
}


class VisitorFactory(factory.django.DjangoModelFactory):
    """``token`` is the secret in their browser's cookie."""

    class Meta:
        model = Visitor

    @classmethod
    def _create(cls, model_class, *, token=None, **columns):
        visitor = super()._create(model_class, **columns)
        if token:
            VisitorKey.objects.create(visitor=visitor, token_hash=hash_of(token), last_seen=visitor.last_seen)
        return visitor


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
