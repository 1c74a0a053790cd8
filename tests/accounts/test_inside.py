"""Inside an account: who is there, what each may do, and operations that leave one on this page."""

import re

import pytest
from django.urls import reverse

from accounts import services, store
from tests.accounts.factories import (
    DENY_EC2,
    DEPLOY,
    DEV,
    DEV_1,
    DEV_2,
    MANAGEMENT,
    OrganizationRecordFactory,
)

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
POWER_USER = "arn:aws:iam::aws:policy/PowerUserAccess"


def address(record, account_id: str = DEV_1) -> str:
    return reverse("accounts:account", args=[record.public_id, account_id])


def look(client, record, account_id: str = DEV_1, **view: str):
    return client.get(address(record, account_id), {name.rstrip("_"): value for name, value in view.items()})


def operate(client, record, op: str, *, chosen: str = "user/john", **fields: str):
    fields = {
        "op": op,
        "page": "inside",
        "view": f"at={DEV_1}&as={chosen}",
        "base_revision": str(record.revision),
        "account_id": DEV_1,
        **fields,
    }
    return client.post(reverse("accounts:operate", args=[record.public_id]), fields, headers=HTMX)


def open_dialog(client, record, name: str, chosen: str = "user/john"):
    view = {"at": DEV_1, "as": chosen, "page": "inside"}
    return client.get(reverse("accounts:dialog", args=[record.public_id, name]), view)


def inside(record, account_id: str = DEV_1):
    record.refresh_from_db()
    return store.load(record).accounts[account_id]


def people(room) -> list[str]:
    return [person.label for person in room.people]


# Who is there


def test_users_stand_in_their_groups_and_roles_with_the_root_user(client, small_world):
    page = look(client, small_world).context["page"]

    assert {room.name: people(room) for room in page.tree.rooms} == {
        "developers": ["user/john"],
        "Users": ["user/mary"],
        "Roles and root user": ["root user"],
        "Roles of services": ["role/Server"],
        "Resources": [
            "resource/arn:aws:s3:::files",
            f"resource/arn:aws:ec2:eu-central-1:{DEV_1}:instance/i-1",
        ],
    }


def test_everybody_answers_the_asked_question(client, small_world):
    page = look(client, small_world, action="ec2:RunInstances").context["page"]

    everybody = [person for room in page.tree.rooms for person in room.people if person.kind != "resource"]
    assert {person.verdict.word for person in everybody} == {"explicitly denied"}
    assert [(tally.verdict.word, tally.count) for tally in page.tree.tallies] == [("explicitly denied", 4)]


def test_what_the_scps_above_leave_is_told_first(client, small_world):
    page = look(client, small_world).context["page"]

    (cut,) = page.cuts
    assert cut.name == "Dev"
    assert page.passing == page.total - cut.count


def test_scps_take_nothing_from_the_management_account(client, small_world):
    response = look(client, small_world, MANAGEMENT)

    assert response.context["page"].cuts == ()
    assert b"SCPs do not bind the management account" in response.content


def test_whose_policies_count_for_whom(client, small_world):
    chosen = look(client, small_world, as_="user/john").context["chosen"]

    assert [(grant.name, grant.kind) for grant in chosen.own] == [("Deploy", "customer managed")]
    assert [grant.name for grant in chosen.through_groups] == ["read", "ReadOnlyAccess"]
    assert chosen.groups == ("developers",)


def test_the_numbers_of_the_chosen_principal_add_up_to_the_catalogue(client, small_world):
    page = look(client, small_world, as_="role/Server").context["page"]

    panel = page.panel
    assert panel.allowed + panel.depends + panel.denied + panel.not_allowed == page.total


@pytest.mark.parametrize(
    ("chosen", "arn"),
    [
        ("user/john", f"arn:aws:iam::{DEV_1}:user/john"),
        ("group/developers", f"arn:aws:iam::{DEV_1}:group/developers"),
        ("role/Server", f"arn:aws:iam::{DEV_1}:role/Server"),
        ("root user", f"arn:aws:iam::{DEV_1}:root"),
        (f"policy/{POWER_USER}", POWER_USER),
    ],
)
def test_the_arn_of_whatever_is_chosen_is_there_to_be_copied(client, small_world, chosen, arn):
    page = look(client, small_world, as_=chosen).content.decode()

    assert f"<dt>ARN</dt><dd><code>{arn}</code>" in page


