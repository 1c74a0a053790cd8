"""What others may want to hear of."""

from django.dispatch import Signal

revised = Signal()
"""An organization has a new revision: ``record``, and ``organization``, its value. Sent within the
transaction, so that what a receiver writes stands or falls with the revision."""

revising = Signal()
"""``visitor`` is about to change ``record``, which is locked. A receiver that lets nobody change it for now
raises ``services.Halted``."""

leaving = Signal()
"""``visitor`` is about to be deleted with all that is theirs, and so is ``user``, unless that is None. Sent
within the transaction."""

merged = Signal()
"""What ``visitor`` has is about to be ``into``'s. Of what one person has only once, a receiver leaves one;
all other rows of ``visitor`` move by themselves. Sent within the transaction."""
