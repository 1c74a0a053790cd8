"""What the panel says beside the decisions of one principal: pinned actions, all principals together."""

import pytest
from django.urls import reverse

from tests.accounts.factories import DEV, DEV_1

pytestmark = pytest.mark.django_db


def address(record) -> str:
    return reverse("accounts:organization", args=[record.public_id])


def test_pinned_actions_stand_in_the_address_each_with_its_verdict_and_its_reason(client, small_world):
    pins = "s3:getobject,ec2:RunInstances,ec2:RunInstances,ec2:Nothing"

    response = client.get(address(small_world), {"at": DEV_1, "tab": "pinned", "pins": pins})

    hits = response.context["page"].panel.pinned
    assert [(hit.action.identifier, hit.verdict.key) for hit in hits] == [
        ("s3:GetObject", "allow"),
        ("ec2:RunInstances", "deny"),
    ]
    assert "DenyEC2" in hits[1].reason
    assert response.context["view"].pins == ("s3:GetObject", "ec2:RunInstances")
    assert "pins=s3:GetObject" in response.context["view"].query


def test_an_action_that_was_found_can_be_pinned_and_unpinned(client, small_world):
    query = {"tab": "search", "find": "s3:GetObject", "pins": "s3:GetObject,sqs:SendMessage"}

    (hit,) = client.get(address(small_world), query).context["page"].panel.found.hits

    assert hit.is_pinned
    assert hit.pins == "sqs:SendMessage"


def test_the_usual_actions_are_shown_until_something_is_pinned(client, small_world):
    page = client.get(address(small_world), {"tab": "pinned"}).context["page"]

    assert [hit.action.identifier for hit in page.panel.pinned] == list(page.suggestions)


def test_the_panel_says_what_all_principals_of_the_account_may_do_together(client, small_world):
    panel = client.get(address(small_world), {"at": DEV_1, "as": "user/john"}).context["page"].panel

    assert panel.allowed < panel.together < panel.total


def test_a_room_has_no_principals(client, small_world):
    assert client.get(address(small_world), {"at": DEV}).context["page"].panel.together is None
