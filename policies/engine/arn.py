"""ARNs, and patterns over ARNs that are compared segment by segment.

``arn:partition:service:region:account-id:resource``: six segments, and only the last may hold more
colons. Source: IAM User Guide, "IAM ARNs" and "Policy elements: Resource".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from policies.engine.patterns import GAP, Exact, Glob, glob

SEGMENTS = 6
SERVICE_SEGMENT = 2
ACCOUNT_SEGMENT = 4
PARTITION = "aws"
"""Where every simulated account lives."""


@dataclass(frozen=True, slots=True)
class ArnPattern:
    """``head`` segments one by one, then ``rest``, which takes in all that follows.

    A pattern with all six segments has five in its head. One with fewer has fewer, and a star at
    its end that stands for everything left out.
    """

    head: tuple[Glob, ...]
    rest: Glob

    @property
    def takes_any_account(self) -> bool:
        return len(self.head) > ACCOUNT_SEGMENT and self.head[ACCOUNT_SEGMENT].is_star

    def matches(self, arn: str) -> bool:
        """``arn`` may be a format with gaps; then the answer is about every ARN that fits it."""
        segments = self._cut(arn)
        return (
            segments is not None
            and all(map(Glob.matches, self.head, segments))
            and self.rest.matches(segments[-1])
        )

    def may_match(self, arn_format: str) -> bool:
        """Whether it matches some ARN that fits the format."""
        segments = self._cut(arn_format)
        if segments is None:
            return GAP in arn_format  # the colons may be in the gap
        return all(map(Glob.may_match, self.head, segments)) and self.rest.may_match(segments[-1])

    def _cut(self, arn: str) -> list[str] | None:
        if arn.count(":") < SEGMENTS - 1:
            return None
        return arn.split(":", len(self.head))


@lru_cache(maxsize=1 << 14)
def arn_pattern(parts: tuple[str | Exact, ...]) -> ArnPattern | None:
    """The pattern that ``parts`` spell; None when it has too few segments and no star at the end."""
    segments: list[list[str | Exact]] = [[]]
    for part in parts:
        exact = isinstance(part, Exact)
        first, *others = (part.text if isinstance(part, Exact) else part).split(":", SEGMENTS - len(segments))
        segments[-1].append(Exact(first) if exact else first)
        segments.extend([Exact(other) if exact else other] for other in others)
    *head, rest = (glob(*segment) for segment in segments)
    if len(segments) < SEGMENTS and not rest.ends_with_star:
        return None
    return ArnPattern(tuple(head), rest)


ONE = "\udffe"
"""In a pattern with gaps: any one character. No policy can hold this half of a character either."""


def pattern_with_gaps(pattern: str) -> str:
    """The resources that a request names by a pattern, as a text with gaps.

    A text with ``ONE`` in it can be matched, which asks about all it stands for; to ask whether something
    may match, have it ``loosened``.
    """
    return pattern.replace("*", GAP).replace("?", ONE)


def loosened(text: str) -> str:
    """The text with a gap of any length wherever one character is open: it stands for more."""
    return text.replace(ONE, GAP)


def is_arn(text: str) -> bool:
    return text.startswith("arn:") and text.count(":") >= SEGMENTS - 1


_PLACEHOLDER = re.compile(r"\$\{[^}]*\}|\*")


@lru_cache(maxsize=1 << 13)
def with_gaps(arn_format: str) -> str:
    """The format ``arn:${Partition}:s3:::${BucketName}`` as a text with gaps."""
    return _PLACEHOLDER.sub(GAP, arn_format.replace("${Partition}", PARTITION))
