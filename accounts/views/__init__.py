"""The sandbox's pages.

``sandbox``     the organization: its page, previews, dialogs, and every operation
``editor``      one policy: its text, findings and effect before it is saved
``inside``      one account: its users, groups, roles and their policies
``management``  the effective policies of a root, unit or account
``history``     any revision: to read, to compare with another, to go on from, to share
``past``        what is in the past: an account, a policy; only to be read
``billing``     the bill, together and apart
``live``        what all of these have around their own part
``what_would``  the edits that would change a decision, and doing one
"""
