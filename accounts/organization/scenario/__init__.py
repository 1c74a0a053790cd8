"""Scenario documents: one organization whole, as JSON that people can write and read.

``scenario.schema.json`` beside this file describes them for editors; ``from_document`` is stricter
and finds every fault with its place. What a document leaves out (IAM's unique identifiers, dates)
``from_document`` fills in; ``to_document`` writes it, so that the way there and back is exact.
"""

from __future__ import annotations

from accounts.organization.scenario.built_in import built_in
from accounts.organization.scenario.packing import packed
from accounts.organization.scenario.reading import from_document
from accounts.organization.scenario.shape import FORMAT, VERSION, ScenarioError, ScenarioFault
from accounts.organization.scenario.summary import summary
from accounts.organization.scenario.writing import to_document

__all__ = [
    "FORMAT",
    "VERSION",
    "ScenarioError",
    "ScenarioFault",
    "built_in",
    "from_document",
    "packed",
    "summary",
    "to_document",
]