def test_a_group_has_policies_but_no_verdict(client, small_world):
    response = look(client, small_world, as_="group/developers")

    assert response.context["page"].panel is None
    assert b"A group is no principal" in response.content


def test_who_is_not_in_the_account_gives_way_to_somebody_who_is(client, small_world):
    assert look(client, small_world, as_="role/Admin").context["chosen"].label == "role/Server"


def test_the_explanation_opens_beside(client, small_world):
    response = look(client, small_world, as_="user/john", action="ec2:RunInstances", drawer="explain")

    assert b"DenyEC2" in response.content
    assert response.context["page"].explanation.verdict.word == "explicitly denied"


def test_another_account_can_be_asked_the_same(client, small_world):
    response = look(client, small_world, account=DEV_2, action="s3:GetObject")

    assert response["Location"] == f"{address(small_world, DEV_2)}?at={DEV_2}&action=s3:GetObject"


def test_nobody_is_in_a_closed_account(client, small_world):
    def perform(operation, **parameters):
        services.perform(
            small_world, operation, base_revision=None, visitor=small_world.visitor, **parameters
        )

    perform("organizations.close_account", account_id=DEV_2)
    perform("orgsim.pass_time", days=1)

    response = look(client, small_world, DEV_2)

    assert response.status_code == 200
    assert response.context["chosen"] is None
    assert b"is closed" in response.content


def test_an_account_that_is_not_there_is_404(client, small_world):
    assert look(client, small_world, "999999999999").status_code == 404


def test_somebody_elses_account_is_404(client, visitor):
    theirs = OrganizationRecordFactory()

    assert look(client, theirs).status_code == 404
    assert open_dialog(client, theirs, "new-user").status_code == 404
    assert operate(client, theirs, "iam.create_user", user_name="eve").status_code == 404
    assert "eve" not in inside(theirs).users


# Operations


@pytest.mark.parametrize(
    ("op", "fields", "holds"),
    [
        ("iam.create_user", {"user_name": "eve"}, lambda account: "eve" in account.users),
        ("iam.create_group", {"group_name": "ops"}, lambda account: "ops" in account.groups),
        (
            "iam.attach_user_policy",
            {"user_name": "john", "policy_arn": POWER_USER},
            lambda account: POWER_USER in account.users["john"].attached,
        ),
        (
            "iam.detach_user_policy",
            {"user_name": "john", "policy_arn": DEPLOY},
            lambda account: not account.users["john"].attached,
        ),
        (
            "iam.delete_group_policy",
            {"group_name": "developers", "policy_name": "read"},
            lambda account: not account.groups["developers"].inline,
        ),
        (
            "iam.add_user_to_group",
            {"user_name": "mary", "group_name": "developers"},
            lambda account: account.users["mary"].groups == ("developers",),
        ),
        (
            "iam.remove_user_from_group",
            {"user_name": "john", "group_name": "developers"},
            lambda account: not account.users["john"].groups,
        ),
    ],
)
def test_an_operation_is_done_and_one_stays_on_the_page(client, small_world, op, fields, holds):
    response = operate(client, small_world, op, **fields)

    assert response.status_code == 200
    assert holds(inside(small_world))
    assert response["HX-Replace-Url"].startswith(address(small_world))
    assert response.context["page"].account.id == DEV_1


def test_who_has_just_been_created_is_chosen(client, small_world):
    response = operate(client, small_world, "iam.create_user", user_name="eve")

    assert response.context["chosen"].label == "user/eve"
    assert b"User eve was created in dev-1." in response.content


def test_a_role_is_created_with_the_trust_policy_of_its_dialog(client, small_world):
    trust = open_dialog(client, small_world, "new-role").context["trust"]

    operate(client, small_world, "iam.create_role", role_name="Audit", assume_role_policy_document=trust)

    assert inside(small_world).roles["Audit"].trust.text == trust


