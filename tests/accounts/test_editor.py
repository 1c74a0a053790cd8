"""The policy editor: checked as one types, saved through the same door, refused with the text kept."""

import json
import re

import pytest
from django.urls import reverse

from accounts import services, store
from tests.accounts.factories import (
    DENY_EC2,
    DEPLOY,
    DEV,
    DEV_1,
    FULL_AWS_ACCESS,
    READ_ONLY,
    SANDBOX,
    SANDBOX_1,
    OrganizationRecordFactory,
)

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
NOT_JSON = '{\n  "Version": "2012-10-17",\n  "Statement": ]\n}'


def policy(action: str = "s3:*", effect: str = "Deny", **more: object) -> str:
    statement = {"Effect": effect, "Action": action, "Resource": "*", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2)


def address(record, route: str, *arguments: str) -> str:
    return reverse(f"accounts:{route}", args=[record.public_id, *arguments])


def save(client, record, route: str, *arguments: str, **fields: str):
    fields = {"name": "DenyS3", "content": policy(), "base_revision": str(record.revision), **fields}
    return client.post(address(record, route, *arguments), fields)


def check(client, record, route: str, *arguments: str, **fields: str):
    return client.post(address(record, f"{route}_check", *arguments), fields, headers=HTMX)


def now(record):
    record.refresh_from_db()
    return store.load(record)


def now_revision(record) -> int:
    record.refresh_from_db()
    return record.revision


def names(organization) -> set[str]:
    return {policy.name for policy in organization.policies.values()}


# The page


def test_an_scp_opens_with_its_text_and_where_it_is_attached(client, small_world):
    response = client.get(address(small_world, "policy", DENY_EC2))

    assert response.status_code == 200
    assert response.context["entry"].content == store.load(small_world).policies[DENY_EC2].document.text
    assert response.context["page"].attached_to == ("Dev",)


def test_a_new_scp_begins_with_a_deny_of_the_asked_action_here(client, small_world):
    response = client.get(
        address(small_world, "new_policy"), {"at": SANDBOX, "action": "rds:DeleteDBInstance"}
    )

    entry = response.context["entry"]
    assert json.loads(entry.content)["Statement"][0]["Action"] == ["rds:DeleteDBInstance"]
    assert entry.attach_to == SANDBOX


def test_a_new_scp_can_begin_with_an_example_of_aws(client, small_world):
    response = client.get(address(small_world, "new_policy"), {"begin": "DenyLeavingOrganization"})

    assert response.context["entry"].name == "DenyLeavingOrganization"
    assert "organizations:LeaveOrganization" in response.context["entry"].content


@pytest.mark.parametrize(
    ("route", "arguments"),
    [
        ("policy", [FULL_AWS_ACCESS]),
        ("managed_policy", [DEV_1, READ_ONLY]),
    ],
)
def test_what_nobody_edits_is_shown_and_not_saved(client, small_world, route, arguments):
    shown = client.get(address(small_world, route, *arguments))
    saved = save(client, small_world, route, *arguments)

    assert shown.status_code == 200
    assert b"readonly" in shown.content
    assert saved.status_code == 404
    assert now_revision(small_world) == 0


@pytest.mark.parametrize(
    ("route", "arguments"),
    [
        ("policy", ["p-nothing0"]),
        ("managed_policy", [DEV_1, "arn:aws:iam::aws:policy/NoSuchThing"]),
        ("new_inline_policy", [DEV_1, "user", "nobody"]),
        ("new_inline_policy", ["999999999999", "user", "john"]),
        ("inline_policy", [DEV_1, "user", "mary", "nothing"]),
    ],
)
def test_a_policy_that_is_not_there_is_404(client, small_world, route, arguments):
    assert client.get(address(small_world, route, *arguments)).status_code == 404


EVERY_EDITOR = [
    ("new_policy", []),
    ("policy", [DENY_EC2]),
    ("new_managed_policy", [DEV_1]),
    ("managed_policy", [DEV_1, READ_ONLY]),
    ("new_inline_policy", [DEV_1, "user", "john"]),
    ("inline_policy", [DEV_1, "group", "developers", "read"]),
]


