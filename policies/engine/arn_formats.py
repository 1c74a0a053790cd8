"""Which kind of resource an ARN is of, by the formats in which a service writes its ARNs.

Formats overlap: ``arn:aws:s3:::reports/2026`` fits that of a bucket, whose name may be any text, and
that of an object. A resource is of the narrowest kind whose format fits it: here, an object.
Source: Service Authorization Reference, "Resource types defined by" each service.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from policies.engine.arn import SEGMENTS, SERVICE_SEGMENT, ArnPattern, arn_pattern, with_gaps

ANY_SERVICE = "*"

_PLACEHOLDER = re.compile(r"\$\{[^}]*\}")


def service_in(arn_format: str) -> str | None:
    """The service that stands in ARNs of this format, ``ANY_SERVICE`` if any; None for what is no ARN."""
    segments = arn_format.split(":", SEGMENTS - 1)
    if len(segments) < SEGMENTS:
        return None
    service = segments[SERVICE_SEGMENT]
    return ANY_SERVICE if _PLACEHOLDER.search(service) else service


def narrowest(arn: str, formats: Collection[str]) -> frozenset[str]:
    """Those of ``formats`` that ``arn`` fits while it fits none that is narrower."""
    fitting = [each for each in formats if _pattern(each).matches(arn)]
    return frozenset(each for each in fitting if not any(_is_narrower(other, each) for other in fitting))


def _is_narrower(one: str, other: str) -> bool:
    """Whether every ARN of ``one`` fits ``other``, and not the other way round."""
    return _covers(other, one) and not _covers(one, other)


def _covers(wide: str, narrow: str) -> bool:
    return _pattern(wide).matches(with_gaps(narrow))


@lru_cache(maxsize=1 << 13)
def _pattern(arn_format: str) -> ArnPattern:
    pattern = arn_pattern((_PLACEHOLDER.sub("*", arn_format),))
    assert pattern is not None, "asked only of formats that are ARNs"
    return pattern
