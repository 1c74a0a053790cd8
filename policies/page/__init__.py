"""What the pages of this room show, computed before a template draws it.

=============  ======================================================================
``kinds``      the kinds of policies to choose from, in the checker's words
``examples``   what to begin with
``checker``    a text with its findings, its meaning and its difference from another
``search``     actions by pattern or by plain words
``actions``    the catalogue of actions to look through
``cards``      a policy as cards, one a statement: the form beside the JSON
``sentences``  the engine's sentences in the language of whoever looks
=============  ======================================================================
"""
