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
    if item.right.answer is not truth or truth is Decision.DEPENDS or item.right not in item.options:
        return f"{asking}: {item.right} is right, the engine says {truth}"
    others = [option for option in item.options if option != item.right]
    if not any(option.misconception for option in others):
        return f"{asking}: nobody believes anything else"
    for option in others:
        if option.answer is truth:
            return f"{asking}: {option} is right, too"
        decide = MISCONCEPTIONS[option.misconception].decide if option.misconception else None
        if decide is not None and decide(judge, asking, truth) is not option.answer:
            return f"{asking}: the belief does not say {option}"
    return None
