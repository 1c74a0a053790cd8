"""Is every rule of the engine tested? Small ways to break it, each of which the tests have to notice.

``python -m tests.mutants`` breaks a copy of the project in one way after the other and runs the tests of
the engine. What no test notices is listed by its name: then a test is missing.
"""

from tests.mutants import callers, decisions, language, sets
from tests.mutants.mutant import Mutant

MUTANTS: tuple[Mutant, ...] = (
    *language.MUTANTS,
    *decisions.MUTANTS,
    *callers.MUTANTS,
    *sets.MUTANTS,
)
