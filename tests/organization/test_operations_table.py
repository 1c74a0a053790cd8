"""Operations as data: found by name, applied, told as commands, replayed."""

import json
import shlex
from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.organization.errors import iam, organizations
from accounts.organization.identifiers import IamPrefix, Occasion
from accounts.organization.operations import OPERATIONS, apply, as_cli
from policies.catalogue import catalogue
from tests.organization.world import (
    ACME,
    DENY_EC2,
    DEV,
    DEV_1,
    NOON,
    OCCASION,
    ROOT,
    SANDBOX,
    SBX_1,
    SCP_TYPE,
    policy,
)

MOVE = {"account_id": SBX_1, "source_parent_id": SANDBOX, "destination_parent_id": DEV}


class TestTable:
    def test_names_and_sources_as_in_cloudtrail(self):
        operation = OPERATIONS["organizations.move_account"]

        assert (operation.name, operation.source) == ("MoveAccount", "organizations.amazonaws.com")
        assert operation.parameters == tuple(MOVE)
        assert not operation.needs_occasion
        assert OPERATIONS["iam.create_user"].needs_occasion

    def test_every_operation_is_an_action_of_aws(self):
        actions = set(catalogue().universe.actions)

        of_aws = {operation.action for operation in OPERATIONS.values() if operation.service != "orgsim"}
        assert of_aws - actions == set()

    def test_organizations_and_iam_each_have_their_create_policy(self):
        assert OPERATIONS["organizations.create_policy"].action == "organizations:CreatePolicy"
        assert OPERATIONS["iam.create_policy"].action == "iam:CreatePolicy"

    def test_apply_hands_on_the_parameters_and_the_occasion(self):
        moved = apply(ACME, "organizations.move_account", MOVE, OCCASION).organization
        made = apply(ACME, "iam.create_group", {"account_id": DEV_1, "group_name": "g"}, OCCASION)

        assert moved.accounts[SBX_1].parent_id == DEV
        assert made.organization.accounts[DEV_1].groups["g"].created == NOON

    def test_an_operation_is_told_the_simulated_time(self):
        ahead = replace(ACME, ahead=timedelta(days=3))

        made = apply(ahead, "iam.create_group", {"account_id": DEV_1, "group_name": "g"}, OCCASION)

        assert made.organization.accounts[DEV_1].groups["g"].created == NOON + timedelta(days=3)

    def test_responses_are_plain_json(self):
        for key, parameters in EVERYTHING:
            json.dumps(apply(ACME, key, parameters, OCCASION).response)


EVERYTHING = [
    ("organizations.create_account", {"email": "x@acme.example", "account_name": "x"}),
    ("organizations.create_organizational_unit", {"parent_id": ROOT, "name": "x"}),
    (
        "organizations.create_policy",
        {"content": policy("Deny", "s3:*"), "description": "", "name": "x", "type": SCP_TYPE},
    ),
    ("organizations.disable_policy_type", {"root_id": ROOT, "policy_type": SCP_TYPE}),
    ("iam.create_user", {"account_id": DEV_1, "user_name": "x"}),
    (
        "iam.create_policy",
        {"account_id": DEV_1, "policy_name": "x", "policy_document": policy("Allow", "s3:*")},
    ),
]


class TestReplay:
    @pytest.mark.parametrize(("key", "parameters"), EVERYTHING)
    def test_the_same_occasion_gives_the_same_value(self, key, parameters):
        assert apply(ACME, key, parameters, OCCASION) == apply(ACME, key, parameters, OCCASION)

    @pytest.mark.parametrize(("key", "parameters"), [EVERYTHING[number] for number in (0, 1, 2, 4, 5)])
    def test_another_revision_or_seed_gives_other_identifiers(self, key, parameters):
        here = apply(ACME, key, parameters, OCCASION).organization

        assert apply(ACME, key, parameters, replace(OCCASION, revision=8)).organization != here
        assert apply(ACME, key, parameters, replace(OCCASION, seed="other")).organization != here


