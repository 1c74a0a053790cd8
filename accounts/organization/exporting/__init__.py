"""An organization, for other programs and for people.

``script``          ``aws`` commands that build it anew
``cloudformation``  templates of CloudFormation's
``terraform``       a configuration of Terraform's
``hcl``             words of Terraform's language
``templates``       what those two have in common
``tree``            the tree as a drawing: where each line and word goes
``svg``, ``png``    that drawing, as a picture
"""

from __future__ import annotations

from accounts.organization.exporting.cloudformation import cloudformation, cloudformation_of_account
from accounts.organization.exporting.png import png
from accounts.organization.exporting.script import aws_script
from accounts.organization.exporting.svg import svg
from accounts.organization.exporting.terraform import terraform

__all__ = ["aws_script", "cloudformation", "cloudformation_of_account", "png", "svg", "terraform"]
