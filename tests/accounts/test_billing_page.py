"""The page of the bill: what it says, and that it follows every operation."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from accounts import services, store
from accounts.organization.billing import teaching_prices
from accounts.page.billing import billing_page
from tests.accounts.factories import PARTNER

HTMX = {"HX-Request": "true"}


def get(client, record, query: str = "") -> str:
    response = client.get(reverse("accounts:billing", args=[record.public_id]) + query)
    assert response.status_code == 200
    return words(response)


def words(response) -> str:
    """What the page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def operate(client, record, op: str, **fields: str):
    url = reverse("accounts:operate", args=[record.public_id])
    return client.post(url, {"op": op, "page": "billing", **fields}, headers=HTMX)


def account_id(record, name: str) -> str:
    return next(each.id for each in store.load(record).accounts.values() if each.name == name)


def test_it_shows_the_bill_beside_what_each_would_pay_alone(client, acme):
    page = get(client, acme)

    assert "Together they pay $40.96 less for S3 Standard storage than apart." in page
    assert "Alone, nobody reaches the cheaper tier." in page
    assert re.search(r"prod-1 .*942\.08", page)
    assert "$2,078.72" in page
    assert "mgmt pays it all" in page


def test_prices_are_marked_as_those_to_learn_with(client, acme):
    assert "Teaching prices of 22 November 2026, not AWS’s of today" in get(client, acme)


def test_what_covers_instances_is_told(client, acme):
    page = get(client, acme, "?usage=ec2-m5-large-hours")

    assert "What covers EC2 m5.large in the organization" in page
    assert "Together they pay $146.00 less" in page


def test_the_free_tier_counts_once(client, acme):
    assert "Together they pay $7.10 more for EC2 t3.micro than apart." in get(
        client, acme, "?usage=ec2-t3-micro-hours"
    )


def test_a_slider_changes_the_bill_at_once(client, acme):
    answer = operate(
        client,
        acme,
        "orgsim.set_usage",
        view="usage=s3-standard-gb",
        account_id=account_id(acme, "log"),
        usage_type="s3-standard-gb",
        quantity="0",
    )

    assert answer.status_code == 200
    assert "/billing?" in answer["HX-Replace-Url"]
    assert "Together they pay $20.48 less for S3 Standard storage than apart." in words(answer)
    assert "orgsim set-usage --account-id" in words(answer)


def test_an_account_that_leaves_takes_its_usage_along(client, acme, visitor):
    """newco was invited, so that it may leave at once."""
    before = get(client, acme, "?usage=ec2-t3-micro-hours")

    services.perform(
        acme,
        "organizations.remove_account_from_organization",
        account_id=account_id(acme, "newco"),
        base_revision=None,
        visitor=visitor,
    )

    after = get(client, acme, "?usage=ec2-t3-micro-hours")
    assert "For EC2 t3.micro, together costs what apart costs." in after
    assert "Outside, each pays its own" in after
    assert "Outside" not in before


def test_undo_gives_back_the_bill(client, acme):
    before = get(client, acme)
    operate(client, acme, "orgsim.set_savings_plan", account_id=account_id(acme, "mgmt"), commitment="1")

    assert "mgmt $1.00 an hour" in get(client, acme)
    operate(client, acme, "undo")

    assert get(client, acme).partition("sandbox · saved")[0] == before.partition("sandbox · saved")[0]
    assert "an hour End" not in get(client, acme)


@pytest.mark.parametrize(
    ("op", "fields"),
    [
        ("orgsim.set_usage", {"usage_type": "s3-standard-gb", "quantity": "lots"}),
        ("orgsim.set_usage", {"usage_type": "moon", "quantity": "1"}),
        ("orgsim.set_reserved_instances", {"usage_type": "ec2-m5-large-hours", "instance_count": "-1"}),
        ("orgsim.add_credit", {"credit_amount": "1", "expires": "never"}),
        ("orgsim.remove_credit", {"credit_number": "99"}),
    ],
)
def test_a_refusal_shows_the_bill_as_it_is_and_says_why(client, acme, op, fields):
    answer = operate(client, acme, op, account_id=account_id(acme, "log"), **fields)

    assert answer.status_code == 422
    assert "Together they pay $40.96 less" in words(answer)
    assert 'role="alert"' in answer.content.decode()


def test_a_usage_type_that_is_none_shows_the_first(client, acme):
    assert "S3 Standard storage than apart" in get(client, acme, "?usage=%3Cscript%3E")


def test_it_begins_with_the_first_usage_type_that_somebody_uses(client, small_world):
    user = next(each.id for each in store.load(small_world).accounts.values() if each.usage)
    assert "What each account uses of S3 Standard storage" in get(client, small_world)

    for usage_type, quantity in {"s3-standard-gb": "0", "example-units": "80"}.items():
        operate(
            client,
            small_world,
            "orgsim.set_usage",
            account_id=user,
            usage_type=usage_type,
            quantity=quantity,
        )

    assert "What each account uses of Round numbers" in get(client, small_world)


def test_accounts_outside_have_sliders_too(client, small_world):
    assert "partner outside, 0 units" in get(client, small_world, "?usage=example-units")
    operate(
        client,
        small_world,
        "orgsim.set_usage",
        account_id=PARTNER,
        usage_type="example-units",
        quantity="80",
    )

    assert "partner 800.00" in get(client, small_world)


def status_of(answer):
    return re.search(r'role="status"[^>]*>(.*?)</p>', answer.content.decode(), re.S)[1]


class TestStatus:
    """What an operation did to the bill is said, not what it did to permissions."""

    def test_the_bill_falls_rises_and_stays(self, client, acme):
        storage = {"account_id": account_id(acme, "log"), "usage_type": "s3-standard-gb"}

        less = status_of(operate(client, acme, "orgsim.set_usage", quantity="0", **storage))
        more = status_of(operate(client, acme, "orgsim.set_usage", quantity="10", **storage))
        same = status_of(operate(client, acme, "orgsim.set_usage", quantity="10", **storage))

        assert re.search(r"The bill falls by \$[\d.,]+ to \$[\d.,]+\.", less)
        assert "The bill rises by $" in more
        assert "Nothing of the bill changes." in same
        assert "action" not in less + more + same

    def test_an_undo_tells_it_too(self, client, acme):
        mgmt = account_id(acme, "mgmt")
        operate(client, acme, "orgsim.set_savings_plan", account_id=mgmt, commitment="1")

        assert "Undone. The bill falls by $" in status_of(operate(client, acme, "undo"))

    def test_an_account_that_leaves_changes_both(self, client, acme):
        gone = operate(
            client,
            acme,
            "organizations.remove_account_from_organization",
            account_id=account_id(acme, "newco"),
        )

        assert re.search(r"The bill (falls|rises) by \$", status_of(gone))


def test_any_account_of_a_large_organization_is_found(client, acme, visitor):
    for number in range(4):
        name = f"extra-{number}"
        services.perform(
            acme,
            "organizations.create_account",
            account_name=name,
            email=f"{name}@example.com",
            base_revision=None,
            visitor=visitor,
        )
        acme.refresh_from_db()

    assert 'name="seek"' in client.get(reverse("accounts:billing", args=[acme.public_id])).content.decode()
    page = billing_page(store.load(acme), teaching_prices(), date(2026, 11, 1), "", "EXTRA-2")
    number = account_id(acme, "extra-2")
    assert [account.name for account in page.choices] == ["extra-2"]
    assert [lane.account.id for lane in page.picture.sliders] == [number]
    assert page.picture.lanes  # who uses any is drawn all the same
