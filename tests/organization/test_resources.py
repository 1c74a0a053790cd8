"""Operations on resources: one world of a kind each, made, given a policy, tagged, deleted."""

import json
import shlex
from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.organization.errors import AwsError
from accounts.organization.operations import OPERATIONS, apply, as_cli
from accounts.organization.operations.resource_kinds import KINDS
from accounts.organization.operations.table import SERVICES_OF_RESOURCES
from accounts.organization.state import AccountState, ResourceType
from policies.catalogue import catalogue
from policies.engine.arn import arn_pattern
from tests.organization.world import ACME, DEV_1, LOG, NOON, OCCASION, policy, with_account

OPEN = policy("Allow", "s3:GetObject", Principal="*")
FIRST_BUCKET = policy("Allow", "s3:GetObject", Principal="*", Resource="arn:aws:s3:::first/*")
QUEUE_URL = f"https://sqs.us-east-1.amazonaws.com/{DEV_1}/first"
TAGS = [{"Key": "team", "Value": "net"}]


def arn(service: str, rest: str) -> str:
    return f"arn:aws:{service}:us-east-1:{DEV_1}:{rest}"


TOPIC, FUNCTION, TABLE = arn("sns", "first"), arn("lambda", "function:first"), arn("dynamodb", "table/first")

CREATE = {
    "s3.create_bucket": {"bucket": "first"},
    "sqs.create_queue": {"queue_name": "first"},
    "sns.create_topic": {"name": "first"},
    "kms.create_key": {},
    "lambda.create_function": {"function_name": "first", "role": "arn:aws:iam::111111111111:role/r"},
    "secretsmanager.create_secret": {"name": "first"},
    "dynamodb.create_table": {"table_name": "first"},
    "ec2.run_instances": {},
}


def done(*operations, organization=ACME, account_id=DEV_1, occasion=OCCASION):
    for key, parameters in operations:
        organization = apply(
            organization, key, {"account_id": account_id, **parameters}, occasion
        ).organization
    return organization


def created(key: str):
    return done((key, CREATE[key]))


def only(organization, account_id=DEV_1):
    """The one resource that is not in acme."""
    before = ACME.accounts[account_id].resources
    (resource,) = (
        each for arn, each in organization.accounts[account_id].resources.items() if arn not in before
    )
    return resource


KEY_ID = only(created("kms.create_key")).arn.rpartition("/")[2]
INSTANCE_ID = only(created("ec2.run_instances")).arn.rpartition("/")[2]

PUT = {
    "s3.create_bucket": ("s3.put_bucket_policy", {"bucket": "first"}, "policy", FIRST_BUCKET),
    "sqs.create_queue": (
        "sqs.set_queue_attributes",
        {"queue_url": QUEUE_URL},
        "attributes",
        {"Policy": OPEN},
    ),
    "sns.create_topic": (
        "sns.set_topic_attributes",
        {"topic_arn": TOPIC, "attribute_name": "Policy"},
        "attribute_value",
        OPEN,
    ),
    "kms.create_key": ("kms.put_key_policy", {"key_id": KEY_ID}, "policy", OPEN),
    "secretsmanager.create_secret": (
        "secretsmanager.put_resource_policy",
        {"secret_id": "first"},
        "resource_policy",
        OPEN,
    ),
    "dynamodb.create_table": ("dynamodb.put_resource_policy", {"resource_arn": TABLE}, "policy", OPEN),
}
TAG = {
    "s3.create_bucket": ("s3.put_bucket_tagging", {"bucket": "first", "tagging": {"TagSet": TAGS}}),
    "sqs.create_queue": ("sqs.tag_queue", {"queue_url": QUEUE_URL, "tags": {"team": "net"}}),
    "sns.create_topic": ("sns.tag_resource", {"resource_arn": TOPIC, "tags": TAGS}),
    "kms.create_key": (
        "kms.tag_resource",
        {"key_id": KEY_ID, "tags": [{"TagKey": "team", "TagValue": "net"}]},
    ),
    "lambda.create_function": ("lambda.tag_resource", {"resource": FUNCTION, "tags": {"team": "net"}}),
    "secretsmanager.create_secret": (
        "secretsmanager.tag_resource",
        {"secret_id": "first", "tags": TAGS},
    ),
    "dynamodb.create_table": ("dynamodb.tag_resource", {"resource_arn": TABLE, "tags": TAGS}),
    "ec2.run_instances": ("ec2.create_tags", {"resources": [INSTANCE_ID], "tags": TAGS}),
}
DELETE = {
    "s3.create_bucket": ("s3.delete_bucket", {"bucket": "first"}, "NoSuchBucket"),
    "sqs.create_queue": (
        "sqs.delete_queue",
        {"queue_url": QUEUE_URL},
        "AWS.SimpleQueueService.NonExistentQueue",
    ),
    "sns.create_topic": ("sns.delete_topic", {"topic_arn": TOPIC}, "NotFound"),
    "kms.create_key": ("kms.schedule_key_deletion", {"key_id": KEY_ID}, "NotFoundException"),
    "lambda.create_function": (
        "lambda.delete_function",
        {"function_name": "first"},
        "ResourceNotFoundException",
    ),
    "secretsmanager.create_secret": (
        "secretsmanager.delete_secret",
        {"secret_id": "first"},
        "ResourceNotFoundException",
    ),
    "dynamodb.create_table": (
        "dynamodb.delete_table",
        {"table_name": "first"},
        "ResourceNotFoundException",
    ),
    "ec2.run_instances": (
        "ec2.terminate_instances",
        {"instance_ids": [INSTANCE_ID]},
        "InvalidInstanceID.NotFound",
    ),
}


