"""Management policies: what their texts say, and what comes of them together.

===========  ==================================================================================
``parse``    text to settings, every fault with its place
===========  ==================================================================================
"""

from __future__ import annotations

from accounts.organization.management_policies.parse import parse_settings

__all__ = ["parse_settings"]
