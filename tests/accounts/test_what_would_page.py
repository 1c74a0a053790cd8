"""What would allow this? In the explanation, and carried out from there."""

import re

import pytest
from django.urls import reverse

from accounts import store
from accounts.organization.decisions import Judge
from policies.catalogue import catalogue
from policies.engine.decision import Decision

HTMX = {"HX-Request": "true"}


def account(record, name: str) -> str:
    return next(each.id for each in store.load(record).accounts.values() if each.name == name)


def shown(client, record, query: str) -> str:
    response = client.get(reverse("accounts:what_would", args=[record.public_id]) + query)
    assert response.status_code == 200
    return response.content.decode()


def offers(html: str) -> list[tuple[str, str]]:
    """Each sentence with its effect."""
    return re.findall(r"<li>.*?<b>(.*?)</b><p>(.*?)</p>", without_code(html), re.DOTALL)


def without_code(html: str) -> str:
    return re.sub("</?code>", "", html)


def form_of(html: str, sentence: str) -> dict[str, str]:
    """The fields behind the button "Do it" of one offer."""
    item = next(item for item in without_code(html).split("<li>") if f"<b>{sentence}</b>" in item)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', item))
    return {name: value.replace("&amp;", "&") for name, value in fields.items()}


def do(client, record, fields: dict[str, str]):
    return client.post(reverse("accounts:do_edit", args=[record.public_id]), fields, headers=HTMX)


def decision(record, account_name: str, label: str, action: str) -> Decision:
    judge = Judge(catalogue().universe)
    return judge.evaluate(store.load(record), account(record, account_name), label, action).decision


@pytest.fixture
def denied(acme) -> str:
    """role/Admin in dev-1 asks to run an instance, which DenyEC2 at Dev denies."""
    return f"?at={account(acme, 'dev-1')}&drawer=explain"


def test_the_explanation_asks_for_it_when_it_is_open(client, acme, denied):
    html = client.get(reverse("accounts:organization", args=[acme.public_id]) + denied).content.decode()

    assert f'hx-get="{reverse("accounts:what_would", args=[acme.public_id])}?at=' in html


def test_each_edit_is_a_sentence_with_what_else_it_changes(client, acme, denied):
    html = shown(client, acme, denied)

    assert "What would allow this?" in html
    assert "What would deny this?" not in html
    assert offers(html)[0][0] == "Exempt role/Admin in dev-1 from statement 1 of DenyEC2"
    assert offers(html)[-1][0] == "Detach DenyEC2 from Dev"
    assert re.fullmatch(
        r"Changes [\d,]+ other decisions, of 10 principals in 3 accounts\.", offers(html)[-1][1]
    )
    assert "an explicit Deny always wins" in html


def test_an_edit_is_done_at_once_and_undone_at_once(client, acme):
    question = f"?at={account(acme, 'sbx-1')}&drawer=explain"
    html = shown(client, acme, question)
    fields = form_of(html, "Attach a new SCP to sbx-1 that denies ec2:RunInstances")

    response = do(client, acme, fields)

    assert response.status_code == 200
    assert decision(acme, "sbx-1", "role/Admin", "ec2:RunInstances") is Decision.EXPLICITLY_DENIED
    acme.refresh_from_db()
    assert acme.revision == 2  # the policy was made, then attached
    client.post(reverse("accounts:operate", args=[acme.public_id]), {"op": "undo"})
    assert decision(acme, "sbx-1", "role/Admin", "ec2:RunInstances") is Decision.ALLOWED
    assert not [policy for policy in store.load(acme).policies.values() if policy.name.startswith("Deny-")]


def test_two_gates_in_the_way_are_told(client, acme):
    html = shown(client, acme, f"?at={account(acme, 'dev-1')}&as=user/john")

    assert "No single edit allows this." in html
    assert "Dev denies it" in html
    assert "Nothing at user/john allows it" in html


@pytest.mark.parametrize(
    ("name", "who", "action", "why"),
    [
        ("mgmt", "root user", "ec2:RunInstances", "No SCP binds the root user here"),
        ("sbx-1", "role/Admin", "sts:GetCallerIdentity", "works for every caller"),
    ],
)
def test_why_nothing_would_deny_it(client, acme, name, who, action, why):
    html = shown(client, acme, f"?at={account(acme, name)}&as={who}&action={action}")

    assert "No single edit denies this." in html
    assert why in html


def test_another_circumstance_is_asked_for_not_done(client, acme):
    at = account(acme, "sbx-1")
    content = (
        '{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "ec2:*", "Resource": "*",'
        ' "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}}}'
    )
    words = {"op": "organizations.create_policy", "name": "OnlyEurope", "type": "SERVICE_CONTROL_POLICY"}
    operate = reverse("accounts:operate", args=[acme.public_id])
    client.post(operate, {**words, "content": content})
    made = next(policy.id for policy in store.load(acme).policies.values() if policy.name == "OnlyEurope")
    client.post(operate, {"op": "organizations.attach_policy", "policy_id": made, "target_id": at})

    html = shown(client, acme, f"?at={at}&region=us-east-1")

    assert offers(html)[0][0] == "Ask in the region eu-west-1"
    assert 'data-set="region=eu-west-1"' in html


def test_who_looked_at_an_older_revision_is_told_what_happened(client, acme, denied):
    fields = form_of(shown(client, acme, denied), "Detach DenyEC2 from Dev")
    assert do(client, acme, fields).status_code == 200

    assert do(client, acme, fields).status_code == 409


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"edit": "nothing", "wanted": "allowed"},
        {"edit": "0123456789abcdef", "wanted": "allowed"},
        {"edit": "0123456789abcdef", "wanted": "perhaps"},
    ],
)
def test_what_is_not_offered_is_not_done(client, acme, denied, fields):
    response = do(client, acme, {"view": denied.removeprefix("?"), **fields})

    assert response.status_code == 422
    assert "This is not offered" in response.content.decode()
    acme.refresh_from_db()
    assert acme.revision == 0


@pytest.mark.parametrize("name", ["Root", "Dev"])
def test_nobody_is_asked_about_at_a_room(client, acme, name):
    organization = store.load(acme)
    at = next(each.id for each in (organization.root, *organization.units.values()) if each.name == name)

    assert not offers(shown(client, acme, f"?at={at}"))


def test_the_policy_of_the_resource_lets_in_who_asks(client, acme):
    """log has the bucket, role/Admin of dev-1 asks for an object; the status tells what that gains."""
    query = f"?at={account(acme, 'dev-1')}&action=s3:GetObject&on=arn:aws:s3:::acme-logs/x&drawer=explain"
    html = shown(client, acme, query)
    sentence = "Let the policy of arn:aws:s3:::acme-logs allow s3:GetObject to role/Admin in dev-1"

    answer = do(client, acme, form_of(html, sentence)).content.decode()

    acme.refresh_from_db()
    bucket = store.load(acme).accounts[account(acme, "log")].resources["arn:aws:s3:::acme-logs"]
    assert len(bucket.policy.statements) == 3
    assert "1 action gained" in re.search(r'role="status"[^>]*>(.*?)</p>', answer, re.DOTALL)[1]
