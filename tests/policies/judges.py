"""Two other people's linters over the same policies, in a process of their own.

``python -m tests.policies.judges`` reads a list of ``{"name", "kind", "text"}`` and prints what each judge
finds, by its own codes. They warn about themselves while they are imported, and one runs an event loop:
neither belongs into the process of the tests. Without a network: iam-policy-validator reads our catalogue.
"""

from __future__ import annotations

import asyncio
import json
import sys
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from policies.catalogue import Catalogue, Service, catalogue

VALIDATOR_TYPES = {
    "identity": "IDENTITY_POLICY",
    "permissions_boundary": "IDENTITY_POLICY",
    "session": "IDENTITY_POLICY",
    "trust": "TRUST_POLICY",
    "resource": "RESOURCE_POLICY",
    "vpc_endpoint": "RESOURCE_POLICY",
    "service_control": "SERVICE_CONTROL_POLICY",
    "resource_control": "RESOURCE_CONTROL_POLICY",
}
UNREADABLE = "unreadable"
"""The judge could not even read the text."""


def write_services(folder: Path, catalogue: Catalogue, texts: Iterable[str]) -> None:
    """The services that ``texts`` speak of, in the form of AWS's service reference."""
    everything = "\n".join(texts).lower()
    listed = [{"service": prefix, "url": f"{prefix}.json"} for prefix in catalogue.services]
    (folder / "_services.json").write_text(json.dumps(listed))
    for prefix, service in catalogue.services.items():
        if f"{prefix}:" in everything:
            (folder / f"{prefix}.json").write_text(json.dumps(_definition(service, catalogue)))


def _definition(service: Service, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "Name": service.prefix,
        "Actions": [
            {
                "Name": action.name,
                "ActionConditionKeys": action.all_condition_keys,
                "Resources": [{"Name": resource.type.name} for resource in action.resource_types],
            }
            for action in catalogue.by_service.get(service.prefix, ())
        ],
        "Resources": [
            {"Name": kind.name, "ARNFormats": kind.arn_formats, "ConditionKeys": kind.condition_keys}
            for kind in service.resource_types
        ],
        "ConditionKeys": [{"Name": key.key, "Types": [key.type]} for key in service.condition_keys],
    }


def validator_findings(policies: list[Mapping[str, str]]) -> dict[str, list[str]]:
    from iam_validator.core.config.config_loader import ValidatorConfig
    from iam_validator.core.models import IAMPolicy
    from iam_validator.core.policy_checks import validate_policies
    from pydantic import ValidationError

    found: dict[str, list[str]] = {}
    by_type: dict[str, list[tuple[str, IAMPolicy, dict[str, Any]]]] = {}
    for policy in policies:
        try:
            content = json.loads(policy["text"])
            read = (policy["name"], IAMPolicy.model_validate(content), content)
        except (ValueError, ValidationError):
            found[policy["name"]] = [UNREADABLE]
            continue
        by_type.setdefault(VALIDATOR_TYPES[policy["kind"]], []).append(read)

    async def validate(folder: str) -> None:
        for policy_type, read in by_type.items():
            results = await validate_policies(
                read,
                policy_type=policy_type,  # type: ignore[arg-type]
                aws_services_dir=folder,
                config=ValidatorConfig({"settings": {"cache_enabled": False}}),
            )
            for result in results:
                found[result.policy_file] = sorted({issue.issue_type for issue in result.issues})

    with TemporaryDirectory() as folder:
        write_services(Path(folder), catalogue(), (policy["text"] for policy in policies))
        asyncio.run(validate(folder))
    return found


def parliament_findings(policies: list[Mapping[str, str]]) -> dict[str, list[str]]:
    from parliament import analyze_policy_string

    def issues(text: str) -> list[str]:
        try:
            return sorted({finding.issue for finding in analyze_policy_string(text).findings})
        except Exception:  # it raises whatever its code stumbles over
            return [UNREADABLE]

    return {policy["name"]: issues(policy["text"]) for policy in policies}


def main() -> None:
    warnings.simplefilter("ignore")
    policies = json.load(sys.stdin)
    validator, parliament = validator_findings(policies), parliament_findings(policies)
    json.dump({"validator": validator, "parliament": parliament}, sys.stdout)


if __name__ == "__main__":
    main()
