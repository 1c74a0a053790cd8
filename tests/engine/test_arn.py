"""ARN patterns: six segments, one by one."""

from __future__ import annotations

import pytest

from policies.engine.arn import arn_pattern, is_arn, with_gaps


@pytest.mark.parametrize(
    ("pattern", "arn", "expected"),
    [
        ("arn:aws:s3:::b", "arn:aws:s3:::b", True),
        ("arn:aws:s3:::B", "arn:aws:s3:::b", False),
        ("arn:aws:s3:::b*", "arn:aws:s3:::b/a/c:d", True),  # a star crosses slashes, and colons at the end
        ("arn:aws:s3:::b/*/d", "arn:aws:s3:::b/a/c/d", True),
        ("arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:eu-west-1:111111111111:instance/i-1", True),
        ("arn:aws:ec2:eu-*:*:instance/*", "arn:aws:ec2:us-east-1:111111111111:instance/i-1", False),
        ("arn:aws:ec2:*:instance/*", "arn:aws:ec2:eu-west-1:111111111111:instance/i-1", False),
        ("arn:*:s3:::b", "arn:aws:s3:::b", True),
        ("arn:aws:logs:*:*:log-group:*", "arn:aws:logs:eu-west-1:1:log-group:g:log-stream:s", True),
        ("arn:aws:iam::1:user/Alice", "arn:aws:iam::1:user/Alice:x", False),
        # Fewer segments: a star at the end stands for the rest.
        ("arn:aws:sqs:*", "arn:aws:sqs:eu-west-1:111111111111:queue", True),
        ("arn:aws:sqs:eu-*", "arn:aws:sqs:eu-west-1:111111111111:queue", True),
        ("arn:aws:sqs:us-*", "arn:aws:sqs:eu-west-1:111111111111:queue", False),
        ("arn:aws:sqs", "arn:aws:sqs:eu-west-1:111111111111:queue", False),
        ("arn:aws:sqs:*queue", "arn:aws:sqs:eu-west-1:111111111111:queue", False),
        ("arn:aws:sqs:*:queue", "arn:aws:sqs:eu-west-1:111111111111:queue", False),
        ("arn:aws:s3:::*", "*", False),
        ("arn:aws:s3:*", "arn:aws:s3::b", False),  # a segment short of an ARN
    ],
)  # fmt: skip
def test_matches(pattern, arn, expected):
    compiled = arn_pattern((pattern,))

    assert (compiled is not None and compiled.matches(arn)) is expected


@pytest.mark.parametrize(
    ("pattern", "arn_format", "covers", "may_match"),
    [
        ("arn:aws:s3:::*", "arn:${Partition}:s3:::${BucketName}", True, True),
        ("arn:aws:s3:::b", "arn:${Partition}:s3:::${BucketName}", False, True),
        ("arn:aws:s3:::b/*", "arn:${Partition}:s3:::${BucketName}", False, True),
        ("arn:aws:ec2:*", "arn:${Partition}:s3:::${BucketName}", False, False),
        ("arn:aws-cn:s3:::*", "arn:${Partition}:s3:::${BucketName}", False, False),
        (
            "arn:aws:ec2:*:*:instance/*",
            "arn:${Partition}:ec2:${Region}:${Account}:instance/${Id}",
            True,
            True,
        ),
        (
            "arn:aws:ec2:eu-*:*:instance/*",
            "arn:${Partition}:ec2:${Region}:${Account}:instance/${Id}",
            False,
            True,
        ),
        ("arn:aws:ec2:*", "arn:${Partition}:ec2:${Region}:${Account}:instance/${Id}", True, True),
        (
            "arn:aws:ec2:*:*:volume/*",
            "arn:${Partition}:ec2:${Region}:${Account}:instance/${Id}",
            False,
            False,
        ),
    ],
)
def test_formats(pattern, arn_format, covers, may_match):
    """The simulated accounts live in the partition ``aws``; all other placeholders stand for any text."""
    compiled = arn_pattern((pattern,))

    assert compiled.matches(with_gaps(arn_format)) is covers
    assert compiled.may_match(with_gaps(arn_format)) is may_match


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arn:aws:s3:::b", True),
        ("arn:aws:logs:a:b:c:d", True),
        ("arn:aws:s3", False),
        ("b", False),
        ("*", False),
    ],
)
def test_is_arn(text, expected):
    assert is_arn(text) is expected