def refused(code: str, *operations, **where):
    with pytest.raises(AwsError) as caught:
        done(*operations, **where)
    assert caught.value.code == caught.value.name == code
    assert caught.value.message


@pytest.mark.parametrize("key", CREATE)
def test_what_is_made_has_an_arn_of_its_kind_and_a_time(key):
    resource = only(created(key))

    service, _, name = resource.type.value.partition(":")
    types = catalogue().services[service].resource_types
    formats = next(each.arn_formats for each in types if each.name == name)
    wanted = ["".join(_blanks(each)) for each in formats]
    assert any(arn_pattern((each,)).matches(resource.arn) for each in wanted)
    assert resource.created == NOON
    assert resource.tags == {}


def _blanks(arn_format: str):
    """Placeholders become stars."""
    for number, part in enumerate(arn_format.replace("${Partition}", "aws").split("${")):
        yield part if number == 0 else "*" + part.partition("}")[2]


def test_every_kind_of_resource_can_be_made():
    assert {only(created(key)).type for key in CREATE} == set(ResourceType) == set(KINDS)


@pytest.mark.parametrize("key", CREATE)
def test_nothing_else_changes(key):
    after = created(key)

    own = replace(after.accounts[DEV_1], resources=ACME.accounts[DEV_1].resources)
    assert with_account(after, own) == ACME


@pytest.mark.parametrize("key", sorted(set(CREATE) - {"kms.create_key", "ec2.run_instances"}))
def test_a_name_is_taken_once(key):
    codes = {
        "s3.create_bucket": "BucketAlreadyOwnedByYou",
        "sqs.create_queue": "QueueAlreadyExists",
        "sns.create_topic": "InvalidParameter",
        "lambda.create_function": "ResourceConflictException",
        "secretsmanager.create_secret": "ResourceExistsException",
        "dynamodb.create_table": "ResourceInUseException",
    }

    refused(codes[key], (key, CREATE[key]), organization=created(key))


@pytest.mark.parametrize("key", PUT)
def test_its_policy_is_written(key):
    operation, named, member, value = PUT[key]

    written = only(done((operation, {**named, member: value}), organization=created(key)))

    assert written.policy.text == (FIRST_BUCKET if key == "s3.create_bucket" else OPEN)


@pytest.mark.parametrize("key", PUT)
def test_what_is_no_policy_of_a_resource_is_malformed(key):
    codes = {
        "s3.create_bucket": "MalformedPolicy",
        "sqs.create_queue": "InvalidAttributeValue",
        "sns.create_topic": "InvalidParameter",
        "kms.create_key": "MalformedPolicyDocumentException",
        "secretsmanager.create_secret": "MalformedPolicyDocumentException",
        "dynamodb.create_table": "ValidationException",
    }
    operation, named, member, value = PUT[key]
    for text in ("{", OPEN[:-1] + " " * 40_000 + "}"):
        wrong = {"Policy": text} if isinstance(value, dict) else text
        refused(codes[key], (operation, {**named, member: wrong}), organization=created(key))


@pytest.mark.parametrize("key", TAG)
def test_it_is_tagged(key):
    tagged = only(done(TAG[key], organization=created(key)))

    assert tagged.tags == {"team": "net"}


AT_ONCE = sorted(set(DELETE) - {"kms.create_key", "secretsmanager.create_secret"})


@pytest.mark.parametrize("key", AT_ONCE)
def test_it_is_deleted_and_then_it_is_not_there(key):
    operation, named, code = DELETE[key]

    assert done((operation, named), organization=created(key)) == ACME
    refused(code, (operation, named))


