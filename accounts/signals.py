"""What others may want to hear of."""

from django.dispatch import Signal

revised = Signal()
"""An organization has a new revision: ``record``, and ``organization``, its value. Sent within the
transaction, so that what a receiver writes stands or falls with the revision."""

merged = Signal()
"""What ``visitor`` has is ``into``'s from now on; ``visitor`` is deleted afterwards, with all that no receiver
has moved. Sent within the transaction."""
