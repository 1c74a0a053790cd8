"""A recovery phrase: four words bring everything to another browser."""

from __future__ import annotations

import math
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import OrganizationRecord, Tally, Visitor
from accounts.people.limits import network_of
from accounts.people.phrase import BY_ADDRESS, BY_EVERYBODY, LENGTH, give_phrase, word_list
from tests.accounts.factories import VisitorFactory
from tests.lessons.people import browser, key_of, owner, shown_phrase

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(visitor) -> str:
    """The phrase of the visitor."""
    return " ".join(give_phrase(visitor))


def enter(client, text: str):
    return client.post("/resume/", {"phrase": text})


def test_it_is_long_enough_to_be_nobodys_guess():
    words = word_list()

    assert LENGTH * math.log2(len(words)) > 44
    assert len(set(words)) == len(words)
    assert all(re.fullmatch("[a-z]{3,9}", word) for word in words)


def test_it_opens_everything_on_another_device(server, client, visitor, small_world):
    words = shown_phrase(client.post("/study/phrase").content.decode())
    other = browser(server)

    assert enter(other, words).status_code == 302

    assert owner(other) == visitor
    assert other.get(f"/s/{small_world.public_id}/history").status_code == 200
    assert visitor.keys.count() == 2


def test_how_it_is_written_does_not_matter(server, words, visitor):
    other = browser(server)

    enter(other, "  " + words.upper().replace(" ", ",\n "))

    assert owner(other) == visitor


def test_it_is_shown_once_and_kept_as_a_hash(client, words, visitor):
    visitor.refresh_from_db()

    assert 'class="phrase"' not in client.get("/progress/").content.decode()
    assert visitor.phrase_hash is not None
    assert not set(words.split()) & set(visitor.phrase_hash.split())


def test_a_new_one_takes_the_place_of_the_old_one(server, client, words, visitor):
    newer = shown_phrase(client.post("/study/phrase").content.decode())
    other = browser(server)

    assert enter(other, words).status_code == 422
    assert enter(other, newer).status_code == 302


def test_who_has_made_nothing_yet_can_have_one(server):
    nobody, other = browser(server), browser(server)
    words = shown_phrase(nobody.post("/study/phrase").content.decode())

    enter(other, words)

    assert owner(other) == owner(nobody) == Visitor.objects.get()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "This field is required"),
        ("otter lamp quiet", "A phrase has four words"),
        ("otter lamp quiet harbr", "Did you mean harbor"),
        ("otter lamp quiet qqqqqq", "No phrase has the word “qqqqqq”"),
        ("otter lamp quiet harbor", "Nobody has this phrase"),
        ("x" * 100_000, "at most 200 characters"),
        ("\0 \ud7ff", "Null characters"),
    ],
)
def test_what_is_no_phrase_is_refused_with_the_reason(server, text, said):
    response = enter(browser(server), text)

    assert response.status_code == 422
    assert said in response.content.decode()


def test_who_guesses_is_stopped(server, words, visitor):
    guesser = browser(server)
    assert "Nobody has this phrase" in enter(guesser, "otter lamp quiet harbor").content.decode()
    Tally.objects.filter(bucket=BY_ADDRESS.of("127.0.0.1").key, count=1).update(count=BY_ADDRESS.most)

    stopped = enter(guesser, words)

    assert stopped.status_code == 422
    assert "Try again in 10 minutes" in stopped.content.decode()
    assert owner(guesser) is None


def test_who_guesses_from_everywhere_is_stopped_too(server):
    Tally.objects.create(bucket=BY_EVERYBODY.of().key, since=timezone.now(), count=BY_EVERYBODY.most)

    assert "Too many tries" in enter(browser(server), "otter lamp quiet harbor").content.decode()


def test_after_a_while_one_may_try_again(server, words):
    long_ago = timezone.now() - timedelta(hours=2)
    for bucket in (BY_EVERYBODY.of(), BY_ADDRESS.of("127.0.0.1")):
        Tally.objects.create(bucket=bucket.key, since=long_ago, count=10_000)

    assert enter(browser(server), words).status_code == 302


def test_neither_success_nor_a_typing_mistake_counts_as_a_try(server, words):
    enter(browser(server), words)
    enter(browser(server), "otter lamp quiet harbr")

    assert not Tally.objects.filter(count__gt=0).exists()


def test_no_address_can_be_read_where_tries_are_counted():
    assert "203.0.113.7" not in BY_ADDRESS.of("203.0.113.7").key


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_all_addresses_of_one_household_are_one(address, network):
    assert network_of(address) == network


def test_another_browser_can_be_signed_out(server, client, words, visitor):
    other = browser(server)
    enter(other, words)

    client.post(f"/study/browsers/{key_of(other).pk}/sign-out")

    assert owner(other) is None
    assert owner(client) == visitor


def test_who_could_not_come_back_is_not_signed_out(client, visitor):
    client.post("/sign-out/")

    assert owner(client) == visitor
    assert "Make a phrase or sign up first" in client.get("/progress/").content.decode()


def test_the_secret_that_another_put_into_this_browser_opens_nothing_later(server, words, visitor):
    """Who plants their own cookie in somebody's browser must not come to what that person signs in to."""
    VisitorFactory(token="planted")
    planter, victim = browser(server, "planted"), browser(server)
    victim.cookies = planter.cookies.copy()

    enter(victim, words)

    assert owner(victim) == visitor
    assert owner(planter) is None


def test_a_first_sandbox_does_not_stand_before_what_is_being_worked_on(server, words, small_world):
    other = browser(server)
    other.get("/sandbox/")

    enter(other, words)

    assert OrganizationRecord.objects.get() == small_world
