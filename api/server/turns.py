"""Turns: which of a worker's clients is answered next, how long the others have waited, and when too many do.

A worker answers one request at a time, and its event loop goes round: it finds out who has sent something, and answers
them one by one. So whoever is answered in a round has waited since the round began. Decision 0036 says why so.
"""

import time
from typing import Any

import gevent

TURN = 0.002
"""Seconds after which a client that is answered again and again lets the others go first: about twenty kept replies."""
MAX_WAIT = 0.05
"""Seconds that a request may wait for its turn in a crowd; whoever comes to it later is told to come again."""
MIN_CROWD = 32
"""How many must be waiting for a worker before it refuses anybody, so that one slow answer is no reason."""
LAST = -2
"""The lowest priority of libev."""
_work = time.process_time
"""What a wait is measured by: the work of this process. That a machine is busy with other things is nobody's crowd."""
_now = time.monotonic
"""The clock, which is asked first because it takes a tenth of the time."""


class Turns:
    """The rounds of this process's event loop."""

    def __init__(self) -> None:
        self.workers = 1
        self.accepted = dict[int, float]()
        """The work done when each connection was accepted that has not had its first turn, by its file descriptor."""
        self._began, self._work_before = _now(), _work()
        self._answered, self._answered_before = set[Any](), 0
        self._holder: Any = None
        """Who was answered last, and, below, since when nobody else was."""
        self._turn_began = 0.0
        self._watcher: Any = None

    def accept(self, descriptor: int) -> None:
        """Note that a connection was accepted, which waits for its first turn."""
        self.accepted[descriptor] = _work()

    def watch(self, workers: int) -> None:
        """Follow the event loop of this process, one of so many workers."""
        self.workers = workers
        self._watcher = gevent.get_hub().loop.check()
        self._watcher.start(self._begin_round)

    def _begin_round(self) -> None:
        self._began, self._answered_before = _now(), len(self._answered)
        self._answered = set()
        if self._answered_before + len(self.accepted) >= MIN_CROWD:
            self._work_before = _work()

    def waited(self, arrival: float | None) -> float:
        """Return how long a request has waited, if too long in too large a crowd; else 0.

        `arrival` is what work was done when its connection was accepted, if it is the first there.
        """
        if max(len(self._answered), self._answered_before) + len(self.accepted) < MIN_CROWD:
            return 0
        if gevent.getcurrent() in self._answered:
            return 0
        seconds = _now() - self._began if arrival is None else _work() - arrival
        if arrival is None and seconds > MAX_WAIT:
            seconds = min(seconds, _work() - self._work_before)
        return seconds if seconds > MAX_WAIT else 0

    def note_turn(self) -> None:
        """Note that this client has had its turn of this round."""
        self._answered.add(gevent.getcurrent())

    def give_way(self) -> None:
        """Let others have their turn after an answer, if this client would have another before them.

        gunicorn waits only for a client that has not sent its next request yet, so one that has always done so would
        keep the worker. To wait after every answer would take a tenth more time.
        """
        self.note_turn()
        current = gevent.getcurrent()
        if current is not self._holder:
            self._holder, self._turn_began = current, _now()
        elif _now() - self._turn_began > TURN:
            self._holder = None
            _wait_for_next_round()


def _wait_for_next_round() -> None:
    """Let this greenlet go on in the loop's next round, after whoever has sent something by then.

    `gevent.sleep(0)` does not: fifty that sleep so have their turn before the loop looks whether anybody else is there.
    """
    hub = gevent.get_hub()
    # The loop does not wait for anybody to send something while one is idle.
    idle, turn = hub.loop.idle(), hub.loop.check(priority=LAST)
    idle.start(lambda: None)
    try:
        hub.wait(turn)
    finally:
        idle.close()
        turn.close()


TURNS = Turns()
"""The turns of this process."""
