"""Questions that the engine makes, and answers itself.

===============  ==================================================================================
``worlds``       small organizations, each from a seed, in which beliefs make a difference
``items``        a question about one decision, whose wrong answers are those of misconceptions
``diagnosis``    which misconception somebody probably holds, and what to ask next
``review``       when to ask again
===============  ==================================================================================
"""