@pytest.mark.parametrize(("route", "arguments"), EVERY_EDITOR)
def test_somebody_elses_organization_is_404_on_every_address(client, visitor, route, arguments):
    theirs = OrganizationRecordFactory()

    assert client.get(address(theirs, route, *arguments)).status_code == 404
    assert save(client, theirs, route, *arguments).status_code == 404
    assert check(client, theirs, route, *arguments, content=policy()).status_code == 404
    assert client.post(address(theirs, f"{route}_delete", *arguments)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.revision == 0


@pytest.mark.parametrize(("route", "arguments"), EVERY_EDITOR)
def test_every_kind_of_policy_opens(client, small_world, route, arguments):
    assert client.get(address(small_world, route, *arguments)).status_code == 200


# The check


def test_a_check_places_the_fault_and_writes_nothing(client, small_world):
    response = check(client, small_world, "policy", DENY_EC2, name="DenyEC2", content=NOT_JSON)

    assert response.status_code == 200
    assert b'data-line="3" data-column="16"' in response.content
    assert b"AWS would refuse this document" in response.content
    assert now_revision(small_world) == 0


def test_a_check_foresees_nothing_of_a_document_that_is_too_long(client, small_world):
    content = policy("s3:*") + " " * 10_240
    response = check(client, small_world, "policy", DENY_EC2, name="DenyEC2", content=content)

    assert b"AWS would refuse this text, so it would change nothing." in response.content


def test_a_check_foresees_what_saving_does(client, small_world):
    response = check(client, small_world, "new_policy", name="", content=policy("s3:*"), attach_to=SANDBOX)

    effect = response.context["page"].effect
    assert [row.name for row in effect.accounts] == ["sandbox-1"]
    assert effect.principals == 1, "the root user"
    assert effect.gained == 0
    assert effect.lost > 100


def test_what_is_attached_nowhere_has_no_effect(client, small_world):
    response = check(client, small_world, "new_policy", name="x", content=policy())

    page = response.context["page"]
    assert page.effect is None
    assert "no effect until it is attached" in page.effect_note


def test_a_statement_is_said_in_a_sentence(client, small_world):
    response = check(
        client, small_world, "policy", DENY_EC2, content=policy("organizations:LeaveOrganization")
    )

    assert response.context["page"].sentences == (
        "Denies `organizations:LeaveOrganization` to everybody at Dev.",
    )


def test_a_sentence_about_not_action_says_what_is_left_out(client, small_world):
    everything_but_ec2 = json.dumps(
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "NotAction": "ec2:*", "Resource": "*"}}
    )
    response = check(client, small_world, "new_managed_policy", DEV_1, content=everything_but_ec2)

    (sentence,) = response.context["page"].sentences
    assert sentence.startswith("Allows whoever carries it ")
    assert re.search(r" actions, all but every EC2 action \([0-9]+\)\.$", sentence)


def test_an_unknown_action_offers_names_and_may_be_saved(client, small_world):
    text = policy("ec2:RunInstance")
    checked = check(client, small_world, "policy", DENY_EC2, content=text)
    saved = save(client, small_world, "policy", DENY_EC2, name="DenyEC2", content=text)

    assert b'data-replace="ec2:RunInstances"' in checked.content
    assert b"AWS would accept this document" in checked.content
    assert saved.status_code == 302
    assert now(small_world).policies[DENY_EC2].document.text == text


def test_a_deny_without_any_allow_beside_it_denies_all(client, small_world):
    services.perform(
        small_world,
        "organizations.detach_policy",
        policy_id=FULL_AWS_ACCESS,
        target_id=DEV,
        base_revision=None,
        visitor=small_world.visitor,
    )

    response = check(client, small_world, "policy", DENY_EC2, content=policy())

    titles = [finding.title for finding in response.context["page"].findings]
    assert titles == ["nothing is allowed at Dev"]


