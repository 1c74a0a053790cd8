"""Who can do this? The list of every principal, in the drawer and in its address."""

import copy
import re

import pytest
from django.urls import reverse

from accounts import store
from accounts.organization.decisions import principals_of
from tests.accounts.factories import SMALL_WORLD, OrganizationRecordFactory


def listed(client, record, query: str = "") -> list[tuple[str, str, str, str]]:
    """Account, principal, verdict and rule of each row."""
    html = drawer(client, record, query)
    rows = []
    for section in html.split('<section class="by-account"')[1:]:
        name = re.search(r"</svg>([^<]*) <span", section)[1]
        found = re.findall(
            r"<b>([^<]*)</b></a><span[^>]*>([^<]*)</span></span><small>([^<]*)</small>", section
        )
        rows += [(name, *row) for row in found]
    return rows


def drawer(client, record, query: str = "") -> str:
    url = reverse("accounts:organization", args=[record.public_id])
    html = client.get(f"{url}?drawer=everybody{query}").content.decode()
    return html[html.index('id="everybody-title"') : html.index('<footer class="dock"')]


def test_everybody_is_there_with_the_rule_that_decides(client, acme):
    rows = listed(client, acme)

    organization = store.load(acme)
    assert [row[:2] for row in rows] == [
        (account.name, label)
        for account in organization.accounts.values()
        for label in principals_of(account)
    ]
    assert ("dev-1", "role/Admin", "explicitly denied", "DenyEC2 · Dev") in rows
    assert ("prod-1", "user/mary", "implicitly denied", "nothing allows it · Prod") in rows
    assert ("mgmt", "root user", "allowed", "full access · root user") in rows


def test_one_answer_alone(client, acme):
    assert {row[2] for row in listed(client, acme, "&only=deny")} == {"explicitly denied"}
    assert "Nobody with this answer." in drawer(client, acme, "&only=depends")
    assert len(listed(client, acme, "&only=perhaps")) == len(listed(client, acme))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("john", [("dev-1", "user/john")]),
        ("DEV-1 root", [("dev-1", "root user")]),
        ("prod mary", [("prod-1", "user/mary")]),
        ("nobody-at-all", []),
    ],
)
def test_words_find_accounts_and_principals(client, acme, words, found):
    assert [row[:2] for row in listed(client, acme, f"&seek={words}")] == found


def test_the_tallies_count_those_who_are_found(client, acme):
    html = drawer(client, acme, "&seek=dev-&only=deny")

    assert ">all 10</button>" in html
    assert 'id="only-deny" data-set="only=deny" aria-pressed="true"' in html
    assert 'id="only-allow"' not in html


def test_each_leads_to_its_explanation(client, acme):
    at = next(account.id for account in store.load(acme).accounts.values() if account.name == "dev-1")

    assert f'href="?at={at}&amp;as=user/john&amp;drawer=explain"' in drawer(client, acme, "&seek=john")


def test_a_long_list_is_cut_and_goes_on(client, visitor):
    document = copy.deepcopy(SMALL_WORLD)
    document["accounts"][1]["users"] = [{"name": f"user-{number}"} for number in range(60)]
    crowd = OrganizationRecordFactory(visitor=visitor, document=document)

    assert len(listed(client, crowd)) == 50
    assert "Show the next 50</button> of 17 more" in drawer(client, crowd)
    assert len(listed(client, crowd, "&shown=100")) == 67