def test_what_an_operation_changed_is_shown_for_the_chosen_principal(client, small_world):
    response = operate(
        client,
        small_world,
        "iam.attach_user_policy",
        chosen="user/mary",
        user_name="mary",
        policy_arn=POWER_USER,
    )

    panel = response.context["page"].panel
    assert panel.who == "user/mary"
    assert panel.delta.gained > 1_000
    assert panel.delta.lost == 0


def test_undo_stays_on_the_page(client, small_world):
    operate(client, small_world, "iam.create_user", user_name="eve")
    small_world.refresh_from_db()

    response = operate(client, small_world, "undo", chosen="user/eve")

    assert response["HX-Replace-Url"].startswith(address(small_world))
    assert "eve" not in inside(small_world).users
    assert response.context["chosen"].label == "role/Server", "eve is gone"


def test_when_its_account_is_gone_the_organization_is_shown(client, small_world):
    services.perform(
        small_world,
        "organizations.create_account",
        account_name="dev-3",
        email="dev-3@example.com",
        base_revision=None,
        visitor=small_world.visitor,
    )
    (made,) = [account.id for account in store.load(small_world).accounts.values() if account.name == "dev-3"]

    response = operate(client, small_world, "undo", view=f"at={made}")

    organization = reverse("accounts:organization", args=[small_world.public_id])
    assert response["HX-Replace-Url"].startswith(f"{organization}?")


def test_a_refusal_shows_the_page_with_the_reason(client, small_world):
    response = operate(client, small_world, "iam.delete_user", user_name="john")

    assert response.status_code == 422
    assert b"DeleteConflict" in response.content
    assert response.context["page"].account.id == DEV_1
    assert "john" in inside(small_world).users


def test_a_refused_dialog_comes_back_with_what_was_typed(client, small_world):
    response = operate(client, small_world, "iam.create_user", user_name="John", dialog="new-user")

    assert response.status_code == 422
    assert response["HX-Retarget"] == "#dialog-slot"
    assert b'value="John"' in response.content
    assert b"EntityAlreadyExists" in response.content
    assert b'name="page" value="inside"' in response.content, "a second try stays on the page, too"


def test_a_stale_page_is_told_what_happened_meanwhile(client, small_world):
    services.perform(
        small_world,
        "organizations.detach_policy",
        policy_id=DENY_EC2,
        target_id=DEV,
        base_revision=None,
        visitor=small_world.visitor,
    )

    response = operate(client, small_world, "iam.create_user", user_name="eve", base_revision="0")

    assert response.status_code == 409
    assert b"DenyEC2 was detached from Dev." in response.content
    assert "eve" not in inside(small_world).users


# Dialogs


@pytest.mark.parametrize(
    "name", ["new-user", "new-group", "new-role", "delete-identity", "identity-policies", "memberships"]
)
@pytest.mark.parametrize("chosen", ["user/john", "group/developers", "role/Server", "root user"])
def test_every_dialog_opens_for_whoever_is_chosen(client, small_world, name, chosen):
    assert open_dialog(client, small_world, name, chosen).status_code == 200


def test_every_form_of_the_page_says_where_it_is(client, small_world):
    html = look(client, small_world, as_="user/john").content.decode()

    forms = re.findall(r'<form[^>]*method="post".*?</form>', html, re.DOTALL)
    assert forms
    assert all('name="page" value="inside"' in form for form in forms)


def test_what_must_go_first_is_told_before_deleting(client, small_world):
    left = open_dialog(client, small_world, "delete-identity").context["left"]

    assert left == (
        "the attachment of Deploy",
        "its place in developers",
        "the access key AKIAJOHNJOHNJOHNJOH2",
        "the access key AKIAJOHNJOHNJOHNJOH3",
        f"the MFA device arn:aws:iam::{DEV_1}:mfa/john",
        "the password",
    )


def test_policies_to_attach_come_with_what_they_allow(client, small_world):
    choices = open_dialog(client, small_world, "identity-policies").context["choices"]

    by_name = {choice.name: choice for choice in choices}
    assert by_name["Deploy"].is_attached
    assert by_name["PowerUserAccess"].allows < by_name["AdministratorAccess"].allows
    assert choices[0].kind == "customer managed", "the account's own come first"
