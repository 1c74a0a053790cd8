"""What somebody may have meant by a name that nobody knows."""

from __future__ import annotations

import pytest

from policies.engine.nearest import nearest
from policies.engine.operators import OPERATORS

KNOWN = ("getobject", "getobjectacl", "putobject", "listbucket")


def test_the_nearest_comes_first():
    assert nearest("getobjct", KNOWN, 2, cutoff=0.5) == ["getobject", "getobjectacl"]


@pytest.mark.parametrize("word", ["", "x", "deletevpc", "g" * 10_000])
def test_what_is_like_no_name_has_none_near(word):
    assert list(nearest(word, KNOWN, 3, cutoff=0.5)) == []


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_operator_with_a_letter_left_out_is_found_again(operator):
    by_lower = {name.lower(): name for name in OPERATORS}
    misspelt = operator.lower()[:3] + operator.lower()[4:]

    assert operator.lower() in nearest(misspelt, by_lower, 3, cutoff=0.75)
