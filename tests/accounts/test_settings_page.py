"""Who belongs to the organization: its settings, seen and changed from both sides."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import services, store
from accounts.organization.state import AccountState, FeatureSet, HandshakeState
from tests.accounts.factories import (
    DENY_EC2,
    DEV_2,
    MANAGEMENT,
    PARTNER,
    SANDBOX_1,
    SMALL_WORLD,
    OrganizationRecordFactory,
)

pytestmark = pytest.mark.django_db

BOLT = "710987656601"


def address(record) -> str:
    return reverse("accounts:settings", args=[record.public_id])


def operate(client, record, op: str, **fields: str):
    fields = {"op": op, "page": "settings", "base_revision": str(record.revision), **fields}
    response = client.post(
        reverse("accounts:operate", args=[record.public_id]), fields, headers={"HX-Request": "true"}
    )
    record.refresh_from_db()
    return response


def organization(record):
    record.refresh_from_db()
    return store.load(record)


def open_handshake(record, place: int = -1) -> str:
    return [*organization(record).handshakes][place]


def test_nobody_else_sees_it(client, acme):
    assert client.get(address(OrganizationRecordFactory())).status_code == 404


def test_an_invitation_from_both_sides(client, acme):
    page = operate(client, acme, "organizations.invite_account_to_organization", target=BOLT, notes="Join us")

    assert page.status_code == 200
    text = page.content.decode()
    assert "Invitation of bolt" in text
    assert "As bolt sees it" in text
    assert "Join us" in text
    answered = operate(
        client,
        acme,
        "organizations.accept_handshake",
        handshake_id=open_handshake(acme),
        caller_account_id=BOLT,
    )
    assert answered.status_code == 200
    assert BOLT in organization(acme).accounts
    assert "bolt accepted the invitation" in answered.content.decode()


def test_who_is_invited_may_be_named_by_an_e_mail_address(client, acme):
    operate(client, acme, "organizations.invite_account_to_organization", target="aws@bolt.example")

    assert (
        operate(
            client,
            acme,
            "organizations.decline_handshake",
            handshake_id=open_handshake(acme),
            caller_account_id=BOLT,
        ).status_code
        == 200
    )
    (handshake,) = organization(acme).handshakes.values()
    assert handshake.state is HandshakeState.DECLINED


def test_a_refusal_says_why_and_changes_nothing(client, acme):
    response = operate(client, acme, "organizations.invite_account_to_organization", target="210987651101")

    assert response.status_code == 422
    assert "ALREADY_IN_AN_ORGANIZATION" in response.content.decode()
    assert acme.revision == 0


def test_an_account_that_comes_and_goes_keeps_all_that_is_in_it(client, acme, visitor):
    start = organization(acme)
    operate(client, acme, "organizations.invite_account_to_organization", target=BOLT)
    accept = {"handshake_id": open_handshake(acme), "caller_account_id": BOLT}
    operate(client, acme, "organizations.accept_handshake", **accept)
    joined = organization(acme)
    operate(client, acme, "organizations.leave_organization", caller_account_id=BOLT)
    left = organization(acme)

    assert left.outsiders[BOLT].users == start.outsiders[BOLT].users
    services.undo(acme, base_revision=None, visitor=visitor)
    assert repr(organization(acme)) == repr(joined)
    for _ in range(2):
        services.undo(acme, base_revision=None, visitor=visitor)
    assert repr(organization(acme)) == repr(start)


def billing_only() -> dict[str, list]:
    return {
        **SMALL_WORLD,
        "organization": {**SMALL_WORLD["organization"], "feature_set": "CONSOLIDATED_BILLING"},
        "root": {"id": SMALL_WORLD["root"]["id"]},
        "policies": [],
        "organizational_units": [{**unit, "attached": []} for unit in SMALL_WORLD["organizational_units"]],
        "accounts": [{**account, "attached": []} for account in SMALL_WORLD["accounts"]],
    }


def test_from_consolidated_billing_to_all_features(client, visitor):
    record = OrganizationRecordFactory(visitor=visitor, document=billing_only())

    asked = operate(client, record, "organizations.enable_all_features")
    assert "Turn all features on" in asked.content.decode()
    switch = open_handshake(record)
    operate(
        client, record, "organizations.accept_handshake", handshake_id=switch, caller_account_id=MANAGEMENT
    )

    assert organization(record).feature_set is FeatureSet.ALL


def test_time_can_be_let_pass(client, acme):
    operate(client, acme, "organizations.close_account", account_id="510987654401")
    response = operate(client, acme, "orgsim.pass_time", days="1")

    assert organization(acme).accounts["510987654401"].state is AccountState.CLOSED
    assert "1 day ahead of the clock" in response.content.decode()
    assert "orgsim pass-time --days 1" in response.content.decode()


def test_an_account_is_closed_when_its_hour_is_over_without_anybody_s_doing(client, visitor):
    begun = {"state": "PENDING_CLOSURE", "closed": (timezone.now() - timedelta(hours=1)).isoformat()}
    accounts = [
        {**account, **begun} if account["id"] == DEV_2 else account for account in SMALL_WORLD["accounts"]
    ]
    record = OrganizationRecordFactory(visitor=visitor, document={**SMALL_WORLD, "accounts": accounts})

    assert "<code>CLOSED</code>" in client.get(address(record)).content.decode()
    assert organization(record).accounts[DEV_2].state is AccountState.PENDING_CLOSURE
    operate(client, record, "organizations.enable_aws_service_access", service_principal="sso.amazonaws.com")
    assert organization(record).accounts[DEV_2].state is AccountState.CLOSED


def test_trusted_services_and_their_administrators(client, small_world):
    text = client.get(address(small_world)).content.decode()
    assert "Amazon GuardDuty" in text
    assert "Deregister" in text

    guardduty = {"service_principal": "guardduty.amazonaws.com"}
    operate(
        client,
        small_world,
        "organizations.deregister_delegated_administrator",
        account_id=SANDBOX_1,
        **guardduty,
    )
    operate(client, small_world, "organizations.disable_aws_service_access", **guardduty)
    assert organization(small_world).trusted_services == {}


def test_who_administers_a_service_that_is_trusted_no_more_can_be_deregistered(client, small_world):
    guardduty = {"service_principal": "guardduty.amazonaws.com"}
    text = operate(
        client, small_world, "organizations.disable_aws_service_access", **guardduty
    ).content.decode()

    assert "not trusted any more" in text
    assert 'id="administrator"' not in text  # nobody can be registered for it
    operate(
        client,
        small_world,
        "organizations.deregister_delegated_administrator",
        account_id=SANDBOX_1,
        **guardduty,
    )
    assert organization(small_world).delegated_administrators == {}


def test_each_account_is_told_what_it_is_asked(client, visitor):
    role = {
        "name": "AWSServiceRoleForOrganizations",
        "path": "/aws-service-role/organizations.amazonaws.com/",
    }
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "organizations.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    document = billing_only()
    document["accounts"][0] = {**document["accounts"][0], "roles": [{**role, "trust": trust}]}
    record = OrganizationRecordFactory(visitor=visitor, document=document)

    asked = operate(client, record, "organizations.enable_all_features").content.decode()

    assert "asks you to get AWSServiceRoleForOrganizations again" in asked
    assert "waits until every member that is asked has accepted" in asked


def test_a_deleted_organization_can_be_looked_at_and_begun_anew(client, visitor):
    alone = {
        **SMALL_WORLD,
        "organization": {"id": "o-smallworld", "management_account_id": MANAGEMENT},
        "organizational_units": [],
        "accounts": SMALL_WORLD["accounts"][:1],
        "create_account_requests": [],
    }
    record = OrganizationRecordFactory(visitor=visitor, document=alone)

    deleted = operate(client, record, "organizations.delete_organization")
    assert "AWSOrganizationsNotInUseException" in deleted.content.decode()
    for name, *more in (("organization",), ("settings",), ("account", MANAGEMENT)):
        assert client.get(reverse(f"accounts:{name}", args=[record.public_id, *more])).status_code == 200
    assert operate(client, record, "organizations.enable_all_features").status_code == 422
    operate(client, record, "organizations.create_organization", feature_set="ALL")
    assert not organization(record).is_deleted
    assert PARTNER in organization(record).outsiders


def test_tags_of_whatever_is_selected(client, small_world):
    dialog = reverse("accounts:dialog", args=[small_world.public_id, "tags"])
    assert "Add or change" in client.get(dialog, {"at": DEV_2}).content.decode()

    operate(client, small_world, "organizations.tag_resource", resource_id=DEV_2, tags_0="env", tags_1="dev")
    assert organization(small_world).accounts[DEV_2].tags == {"env": "dev"}
    assert "env" in client.get(dialog, {"at": DEV_2}).content.decode()
    operate(client, small_world, "organizations.untag_resource", resource_id=DEV_2, tag_keys="env")
    assert organization(small_world).accounts[DEV_2].tags == {}
    policy = client.get(dialog, {"at": DEV_2, "resource_id": DENY_EC2}).content.decode()
    assert "Tags of DenyEC2" in policy
    assert DENY_EC2 in policy
    without_key = operate(client, small_world, "organizations.tag_resource", resource_id=DEV_2, tags_0="")
    assert without_key.status_code == 422


def test_an_account_that_could_not_be_created_is_told_of(client, acme):
    response = operate(
        client, acme, "organizations.create_account", account_name="again", email="sbx-1@acme.example"
    )

    assert "again could not be created: EMAIL_ALREADY_EXISTS" in response.content.decode()
