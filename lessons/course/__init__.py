"""The course. Pure: lesson and exercise files become frozen values, and cases are judged by effect.

======================  ====================================================================
``names``               finding by name what a lesson speaks of
``placeholders``        names in braces: ``{{dev-3}}``, ``{{id dev-3}}``
``case``                where somebody started, and every operation since
``language``            terms and goals: what shall hold, in JSON
``exercise``            the values of an exercise, ``exercise_reading`` what reads them
``lesson``              a lesson's texts and its exercise, from its folder
``sentences``             what learners read of an exercise, found and replaced in its document
``spoken``                which language to speak
``translation``           a lesson in another language, and what has changed in English since
``tickets``             small tasks that are drawn, and together make one exercise
``marking``               sentences in code, marked for translators
``grading``             how far a case is, clause by clause
``comparison``          Organizations beside IAM, cell by cell, each with what proves it
``checking``            whether an exercise keeps its promises
``shapes``              solutions sorted by what they do, and by what kind of operations
``searching``           solutions nobody has written down
``stock_cheats``        lazy answers that fit any exercise, and should solve none
``variants``            the same exercise in another organization, from a seed
======================  ====================================================================
"""
