"""The types of policies of AWS Organizations in words, and what a new one of each begins with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from accounts.organization.state import PolicyType


@dataclass(frozen=True, slots=True)
class TypeWords:
    """``name`` goes on in a sentence. ``does`` says what such policies do, as a sentence. All are English
    words, translated where they are shown."""

    name: str
    plural: str
    does: str
    icon: str = "i-policy"

    @property
    def title(self) -> str:
        """As it begins a sentence, in the language that is spoken now."""
        plural = gettext(self.plural)
        return plural[0].upper() + plural[1:]


WORDS: Mapping[PolicyType, TypeWords] = {
    PolicyType.SERVICE_CONTROL_POLICY: TypeWords(
        _("service control policy"),
        _("service control policies"),
        _("They limit what the principals of an account may do."),
        "i-scp",
    ),
    PolicyType.RESOURCE_CONTROL_POLICY: TypeWords(
        _("resource control policy"),
        _("resource control policies"),
        _("They limit what anybody may do with the resources of an account."),
        "i-rcp",
    ),
    PolicyType.TAG_POLICY: TypeWords(
        _("tag policy"),
        _("tag policies"),
        _("They say how tag keys are spelled and which values they have, and can block other tags."),
        "i-tag",
    ),
    PolicyType.BACKUP_POLICY: TypeWords(
        _("backup policy"), _("backup policies"), _("They give backup plans to accounts.")
    ),
    PolicyType.AISERVICES_OPT_OUT_POLICY: TypeWords(
        _("AI services opt-out policy"),
        _("AI services opt-out policies"),
        _("They say whether AWS's AI services may use content to get better."),
    ),
    PolicyType.CHATBOT_POLICY: TypeWords(
        _("chat applications policy"),
        _("chat applications policies"),
        _("They say from which chat rooms accounts can be reached."),
    ),
    PolicyType.DECLARATIVE_POLICY_EC2: TypeWords(
        _("declarative policy for EC2"),
        _("declarative policies for EC2"),
        _("They fix settings of EC2, whatever call would change them and whoever makes it."),
    ),
    PolicyType.SECURITYHUB_POLICY: TypeWords(
        _("Security Hub policy"), _("Security Hub policies"), _("They switch Security Hub on in accounts.")
    ),
    PolicyType.SECURITYHUB_CSPM_POLICY: TypeWords(
        _("Security Hub CSPM policy"),
        _("Security Hub CSPM policies"),
        _("They switch the posture management of Security Hub on in accounts."),
    ),
    PolicyType.INSPECTOR_POLICY: TypeWords(
        _("Inspector policy"), _("Inspector policies"), _("They switch Amazon Inspector on in accounts.")
    ),
    PolicyType.UPGRADE_ROLLOUT_POLICY: TypeWords(
        _("upgrade rollout policy"),
        _("upgrade rollout policies"),
        _("They say in which order resources get automatic upgrades."),
    ),
    PolicyType.BEDROCK_POLICY: TypeWords(
        _("Bedrock policy"), _("Bedrock policies"), _("They set safeguards of Amazon Bedrock.")
    ),
    PolicyType.S3_POLICY: TypeWords(
        _("S3 policy"), _("S3 policies"), _("They set S3's block public access.")
    ),
    PolicyType.NETWORK_SECURITY_DIRECTOR_POLICY: TypeWords(
        _("network security director policy"),
        _("network security director policies"),
        _("They switch the network security director on in accounts."),
    ),
    PolicyType.GUARDDUTY_POLICY: TypeWords(
        _("GuardDuty policy"), _("GuardDuty policies"), _("They switch Amazon GuardDuty on in accounts.")
    ),
}

MANAGEMENT = tuple(each for each in PolicyType if each.kind is None)


def _assigned(value: object) -> dict[str, object]:
    return {"@@assign": value}


_BEGINNINGS: Mapping[PolicyType, object] = {
    PolicyType.TAG_POLICY: {
        "tags": {
            "costcenter": {
                "tag_key": _assigned("CostCenter"),
                "tag_value": _assigned(["100", "200"]),
                "enforced_for": _assigned(["ec2:instance"]),
            }
        }
    },
    PolicyType.AISERVICES_OPT_OUT_POLICY: {"services": {"default": {"opt_out_policy": _assigned("optOut")}}},
    PolicyType.BACKUP_POLICY: {
        "plans": {
            "daily": {
                "regions": _assigned(["eu-west-1"]),
                "rules": {
                    "every-night": {
                        "schedule_expression": _assigned("cron(0 3 * * ? *)"),
                        "target_backup_vault_name": _assigned("Default"),
                        "lifecycle": {"delete_after_days": _assigned("35")},
                    }
                },
                "selections": {
                    "tags": {
                        "tagged": {
                            "iam_role_arn": _assigned("arn:aws:iam::$account:role/Backup"),
                            "tag_key": _assigned("backup"),
                            "tag_value": _assigned(["daily"]),
                        }
                    }
                },
            }
        }
    },
    PolicyType.DECLARATIVE_POLICY_EC2: {
        "ec2_attributes": {
            "exception_message": _assigned("This setting is fixed for the whole organization."),
            "image_block_public_access": {"state": _assigned("block_new_sharing")},
        }
    },
    PolicyType.CHATBOT_POLICY: {
        "chatbot": {"platforms": {"slack": {"client": _assigned("disabled")}}},
    },
}
_ANY_BEGINNING = {"settings": {"example": _assigned("enabled")}}


def beginning_of(policy_type: PolicyType) -> str:
    """A management policy that is one already, to be changed."""
    return json.dumps(_BEGINNINGS.get(policy_type, _ANY_BEGINNING), indent=2) + "\n"


def lock_of(policy_type: PolicyType) -> str:
    """The same, with nothing in it left to the levels below."""
    return json.dumps(_locked(_BEGINNINGS.get(policy_type, _ANY_BEGINNING)), indent=2) + "\n"


def _locked(settings: object) -> object:
    """AWS's lock repeats the child control at every depth below the first name."""
    if not isinstance(settings, dict) or "@@assign" in settings:
        none = {"@@operators_allowed_for_child_policies": ["@@none"]}
        return {**settings, **none} if isinstance(settings, dict) else settings
    return {name: _locked(inner) for name, inner in settings.items()}
