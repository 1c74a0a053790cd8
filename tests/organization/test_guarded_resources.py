"""RCPs, boundaries, policies of resources and sessions, as an organization has them.

Beside acme an account outside of it, whose user may do everything there; log has a bucket.
"""

import json
from dataclasses import replace

import pytest

from accounts.organization.decisions import (
    Circumstances,
    Session,
    Wanted,
    assume_role,
    context_for,
    owner_of,
    policies_for,
    principals_of,
    what_would,
)
from accounts.organization.operations import apply
from accounts.organization.state import (
    Account,
    AccountState,
    Policy,
    PolicyType,
    Resource,
    ResourcePolicy,
    ResourceType,
    User,
)
from policies.engine.decision import Decision, GateKind
from policies.engine.document import PolicyKind
from policies.engine.parse import parse_policy
from policies.engine.request import Exemption, Lookup
from tests.organization.world import (
    ACME,
    ADMINISTRATOR_ACCESS,
    DEV,
    DEV_1,
    LOG,
    MGMT,
    NOON,
    OCCASION,
    PROD_1,
    READ_ONLY_ACCESS,
    ROOT,
    SBX_1,
    policy,
    with_account,
    with_service_linked_role,
)

ALLOWED, EXPLICIT, IMPLICIT = Decision.ALLOWED, Decision.EXPLICITLY_DENIED, Decision.IMPLICITLY_DENIED

