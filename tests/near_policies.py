"""Texts that are almost policies, and texts that are nothing at all, out of a random number generator."""

from __future__ import annotations

import json
import string
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

from policies.catalogue import example_scps, managed_policies
from policies.engine.operators import OPERATORS

CATALOGUE_POLICIES = 200
SURROGATES = "\ud800\udfff\udc00\ud83d"
STRANGE = "\0\x07\x7f\u00a0\u200b\u202e\u2028é“”名\U0001f600\ufeff" + SURROGATES
PIECES = (
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "\\",
    "\\u",
    "\\ud800",
    "/*",
    "//",
    "'",
    "null",
    "true",
    "NaN",
    "-",
    "-0",
    "1e999999",
    "9" * 60,
    "0x10",
    "${",
    "}",
    "${aws:username}",
    "${aws:username, '",
    "*",
    "**",
    "?",
    "arn:aws:",
    '"Statement":',
    '"Action":',
    '"NotPrincipal": "*",',
    '"Condition": {}',
    '"Sid": "",',
    '"Effect": "allow",',
)

Spoil = Callable[[Random, str], str]


def near_policy(random: Random) -> str:
    """A policy of AWS's that was spoiled a few times, one made of wrong elements, or noise."""
    kind = random.random()
    if kind < 0.15:
        return _noise(random)
    if kind < 0.45:
        text = json.dumps(_odd_policy(random), ensure_ascii=random.random() < 0.5)
    else:
        text = random.choice(_published())
    for _ in range(random.choice((0, 1, 1, 2, 5))):
        text = random.choice(_SPOILS)(random, text)
    return text