@pytest.mark.parametrize("key", CREATE)
def test_nobody_makes_anything_in_a_closed_account(key):
    closed = with_account(ACME, replace(ACME.accounts[DEV_1], state=AccountState.CLOSED))

    with pytest.raises(AwsError) as caught:
        done((key, CREATE[key]), organization=closed)
    assert caught.value.code == "AccessDenied"


class TestBuckets:
    def test_their_names_are_unique_across_accounts(self):
        refused(
            "BucketAlreadyExists",
            ("s3.create_bucket", {"bucket": "first"}),
            organization=done(("s3.create_bucket", {"bucket": "first"}), account_id=LOG),
        )

    @pytest.mark.parametrize(
        "name", ["A", "ab", "First", "a..b", "192.168.0.1", "-a-", "xn--a", "x" * 64, ""]
    )
    def test_their_names_have_rules(self, name):
        refused("InvalidBucketName", ("s3.create_bucket", {"bucket": name}))

    def test_a_policy_is_about_the_bucket_itself(self):
        refused(
            "MalformedPolicy",
            ("s3.put_bucket_policy", {"bucket": "first", "policy": FIRST_BUCKET.replace("first", "other")}),
            organization=created("s3.create_bucket"),
        )

    def test_tagging_takes_the_place_of_all_tags(self):
        tagged = done(
            TAG["s3.create_bucket"],
            (
                "s3.put_bucket_tagging",
                {"bucket": "first", "tagging": {"TagSet": [{"Key": "env", "Value": "dev"}]}},
            ),
            organization=created("s3.create_bucket"),
        )

        assert only(tagged).tags == {"env": "dev"}

    def test_a_policy_goes(self):
        written = done(
            ("s3.put_bucket_policy", {"bucket": "first", "policy": FIRST_BUCKET}),
            ("s3.delete_bucket_policy", {"bucket": "first"}),
            organization=created("s3.create_bucket"),
        )

        assert only(written).policy is None


LATER = {
    "kms.create_key": (
        ("kms.schedule_key_deletion", {"key_id": KEY_ID, "pending_window_in_days": 7}),
        ("kms.cancel_key_deletion", {"key_id": KEY_ID}),
        "KMSInvalidStateException",
    ),
    "secretsmanager.create_secret": (
        ("secretsmanager.delete_secret", {"secret_id": "first", "recovery_window_in_days": 7}),
        ("secretsmanager.restore_secret", {"secret_id": "first"}),
        "InvalidRequestException",
    ),
}


@pytest.mark.parametrize("key", LATER)
class TestWhatIsDeletedLater:
    def test_it_is_gone_when_the_days_are_over(self, key):
        delete, _, _ = LATER[key]
        deleted = done(delete, organization=created(key))

        assert only(deleted).deletion == NOON + timedelta(days=7)
        assert only(later(deleted, days=6)) == only(deleted)
        assert later(deleted, days=7).accounts[DEV_1].resources == ACME.accounts[DEV_1].resources
        assert later(created(key), days=40).accounts[DEV_1] == created(key).accounts[DEV_1]

    def test_until_then_it_can_be_had_back(self, key):
        delete, restore, _ = LATER[key]

        kept = only(done(delete, restore, organization=created(key)))

        assert kept.deletion is None
        assert replace(kept, is_disabled=False) == only(created(key))

    def test_meanwhile_it_is_neither_deleted_again_nor_tagged(self, key):
        delete, _, code = LATER[key]
        deleted = done(delete, organization=created(key))

        refused(code, delete, organization=deleted)
        refused(code, TAG[key], organization=deleted)

    def test_it_waits_7_to_30_days(self, key):
        (operation, named), _, _ = LATER[key]
        member = next(name for name in named if name.endswith("days"))
        for days in (6, 31):
            with pytest.raises(AwsError):
                done((operation, {**named, member: days}), organization=created(key))


def later(organization, *, days):
    return apply(organization, "orgsim.pass_time", {"days": days}, OCCASION).organization


