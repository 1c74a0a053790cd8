"""Every action at once: effective permissions are what SCPs let through of what identity policies grant."""

from __future__ import annotations

import pytest

from policies.engine.decision import Decision, GateKind, Rule
from policies.engine.permissions import NO_CHANGE, Permissions, compare, permissions
from policies.engine.request import (
    AttachedPolicy,
    Context,
    Exemption,
    Level,
    Policies,
    Principal,
    PrincipalType,
)
from tests.engine.generators import SMALL_UNIVERSE
from tests.engine.world import (
    ACCOUNT,
    ADMIN,
    ALICE,
    BOB,
    BUCKET,
    CLOUDTRAIL,
    FULL,
    OTHER_ACCOUNT,
    ROOT_USER,
    allow,
    boundary,
    context,
    deny,
    identity,
    path,
    resource_policy,
    scp,
    trust_policy,
)

DENY_EC2 = scp("DenyEC2", deny("ec2:*", Sid="NoEc2"))
ONLY_S3 = scp("OnlyS3", allow("s3:*"))
READER = identity("Reader", allow("s3:Get*", "s3:List*", "ec2:Describe*"), attached_to="group/devs")
ALWAYS = "sts:GetCallerIdentity"


def of(
    *identities: AttachedPolicy,
    scps: tuple[Level, ...] | Exemption | None = None,
    principal: Principal = ALICE,
    given: Context | None = None,
) -> Permissions:
    policies = Policies(path() if scps is None else scps, identities)
    return permissions(policies, principal, given or Context(), SMALL_UNIVERSE)


def names(actions: int) -> set[str]:
    return set(SMALL_UNIVERSE.names(actions))


def matching(*prefixes: str) -> set[str]:
    return {action for action in SMALL_UNIVERSE.actions if action.startswith(prefixes)}


def test_an_administrator_under_full_aws_access_may_do_everything():
    assert of(ADMIN).allowed == SMALL_UNIVERSE.all


def test_without_a_policy_only_the_callers_own_identity_may_be_asked_for():
    nobody = of()

    assert names(nobody.allowed) == {ALWAYS}
    assert nobody.implicitly_denied.bit_count() == len(SMALL_UNIVERSE) - 1


def test_effective_permissions_are_the_intersection_of_identity_policies_and_scps():
    limited = of(READER, scps=path(prod=(ONLY_S3,)))

    assert names(limited.allowed) == matching("s3:Get", "s3:List") | {ALWAYS}
    assert matching("ec2:Describe") <= names(limited.implicitly_denied)


def test_a_deny_takes_what_it_names_and_says_so():
    denied = of(ADMIN, scps=path(prod=(FULL, DENY_EC2)))
    rule = Rule(
        Decision.EXPLICITLY_DENIED,
        GateKind.SERVICE_CONTROL,
        "ou-exam-prod0000",
        "Prod",
        "p-DenyEC2",
        "DenyEC2",
        0,
        "NoEc2",
    )

    assert names(denied.explicitly_denied) == matching("ec2:")
    assert dict(denied.by_rule)[rule] == denied.explicitly_denied
    assert denied.rule(SMALL_UNIVERSE.index("ec2:RunInstances")) == rule


def test_no_policy_can_take_away_get_caller_identity():
    denied = of(identity("Nothing", deny("*")), scps=path(root=(), account=(scp("None", deny("*")),)))

    assert names(denied.allowed) == {ALWAYS}


def test_scps_bind_the_root_user_who_needs_no_identity_policy():
    root_user = of(scps=path(prod=(FULL, DENY_EC2)), principal=ROOT_USER)

    assert names(root_user.allowed) == set(SMALL_UNIVERSE.actions) - matching("ec2:")
    assert root_user.rule(0) == Rule(Decision.ALLOWED, GateKind.IDENTITY, ROOT_USER.arn, "root user")


def test_the_rule_of_a_grant_names_where_the_policy_is_attached():
    rule = of(READER).rule(SMALL_UNIVERSE.index("s3:GetObject"))

    assert (rule.target_id, rule.target_name, rule.policy_name) == (ALICE.arn, "group/devs", "Reader")