@cache
def _published() -> tuple[str, ...]:
    """Texts of the catalogue that are not too long to be looked at a million times."""
    managed = (each.document.text for each in managed_policies().values())
    short = sorted({text for text in managed if len(text) < 3000})
    step = max(1, len(short) // CATALOGUE_POLICIES)
    return (*(each.document.text for each in example_scps()), *short[::step])


# --- noise --------------------------------------------------------------------------------------------


def _noise(random: Random) -> str:
    length = random.choice((0, 1, 5, 50, 500))
    which = random.random()
    if which < 0.4:
        return random.randbytes(length).decode("latin-1")
    if which < 0.7:
        return "".join(random.choices(PIECES, k=length))
    return "".join(random.choices(string.printable + STRANGE, k=length))


# --- policies with wrong elements ---------------------------------------------------------------------


def _odd_policy(random: Random) -> Any:
    statements = [_odd_statement(random) for _ in range(random.choice((0, 1, 1, 2, 3)))]
    policy = {
        "Version": random.choice(("2012-10-17", "2012-10-17", "2008-10-17", "2026-01-01", 1)),
        "Id": "x",
    }
    policy["Statement"] = random.choice((statements, statements[:1], _odd_value(random, 3)))
    return random.choice((policy, policy, policy, statements, _odd_value(random, 4)))


def _odd_statement(random: Random) -> dict[str, Any]:
    elements: dict[str, Callable[[Random], Any]] = {
        "Sid": _odd_text,
        "Effect": lambda _: random.choice(("Allow", "Deny")),
        "Action": _odd_texts,
        "NotAction": _odd_texts,
        "Resource": _odd_texts,
        "NotResource": _odd_texts,
        "Principal": _odd_principal,
        "NotPrincipal": _odd_principal,
        "Condition": _odd_condition,
    }
    chances = {"Effect": 0.95, "Action": 0.85, "Resource": 0.85, "Condition": 0.6}
    statement = {
        name: make(random) for name, make in elements.items() if random.random() < chances.get(name, 0.15)
    }
    if random.random() < 0.1:
        statement[random.choice((*elements, _odd_text(random)))] = _odd_value(random, 3)
    return statement


def _odd_texts(random: Random) -> Any:
    many = random.choice((0, 1, 1, 2, 3, 30))
    texts = [_odd_text(random) for _ in range(many)]
    return texts[0] if many == 1 and random.random() < 0.5 else texts


def _odd_text(random: Random) -> str:
    return random.choice(
        (
            "*",
            "s3:GetObject",
            "s3:Get*",
            "S3:*Object*?",
            "ec2:RunInstances",
            "iam:PassRole",
            "sts:AssumeRole",
            "s3:GetObjekt",
            ":",
            "",
            "arn:aws:s3:::bucket/*",
            "arn:aws:iam::111111111111:role/Admin",
            "arn:aws:*:::*",
            "arn:aws:s3:::${aws:username}/${aws:PrincipalTag/team, 'none'}/*",
            "${" * random.randint(1, 40) + "aws:username" + "}" * random.randint(0, 40),
            "*a" * random.randint(1, 60) + "*",
            "arn:aws:s3:::" + "*?" * random.randint(1, 60),
            ":" * random.randint(1, 60),
            random.choice(STRANGE) * random.randint(1, 5),
            "A" * random.choice((1, 100, 2000)),
        )
    )


def _odd_principal(random: Random) -> Any:
    kinds = ("AWS", "Service", "Federated", "CanonicalUser", "aws", "Everybody")
    some = (
        "*",
        "111111111111",
        "AROA0123456789EXAMPLE",
        "ec2.amazonaws.com",
        "arn:aws:iam::111111111111:root",
    )
    chosen = {kind: random.choice((*some, list(some), _odd_text(random))) for kind in random.sample(kinds, 2)}
    return random.choice(("*", chosen, chosen, _odd_value(random, 2)))


def _odd_condition(random: Random) -> Any:
    operators = (*OPERATORS, "StringEqual", "ForAllValues:Null", "IpAddressIfExistsIfExists", "")
    keys = (
        "aws:SourceIp",
        "aws:PrincipalTag/team",
        "aws:CurrentTime",
        "aws:MultiFactorAuthPresent",
        "aws:TagKeys",
        "aws:PrincipalArn",
        "s3:prefix",
        "kms:ViaService",
        "aws:Nonsense",
        "",
        " ",
        "aws:PrincipalOrgPaths",
    )
    values = (
        "true",
        "false",
        "203.0.113.0/24",
        "2001:db8::/129",
        "2026-13-45",
        "1e5",
        "9" * 400,
        "1e99999",
        "arn:aws:*",
        "${aws:username}",
        "${}",
        "*" * 50,
        True,
        0,
        10**40,
        0.1,
        None,
        [],
        {},
        ["a"] * 40,
        ["a", 1, None],
    )
    return {
        random.choice(operators): {
            random.choice(keys): random.choice(values) for _ in range(random.choice((0, 1, 1, 3)))
        }
        for _ in range(random.choice((0, 1, 1, 2)))
    }


def _odd_value(random: Random, depth: int) -> Any:
    if depth == 0 or random.random() < 0.4:
        return random.choice((None, True, 0, -1, 1e300, 10**50, "", "x", "*", [], {}))
    if random.random() < 0.5:
        return [_odd_value(random, depth - 1) for _ in range(random.randint(0, 4))]
    return {_odd_text(random): _odd_value(random, depth - 1) for _ in range(random.randint(0, 4))}


# --- ways to spoil a text -----------------------------------------------------------------------------


def _cut_off(random: Random, text: str) -> str:
    return text[: random.randint(0, len(text))]


def _cut_out(random: Random, text: str) -> str:
    start = random.randint(0, len(text))
    return text[:start] + text[start + random.choice((1, 1, 5, 50)) :]


def _put_in(random: Random, text: str) -> str:
    at = random.randint(0, len(text))
    return text[:at] + random.choice((*PIECES, *STRANGE)) * random.choice((1, 1, 3, 100)) + text[at:]


def _change_one(random: Random, text: str) -> str:
    at = random.randint(0, max(0, len(text) - 1))
    return text[:at] + random.choice(string.printable + STRANGE) + text[at + 1 :]


def _swap(random: Random, text: str) -> str:
    first, second, third = sorted(random.randint(0, len(text)) for _ in range(3))
    return text[:first] + text[second:third] + text[first:second] + text[third:]


def _say_twice(random: Random, text: str) -> str:
    start = random.randint(0, len(text))
    piece = text[start : start + random.choice((10, 100, 1000))]
    return text[:start] + piece * random.choice((2, 2, 10)) + text[start:]


def _nest(random: Random, text: str) -> str:
    depth = random.choice((2, 50, 5000))
    opening, closing = random.choice((("[", "]"), ('{"Statement":', "}"), ('{"a":[', "]}")))
    at = random.randint(0, len(text))
    return text[:at] + opening * depth + closing * random.choice((depth, depth, 0)) + text[at:]


def _swap_words(random: Random, text: str) -> str:
    words = (
        "Allow",
        "Deny",
        "Action",
        "NotAction",
        "Resource",
        "Principal",
        "Condition",
        "Statement",
        "s3",
        "arn",
    )
    return text.replace(random.choice(words), random.choice(words), random.choice((1, -1)))


def _long_text(random: Random, text: str) -> str:
    at = text.find('"', random.randint(0, len(text)))
    return text[: at + 1] + random.choice("*?a$\\ :/é") * random.choice((100, 5000)) + text[at + 1 :]


_SPOILS: tuple[Spoil, ...] = (
    _cut_off,
    _cut_out,
    _put_in,
    _put_in,
    _change_one,
    _change_one,
    _swap,
    _say_twice,
    _nest,
    _swap_words,
    _long_text,
)
