"""``manage.py import-organization``, from files and from a service that answers like AWS."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.organization.scenario import from_document
from accounts.organization.state import Organization, PolicyType
from tests.accounts.factories import SMALL_WORLD
from tests.accounts.mock_aws import client, mock_aws
from tests.organization.aws_answers import printed
from tests.organization.world import policy, trust

SMALL = from_document(SMALL_WORLD, "tests")
DENY_S3 = policy("Deny", "s3:*")
DEPLOY = policy("Allow", "ec2:*")


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    """Root: master · Workloads → Prod (DenyS3, tagged): shop, with bob, Admins, Deploy and Deployer."""
    with mock_aws() as url:
        organizations = client(url, "organizations")
        organizations.create_organization(FeatureSet="ALL")
        root_id = organizations.list_roots()["Roots"][0]["Id"]
        organizations.enable_policy_type(RootId=root_id, PolicyType="SERVICE_CONTROL_POLICY")
        parent_id = root_id
        for name in ("Workloads", "Prod"):
            unit = organizations.create_organizational_unit(ParentId=parent_id, Name=name)
            parent_id = unit["OrganizationalUnit"]["Id"]
        organizations.tag_resource(ResourceId=parent_id, Tags=[{"Key": "stage", "Value": "prod"}])
        status = organizations.create_account(Email="shop@corp.example", AccountName="shop")
        shop = status["CreateAccountStatus"]["AccountId"]
        organizations.move_account(AccountId=shop, SourceParentId=root_id, DestinationParentId=parent_id)
        scp = organizations.create_policy(
            Name="DenyS3", Description="", Type="SERVICE_CONTROL_POLICY", Content=DENY_S3
        )
        organizations.attach_policy(PolicyId=scp["Policy"]["PolicySummary"]["Id"], TargetId=parent_id)
        iam = client(url, "iam", shop)
        arn = iam.create_policy(PolicyName="Deploy", PolicyDocument=DEPLOY)["Policy"]["Arn"]
        iam.create_group(GroupName="Admins")
        iam.attach_group_policy(GroupName="Admins", PolicyArn=arn)
        iam.create_user(UserName="bob", Tags=[{"Key": "team", "Value": "red"}])
        iam.add_user_to_group(GroupName="Admins", UserName="bob")
        iam.put_user_policy(UserName="bob", PolicyName="own", PolicyDocument=DENY_S3)
        iam.create_role(RoleName="Deployer", AssumeRolePolicyDocument=trust(shop), MaxSessionDuration=7200)
        iam.attach_role_policy(RoleName="Deployer", PolicyArn=arn)
        yield url


def imported(tmp_path: Path, *options: str) -> tuple[Organization, str]:
    """And what was said on standard error."""
    file, said = tmp_path / "scenario.json", StringIO()
    call_command("import-organization", *options, "--output", str(file), stderr=said)
    return from_document(json.loads(file.read_text()), "tests"), said.getvalue()


# Live


def test_a_live_organization_becomes_a_scenario(aws, tmp_path):
    organization, said = imported(tmp_path, "--endpoint-url", aws, "--keep-identifiers")

    workloads, prod = organization.units.values()
    master, shop = organization.accounts.values()
    assert (workloads.name, workloads.parent_id) == ("Workloads", organization.root.id)
    assert (prod.name, prod.parent_id, prod.tags) == ("Prod", workloads.id, {"stage": "prod"})
    assert (master.id, master.parent_id) == (organization.management_account_id, organization.root.id)
    assert (shop.name, shop.email, shop.parent_id) == ("shop", "shop@corp.example", prod.id)
    attached = organization.policies_at(prod.id, PolicyType.SERVICE_CONTROL_POLICY)
    assert [each.name for each in attached] == ["FullAWSAccess", "DenyS3"]
    assert "2 accounts, 2 organizational units, 1 policy" in said


def test_the_iam_of_each_account_is_read_in_its_role(aws, tmp_path):
    organization, _ = imported(tmp_path, "--endpoint-url", aws, "--keep-identifiers")

    shop = next(account for account in organization.accounts.values() if account.name == "shop")
    bob, deployer = shop.users["bob"], shop.roles["Deployer"]
    assert (bob.groups, dict(bob.tags), set(bob.inline)) == (("Admins",), {"team": "red"}, {"own"})
    assert shop.groups["Admins"].attached == (f"arn:aws:iam::{shop.id}:policy/Deploy",)
    assert deployer.attached == (f"arn:aws:iam::{shop.id}:policy/Deploy",)
    assert deployer.max_session_duration == 7200


def test_what_a_live_organization_says_is_replaced(aws, tmp_path):
    kept, _ = imported(tmp_path, "--endpoint-url", aws, "--keep-identifiers")
    imported(tmp_path, "--endpoint-url", aws)

    text = (tmp_path / "scenario.json").read_text()
    for account in kept.accounts.values():
        assert account.id not in text
        assert account.email not in text
    assert '"name": "Prod"' in text


def test_where_nobody_answers_there_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "mock")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "mock")

    with pytest.raises(CommandError, match="Could not connect"):
        imported(tmp_path, "--endpoint-url", "http://127.0.0.1:9")


# Files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What AWS prints of the small world."""
    for name, content in printed(SMALL).items():
        file = tmp_path / "printed" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return tmp_path / "printed"


def test_a_folder_of_outputs_becomes_a_scenario(folder, tmp_path):
    organization, said = imported(tmp_path, "--from", str(folder), "--keep-identifiers")

    assert list(organization.accounts) == list(SMALL.accounts)
    assert said == "4 accounts, 3 organizational units, 2 policies, 1 group, 2 users, 1 role\n"


def test_every_fault_is_told_and_nothing_is_written(folder, tmp_path):
    (folder / "list-roots.json").write_text("{")
    (folder / "list-accounts.json").write_text("[]")
    said = StringIO()

    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command(
            "import-organization", "--from", str(folder), "--output", str(tmp_path / "x"), stderr=said
        )

    assert "list-roots.json: line 1" in said.getvalue()
    assert "list-accounts.json: must hold JSON objects" in said.getvalue()
    assert not (tmp_path / "x").exists()


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        imported(tmp_path, "--from", str(tmp_path / "nowhere"))
