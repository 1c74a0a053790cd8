"""Why: a decision, its gates and its statements in sentences, and what AWS would print.

``messages`` says what a sentence is, ``english`` how it reads; ``decisions``, ``statements`` and
``conditions`` say which one applies, and ``hints`` what may surprise whoever wrote the policy.
``access_denied`` is the error text of AWS itself, and ``trace`` all of this as JSON.
"""

from policies.engine.explain.access_denied import access_denied_message
from policies.engine.explain.conditions import condition_message
from policies.engine.explain.decisions import decision_message, gate_message
from policies.engine.explain.english import render
from policies.engine.explain.messages import Message
from policies.engine.explain.statements import statement_messages

__all__ = [
    "Message",
    "access_denied_message",
    "condition_message",
    "decision_message",
    "gate_message",
    "render",
    "statement_messages",
]
