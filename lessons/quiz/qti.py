"""Packages of Question and Test Interoperability: an item a question, and a manifest.

Source: 1EdTech QTI 2.1, "Assessment Test, Section, and Item Information Model" and "Conformance Guide"; QTI
3.0, which calls the same elements otherwise: ``choiceInteraction`` is ``qti-choice-interaction`` there.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from xml.etree.ElementTree import Element, SubElement, tostring

from lessons.quiz.items import QuizChoice, QuizItem
from lessons.quiz.markup import body_of, inline, text_of


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a version of QTI names things. ``is_dashed``: its own elements begin with ``qti-``."""

    namespace: str
    schema: str
    item_type: str
    packages: str
    package_schema: str
    package_version: str
    is_dashed: bool


class Version(Enum):
    V2_1 = Dialect(
        namespace="http://www.imsglobal.org/xsd/imsqti_v2p1",
        schema="http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
        item_type="imsqti_item_xmlv2p1",
        packages="http://www.imsglobal.org/xsd/imscp_v1p1",
        package_schema="QTIv2.1 Package",
        package_version="1.0.0",
        is_dashed=False,
    )
    V3_0 = Dialect(
        namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
        schema="https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
        item_type="imsqti_item_xmlv3p0",
        packages="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
        package_schema="QTI Package",
        package_version="3.0.0",
        is_dashed=True,
    )


def package_of(identifier: str, items: Sequence[QuizItem], version: Version) -> bytes:
    """A zip archive. ``identifier`` is of letters, digits, ``_`` and ``-``."""
    written = io.BytesIO()
    names = [f"item-{number}" for number in range(1, len(items) + 1)]
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", _xml(_manifest(identifier, names, version.value)))
        for name, item in zip(names, items, strict=True):
            archive.writestr(f"{name}.xml", _xml(_Writing(version.value).item(name, item)))
    return written.getvalue()


def _xml(element: Element) -> bytes:
    written: bytes = tostring(element, encoding="UTF-8", xml_declaration=True)
    return written


def _manifest(identifier: str, names: Sequence[str], dialect: Dialect) -> Element:
    manifest = Element("manifest", {"xmlns": dialect.packages, "identifier": f"orgsim-{identifier}"})
    metadata = SubElement(manifest, "metadata")
    SubElement(metadata, "schema").text = dialect.package_schema
    SubElement(metadata, "schemaversion").text = dialect.package_version
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    for name in names:
        about = {"identifier": name, "type": dialect.item_type, "href": f"{name}.xml"}
        SubElement(SubElement(resources, "resource", about), "file", {"href": f"{name}.xml"})
    return manifest


@dataclass(frozen=True, slots=True)
class _Writing:
    dialect: Dialect

    def item(self, identifier: str, item: QuizItem) -> Element:
        cardinality = "multiple" if item.is_several else "single"
        root = self._of_qti(
            None,
            "assessmentItem",
            identifier=identifier,
            title=text_of(item.title),
            adaptive="false",
            timeDependent="false",
        )
        root.set("xmlns", self.dialect.namespace)
        root.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        root.set("xsi:schemaLocation", f"{self.dialect.namespace} {self.dialect.schema}")
        response = self._variable(root, "responseDeclaration", "RESPONSE", cardinality, "identifier")
        correct = self._of_qti(response, "correctResponse")
        for number, choice in enumerate(item.choices, start=1):
            if choice.is_right:
                self._of_qti(correct, "value").text = _choice_name(number)
        score = self._variable(root, "outcomeDeclaration", "SCORE", "single", "float")
        self._of_qti(self._of_qti(score, "defaultValue"), "value").text = "0"
        self._variable(root, "outcomeDeclaration", "FEEDBACK", cardinality, "identifier")
        self._body(self._of_qti(root, "itemBody"), item)
        self._processing(self._of_qti(root, "responseProcessing"))
        return root

    def _variable(self, root: Element, what: str, name: str, cardinality: str, base_type: str) -> Element:
        return self._of_qti(root, what, identifier=name, cardinality=cardinality, baseType=base_type)

    def _body(self, body: Element, item: QuizItem) -> None:
        body.append(body_of(item))
        interaction = self._of_qti(
            body,
            "choiceInteraction",
            responseIdentifier="RESPONSE",
            shuffle="false",
            maxChoices="0" if item.is_several else "1",
        )
        for number, choice in enumerate(item.choices, start=1):
            self._choice(interaction, _choice_name(number), choice)

    def _choice(self, interaction: Element, name: str, choice: QuizChoice) -> None:
        written = self._of_qti(interaction, "simpleChoice", identifier=name)
        _take(written, inline(choice.text, "p"))
        if choice.because:
            reason = self._of_qti(
                written, "feedbackInline", outcomeIdentifier="FEEDBACK", identifier=name, showHide="show"
            )
            _take(reason, inline(choice.because, "p"))

    def _processing(self, processing: Element) -> None:
        """All that is right, and nothing else, is one point. The reasons of what was chosen are shown."""
        condition = self._of_qti(self._of_qti(processing, "responseCondition"), "responseIf")
        match = self._of_qti(condition, "match")
        self._of_qti(match, "variable", identifier="RESPONSE")
        self._of_qti(match, "correct", identifier="RESPONSE")
        point = self._of_qti(condition, "setOutcomeValue", identifier="SCORE")
        self._of_qti(point, "baseValue", baseType="float").text = "1"
        told = self._of_qti(processing, "setOutcomeValue", identifier="FEEDBACK")
        self._of_qti(told, "variable", identifier="RESPONSE")

    def _of_qti(self, parent: Element | None, name: str, **attributes: str) -> Element:
        """An element of QTI itself, by its name in 2.1."""
        if self.dialect.is_dashed:
            name = f"qti-{_dashed(name)}"
            attributes = {_dashed(key): value for key, value in attributes.items()}
        return Element(name, attributes) if parent is None else SubElement(parent, name, attributes)


def _choice_name(number: int) -> str:
    return f"choice-{number}"


def _dashed(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def _take(into: Element, read: Element) -> None:
    """What is inside of an element, without it."""
    into.text = read.text
    into.extend(read)
