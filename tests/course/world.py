"""The judge of these tests: over the whole catalogue, one for all of them."""

from accounts.organization.decisions import Judge
from policies.catalogue import catalogue

JUDGE = Judge(catalogue().universe)
