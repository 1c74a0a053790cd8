"""A session of a role: a circumstance of a question, nothing that an organization keeps.

Source: STS API Reference, ``AssumeRole``; IAM User Guide, "Session policies", "Session tags" and "Chaining
roles with session tags".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.organization.state import AccountId
from policies.engine.document import PolicyDocument


@dataclass(frozen=True)
class Session:
    """Of ``role``, by its name, in this account. ``policy`` is the session policy that was passed, which
    limits the session; ``tags`` were passed with it and come on top of the role's own. ``transitive`` are the
    keys of those that the sessions inherit which this one assumes.

    ``source`` is the user or role that assumed it, by account and label; None: nobody says. In role chaining
    ``before`` is the session of that role.
    """

    account_id: AccountId
    role: str
    name: str
    policy: PolicyDocument | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    source: tuple[AccountId, str] | None = None
    transitive: tuple[str, ...] = ()
    before: Session | None = None

    def __hash__(self) -> int:
        tags = frozenset(self.tags.items())
        return hash((self.account_id, self.role, self.name, self.policy, tags, self.source, self.before))

    @property
    def inherited(self) -> Mapping[str, str]:
        """The transitive tags of the sessions before."""
        if self.before is None:
            return {}
        own = {key: self.before.tags[key] for key in self.before.transitive}
        return {**self.before.inherited, **own}

    @property
    def label(self) -> str:
        """Of the role, as ``principals_of`` has it."""
        return f"role/{self.role}"

    @property
    def words(self) -> str:
        """``role/App as s1``: as the page writes it."""
        return f"{self.label} as {self.name}"
