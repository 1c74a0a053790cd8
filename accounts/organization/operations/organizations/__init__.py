"""The operations of ``organizations.amazonaws.com``. Source: Organizations API Reference.

====================  ==========================================================================
``life``              the organization itself, begun and ended
``all_features``      from consolidated billing to all features
``handshakes``        invitations, and answers to handshakes of every kind
``accounts``          accounts made, moved, closed
``membership``        accounts that leave
``units``             organizational units
``policies``          policies made, changed, deleted
``attachments``       where policies act, and which types do
``delegation``        who else manages policies
``service_access``    trusted services, and their delegated administrators
``tags``              tags on all of it
====================  ==========================================================================

``handshake_states``, ``parting``, ``due``, ``first_roles``, ``structures`` and ``checks`` are what
these have in common.
"""

from __future__ import annotations

from accounts.organization.operations.organizations.accounts import (
    close_account,
    create_account,
    move_account,
)
from accounts.organization.operations.organizations.all_features import enable_all_features
from accounts.organization.operations.organizations.attachments import (
    attach_policy,
    detach_policy,
    disable_policy_type,
    enable_policy_type,
)
from accounts.organization.operations.organizations.delegation import (
    delete_resource_policy,
    put_resource_policy,
)
from accounts.organization.operations.organizations.handshakes import (
    accept_handshake,
    cancel_handshake,
    decline_handshake,
    invite_account_to_organization,
)
from accounts.organization.operations.organizations.life import create_organization, delete_organization
from accounts.organization.operations.organizations.membership import (
    leave_organization,
    remove_account_from_organization,
)
from accounts.organization.operations.organizations.policies import (
    create_policy,
    delete_policy,
    update_policy,
)
from accounts.organization.operations.organizations.service_access import (
    deregister_delegated_administrator,
    disable_aws_service_access,
    enable_aws_service_access,
    register_delegated_administrator,
)
from accounts.organization.operations.organizations.tags import tag_resource, untag_resource
from accounts.organization.operations.organizations.units import (
    create_organizational_unit,
    delete_organizational_unit,
    update_organizational_unit,
)

__all__ = [
    "accept_handshake",
    "attach_policy",
    "cancel_handshake",
    "close_account",
    "create_account",
    "create_organization",
    "create_organizational_unit",
    "create_policy",
    "decline_handshake",
    "delete_organization",
    "delete_organizational_unit",
    "delete_policy",
    "delete_resource_policy",
    "deregister_delegated_administrator",
    "detach_policy",
    "disable_aws_service_access",
    "disable_policy_type",
    "enable_all_features",
    "enable_aws_service_access",
    "enable_policy_type",
    "invite_account_to_organization",
    "leave_organization",
    "move_account",
    "put_resource_policy",
    "register_delegated_administrator",
    "remove_account_from_organization",
    "tag_resource",
    "untag_resource",
    "update_organizational_unit",
    "update_policy",
]
