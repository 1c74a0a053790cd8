"""The form twin of the policy editor: a policy as cards and back, without loss."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from random import Random
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as some

from policies.catalogue import example_scps, managed_policies
from policies.engine.document import PolicyKind
from policies.engine.parse import PolicySyntaxError, parse_policy
from policies.page.cards import (
    Card,
    ConditionRow,
    PrincipalRow,
    TooComplex,
    cards_of,
    posted_cards,
    shape_of,
    taken,
    text_of,
)
from policies.page.examples import examples
from policies.page.kinds import KINDS
from tests.near_policies import near_policy

SCP = shape_of(PolicyKind.SERVICE_CONTROL)
BUCKET = shape_of(PolicyKind.RESOURCE)

NO_EC2 = """{"Version": "2012-10-17",
 "Statement": [
  {"Sid": "NoEc2", "Effect": "Deny", "Action": "ec2:*", "Resource": "*"},
  {"Effect": "Deny", "Resource": ["*"], "NotAction": ["iam:*"],
   "Condition": {"Bool": {"aws:MultiFactorAuthPresent": false},
                 "NumericLessThan": {"s3:max-keys": [10, "9"]}}}]}"""


def sent(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """The cards after their way through a browser."""
    fields: list[tuple[str, str]] = []
    for number, card in enumerate(cards):
        fields += [("card", str(number))]
        origin = "" if card.origin is None else str(card.origin)
        mine = [("origin", origin), ("sid", card.sid), ("effect", card.effect)]
        mine += [("action-not", "Not" if card.excludes_actions else "")]
        mine += [("resource-not", "Not" if card.excludes_resources else "")]
        mine += [("principal-not", "Not" if card.excludes_principals else "")]
        mine += [("action", text) for text in card.actions] + [("resource", text) for text in card.resources]
        for row in card.principals:
            mine += [("principal-kind", row.kind), ("principal", row.value)]
        for condition in card.conditions:
            area = condition.lines.replace("\n", "\r\n")
            mine += [("operator", condition.operator), ("key", condition.key), ("values", area)]
        fields += [(f"{number}-{name}", text) for name, text in mine]
    return posted_cards(QueryDict(urlencode(fields)))


def statements(text: str) -> list[dict[str, object]]:
    found = json.loads(text)["Statement"]
    return found if isinstance(found, list) else [found]


# What nobody touches stays


@pytest.mark.parametrize("kind", PolicyKind)
def test_a_text_is_the_same_after_the_form_or_has_no_form(kind):
    """Near-policies of every sort, as the fuzzer makes them."""
    random, shape = Random(f"form of {kind.value}"), shape_of(kind)
    for _ in range(100):
        text = near_policy(random)
        try:
            cards = cards_of(text, shape)
        except TooComplex:
            continue
        assert sent(cards) == cards
        assert text_of(text, sent(cards), shape) == text


def test_the_form_shows_all_that_this_site_itself_offers():
    texts = [(KINDS[each.kind].kind, each.text) for each in examples()]
    texts += [(PolicyKind.SERVICE_CONTROL, each.document.text) for each in example_scps()]
    for kind, text in texts:
        cards = cards_of(text, shape_of(kind))

        assert text_of(text, sent(cards), shape_of(kind)) == text


def test_nearly_every_managed_policy_of_aws_has_a_form():
    shape, without = shape_of(PolicyKind.IDENTITY), []
    for policy in list(managed_policies().values())[::20]:
        try:
            text = policy.document.text
            assert text_of(text, sent(cards_of(text, shape)), shape) == text
        except TooComplex as why:
            without.append(str(why))

    assert all("more than" in why for why in without)


def test_one_changed_element_leaves_all_others_as_they_were_written():
    first, second = cards_of(NO_EC2, SCP)
    named = replace(second, sid="WithMfa")

    changed = text_of(NO_EC2, sent((first, named)), SCP)

    was, now = statements(NO_EC2), statements(changed)
    assert now == [was[0], {"Sid": "WithMfa", **was[1]}]
    assert now[1]["Condition"]["Bool"]["aws:MultiFactorAuthPresent"] is False
    assert now[1]["Resource"] == ["*"]


def test_one_changed_condition_leaves_the_numbers_of_the_other():
    (card,) = cards_of(json.dumps({"Statement": statements(NO_EC2)[1]}), SCP)
    rows = (ConditionRow("Bool", "aws:MultiFactorAuthPresent", ("true",)), card.conditions[1])
    changed = replace(card, conditions=rows)

    now = json.loads(text_of(json.dumps({"Statement": statements(NO_EC2)[1]}), sent((changed,)), SCP))

    assert now["Statement"]["Condition"] == {
        "Bool": {"aws:MultiFactorAuthPresent": "true"},
        "NumericLessThan": {"s3:max-keys": [10, "9"]},
    }


# What the form says is what is written

WORD = some.text('aZ9:*/-. é"\\', min_size=1, max_size=6).filter(str.strip)
ROWS = some.lists(WORD, max_size=3).map(tuple)
CONDITIONS = some.dictionaries(some.tuples(WORD, WORD), some.lists(WORD, max_size=3).map(tuple), max_size=3)
PRINCIPALS = some.one_of(
    some.just((PrincipalRow("*"),)),
    some.lists(some.builds(PrincipalRow, some.sampled_from(["AWS", "Service"]), WORD), max_size=3).map(tuple),
)
CARDS = some.lists(
    some.builds(
        Card,
        origin=some.sampled_from([None, 0, 1]),
        sid=some.one_of(some.just(""), WORD),
        effect=some.sampled_from(["Allow", "Deny"]),
        excludes_principals=some.booleans(),
        principals=PRINCIPALS,
        excludes_actions=some.booleans(),
        actions=ROWS,
        excludes_resources=some.booleans(),
        resources=ROWS,
        conditions=CONDITIONS.map(
            lambda found: tuple(ConditionRow(*place, values) for place, values in found.items())
        ),
    ),
    max_size=3,
).map(tuple)


@settings(max_examples=40)
@given(cards=CARDS)
def test_any_cards_are_written_and_read_again_as_they_are(cards):
    again = cards_of(text_of(NO_EC2, sent(cards), BUCKET), BUCKET)

    assert [meaning(card) for card in again] == [meaning(card) for card in cards]


def meaning(card: Card) -> tuple[object, ...]:
    """The order of principals of several kinds, and of conditions, is that of their objects. A list
    without entries says nothing by standing in a ``Not…``."""
    return (
        card.sid,
        card.effect,
        card.excludes_principals and bool(card.principals),
        sorted(card.principals, key=lambda row: row.kind),
        card.excludes_actions,
        card.actions,
        card.excludes_resources and bool(card.resources),
        card.resources,
        sorted(card.conditions, key=lambda row: (row.operator, row.key)),
    )


def test_blank_rows_are_not_written():
    cards = (Card(None, actions=("", "s3:*", " "), resources=("*",), conditions=(ConditionRow("Bool", ""),)),)

    written = statements(text_of(NO_EC2, cards, SCP))

    assert written == [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]


def test_a_condition_that_stands_there_twice_has_the_values_of_both():
    rows = (
        ConditionRow("StringLike", "aws:username", ("a*",)),
        ConditionRow("StringLike", "aws:username", ("b*",)),
    )

    (written,) = statements(text_of(NO_EC2, (Card(None, actions=("s3:*",), conditions=rows),), SCP))

    assert written["Condition"] == {"StringLike": {"aws:username": ["a*", "b*"]}}


def test_a_statement_that_is_no_list_stays_none_while_it_is_alone():
    text = '{"Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}}'
    (card,) = cards_of(text, SCP)

    alone = text_of(text, taken((card,), "add-action 0 ec2:*", SCP), SCP)
    two = text_of(text, taken((card,), "add", SCP), SCP)

    assert json.loads(alone)["Statement"]["Action"] == ["s3:*", "ec2:*"]
    assert len(json.loads(two)["Statement"]) == 2


@pytest.mark.parametrize("kind", PolicyKind)
def test_a_new_statement_is_a_policy_once_it_names_an_action(kind):
    """For a trust policy and that of a resource, once it names a principal."""
    shape = shape_of(kind)
    action = "sts:AssumeRole" if kind is PolicyKind.TRUST else "s3:GetObject"
    cards = taken(taken((), "add", shape), f"add-action 0 {action}", shape)
    if shape.has_principals:
        cards = (replace(cards[0], principals=(PrincipalRow("*"),)),)

    parse_policy(text_of('{"Version": "2012-10-17", "Statement": []}', cards, shape), kind)


# What has no form

COMPLEX = {
    '{"Statement": [}': "cannot be read yet",
    '{"Statement": [], "Statement": []}': "something twice",
    "[]": "no object",
    '{"Statement": [3]}': "no list of objects",
    '{"Statement": [], "Comment": "x"}': "no place for `Comment`",
    '{"Statement": {"Effect": "Deny", "Action": "*", "Principal": "*"}}': "no place for `Statement[0].P",
    '{"Statement": {"Effect": "deny", "Action": "*"}}': "neither Allow nor Deny",
    '{"Statement": {"Effect": "Deny", "Action": "*", "NotAction": "*"}}': "Action and NotAction",
    '{"Statement": {"Effect": "Deny", "Action": {"a": 1}}}': "no text",
    '{"Statement": {"Effect": "Deny", "Action": ["s3:*", ""]}}': "empty",
    '{"Statement": {"Effect": "Deny", "Action": "s3:\\n*"}}': "control character",
    '{"Statement": {"Effect": "Deny", "Action": "*", "Condition": {"Bool": []}}}': "condition key",
}


@pytest.mark.parametrize(("text", "reason"), COMPLEX.items(), ids=list(COMPLEX.values()))
def test_the_form_says_why_it_cannot_show_a_text(text, reason):
    with pytest.raises(TooComplex, match=reason.replace("[", r"\[")):
        cards_of(text, SCP)


def test_a_policy_of_very_many_entries_has_no_form():
    statement = {"Effect": "Deny", "Action": ["s3:*"] * 201, "Resource": "*"}

    with pytest.raises(TooComplex, match="more than 200"):
        cards_of(json.dumps({"Statement": statement}), SCP)
    with pytest.raises(TooComplex, match="41 statements"):
        cards_of(json.dumps({"Statement": [{**statement, "Action": "*"}] * 41}), SCP)


# The buttons

TWO = (Card(0, "One", actions=("s3:*", "")), Card(1, "Two", conditions=(ConditionRow("Bool", "aws:x"),)))
STEPS = {
    "add": ["One", "Two", ""],
    "remove 0": ["Two"],
    "up 1": ["Two", "One"],
    "down 0": ["Two", "One"],
    "up 0": ["One", "Two"],
    "down 1": ["One", "Two"],
    "remove 7": ["One", "Two"],
    "explode": ["One", "Two"],
    "": ["One", "Two"],
}


@pytest.mark.parametrize(("step", "sids"), STEPS.items(), ids=list(STEPS))
def test_a_button_adds_removes_and_moves_statements(step, sids):
    assert [card.sid for card in taken(TWO, step, SCP)] == sids


def test_buttons_add_and_remove_rows():
    assert taken(TWO, "add-action 1", SCP)[1].actions == ("",)
    assert taken(TWO, "remove-action 0 0", SCP)[0].actions == ("",)
    assert taken(TWO, "remove-condition 1 0", SCP)[1].conditions == ()
    assert taken(TWO, "add-resource 1", SCP)[1].resources == ("",)
    assert taken(TWO, "add-principal 0", BUCKET)[0].principals == (PrincipalRow("AWS"),)


def test_an_action_that_was_found_takes_the_place_of_a_row_that_waits():
    assert taken(TWO, "add-action 0 ec2:RunInstances", SCP)[0].actions == ("s3:*", "ec2:RunInstances")


@given(
    fields=some.lists(
        some.tuples(
            some.sampled_from(
                ["card", "0-origin", "0-action", "0-key", "0-values", "0-principal-kind", "0-effect"]
            ),
            some.text(max_size=8),
        ),
        max_size=12,
    )
)
@settings(max_examples=40)
def test_whatever_is_sent_makes_a_text_that_the_parser_judges(fields):
    query = QueryDict(mutable=True)
    for name, text in fields:
        query.appendlist(name, text)

    written = text_of(NO_EC2, posted_cards(query), SCP)

    with suppress(PolicySyntaxError):
        parse_policy(written, PolicyKind.SERVICE_CONTROL)
