"""The script of ``aws`` commands, run by the AWS CLI against a service that answers like AWS."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from boto3.session import Session

from accounts.live_organization import LiveOrganization
from accounts.organization.exporting import aws_script
from accounts.organization.exporting.script.shell import Shell, comment
from accounts.organization.importing import import_answers
from accounts.organization.operations import organizations as operations
from accounts.organization.scenario import built_in, from_document
from accounts.organization.state import AccountState, Group, Organization, PolicyType, Role, User
from policies.engine.document import PolicyKind
from policies.engine.parse import parse_policy
from tests.accounts.aws_cli import run
from tests.accounts.factories import DEV_1, SMALL_WORLD
from tests.accounts.mock_aws import client, mock_aws
from tests.organization.world import OCCASION, policy

SMALL = from_document(SMALL_WORLD, "tests")
ACME = from_document(built_in("acme"), "tests")


def shape(organization: Organization) -> object:
    """All that is not made up by AWS: identifiers give way to names."""
    names = {
        organization.root.id: "Root",
        **{unit.id: unit.name for unit in organization.units.values()},
        **{
            account.id: "management" if account.id == organization.management_account_id else account.name
            for account in organization.accounts.values()
        },
    }

    def named(text: str) -> str:
        return re.sub(r"[0-9]{12}", lambda match: names[match.group()], text)

    def identity(each: User | Group | Role) -> object:
        return (
            {name: named(document.text) for name, document in each.inline.items()},
            [named(arn) for arn in each.attached],
            getattr(each, "groups", None),
            dict(getattr(each, "tags", {})),
            # Of users moto does not tell it.
            named(each.boundary or "") if isinstance(each, Role) else "",
            getattr(each, "max_session_duration", None),
            getattr(each, "description", None),
            named(each.trust.text) if isinstance(each, Role) else "",
            [key.status for key in getattr(each, "access_keys", {}).values()],
            bool(getattr(each, "login_profile", None)),
        )

    return {
        "parents": {names[each]: names.get(organization.parent_of(each) or "") for each in names},
        "types": organization.root.policy_types,
        "tags": {
            each.name: dict(each.tags)
            for each in (organization.root, *organization.units.values(), *organization.accounts.values())
            if each.tags
        },
        "attached": {
            names[each]: {
                (policy.type, policy.name, named(policy.content))
                for policy in map(organization.any_policy, organization.attachments.get(each, ()))
            }
            for each in names
        },
        "inside": {
            (names[account.id], type(each).__name__, each.name, each.path): identity(each)
            for account in organization.accounts.values()
            for each in (*account.users.values(), *account.groups.values(), *account.roles.values())
            if each.name != "OrganizationAccountAccessRole"
        },
        "policies": {
            named(policy.arn): [named(version.document.text) for version in policy.versions.values()]
            for account in organization.accounts.values()
            for policy in account.policies.values()
        },
        "accounts": {
            names[account.id]: (account.alias, account.password_policy, len(account.mfa_devices))
            for account in organization.accounts.values()
        },
    }


def with_every_type(organization: Organization) -> Organization:
    """With a policy of each type that moto knows, all attached to the first unit, and tagged."""
    opt_out = {"services": {"default": {"opt_out_policy": {"@@assign": "optOut"}}}}
    contents = {
        PolicyType.TAG_POLICY: '{"tags": {"Stage": {"tag_key": {"@@assign": "Stage"}}}}',
        PolicyType.AISERVICES_OPT_OUT_POLICY: json.dumps(opt_out),
        PolicyType.RESOURCE_CONTROL_POLICY: policy("Deny", "s3:*", Principal="*"),
    }
    for policy_type, content in contents.items():
        root_id, unit_id = organization.root.id, next(iter(organization.units))
        organization, _ = operations.enable_policy_type(
            organization, root_id=root_id, policy_type=policy_type.value
        )
        organization, made = operations.create_policy(
            organization,
            name=policy_type.value,
            description="",
            type=policy_type.value,
            content=content,
            tags=[{"Key": "stage", "Value": "new"}],
            occasion=OCCASION,
        )
        policy_id = made["Policy"]["PolicySummary"]["Id"]
        organization, _ = operations.attach_policy(organization, policy_id=policy_id, target_id=unit_id)
    return organization


@contextmanager
def built(organization: Organization, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """An AWS in which the script has built ``organization``: its URL, and what the script printed."""
    with mock_aws() as url:
        done = run(aws_script(organization), url, tmp_path)
        assert done.returncode == 0, done.stderr
        yield url, done.stdout


def imported(url: str) -> Organization:
    live = LiveOrganization(Session(), url, "OrganizationAccountAccessRole")
    return import_answers(live.answers(), keep_identifiers=True, seed="tests").organization


def test_the_script_builds_the_small_world_anew(tmp_path: Path):
    organization = replace(SMALL, resource_policy=None)  # which moto cannot put
    with built(organization, tmp_path) as (url, said):
        assert shape(imported(url)) == shape(organization)
        assert "Password of john: " in said


def test_the_script_builds_acme_anew_with_every_policy_type_and_with_resources(tmp_path: Path):
    organization = with_every_type(ACME)
    with built(organization, tmp_path) as (url, _):
        now = imported(url)
        assert shape(now) == shape(organization)
        of = {account.name: account.id for account in now.accounts.values()}
        logs, prod = client(url, "s3", of["log"]), {"account_id": of["prod-1"], "region_name": "eu-west-1"}
        policy = json.loads(logs.get_bucket_policy(Bucket="acme-logs")["Policy"])
        tags = logs.get_bucket_tagging(Bucket="acme-logs")["TagSet"]
        queues = client(url, "sqs", of["dev-1"], region_name="eu-west-1").list_queues()["QueueUrls"]
        tables = client(url, "dynamodb", **prod).list_tables()["TableNames"]
        keys = client(url, "kms", **prod).list_keys()["Keys"]

    assert policy["Statement"][0]["Condition"]["StringEquals"]["aws:PrincipalOrgID"] == now.id
    assert policy["Statement"][1]["Principal"]["AWS"] == f"arn:aws:iam::{of['audit']}:root"
    assert tags == [{"Key": "data", "Value": "logs"}]
    assert (len(queues), tables, len(keys)) == (1, ["orders"], 1)


def test_a_refusal_stops_the_script(tmp_path: Path):
    with mock_aws() as url:
        client(url, "organizations").create_organization()
        done = run(aws_script(SMALL), url, tmp_path)

    assert done.returncode != 0
    assert "AlreadyInOrganization" in done.stderr


def lines_of(organization: Organization) -> list[str]:
    return aws_script(organization).splitlines()


def position(lines: list[str], begins: str) -> int:
    return next(number for number, line in enumerate(lines) if line.startswith(begins))


def test_no_scp_is_attached_before_all_else_is_done():
    lines = lines_of(SMALL)

    attach = position(lines, "aws organizations attach-policy")
    assert not [line for line in lines[attach:] if line.startswith(("aws iam", "aws s3api", "enter"))]


def test_what_is_not_built_is_said_at_the_top():
    head = "\n".join(lines_of(SMALL)[: position(lines_of(SMALL), "set -euo pipefail")])

    for said in (
        "1 accounts outside of the organization",
        "1 handshakes",
        "1 EC2 instances",
        "1 MFA devices are made, but not enabled",
        "1 access keys of root users",
        "2 reserved instances, savings plans and credits",
    ):
        assert f"#   {said}" in head
    assert "Lambda" not in head


def test_a_closed_account_is_neither_made_nor_made_an_administrator():
    (administrator,) = SMALL.delegated_administrators
    closed = replace(SMALL.accounts[administrator], state=AccountState.CLOSED)
    script = aws_script(replace(SMALL, accounts={**SMALL.accounts, administrator: closed}))

    assert "register-delegated-administrator" not in script
    assert f"--account-name={closed.name} " not in script
    assert "#   1 accounts that are closed, suspended or not active yet" in script


def test_no_secret_is_in_the_script():
    key_ids = SMALL.accounts[DEV_1].users["john"].access_keys

    assert not [key_id for key_id in key_ids if key_id in aws_script(SMALL)]


def test_a_role_that_trusts_a_later_one_is_told_so_when_both_are_there():
    later = "arn:aws:iam::200000000001:role/Later"
    statement = {"Effect": "Allow", "Principal": {"AWS": later}, "Action": "sts:AssumeRole"}
    trust = parse_policy(json.dumps({"Version": "2012-10-17", "Statement": [statement]}), PolicyKind.TRUST)
    account = SMALL.accounts[DEV_1]
    server = replace(account.roles["Server"], trust=trust)
    sandbox = replace(SMALL.accounts["200000000001"], roles={"Later": replace(server, name="Later")})
    accounts = {
        **SMALL.accounts,
        DEV_1: replace(account, roles={"Server": server}),
        sandbox.id: sandbox,
    }
    lines = lines_of(replace(SMALL, accounts=accounts))

    made = position(lines, "aws iam create-role --role-name=Server")
    assert position(lines, "aws iam update-assume-role-policy --role-name=Server") > made


def test_a_deleted_organization_is_not_made_again():
    script = aws_script(
        replace(
            SMALL,
            is_deleted=True,
            units={},
            policies={},
            management_policies={},
            attachments={},
            accounts={SMALL.management_account_id: SMALL.accounts[SMALL.management_account_id]},
        )
    )

    assert "create-organization" not in script
    assert "this one was deleted" in script


@pytest.mark.parametrize("organization", [SMALL, ACME], ids=["small world", "acme"])
def test_the_script_is_one_for_bash(organization):
    subprocess.run(["bash", "-n"], input=aws_script(organization), text=True, check=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "it's",
        '"$HOME"',
        "$(touch hacked)",
        "`id`",
        "a\nb",
        "\\",
        "-rf",
        "é\t*?",
        f"arn:aws:iam::{DEV_1}:root",
    ],
)
def test_no_text_is_more_than_a_word_to_the_shell(text):
    word = Shell({DEV_1: "account"}).quoted(text)
    printed = subprocess.run(
        ["bash", "-uc", f"account={DEV_1}; printf %s {word}"], capture_output=True, text=True, check=True
    )

    assert printed.stdout == text


@pytest.mark.parametrize("text", ["file:///etc/passwd", "fileb://x", "https://corp.example/x"])
def test_no_text_is_a_place_to_read_from(text):
    command = Shell({}).command("iam", "create-role", role_name="a", description=text)

    assert command == "aws iam create-role --role-name=a --cli-input-json=" + shlex.quote(
        json.dumps({"Description": text})
    )


def test_a_name_cannot_end_a_comment():
    assert comment("dev\nrm -rf /") == "# dev rm -rf /"
