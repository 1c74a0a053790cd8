"""Tags as AWS's APIs take them: a list of ``{"Key": …, "Value": …}``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from accounts.organization.quotas import IN_FORCE

Tag = Mapping[str, str]

KEY_LENGTH = range(1, 129)
VALUE_LENGTH = range(257)


class UnfitTags(ValueError):
    """The tags break AWS's rules. ``reason`` is as AWS Organizations names it."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


def add_tags(present: Mapping[str, str], tags: Sequence[Tag]) -> dict[str, str]:
    """``present`` with ``tags``; a key that differs only in case takes the other's place.

    Raises ``UnfitTags``. Source: IAM User Guide, "Tags for IAM resources".
    """
    keys = [tag["Key"] for tag in tags]
    if len({key.lower() for key in keys}) < len(keys):
        raise UnfitTags("DUPLICATE_TAG_KEY", "A tag key may be given only once; case does not count.")
    for tag in tags:
        if tag["Key"].lower().startswith("aws:"):
            raise UnfitTags("INVALID_SYSTEM_TAGS_PARAMETER", 'Tag keys that begin with "aws:" belong to AWS.')
        if len(tag["Key"]) not in KEY_LENGTH or len(tag["Value"]) not in VALUE_LENGTH:
            raise UnfitTags(
                "INVALID_PATTERN", "A tag key has 1 to 128 characters, a tag value has at most 256."
            )
    merged = remove_tags(present, keys) | {tag["Key"]: tag["Value"] for tag in tags}
    if len(merged) > IN_FORCE.tags:
        raise UnfitTags("MAX_TAG_LIMIT_EXCEEDED", f"An entity has at most {IN_FORCE.tags} tags.")
    return merged


def remove_tags(present: Mapping[str, str], keys: Iterable[str]) -> dict[str, str]:
    """``present`` without ``keys``; keys that are not there are passed over, as AWS does."""
    unwanted = {key.lower() for key in keys}
    return {key: value for key, value in present.items() if key.lower() not in unwanted}
