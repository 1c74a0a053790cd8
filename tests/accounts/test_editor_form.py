"""The form beside the JSON in the policy editor."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from accounts import store
from tests.accounts.factories import DENY_EC2, DEV_1

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
BOTH = json.dumps({"Statement": {"Effect": "Deny", "Action": "*", "NotAction": "*", "Resource": "*"}})


def shape(client, record, step: str, route: str = "policy", arguments=(DENY_EC2,), **fields: object):
    address = reverse(f"accounts:{route}_form", args=[record.public_id, *arguments])
    return client.post(address, {"step": step, **fields}, headers=HTMX)


def stored(record) -> str:
    record.refresh_from_db()
    return store.load(record).policies[DENY_EC2].document.text


def fields_of(page: str) -> dict[str, list[str]]:
    """What a browser would send from the form on a page, but for radio buttons and lists to choose from."""
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", page):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and value and ("radio" not in tag or " checked" in tag):
            sent.setdefault(name[1], []).append(value[1])
    sent["content"] = [re.search(r'name="content"[^>]*>\n([^<]*)<', page)[1].replace("&quot;", '"')]
    return sent


def test_the_form_shows_a_card_for_each_statement(client, small_world):
    response = shape(client, small_world, "form", content=stored(small_world))

    page = response.content.decode()
    assert page.count("<fieldset") == 1
    assert 'value="ec2:*"' in page
    assert '<span class="num">826</span> actions' in page
    assert 'name="card"' not in shape(client, small_world, "json").content.decode()


def test_saving_the_form_as_it_opened_is_saving_the_same_text(client, small_world):
    fields = fields_of(shape(client, small_world, "form", content=stored(small_world)).content.decode())

    response = shape(client, small_world, "json", **fields)

    assert response.context["entry"].content == stored(small_world)


def test_a_field_of_the_form_is_checked_and_saved_like_the_text(client, small_world):
    fields = fields_of(shape(client, small_world, "form", content=stored(small_world)).content.decode())
    fields["0-action"] = ["ec2:RunInstances"]
    fields |= {"name": ["DenyEC2"], "base_revision": [str(small_world.revision)]}

    checked = client.post(
        reverse("accounts:policy_check", args=[small_world.public_id, DENY_EC2]), fields, headers=HTMX
    )
    client.post(reverse("accounts:policy", args=[small_world.public_id, DENY_EC2]), fields)

    assert 'id="card-0-action-0-count" hx-swap-oob="true"' in checked.content.decode()
    assert "<fieldset" not in checked.content.decode(), "what is being typed in is left alone"
    assert json.loads(stored(small_world))["Statement"][0]["Action"] == "ec2:RunInstances"


def test_a_button_of_the_form_writes_nothing(client, small_world):
    before, revision = stored(small_world), small_world.revision
    fields = fields_of(shape(client, small_world, "form", content=before).content.decode())

    response = shape(client, small_world, "add", **fields)

    assert response.content.decode().count("<fieldset") == 2
    assert 'id="card-1-action-0"' in response.content.decode()
    assert stored(small_world) == before
    assert small_world.revision == revision


def test_what_the_form_cannot_show_stays_json_with_the_reason(client, small_world):
    response = shape(client, small_world, "form", content=BOTH)

    page = response.content.decode()
    assert "Too complex for the form" in page
    assert "has Action and NotAction" in page
    assert "data-policy-editor" in page


def test_actions_are_found_by_plain_words(client, small_world):
    fields = fields_of(shape(client, small_world, "form", content=stored(small_world)).content.decode())

    page = shape(client, small_world, "", **fields | {"0-find": "start a server"}).content.decode()
    taken = shape(client, small_world, "add-action 0 ec2:RunInstances", **fields).content.decode()

    assert 'value="add-action 0 ec2:RunInstances"' in page
    assert 'name="0-action" value="ec2:RunInstances"' in taken


def test_without_javascript_the_whole_page_comes(client, small_world):
    address = reverse("accounts:new_managed_policy_form", args=[small_world.public_id, DEV_1])
    content = json.dumps({"Version": "2012-10-17", "Statement": []})

    page = client.post(address, {"step": "form", "content": content, "name": "Mine"}).content.decode()

    assert "<html" in page
    assert 'value="Mine"' in page
    assert "No statement yet" in page


@pytest.mark.parametrize("mode", ["form", "json"])
def test_whatever_is_sent_gets_an_answer(client, small_world, mode):
    strange = {"card": ["0", "x", "-"], "0-origin": "99", "0-values": "\0\r", "0-principal-kind": "Nobody"}
    for content in (BOTH, "", "{", stored(small_world)):
        for step in ("", "form", "json", "up 9", "add-action x", "remove-condition 0 0", "add-action 0 \0"):
            response = shape(client, small_world, step, mode=mode, content=content, **strange)
            assert response.status_code == 200


def test_a_policy_that_only_aws_changes_has_no_form(client, small_world):
    address = reverse(
        "accounts:managed_policy",
        args=[small_world.public_id, DEV_1, "arn:aws:iam::aws:policy/ReadOnlyAccess"],
    )

    assert 'value="form"' not in client.get(address).content.decode()


def test_a_management_policy_has_no_form(client, small_world):
    response = shape(
        client,
        small_world,
        "form",
        "new_policy_of_type",
        ("TAG_POLICY",),
        content='{"tags": {}}',
        mode="form",
    )

    assert "<fieldset" not in response.content.decode()
