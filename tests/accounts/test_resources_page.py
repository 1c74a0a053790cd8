"""The resources of an account on its page: listed, made, deleted, their policies edited."""

import json
import re
from html import unescape

import pytest
from django.urls import reverse

from accounts import store

pytestmark = pytest.mark.django_db

LOG, DEV_1, PROD_1 = "410987653302", "210987651101", "310987652201"
BUCKET = "arn:aws:s3:::acme-logs"
HTMX = {"HX-Request": "true"}
MADE = {
    "s3.create_bucket": {"bucket": "first"},
    "sqs.create_queue": {"queue_name": "first"},
    "sns.create_topic": {"name": "first"},
    "kms.create_key": {},
    "lambda.create_function": {"function_name": "first", "role": "arn:aws:iam::111111111111:role/r"},
    "secretsmanager.create_secret": {"name": "first"},
    "dynamodb.create_table": {"table_name": "first"},
    "ec2.run_instances": {},
}


def inside(client, record, account_id):
    response = client.get(reverse("accounts:account", args=[record.public_id, account_id]))
    return response.content.decode()


def editor(record, account_id, arn, suffix=""):
    return reverse(f"accounts:resource_policy{suffix}", args=[record.public_id, account_id, arn])


def operate(client, record, op, **fields):
    record.refresh_from_db()
    fields |= {"op": op, "base_revision": record.revision, "view": f"at={DEV_1}", "page": "inside"}
    return client.post(reverse("accounts:operate", args=[record.public_id]), fields)


def test_they_are_listed_with_their_policies(client, acme):
    page = inside(client, acme, LOG)

    assert "Resources in this account" in page
    assert 'aria-label="Policy of acme-logs">2 statements</a>' in page
    assert "cannot have any" in inside(client, acme, DEV_1)  # an instance


def test_one_of_each_is_made_and_deleted(client, acme):
    before = store.load(acme).accounts[DEV_1].resources
    for op, fields in MADE.items():
        assert operate(client, acme, op, account_id=DEV_1, **fields).status_code == 302
    made = client.get(reverse("accounts:account", args=[acme.public_id, DEV_1])).context["page"].resources
    assert len(made) == len(before) + len(MADE)

    for row in made:
        if row.arn not in before:
            deleted = operate(client, acme, row.act, account_id=DEV_1, **dict(row.parameters))
            assert deleted.status_code == 302

    acme.refresh_from_db()
    left = store.load(acme).accounts[DEV_1].resources
    waiting = {arn for arn, resource in left.items() if resource.deletion is not None}
    assert left.keys() - waiting == before.keys()
    assert {arn.split(":")[2] for arn in waiting} == {"kms", "secretsmanager"}


