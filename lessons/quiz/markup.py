"""What is read of a question, as elements. HTML and QTI have those that are used here in common."""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement, fromstring

from django.utils.translation import gettext as _

from lessons.page.scene import Card, Room, Scene
from lessons.quiz.items import QuizItem

KEPT: Final = frozenset({"p", "em", "strong", "code", "a", "br"})
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Source: Extensible Markup Language 1.0, section 2.2, "Characters"."""


def text_of(text: str) -> str:
    """Without what XML has no place for, in one line."""
    return " ".join(_NOT_IN_XML.sub("", text).split())


def inline(html: str, tag: str) -> Element:
    """A line of our Markdown, which is well formed, within ``tag``; of links their address is kept."""
    read = fromstring(f"<{tag}>{_NOT_IN_XML.sub('', html)}</{tag}>")
    for each in read.iter():
        if each is not read and each.tag not in KEPT:
            each.tag = "em"
        href = each.get("href")
        each.attrib.clear()
        if href:
            each.set("href", href)
    return read


def body_of(item: QuizItem) -> Element:
    """The question, what it depends on, and the organization in which it is asked."""
    body = Element("div")
    body.append(inline(item.ask, "p"))
    for fact in item.facts:
        SubElement(body, "p").text = text_of(fact)
    SubElement(body, "p").text = _("The organization:")
    _room(SubElement(body, "ul"), item.scene.root)
    _policies(body, item.scene)
    return body


def _room(rows: Element, room: Room) -> None:
    row = _named(rows, room.name, ", ".join(seal.name for seal in room.seals))
    if not room.cards and not room.rooms:
        return
    inside = SubElement(row, "ul")
    for card in room.cards:
        _named(inside, card.name, _said(card))
    for each in room.rooms:
        _room(inside, each)


def _said(card: Card) -> str:
    who = [_("management account")] if card.is_management else []
    return ", ".join([*who, *card.policies])


def _named(rows: Element, name: str, said: str) -> Element:
    row = SubElement(rows, "li")
    strong = SubElement(row, "strong")
    strong.text = text_of(name)
    strong.tail = f": {text_of(said)}" if said else ""
    return row


def _policies(body: Element, scene: Scene) -> None:
    short = [each for each in scene.policies if each.is_short]
    if not short:
        return
    SubElement(body, "p").text = _("Policies:")
    rows = SubElement(body, "ul")
    for each in short:
        row = _named(rows, each.name, ", ".join(each.places))
        for statement in each.text.splitlines():
            SubElement(row, "br")
            SubElement(row, "code").text = text_of(statement)