OUTSIDE = "999900001111"
BUCKET = "arn:aws:s3:::guarded"
OBJECT = f"{BUCKET}/2026/01.gz"
EVE = (OUTSIDE, "user/eve")
ONLY_OURS = {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": ACME.id}}


def statement(effect: str, principal: object, *actions: str, **members: object) -> str:
    return policy(effect, *actions, Principal=principal, **members)


def document(text: str, kind: PolicyKind = PolicyKind.RESOURCE):
    return parse_policy(text, kind)


def with_rcp(organization, text, target_id=ROOT):
    rcp = Policy(
        "p-rcp00001",
        "Guard",
        "",
        PolicyType.RESOURCE_CONTROL_POLICY,
        document(text, PolicyKind.RESOURCE_CONTROL),
    )
    types = organization.root.policy_types | {PolicyType.RESOURCE_CONTROL_POLICY}
    attached = {target: (*ids, "p-RCPFullAWSAccess") for target, ids in organization.attachments.items()}
    return replace(
        organization,
        root=replace(organization.root, policy_types=types),
        policies={**organization.policies, rcp.id: rcp},
        attachments={**attached, target_id: (*attached[target_id], rcp.id)},
    )


def with_resource(organization, account_id, arn, kind, text=None, **tags):
    account = organization.accounts[account_id]
    own = Resource(arn, kind, NOON, None if text is None else document(text), tags)
    return with_account(organization, replace(account, resources={**account.resources, arn: own}))


def with_bucket(text=None, *, account_id=LOG, organization=None, **tags):
    return with_resource(organization or WORLD, account_id, BUCKET, ResourceType.S3_BUCKET, text, **tags)


def with_trust(text, *, account_id=LOG, role="Admin", organization=None):
    account = (organization or WORLD).accounts[account_id]
    trusting = replace(account.roles[role], trust=document(text, PolicyKind.TRUST))
    return with_account(organization or WORLD, replace(account, roles={**account.roles, role: trusting}))


def bounded(label, boundary, account_id=DEV_1, organization=None):
    account = (organization or WORLD).accounts[account_id]
    kind, _, name = label.partition("/")
    holders = account.users if kind == "user" else account.roles
    holder = replace(holders[name], boundary=boundary)
    return with_account(organization or WORLD, replace(account, **{f"{kind}s": {**holders, name: holder}}))


WORLD = replace(
    ACME,
    outsiders={
        OUTSIDE: Account(
            OUTSIDE,
            "outside",
            "outside@example.com",
            "",
            NOON,
            users={"eve": User("eve", "/", "AIDAEVEEVEEVEEVEEVEEV", NOON, attached=(ADMINISTRATOR_ACCESS,))},
        )
    },
)
OPEN_TO_EVE = with_bucket(statement("Allow", {"AWS": OUTSIDE}, "s3:GetObject"))
ONLY_OUR_PRINCIPALS = statement("Deny", "*", "s3:*", Condition=ONLY_OURS)


@pytest.fixture
def ask(judge):
    def evaluate(organization, account_id, label, action="s3:GetObject", resource=OBJECT, **circumstances):
        known = Circumstances(region="eu-west-1", **circumstances)
        return judge.evaluate(organization, account_id, label, action, known, resource)

    return evaluate


class TestWhoseTheResourceIs:
    @pytest.mark.parametrize(
        ("resource", "owner"),
        [
            (None, DEV_1),
            ("*", DEV_1),
            (f"arn:aws:sqs:eu-west-1:{LOG}:queue", LOG),
            (BUCKET, LOG),  # its ARN does not say so
            (OBJECT, LOG),
            (f"{BUCKET}/*", LOG),
            (f"{BUCKET}-2/x", DEV_1),  # another bucket, of nobody's here
            ("arn:aws:iam::aws:policy/AdministratorAccess", DEV_1),
            (f"arn:aws:iam::{OUTSIDE}:user/eve", OUTSIDE),
        ],
    )
    def test_it_is_the_account_in_the_arn_or_the_one_with_the_bucket(self, resource, owner):
        assert owner_of(OPEN_TO_EVE, DEV_1, resource) == owner
        assert (
            context_for(OPEN_TO_EVE, DEV_1, "role/Admin", Circumstances(), resource).get(
                "aws:ResourceAccount"
            )
            in (owner, Lookup.UNKNOWN)  # nobody says whose a policy of AWS is
        )

    def test_its_tags_are_known(self):
        tagged = with_bucket(Team="net")

        def tag(resource):
            return context_for(tagged, LOG, "role/Admin", Circumstances(), resource).get(
                "aws:ResourceTag/team"
            )

        assert tag(BUCKET) == "net"
        assert tag(OBJECT) is Lookup.UNKNOWN  # objects have tags of their own


class TestPolicyOfTheResource:
    def test_one_of_its_own_account_needs_no_policy_of_the_bucket(self, ask):
        assert ask(with_bucket(), LOG, "role/Admin").decision is ALLOWED

    def test_another_account_needs_both_sides(self, ask):
        assert ask(with_bucket(), SBX_1, "role/Admin").rule.gate is GateKind.RESOURCE
        assert ask(OPEN_TO_EVE, SBX_1, "role/Admin").decision is IMPLICIT
        assert ask(OPEN_TO_EVE, *EVE).decision is ALLOWED
        opened = with_bucket(statement("Allow", "*", "s3:GetObject"))
        assert ask(opened, SBX_1, "role/Admin").decision is ALLOWED
        assert ask(opened, DEV_1, "user/john").decision is IMPLICIT  # he reads no bucket at all

    def test_a_deny_of_the_bucket_counts_at_home_too(self, ask):
        closed = with_bucket(statement("Deny", "*", "s3:GetObject"))

        assert ask(closed, LOG, "role/Admin").decision is EXPLICIT
        assert ask(closed, LOG, "role/Admin", resource="arn:aws:s3:::other/x").decision is ALLOWED

    def test_a_user_is_known_by_its_unique_id(self, ask):
        named = with_bucket(statement("Allow", {"AWS": "AIDAEVEEVEEVEEVEEVEEV"}, "s3:GetObject"))

        assert ask(named, *EVE).decision is ALLOWED

    def test_the_organizations_resource_policy_delegates(self, ask):
        delegate = statement("Allow", {"AWS": LOG}, "organizations:DescribePolicy")
        delegated = replace(WORLD, resource_policy=ResourcePolicy("rp-1", document(delegate)))
        scp = f"arn:aws:organizations::{MGMT}:policy/{ACME.id}/service_control_policy/p-x"

        def describe(organization, account_id):
            return ask(organization, account_id, "role/Admin", "organizations:DescribePolicy", scp).decision

        assert describe(WORLD, LOG) is IMPLICIT
        assert describe(delegated, LOG) is ALLOWED
        assert describe(delegated, SBX_1) is IMPLICIT
        assert describe(WORLD, MGMT) is ALLOWED

    def test_every_action_on_it_at_once(self, judge):
        on = judge.permissions(OPEN_TO_EVE, *EVE, Circumstances(region="eu-west-1"), on=OBJECT)

        assert set(judge.universe.names(on.allowed)) == {"s3:GetObject"}
        with pytest.raises(KeyError):
            on.decision(judge.universe.index("s3:ListBucket"))


class TestRcps:
    def test_they_follow_the_account_that_owns_the_resource(self, ask):
        guarded = with_rcp(OPEN_TO_EVE, ONLY_OUR_PRINCIPALS)

        denied = ask(guarded, *EVE)

        assert (denied.decision, denied.rule.gate, denied.rule.target_name) == (
            EXPLICIT,
            GateKind.RESOURCE_CONTROL,
            "Root",
        )
        assert ask(guarded, LOG, "role/Admin").decision is ALLOWED

    def test_those_beside_its_path_do_not_count(self, ask):
        assert ask(with_rcp(OPEN_TO_EVE, ONLY_OUR_PRINCIPALS, DEV), *EVE).decision is ALLOWED

    def test_what_the_management_account_owns_they_do_not_protect(self, ask):
        at_management = with_bucket(statement("Allow", "*", "s3:*"), account_id=MGMT)
        guarded = with_rcp(at_management, ONLY_OUR_PRINCIPALS)

        assert ask(guarded, *EVE).decision is ALLOWED
        assert policies_for(guarded, *EVE, BUCKET).resource_control is Exemption.MANAGEMENT_ACCOUNT

    def test_they_bind_the_management_account_at_other_accounts_resources(self, ask):
        shut = with_rcp(with_bucket(statement("Allow", "*", "s3:*")), statement("Deny", "*", "s3:GetObject"))

        assert ask(shut, MGMT, "role/Admin").decision is EXPLICIT

    @pytest.mark.parametrize(
        ("action", "resource"),
        [
            ("sns:Publish", f"arn:aws:sns:eu-west-1:{LOG}:topic"),
            ("lambda:InvokeFunction", f"arn:aws:lambda:eu-west-1:{LOG}:function:f"),
        ],
    )
    def test_they_reach_only_services_that_support_them(self, ask, action, resource):
        guarded = with_rcp(WORLD, statement("Deny", "*", action))

        assert ask(guarded, LOG, "role/Admin", action, resource).decision is ALLOWED

    def test_no_gate_is_told_while_the_type_is_disabled(self):
        assert policies_for(WORLD, LOG, "role/Admin").resource_control is None

    def test_a_service_linked_role_is_free_of_them(self):
        guarded = with_rcp(with_service_linked_role(DEV_1), ONLY_OUR_PRINCIPALS)

        found = policies_for(guarded, DEV_1, "role/Linked").resource_control

        assert found is Exemption.SERVICE_LINKED_ROLE

    def test_what_is_outside_they_do_not_protect(self):
        guarded = with_rcp(WORLD, ONLY_OUR_PRINCIPALS)
        queue = f"arn:aws:sqs:eu-west-1:{OUTSIDE}:q"

        found = policies_for(guarded, LOG, "role/Admin", queue).resource_control

        assert found is Exemption.NO_ORGANIZATION

    def test_the_default_policy_is_left_to_the_engine(self):
        levels = policies_for(with_rcp(WORLD, ONLY_OUR_PRINCIPALS), LOG, "role/Admin").resource_control

        assert [[attached.name for attached in level.policies] for level in levels] == [["Guard"], [], []]


ONLY_ADMINS = {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Admin"}}
ONLY_DEV_1 = statement("Deny", "*", "s3:*", Condition={"StringNotEquals": {"aws:PrincipalAccount": DEV_1}})
FOR_ONE = {"AWS": f"arn:aws:iam::{SBX_1}:role/Admin"}
TEAM_OF_BUCKET = {"StringEquals": {"aws:ResourceTag/Team": "${aws:PrincipalTag/Team}"}}
WORLDS = [
    WORLD,
    OPEN_TO_EVE,
    with_bucket(statement("Allow", FOR_ONE, "s3:GetObject")),
    with_bucket(statement("Allow", {"AWS": DEV_1}, "s3:*")),
    with_bucket(statement("Deny", "*", "s3:*", Condition=ONLY_ADMINS), account_id=DEV_1),
    with_bucket(statement("Allow", "*", "s3:GetObject", Condition=TEAM_OF_BUCKET), Team="net"),
    with_rcp(with_bucket(statement("Allow", "*", "s3:*")), ONLY_DEV_1),
    with_rcp(WORLD, statement("Deny", "*", "s3:*", Condition=ONLY_ADMINS), DEV),
    bounded(
        "role/Admin", READ_ONLY_ACCESS, organization=with_bucket(statement("Allow", {"AWS": DEV_1}, "s3:*"))
    ),
    with_rcp(with_service_linked_role(DEV_1), statement("Deny", "*", "s3:*")),
]


@pytest.mark.parametrize("number", range(len(WORLDS)))
@pytest.mark.parametrize("resource", [OBJECT, f"{BUCKET}/*", "arn:aws:s3:::another/x"])
def test_all_who_ask_together_hear_what_each_hears_alone(judge, number, resource):
    world, said = WORLDS[number], Circumstances(region="eu-west-1", session=Session(DEV_1, "Admin", "s1"))
    decision = judge.decisions_on(world, "s3:GetObject", said, resource)
    partition = judge.partitions_on(world, said, OBJECT)

    for account in world.accounts.values():
        for label in principals_of(account):
            alone = judge.evaluate(world, account.id, label, "s3:GetObject", said, resource).decision
            assert decision(account, label) is alone, (account.name, label)
            every = judge.permissions(world, account.id, label, said, OBJECT)
            assert partition(account, label).allowed == every.allowed, (account.name, label)


class TestBoundaries:
    def test_a_boundary_limits_and_grants_nothing(self, ask):
        everything, reading = (bounded("role/Admin", arn) for arn in (ADMINISTRATOR_ACCESS, READ_ONLY_ACCESS))
        mine = {"action": "s3:DeleteBucket", "resource": None}

        assert ask(everything, DEV_1, "role/Admin", **mine).decision is ALLOWED
        denied = ask(reading, DEV_1, "role/Admin", **mine)
        assert (denied.decision, denied.rule.gate) == (IMPLICIT, GateKind.PERMISSIONS_BOUNDARY)
        assert (
            ask(bounded("user/john", ADMINISTRATOR_ACCESS), DEV_1, "user/john", **mine).decision is IMPLICIT
        )

    def test_one_that_nobody_knows_allows_nothing(self, ask):
        unknown = bounded("role/Admin", "arn:aws:iam::aws:policy/NotSimulated")

        assert ask(unknown, DEV_1, "role/Admin", "s3:ListAllMyBuckets", None).decision is IMPLICIT


class TestWithoutAnOrganization:
    def test_nobody_is_bound_and_no_key_names_an_organization(self):
        deleted = replace(WORLD, is_deleted=True)

        for organization, (account_id, label) in ((deleted, (MGMT, "user/boss")), (WORLD, EVE)):
            assert policies_for(organization, account_id, label).service_control is Exemption.NO_ORGANIZATION
            context = context_for(organization, account_id, label, Circumstances())
            for key in ("aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:ResourceOrgID"):
                assert context.get(key) is Lookup.MISSING
            assert context.get("aws:PrincipalAccount") == account_id

    @pytest.mark.parametrize("state", AccountState)
    def test_whom_one_can_ask_about_follows_from_the_accounts_state(self, state):
        account = replace(ACME.accounts[DEV_1], state=state)

        assert bool(principals_of(account)) is (state.value in ("ACTIVE", "PENDING_CLOSURE"))


class TestSessions:
    def session(self, **more):
        return Session(DEV_1, "Admin", "s1", **more)

    def test_policies_see_the_sessions_name_and_tags(self, ask):
        by_session = with_bucket(
            statement("Allow", {"AWS": f"arn:aws:sts::{SBX_1}:assumed-role/Admin/s1"}, "s3:GetObject"),
        )
        s1 = Session(SBX_1, "Admin", "s1", tags={"Team": "net"})

        assert ask(by_session, SBX_1, "role/Admin", session=s1).decision is ALLOWED
        assert ask(by_session, SBX_1, "role/Admin").decision is IMPLICIT
        assert ask(by_session, SBX_1, "role/Admin", session=replace(s1, name="s2")).decision is IMPLICIT
        context = context_for(by_session, SBX_1, "role/Admin", Circumstances(session=s1))
        assert context.get("aws:PrincipalTag/team") == "net"
        assert context.get("aws:userid").endswith(":s1")

    def test_a_session_policy_limits_this_session_only(self, ask):
        limited = self.session(policy=document(policy("Allow", "s3:Get*"), PolicyKind.SESSION))
        delete = {"action": "s3:DeleteBucket", "resource": None, "session": limited}

        denied = ask(WORLD, DEV_1, "role/Admin", **delete)

        assert (denied.decision, denied.rule.gate) == (IMPLICIT, GateKind.SESSION)
        assert ask(WORLD, PROD_1, "role/Admin", **delete).decision is ALLOWED
        assert ask(WORLD, DEV_1, "root user", **delete).decision is ALLOWED

    @pytest.mark.parametrize(
        ("trusted", "source", "refused_by"),
        [
            ({"AWS": f"arn:aws:iam::{PROD_1}:user/mary"}, (PROD_1, "user/mary"), GateKind.SERVICE_CONTROL),
            ({"AWS": SBX_1}, (SBX_1, "role/Admin"), None),
            ({"AWS": DEV_1}, (DEV_1, "user/john"), GateKind.IDENTITY),
            ({"AWS": MGMT}, (SBX_1, "role/Admin"), GateKind.RESOURCE),
            ({"AWS": OUTSIDE}, EVE, None),
            ({"AWS": MGMT}, (LOG, "role/Admin"), GateKind.RESOURCE),  # no policy of its own is enough
        ],
    )
    def test_both_sides_have_to_let_a_role_be_assumed(self, judge, trusted, source, refused_by):
        trusting = with_trust(no_resource(statement("Allow", trusted, "sts:AssumeRole")))

        found = assume_role(judge, trusting, Session(LOG, "Admin", "s1", source=source))

        hindrance = found.hindrance
        assert found.is_refused is (refused_by is not None)
        assert (hindrance and hindrance[1].rule.gate) == refused_by

    def test_in_its_own_account_whom_the_trust_policy_names_needs_no_policy(self, judge):
        def refused(trusted):
            trust = no_resource(statement("Allow", {"AWS": trusted}, "sts:AssumeRole"))
            session = Session(DEV_1, "Admin", "s1", source=(DEV_1, "user/john"))
            return assume_role(judge, with_trust(trust, account_id=DEV_1), session).is_refused

        assert not refused(f"arn:aws:iam::{DEV_1}:user/john")
        assert refused(DEV_1)  # his account only delegates, and he has no policy that allows it

    def test_a_session_with_tags_needs_sts_tag_session_too(self, judge):
        trust = no_resource(statement("Allow", {"AWS": SBX_1}, "sts:AssumeRole"))
        session = Session(LOG, "Admin", "s1", tags={"team": "net"}, source=(SBX_1, "role/Admin"))

        action, _ = assume_role(judge, with_trust(trust), session).hindrance

        assert action == "sts:TagSession"

    def test_conditions_of_the_trust_policy_know_the_session(self, judge):
        trust = no_resource(
            statement(
                "Allow",
                {"AWS": SBX_1},
                "sts:AssumeRole",
                "sts:TagSession",
                Condition={"StringEquals": {"aws:RequestTag/team": "net", "sts:RoleSessionName": "s1"}},
            )
        )

        def refused(name, **tags):
            session = Session(LOG, "Admin", name, tags=tags, source=(SBX_1, "role/Admin"))
            return assume_role(judge, with_trust(trust), session).is_refused

        assert not refused("s1", Team="net")
        assert refused("s2", Team="net")
        assert refused("s1", Team="dev")
        assert refused("s1")

    def test_in_a_chain_a_role_asks_in_the_session_before_with_what_that_inherits(self, judge):
        """user/john of dev-1 takes on sbx-1's Admin with a transitive tag, and that takes on log's Admin."""
        first = Session(
            SBX_1,
            "Admin",
            "c",
            tags={"Team": "net", "x": "1"},
            source=(DEV_1, "user/john"),
            transitive=("Team",),
        )
        tagged = {"StringEquals": {"aws:PrincipalTag/Team": "net"}}
        trust = no_resource(statement("Allow", {"AWS": SBX_1}, "sts:AssumeRole", Condition=tagged))
        last = Session(LOG, "Admin", "s1", source=(SBX_1, "role/Admin"), before=first)

        assert last.inherited == {"Team": "net"}
        assert not assume_role(judge, with_trust(trust), last).is_refused  # nothing is passed: no TagSession
        assert assume_role(judge, with_trust(trust), replace(last, before=None)).is_refused
        context = context_for(WORLD, LOG, "role/Admin", Circumstances(session=last))
        assert context.get("aws:PrincipalTag/Team") == "net"
        assert context.get("aws:PrincipalTag/x") is Lookup.MISSING
        third = Session(DEV_1, "Admin", "s2", source=(LOG, "role/Admin"), before=last)
        assert third.inherited == {"Team": "net"}

    def test_the_trust_policy_may_ask_which_tags_are_transitive(self, judge):
        asked = {"ForAllValues:StringEquals": {"sts:TransitiveTagKeys": ["Team"]}}
        trust = no_resource(
            statement("Allow", {"AWS": SBX_1}, "sts:AssumeRole", "sts:TagSession", Condition=asked)
        )

        def refused(*transitive):
            tags = {"Team": "net", "Cost": "7"}
            session = Session(LOG, "Admin", "s1", None, tags, (SBX_1, "role/Admin"), transitive)
            return assume_role(judge, with_trust(trust), session).is_refused

        assert not refused("Team")
        assert refused("Team", "Cost")

    @pytest.mark.parametrize("source", [None, (SBX_1, "root user")])
    def test_no_root_user_assumes_a_role(self, judge, source):
        with pytest.raises(ValueError, match="by a user or by a role"):
            assume_role(judge, WORLD, Session(LOG, "Admin", "s1", source=source))


def no_resource(text: str) -> str:
    """As a trust policy has it."""
    content = json.loads(text)
    for each in content["Statement"]:
        del each["Resource"]
    return json.dumps(content)


IN_SESSION = Session(DEV_1, "Admin", "s1", document(policy("Allow", "s3:*"), PolicyKind.SESSION))


class TestBothWaysAgree:
    """Whole organizations are decided by kinds of accounts; that must change nothing."""

    @pytest.mark.parametrize(
        ("organization", "session"),
        [
            (with_rcp(WORLD, statement("Deny", "*", "s3:*", "ec2:*")), None),
            (with_rcp(WORLD, ONLY_OUR_PRINCIPALS, DEV), None),
            (
                with_rcp(
                    with_service_linked_role(DEV_1),
                    statement(
                        "Deny", "*", "s3:*", Condition={"ArnLike": {"aws:PrincipalArn": "*:role/Admin"}}
                    ),
                ),
                None,
            ),
            (
                bounded("user/john", READ_ONLY_ACCESS, organization=bounded("role/Admin", READ_ONLY_ACCESS)),
                None,
            ),
            (replace(with_rcp(WORLD, statement("Deny", "*", "s3:*")), is_deleted=True), None),
            (WORLD, IN_SESSION),
        ],
        ids=["rcp", "rcp by organization", "rcp by principal", "boundary", "deleted", "session"],
    )
    def test_on_every_principal(self, judge, organization, session):
        circumstances = Circumstances(session=session)
        for account_id in (MGMT, DEV_1, PROD_1):
            at_once = judge.partitions(organization, account_id, circumstances)
            assert set(at_once) == set(principals_of(organization.accounts[account_id]))
            for label, partition in at_once.items():
                one = judge.permissions(organization, account_id, label, circumstances)
                assert (partition.allowed, partition.depends, partition.explicitly_denied) == (
                    one.allowed,
                    one.depends,
                    one.explicitly_denied,
                )


def test_an_rcp_more_changes_what_everybody_below_may_do(judge, universe):
    before = with_rcp(WORLD, statement("Deny", "*", "sqs:*"))
    after = apply(
        before, "organizations.attach_policy", {"policy_id": "p-rcp00001", "target_id": DEV}, OCCASION
    )
    detached = apply(
        after.organization,
        "organizations.detach_policy",
        {"policy_id": "p-rcp00001", "target_id": ROOT},
        OCCASION,
    )

    impact = judge.impact(before, detached.organization)

    assert DEV_1 not in [account.account_id for account in impact.accounts]  # it is still below one
    gained = dict(next(a for a in impact.accounts if a.account_id == SBX_1).principals)["role/Admin"].gained
    assert gained == universe.service_mask("sqs")


def test_what_an_rcp_denies_is_allowed_again_without_it(judge):
    guarded = with_rcp(WORLD, statement("Deny", "*", "s3:GetObject"))

    found = what_would(judge, guarded, LOG, "role/Admin", "s3:GetObject", Wanted.ALLOWED)

    steps = {operation for candidate in found.candidates for operation, _ in candidate.edit.steps}
    assert "organizations.detach_policy" in steps
    assert "organizations.update_policy" in steps
