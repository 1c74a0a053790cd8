"""What has changed is told to whoever looks at it, as numbers of revisions: server-sent events.

A *topic* names one thing that has revisions: ``organization:<public id>``. What stands before the colon is
its *kind*, for which a *source* tells the present revisions. Nobody here knows what a kind is.

``topics``     the sources, and the reading of revisions
``poller``     one a process: reads what somebody watches, soon after it was changed
``listening``  PostgreSQL's NOTIFY, by which every process learns of a change in any other
``stream``     a response that tells the revisions of some topics for as long as the browser listens
``ending``     streams end when the server is told to stop, which would wait for them

Only numbers travel. A page asks for what it shows when it hears of a revision above its own, so an event that
is lost, doubled or late does no harm: the first event of every stream tells what there is by now.
"""

from accounts.live.ending import end_with_the_server
from accounts.live.poller import changed
from accounts.live.stream import event_stream
from accounts.live.topics import Topic, register

__all__ = ["Topic", "changed", "end_with_the_server", "event_stream", "register"]