def test_an_allow_beside_full_aws_access_adds_nothing(client, small_world):
    response = check(client, small_world, "policy", DENY_EC2, content=policy("s3:*", "Allow"))

    assert [finding.title for finding in response.context["page"].findings] == [
        "FullAWSAccess stands beside it"
    ]


def test_a_check_keeps_the_revision_that_was_looked_at(client, small_world):
    services.reset(small_world, base_revision=None, visitor=small_world.visitor)

    response = check(client, small_world, "policy", DENY_EC2, content=policy(), base_revision="0")

    assert response.context["base_revision"] == 0, "else a save would not notice what happened meanwhile"


def test_the_text_can_be_checked_without_javascript(client, small_world):
    response = client.post(
        address(small_world, "policy_check", DENY_EC2), {"content": policy("s3:Fly"), "name": "DenyEC2"}
    )

    assert b"<textarea" in response.content
    assert b"s3:Fly" in response.content


# Saving


def test_saving_changes_the_text_and_shows_what_changed(client, small_world):
    response = save(client, small_world, "policy", DENY_EC2, name="DenyS3", description="No S3")

    assert response.status_code == 302
    assert response["Location"].startswith(address(small_world, "organization"))
    assert "tab=changed" in response["Location"]
    saved = now(small_world).policies[DENY_EC2]
    assert (saved.name, saved.description, saved.document.text) == ("DenyS3", "No S3", policy())


def test_after_saving_one_looks_where_the_policy_acts(client, small_world):
    elsewhere = save(client, small_world, "policy", DENY_EC2, view=f"at={SANDBOX_1}")
    small_world.refresh_from_db()
    below = save(client, small_world, "policy", DENY_EC2, view=f"at={DEV_1}", content=policy("sqs:*"))

    assert f"at={DEV}&" in elsewhere["Location"]
    assert f"at={DEV_1}&" in below["Location"]


def test_with_htmx_the_browser_is_sent_on(client, small_world):
    fields = {"name": "DenyS3", "content": policy(), "base_revision": "0"}
    response = client.post(address(small_world, "policy", DENY_EC2), fields, headers=HTMX)

    assert response["HX-Redirect"].startswith(address(small_world, "organization"))


def test_saving_and_attaching_is_undone_at_once(client, small_world):
    before = store.load(small_world)

    save(client, small_world, "new_policy", attach_to=SANDBOX_1)

    after = now(small_world)
    (made,) = set(after.policies) - set(before.policies)
    assert made in after.attachments[SANDBOX_1]
    services.undo(small_world, base_revision=None, visitor=small_world.visitor)
    assert now(small_world) == before


def test_when_it_cannot_be_attached_it_is_not_created_either(client, small_world):
    response = save(client, small_world, "new_policy", attach_to="ou-tiny-nowhere1")

    assert response.status_code == 422
    assert "DenyS3" not in names(now(small_world))


def test_line_ends_of_browsers_are_not_saved(client, small_world):
    save(client, small_world, "policy", DENY_EC2, content=policy().replace("\n", "\r\n"))

    assert now(small_world).policies[DENY_EC2].document.text == policy()


DEEP = '{"Version": "2012-10-17", "Statement": ' + "[" * 40 + "]" * 40 + "}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (NOT_JSON, "line 3, column 16"),
        ('["a list"]', "a policy is an object"),
        (policy(Principal="*"), "Statement[0].Principal"),
        (policy(Conditions={}), "did you mean Condition"),
        (policy() + " " * 10_240, "characters too long"),
        (DEEP, "deep"),
        ("", "Write a policy"),
    ],
)
def test_a_refused_text_is_still_there_with_its_faults_and_nothing_is_saved(
    client, small_world, content, said
):
    response = save(client, small_world, "policy", DENY_EC2, content=content)

    page = response.content.decode().replace("&quot;", '"').replace("&#x27;", "'")
    assert response.status_code == 422
    assert said.lower() in page.lower()
    assert f">\n{content}</textarea>" in page
    assert now_revision(small_world) == 0


