"""The one door between the rows and the value ``Organization``.

``tables``     which part of the value is a row of which table
``reading``    rows → value, in a constant number of queries
``writing``    two values → the difference, in a number of queries that depends on its kind alone
``positions``  keeps the order of every list
``replaying``  a state from one at hand, by what was done since
``cache``      values by (organization, revision): since values never change, neither does an entry
"""

from accounts.store.cache import ByRevision, cached, remember
from accounts.store.reading import load
from accounts.store.replaying import from_nearby, replay
from accounts.store.writing import create, write

__all__ = ["ByRevision", "cached", "create", "from_nearby", "load", "remember", "replay", "write"]