def test_a_policy_is_edited_and_undone(client, acme):
    text = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": f"{BUCKET}/*"}],
        }
    )

    client.post(editor(acme, LOG, BUCKET), {"content": text, "name": "acme-logs"})

    acme.refresh_from_db()
    assert store.load(acme).accounts[LOG].resources[BUCKET].policy.text == text
    assert operate(client, acme, "undo").status_code == 302
    acme.refresh_from_db()
    assert len(store.load(acme).accounts[LOG].resources[BUCKET].policy.statements) == 2


@pytest.mark.parametrize("account_id", [LOG, DEV_1, PROD_1])
def test_every_resource_has_an_editor_of_its_policy_and_can_lose_it(client, acme, account_id):
    for arn, resource in store.load(acme).accounts[account_id].resources.items():
        page = client.get(editor(acme, account_id, arn))
        assert page.status_code == 200
        check = client.post(
            editor(acme, account_id, arn, "_check"), {"content": "{", "name": "x"}, headers=HTMX
        )
        assert check.status_code == 200
        if resource.policy is not None:
            assert client.post(editor(acme, account_id, arn, "_delete"), {"name": "x"}).status_code == 302


def test_the_editor_says_what_a_policy_allows_and_to_whom(client, acme):
    page = client.get(editor(acme, LOG, BUCKET)).content.decode()

    assert "choose it as Resource in a question" in page
    assert "s3api put-bucket-policy" in page


def test_there_is_no_editor_for_what_is_not_there(client, acme):
    assert client.get(editor(acme, LOG, "arn:aws:s3:::nothing")).status_code == 404


def test_a_refusal_keeps_the_page(client, acme):
    response = operate(client, acme, "s3.create_bucket", account_id=DEV_1, bucket="acme-logs")

    assert response.status_code == 422
    assert "BucketAlreadyExists" in response.content.decode()


def open_dialog(client, record, arn, account_id=DEV_1):
    address = reverse("accounts:dialog", args=[record.public_id, "resource"])
    return client.get(address, {"at": account_id, "arn": arn, "page": "inside"}).content.decode()


def submit(client, record, html, button, **fields):
    """The form of this button, as a browser sends it."""
    form = next(each for each in re.findall(r"<form.*?</form>", html, re.S) if button in each)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form))
    hidden = {name: unescape(value) for name, value in hidden.items()}
    return client.post(
        reverse("accounts:operate", args=[record.public_id]), {**hidden, **fields}, headers=HTMX
    )


def made(client, record):
    """One of each kind."""
    before = store.load(record).accounts[DEV_1].resources
    for op, fields in MADE.items():
        operate(client, record, op, account_id=DEV_1, **fields)
    record.refresh_from_db()
    return [arn for arn in store.load(record).accounts[DEV_1].resources if arn not in before]


def resource(record, arn):
    record.refresh_from_db()
    return store.load(record).accounts[DEV_1].resources[arn]


def test_tags_of_every_kind_are_given_and_taken_away(client, acme):
    for arn in made(client, acme):
        html = open_dialog(client, acme, arn)
        name = "tagging_{}" if "put_bucket_tagging" in html else "tags_{}"
        first = 1 if "put_bucket_tagging" in html else 0
        tag = {name.format(first): "team", name.format(first + 1): "net"}
        assert submit(client, acme, html, "Add or change the tag", **tag).status_code == 200
        assert resource(acme, arn).tags == {"team": "net"}, arn

        html = open_dialog(client, acme, arn)
        assert submit(client, acme, html, "Take away team").status_code == 200
        assert not resource(acme, arn).tags, arn


def test_a_function_gets_permissions_and_loses_them(client, acme):
    operate(client, acme, "lambda.create_function", account_id=DEV_1, **MADE["lambda.create_function"])
    arn = f"arn:aws:lambda:us-east-1:{DEV_1}:function:first"
    said = {"statement_id": "s3", "principal": "s3.amazonaws.com", "action": "lambda:InvokeFunction"}

    submit(client, acme, open_dialog(client, acme, arn), "Add the permission", source_account=LOG, **said)

    (statement,) = resource(acme, arn).policy.statements
    assert statement.sid == "s3"
    html = open_dialog(client, acme, arn)
    assert f"AWS:SourceAccount = {LOG}" in html
    refused = submit(client, acme, html, "Add the permission", **said)
    assert refused.status_code == 422
    assert "ResourceConflictException" in refused.content.decode()
    assert submit(client, acme, html, "Remove s3").status_code == 200
    assert resource(acme, arn).policy is None


def test_a_key_is_deleted_later_kept_and_enabled(client, acme):
    operate(client, acme, "kms.create_key", account_id=DEV_1)
    acme.refresh_from_db()
    (arn,) = (arn for arn in store.load(acme).accounts[DEV_1].resources if ":kms:" in arn)
    days = {"pending_window_in_days": 7}

    submit(client, acme, open_dialog(client, acme, arn), "Schedule the deletion", **days)
    assert "Pending deletion" in open_dialog(client, acme, arn)
    assert "gone on" in inside(client, acme, DEV_1)
    submit(client, acme, open_dialog(client, acme, arn), "Cancel the deletion")
    assert resource(acme, arn).is_disabled
    submit(client, acme, open_dialog(client, acme, arn), ">Enable<")
    assert not resource(acme, arn).is_disabled


def test_what_is_not_there_any_more_is_said(client, acme):
    assert "It is not there any more." in open_dialog(client, acme, "arn:aws:s3:::gone")
