import pytest

from tests.conftest import Server
from tests.lessons.building.world import Builder
from tests.lessons.classroom.world import instructor


@pytest.fixture
def priya(server: Server, db: None) -> Builder:
    return Builder(server, instructor())
