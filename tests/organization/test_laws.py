"""What holds for every organization, whatever its policies say."""

from __future__ import annotations

from dataclasses import replace

from accounts.organization.decisions.judge import Judge
from accounts.organization.state import Organization, Policy, PolicyType
from policies.catalogue import catalogue
from policies.engine.document import PolicyDocument
from tests.engine.test_laws import law
from tests.organization.world import ACME, MGMT, ROOT

JUDGE = Judge(catalogue().universe)
ROLES = tuple(f"role/{name}" for name in sorted(ACME.accounts[MGMT].roles))


@law
def test_scps_never_change_a_decision_in_the_management_account(world):
    action, role = world.request.action, world.one_of(ROLES)
    if action in catalogue().universe:  # a few are made up
        decided = JUDGE.evaluate(under(world.scp), MGMT, role, action).decision

        assert decided is JUDGE.evaluate(ACME, MGMT, role, action).decision


def under(document: PolicyDocument) -> Organization:
    """Acme, with this SCP alone at its root and at the management account."""
    scp = Policy("p-law00000", "Law", "", PolicyType.SERVICE_CONTROL_POLICY, document)
    return replace(
        ACME,
        policies={**ACME.policies, scp.id: scp},
        attachments={**ACME.attachments, ROOT: (scp.id,), MGMT: (scp.id,)},
    )
