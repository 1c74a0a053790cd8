"""What the judge says about the principals of an organization.

====================  ===========================================================================
``principals``        who can be asked about
``session``           a session of a role, which somebody has assumed
``resources``         what a request names: whose it is, and the policy that it carries
``policies``          the policies that take part in a request
``circumstances``     what is known about a request, as condition keys
``absent_keys``       condition keys that a caller's requests cannot have
``resource_keys``     whose the resource of a request is, and its tags
``asked``             one principal's question, as the engine takes it
``alike``             callers who hear the same about one resource
``judge``             decisions of one principal, remembered across like ones
``sessions``          whether somebody may assume a role, and so have a session of it
``affected``          which accounts a change of the organization can reach at all
``impact``            what a change of the organization gives and takes, over all of it
``who_can``           every principal of the organization by decision
``counterfactuals``   single edits that would allow a request, or deny it
====================  ===========================================================================
"""

from __future__ import annotations

from accounts.organization.decisions.circumstances import Circumstances, Mfa, context_for
from accounts.organization.decisions.counterfactuals import (
    Candidate,
    Counterfactuals,
    Edit,
    EditKind,
    Wanted,
    carry_out,
    what_would,
)
from accounts.organization.decisions.impact import AccountImpact, Impact
from accounts.organization.decisions.judge import Judge
from accounts.organization.decisions.policies import policies_for
from accounts.organization.decisions.principals import (
    ROOT_USER,
    PrincipalName,
    is_service_linked,
    principal,
    principals_of,
)
from accounts.organization.decisions.resources import owner_of
from accounts.organization.decisions.session import Session
from accounts.organization.decisions.sessions import Assumption, assume_role
from accounts.organization.decisions.who_can import Who, who_can, why

__all__ = [
    "ROOT_USER",
    "AccountImpact",
    "Assumption",
    "Candidate",
    "Circumstances",
    "Counterfactuals",
    "Edit",
    "EditKind",
    "Impact",
    "Judge",
    "Mfa",
    "PrincipalName",
    "Session",
    "Wanted",
    "Who",
    "assume_role",
    "carry_out",
    "context_for",
    "is_service_linked",
    "owner_of",
    "policies_for",
    "principal",
    "principals_of",
    "what_would",
    "who_can",
    "why",
]
