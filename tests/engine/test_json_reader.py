"""JSON with places: RFC 8259, and sentences for people who make mistakes in it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.engine.json_reader import (
    JsonSyntaxError,
    NotPlain,
    Number,
    Place,
    read,
    read_with_places,
)


def fault(text):
    with pytest.raises(NotPlain):
        read(text)
    with pytest.raises(JsonSyntaxError) as caught:
        read_with_places(text)
    return caught.value.fault


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "there is nothing here"),
        (" \n ", 2, 2, "there is nothing here"),
        ("\ufeff{}", 1, 1, "byte order mark"),
        ('{"a": 1', 1, 8, "the bracket of line 1 is not closed"),
        ('{"a": [1, 2', 1, 12, "the bracket of line 1 is not closed"),
        ('{"a"', 1, 5, "the bracket of line 1 is not closed"),
        ("{", 1, 2, "the bracket of line 1 is not closed"),
        ("[1,", 1, 4, "the bracket of line 1 is not closed"),
        ('{"a":', 1, 6, "a value should follow"),
        ('{"a": 1,}', 1, 8, "no comma after the last entry"),
        ("[1,\n]", 1, 3, "no comma after the last entry"),
        ('{"a": 1 "b": 2}', 1, 9, "expected a comma"),
        ('{"a": 1\n "b": 2}', 2, 2, "expected a comma"),
        ('["a" "b"]', 1, 6, "expected a comma"),
        ('{"a" 1}', 1, 6, 'expected a colon after "a"'),
        ("{'a': 1}", 1, 2, "a name in double quotes"),
        ("{a: 1}", 1, 2, 'write "a"'),
        ("{,}", 1, 2, "a name in double quotes"),
        ('{"a": \'b\'}', 1, 7, 'straight double quotes'),
        ('{"a": “b”}', 1, 7, 'straight double quotes'),
        ('{"a": b}', 1, 7, 'write "b"'),
        ('{"a": True}', 1, 7, "JSON writes true, not True"),
        ('{"a": NaN}', 1, 7, "JSON knows no NaN"),
        ('{"a": Infinity}', 1, 7, "JSON knows no Infinity"),
        ('{"a": -Infinity}', 1, 7, "JSON knows no Infinity"),
        ('{"a": -}', 1, 7, "a minus sign without a number"),
        ('{"a": 01}', 1, 7, "this is not a number"),
        ('{"a": 1.}', 1, 7, "this is not a number"),
        ('{"a": 12ab}', 1, 7, "this is not a number"),
        ('{"a": }', 1, 7, "a value is missing before this }"),
        ('{"a": 1} // why', 1, 10, "the policy ended before this"),
        ('{"a": // why\n1}', 1, 7, "JSON has no comments"),
        ('{"a": 1} {', 1, 10, "the policy ended before this"),
        ('{"a": [1}', 1, 9, "} does not close the [ of line 1"),
        ('{"a": "b\nc"}', 1, 7, "not closed on its line"),
        ('{"a": "b', 1, 7, "not closed on its line"),
        ('{"a": "b\tc"}', 1, 9, "write \\t"),
        ('{"a": "b\x00"}', 1, 9, "U+0000"),
        ('{"a": "\\q"}', 1, 8, "means nothing in JSON"),
        ('{"a": "\\u12"}', 1, 8, "four hexadecimal digits"),
        ('{"a": "\\ud83d"}', 1, 8, "half of a character"),
        ('{"a": "\udc00"}', 1, 8, "U+DC00"),
        ('{"a": ' + "9" * 5_000 + "}", 1, 7, "a number of more than"),
        ("[" * 100_000, 1, 34, "nested deeper than 32"),
        ('{"a":' * 100_000, 1, 166, "nested deeper than 32"),
        ("[" + "1," * 600_000 + "1]", 1, 1, "more than 1,000,000 are not even read"),
    ],
)  # fmt: skip
def test_a_fault_says_what_to_do(text, line, column, words):
    found = fault(text)

    assert words in found.message
    assert found.place == Place(line, column)


def test_duplicate_keys_are_faults_and_the_first_counts():
    text = '{"a": 1, "b": {"c": 1, "c": [2]},\n "a": {"b": 2}}'
    with pytest.raises(NotPlain):
        read(text)

    reading = read_with_places(text)

    assert reading.value == {"a": "1", "b": {"c": "1"}}
    assert [(each.path, each.place) for each in reading.faults] == [
        (("b", "c"), Place(1, 24)),
        (("a",), Place(2, 2)),
    ]


def test_keys_and_values_remember_their_places():
    reading = read_with_places('{\n  "a": [true,\n    {"b": "x"}]\n}')

    assert reading.keys[("a",)] == Place(2, 3)
    assert reading.values[("a", 0)] == Place(2, 9)
    assert reading.keys[("a", 1, "b")] == Place(3, 6)
    assert reading.values[("a", 1, "b")] == Place(3, 11)


def test_numbers_stay_as_they_were_written():
    value = read("[1.50, 1e3, -0]")

    assert value == ["1.50", "1e3", "-0"]
    assert all(isinstance(number, Number) for number in value)


def test_escapes_of_characters_beyond_the_first_plane():
    assert read_with_places('"\\ud83d\\ude00\\u00e9\\n"').value == "😀é\n"


VALUES = st.recursive(
    st.none() | st.booleans() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=15,
)


@given(VALUES, st.sampled_from([None, 2]), st.booleans())
@settings(max_examples=200, deadline=None)
def test_both_readers_read_what_was_written(value, indent, ensure_ascii):
    text = json.dumps(value, indent=indent, ensure_ascii=ensure_ascii)

    assert read_with_places(text).value == value
    assert read_with_places(text).faults == ()
    try:
        assert read(text) == value
    except NotPlain:
        assert "\\ud" in text.lower()  # a pair of halves: fine, but left to the careful reader


@given(st.text(alphabet='{}[]",:\\u0dD8tfn\n 1e-.', max_size=25))
@settings(max_examples=400, deadline=None)
def test_both_readers_take_and_refuse_the_same(text):
    try:
        reading = read_with_places(text)
        careful = not reading.faults
    except JsonSyntaxError:
        careful = False
    try:
        quick = read(text)
    except NotPlain:
        assert not careful or "\\u" in text
    else:
        assert careful
        assert quick == reading.value


def test_only_so_many_values_are_read_however_they_are_nested():
    found = fault("[\n" + "0," * 20_001 + "0]")

    assert "more than 20,000 values" in found.message
    assert found.place.line == 2
    many = "[" + "0," * 10_000 + "0]"
    with pytest.raises(JsonSyntaxError, match="more than 20,000 values"):
        read_with_places(f'{{"a": 0, "a": {many}, "a": {many}}}')


def test_commas_inside_of_a_text_are_no_values():
    text = '["' + "," * 30_000 + '"]'

    assert read_with_places(text).value == ["," * 30_000]
