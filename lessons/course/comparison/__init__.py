"""Organizations beside IAM: what is said of each, and how anybody's own organization proves it.

A proof is a request that the engine decides, or an operation that is tried in a copy; nothing is written.

================  ==========================================================================
``trial``         an organization and its copy: asking, trying, what was found
``witnesses``     places in an organization that show something
``governing``     the proofs on the side of Organizations
``granting``      the proofs on the side of IAM
``table``         the twelve aspects, the seven features, and which proof belongs to which cell
================  ==========================================================================
"""

from __future__ import annotations

from lessons.course.comparison.table import (
    CELLS,
    COMPARISON,
    SUMMARY,
    Cell,
    Feature,
    Row,
    Side,
    cell_of,
    prove,
)
from lessons.course.comparison.trial import Asked, Found, Sentence, Tried

__all__ = [
    "CELLS",
    "COMPARISON",
    "SUMMARY",
    "Asked",
    "Cell",
    "Feature",
    "Found",
    "Row",
    "Sentence",
    "Side",
    "Tried",
    "cell_of",
    "prove",
]
