"""CloudFormation's own linter reads what is exported for CloudFormation."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from accounts.organization.exporting import cloudformation, cloudformation_of_account
from accounts.organization.scenario import from_document
from tests.accounts.factories import DEV_1, SMALL_WORLD
from tests.organization.world import ACME, MGMT

SMALL = from_document(SMALL_WORLD, "tests")


def test_the_linter_of_cloudformation_finds_no_fault(tmp_path):
    for name, organization in (("small", SMALL), ("acme", ACME)):
        (tmp_path / f"{name}.json").write_text(cloudformation(organization))
    for organization, account_id in ((SMALL, DEV_1), (ACME, MGMT)):
        template = cloudformation_of_account(organization, organization.accounts[account_id])
        (tmp_path / f"{account_id}.json").write_text(template)
    lint = [str(Path(sys.executable).with_name("cfn-lint")), *map(str, tmp_path.glob("*.json"))]

    done = subprocess.run(lint, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 0)
