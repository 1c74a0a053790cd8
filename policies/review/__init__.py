"""A policy as a careful reader sees it: what its text gets wrong, and what it says. Pure.

==============  ================================================================================
``findings``    faults, names that AWS does not have, patterns that match nothing, each with its place
``conditions``  keys and variables that do not exist, values that can never match
``remarks``     what there is to say about a place, before it is looked up
``words``       statements as sentences; what a set of actions is, in words
==============  ================================================================================
"""

from __future__ import annotations

from policies.review.findings import Finding, Review, review
from policies.review.remarks import Severity
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
