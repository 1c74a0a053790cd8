"""Text to ``PolicyDocument``, once, at the door; every fault is collected, named and placed.

Source: IAM User Guide, "Grammar of the IAM JSON policy language" and "Policy elements";
Organizations User Guide, "SCP syntax" and "RCP syntax". Where the guides leave open whether AWS takes
something, it is taken here.

==============  ================================================================================
``collector``   the faults found so far, and the shapes that every element is made of
``kinds``       which elements each kind of policy may have, and why not the others
``document``    the frame: version, statements
``statements``  one statement and its elements
``actions``     the patterns of Action and Resource
``principals``  Principal and NotPrincipal
``conditions``  operators, keys and values
==============  ================================================================================
"""

from __future__ import annotations

from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.faults import Fault, FaultCode, PolicySyntaxError, Remains, fault_at, placed
from policies.engine.json_reader import JsonSyntaxError, NotPlain, Reading, read, read_with_places
from policies.engine.parse.collector import Collector
from policies.engine.parse.document import document_of

__all__ = ["Fault", "FaultCode", "PolicySyntaxError", "parse_policy"]


def parse_policy(text: str, kind: PolicyKind) -> PolicyDocument:
    """The document that ``text`` writes down. Raises ``PolicySyntaxError`` and nothing else."""
    reading: Reading | None = None
    try:
        value = read(text)
    except NotPlain:
        reading = _reading(text)
        value = reading.value
    collector = Collector(kind, text)
    document = document_of(value, collector)
    if collector.findings or (reading is not None and reading.faults):
        reading = reading or _reading(text)
        faulty = {finding.path for finding in collector.findings} | {fault.path for fault in reading.faults}
        remains = Remains(document, reading, frozenset(faulty))
        raise PolicySyntaxError(tuple(placed(collector.findings, reading)), remains)
    return document


def _reading(text: str) -> Reading:
    try:
        return read_with_places(text)
    except JsonSyntaxError as error:
        fault = error.fault
        raise PolicySyntaxError(
            (fault_at(fault.place, fault.path, fault.message, FaultCode.INVALID_JSON),)
        ) from None
