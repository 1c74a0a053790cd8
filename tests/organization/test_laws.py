"""What holds for every organization, whatever its policies say."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from accounts.organization.decisions.judge import Judge
from accounts.organization.state import Organization, Policy, PolicyType
from policies.catalogue import catalogue
from policies.engine.document import PolicyKind
from tests.engine.generators import SMALL_UNIVERSE, documents
from tests.engine.test_laws import held
from tests.organization.world import ACME, MGMT, ROOT

REAL = [action for action in SMALL_UNIVERSE.actions if action in catalogue().universe]
SCPS = documents(SMALL_UNIVERSE, PolicyKind.SERVICE_CONTROL)
JUDGE = Judge(catalogue().universe)


def with_scp_on_the_way_to_the_management_account(document) -> Organization:
    """It takes the place of what is attached at the root, and stands at the account besides."""
    scp = Policy("p-law00000", "Law", "", PolicyType.SERVICE_CONTROL_POLICY, document)
    return replace(
        ACME,
        policies={**ACME.policies, scp.id: scp},
        attachments={**ACME.attachments, ROOT: (scp.id,), MGMT: (scp.id,)},
    )


@held
@given(SCPS, st.sampled_from(REAL), st.sampled_from(sorted(ACME.accounts[MGMT].roles)))
def test_scps_never_change_a_decision_in_the_management_account(document, action, role):
    under_it = with_scp_on_the_way_to_the_management_account(document)
    name = f"role/{role}"

    decided = JUDGE.evaluate(under_it, MGMT, name, action).decision

    assert decided is JUDGE.evaluate(ACME, MGMT, name, action).decision
