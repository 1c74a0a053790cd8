"""What others may want to hear of."""

from django.dispatch import Signal

judged = Signal()
"""An ``attempt`` was judged after an operation, and may be solved by now. Sent within the transaction."""

rejudged = Signal()
"""An ``attempt`` was judged again by other goals, or that was undone: its result may be another now. Sent
within the transaction."""
