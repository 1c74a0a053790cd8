"""Action sets: bitmaps over the sorted catalogue."""

import pytest

from policies.engine.action_sets import ActionUniverse
from policies.engine.document import ActionPattern
from policies.engine.request import AnyResource, Context

BUCKET = "arn:${Partition}:s3:::${BucketName}"
OBJECT = "arn:${Partition}:s3:::${BucketName}/${ObjectName}"
ROLE = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"

WORLD = {
    "ec2:DescribeInstances": (),
    "iam:CreateRole": (ROLE,),
    "iam:ListRoles": (),
    "iam:PassRole": (ROLE,),
    "s3:DeleteObject": (OBJECT,),
    "s3:GetBucketPolicy": (BUCKET,),
    "s3:GetObject": (OBJECT,),
    "s3:ListAllMyBuckets": (),
    "s3-object-lambda:GetObject": (OBJECT,),
}


@pytest.fixture(scope="module")
def universe() -> ActionUniverse:
    return ActionUniverse(tuple(WORLD), tuple(WORLD.values()), frozenset({"iam"}))


def pattern(source: str) -> ActionPattern:
    service, _, name = source.lower().partition(":")
    return ActionPattern(source, service, name or "*")


def actions(universe: ActionUniverse, *sources: str) -> list[str]:
    return list(universe.names(universe.mask(map(pattern, sources))))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*", list(WORLD)),
        ("s3:*", ["s3:DeleteObject", "s3:GetBucketPolicy", "s3:GetObject", "s3:ListAllMyBuckets"]),
        ("s3:Get*", ["s3:GetBucketPolicy", "s3:GetObject"]),
        ("s3:GetObject", ["s3:GetObject"]),
        ("S3:getOBJECT", ["s3:GetObject"]),
        ("s3:GetObject*", ["s3:GetObject"]),
        ("s3:GetObjec", []),
        ("s3:*Object", ["s3:DeleteObject", "s3:GetObject"]),
        ("s3:Get*e*", ["s3:GetBucketPolicy", "s3:GetObject"]),
        ("s3:GetObjec?", ["s3:GetObject"]),
        ("s3:GetObject?", []),
        ("s3:?etObject*", ["s3:GetObject"]),
        ("s3:Zzz*", []),
        ("s3:***", ["s3:DeleteObject", "s3:GetBucketPolicy", "s3:GetObject", "s3:ListAllMyBuckets"]),
        ("lambda:*", []),
    ],
)
def test_a_pattern_selects_the_actions_it_matches(universe, source, expected):
    assert actions(universe, source) == expected


def test_several_patterns_select_their_union(universe):
    assert actions(universe, "iam:Pass*", "s3:GetObject", "iam:*Role") == [
        "iam:CreateRole",
        "iam:PassRole",
        "s3:GetObject",
    ]


def test_no_pattern_selects_nothing(universe):
    assert universe.mask([]) == 0
    assert list(universe.names(0)) == []


def test_names_come_in_catalogue_order_and_a_set_is_as_large_as_its_names(universe):
    assert list(universe.names(universe.all)) == list(WORLD)
    assert universe.all.bit_count() == len(universe) == len(WORLD)


def test_the_index_of_an_action_is_its_bit_whatever_the_case(universe):
    for place, action in enumerate(WORLD):
        assert universe.index(action) == universe.index(action.upper()) == place
        assert list(universe.names(1 << place)) == [action]

    with pytest.raises(KeyError):
        universe.index("s3:FlyToTheMoon")


def test_a_services_actions_are_neighbours_though_another_services_name_begins_alike(universe):
    assert list(universe.names(universe.service_mask("s3"))) == actions(universe, "s3:*")
    assert universe.service_mask("lambda") == 0


def test_global_services_always_report_us_east_1(universe):
    context = Context({"aws:requestedregion": "eu-central-1"})

    assert universe.context_for("iam:CreateRole", context).get("aws:RequestedRegion") == "us-east-1"
    assert universe.context_for("s3:GetObject", context).get("aws:RequestedRegion") == "eu-central-1"
    assert universe.global_mask == universe.service_mask("iam")


def test_an_action_names_any_resource_of_its_types(universe):
    assert universe.resource_of("s3:getobject") == AnyResource((OBJECT,))
    assert universe.resource_of("iam:ListRoles") == AnyResource()


def test_a_set_splits_by_what_the_requests_may_name(universe):
    wanted = universe.mask(map(pattern, ["s3:*", "iam:PassRole"]))

    parts = list(universe.resources(wanted))

    assert [(resource.formats, list(universe.names(mask))) for resource, mask in parts] == [
        ((ROLE,), ["iam:PassRole"]),
        ((OBJECT,), ["s3:DeleteObject", "s3:GetObject"]),
        ((BUCKET,), ["s3:GetBucketPolicy"]),
        ((), ["s3:ListAllMyBuckets"]),
    ]
    assert sum(mask for _, mask in parts) == wanted


KEY = "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}"
GRANT = "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}/grant/${GrantId}"
RECOVERY_POINT = "arn:${Partition}:${Vendor}:${Region}:${Any}:${ResourceType}:${RecoveryPointId}"

NAMING = {
    "backup:DeleteRecoveryPoint": (RECOVERY_POINT,),
    "kinesis:StartStreamEncryption": (KEY, "arn:${Partition}:kinesis:${Region}:${Account}:stream/${Name}"),
    "kms:Decrypt": (KEY,),
    "kms:ListGrants": (KEY, GRANT),
    "kms:ListKeys": (),
    "kms:RevokeGrant": (GRANT,),
    "s3:GetObject": (OBJECT,),
    "s3:ListAccessPoints": (BUCKET, "*"),
    "s3:ListAllMyBuckets": (),
    "s3:ListBucket": (BUCKET,),
}


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        ("arn:aws:s3:::reports", ["s3:ListAccessPoints", "s3:ListBucket"]),
        ("arn:aws:s3:::reports/2026/q1", ["s3:GetObject"]),  # a bucket's name could be any text, too
        ("arn:aws-cn:s3:::reports", ["s3:ListAccessPoints", "s3:ListBucket"]),
        (
            "arn:aws:kms:eu-central-1:111111111111:key/1",
            ["kinesis:StartStreamEncryption", "kms:Decrypt", "kms:ListGrants"],
        ),
        # Kinesis knows no grants: what is one to KMS may still be the key to it.
        (
            "arn:aws:kms:eu-central-1:111111111111:key/1/grant/2",
            ["kinesis:StartStreamEncryption", "kms:ListGrants", "kms:RevokeGrant"],
        ),
        ("arn:aws:rds:eu-central-1:111111111111:snapshot:s", ["backup:DeleteRecoveryPoint"]),
        ("arn:aws:rds:eu-central-1:111111111111:db", []),
        ("arn:aws:s3", []),
        ("*", []),
    ],
)
def test_a_resource_is_named_by_what_is_done_to_its_narrowest_kind(arn, expected):
    universe = ActionUniverse(tuple(NAMING), tuple(NAMING.values()), frozenset())

    assert list(universe.names(universe.naming(arn))) == expected


def test_a_universe_out_of_order_is_refused():
    with pytest.raises(ValueError, match="sorted"):
        ActionUniverse(("s3:GetObject", "ec2:RunInstances"), ((), ()), frozenset())


def test_what_is_derived_from_a_universe_is_made_once(universe):
    assert universe.derived(list_of_actions) is universe.derived(list_of_actions)


def list_of_actions(universe: ActionUniverse) -> list[str]:
    return list(universe.actions)
