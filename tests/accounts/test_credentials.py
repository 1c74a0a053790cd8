"""Inside an account: keys, MFA devices, passwords, boundaries, versions, and what the account demands."""

import re

import pyotp
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import services, store
from accounts.models import Event
from accounts.organization.derived_secrets import secret_access_key, totp_secret
from tests.accounts.factories import DEPLOY, DEV_1, DEV_2, READ_ONLY, OrganizationRecordFactory

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
OLD_KEY, NEW_KEY = "AKIAJOHNJOHNJOHNJOH2", "AKIAJOHNJOHNJOHNJOH3"
SPARE = f"arn:aws:iam::{DEV_1}:mfa/spare"
STRONG = "correct-Horse-7"


def look(client, record, chosen="user/john", account_id=DEV_1):
    address = reverse("accounts:account", args=[record.public_id, account_id])
    return client.get(address, {"as": chosen})


def operate(client, record, op, chosen="user/john", account_id=DEV_1, **fields):
    record.refresh_from_db()
    posted = {
        "op": op,
        "page": "inside",
        "view": f"at={account_id}&as={chosen}",
        "base_revision": str(record.revision),
        "account_id": account_id,
        **fields,
    }
    return client.post(reverse("accounts:operate", args=[record.public_id]), posted, headers=HTMX)


def open_dialog(client, record, name, chosen="user/john", **data):
    view = {"at": DEV_1, "as": chosen, "page": "inside", **data}
    return client.get(reverse("accounts:dialog", args=[record.public_id, name]), view)


def inside(record, account_id=DEV_1):
    record.refresh_from_db()
    return store.load(record).accounts[account_id]


def mary(record):
    return inside(record).users["mary"]


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# Access keys


def test_keys_with_their_state_age_and_last_use(client, small_world):
    first, second = look(client, small_world).context["credentials"].keys

    assert (first.id, first.is_active, first.last_used) == (OLD_KEY, False, "never")
    assert (second.id, second.is_active, second.last_used) == (NEW_KEY, True, "01 Jan 2026, s3")
    assert first.age > 0


def test_the_secret_is_shown_when_the_key_is_made_and_gone_after_the_next_operation(client, small_world):
    made = operate(client, small_world, "iam.create_access_key", "user/mary", user_name="mary")
    (key,) = mary(small_world).access_keys
    secret = secret_access_key(small_world.seed, key)

    assert secret in made.content.decode()
    later = operate(client, small_world, "sts.get_caller_identity", "user/mary", access_key_id=key)
    assert secret not in later.content.decode()
    assert not any(secret in str(event.parameters) + str(event.response) for event in Event.objects.all())


def test_the_page_leads_through_a_rotation_without_an_outage(client, small_world):
    def step():
        steps = look(client, small_world, "user/mary").context["credentials"].rotation
        return next((number for number, each in enumerate(steps, start=1) if each.is_next), 0)

    def key(number):
        return list(mary(small_world).access_keys)[number]

    def do(op, **fields):
        assert operate(client, small_world, op, "user/mary", user_name="mary", **fields).status_code == 200

    assert step() == 0, "nothing to rotate"
    do("iam.create_access_key")
    assert step() == 1
    do("iam.create_access_key")
    assert step() == 2
    do("sts.get_caller_identity", access_key_id=key(1))
    assert step() == 3
    do("iam.update_access_key", access_key_id=key(0), status="Inactive")
    assert step() == 4
    do("iam.delete_access_key", access_key_id=key(0))
    assert step() == 1


def test_a_third_key_is_refused_as_aws_refuses_it(client, small_world):
    response = operate(client, small_world, "iam.create_access_key", user_name="john")

    assert response.status_code == 422
    assert b"LimitExceeded" in response.content


def test_a_root_user_without_credentials_has_no_buttons(client, small_world):
    bare = look(client, small_world, "root user").context["credentials"]
    equipped = look(client, small_world, "root user", DEV_2).context["credentials"]

    assert (bare.can_create_key, bare.keys, bare.free) == (False, (), ())
    assert equipped.can_create_key
    assert equipped.keys


def test_the_root_password_of_a_member_can_be_recovered_and_deleted(client, small_world):
    assert operate(client, small_world, "iam.create_login_profile", "root user").status_code == 200
    assert inside(small_world).has_root_credentials

    assert operate(client, small_world, "iam.delete_login_profile", "root user").status_code == 200
    assert not inside(small_world).has_root_credentials


# MFA


