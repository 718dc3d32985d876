"""The work of a call, as the processor time of the thread that makes it: nobody's clock, and nobody else's work."""

import gc
import time
from collections.abc import Callable

ATTEMPTS = 3


def seconds_of_work(call: Callable[[], object], max_seconds: float) -> float:
    """Return the seconds of processor time that a call takes, the least of three where it takes more than it may.

    Garbage is not collected meanwhile: in a process that ran thousands of tests a collection takes longer than
    anything that is measured here, and comes to whoever happens to make the next object.
    """
    seconds = []
    collects = gc.isenabled()
    gc.disable()
    try:
        while len(seconds) < ATTEMPTS:
            begin = time.thread_time()
            call()
            seconds.append(time.thread_time() - begin)
            if seconds[-1] <= max_seconds:
                break
    finally:
        if collects:
            gc.enable()
    return min(seconds)
