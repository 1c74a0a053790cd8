"""The service control policies that AWS publishes as examples.

``example_scps.tsv`` has a row for each: name, description, page of the Organizations User Guide; the
documents lie beside it, ``example_scps/DenyLeavingOrganization.json``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from policies.catalogue.tables import rows
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.parse import parse_policy


@dataclass(frozen=True, slots=True)
class ExampleScp:
    """``source`` names the page of the Organizations User Guide that describes the rule."""

    name: str
    description: str
    source: str
    document: PolicyDocument


def read_example_scps(folder: Path) -> tuple[ExampleScp, ...]:
    """The examples in the order of the rows."""
    return tuple(
        ExampleScp(name, description, source, _document(folder / "example_scps" / f"{name}.json"))
        for name, description, source in rows(folder / "example_scps.tsv")
    )


def _document(path: Path) -> PolicyDocument:
    text = path.read_text("utf-8").removesuffix("\n")
    return parse_policy(text, PolicyKind.SERVICE_CONTROL)
