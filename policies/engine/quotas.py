"""How long AWS lets a policy document be, and how it counts.

Sources: IAM User Guide, "IAM and AWS STS quotas"; Organizations User Guide, "Quotas and service
limits"; AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies"; S3 User Guide,
"Bucket policies". Read in autumn 2026.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from policies.engine.document import PolicyKind

READ = date(2026, 10, 1)


@dataclass(frozen=True, slots=True)
class SizeQuota:
    """``characters`` at most. IAM leaves white space out when it counts, Organizations does not."""

    characters: int
    counts_white_space: bool
    source: str
    read: date = READ

    def size(self, documents: Iterable[str]) -> int:
        """All of them together, as AWS counts: inline policies of one owner share a quota."""
        if self.counts_white_space:
            return sum(map(len, documents))
        return sum(len("".join(document.split())) for document in documents)

    def excess(self, *documents: str) -> int:
        """By how many characters they are too long; 0 when they fit."""
        return max(0, self.size(documents) - self.characters)


_IAM = 'IAM User Guide, "IAM and AWS STS quotas"'
_ORGANIZATIONS = 'Organizations User Guide, "Quotas and service limits"'

SERVICE_CONTROL_POLICY = SizeQuota(10_240, counts_white_space=True, source=_ORGANIZATIONS)
RESOURCE_CONTROL_POLICY = SizeQuota(5_120, counts_white_space=True, source=_ORGANIZATIONS)
MANAGED_POLICY = SizeQuota(6_144, counts_white_space=False, source=_IAM)
USER_INLINE_POLICIES = SizeQuota(2_048, counts_white_space=False, source=_IAM)
"""All inline policies of one user together; the same for groups and roles."""
GROUP_INLINE_POLICIES = SizeQuota(5_120, counts_white_space=False, source=_IAM)
ROLE_INLINE_POLICIES = SizeQuota(10_240, counts_white_space=False, source=_IAM)
TRUST_POLICY = SizeQuota(2_048, counts_white_space=False, source=_IAM)
SESSION_POLICY = SizeQuota(2_048, counts_white_space=True, source=_IAM)
"""The JSON passed for a session; the ARNs of managed policies passed beside it count, too."""
ENDPOINT_POLICY = SizeQuota(
    20_480,
    counts_white_space=True,
    source='AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies"',
)
BUCKET_POLICY = SizeQuota(20_480, counts_white_space=True, source='S3 User Guide, "Bucket policies"')

BY_KIND: Mapping[PolicyKind, SizeQuota] = {
    PolicyKind.IDENTITY: MANAGED_POLICY,
    PolicyKind.PERMISSIONS_BOUNDARY: MANAGED_POLICY,
    PolicyKind.SESSION: SESSION_POLICY,
    PolicyKind.TRUST: TRUST_POLICY,
    PolicyKind.RESOURCE: BUCKET_POLICY,
    PolicyKind.SERVICE_CONTROL: SERVICE_CONTROL_POLICY,
    PolicyKind.RESOURCE_CONTROL: RESOURCE_CONTROL_POLICY,
    PolicyKind.VPC_ENDPOINT: ENDPOINT_POLICY,
}
"""For a document of which nothing but its kind is known. Inline policies have quotas of their owners, and
resources other than buckets have their own."""
