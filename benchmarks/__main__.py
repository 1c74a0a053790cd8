"""Print every benchmark, one line a figure."""

from benchmarks import (
    every_action,
    hostile_patterns,
    importing,
    large_organization,
    large_page,
    one_by_one,
    operations_by_size,
    sandbox_requests,
    single_requests,
)
from benchmarks.measure import HEADING

if __name__ == "__main__":
    print(HEADING)
    for question in (
        every_action,
        one_by_one,
        single_requests,
        large_organization,
        importing,
        large_page,
        operations_by_size,
        sandbox_requests,
        hostile_patterns,
    ):
        for figure in question.figures():
            print(figure, flush=True)
