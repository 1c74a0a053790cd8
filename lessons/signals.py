"""What others may want to hear of."""

from django.dispatch import Signal

judged = Signal()
"""An ``attempt`` was judged after an operation, and may be solved by now. Sent within the transaction."""
