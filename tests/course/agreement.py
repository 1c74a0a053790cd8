"""Whether a question that was made agrees with the engine, and its wrong answers with the beliefs."""

from __future__ import annotations

from accounts.organization.decisions import Judge
from lessons.course.misconceptions import MISCONCEPTIONS
from lessons.course.questions.items import DecisionItem
from policies.engine.decision import Decision


def against(item: DecisionItem, judge: Judge) -> str | None:
    """What speaks against it, worked out anew; None for nothing."""
    asking = item.asking
    question = (asking.organization, asking.account_id, asking.label, asking.action)
    truth = judge.evaluate(*question, asking.circumstances, asking.resource).decision
    right = [option.answer for option in item.options if option.misconception is None]
    if right != [truth] or truth is Decision.DEPENDS:
        return f"{asking}: {right} are right, the engine says {truth}"
    for option in item.options:
        if option.misconception is not None:
            decide = MISCONCEPTIONS[option.misconception].decide
            believed = decide and decide(judge, asking, truth)
            if option.answer is not believed or believed is truth:
                return f"{asking}: {option}, and the belief says {believed}"
    return None