def test_accounts_under_like_scps_share_one_partition_but_not_the_names_in_its_rules():
    levels = path(prod=(FULL, DENY_EC2))
    elsewhere = (levels[0], Level("ou-exam-dev00000", "Dev", levels[1].policies), levels[2])

    prod, dev = of(ADMIN, scps=levels), of(ADMIN, scps=elsewhere)

    assert prod.partition is dev.partition
    ec2 = SMALL_UNIVERSE.index("ec2:RunInstances")
    assert (prod.rule(ec2).target_name, dev.rule(ec2).target_name) == ("Prod", "Dev")


class TestGlobalServices:
    """Their requests are always in us-east-1, whatever the region somebody works in."""

    ONLY_FRANKFURT = deny(
        "*", if_={"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}, Sid="OnlyFrankfurt"
    )
    LEVELS = path(root=(FULL, scp("Regions", ONLY_FRANKFURT)))

    def test_a_region_deny_without_exceptions_takes_global_services_away(self):
        frankfurt = of(ADMIN, scps=self.LEVELS, given=context(aws__RequestedRegion="eu-central-1"))

        assert names(frankfurt.explicitly_denied) == matching("iam:", "organizations:")

    def test_also_when_the_region_is_not_known(self):
        somewhere = of(ADMIN, scps=self.LEVELS, given=Context(closed=False))

        assert names(somewhere.explicitly_denied) == matching("iam:", "organizations:")
        assert names(somewhere.depends) == set(SMALL_UNIVERSE.actions) - matching(
            "iam:", "organizations:"
        ) - {ALWAYS}

    def test_a_closed_request_that_names_no_region_has_none_there_either(self):
        not_virginia = deny("*", if_={"StringEquals": {"aws:RequestedRegion": "us-east-1"}})
        levels = path(root=(FULL, scp("NotVirginia", not_virginia)))
        regionless = Context(closed=False, absent=frozenset({"aws:requestedregion"}))

        assert of(ADMIN, scps=levels, given=Context()).explicitly_denied == 0
        assert names(of(ADMIN, scps=levels, given=regionless).explicitly_denied) == matching(
            "iam:", "organizations:"
        )


class TestWhatIsNotKnown:
    """A statement that possibly matches makes a decision depend, unless something else decides anyway."""

    MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}

    def test_a_grant_on_a_condition_depends(self):
        maybe = of(identity("WithMfa", allow("iam:*", if_=self.MFA)), given=Context(closed=False))

        assert names(maybe.depends) == matching("iam:")

    def test_a_grant_on_some_resources_depends_and_never_covers_actions_without_any(self):
        bucket = identity("Bucket", allow("s3:*", on="arn:aws:s3:::reports"))

        assert names(of(bucket).depends) == {
            "s3:CreateBucket",
            "s3:DeleteBucket",
            "s3:GetBucketPolicy",
            "s3:ListBucket",
        }

    def test_a_sure_grant_beside_it_settles_the_matter(self):
        both = of(identity("Both", allow("s3:*", on="arn:aws:s3:::reports"), allow("s3:ListBucket")))

        assert both.decision(SMALL_UNIVERSE.index("s3:ListBucket")) is Decision.ALLOWED
        assert both.decision(SMALL_UNIVERSE.index("s3:DeleteBucket")) is Decision.DEPENDS

    def test_variables_stand_for_what_the_caller_has(self):
        own = identity("Own", allow("s3:DeleteObject", on="arn:aws:s3:::*/${aws:username}/*"))

        assert of(own, given=context(aws__username="alice")).depends == 1 << SMALL_UNIVERSE.index(
            "s3:DeleteObject"
        )
        assert of(own, given=Context()).depends == 0