class TestIdentifiers:
    def test_those_that_are_taken_are_not_drawn_again(self):
        drawn: list[str] = []
        for _ in range(5):
            drawn.append(OCCASION.account_id(drawn))

        assert len(set(drawn)) == 5

    def test_one_subject_does_not_hinder_another(self):
        assert OCCASION.iam_id(IamPrefix.ROLE, "a/x") != OCCASION.iam_id(IamPrefix.ROLE, "b/x")

    def test_the_time_has_no_say(self):
        later = Occasion("tests", 7, NOON.replace(hour=13))

        assert later.policy_id(()) == OCCASION.policy_id(())


class TestCommandLine:
    def test_parameters_become_options(self):
        assert as_cli("organizations.move_account", MOVE, ACME) == (
            f"aws organizations move-account --account-id {SBX_1} "
            f"--source-parent-id {SANDBOX} --destination-parent-id {DEV}"
        )

    def test_an_empty_list_is_left_out(self):
        """The CLI knows no option without a value."""
        created = {"parent_id": ROOT, "name": "Ops", "tags": []}
        assert as_cli("organizations.create_organizational_unit", created, ACME) == (
            f"aws organizations create-organizational-unit --parent-id {ROOT} --name Ops"
        )

    def test_iam_acts_through_the_profile_of_the_account(self):
        assert as_cli("iam.create_user", {"account_id": DEV_1, "user_name": "ana"}, ACME) == (
            "aws iam create-user --user-name ana --profile dev-1"
        )

    def test_account_management_names_the_account(self):
        assert as_cli(
            "account.put_account_name", {"account_id": DEV_1, "account_name": "Play room"}, ACME
        ) == (f"aws account put-account-name --account-id {DEV_1} --account-name 'Play room'")

    def test_what_only_the_simulator_has_is_no_command_of_aws(self):
        assert as_cli("orgsim.pass_time", {"days": 4}, ACME) == "orgsim pass-time --days 4"

    def test_a_shell_reads_the_very_document(self):
        content = policy("Deny", "s3:*", Sid="It's $HOME") + "\n"

        command = as_cli("organizations.update_policy", {"policy_id": DENY_EC2, "content": content}, ACME)

        assert shlex.split(command)[-2:] == ["--content", content]

    def test_what_is_not_given_is_left_out(self):
        command = as_cli(
            "organizations.update_policy", {"policy_id": DENY_EC2, "name": "N", "content": None}, ACME
        )

        assert command == f"aws organizations update-policy --policy-id {DENY_EC2} --name N"

    def test_a_value_that_looks_like_an_option_is_joined_to_its_own(self):
        command = as_cli("organizations.create_organizational_unit", {"parent_id": ROOT, "name": "--x"}, ACME)

        assert command.endswith("--name=--x")

    @pytest.mark.parametrize(
        ("tags", "words"),
        [
            ([("env", "dev"), ("team", "a b")], ["Key=env,Value=dev", "Key=team,Value=a b"]),
            ([("env", "a,b=c")], ['[{"Key": "env", "Value": "a,b=c"}]']),
        ],
    )
    def test_tags_in_shorthand_where_it_can_say_them(self, tags, words):
        parameters = {
            "account_id": DEV_1,
            "user_name": "john",
            "tags": [{"Key": key, "Value": value} for key, value in tags],
        }

        command = as_cli("iam.tag_user", parameters, ACME)

        assert shlex.split(command)[3:] == ["--user-name", "john", "--tags", *words, "--profile", "dev-1"]

    def test_tag_keys_follow_each_other(self):
        parameters = {"account_id": DEV_1, "role_name": "Admin", "tag_keys": ["a", "b"]}

        assert as_cli("iam.untag_role", parameters, ACME) == (
            "aws iam untag-role --role-name Admin --tag-keys a b --profile dev-1"
        )


class TestErrors:
    def test_names_and_codes_as_aws_prints_them(self):
        ours = organizations.DuplicateAccount("It is there.")
        theirs = iam.NoSuchEntity("It is not.")

        assert (ours.name, ours.code) == ("DuplicateAccountException", "DuplicateAccountException")
        assert (theirs.name, theirs.code) == ("NoSuchEntityException", "NoSuchEntity")
        assert iam.ValidationError("No.").name == "ValidationError"
        assert str(theirs) == "It is not."
