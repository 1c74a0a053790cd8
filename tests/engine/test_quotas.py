"""How AWS counts the size of a document."""

from __future__ import annotations

from policies.engine.quotas import MANAGED_POLICY, SERVICE_CONTROL_POLICY, USER_INLINE_POLICIES


def test_iam_does_not_count_white_space():
    assert MANAGED_POLICY.excess("x" * 6_144 + " \n\t" * 1_000) == 0
    assert MANAGED_POLICY.excess("x" * 6_145) == 1


def test_organizations_counts_every_character():
    assert SERVICE_CONTROL_POLICY.excess("x" * 10_240) == 0
    assert SERVICE_CONTROL_POLICY.excess("x" * 10_240 + " ") == 1


def test_the_inline_policies_of_one_user_share_their_quota():
    assert USER_INLINE_POLICIES.excess("x" * 2_000, "y" * 48) == 0
    assert USER_INLINE_POLICIES.excess("x" * 2_000, "y" * 50) == 2