def test_a_name_that_is_taken_is_refused_in_aws_words(client, small_world):
    response = save(client, small_world, "new_policy", name="DenyEC2")

    assert response.status_code == 422
    assert b"DuplicatePolicyException" in response.content
    assert b"s3:*" in response.content


def test_a_refusal_leaves_the_text_to_the_browser(client, small_world):
    fields = {"name": "DenyEC2", "content": NOT_JSON, "base_revision": "0"}
    response = client.post(address(small_world, "policy", DENY_EC2), fields, headers=HTMX)

    assert response.status_code == 422
    assert b"MalformedPolicyDocumentException" in response.content
    assert b"<textarea" not in response.content, "swapping it would lose the cursor"


def test_a_stale_revision_is_told_with_what_happened_and_the_text_is_kept(client, small_world):
    services.perform(
        small_world,
        "organizations.detach_policy",
        policy_id=DENY_EC2,
        target_id=DEV,
        base_revision=None,
        visitor=small_world.visitor,
    )

    response = save(client, small_world, "policy", DENY_EC2, base_revision="0")

    assert response.status_code == 409
    assert b"DenyEC2 was detached from Dev." in response.content
    assert b"s3:*" in response.content
    assert now(small_world).policies[DENY_EC2].document.text != policy()
    assert response.context["base_revision"] == 1, "who has read it may save again"


def test_who_edits_a_policy_that_was_deleted_hears_so_and_keeps_the_text(client, small_world):
    fields = {"name": "DenyS3", "content": policy(), "base_revision": "0"}
    response = client.post(address(small_world, "policy", "p-deleted0"), fields, headers=HTMX)

    assert response.status_code == 409
    assert response["HX-Retarget"] == "#problem"
    assert b"Your text is untouched" in response.content


# Deleting


def test_a_policy_that_is_attached_is_not_deleted(client, small_world):
    response = client.post(address(small_world, "policy_delete", DENY_EC2), {"base_revision": "0"})

    assert response.status_code == 422
    assert b"PolicyInUseException" in response.content
    assert DENY_EC2 in now(small_world).policies


def test_a_policy_that_is_attached_nowhere_is_deleted(client, small_world):
    services.perform(
        small_world,
        "organizations.detach_policy",
        policy_id=DENY_EC2,
        target_id=DEV,
        base_revision=None,
        visitor=small_world.visitor,
    )

    response = client.post(address(small_world, "policy_delete", DENY_EC2), {"base_revision": "1"})

    assert response.status_code == 302
    assert DENY_EC2 not in now(small_world).policies


# Policies of IAM


def test_an_inline_policy_is_written_into_its_user(client, small_world):
    response = save(
        client,
        small_world,
        "new_inline_policy",
        DEV_1,
        "user",
        "john",
        name="s3",
        content=policy("s3:*", "Allow"),
    )

    assert (
        response["Location"]
        == f"{address(small_world, 'account', DEV_1)}?at={DEV_1}&as=user/john&tab=changed"
    )
    assert now(small_world).accounts[DEV_1].users["john"].inline["s3"].text == policy("s3:*", "Allow")


def test_an_inline_policy_keeps_its_name(client, small_world):
    save(client, small_world, "inline_policy", DEV_1, "group", "developers", "read", name="other")

    assert list(now(small_world).accounts[DEV_1].groups["developers"].inline) == ["read"]


def test_all_inline_policies_of_a_user_share_one_quota(client, small_world):
    response = save(
        client,
        small_world,
        "new_inline_policy",
        DEV_1,
        "user",
        "mary",
        name="third",
        content=policy(Sid="x" * 1_900),
    )

    assert response.status_code == 422
    assert b"with the other inline policies" in response.content
    assert "third" not in now(small_world).accounts[DEV_1].users["mary"].inline


def test_what_an_identity_policy_grants_is_foreseen(client, small_world):
    response = check(
        client, small_world, "new_inline_policy", DEV_1, "user", "mary", content=policy("sqs:*", "Allow")
    )

    effect = response.context["page"].effect
    assert (effect.principals, effect.lost) == (1, 0)
    assert effect.gained > 10
    assert response.context["page"].sentences[0].startswith("Allows user mary every SQS action")


