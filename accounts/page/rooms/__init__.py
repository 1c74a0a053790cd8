"""The tree as nested rooms: units hold their accounts, policies are seals on a room's beam, and a
rail under the beam says whether the asked action passes.

``items``     what stands in the tree, as the templates show it
``census``    what everybody of one name hears, in every account at once
``opening``   what of a large organization is in the page
``building``  an organization and a view → the tree

A small organization is in the page whole. In a large one, accounts of one room that hear the same are a
*crowd*, told by its number until it is opened, and then shown in part; so are many units side by side.
"""

from accounts.page.rooms.building import attached_policies, tree_of
from accounts.page.rooms.items import AccountCard, Crowd, Lintel, More, Place, Room, Seal, Tally, Tree

__all__ = [
    "AccountCard",
    "Crowd",
    "Lintel",
    "More",
    "Place",
    "Room",
    "Seal",
    "Tally",
    "Tree",
    "attached_policies",
    "tree_of",
]
