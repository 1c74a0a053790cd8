"""What the page shows, computed before any template: values made from the organization and the view.

=========================  ==========================================================================
``view``                   what the learner looks at and asks; all of it stands in the address
``verdicts``               a verdict's glyph, word and colour class
``page``                   the organization's whole page, as one value of the parts below
``rooms``                  the tree: rooms, accounts, seals, rails, totals
``panel``                  "Allowed actions": totals, the funnel, deciding rules, services
``search``                 actions by pattern or plain words
``changes``                what an operation changed, or would change
``comparison``             two revisions beside each other
``explanation``            the gates of one decision, statement by statement
``dependencies``           what an answer that depends rests on, with values to try
``what_would``             edits that would allow the asked action, or deny it, in sentences
``everybody``              who can do it: every principal by account
``billing``                the bill: one usage type as a picture, and all of it as tables
``log``                    the operations so far, in words
``dialogs``                what each dialog of the organization shows
``policy_dialogs``         those about its policies: attached where, which types enabled
``management``             the effective policy of a place, its parts, and the tags of an account
``inside``                 one account from inside: who is in it, and by which policies they may act
``identity_dialogs``       what each dialog inside an account shows
``editor``                 one policy, its findings, its effect before it is saved
``subjects``               which policy the editor is about, and how it is saved and deleted
``beginnings``             what a new policy begins with
``organization_policies``  the policies of the organization as such subjects, of every type
``settings_review``        a management policy in the editor: faults, sentences, what is ignored
``policy_types``           the types of those policies in words, with an example of each
=========================  ==========================================================================
"""