class TestRegions:
    def test_a_resource_is_where_it_was_made(self):
        for key in sorted(set(CREATE) - {"s3.create_bucket"}):
            made = only(done((key, {**CREATE[key], "region": "eu-central-1"})))
            assert made.arn.split(":")[3] == "eu-central-1"

    def test_one_name_may_be_in_two_regions_and_then_the_arn_tells_which(self):
        twice = done(
            ("dynamodb.create_table", {"table_name": "first"}),
            ("dynamodb.create_table", {"table_name": "first", "region": "eu-west-1"}),
        )

        refused(
            "ResourceNotFoundException",
            ("dynamodb.delete_table", {"table_name": "first"}),
            organization=twice,
        )
        assert only(
            done(("dynamodb.delete_table", {"table_name": TABLE}), organization=twice)
        ).arn == TABLE.replace("us-east-1", "eu-west-1")

    def test_a_queue_is_found_by_the_region_in_its_url(self):
        elsewhere = done(("sqs.create_queue", {"queue_name": "first", "region": "eu-west-1"}))

        refused(
            "AWS.SimpleQueueService.NonExistentQueue",
            ("sqs.delete_queue", {"queue_url": QUEUE_URL}),
            organization=elsewhere,
        )
        there = QUEUE_URL.replace("us-east-1", "eu-west-1")
        assert done(("sqs.delete_queue", {"queue_url": there}), organization=elsewhere) == ACME

    def test_what_is_no_region_is_refused(self):
        refused(
            "ValidationException",
            ("dynamodb.create_table", {"table_name": "first", "region": "mars-north-1"}),
        )


ENFORCED = json.dumps(
    {
        "tags": {
            "team": {
                "tag_key": {"@@assign": "team"},
                "tag_value": {"@@assign": ["web"]},
                "enforced_for": {
                    "@@assign": [
                        f"{kind.type.value.partition(':')[0]}:{kind.type.value.partition(':')[2].lower()}"
                        for kind in KINDS.values()
                    ]
                },
            }
        }
    }
)
BLOCKED = {
    "s3.create_bucket": "InvalidTag",
    "sqs.create_queue": "InvalidParameterValue",
    "sns.create_topic": "InvalidParameter",
    "kms.create_key": "TagException",
    "lambda.create_function": "InvalidParameterValueException",
    "secretsmanager.create_secret": "InvalidParameterException",
    "dynamodb.create_table": "ValidationException",
    "ec2.run_instances": "TagPolicyViolation",
}


def enforced(organization):
    content = {"content": ENFORCED, "description": "", "name": "Teams", "type": "TAG_POLICY"}
    enable = {"root_id": ACME.root.id, "policy_type": "TAG_POLICY"}
    organization, _ = apply(organization, "organizations.enable_policy_type", enable, OCCASION)
    organization, response = apply(organization, "organizations.create_policy", content, OCCASION)
    attach = {"policy_id": response["Policy"]["PolicySummary"]["Id"], "target_id": DEV_1}
    return apply(organization, "organizations.attach_policy", attach, OCCASION).organization


class TestEnforcedTagPolicies:
    """Source: Organizations User Guide, "Enforce tagging consistency"."""

    @pytest.mark.parametrize("key", TAG)
    def test_a_wrong_value_is_refused_for_every_kind(self, key):
        refused(BLOCKED[key], TAG[key], organization=enforced(created(key)))

    def test_a_resource_is_not_made_with_one(self):
        table = {"table_name": "first", "tags": TAGS}

        refused("ValidationException", ("dynamodb.create_table", table), organization=enforced(ACME))

    def test_one_without_the_tag_is_made_and_other_tags_are_free(self):
        table = {"table_name": "first", "tags": [{"Key": "other", "Value": "x"}]}

        assert only(done(("dynamodb.create_table", table), organization=enforced(ACME))).tags == {
            "other": "x"
        }

    def test_a_wrong_tag_from_before_stands_in_nobodys_way(self):
        tagged = done(TAG["dynamodb.create_table"], organization=created("dynamodb.create_table"))
        more = {"resource_arn": TABLE, "tags": [{"Key": "other", "Value": "x"}]}

        after = only(done(("dynamodb.tag_resource", more), organization=enforced(tagged)))

        assert after.tags == {"team": "net", "other": "x"}


class TestSecrets:
    def test_a_name_is_free_again_when_the_secret_is_gone(self):
        secret = ("secretsmanager.create_secret", CREATE["secretsmanager.create_secret"])
        waiting = done(LATER["secretsmanager.create_secret"][0], organization=done(secret))

        refused("InvalidRequestException", secret, organization=waiting)
        assert only(done(secret, organization=later(waiting, days=7))).deletion is None

    def test_one_may_be_deleted_at_once(self):
        gone = ("secretsmanager.delete_secret", {"secret_id": "first", "force_delete_without_recovery": True})

        assert done(gone, organization=created("secretsmanager.create_secret")) == ACME
        both = (gone[0], {**gone[1], "recovery_window_in_days": 7})
        refused("InvalidParameterException", both, organization=created("secretsmanager.create_secret"))


