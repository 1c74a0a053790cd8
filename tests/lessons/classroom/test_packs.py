"""What somebody who starts a class is told of its length."""

import pytest

from lessons.classroom.packs import PACKS, Pack


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.key)
def test_what_the_lessons_take_is_what_the_pack_takes(pack: Pack) -> None:
    taken = sum(part.minutes for part in pack.parts)
    assert pack.minutes - 5 < taken <= pack.minutes
    assert pack.spans[-1].start + pack.spans[-1].minutes == taken