class TestWhoIsCalling:
    """The same policies hear many callers, and remember what they heard."""

    @pytest.mark.parametrize(
        ("spared", "expected"),
        [
            ("arn:aws:iam::*:role/Admin", {"222222222222": True, "333333333333": True}),
            ("arn:aws:iam::222222222222:role/*", {"222222222222": True, "333333333333": False}),
            ("arn:aws:iam::*:role/Reader", {"222222222222": False, "333333333333": False}),
        ],
    )
    def test_in_whichever_account(self, spared, expected):
        sparing = deny("ec2:*", if_={"ArnNotLike": {"aws:PrincipalArn": spared}})
        levels = path(root=(FULL, scp("Sparing", sparing)))
        ec2 = SMALL_UNIVERSE.service_mask("ec2")

        heard = {
            account: context(aws__PrincipalArn=f"arn:aws:iam::{account}:role/Admin") for account in expected
        }
        assert {
            account: of(ADMIN, scps=levels, given=given).allowed & ec2 == ec2
            for account, given in heard.items()
        } == expected


ROLE = f"arn:aws:iam::{ACCOUNT}:role/App"
KEY = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1"
BUCKET_ACTIONS = {"s3:CreateBucket", "s3:DeleteBucket", "s3:GetBucketPolicy", "s3:ListBucket"}


class TestOnOneResource:
    """IAM User Guide, "Policy evaluation logic": the policy of a resource has its say on that one only."""

    @staticmethod
    def on(
        resource: str,
        attached: tuple[AttachedPolicy, ...] | None = None,
        *identities: AttachedPolicy,
        principal: Principal = ALICE,
        owner: str | None = None,
        **limits: tuple[AttachedPolicy, ...],
    ) -> Permissions:
        policies = Policies(path(), identities, resource=attached, **limits)
        return permissions(
            policies, principal, Context(), SMALL_UNIVERSE, on=resource, resource_account=owner
        )

    def test_it_is_asked_of_the_actions_that_can_name_it_and_nothing_is_left_open(self):
        one = identity("One", allow("s3:*", on=BUCKET))

        assert names(self.on(BUCKET, None, one).universe) == BUCKET_ACTIONS
        assert names(self.on(BUCKET, None, one).allowed) == BUCKET_ACTIONS
        assert names(self.on(f"{BUCKET}2", None, one).implicitly_denied) == BUCKET_ACTIONS

    def test_a_policy_that_names_the_user_is_enough_in_its_account_whatever_the_boundary_leaves_out(self):
        lists = resource_policy(allow("s3:ListBucket", Principal={"AWS": ALICE.arn}))

        listing = self.on(BUCKET, lists, boundary=boundary(allow("ec2:*")))

        assert names(listing.allowed) == {"s3:ListBucket"}
        assert listing.rule(SMALL_UNIVERSE.index("s3:ListBucket")).code == "allow:resource/BucketPolicy#0"
        assert {rule.gate for rule, _ in listing.by_rule} == {
            GateKind.RESOURCE,
            GateKind.PERMISSIONS_BOUNDARY,
        }

    def test_a_policy_that_names_the_account_only_delegates(self):
        lists = resource_policy(allow("s3:*", Principal={"AWS": ACCOUNT}))

        assert self.on(BUCKET, lists).allowed == 0
        assert names(self.on(BUCKET, lists, READER).allowed) == {"s3:GetBucketPolicy", "s3:ListBucket"}

    def test_across_accounts_both_sides_must_allow(self):
        lists = resource_policy(allow("s3:List*", "s3:Delete*", Principal={"AWS": OTHER_ACCOUNT}))

        both = self.on(BUCKET, lists, READER, principal=BOB, owner=ACCOUNT)

        assert names(both.allowed) == {"s3:ListBucket"}
        assert both.rule(SMALL_UNIVERSE.index("s3:DeleteBucket")).gate is GateKind.IDENTITY
        assert both.rule(SMALL_UNIVERSE.index("s3:GetBucketPolicy")).gate is GateKind.RESOURCE

    def test_a_role_says_itself_who_assumes_it_but_not_who_deletes_it(self):
        trusting_bob = trust_policy(allow("sts:AssumeRole", Principal={"AWS": BOB.arn}))
        trusting_alice = trust_policy(allow("sts:AssumeRole", Principal={"AWS": ALICE.arn}))

        assert "sts:AssumeRole" not in names(self.on(ROLE, trusting_bob, ADMIN).allowed)
        assert "iam:DeleteRole" in names(self.on(ROLE, trusting_bob, ADMIN).allowed)
        assert names(self.on(ROLE, trusting_alice).allowed) == {"sts:AssumeRole"}

    def test_a_key_without_a_policy_lets_nobody_use_it(self):
        assert self.on(KEY, (), ADMIN).allowed == 0

    def test_a_service_may_do_what_the_resource_grants_to_it(self):
        drops = resource_policy(allow("s3:PutObject", Principal={"Service": CLOUDTRAIL.arn}))

        dropping = self.on(f"{BUCKET}/log", drops, principal=CLOUDTRAIL, owner=ACCOUNT)

        assert names(dropping.allowed) == {"s3:PutObject"}

    def test_what_aws_itself_refuses_no_policy_allows(self):
        reserved = f"arn:aws:iam::{ACCOUNT}:role/aws-reserved/sso.amazonaws.com/Reader"

        refused = self.on(reserved, None, ADMIN)

        assert {"iam:CreateRole", "iam:DeleteRole"} <= names(refused.implicitly_denied)
        assert "iam:GetRole" in names(refused.allowed)
        assert (refused.steps[0].kind, refused.steps[0].implicitly_denied) == (
            GateKind.AWS,
            refused.implicitly_denied,
        )

    def test_who_asks_the_same_shares_one_partition(self):
        lists = resource_policy(allow("s3:ListBucket", Principal="*"))
        carol = Principal(f"arn:aws:iam::{ACCOUNT}:user/Carol", ACCOUNT, PrincipalType.USER)

        assert self.on(BUCKET, lists).partition is self.on(BUCKET, lists, principal=carol).partition


