"""The rows of organizations: the present state of each, its log, and whose it is.

=============== =======================================================================
``people``      visitors, their browsers, invitations of instructors
``record``      an organization as a whole, its start, its log, links to it
``structure``   units and accounts, invitations, requests for accounts
``inside``      users, groups and roles, credentials, resources
``tokens``      secrets and public names
=============== =======================================================================

Policies and attachments are rows of ``policies``, with the organization's ``public_id`` as their
scope. ``store`` alone reads these rows into an ``Organization`` and writes it back; ``position``
orders the rows of one list.
"""

from accounts.models.inside import AccessKey, Entity, Group, GroupMembership, MfaDevice, Resource, Role, User
from accounts.models.people import InstructorInvitation, Tally, Visitor, VisitorKey, in_a_fortnight
from accounts.models.record import Event, OrganizationRecord, Snapshot, Start
from accounts.models.structure import Account, CreateAccountRequest, Handshake, OrganizationalUnit
from accounts.models.tokens import hash_of, new_public_id, new_token

__all__ = [
    "AccessKey",
    "Account",
    "CreateAccountRequest",
    "Entity",
    "Event",
    "Group",
    "GroupMembership",
    "Handshake",
    "InstructorInvitation",
    "MfaDevice",
    "OrganizationRecord",
    "OrganizationalUnit",
    "Resource",
    "Role",
    "Snapshot",
    "Start",
    "Tally",
    "User",
    "Visitor",
    "VisitorKey",
    "hash_of",
    "in_a_fortnight",
    "new_public_id",
    "new_token",
]
