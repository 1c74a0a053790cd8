"""The organization as CloudFormation, as Terraform and as a picture."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
from collections import defaultdict
from dataclasses import replace
from shutil import which
from typing import Any
from xml.etree import ElementTree as ET

import hcl2
import pytest
from PIL import Image

from accounts.organization.exporting import cloudformation, cloudformation_of_account, png, svg, terraform
from accounts.organization.exporting.hcl import quoted
from accounts.organization.exporting.tree import tree
from accounts.organization.scenario import from_document
from accounts.organization.state import AccountState, Organization
from tests.accounts.factories import DENY_EC2, DEPLOY, DEV, DEV_1, ROOT, SANDBOX_1, SMALL_WORLD
from tests.organization.world import ACME

SMALL = from_document(SMALL_WORLD, "tests")
SVG = "{http://www.w3.org/2000/svg}"


def named(organization: Organization, name: str) -> Organization:
    unit = replace(organization.units[DEV], name=name)
    return replace(organization, units={**organization.units, DEV: unit})


# CloudFormation


def test_cloudformation_makes_units_and_accounts_under_their_parents():
    resources = json.loads(cloudformation(SMALL))["Resources"]

    assert resources["Unit2"]["Properties"]["ParentId"] == {"Fn::GetAtt": ["Organization", "RootId"]}
    assert resources["Unit3"]["Properties"]["ParentId"] == {"Ref": "Unit2"}
    assert resources["Account3"]["Properties"]["ParentIds"] == [{"Ref": "Unit3"}]
    assert resources["Account3"]["DeletionPolicy"] == "Retain"
    assert "Account1" not in resources  # the management account is the one that the stack is in


def test_cloudformation_attaches_policies_to_their_targets():
    policy = json.loads(cloudformation(SMALL))["Resources"]["Policy1"]["Properties"]

    assert policy["Name"] == SMALL.policies[DENY_EC2].name
    assert policy["Content"] == json.loads(SMALL.policies[DENY_EC2].content)
    assert policy["TargetIds"] == [{"Ref": "Unit3"}]


def test_cloudformation_refers_to_accounts_inside_of_policies():
    (statement,) = json.loads(cloudformation(SMALL))["Resources"]["DelegationPolicy"]["Properties"][
        "Content"
    ]["Statement"]

    assert statement["Principal"] == {"AWS": {"Fn::Sub": "arn:aws:iam::${Account2}:root"}}
    assert SANDBOX_1 not in cloudformation(SMALL)


def test_cloudformation_of_an_account_has_its_iam():
    template = cloudformation_of_account(SMALL, SMALL.accounts[DEV_1])
    resources = json.loads(template)["Resources"]

    assert {each["Type"] for each in resources.values()} == {
        f"AWS::IAM::{kind}" for kind in ("ManagedPolicy", "Group", "User", "Role")
    }
    john = resources["User1"]["Properties"]
    assert john["Groups"] == [{"Ref": "Group1"}]
    assert john["ManagedPolicyArns"] == [{"Ref": "ManagedPolicy1"}]
    assert resources["Role1"]["Properties"]["PermissionsBoundary"] == {"Ref": "ManagedPolicy1"}
    assert DEPLOY not in template


# Terraform


def resources_of(text: str) -> dict[str, dict[str, Any]]:
    """By kind and name, as another reader of Terraform's language sees them: texts in quotation marks,
    expressions not."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for each in hcl2.loads(text)["resource"]:
        for kind, resource in each.items():
            for name, members in resource.items():
                found[kind.strip('"')][name.strip('"')] = members
    return found


def test_terraform_refers_to_what_it_makes():
    resources = resources_of(terraform(SMALL))

    accounts = resources["aws_organizations_account"]
    assert accounts["Account3"]["parent_id"] == "${aws_organizations_organizational_unit.Unit3.id}"
    targets = [each["target_id"] for each in resources["aws_organizations_policy_attachment"].values()]
    assert targets == ["${aws_organizations_organizational_unit.Unit3.id}"]
    unit = resources["aws_organizations_organizational_unit"]["Unit2"]
    assert unit["parent_id"] == "${aws_organizations_organization.Organization.roots[0].id}"


@pytest.mark.parametrize("organization", [SMALL, ACME], ids=["small world", "acme"])
def test_every_reference_of_terraform_is_to_something_there(organization):
    text = terraform(organization)
    resources = resources_of(text)
    references = re.findall(r"(?<!data\.)\b(aws_\w+)\.(\w+)\.", text)

    assert references
    assert not [name for kind, name in references if name not in resources[kind]]


