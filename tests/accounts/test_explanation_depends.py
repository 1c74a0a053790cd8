"""The offer of an answer that depends, as a browser gets it."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from tests.accounts.test_sandbox_page import get, identifier, operate

MARKUP = "<b>&mfa=true"


@pytest.fixture
def ana(client, acme):
    """Of sbx-1, an administrator, but only with MFA and not from one client."""
    names = {"account_id": identifier(acme, "sbx-1"), "user_name": "ana"}
    condition = {
        "BoolIfExists": {"aws:MultiFactorAuthPresent": "false"},
        "StringEquals": {"aws:UserAgent": MARKUP},
    }
    statements = [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition},
    ]
    text = json.dumps({"Version": "2012-10-17", "Statement": statements})
    operate(client, acme, "iam.create_user", **names)
    operate(client, acme, "iam.put_user_policy", **names, policy_name="But", policy_document=text)
    return names["account_id"]


def test_a_circumstance_is_chosen_by_a_button_that_says_what_it_is(client, acme, ana):
    html = get(client, acme, f"?at={ana}&as=user/ana&drawer=explain")

    assert "Present when the credentials are temporary; not with an access key." in html
    button = re.search(r'<button[^>]*data-set="mfa=true"[^>]*>(.*?)</button>', html, re.S)
    assert button
    assert "aws:MultiFactorAuthPresent true" in " ".join(re.sub(r"<[^>]*>", "", button[1]).split())
    chosen = get(client, acme, f"?at={ana}&as=user/ana&drawer=explain&mfa=true")
    assert "What decides it" not in chosen


def test_what_a_policy_writes_is_text_and_not_markup(client, acme, ana):
    html = get(client, acme, f"?at={ana}&as=user/ana&drawer=explain")

    assert MARKUP not in html
    assert "<code>&lt;b&gt;&amp;mfa=true</code>" in html


def test_inside_an_account_the_same_is_offered(client, acme, ana):
    page = reverse("accounts:account", args=[acme.public_id, ana])

    html = client.get(page, {"as": "user/ana", "drawer": "explain"}).content.decode()

    assert 'data-set="mfa=absent"' in html
