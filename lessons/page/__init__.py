"""The school's pages as values for the templates, most of them for the lesson beside the tree.

===================  ==================================================================
``card``             the lesson in its steps, and which of them is shown
``predicting``       a prediction: what is asked, and afterwards what was said and what happened
``documents``        the policies to read before that
``checklist``        the goals, each with the request that speaks against it, and the hints
``checked``          what a solved task comes to: numbers, other ways
``replaying``        a solution, step by step
``requests``         a request that a lesson speaks of, on the page of its organization
``sentences``        messages of the goal language in words
``markdown``         texts of lessons as HTML
``scene``            the organization of a question, small and read-only
``question``         a question as it is asked, and as it was answered
``lesson_question``  that of a lesson
``round_question``   that of a check or a review
``check_result``     what a check has found, and why
``review_queue``     what is due for review, and when the rest will be
``course``           the comparison with what proves it, in the reader's words
``miniature``        the first page's small organization
===================  ==================================================================
"""
