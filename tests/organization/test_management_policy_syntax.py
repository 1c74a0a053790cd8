"""Organizations User Guide, "Inheritance operators", and the syntax of each type: what is refused, where."""

import json

import pytest

from accounts.organization.errors import organizations as errors
from accounts.organization.management_policies import parse_settings
from accounts.organization.operations.organizations import create_policy, update_policy
from accounts.organization.state import PolicyType
from policies.engine.faults import PolicySyntaxError
from tests.organization.management import BACKUP, OPT_OUT, TAG, assign, below, tags
from tests.organization.world import ACME, OCCASION

EC2 = PolicyType.DECLARATIVE_POLICY_EC2
CHAT = PolicyType.CHATBOT_POLICY
S3 = PolicyType.S3_POLICY


def faults(policy_type, content):
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    with pytest.raises(PolicySyntaxError) as caught:
        parse_settings(text, policy_type)
    return caught.value.faults


def fault(policy_type, content):
    [only] = faults(policy_type, content)
    return f"{only.path}: {only.message}"


class TestInheritanceOperators:
    def test_every_fault_comes_with_its_place(self):
        text = '{"tags": {"cc": {\n "tag_key": {"@@asign": "CC"},\n "tag_value": "100"}}}'

        first, second = faults(TAG, text)

        assert (first.path, first.line, first.column) == ("tags.cc.tag_key.@@asign", 2, 14)
        assert first.message == "@@asign is no operator; did you mean @@assign?"
        assert (second.path, second.line, second.column) == ("tags.cc.tag_value", 3, 15)

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("", ': there is nothing here; a policy of this type begins with { "tags": {'),
            ("[]", ": must be an object, in braces: { … }"),
            ("{", ": the text ends here, but the bracket of line 1 is not closed"),
            ("{}", ': says nothing; a policy of this type begins with { "tags": {'),
            ({"tag": {}}, 'tag: there is no "tag" here; did you mean "tags"?'),
            ({"tags": {"cc": assign("x")}}, "tags.cc.@@assign: @@assign takes a setting"),
            (tags(tag_key={}), 'tags.cc.tag_key: tag_key says nothing; write { "@@assign": … }'),
            (tags(tag_key={"@@append": ["CC"]}), "tags.cc.tag_key.@@append: tag_key has one value"),
            (tags(tag_key=assign(["CC"])), "tags.cc.tag_key.@@assign: tag_key has one value: a text"),
            (tags(tag_value=assign("1")), 'tags.cc.tag_value.@@assign: @@assign takes a list here: ["…"]'),
            (tags(tag_value=assign([None])), "tags.cc.tag_value.@@assign[0]: must be a text"),
            (tags(tag_value={"x": "1"}), 'tags.cc.tag_value.x: "x" is no operator; tag_value is a setting'),
            (tags(tag_value=below("every")), "must be @@all, @@none, @@assign, @@append, @@remove"),
            (tags(tag_value=below("all", "append")), "@@all stands alone; delete it or the others"),
            (tags(tag_value=below()), 'takes a list: ["@@all"], ["@@none"] or operators'),
            ('{"tags": {}, "tags": {}}', 'tags: "tags" stands here twice; keep one of them'),
        ],
    )
    def test_refusals(self, content, said):
        assert said in fault(TAG, content)

    def test_types_without_rules_of_their_own_follow_the_operators(self):
        assert parse_settings('{"s3_attributes": {"x": {"@@assign": true}}}', S3).nodes

        mixed = {"x": {"@@assign": ["1"], "y": assign(["2"])}}
        assert 'x.y: "y" is no operator; x is a setting' in fault(S3, mixed)
        assert "x.@@append: @@append takes a list here" in fault(S3, {"x": {"@@append": "1"}})

    def test_as_deep_and_as_long_as_a_text_may_be_it_is_answered(self):
        assert faults(TAG, '{"tags":' * 40)
        assert len(faults(TAG, json.dumps({"tags": {"cc": {str(n): {} for n in range(900)}}}))) == 900