def test_terraform_makes_iam_in_each_account():
    _, provider = hcl2.loads(terraform(SMALL))["provider"]
    resources = resources_of(terraform(SMALL))

    assert provider['"aws"']["alias"] == '"Account3"'
    john, _ = resources["aws_iam_user"].values()
    assert (john["name"], john["provider"]) == ('"john"', "${aws.Account3}")
    (membership,) = resources["aws_iam_user_group_membership"].values()
    assert membership["groups"] == ["${aws_iam_group.Account3Group1.name}"]


@pytest.mark.parametrize("name", ["${file(1)} %{if}", '"}\n', "\\", "<<EOT\nx\nEOT", "é\u2028\x07"])
def test_terraform_takes_no_name_for_an_expression(name):
    text = terraform(named(SMALL, name))

    written = resources_of(text)["aws_organizations_organizational_unit"]["Unit3"]["name"]
    assert written == quoted(name)
    assert unquoted(written) == name


def unquoted(written: str) -> str:
    """What Terraform reads, by the escapes of its documentation ("Strings and Templates")."""
    plain = {"\\n": "\n", "\\r": "\r", "\\t": "\t", '\\"': '"', "\\\\": "\\", "$${": "${", "%%{": "%{"}

    def read(match: re.Match[str]) -> str:
        found = match.group()
        return plain.get(found) or chr(int(found[2:], 16))

    return re.sub(r'\\[nrt"\\]|\\U[0-9a-f]{8}|\$\$\{|%%\{', read, written[1:-1])


@pytest.mark.skipif(which("terraform") is None, reason="terraform is not installed")
@pytest.mark.parametrize("organization", [SMALL, ACME], ids=["small world", "acme"])
def test_terraform_itself_reads_it_and_would_lay_it_out_no_other_way(organization, tmp_path):
    (tmp_path / "main.tf").write_text(terraform(organization))
    quiet = {"CHECKPOINT_DISABLE": "1", "HOME": str(tmp_path), "PATH": os.environ["PATH"]}

    for command in (["fmt", "-check", "-diff"], ["providers"]):
        subprocess.run(["terraform", *command], cwd=tmp_path, env=quiet, check=True, capture_output=True)


# What both leave to AWS, or to nobody


def test_an_account_that_is_closed_is_not_made_and_nothing_refers_to_it():
    closed = replace(SMALL.accounts[SANDBOX_1], state=AccountState.CLOSED)
    organization = replace(SMALL, accounts={**SMALL.accounts, SANDBOX_1: closed})

    assert "sandbox-1@example.com" not in terraform(organization) + cloudformation(organization)
    resources = resources_of(terraform(organization))
    for kind, name in re.findall(r"(?<!data\.)\b(aws_\w+)\.(\w+)\.", terraform(organization)):
        assert name in resources[kind]


def test_the_role_that_aws_makes_in_each_account_is_not_made_again():
    account = SMALL.accounts[DEV_1]
    role = replace(account.roles["Server"], name="OrganizationAccountAccessRole")
    held = replace(account, roles={**account.roles, role.name: role})
    organization = replace(SMALL, accounts={**SMALL.accounts, DEV_1: held})

    assert len(resources_of(terraform(organization))["aws_iam_role"]) == 1
    assert '"RoleName": "OrganizationAccountAccessRole"' not in cloudformation_of_account(organization, held)


def test_terraform_has_the_alias_and_the_password_policy():
    resources = resources_of(terraform(SMALL))

    (alias,) = resources["aws_iam_account_alias"].values()
    (rules,) = resources["aws_iam_account_password_policy"].values()
    assert alias["account_alias"] == '"dev-one"'
    assert (rules["minimum_password_length"], rules["max_password_age"]) == (12, 90)


# Pictures


def test_the_svg_names_everything_once():
    drawn = ET.fromstring(svg(SMALL))
    words = [text.find(f"{SVG}tspan").text for text in drawn.iter(f"{SVG}text")]

    assert words == [
        "Root", "Sandbox", "sandbox-1", "Workloads", "Dev", "dev-1", "dev-2", "management",
    ]  # fmt: skip
    assert drawn.find(f"{SVG}title").text == "Organization o-smallworld"


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "\"&'", "\x1b[2J", "é" * 128])
def test_no_name_is_markup(name):
    drawn = ET.fromstring(svg(named(SMALL, name)))

    assert not list(drawn.iter(f"{SVG}script"))


def test_the_png_is_a_picture_of_the_same_size_twice():
    picture = Image.open(io.BytesIO(png(SMALL)))

    assert picture.format == "PNG"
    assert picture.size == (2 * tree(SMALL).width, 2 * tree(SMALL).height)
    assert len(picture.getcolors()) > 4


def test_a_tree_that_is_too_long_is_cut_and_says_so():
    drawn = tree(ACME, most_rows=5)

    assert len(drawn.rows) == 6
    assert drawn.rows[-1].name == f"and {1 + len(ACME.units) + len(ACME.accounts) - 5} more"
    assert drawn.rows[0].name == ACME.name_of(ACME.root.id) != ROOT
