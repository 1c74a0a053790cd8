"""Organizations User Guide, "Inheritance of declarative policies": the effective policy, level by level."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.organization.errors import organizations as errors
from accounts.organization.management_policies import Fate, InvalidityCode, Operator, effective
from accounts.organization.operations.organizations import (
    attach_policy,
    detach_policy,
    move_account,
)
from accounts.organization.operations.organizations.reads import describe_effective_policy
from tests.organization.management import (
    BACKUP,
    NOBODY,
    OPT_OUT,
    TAG,
    append,
    assign,
    attached,
    below,
    merged,
    remove,
    tags,
    values_of,
)
from tests.organization.world import ACME, DEV_1, MGMT, NOON, PROD, PROD_1, PROD_2, ROOT, refused


def ignored(policy):
    return [(part.source.level_name, part.fate) for part in policy.ignored]


class TestOperators:
    def test_assign_replaces_what_is_inherited(self):
        policy = merged(
            TAG,
            root=tags(tag_key=assign("CC"), tag_value=assign(["100", "200"])),
            account=tags(tag_value=assign(["300"])),
        )

        assert policy.settings == {"tags": {"cc": {"tag_key": "CC", "tag_value": ["300"]}}}
        assert json.loads(policy.content) == policy.settings

    def test_append_adds_and_remove_takes_out_for_those_below(self):
        levels = {
            "root": tags(tag_value=assign(["100", "200"])),
            "prod": tags(tag_value=append("300")),
            "account": tags(tag_value=remove("100")),
        }

        assert values_of(merged(TAG, PROD_1, **levels)) == ["200", "300"]
        assert values_of(merged(TAG, PROD_2, **levels)) == ["100", "200", "300"]
        assert values_of(merged(TAG, DEV_1, **levels)) == ["100", "200"]
        assert values_of(merged(TAG, MGMT, **levels)) == ["100", "200"]  # it is bound like any other

    def test_what_is_appended_twice_is_there_once(self):
        policy = merged(TAG, root=tags(tag_value=assign(["100"])), prod=tags(tag_value=append("100", "200")))

        assert values_of(policy) == ["100", "200"]

    def test_a_list_of_which_all_is_removed_is_not_set_but_an_empty_one_is(self):
        removed = merged(TAG, root=tags(tag_value=assign(["1"])), prod=tags(tag_value=remove("1")))
        empty = merged(TAG, root=tags(tag_value=assign([])))

        assert removed.settings == {}
        assert "Nothing is left of tags.cc.tag_value" in removed.warnings[0]
        assert values_of(empty) == []


class TestChildControl:
    def test_none_locks_a_value_for_all_below(self):
        policy = merged(
            TAG,
            root=tags(tag_value=assign(["100"]) | NOBODY),
            prod=tags(tag_value=append("200")),
            account=tags(tag_value=assign(["300"])),
        )

        assert values_of(policy) == ["100"]
        assert ignored(policy) == [("Prod", Fate.FORBIDDEN), ("prod-1", Fate.FORBIDDEN)]
        assert {str(part.by) for part in policy.ignored} == {"root-1 at Root"}

    def test_only_what_is_allowed_counts(self):
        policy = merged(
            TAG,
            root=tags(tag_value=assign(["100"]) | below("append")),
            prod=tags(tag_value=assign(["200"])),
            account=tags(tag_value=append("300")),
        )

        assert values_of(policy) == ["100", "300"]
        assert ignored(policy) == [("Prod", Fate.FORBIDDEN)]

    def test_controls_of_one_level_meet_and_nobody_below_loosens_them(self):
        policy = merged(
            TAG,
            root=[
                tags(tag_value=assign(["100"]) | below("append", "remove")),
                tags(tag_value=below("append")),
            ],
            prod=tags(tag_value=below("all") | append("200")),
            account=tags(tag_value=remove("100")),
        )

        assert values_of(policy) == ["100", "200"]
        assert ignored(policy) == [("prod-1", Fate.FORBIDDEN)]
        assert policy.ignored[0].by.policy_name == "root-2"
        assert "prod-1 at Prod wants to allow more" in policy.warnings[0]

    @pytest.mark.parametrize(
        ("operation", "fate"),
        [
            (assign(["9"]), Fate.FORBIDDEN),
            (append("9"), Fate.TAKEN),
            (remove("1"), Fate.FORBIDDEN),
        ],
    )
    def test_below_two_levels_only_what_both_allow_is_left(self, operation, fate):
        policy = merged(
            TAG,
            root=tags(tag_value=assign(["1"]) | below("append", "remove")),
            prod=tags(tag_value=below("assign", "append")),
            account=tags(tag_value=operation),
        )

        assert policy.parts[-1].fate is fate

    def test_controls_do_not_bind_the_policies_beside(self):
        policy = merged(TAG, root=[tags(tag_value=assign(["100"]) | NOBODY), tags(tag_value=append("200"))])

        assert values_of(policy) == ["100", "200"]

    def test_a_closed_container_takes_no_new_names_and_leaves_the_old_ones_open(self):
        default = {"default": {"opt_out_policy": assign("optOut")}}
        lex = {"services": {"lex": {"opt_out_policy": assign("optIn")}}}
        change = {"services": {"default": {"opt_out_policy": assign("optIn")}}}

        opened = merged(OPT_OUT, root={"services": default}, prod=lex)
        closed = merged(OPT_OUT, root={"services": default | NOBODY}, prod=lex, account=change)

        assert opened.settings == {
            "services": {"default": {"opt_out_policy": "optOut"}, "lex": {"opt_out_policy": "optIn"}}
        }
        assert closed.settings == {"services": {"default": {"opt_out_policy": "optIn"}}}
        assert ignored(closed) == [("Prod", Fate.CLOSED)]

    def test_a_lock_at_every_depth_stops_everything(self):
        locked = {"services": NOBODY | {"default": NOBODY | {"opt_out_policy": assign("optOut") | NOBODY}}}
        policy = merged(
            OPT_OUT,
            root=locked,
            prod={"services": {"default": {"opt_out_policy": assign("optIn")}}},
            account={"services": {"lex": below("all")}},
        )

        assert policy.settings == {"services": {"default": {"opt_out_policy": "optOut"}}}
        assert ignored(policy) == [("Prod", Fate.FORBIDDEN), ("prod-1", Fate.CLOSED)]


class TestOneLevel:
    def test_of_two_single_values_the_one_attached_first_counts(self):
        organization = attached(TAG, prod=[tags(tag_key=assign("Cc")), tags(tag_key=assign("CC"))])
        first, _ = organization.attached(PROD, TAG)

        def key(organization):
            return effective(organization, TAG, PROD_1).settings["tags"]["cc"]["tag_key"]

        alone = detach_policy(organization, policy_id=first, target_id=PROD).organization
        again = attach_policy(alone, policy_id=first, target_id=PROD).organization
        assert key(organization) == "Cc"
        assert ignored(effective(organization, TAG, PROD_1)) == [("Prod", Fate.LATER)]
        assert key(alone) == key(again) == "CC"

    def test_of_two_lists_both_count_and_somebody_is_told(self):
        policy = merged(TAG, root=[tags(tag_value=assign(["1"])), tags(tag_value=assign(["2"]))])

        assert values_of(policy) == ["1", "2"]
        assert "root-2 at Root assigns tags.cc.tag_value, which root-1 at Root has" in policy.warnings[0]


def plan(*rules: str, **more: object) -> dict[str, object]:
    return {
        "plans": {
            "daily": {
                "rules": {rule: {"schedule_expression": assign("cron(0 5 * * ? *)")} for rule in rules},
                **more,
            }
        }
    }


COMPLETE = {
    "regions": assign(["eu-central-1"]),
    "selections": {"tags": {"all": {"tag_key": assign("backup"), "tag_value": assign(["yes"])}}},
}


class TestInvalidTogether:
    def test_eleven_rules_leave_what_was_in_force_before(self):
        six = plan(*"abcdef", **COMPLETE)
        policy = merged(BACKUP, root=six, account=plan(*"ghijk"))

        [invalidity] = policy.invalidities
        assert invalidity.code is InvalidityCode.ELEMENTS_TOO_MANY
        assert invalidity.path == ("plans", "daily", "rules")
        assert invalidity.policies == ("p-bacroot1", "p-bacaccount1")
        assert [str(source) for source in policy.left_out] == ["account-1 at prod-1"]
        assert list(policy.settings["plans"]["daily"]["rules"]) == list("abcdef")
        assert not merged(BACKUP, PROD_2, root=six, account=plan(*"ghijk")).invalidities

    def test_pieces_of_one_plan_may_come_from_several_levels(self):
        policy = merged(BACKUP, root=plan("a"), prod={"plans": {"daily": COMPLETE}})

        assert not policy.invalidities
        assert set(policy.settings["plans"]["daily"]) == {"rules", "regions", "selections"}

    def test_an_incomplete_plan_is_in_force_nowhere(self):
        policy = merged(BACKUP, root=plan("a"))

        assert [each.code for each in policy.invalidities] == [InvalidityCode.KEY_REQUIRED] * 2
        assert policy.settings == {}

    def test_an_effective_tag_policy_has_an_end(self):
        def long(letter):
            return tags(tag_value=append(*(f"{letter}{number:0>200}" for number in range(1_000))))

        fine, policy = merged(TAG, root=long("a")), merged(TAG, root=long("a"), account=long("b"))

        assert not fine.invalidities
        assert [each.code for each in policy.invalidities] == [InvalidityCode.ELEMENTS_TOO_MANY]
        assert policy.settings == fine.settings

    def test_fifty_keys_are_required_for_one_type_at_most(self):
        def required(*numbers):
            entry = {"report_required_tag_for": assign(["ec2:instance"])}
            return {"tags": {f"k{number}": entry for number in numbers}}

        assert not merged(TAG, root=required(*range(50)), account=required(1)).invalidities
        policy = merged(TAG, root=required(*range(50)), account=required(50))
        assert "At most 50 tag keys are required for ec2:instance" in policy.invalidities[0].message
        assert len(policy.settings["tags"]) == 50


class TestWhereItComesFrom:
    def test_every_value_names_the_policy_that_brought_it(self):
        policy = merged(TAG, root=tags(tag_value=assign(["100"])), prod=tags(tag_value=append("300")))

        [value] = policy.values.values()
        assert [(item.value, str(item.source)) for item in value.items] == [
            ("100", "root-1 at Root"),
            ("300", "prod-1 at Prod"),
        ]
        assert [(part.operator, part.value) for part in policy.parts] == [
            (Operator.ASSIGN, ("100",)),
            (Operator.APPEND, ("300",)),
        ]

    def test_policy_keys_of_tag_policies_meet_whatever_their_case(self):
        policy = merged(
            TAG,
            root={"tags": {"CC": {"tag_key": assign("CC"), "tag_value": assign(["A"])}}},
            account={"tags": {"cc": {"tag_value": append("B")}}},
        )

        assert policy.settings == {"tags": {"CC": {"tag_key": "CC", "tag_value": ["A", "B"]}}}
        assert "account-1 at prod-1 writes cc where CC stands above" in policy.warnings[0]

    def test_a_policy_that_does_not_parse_sets_nothing_and_is_told(self):
        """AWS may know settings that this does not, and an import brings them in."""
        policy = merged(TAG, root=[{"tags": 1}, tags(tag_value=assign(["1"]))])

        assert values_of(policy) == ["1"]
        assert policy.warnings[0].startswith("root-1 at Root cannot be read: tags (line 1, column 10)")

    def test_nothing_attached_anywhere_is_no_effective_policy(self):
        assert effective(ACME, TAG, PROD_1) is None
        assert effective(attached(TAG, account=tags(tag_value=assign(["1"]))), TAG, PROD_2) is None

    def test_an_account_that_moves_has_another_one_at_once(self):
        organization = attached(TAG, prod=tags(tag_value=assign(["1"])))

        moved = move_account(
            organization, account_id=PROD_1, source_parent_id=PROD, destination_parent_id=ROOT
        ).organization

        assert effective(organization, TAG, PROD_1)
        assert effective(moved, TAG, PROD_1) is None


class TestDescribeEffectivePolicy:
    organization = attached(TAG, root=tags(tag_value=assign(["1"])), prod=tags(tag_value=append("2")))

    def describe(self, target_id=None, policy_type="TAG_POLICY", organization=organization):
        return describe_effective_policy(
            organization, policy_type=policy_type, target_id=target_id, time=NOON
        )["EffectivePolicy"]

    def test_it_answers_for_one_account(self):
        assert self.describe(PROD_1) == {
            "PolicyContent": '{"tags": {"cc": {"tag_value": ["1", "2"]}}}',
            "LastUpdatedTimestamp": "2026-09-01T12:00:00Z",
            "TargetId": PROD_1,
            "PolicyType": "TAG_POLICY",
        }
        assert self.describe()["TargetId"] == MGMT

    def test_refusals(self):
        with refused(errors.EffectivePolicyNotFound):
            self.describe(PROD_1, organization=ACME)
        with refused(errors.EffectivePolicyNotFound):
            self.describe(PROD_1, "BACKUP_POLICY", attached(BACKUP, root=plan("a")))
        with refused(errors.TargetNotFound):
            self.describe("999999999999")
        with refused(errors.InvalidInput, "TARGET_NOT_SUPPORTED"):
            self.describe(PROD)
        with refused(errors.InvalidInput, "INVALID_ENUM_POLICY_TYPE"):
            self.describe(PROD_1, "SERVICE_CONTROL_POLICY")
        with refused(errors.InvalidInput, "INVALID_ENUM_POLICY_TYPE"):
            self.describe(PROD_1, "ACCESS_POLICY")


OPERATORS = ("assign", "append", "remove")
SETTING = st.dictionaries(
    st.sampled_from([f"@@{name}" for name in OPERATORS]),
    st.lists(st.sampled_from("123"), unique=True),
    min_size=1,
)
CONTROL = st.lists(st.sampled_from(OPERATORS), min_size=1, unique=True).map(lambda names: below(*names))
POLICY = st.builds(lambda setting, control: tags(tag_value=setting | control), SETTING, CONTROL)


class TestLaws:
    @settings(max_examples=50, deadline=None)
    @given(st.lists(POLICY, max_size=2), st.lists(POLICY, max_size=2), POLICY)
    def test_no_level_below_ever_loosens_a_control(self, root, prod, account):
        loosening = tags(tag_value=below("all"))

        def came_of_it(prod):
            policy = merged(TAG, root=root, prod=prod, account=account)
            return policy.settings, [part.fate for part in policy.parts if part.source.level_name == "prod-1"]

        assert came_of_it([*prod, loosening]) == came_of_it(prod)

    @settings(max_examples=50, deadline=None)
    @given(st.lists(POLICY, min_size=1, max_size=2), st.lists(POLICY, max_size=2))
    def test_what_is_locked_at_the_root_is_the_same_everywhere(self, root, prod):
        locked = [*root, tags(tag_value=NOBODY)]

        everywhere = [
            merged(TAG, target, root=locked, prod=prod).settings for target in (ROOT, PROD, PROD_1, DEV_1)
        ]

        assert all(settings == everywhere[0] for settings in everywhere)

    @settings(max_examples=50, deadline=None)
    @given(st.lists(POLICY, max_size=2), POLICY)
    def test_a_policy_below_never_changes_what_is_in_force_above(self, root, account):
        above = tags(tag_value=assign(["9"]))

        assert merged(TAG, PROD, root=[above, *root], account=account).settings == (
            merged(TAG, PROD, root=[above, *root]).settings
        )
