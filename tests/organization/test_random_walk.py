"""Whatever is done to an organization, in whatever order, it stays one that AWS could have."""

from __future__ import annotations

from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from accounts.organization.errors import AwsError
from accounts.organization.identifiers import Occasion
from accounts.organization.operations import OPERATIONS, apply
from accounts.organization.quotas import IN_FORCE
from accounts.organization.scenario import from_document, to_document
from accounts.organization.state import AWS_MANAGED, Organization, PolicyType
from tests.organization import credentials, resource_walk
from tests.organization.world import (
    ACME,
    ADMINISTRATOR_ACCESS,
    DEV_1,
    MGMT,
    NOON,
    PROD_1,
    READ_ONLY_ACCESS,
    SBX_1,
    SCP_TYPE,
    policy,
    trust,
)

TAG_POLICY = '{"tags": {"a": {"tag_value": {"@@assign": ["x"]}}}}'
NAMES = st.sampled_from(["Dev", "dev", "Ops", "A", ""])
DOCUMENTS = st.sampled_from(
    [policy("Allow", "s3:*"), policy("Deny", "ec2:*"), policy("Maybe", "ec2:*"), TAG_POLICY]
)
TYPES = st.sampled_from([SCP_TYPE, "RESOURCE_CONTROL_POLICY", "TAG_POLICY"])
STRANGER = "999999999999"
TAGS = st.dictionaries(st.sampled_from("ab"), st.sampled_from("xy")).map(
    lambda tags: [{"Key": key, "Value": value} for key, value in tags.items()]
)


class Walk(RuleBasedStateMachine):
    """Any operation with parameters that are mostly those of something that is there."""

    def __init__(self) -> None:
        super().__init__()
        self.organization: Organization = ACME
        self.revision = 0

    @rule(key=st.sampled_from(sorted(OPERATIONS)), data=st.data())
    def operate(self, key, data):
        before, written = self.organization, to_document(self.organization)
        parameters = {name: data.draw(self.values(key, name), name) for name in OPERATIONS[key].parameters}
        self.revision += 1
        try:
            outcome = apply(before, key, parameters, Occasion("walk", self.revision, NOON))
        except AwsError as error:
            event(f"{key} refused: {error.code}")
        else:
            self.organization = outcome.organization
            event(f"{key} done")
        assert to_document(before) == written

    def values(self, key: str, name: str) -> st.SearchStrategy[object]:
        here = self.organization
        parents = [here.root.id, *here.units, STRANGER]
        accounts = [account_id for account_id in (MGMT, DEV_1, PROD_1, SBX_1) if account_id in here.accounts]
        arns = [arn for account_id in accounts for arn in here.accounts[account_id].policies]
        account = here.accounts.get(DEV_1) or here.accounts[MGMT]
        by_name: dict[str, st.SearchStrategy[object]] = {
            **credentials.vocabulary(account),
            "account_id": st.sampled_from([*accounts, STRANGER]),
            "source_parent_id": st.sampled_from(parents),
            "destination_parent_id": st.sampled_from(parents),
            "parent_id": st.sampled_from(parents),
            "organizational_unit_id": st.sampled_from(parents),
            "target_id": st.sampled_from([*parents, *accounts]),
            "policy_id": st.sampled_from([*AWS_MANAGED, *here.policies, *here.management_policies, STRANGER]),
            "root_id": st.just(here.root.id),
            "policy_type": TYPES,
            "type": TYPES,
            "content": DOCUMENTS,
            "policy_document": DOCUMENTS,
            "assume_role_policy_document": st.just(trust(MGMT)),
            "email": st.sampled_from(["a@b.example", "c@d.example", "mgmt@acme.example"]),
            "user_name": st.sampled_from(["john", "mary", "Ops", "A"]),
            "group_name": st.sampled_from(["Ops", "ops"]),
            "role_name": st.sampled_from(["Admin", "Ops"]),
            "policy_name": st.sampled_from(["P", "Ops"]),
            "path": st.sampled_from(["/", "/eu/"]),
            "policy_arn": st.sampled_from([ADMINISTRATOR_ACCESS, READ_ONLY_ACCESS, *arns]),
            "iam_user_access_to_billing": st.just("ALLOW"),
            "days": st.integers(-1, 100),
            "caller_account_id": st.sampled_from([*accounts, *here.outsiders, STRANGER]),
            "feature_set": st.sampled_from(["ALL", "CONSOLIDATED_BILLING"]),
            "handshake_id": st.sampled_from([*here.handshakes, "h-missing123"]),
            "notes": NAMES,
            "resource_id": st.sampled_from([*parents, *accounts, *here.policies, "p-FullAWSAccess"]),
            "service_principal": st.sampled_from(["guardduty.amazonaws.com", "config.amazonaws.com"]),
            "target": st.sampled_from([*here.outsiders, *accounts, STRANGER]).map(
                lambda account_id: {"Id": account_id, "Type": "ACCOUNT"}
            ),
            "tags": TAGS,
            "tag_keys": st.lists(st.sampled_from("ab"), max_size=2),
            **resource_walk.vocabulary(key, account),
        }
        if name == "policy_document" and key == "iam.update_assume_role_policy":
            return st.just(trust(MGMT))
        return by_name.get(name, NAMES)

    @invariant()
    def every_target_has_one_scp_and_one_rcp_at_least_while_they_are_enabled(self):
        here = self.organization
        for policy_type in (PolicyType.SERVICE_CONTROL_POLICY, PolicyType.RESOURCE_CONTROL_POLICY):
            quota = IN_FORCE.policy_types[policy_type]
            fitting = range(quota.least, quota.most + 1) if here.is_enabled(policy_type) else [0]
            for target_id in (here.root.id, *here.units, *here.accounts):
                assert len(here.attached(target_id, policy_type)) in fitting

    @invariant()
    def attachments_name_policies_of_enabled_types_each_once_on_what_is_here(self):
        here = self.organization
        for target_id, attached in here.attachments.items():
            assert here.has_target(target_id)
            assert len(set(attached)) == len(attached)
            for policy_id in attached:
                found = here.any_policy(policy_id)
                assert found is not None
                assert here.is_enabled(found.type)

    @invariant()
    def the_tree_hangs_together(self):
        here = self.organization
        for target_id in (*here.units, *here.accounts):
            assert here.path(target_id)[0] == here.root.id
            assert len(here.path(target_id)) <= 7
        siblings = [(unit.parent_id, unit.name) for unit in here.units.values()]
        assert len(set(siblings)) == len(siblings)
        assert here.management_account_id in here.accounts

    def teardown(self):
        """``from_document`` checks everything else that operations keep true."""
        assert from_document(to_document(self.organization), "another") == self.organization


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=6, stateful_step_count=30, deadline=None)
