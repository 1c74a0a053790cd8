from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from lessons.models import LtiKey
from tests.lessons.lti.platform import Academy, academy, new_key


@pytest.fixture(scope="session")
def academys_key() -> rsa.RSAPrivateKey:
    return new_key()


@pytest.fixture(scope="session")
def another_key() -> rsa.RSAPrivateKey:
    return new_key()


@pytest.fixture
def otter_academy(
    db: None, academys_key: rsa.RSAPrivateKey, another_key: rsa.RSAPrivateKey
) -> Iterator[Academy]:
    """It has registered orgsim, whose own key was made before."""
    text = another_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    LtiKey.objects.create(private=text)
    with academy(academys_key) as made:
        made.register()
        yield made
