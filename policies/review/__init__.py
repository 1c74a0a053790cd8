"""A policy as a careful reader sees it: what its text gets wrong, and what it says. Pure.

============  ==================================================================================
``findings``  faults, names that AWS does not have, patterns that match nothing, each with its place
``words``     statements as sentences; what a set of actions is, in words
============  ==================================================================================
"""

from __future__ import annotations

from policies.review.findings import Finding, Review, Severity, review
from policies.review.words import Expansion, expansions, granted, of_actions, of_conditions, of_resources

__all__ = [
    "Expansion",
    "Finding",
    "Review",
    "Severity",
    "expansions",
    "granted",
    "of_actions",
    "of_conditions",
    "of_resources",
    "review",
]
