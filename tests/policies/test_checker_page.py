"""The policy checker: findings, meaning and difference of any pasted policy, without an organization."""

import json
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from policies.page.examples import examples
from policies.page.kinds import KINDS

HTMX = {"HX-Request": "true"}
ADDRESS = "/checker/"
NOT_JSON = '{"Statement": ]}'


def policy(action: str | list[str] = "iam:CreateUser", effect: str = "Deny", **more: object) -> str:
    statement = {"Effect": effect, "Action": action, "Resource": "*", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2)


def typed(client, content: str, *, kind: str = "scp", other: str = "") -> str:
    """What the page shows while somebody types, as text without marks."""
    response = client.post(ADDRESS, {"kind": kind, "content": content, "other": other}, headers=HTMX)
    assert response.status_code == 200
    return words(response)


def words(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_it_opens_with_an_example_and_needs_no_sandbox(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().get(reverse("policies:checker"))

    assert response.status_code == 200
    assert "DenyOutsideRegions" in words(response)
    assert "visitor" not in response.cookies


def test_typing_gets_the_results_alone(client):
    response = client.post(ADDRESS, {"kind": "scp", "content": policy()}, headers=HTMX)

    assert b"<textarea" not in response.content
    assert b'id="results"' in response.content


def test_without_javascript_the_whole_page_comes_back_with_the_text(client):
    response = client.post(ADDRESS, {"kind": "identity", "content": policy("sqs:SendMessage")})

    assert "sqs:SendMessage" in words(response)
    assert b"<textarea" in response.content
    assert b'value="identity" autocomplete="off" checked' in response.content


def test_a_fault_is_shown_with_its_place(client):
    text = typed(client, policy(Principal="*"))

    assert "AWS would refuse this document" in text
    assert "Line 8, column 7" in text


def test_a_name_that_aws_does_not_have_can_be_replaced(client):
    response = client.post(ADDRESS, {"kind": "scp", "content": policy("iam:CreateAcessKey")}, headers=HTMX)

    assert b'data-replace="iam:CreateAccessKey"' in response.content


def test_each_statement_is_said_in_a_sentence_and_counted(client):
    text = typed(client, policy("cloudtrail:Stop*"))

    assert "to everybody below" in text
    assert "cloudtrail:Stop* 3" in text
    assert "Write 3" in text
    assert "CloudTrail cloudtrail 3 of" in text


def test_long_lists_are_cut_and_the_rest_is_counted(client):
    text = typed(client, policy("*", effect="Allow"))

    assert re.search(r"… [\d,]+ more actions of [\d,]+ more services", text)
    assert re.search(r"… [\d,]+ more\b", text)


def test_what_may_be_written_depends_on_the_kind(client):
    with_principal = policy("s3:GetObject", Principal="*")

    assert "AWS would refuse" in typed(client, with_principal, kind="identity")
    assert "AWS would accept" in typed(client, with_principal, kind="rcp")


@pytest.mark.parametrize(("key", "characters"), [("scp", "10,240"), ("rcp", "5,120"), ("identity", "6,144")])
def test_the_size_is_held_against_the_limit_of_the_kind(client, key: str, characters: str):
    assert f"of {characters} characters" in typed(client, policy(), kind=key)


def test_a_text_beyond_the_limit_is_read_and_refused(client):
    text = typed(client, policy("s3:" + "a" * 11_000))

    assert "characters too long" in text
    assert "AWS would refuse" in text


def test_two_policies_are_compared(client):
    text = typed(client, policy("iam:CreateUser"), other=policy("iam:DeleteUser"))

    assert "only in the first 1" in text.replace("› ", "")
    assert "only in the second 1" in text
    assert "in both 0" in text


def test_a_second_policy_that_does_not_parse_says_so(client):
    text = typed(client, policy(), other=NOT_JSON)

    assert "AWS would refuse the second policy" in text
    assert "Line 1" in text


def test_more_wildcards_than_can_be_counted_are_not(client):
    """Thousands of ``ec2:*a*b*`` would take many seconds, at every stroke of a key."""
    text = typed(client, policy([f"ec2:*{number}*x*" for number in range(4_000)]))

    assert "Too many wildcards to count" in text


def test_nothing_written_is_nothing_wrong(client):
    assert "Nothing is written yet" in typed(client, "")


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_every_example_is_a_policy_that_aws_accepts(client, example):
    response = client.get(ADDRESS, {"example": example.name})

    assert f'value="{example.kind}" autocomplete="off" checked' in response.content.decode()
    assert "AWS would accept this document" in words(response)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_an_example(client, kind: str):
    response = client.get(ADDRESS, {"kind": kind})

    assert f'value="{kind}" autocomplete="off" checked' in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"content": "x" * 100_001}, "too long to be read"),
        ({"content": policy(), "other": "x" * 100_001}, "too long to be read"),
        ({"content": "a\0b"}, "null character"),
        ({"content": policy(), "kind": "\u202escp"}, "no such kind"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(client, fields: dict[str, str], problem: str):
    response = client.post(ADDRESS, fields, headers=HTMX)

    assert response.status_code == 422
    assert problem in words(response)


@pytest.mark.parametrize(
    "content",
    [
        "[" * 50_000,
        '{"Statement": ' * 5_000,
        policy(Sid="\ud800"),
        policy("s3:" + "*?" * 4_000),
        policy(Resource=[f"arn:aws:s3:::{number}*" for number in range(900)]),
        '{"a": "\ufeff\u2028\u202e"}',
        "9" * 5_000,
    ],
    ids=["deep", "unended", "surrogate", "stars", "resources", "marks", "number"],
)
@pytest.mark.parametrize("kind", ["scp", "resource"])
def test_hostile_text_is_answered(client, content: str, kind: str):
    typed(client, content, kind=kind, other=content)


def test_a_form_from_elsewhere_is_refused():
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(ADDRESS, {"content": policy()}).status_code == 403


def test_the_sandbox_leads_to_the_checker_and_back(client, db):
    assert ADDRESS in client.get("/sandbox/", follow=True).content.decode()
    assert "Sandbox" in words(client.get(ADDRESS))