class TestKeys:
    def test_one_that_is_disabled_is_enabled_again(self):
        disable, enable = ((f"kms.{verb}_key", {"key_id": KEY_ID}) for verb in ("disable", "enable"))
        key = created("kms.create_key")

        assert only(done(disable, organization=key)).is_disabled
        assert done(disable, enable, organization=key) == key
        waiting = done(LATER["kms.create_key"][0], organization=key)
        for switch in (disable, enable):
            refused("KMSInvalidStateException", switch, organization=waiting)

    def test_a_deletion_that_is_cancelled_leaves_the_key_disabled(self):
        kept = only(done(*LATER["kms.create_key"][:2], organization=created("kms.create_key")))

        assert kept.is_disabled
        refused(
            "KMSInvalidStateException", LATER["kms.create_key"][1], organization=created("kms.create_key")
        )

    def test_one_without_a_policy_lets_its_account_decide(self):
        (statement,) = json.loads(only(created("kms.create_key")).policy.text)["Statement"]

        assert statement["Principal"] == {"AWS": f"arn:aws:iam::{DEV_1}:root"}
        assert (statement["Effect"], statement["Action"]) == ("Allow", "kms:*")


class TestFunctions:
    INVOKE = {
        "function_name": "first",
        "statement_id": "s3",
        "action": "lambda:InvokeFunction",
        "principal": "s3.amazonaws.com",
    }

    def test_a_permission_is_a_statement(self):
        allowed = done(
            ("lambda.add_permission", {**self.INVOKE, "source_account": LOG}),
            organization=created("lambda.create_function"),
        )

        (statement,) = json.loads(only(allowed).policy.text)["Statement"]
        assert statement == {
            "Sid": "s3",
            "Effect": "Allow",
            "Principal": {"Service": "s3.amazonaws.com"},
            "Action": "lambda:InvokeFunction",
            "Resource": FUNCTION,
            "Condition": {"StringEquals": {"AWS:SourceAccount": LOG}},
        }

    def test_the_last_one_taken_away_leaves_no_policy(self):
        allowed = done(("lambda.add_permission", self.INVOKE), organization=created("lambda.create_function"))
        remove = ("lambda.remove_permission", {"function_name": "first", "statement_id": "s3"})

        assert only(done(remove, organization=allowed)).policy is None
        refused("ResourceNotFoundException", remove, remove, organization=allowed)

    @pytest.mark.parametrize(
        ("member", "value", "code"),
        [
            ("statement_id", "a b", "ValidationException"),
            ("statement_id", "", "ValidationException"),
            ("statement_id", "x" * 101, "ValidationException"),
            ("action", "s3:GetObject", "ValidationException"),
            ("principal", "nobody", "InvalidParameterValueException"),
        ],
    )
    def test_what_makes_no_statement_is_refused(self, member, value, code):
        wrong = ("lambda.add_permission", {**self.INVOKE, member: value})

        refused(code, wrong, organization=created("lambda.create_function"))

    def test_a_statement_is_there_once(self):
        add = ("lambda.add_permission", self.INVOKE)

        refused("ResourceConflictException", add, add, organization=created("lambda.create_function"))


def test_an_instance_has_no_policy_to_write():
    assert KINDS[ResourceType.EC2_INSTANCE].most == 0


@pytest.mark.parametrize(
    ("key", "parameters", "command"),
    [
        (
            "s3.create_bucket",
            CREATE["s3.create_bucket"],
            "aws s3api create-bucket --bucket first --profile dev-1",
        ),
        ("kms.create_key", {"policy": None}, "aws kms create-key --profile dev-1"),
        (
            *TAG["s3.create_bucket"],
            """aws s3api put-bucket-tagging --bucket first --tagging """
            """'{"TagSet": [{"Key": "team", "Value": "net"}]}' --profile dev-1""",
        ),
        (
            *TAG["sqs.create_queue"],
            f"aws sqs tag-queue --queue-url {QUEUE_URL} --tags team=net --profile dev-1",
        ),
    ],
)
def test_each_is_a_command_in_the_account(key, parameters, command):
    assert as_cli(key, {"account_id": DEV_1, **parameters}, ACME) == command


def test_every_operation_on_resources_names_its_account():
    on_resources = [each for each in OPERATIONS.values() if each.service in SERVICES_OF_RESOURCES]

    assert {each.parameters[0] for each in on_resources} == {"account_id"}
    assert shlex.split(as_cli("ec2.run_instances", {"account_id": DEV_1}, ACME))[:2] == ["aws", "ec2"]
