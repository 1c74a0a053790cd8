"""``*`` and ``?``: IAM User Guide, "Policy elements: Action" and "Resource"."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.engine.arn import with_gaps
from policies.engine.patterns import GAP, Exact, glob, matches, matches_ignoring_case


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("", "", True),
        ("", "a", False),
        ("*", "", True),
        ("*", "a/b:c\n", True),
        ("a", "a", True),
        ("a", "A", False),
        ("a*", "a", True),
        ("a*a", "a", False),  # head and tail may not share a letter
        ("a*a", "aa", True),
        ("a*b*c", "a-c-b-c", True),
        ("a*b*c", "a-c-c", False),
        ("*ab*ab", "ab", False),
        ("*ab*ab", "abab", True),
        ("*ab*ba*", "aba", False),  # nor may two pieces in the middle
        ("?", "", False),
        ("?", "a", True),
        ("??", "a", False),
        ("a?c", "abc", True),
        ("a?c", "a\nc", True),
        ("*?", "", False),
        ("*?a?*", "xay", True),
        ("*?a?*", "ay", False),
        ("a.c", "abc", False),  # a point is a point
        ("[ab]", "a", False),
        ("**", "anything", True),
    ],
)
def test_matches(pattern, text, expected):
    assert matches(pattern, text) is expected


def test_ignoring_case():
    assert matches_ignoring_case("Describe*", "describeInstances")
    assert not matches_ignoring_case("Describe*", "List")


@pytest.mark.parametrize(
    "hostile", ["*a" * 40 + "b", "*a?" * 40 + "b", "a*" * 40 + "b*" * 40, "*" * 5_000 + "b"]
)
def test_many_stars_against_a_long_text_come_to_an_end(hostile):
    """With backtracking this would outlive us. That it is linear, ``benchmarks/hostile_patterns`` shows."""
    assert not matches(hostile, "a" * 10_000)


SMALL_PATTERNS = st.text(alphabet="ab*?", max_size=7)
SMALL_TEXTS = st.text(alphabet="ab", max_size=7)


@given(SMALL_PATTERNS, SMALL_TEXTS)
@settings(max_examples=400, deadline=None)
def test_matches_what_a_regular_expression_would(pattern, text):
    expression = "".join({"*": ".*", "?": "."}.get(character, character) for character in pattern)

    assert matches(pattern, text) is bool(re.fullmatch(expression, text))


def test_exact_parts_hold_no_wildcards():
    pattern = glob("home/", Exact("a*?"), "/*")

    assert pattern.matches("home/a*?/x")
    assert not pattern.matches("home/abc/x")


class TestFormats:
    """A format stands for every text that fills its gaps."""

    @pytest.mark.parametrize(
        ("pattern", "arn_format", "covers", "may_match"),
        [
            ("*", "${X}", True, True),
            ("a*", "a${X}", True, True),
            ("a*", "${X}", False, True),
            ("a", "${X}", False, True),
            ("?", "${X}", False, True),  # a gap may hold more than one character
            ("instance/*", "instance/${Id}", True, True),
            ("instance/i-*", "instance/${Id}", False, True),
            ("volume/*", "instance/${Id}", False, False),
            ("*/k", "${Bucket}/${Key}", False, True),
            ("b/*", "${Bucket}/${Key}", False, True),
            ("*/*", "${Bucket}/${Key}", True, True),
            ("b", "${Bucket}/${Key}", False, False),
            ("?/?", "${Bucket}/${Key}", False, True),
            ("ab", "a${X}b", False, True),
            ("a", "a${X}a", False, False),
            ("a-b-c", "a${X}b${Y}c", False, True),
            ("a-c-c", "a${X}b${Y}c", False, False),
            ("*x*", "a${X}", False, True),
        ],
    )
    def test_what_can_be_said_about_all_texts(self, pattern, arn_format, covers, may_match):
        assert glob(pattern).matches(with_gaps(arn_format)) is covers
        assert glob(pattern).may_match(with_gaps(arn_format)) is may_match

    @given(SMALL_PATTERNS, st.lists(SMALL_TEXTS, min_size=2, max_size=4), st.data())
    @settings(max_examples=400, deadline=None)
    def test_no_text_of_the_format_contradicts(self, pattern, literals, data):
        format_text = GAP.join(literals)
        fillings = data.draw(st.lists(SMALL_TEXTS, min_size=len(literals) - 1, max_size=len(literals) - 1))
        text = literals[0] + "".join(map("".join, zip(fillings, literals[1:], strict=True)))

        if glob(pattern).matches(format_text):
            assert matches(pattern, text)
        if matches(pattern, text):
            assert glob(pattern).may_match(format_text)

    @given(SMALL_PATTERNS, st.lists(st.text(alphabet="ab", max_size=2), min_size=2, max_size=3))
    @settings(max_examples=200, deadline=None)
    def test_may_match_has_a_witness(self, pattern, literals):
        """Not only sound but exact: where it says yes, some filling proves it."""
        format_text = GAP.join(literals)
        as_pattern = "*".join(literals)
        witnesses = (
            text
            for length in range(len(pattern) + len(format_text) + 1)
            for text in _texts(length)
            if matches(pattern, text) and matches(as_pattern, text)
        )

        assert glob(pattern).may_match(format_text) is (next(witnesses, None) is not None)


def _texts(length):
    return (
        (f"{number:0{length}b}".translate(str.maketrans("01", "ab")) for number in range(2**length))
        if length
        else [""]
    )
