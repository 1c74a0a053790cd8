"""The mutants fit the code they break."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants import MUTANTS

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_changes_one_place_and_is_still_python(mutant):
    source = (PROJECT / mutant.path).read_text()

    broken = mutant.of(source)

    assert broken != source
    compile(broken, mutant.path, "exec")


def test_every_mutant_has_a_name_of_its_own_and_tests_that_exist():
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
    assert all((PROJECT / "tests/engine" / f"{mutant.tests}.py").exists() for mutant in MUTANTS)
