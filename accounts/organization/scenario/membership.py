"""Handshakes, requests to create accounts, and who is trusted, in a scenario document."""

from __future__ import annotations

from accounts.organization.identifiers import (
    ACCOUNT_ID,
    CREATE_ACCOUNT_REQUEST_ID,
    HANDSHAKE_ID,
    RESOURCE_POLICY_ID,
)
from accounts.organization.scenario.plain import Members, content, optional_time, present, time
from accounts.organization.scenario.shape import Node
from accounts.organization.state import (
    CreateAccountRequest,
    CreateAccountState,
    Handshake,
    HandshakeAction,
    HandshakeParty,
    HandshakePartyType,
    HandshakeState,
    ResourcePolicy,
)
from policies.engine.document import PolicyKind


def read_handshake(node: Node) -> Handshake:
    recipient = node.node("recipient")
    handshake = Handshake(
        id=node.text("id", pattern=HANDSHAKE_ID),
        action=node.choice("action", HandshakeAction.INVITE),
        state=node.choice("state", HandshakeState.OPEN),
        recipient=read_party(recipient),
        requested=node.time("requested"),
        expires=node.time("expires"),
        ended=node.optional_time("ended"),
        notes=node.text("notes", ""),
        tags=node.text_by_name("tags"),
    )
    node.end()
    return handshake


def handshake(handshake: Handshake) -> Members:
    return {
        "id": handshake.id,
        "action": handshake.action.value,
        "state": handshake.state.value,
        "recipient": party(handshake.recipient),
        "requested": time(handshake.requested),
        "expires": time(handshake.expires),
        **present(ended=optional_time(handshake.ended), notes=handshake.notes, tags=dict(handshake.tags)),
    }


def read_party(node: Node) -> HandshakeParty:
    party = HandshakeParty(node.text("id"), node.choice("type", HandshakePartyType.ACCOUNT))
    node.end()
    return party


def party(party: HandshakeParty) -> Members:
    return {"id": party.id, "type": party.type.value}


def read_create_account_request(node: Node) -> CreateAccountRequest:
    request = CreateAccountRequest(
        id=node.text("id", pattern=CREATE_ACCOUNT_REQUEST_ID),
        account_name=node.text("account_name"),
        state=node.choice("state", CreateAccountState.SUCCEEDED),
        requested=node.time("requested"),
        completed=node.optional_time("completed"),
        account_id=node.optional_text("account_id", pattern=ACCOUNT_ID),
        failure_reason=node.text("failure_reason", ""),
    )
    node.end()
    return request


def create_account_request(request: CreateAccountRequest) -> Members:
    return {
        "id": request.id,
        "account_name": request.account_name,
        "state": request.state.value,
        "requested": time(request.requested),
        **present(
            completed=optional_time(request.completed),
            account_id=request.account_id,
            failure_reason=request.failure_reason,
        ),
    }


def read_resource_policy(node: Node) -> ResourcePolicy:
    policy = ResourcePolicy(
        id=node.text("id", pattern=RESOURCE_POLICY_ID),
        document=node.policy("content", PolicyKind.RESOURCE),
        tags=node.text_by_name("tags"),
    )
    node.end()
    return policy


def resource_policy(policy: ResourcePolicy) -> Members:
    return {"id": policy.id, "content": content(policy.document), **present(tags=dict(policy.tags))}