def test_a_device_is_made_then_enabled_with_two_codes_of_its_secret(client, small_world):
    operate(client, small_world, "iam.create_virtual_mfa_device", virtual_mfa_device_name="phone")
    serial = f"arn:aws:iam::{DEV_1}:mfa/phone"
    dialog = open_dialog(client, small_world, "mfa-device", serial_number=serial)
    secret = totp_secret(small_world.seed, inside(small_world).mfa_devices[serial])
    totp = pyotp.TOTP(secret)

    assert secret in text_of(dialog)
    assert b"<svg" in dialog.content
    response = operate(
        client,
        small_world,
        "iam.enable_mfa_device",
        user_name="john",
        serial_number=serial,
        authentication_code1=totp.at(timezone.now(), counter_offset=-1),
        authentication_code2=totp.at(timezone.now()),
    )

    assert response.status_code == 200
    assert inside(small_world).mfa_devices[serial].owner == "user/john"
    assert secret not in response.content.decode()
    assert not any(secret in str(event.parameters) + str(event.response) for event in Event.objects.all())


def test_codes_of_an_app_that_is_not_at_hand_enable_it_too(client, small_world):
    shown = open_dialog(client, small_world, "mfa-device", serial_number=SPARE)
    first, second = re.search(r'shown-codes">(\d{6}) (\d{6})<', shown.content.decode()).groups()

    response = operate(
        client,
        small_world,
        "iam.enable_mfa_device",
        user_name="john",
        serial_number=SPARE,
        authentication_code1=first,
        authentication_code2=second,
    )

    assert response.status_code == 200


def test_wrong_codes_bring_the_dialog_back_with_its_qr_code(client, small_world):
    response = operate(
        client,
        small_world,
        "iam.enable_mfa_device",
        user_name="john",
        serial_number=SPARE,
        authentication_code1="000000",
        authentication_code2="000000",
        dialog="mfa-device",
    )

    assert response.status_code == 422
    assert b"InvalidAuthenticationCode" in response.content
    assert b"<svg" in response.content


# Passwords


def test_a_password_is_set_and_kept_nowhere(client, small_world):
    response = operate(
        client, small_world, "iam.create_login_profile", "user/mary", user_name="mary", password=STRONG
    )

    assert response.status_code == 200
    assert mary(small_world).login_profile
    assert STRONG not in response.content.decode()
    assert not any(STRONG in str(event.parameters) + str(event.response) for event in Event.objects.all())


def test_it_can_be_undone_and_done_again_though_it_is_forgotten(client, small_world):
    operate(client, small_world, "iam.create_login_profile", "user/mary", user_name="mary", password=STRONG)
    done = mary(small_world)
    services.undo(small_world, base_revision=None, visitor=small_world.visitor)
    assert mary(small_world).login_profile is None

    services.redo(small_world, base_revision=None, visitor=small_world.visitor)

    assert mary(small_world) == done


def test_a_weak_password_says_what_is_missing_and_does_not_come_back(client, small_world):
    response = operate(
        client,
        small_world,
        "iam.create_login_profile",
        "user/mary",
        user_name="mary",
        password="secret",
        dialog="password",
    )

    assert response.status_code == 422
    assert b"PasswordPolicyViolation" in response.content
    assert b'value="secret"' not in response.content


def test_a_password_policy_is_shown_in_words_and_an_update_can_weaken_it(client, small_world):
    before = look(client, small_world).context["sign_in"].rules
    response = operate(
        client,
        small_world,
        "iam.update_account_password_policy",
        minimum_password_length="8",
        max_password_age="",
    )

    assert before == ("at least 12 characters", "expires after 90 days")
    assert response.context["sign_in"].rules == ("at least 8 characters",)


@pytest.mark.parametrize(
    ("kind", "named"),
    [("policy", {"policy_arn": DEPLOY}), ("mfa_device", {"serial_number": f"arn:aws:iam::{DEV_1}:mfa/john"})],
)
def test_managed_policies_and_devices_are_tagged_in_a_dialog(client, small_world, kind, named):
    operate(client, small_world, f"iam.tag_{kind}", tags_0="team", tags_1="net", **named)
    dialog = open_dialog(client, small_world, "iam-tags", **named)

    assert dialog.context["tags"] == {"team": "net"}
    assert f'value="iam.untag_{kind}"' in dialog.content.decode()

    operate(client, small_world, f"iam.untag_{kind}", tag_keys="team", **named)
    assert open_dialog(client, small_world, "iam-tags", **named).context["tags"] == {}


# Boundaries, settings, versions


def test_a_boundary_is_set_and_bounds_at_once(client, small_world):
    panel = look(client, small_world, "user/mary").context["page"].panel
    response = operate(
        client,
        small_world,
        "iam.put_user_permissions_boundary",
        "user/mary",
        user_name="mary",
        permissions_boundary=DEPLOY,
    )

    assert response.context["boundary"].name == "Deploy"
    assert response.context["page"].panel.allowed <= panel.allowed
    operate(client, small_world, "iam.delete_user_permissions_boundary", "user/mary", user_name="mary")
    assert mary(small_world).boundary is None


