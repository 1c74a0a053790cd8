"""What people believe that is not so. Each belief about decisions is an evaluator, wrong in exactly that way.

==============  ==========================================
``asking``      a question about one decision
``deciding``    the beliefs as evaluators
``beliefs``     the beliefs in words, each beside the truth
==============  ==========================================
"""

from __future__ import annotations

from lessons.course.misconceptions.asking import Asking
from lessons.course.misconceptions.beliefs import MISCONCEPTIONS, Misconception, about_decisions, answers

__all__ = ["MISCONCEPTIONS", "Asking", "Misconception", "about_decisions", "answers"]
