"""Policies of every type: enabled and disabled, attached and detached, written from a beginning."""

import json

import pytest
from django.urls import reverse

from accounts import services, store
from accounts.organization.state import RCP_FULL_AWS_ACCESS, PolicyType
from accounts.page.log import sentence
from tests.accounts.factories import DENY_EC2, DEV, DEV_1, ROOT, SANDBOX
from tests.organization.world import ACME

pytestmark = pytest.mark.django_db

RCP = "RESOURCE_CONTROL_POLICY"
SCP = PolicyType.SERVICE_CONTROL_POLICY
HTMX = {"HX-Request": "true"}
TAG = json.dumps({"tags": {"cc": {"tag_value": {"@@assign": ["1"]}}}})


def dialog(client, record, name, **query):
    return client.get(reverse("accounts:dialog", args=[record.public_id, name]), {"at": DEV, **query})


def operate(client, record, op, **fields):
    record.refresh_from_db()
    fields |= {"op": op, "base_revision": record.revision, "view": f"at={DEV}"}
    return client.post(reverse("accounts:operate", args=[record.public_id]), fields, headers=HTMX)


class TestPolicyTypes:
    def test_every_type_is_listed_with_what_it_does(self, client, small_world):
        page = dialog(client, small_world, "policy-types").content.decode()

        assert page.count('name="policy_type"') == len(PolicyType)
        assert 'aria-label="Disable service control policies"' in page
        assert 'aria-label="Enable backup policies"' in page
        assert "Enabling attaches RCPFullAWSAccess to the root, every unit and every account." in page

    def test_each_is_enabled_and_disabled(self, client, small_world):
        for op in ("enable", "disable"):
            response = operate(
                client,
                small_world,
                f"organizations.{op}_policy_type",
                root_id=ROOT,
                policy_type="BACKUP_POLICY",
            )
            assert response.status_code == 200
            is_enabled = store.load(small_world).is_enabled(PolicyType.BACKUP_POLICY)
            assert is_enabled is (op == "enable")


class TestPolicies:
    def test_a_type_shows_its_own_policies(self, client, small_world):
        response = dialog(client, small_world, "policies", policy_type="TAG_POLICY")

        assert {choice.policy.type for choice in response.context["choices"]} == {PolicyType.TAG_POLICY}
        assert all(choice.effect is None for choice in response.context["choices"]), "they decide no action"

    @pytest.mark.parametrize("policy_type", ["", "ACCESS_POLICY"])
    def test_without_a_type_they_are_scps(self, client, small_world, policy_type):
        response = dialog(client, small_world, "policies", policy_type=policy_type)

        assert DENY_EC2 in {choice.policy.id for choice in response.context["choices"]}

    @pytest.mark.parametrize("policy_type", [each for each in PolicyType if each is not SCP])
    def test_every_type_can_be_written_from_a_beginning_that_aws_takes(
        self, client, small_world, policy_type
    ):
        address = reverse("accounts:new_policy_of_type", args=[small_world.public_id, policy_type.value])
        page = client.get(address, {"at": DEV})
        assert page.status_code == 200

        for begin in page.context["beginnings"]:
            shown = client.get(address, {"at": DEV, "begin": begin.key}).context["page"]
            assert not shown.review.is_refused, begin.key

    def test_a_new_one_is_saved_attached_and_undone_in_one_step(self, client, small_world, visitor):
        operate(
            client, small_world, "organizations.enable_policy_type", root_id=ROOT, policy_type="TAG_POLICY"
        )
        before = store.load(small_world)
        address = reverse("accounts:new_policy_of_type", args=[small_world.public_id, "TAG_POLICY"])

        client.post(address, {"name": "Costs", "content": TAG, "attach_to": SANDBOX})
        small_world.refresh_from_db()
        [policy_id] = store.load(small_world).attached(SANDBOX, PolicyType.TAG_POLICY)
        assert store.load(small_world).management_policies[policy_id].content == TAG

        services.undo(small_world, base_revision=small_world.revision, visitor=visitor)
        assert store.load(small_world) == before

    def test_an_rcp_says_whom_it_denies(self, client, small_world):
        address = reverse("accounts:new_policy_of_type", args=[small_world.public_id, RCP])

        assert client.get(address).context["page"].sentences == (
            "Denies `s3:DeleteBucket` to everybody, in the organization and outside.",
        )

    def test_an_unknown_type_is_404(self, client, small_world):
        address = reverse("accounts:new_policy_of_type", args=[small_world.public_id, "ACCESS_POLICY"])

        assert client.get(address).status_code == 404

    def test_aws_own_rcp_is_shown_and_not_edited(self, client, small_world):
        address = reverse("accounts:policy", args=[small_world.public_id, RCP_FULL_AWS_ACCESS.id])
        response = client.get(address)

        assert not response.context["page"].review.is_refused
        assert client.post(address, {"name": "x", "content": TAG}).status_code == 404


