"""What an instructor types keeps its names apart from its words."""

from __future__ import annotations

import pytest

from accounts.organization.scenario import built_in, from_document
from lessons.course.building.naming import braced

ACME = from_document(built_in("acme"), "naming")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("dev-3 needs EC2", "{{dev-3}} needs EC2"),
        ("**dev-1**, not dev-10", "**{{dev-1}}**, not dev-10"),
        ("`DenyEC2` hangs on Dev.", "`{{DenyEC2}}` hangs on {{Dev}}."),
        ("{{dev-3}} and {{id dev-3}}", "{{dev-3}} and {{id dev-3}}"),
        ("DevOps", "DevOps"),
    ],
)
def test_names_are_put_in_braces_and_nothing_else(typed: str, kept: str) -> None:
    assert braced(typed, ACME) == kept