class TestTheFunnel:
    def test_each_gate_takes_its_share(self):
        steps = of(READER, scps=path(root=(FULL, DENY_EC2), account=(ONLY_S3,))).steps

        assert [step.name for step in steps] == ["Root", "Prod", "A", "user/Alice"]
        root, prod, account, alice = steps
        assert names(root.explicitly_denied) == matching("ec2:")
        assert prod.passing == root.passing
        assert names(account.passing) == matching("s3:") | {ALWAYS}
        assert names(alice.passing) == matching("s3:Get", "s3:List") | {ALWAYS}

    def test_scps_that_do_not_apply_are_one_step_that_takes_nothing(self):
        exempt, alice = of(ADMIN, scps=Exemption.MANAGEMENT_ACCOUNT).steps

        assert (exempt.kind, exempt.target_id) == (GateKind.SERVICE_CONTROL, ACCOUNT)
        assert exempt.passing == alice.passing == SMALL_UNIVERSE.all


class TestCompare:
    def test_what_is_gained_is_what_a_change_back_loses(self):
        before, after = of(ADMIN), of(ADMIN, scps=path(prod=(FULL, DENY_EC2)))

        there, back = compare(before, after), compare(after, before)

        assert (names(there.gained), names(there.lost)) == (set(), matching("ec2:"))
        assert (back.gained, back.lost) == (there.lost, there.gained)

    def test_what_was_allowed_and_now_depends_is_lost_and_named(self):
        mfa = deny("ec2:*", if_={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})
        after = of(ADMIN, scps=path(prod=(FULL, scp("Mfa", mfa))), given=Context(closed=False))

        change = compare(of(ADMIN), after)

        assert names(change.lost) == names(change.now_depends) == matching("ec2:")

    def test_nothing_changes_when_the_same_is_said_in_another_account(self):
        levels = path()
        other = Level("222222222222", "B", levels[-1].policies)

        assert compare(of(ADMIN), of(ADMIN, scps=(*levels[:-1], other))) is NO_CHANGE


@pytest.mark.parametrize("action", ["sts:GetCallerIdentity", "s3:GetObject"])
def test_an_action_is_decided_as_its_rule_says(action):
    index = SMALL_UNIVERSE.index(action)

    assert of(READER).decision(index) is of(READER).rule(index).decision is Decision.ALLOWED
