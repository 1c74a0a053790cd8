"""What judging a goal found, in words; and texts of lessons as HTML."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lessons.course.language import Message
from lessons.page.markdown import blocks, line
from lessons.page.sentences import sentence_of

A, B = frozenset({"dev-1", "dev-2"}), frozenset({"dev-2", "prod-1"})


@pytest.mark.parametrize(
    ("comparison", "actual", "wanted", "sentence"),
    [
        ("equals", A, B, "Missing: prod-1. Too much: dev-1."),
        ("equals", Decimal(2400), Decimal(2120), "It is 2400, and should be 2120."),
        ("equals", "ALL", "CONSOLIDATED_BILLING", "It is ALL, and should be CONSOLIDATED_BILLING."),
        ("includes", A, B, "Missing: prod-1."),
        ("excludes", A, B, "Too much: dev-2."),
        ("within", A, B, "Too much: dev-1."),
        ("at_least", Decimal(0), Decimal(14), "It is 0, and should be at least 14."),
        ("at_most", Decimal("10.50"), Decimal(1), "It is 10.5, and should be at most 1."),
        # It holds and is held against somebody: the goal is its opposite.
        ("includes", A, A, "It is dev-1, dev-2, and should not be."),
        # An exercise that compares a set with a number says nothing of use.
        ("equals", A, Decimal(1), ""),
    ],
)
def test_a_comparison_says_what_is_missing_or_too_much(comparison, actual, wanted, sentence):
    assert sentence_of(Message(f"compared.{comparison}", {"actual": actual, "wanted": wanted})) == sentence


def test_of_many_some_are_named():
    many = frozenset(f"a{number}" for number in range(9))

    message = Message("compared.within", {"actual": many, "wanted": frozenset()})
    assert sentence_of(message) == "Too much: a0, a1, a2, a3, a4, a5 and 3 more."


def test_what_is_not_there_is_named():
    message = Message("absent", {"kind": "account", "name": "dev-4"})

    assert sentence_of(message) == "There is no account dev-4."


def test_what_was_to_stay_is_named():
    assert sentence_of(Message("part_changed", {"part": "tree"})) == "The tree is not as it was at the start."


def test_a_text_brings_no_html_no_picture_and_no_script():
    text = "<b onclick=x>a</b> ![p](https://example.org/p.png) [l](javascript:alert(1)) `code` **bold**"

    for html in (blocks(text), line(text)):
        assert "<b " not in html
        assert "<img" not in html
        assert 'href="javascript' not in html
        assert "<code>code</code> <strong>bold</strong>" in html
