"""One account from inside: who is in it, what each may do, and which policies say so.

``labels``   how who and what is in an account is named in a view
``grants``   policies that identities carry
``answers``  what everybody hears to the asked question
``tree``     the account as rooms: groups with their users, roles, resources; large ones in part
``chosen``   who or what is looked at
``page``     all of it
"""

from accounts.page.inside.labels import chosen_label
from accounts.page.inside.page import InsidePage, inside_page

__all__ = ["InsidePage", "chosen_label", "inside_page"]
