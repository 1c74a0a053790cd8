"""The sandbox's pages.

``sandbox``     the organization: its page, previews, dialogs, and every operation
``editor``      one policy: its text, findings and effect before it is saved
``inside``      one account: its users, groups, roles and their policies
``what_would``  the edits that would change a decision, and doing one
"""
