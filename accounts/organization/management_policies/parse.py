"""The text of a management policy. Source: Organizations User Guide, "Management policies"."""

from __future__ import annotations

from collections.abc import Mapping

from policies.engine.faults import FaultCode, PolicySyntaxError, fault_at
from policies.engine.json_reader import Json, JsonFault, JsonSyntaxError, read_with_places


def parse_settings(text: str) -> Mapping[str, Json]:
    """The settings that ``text`` writes down. Raises ``PolicySyntaxError`` with its fault."""
    try:
        reading = read_with_places(text)
    except JsonSyntaxError as error:
        raise _fault(error.fault, FaultCode.INVALID_JSON) from None
    if reading.faults:
        raise _fault(reading.faults[0], FaultCode.DUPLICATE_KEY)
    if not isinstance(reading.value, dict):
        fault = JsonFault((), "must be an object, in braces: { … }", reading.values[()])
        raise _fault(fault, FaultCode.WRONG_SHAPE)
    return reading.value


def _fault(fault: JsonFault, code: FaultCode) -> PolicySyntaxError:
    return PolicySyntaxError((fault_at(fault.place, fault.path, fault.message, code),))
