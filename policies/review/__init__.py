"""A policy as a careful reader sees it: what its text gets wrong, and what it says. Pure.

==============  ================================================================================
``findings``    faults and remarks, each with its place, its code and what to do
``rules``       every code there is: how grave, what it means, what to do, who says so
``remarks``     what there is to say about a place, before it is looked up
``subject``     a policy under review
``sound``       which of its parts have no fault, where others have
``names``       services and actions that AWS does not have, lists that mean more than they say
``conditions``  keys, operators, values and variables, one by one
``logic``       conditions taken together, keys that are missing
``resources``   ARNs that AWS never writes, and ARNs that the actions never name
``principals``  who is let in, and who was not meant
``security``    an Allow that gives too much away
``redundancy``  entries and statements that say nothing new
``words``       the parts of a statement; what a set of actions is, in words
``sentences``   a whole statement as a sentence, for each kind of policy
``coverage``    its actions counted: by pattern, by service, by access level
``difference``  two policies: what only one allows or denies, what both do
==============  ================================================================================
"""

from __future__ import annotations

from policies.review.coverage import (
    Coverage,
    PatternCount,
    ServiceCoverage,
    coverage,
    is_countable,
    pattern_counts,
)
from policies.review.difference import Comparison, Difference, Share, difference
from policies.review.findings import Finding, Review, review
from policies.review.remarks import Severity
from policies.review.rules import RULES, Rule
from policies.review.sentences import of_principals, sentence
from policies.review.words import Expansion, expansions, granted, of_actions, of_conditions, of_resources

__all__ = [
    "RULES",
    "Comparison",
    "Coverage",
    "Difference",
    "Expansion",
    "Finding",
    "PatternCount",
    "Review",
    "Rule",
    "ServiceCoverage",
    "Severity",
    "Share",
    "coverage",
    "difference",
    "expansions",
    "granted",
    "is_countable",
    "of_actions",
    "of_conditions",
    "of_principals",
    "of_resources",
    "pattern_counts",
    "review",
    "sentence",
]
