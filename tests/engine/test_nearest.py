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


def test_an_operator_with_a_letter_left_out_is_found_again():
    known = [operator.lower() for operator in OPERATORS]

    lost = [name for name in known if name not in nearest(name[:3] + name[4:], known, 3, cutoff=0.75)]

    assert lost == []