class TestTagPolicies:
    def test_a_tag_key_is_its_policy_key_but_for_case(self):
        assert parse_settings(json.dumps(tags(tag_key=assign("Cc"))), TAG).nodes
        assert '"Team" must be "cc" but for upper and lower case' in fault(TAG, tags(tag_key=assign("Team")))

    def test_a_value_has_one_wildcard(self):
        assert parse_settings(json.dumps(tags(tag_value=assign(["30*"]))), TAG).nodes
        assert '"*3*" has more than one *' in fault(TAG, tags(tag_value=assign(["*3*"])))

    @pytest.mark.parametrize("resource_type", ["ec2:instance", "ec2:ALL_SUPPORTED", "secretsmanager:*"])
    def test_enforced_for_names_a_service_and_a_type(self, resource_type):
        assert parse_settings(json.dumps(tags(enforced_for=assign([resource_type]))), TAG).nodes
        assert "must name a service and a type" in fault(TAG, tags(enforced_for=assign(["ec2"])))


class TestOtherTypes:
    @pytest.mark.parametrize(
        ("policy_type", "content"),
        [
            (OPT_OUT, {"services": {"lex": {"opt_out_policy": assign("optIn") | below("none")}}}),
            (BACKUP, {"plans": {"p": {"rules": {"r": {"lifecycle": {"delete_after_days": assign("9")}}}}}}),
            (BACKUP, {"plans": {"p": {"selections": {"tags": {"t": {"tag_value": assign(["yes"])}}}}}}),
            (EC2, {"ec2_attributes": {"serial_console_access": {"status": assign("disabled")}}}),
            (EC2, {"ec2_attributes": {"exception_message": assign("Ask us.")}}),
            (CHAT, {"chatbot": {"platforms": {"slack": {"client": assign("enabled")}}}}),
        ],
    )
    def test_what_their_guides_show_is_taken(self, policy_type, content):
        assert parse_settings(json.dumps(content), policy_type).nodes

    @pytest.mark.parametrize(
        ("policy_type", "content", "said"),
        [
            (
                OPT_OUT,
                {"services": {"lex": {"opt_out_policy": assign("optout")}}},
                'opt_out_policy.@@assign: "optout" must be optOut or optIn, written exactly so',
            ),
            (
                BACKUP,
                {"plans": {"p": {"selections": {"tags": {}, "resources": {}}}}},
                "plans.p.selections.resources: tags and resources exclude each other; keep one of them",
            ),
            (BACKUP, {"plans": {"p": {"rule": {}}}}, 'there is no "rule" here; did you mean "rules"?'),
            (
                EC2,
                {
                    "ec2_attributes": {
                        "vpc_block_public_access": {"internet_gateway_block": {"mode": assign("on")}}
                    }
                },
                '"on" must be off, block_ingress or block_bidirectional, written exactly so',
            ),
            (CHAT, {"chatbot": {"slack": {}}}, 'there is no "slack" here; known are platforms, default'),
        ],
    )
    def test_refusals(self, policy_type, content, said):
        assert said in fault(policy_type, content)


class TestOperations:
    def test_a_policy_of_each_type_is_made_and_changed_with_its_faults_told(self):
        content = json.dumps(tags(tag_key=assign("CC")))

        after, response = create_policy(
            ACME, content=content, description="", name="Cost", type="TAG_POLICY", occasion=OCCASION
        )
        policy_id = response["Policy"]["PolicySummary"]["Id"]

        assert after.management_policies[policy_id].content == content
        with pytest.raises(errors.MalformedPolicyDocument) as caught:
            update_policy(after, policy_id=policy_id, content='{"tags": {"cc": {"tag_kex": {}}}}')
        assert caught.value.message == (
            'Line 1, column 18: tags.cc.tag_kex: there is no "tag_kex" here; did you mean "tag_key"?'
        )