class TestEditor:
    def check(self, client, record, content, **fields):
        address = reverse("accounts:new_policy_of_type_check", args=[record.public_id, "TAG_POLICY"])
        return client.post(address, {"content": content, "name": "x", **fields}, headers=HTMX).context["page"]

    def test_a_fault_has_its_place(self, client, small_world):
        page = self.check(client, small_world, '{"tags": {"cc":\n {"tag_kex": {}}}}')

        [finding] = page.findings
        assert (finding.line, finding.column, finding.path) == (2, 3, "tags.cc.tag_kex")
        assert page.review.is_refused

    def test_it_says_what_a_policy_sets_and_what_is_left_to_levels_below(self, client, small_world):
        locked = {"tags": {"cc": {"tag_value": json.loads(TAG)["tags"]["cc"]["tag_value"]}}}
        locked["tags"]["cc"]["tag_value"]["@@operators_allowed_for_child_policies"] = ["@@append"]

        assert self.check(client, small_world, json.dumps(locked)).sentences == (
            "Sets `tags.cc.tag_value` to `1`.",
            "Levels below may only append at `tags.cc.tag_value`.",
        )

    def test_what_the_parents_forbid_is_a_warning_and_can_be_saved(self, client, small_world):
        def attach(target_id, content):
            address = reverse("accounts:new_policy_of_type", args=[small_world.public_id, "TAG_POLICY"])
            client.post(address, {"name": "Lock", "content": content, "attach_to": target_id})

        operate(
            client, small_world, "organizations.enable_policy_type", root_id=ROOT, policy_type="TAG_POLICY"
        )
        lock = {"@@assign": ["1"], "@@operators_allowed_for_child_policies": ["@@none"]}
        attach(ROOT, json.dumps({"tags": {"cc": {"tag_value": lock}}}))

        page = self.check(client, small_world, TAG, attach_to=DEV_1)

        [finding] = page.findings
        assert finding.title == "`@@assign tags.cc.tag_value` is ignored at dev-1"
        assert finding.detail == "Lock at Root does not let levels below do this here."
        assert not page.review.is_refused

    def test_a_text_that_is_too_long_is_refused(self, client, small_world):
        page = self.check(client, small_world, TAG + " " * 10_000)

        assert page.review.is_refused
        assert page.findings[0].code == "too-long"


@pytest.mark.parametrize(
    ("policy_type", "said"),
    [
        (PolicyType.SERVICE_CONTROL_POLICY, "enabled. FullAWSAccess is attached everywhere."),
        (PolicyType.RESOURCE_CONTROL_POLICY, "enabled. RCPFullAWSAccess is attached everywhere."),
        (PolicyType.TAG_POLICY, "Tag policies were enabled."),
    ],
)
def test_the_log_says_which_type_was_enabled(policy_type, said):
    parameters = {"root_id": ROOT, "policy_type": policy_type.value}

    assert sentence("organizations.enable_policy_type", parameters, ACME, ACME).endswith(said)
