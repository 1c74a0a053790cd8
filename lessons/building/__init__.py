"""Instructors build exercises by doing them: what the database keeps of it. What is worked out from that is
``lessons.course.building``.

============== ==================================================================================
``drafts``     a draft is changed one member at a time, so that two windows do not undo each other
``shelf``      exercises come and go: made of something, copied, put away, shared, deleted
``recordings`` the start is made, solutions and cheats are shown by doing them
``bench``      an exercise on its bench: everything that its pages and its publishing ask for
``choosing``   proposals are ticked, and become clauses with weights
``asking``     questions whose answer the engine gives
``trying``     its instructor tries it as a learner would
``publishing`` versions, and the classes that run with an older one
``packing``    the files of an exercise, in and out
============== ==================================================================================
"""
