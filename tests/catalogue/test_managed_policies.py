"""The AWS managed policies that orgsim ships are those that AWS publishes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policies.catalogue import DATA, catalogue, managed_policies
from policies.engine.document import Effect
from policies.engine.parse import parse_policy

AWS = "arn:aws:iam::aws:policy"


def test_every_managed_policy_parses():
    for arn, policy in managed_policies().items():
        assert policy.document.statements, arn
        assert policy.document == parse_policy(policy.text, policy.document.kind), arn


@pytest.mark.parametrize(
    "name",
    [
        "AdministratorAccess",
        "PowerUserAccess",
        "ReadOnlyAccess",
        "SecurityAudit",
        "IAMFullAccess",
        "IAMReadOnlyAccess",
        "AWSOrganizationsFullAccess",
        "AWSOrganizationsReadOnlyAccess",
        "AmazonEC2FullAccess",
        "AmazonS3ReadOnlyAccess",
        "job-function/Billing",
        "job-function/DatabaseAdministrator",
        "job-function/DataScientist",
        "job-function/NetworkAdministrator",
        "job-function/SupportUser",
        "job-function/SystemAdministrator",
        "job-function/ViewOnlyAccess",
    ],
)
def test_the_best_known_policies_are_there(name):
    policy = managed_policies()[f"{AWS}/{name}"]

    assert f"{policy.path}{policy.name}" == f"/{name}"
    assert policy.version.startswith("v")
    assert date(2015, 1, 1) < policy.updated < date(2100, 1, 1)


def test_there_are_at_least_sixty_and_they_are_sorted():
    assert len(managed_policies()) >= 60
    assert list(managed_policies()) == sorted(managed_policies())


def test_administrator_access_allows_everything_on_everything():
    (statement,) = managed_policies()[f"{AWS}/AdministratorAccess"].document.statements

    assert statement.effect is Effect.ALLOW
    assert [pattern.source for pattern in statement.actions] == ["*"]
    assert [resource.source for resource in statement.resources] == ["*"]
    assert statement.conditions == ()


def test_view_only_access_reads_no_object_and_writes_nothing():
    universe = catalogue().universe
    granted = universe.mask(
        pattern
        for statement in managed_policies()[f"{AWS}/job-function/ViewOnlyAccess"].document.statements
        for pattern in statement.actions
    )

    assert "ec2:DescribeInstances" in universe.names(granted)
    assert "s3:GetObject" not in universe.names(granted)
    assert not {"ec2:RunInstances", "iam:CreateUser"} & set(universe.names(granted))


def test_a_document_is_parsed_once():
    policy = managed_policies()[f"{AWS}/AdministratorAccess"]

    assert policy.document is policy.document


def test_elements_stand_in_the_order_people_write_them():
    text = managed_policies()[f"{AWS}/PowerUserAccess"].text

    assert text.index('"Version"') < text.index('"Statement"')
    assert text.index('"Effect"') < text.index('"NotAction"') < text.index('"Resource"')


def test_each_row_has_its_file_and_each_file_its_row():
    files = {path.stem for path in Path(DATA / "managed_policies").iterdir()}

    assert files == {policy.name for policy in managed_policies().values()}
