"""The grammar of each type of management policy, by what its policies begin with.

Sources: as ``grammar`` names them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from accounts.organization.management_policies.grammar import (
    ONE,
    SEVERAL,
    SWITCH,
    Anything,
    Complaint,
    Section,
    Value,
)
from accounts.organization.state import PolicyType

ENFORCEABLE: Final = re.compile(r"[a-z0-9-]+:[\w*/-]+", re.ASCII)


def _one_star(text: str) -> Complaint:
    return "has more than one *; a tag value takes one wildcard at most" if text.count("*") > 1 else ""


def _resource_type(text: str) -> Complaint:
    if ENFORCEABLE.fullmatch(text):
        return ""
    return "must name a service and a type, as in ec2:instance or ec2:ALL_SUPPORTED"


TAG: Final = Section(
    {
        "tag_key": ONE,
        "tag_value": Value(many=True, check=_one_star),
        "enforced_for": Value(many=True, check=_resource_type),
        "report_required_tag_for": Value(many=True, check=_resource_type),
    }
)

OPT_OUT: Final = Section({"opt_out_policy": Value(choices=("optOut", "optIn"))})

_LIFECYCLE: Final = Section(
    {
        "move_to_cold_storage_after_days": ONE,
        "delete_after_days": ONE,
        "delete_after_event": ONE,
        "opt_in_to_archive_for_supported_resources": ONE,
    }
)
_NAMED_TAG: Final = Section(others=Section({"tag_key": ONE, "tag_value": ONE}))
BACKUP_RULE: Final = Section(
    {
        "schedule_expression": ONE,
        "schedule_expression_timezone": ONE,
        "start_backup_window_minutes": ONE,
        "complete_backup_window_minutes": ONE,
        "enable_continuous_backup": ONE,
        "target_backup_vault_name": ONE,
        "target_logically_air_gapped_backup_vault_arn": ONE,
        "lifecycle": _LIFECYCLE,
        "copy_actions": Section(
            others=Section({"target_backup_vault_arn": ONE, "lifecycle": _LIFECYCLE}),
        ),
        "recovery_point_tags": _NAMED_TAG,
        "index_actions": Anything(),
        "scan_actions": Anything(),
    }
)
SELECTIONS: Final = Section(
    {
        "tags": Section(others=Section({"iam_role_arn": ONE, "tag_key": ONE, "tag_value": SEVERAL})),
        "resources": Section(
            others=Section(
                {
                    "iam_role_arn": ONE,
                    "resource_types": SEVERAL,
                    "not_resource_types": SEVERAL,
                    "conditions": Anything(),
                }
            )
        ),
    },
    one_of=("tags", "resources"),
)
BACKUP_PLAN: Final = Section(
    {
        "rules": Section(others=BACKUP_RULE),
        "regions": SEVERAL,
        "selections": SELECTIONS,
        "advanced_backup_settings": Anything(),
        "backup_plan_tags": _NAMED_TAG,
        "scan_settings": Anything(),
    }
)

_NO_PREFERENCE: Final = "no_preference"
EC2_ATTRIBUTES: Final = Section(
    {
        "exception_message": ONE,
        "vpc_block_public_access": Section(
            {
                "internet_gateway_block": Section(
                    {
                        "mode": Value(choices=("off", "block_ingress", "block_bidirectional")),
                        "exclusions_allowed": SWITCH,
                    }
                )
            }
        ),
        "serial_console_access": Section({"status": SWITCH}),
        "image_block_public_access": Section({"state": Value(choices=("unblocked", "block_new_sharing"))}),
        "snapshot_block_public_access": Section(
            {"state": Value(choices=("unblocked", "block_new_sharing", "block_all_sharing"))}
        ),
        "allowed_images_settings": Section(
            {
                "state": Value(choices=("enabled", "disabled", "audit_mode")),
                "image_criteria": Anything(),
            }
        ),
        "instance_metadata_defaults": Section(
            {
                "http_tokens": Value(choices=(_NO_PREFERENCE, "required", "optional")),
                "http_tokens_enforced": Value(choices=(_NO_PREFERENCE, *SWITCH.choices)),
                "http_put_response_hop_limit": ONE,
                "http_endpoint": Value(choices=(_NO_PREFERENCE, *SWITCH.choices)),
                "instance_metadata_tags": Value(choices=(_NO_PREFERENCE, *SWITCH.choices)),
            }
        ),
    }
)

GRAMMARS: Final[Mapping[PolicyType, Section]] = {
    PolicyType.TAG_POLICY: Section({"tags": Section(others=TAG)}),
    # The fixed list of services grows with AWS's; a name that AWS does not know yet does no harm here.
    PolicyType.AISERVICES_OPT_OUT_POLICY: Section({"services": Section(others=OPT_OUT)}),
    PolicyType.BACKUP_POLICY: Section({"plans": Section(others=BACKUP_PLAN)}),
    PolicyType.DECLARATIVE_POLICY_EC2: Section({"ec2_attributes": EC2_ATTRIBUTES}),
    PolicyType.CHATBOT_POLICY: Section(
        {"chatbot": Section({"platforms": Anything(), "default": Anything()})}
    ),
}
"""Types that are not here follow the inheritance operators alone."""
