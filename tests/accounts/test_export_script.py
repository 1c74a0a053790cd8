"""The script of ``aws`` commands, run by the AWS CLI against a service that answers like AWS."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from boto3.session import Session

from accounts.live_organization import LiveOrganization
from accounts.organization.exporting import aws_script
from accounts.organization.exporting.shell import Shell, comment
from accounts.organization.importing import import_answers
from accounts.organization.scenario import built_in, from_document
from accounts.organization.state import Organization, PolicyType
from tests.accounts.aws_cli import run
from tests.accounts.factories import DEV_1, SMALL_WORLD
from tests.accounts.mock_aws import mock_aws

SMALL = from_document(SMALL_WORLD, "tests")
ACME = from_document(built_in("acme"), "tests")
NOT_IN_MOTO = "arn:aws:iam::aws:policy/ReadOnlyAccess"


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

    inside = {}
    for account in organization.accounts.values():
        for identity in (*account.users.values(), *account.groups.values(), *account.roles.values()):
            if identity.name != "OrganizationAccountAccessRole":
                inside[names[account.id], type(identity).__name__, identity.name, identity.path] = (
                    {name: named(document.text) for name, document in identity.inline.items()},
                    [named(arn) for arn in identity.attached],
                    getattr(identity, "groups", None),
                    dict(getattr(identity, "tags", {})),
                    named(getattr(identity, "boundary", None) or ""),
                    getattr(identity, "max_session_duration", None),
                )
    return {
        "parents": {names[each]: names.get(organization.parent_of(each) or "") for each in names},
        "tags": {unit.name: dict(unit.tags) for unit in organization.units.values()},
        "attached": {
            names[each]: {
                named(policy.content)
                for policy in organization.policies_at(each, PolicyType.SERVICE_CONTROL_POLICY)
            }
            for each in names
        },
        "inside": inside,
        "policies": {
            named(policy.arn): named(policy.document.text)
            for account in organization.accounts.values()
            for policy in account.policies.values()
        },
    }


def in_moto(organization: Organization) -> Organization:
    """Without what moto cannot do: the delegation policy, and AWS's own policies of IAM."""
    organization = replace(organization, resource_policy=None)
    for account in organization.accounts.values():
        changed = replace(
            account,
            **{
                kind: {
                    name: replace(
                        identity,
                        attached=tuple(arn for arn in identity.attached if arn != NOT_IN_MOTO),
                        **({"boundary": None} if kind == "users" else {}),
                    )
                    for name, identity in getattr(account, kind).items()
                }
                for kind in ("users", "groups", "roles")
            },
        )
        organization = replace(organization, accounts={**organization.accounts, account.id: changed})
    return organization


def test_the_script_builds_the_organization_anew_and_stops_at_a_refusal(tmp_path: Path):
    organization = in_moto(SMALL)
    with mock_aws() as url:
        done = run(aws_script(organization), url, tmp_path)
        assert done.returncode == 0, done.stderr
        live = LiveOrganization(Session(), url, "OrganizationAccountAccessRole")
        built = import_answers(live.answers(), keep_identifiers=True, seed="tests").organization
        again = run(aws_script(organization), url, tmp_path)

    assert shape(built) == shape(organization)
    assert again.returncode != 0
    assert "AlreadyInOrganization" in again.stderr


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


def test_a_name_cannot_end_a_comment():
    assert comment("dev\nrm -rf /") == "# dev rm -rf /"
