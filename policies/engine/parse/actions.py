"""The patterns of Action and Resource, and of their opposites."""

from __future__ import annotations

import re

from policies.engine.document import ActionPattern, PolicyKind, Template
from policies.engine.faults import FaultCode
from policies.engine.json_reader import Path
from policies.engine.parse.collector import Collector
from policies.engine.parse.kinds import KEPT_IN_IAM
from policies.engine.variables import template

_VENDOR = re.compile(r"[A-Za-z0-9.-]+")
_NAME = re.compile(r"[A-Za-z0-9*?._-]+")
_ARN_START = re.compile(r"arn:[^:]*:[^:*?]+(:|$)")
_IAM_ARN_WITH_REGION = re.compile(r"arn:[^:]*:iam:[^:*?$]+:")


def action_of(source: str, path: Path, collector: Collector) -> ActionPattern:
    service, _, name = source.partition(":")
    if source in ("*", "*:*"):
        service = name = "*"
    elif fault := _fault_of_action(source):
        collector.fault(path, FaultCode.INVALID_ACTION, fault)
    elif collector.kind is PolicyKind.TRUST and service.lower() != "sts":
        message = "a trust policy is only about assuming the role; write sts:AssumeRole"
        collector.fault(path, FaultCode.ACTION_NOT_OF_STS, message)
    return ActionPattern(source, service.lower(), name.lower())


def _fault_of_action(source: str) -> str:
    service, colon, name = source.partition(":")
    if not colon:
        return f'"{source}" names no service; write as in s3:GetObject, or * for every action'
    if ":" in name:
        return f'"{source}" has more than one colon; write service:Name as in s3:GetObject'
    if set(service) & set("*?"):
        return f'"{source}": no wildcard stands for a service; write it out as in s3:Get*'
    if not _VENDOR.fullmatch(service):
        return f'"{service}" is no service; write its prefix as in s3:GetObject'
    if not _NAME.fullmatch(name):
        return f'"{source}" is no action; write as in s3:GetObject, or s3:* for all of a service'
    return ""


def resource_of(source: str, path: Path, collector: Collector) -> Template:
    if source != "*" and not _ARN_START.match(source):
        form = "* or an ARN whose service is written out, as in arn:aws:s3:::bucket/*"
        collector.fault(path, FaultCode.INVALID_RESOURCE, f'"{source}": must be {form}')
    elif collector.kind in KEPT_IN_IAM and _IAM_ARN_WITH_REGION.match(source):
        form = "IAM is the same in all regions; leave the region empty: arn:aws:iam::…"
        collector.fault(path, FaultCode.REGION_IN_IAM_ARN, f'"{source}": {form}')
    return template(source, collector.version)
