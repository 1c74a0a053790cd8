import pytest

from accounts.organization.decisions import Judge
from policies.catalogue import catalogue


@pytest.fixture(scope="session")
def universe():
    return catalogue().universe


@pytest.fixture(scope="session")
def judge(universe) -> Judge:
    return Judge(universe)
