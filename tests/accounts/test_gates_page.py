"""Gates that are no SCPs, as the page shows them: RCPs at their rooms, boundaries, their names and icons."""

import json

import pytest
from django.urls import reverse

from accounts import services
from tests.accounts.factories import DEV, DEV_1, ROOT

pytestmark = pytest.mark.django_db

GUARD = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}],
    }
)
RCP_TYPE = "RESOURCE_CONTROL_POLICY"


def page_of(client, record, **view) -> str:
    view = {"at": DEV_1, "as": "user/mary", "action": "s3:GetObject", **view}
    return client.get(reverse("accounts:organization", args=[record.public_id]), view).content.decode()


def line_of(html: str, target_id: str) -> str:
    """The beam of a room."""
    return html.partition(f'id="n-{target_id}"')[2].partition('class="rail')[0]


@pytest.fixture
def guarded(small_world):
    """The small world with an RCP on Dev that denies S3."""

    def script(draft):
        draft.apply("organizations.enable_policy_type", root_id=ROOT, policy_type=RCP_TYPE)
        made = draft.apply(
            "organizations.create_policy", content=GUARD, name="Guard", description="", type=RCP_TYPE
        )
        policy_id = made["Policy"]["PolicySummary"]["Id"]
        draft.apply("organizations.attach_policy", policy_id=policy_id, target_id=DEV)

    services.perform_group(small_world, script, base_revision=None, visitor=small_world.visitor)
    return small_world


def test_an_rcp_is_a_seal_of_its_own_kind(client, guarded):
    html = page_of(client, guarded)

    assert '#i-rcp"/></svg>Guard' in line_of(html, DEV)
    assert "RCPFullAWSAccess" not in line_of(html, ROOT)  # it is everywhere


def test_an_rcp_stops_what_it_denies_and_the_panel_says_where(client, guarded):
    html = page_of(client, guarded)

    assert "stops at Dev: Guard" in html
    assert "RCPs at Dev" in html


def test_a_boundary_is_told_by_its_name(client, small_world):
    panel = page_of(client, small_world, **{"as": "user/john"}, action="s3:DeleteBucket")
    drawer = page_of(client, small_world, **{"as": "user/john"}, action="s3:DeleteBucket", drawer="explain")

    assert "stops at the permissions boundary: nothing allows it" in panel
    assert '#i-boundary"' in drawer
    assert "permissions boundary</b>" in drawer
    assert "not simulated" not in drawer.lower()


def test_what_would_help_names_the_boundary(client, small_world):
    asked = {"at": DEV_1, "as": "user/john", "action": "s3:DeleteBucket"}

    html = client.get(reverse("accounts:what_would", args=[small_world.public_id]), asked).content.decode()

    assert "permissions boundary" in html
