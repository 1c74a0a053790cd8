"""Cells of the comparison, proved in the organization that somebody works in, and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from accounts import selectors, services
from accounts.models import OrganizationRecord, Visitor
from lessons.course.comparison import Cell, Found, prove
from lessons.models import Proof


def prove_cells(visitor: Visitor, cells: Sequence[Cell]) -> tuple[OrganizationRecord, Mapping[str, Found]]:
    """By key, in the sandbox that this visitor used last; who has none gets one. What holds is kept."""
    record = selectors.latest_sandbox_of(visitor) or services.create_sandbox(visitor)
    organization, now = selectors.present(record).organization, timezone.now()
    found = {cell.key: prove(cell, organization, selectors.judge(), now) for cell in cells}
    for key, each in found.items():
        if each.holds:
            says = {"text": each.says.text, "parameters": dict(each.says.parameters)}
            kept = {"organization": record.public_id, "revision": record.revision, "says": says}
            Proof.objects.update_or_create(visitor=visitor, cell=key, defaults={"found": kept, "time": now})
    return record, found
