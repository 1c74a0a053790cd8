"""An organization, for other programs and for people.

``aws_script``  ``aws`` commands that build it anew
``shell``       words for a shell
"""

from __future__ import annotations

from accounts.organization.exporting.aws_script import aws_script

__all__ = ["aws_script"]