def test_a_roles_longest_session_is_changed(client, small_world):
    operate(
        client,
        small_world,
        "iam.update_role",
        "role/Server",
        role_name="Server",
        description="x",
        max_session_duration="14400",
    )

    assert inside(small_world).roles["Server"].max_session_duration == 14_400


def test_versions_are_listed_with_how_they_differ_from_the_default(client, small_world):
    newest, oldest = open_dialog(client, small_world, "policy-versions", policy_arn=DEPLOY).context["rows"]

    assert (newest.id, newest.is_default, newest.diff) == ("v3", True, ())
    assert oldest.id == "v1"
    assert any(line.startswith("+") and "ec2:Describe*" in line for line in oldest.diff)


def test_another_version_is_put_in_force(client, small_world):
    operate(client, small_world, "iam.set_default_policy_version", policy_arn=DEPLOY, version_id="v1")

    assert inside(small_world).policies[DEPLOY].default_version_id == "v1"


def test_the_editor_changes_a_customer_managed_policy_by_a_new_version(client, small_world):
    address = reverse("accounts:managed_policy", args=[small_world.public_id, DEV_1, DEPLOY])
    content = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}'
    )
    page = client.get(address).context["page"]

    client.post(address, {"content": content, "name": "Deploy", "base_revision": "0"})

    assert "create-policy-version" in page.command
    policy = inside(small_world).policies[DEPLOY]
    assert (policy.default_version_id, policy.document.text) == ("v4", content)


def test_tags_are_set_and_taken_away(client, small_world):
    who = {"user_name": "mary", "chosen": "user/mary"}
    operate(client, small_world, "iam.tag_user", tags_0="team", tags_1="net", **who)
    assert mary(small_world).tags == {"team": "net"}

    operate(client, small_world, "iam.untag_user", tag_keys="team", **who)

    assert mary(small_world).tags == {}


def test_what_was_used_comes_first_and_an_undone_use_does_not_count(client, small_world):
    def lines():
        rows = re.findall(
            r'<th scope="row">([\w-]+)</th><td>([^<]+)</td>',
            open_dialog(client, small_world, "last-accessed").content.decode(),
        )
        return dict(rows)

    operate(
        client,
        small_world,
        "iam.attach_user_policy",
        user_name="john",
        policy_arn="arn:aws:iam::aws:policy/AdministratorAccess",
    )
    assert lines()["sts"] == "never"

    operate(client, small_world, "sts.get_caller_identity", access_key_id=NEW_KEY)
    assert next(iter(lines())) == "sts"
    assert lines()["s3"] == "never"

    services.undo(small_world, base_revision=None, visitor=small_world.visitor)
    assert lines()["sts"] == "never"


# The account


def test_the_credential_report_as_a_table_and_as_a_file(client, small_world):
    lines = open_dialog(client, small_world, "credential-report").context["lines"]
    file = client.get(reverse("accounts:credential_report", args=[small_world.public_id, DEV_1]))

    assert [line["user"] for line in lines] == ["<root_account>", "john", "mary"]
    assert file["Content-Type"].startswith("text/csv")
    assert "attachment" in file["Content-Disposition"]
    assert file.content.decode().splitlines()[0].startswith("user,arn,user_creation_time,password_enabled")


def test_somebody_elses_report_is_not_found(client, small_world):
    other = OrganizationRecordFactory()

    assert client.get(reverse("accounts:credential_report", args=[other.public_id, DEV_1])).status_code == 404
    assert (
        client.get(reverse("accounts:credential_report", args=[small_world.public_id, "1"])).status_code
        == 404
    )


@pytest.mark.parametrize(
    "name",
    [
        "mfa-device",
        "password",
        "password-policy",
        "account-alias",
        "boundary",
        "role-settings",
        "trust-policy",
        "iam-tags",
        "last-accessed",
        "policy-versions",
        "credential-report",
        "service-linked-role",
    ],
)
@pytest.mark.parametrize("chosen", ["user/john", "group/developers", "role/Server", "root user"])
def test_every_dialog_opens_for_whoever_is_chosen(client, small_world, name, chosen):
    assert open_dialog(client, small_world, name, chosen).status_code == 200


@pytest.mark.parametrize(
    "name", ["mfa-device", "password", "boundary", "policy-versions", "credential-report"]
)
def test_and_where_no_account_is_selected(client, small_world, name):
    address = reverse("accounts:dialog", args=[small_world.public_id, name])

    assert client.get(address, {"at": "r-tiny"}).status_code == 200


def test_each_managed_policy_can_be_a_boundary(client, small_world):
    choices = open_dialog(client, small_world, "boundary").context["choices"]

    assert {DEPLOY, READ_ONLY} <= {choice.arn for choice in choices}