def test_a_managed_policy_is_made_for_the_account(client, small_world):
    save(client, small_world, "new_managed_policy", DEV_1, name="Queues", content=policy("sqs:*", "Allow"))

    arn = f"arn:aws:iam::{DEV_1}:policy/Queues"
    assert now(small_world).accounts[DEV_1].policies[arn].name == "Queues"


def test_a_managed_policy_that_is_attached_is_not_deleted(client, small_world):
    response = client.post(address(small_world, "managed_policy_delete", DEV_1, DEPLOY))

    assert response.status_code == 422
    assert b"DeleteConflict" in response.content


# Muting

TWO = {
    "Version": "2012-10-17",
    "Statement": [
        {"Sid": "NoEc2", "Effect": "Deny", "Action": "ec2:*", "Resource": "*"},
        {"Sid": "NoS3", "Effect": "Deny", "Action": "s3:*", "Resource": "*"},
    ],
}


def test_each_statement_says_what_it_does_beside_the_others(client, small_world):
    response = check(client, small_world, "policy", DENY_EC2, content=json.dumps(TWO))

    page = response.context["page"]
    assert [(each.label, each.is_muted) for each in page.mutable] == [("NoEc2", False), ("NoS3", False)]
    assert all(each.effect.lost > 100 for each in page.mutable)


def test_a_muted_statement_is_left_out_of_the_effect(client, small_world):
    whole = check(client, small_world, "policy", DENY_EC2, content=json.dumps(TWO)).context["page"]
    muted = check(client, small_world, "policy", DENY_EC2, content=json.dumps(TWO), mute=["1"]).context[
        "page"
    ]

    assert whole.effect.lost == whole.mutable[1].effect.lost, "EC2 is denied already"
    assert muted.effect is None
    assert muted.muted == ("NoS3",)


def test_a_statement_that_another_one_covers_does_nothing(client, small_world):
    twice = {**TWO, "Statement": [TWO["Statement"][0], {**TWO["Statement"][0], "Sid": "Again"}]}

    page = check(client, small_world, "policy", DENY_EC2, content=json.dumps(twice)).context["page"]

    assert [each.effect.principals for each in page.mutable] == [0, 0]


def test_muting_is_never_saved(client, small_world):
    save(client, small_world, "policy", DENY_EC2, name="DenyEC2", content=json.dumps(TWO), mute=["0", "1"])

    assert json.loads(now(small_world).policies[DENY_EC2].document.text) == TWO


def test_all_statements_may_be_muted_and_whatever_is_sent_mutes_no_more(client, small_world):
    response = check(
        client, small_world, "policy", DENY_EC2, content=json.dumps(TWO), mute=["0", "1", "7", "x", "²"]
    )

    assert response.status_code == 200
    assert response.context["page"].muted == ("NoEc2", "NoS3")
    assert response.context["page"].effect.gained > 100, "nothing is denied any more"


# From the policy checker


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("scp", "New service control policy"),
        ("rcp", "New resource control"),
        ("identity", "New customer managed"),
    ],
)
def test_a_text_of_the_checker_opens_in_the_editor_of_the_visitors_sandbox(client, small_world, kind, title):
    fields = {"kind": kind, "content": policy("sqs:*"), "other": ""}

    response = client.post(reverse("accounts:try"), fields, follow=True)

    assert response.status_code == 200
    assert title in response.content.decode()
    assert response.context["entry"].content == policy("sqs:*")
    assert now_revision(small_world) == small_world.revision


def test_who_has_no_sandbox_yet_gets_one_to_try_a_policy_in(client, visitor):
    response = client.post(reverse("accounts:try"), {"kind": "scp", "content": policy()}, follow=True)

    assert response.context["entry"].content == policy()


@pytest.mark.parametrize("kind", ["trust", "endpoint", "", "x"])
def test_a_policy_that_is_part_of_something_else_is_not_tried_alone(client, small_world, kind):
    assert client.post(reverse("accounts:try"), {"kind": kind, "content": policy()}).status_code == 404
