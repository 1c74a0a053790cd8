"""Making an exercise by doing it: what was recorded becomes a document, what changed becomes clauses.

============== =================================================================================
``recording``  operations as they were done, to actions that go by names and can be played again
``proposing``  what the solutions changed, and what they kept, as clauses to choose from
``objects``    of these, what is about things: who is where, what hangs where, who is there
``drafting``   a draft: texts, clauses, hints, questions; to the document that is published
``proving``    what must hold before a draft is published: its promises, and the stock cheats
============== =================================================================================
"""
