"""What the page shows, computed before any template: values made from the organization and the view.

================  ==============================================================================
``view``          what the learner looks at and asks; all of it stands in the address
``verdicts``      a verdict's glyph, word and colour class
``rooms``         the tree: rooms, accounts, seals, rails, totals
``panel``         "Allowed actions": totals, the funnel, deciding rules, services, search
``changes``       what an operation changed, or would change
``explanation``   the gates of one decision, statement by statement
``log``           the operations so far, in words and as ``aws`` commands
================  ==============================================================================
"""
