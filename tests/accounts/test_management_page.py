"""The page of effective policies: what the policies from the root down come to, and what became of each."""

import json
from dataclasses import replace

import pytest
from django.urls import reverse

from accounts import services
from accounts.organization.management_policies import Compliance
from accounts.organization.state import PolicyType, Resource, ResourceType
from accounts.page.management import management_page
from tests.accounts.factories import DEV, DEV_1, MANAGEMENT, ROOT, OrganizationRecordFactory
from tests.organization.management import CHILDREN, TAG, append, assign, attached, below, tags
from tests.organization.world import ACME, NOON, PROD, PROD_1, with_account
from tests.organization.world import ROOT as ACME_ROOT

HTMX = {"HX-Request": "true"}
LOCKED = tags(tag_key=assign("CC"), tag_value=assign(["100"]) | below("append"))


def rooms(level):
    while level is not None:
        yield level
        level = level.inner


class TestPage:
    page = management_page(
        attached(TAG, root=LOCKED, prod=tags(tag_value=append("200")), account=tags(tag_value=assign(["3"]))),
        PROD_1,
        TAG,
    )

    def test_every_level_shows_what_its_policies_write(self):
        levels = list(rooms(self.page.top))

        assert [level.place.name for level in levels] == ["Root", "Workloads", "Prod", "prod-1"]
        assert [policy.name for level in levels for policy in level.policies] == [
            "root-1",
            "prod-1",
            "account-1",
        ]
        assert [row.note for level in levels for policy in level.policies for row in policy.rows] == [
            "",
            "levels below may only append",
            "",
            "ignored: root-1 at Root does not let levels below do this here.",
        ]

    def test_beside_it_stands_what_comes_of_them(self):
        by_name = {row.name: row.values for row in self.page.settings}

        assert [value.text for value in by_name["cc.tag_value"]] == ["100", "200"]
        assert [value.is_added for value in by_name["cc.tag_value"]] == [False, True]
        assert by_name["cc.tag_value"][1].source == "prod-1 at Prod"
        assert (self.page.taken, len(self.page.effective.ignored)) == (3, 1)

    def test_what_a_tag_does_is_tried(self):
        trials = [(trial.tag, trial.is_blocked) for trial in self.page.tags.trials]

        assert trials == [("CC=100", False), ("CC=something-else", False), ("cc=100", False), ("", False)]

    def test_what_is_enforced_is_blocked(self):
        enforced = tags(tag_key=assign("CC"), tag_value=assign(["1"]), enforced_for=assign(["s3:bucket"]))
        page = management_page(attached(TAG, root=enforced), PROD_1, TAG)

        assert page.tags.resource_type == "s3:bucket"
        assert [trial.is_blocked for trial in page.tags.trials] == [False, True, True, False]

    def test_noncompliant_resources_come_first(self):
        organization = attached(TAG, root=LOCKED)
        account = organization.accounts[PROD_1]
        resources = {
            name: Resource(f"arn:aws:s3:::{name}", ResourceType.S3_BUCKET, NOON, tags={"CC": value})
            for name, value in (("right", "100"), ("wrong", "7"))
        }
        organization = with_account(organization, replace(account, resources=resources))

        shown = management_page(organization, PROD_1, TAG).tags.shown

        assert [(row.entity.name, row.compliance) for row in shown[:2]] == [
            ("wrong", Compliance.NONCOMPLIANT),
            ("right", Compliance.COMPLIANT),
        ]

    @pytest.mark.parametrize("target_id", [ACME_ROOT, PROD])
    def test_a_root_or_unit_has_no_tags_to_look_at(self, target_id):
        assert management_page(ACME, target_id, TAG).tags is None


@pytest.mark.django_db
class TestAddress:
    def get(self, client, record, **query):
        return client.get(reverse("accounts:management", args=[record.public_id]), query)

    def test_it_opens_for_every_type_and_place(self, client, small_world):
        for policy_type in PolicyType:
            assert self.get(client, small_world, policy_type=policy_type.value, at=DEV).status_code == 200
        for target_id in (ROOT, DEV, DEV_1, MANAGEMENT, "nowhere"):
            assert self.get(client, small_world, at=target_id).status_code == 200

    def test_somebody_elses_is_404(self, client, visitor):
        assert self.get(client, OrganizationRecordFactory()).status_code == 404

    def test_a_type_without_effective_policies_gives_way_to_tag_policies(self, client, small_world):
        page = self.get(client, small_world, policy_type="SERVICE_CONTROL_POLICY").context["page"]

        assert page.policy_type is TAG

    def test_an_operation_from_here_stays_here(self, client, small_world):
        view = f"at={DEV}&policy_type=BACKUP_POLICY"
        response = client.post(
            reverse("accounts:operate", args=[small_world.public_id]),
            {
                "op": "organizations.enable_policy_type",
                "root_id": ROOT,
                "policy_type": "BACKUP_POLICY",
                "base_revision": 0,
                "view": view,
                "page": "management",
            },
            headers=HTMX,
        )

        assert response.status_code == 200
        assert "effective-policies?" in response["HX-Replace-Url"]
        assert "policy_type=BACKUP_POLICY" in response["HX-Replace-Url"]
        assert response.context["page"].is_enabled

    def test_names_of_others_are_text(self, client, small_world, visitor):
        content = json.dumps(
            {"tags": {"<key>": {"tag_value": {"@@assign": ["<value>"], CHILDREN: ["@@none"]}}}}
        )

        def attach_one(draft):
            words = {"name": "<name>", "description": "", "content": content, "type": "TAG_POLICY"}
            draft.apply("organizations.enable_policy_type", root_id=ROOT, policy_type="TAG_POLICY")
            made = draft.apply("organizations.create_policy", **words)
            policy_id = made["Policy"]["PolicySummary"]["Id"]
            draft.apply("organizations.attach_policy", policy_id=policy_id, target_id=ROOT)

        services.perform_group(small_world, attach_one, base_revision=0, visitor=visitor)
        page = self.get(client, small_world, at=DEV_1).content.decode()

        assert "&lt;key&gt;.tag_value" in page
        assert not any(raw in page for raw in ("<key>", "<name>", "<value>"))
