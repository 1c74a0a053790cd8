"""What an account holds besides its IAM, in a scenario document."""

from __future__ import annotations

from accounts.organization.scenario.plain import Members, content, optional_time, present, time
from accounts.organization.scenario.shape import Node
from accounts.organization.state import Resource, ResourceType
from policies.engine.arn import is_arn
from policies.engine.document import PolicyKind


def read_resource(node: Node) -> Resource:
    arn = node.text("arn")
    if arn and not is_arn(arn):
        node.fault("arn", f"{arn!r} is not an ARN")
    resource = Resource(
        arn=arn,
        type=node.choice("type", ResourceType.S3_BUCKET),
        created=node.time("created"),
        policy=node.policy("policy", PolicyKind.RESOURCE) if node.has("policy") else None,
        tags=node.text_by_name("tags"),
        deletion=node.optional_time("deletion"),
        is_disabled=node.boolean("disabled", default=False),
    )
    node.end()
    return resource


def resource(resource: Resource) -> Members:
    return {
        "arn": resource.arn,
        "type": resource.type.value,
        "created": time(resource.created),
        **present(
            policy=None if resource.policy is None else content(resource.policy),
            tags=dict(resource.tags),
            deletion=optional_time(resource.deletion),
            disabled=resource.is_disabled,
        ),
    }
