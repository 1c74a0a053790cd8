"""Terraform's own language, laid out as ``terraform fmt`` does. Source: Terraform, "Syntax Overview"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Expression:
    """What Terraform works out: ``aws_iam_group.Group1.name``, ``"arn:…:${aws_….id}:root"``."""

    text: str


Value = str | int | float | None | Expression | Sequence["Value"] | Mapping[str | Expression, "Value"]


def block(kind: str, *labels: str, members: Mapping[str, Value | Block]) -> str:
    """``kind "label" { … }`` with an empty line after it."""
    head = " ".join((kind, *map(quoted, labels)))
    if not members:
        return f"{head} {{\n}}\n"
    return "\n".join((f"{head} {{", *(f"  {line}" for line in _members(members)), "}", ""))


@dataclass(frozen=True, slots=True)
class Block:
    """A block inside of another, whose name is that of the member."""

    members: Mapping[str, Value | Block]


def json_of(value: Value) -> Expression:
    return Expression(f"jsonencode({_value(value)})")


def quoted(text: str) -> str:
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """The inside of a quoted text. ``${`` and ``%{``, which begin expressions, are doubled."""
    doubled = text.replace("${", "$${").replace("%{", "%%{")
    return "".join(
        _ESCAPES.get(each) or (each if each.isprintable() else f"\\U{ord(each):08x}") for each in doubled
    )


def _members(members: Mapping[str, Value | Block] | Mapping[str | Expression, Value]) -> Iterator[str]:
    """Lines. The equals signs of neighbours stand below each other, where their values have one line."""
    run: list[tuple[str, str]] = []
    for name, value in members.items():
        if isinstance(value, Block):
            yield from _aligned(run)
            run = []
            yield from (f"{name} {{", *(f"  {line}" for line in _members(value.members)), "}")
            continue
        run.append((_name(name), _value(value)))
        if "\n" in run[-1][1]:
            yield from _aligned(run[:-1])
            yield from _aligned(run[-1:])
            run = []
    yield from _aligned(run)


def _aligned(run: Sequence[tuple[str, str]]) -> Iterator[str]:
    width = max((len(name) for name, _ in run), default=0)
    for name, value in run:
        yield from f"{name:{width}} = {value}".split("\n")


def _name(name: str | Expression) -> str:
    if isinstance(name, Expression):
        return name.text if name.text.startswith('"') else f"({name.text})"
    return name if _NAME.fullmatch(name) else quoted(name)


def _value(value: Value) -> str:
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, str):
        return quoted(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        return _lines("{", _members(value), "}")
    items = [_value(item) for item in value]
    if any("\n" in item for item in items):
        return _lines("[", (line for item in items for line in f"{item},".split("\n")), "]")
    return f"[{', '.join(items)}]"


def _lines(begins: str, lines: Iterable[str], ends: str) -> str:
    inside = [f"  {line}" for line in lines]
    return "\n".join((begins, *inside, ends)) if inside else begins + ends
