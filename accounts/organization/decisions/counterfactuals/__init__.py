"""What would allow this, or deny it? Single edits of an organization, each tried before it is offered.

====================  ===========================================================================
``values``            an edit, what it changes elsewhere, and the answer
``question``          who asks for what, and how it is decided now
``documents``         the text of a policy, changed by one action or one exemption
``allowing``          edits that may allow: an Allow more, a Deny less
``limiting``          the permissions boundary widened or lifted, the session policy left out
``of_resource``       the policy of the resource, with an Allow more, or gone
``denying``           edits that may deny: a Deny more, an Allow less
``moving``            the account under another parent
``asking``            the same request in other circumstances
``trying``            an edit carried out on a value that is thrown away, and what it changed
``answer``            ``what_would``: the best of them
====================  ===========================================================================
"""

from __future__ import annotations

from accounts.organization.decisions.counterfactuals.answer import what_would
from accounts.organization.decisions.counterfactuals.values import (
    Candidate,
    Counterfactuals,
    Edit,
    EditKind,
    Wanted,
    carry_out,
)

__all__ = ["Candidate", "Counterfactuals", "Edit", "EditKind", "Wanted", "carry_out", "what_would"]
