"""Questions that the engine makes, and answers itself.

===============  ==================================================================================
``scenes``       things in which beliefs make a difference
``worlds``       small organizations with a scene each, from a seed
``items``        a question about one decision, whose wrong answers are those of misconceptions
``authored``     questions about other things than decisions, written by hand
``of_lessons``   the request that a question of a lesson is about
``pool``         the questions of a seed to choose from
``diagnosis``    which misconception somebody probably holds, and what to ask next
``review``       when to ask again
===============  ==================================================================================
"""
