"""Parallel work: iterators whose values are made beside the build, so that it uses every processor of a machine."""

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from typing import TypeVar

_Value = TypeVar("_Value")
_readers = set[Connection]()
"""The ends that this process reads from."""


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0))


def in_own_process(make: Callable[[], Iterable[_Value]], at_once: int = 1) -> Iterator[_Value]:
    """Yield what an iterable yields that is made in a process of its own, which starts at once.

    Small values are sent quicker if many are sent at once.

    The process sees all that is there now, and yields what pickle can take. An error in it is raised here; one that is
    killed is a ChildProcessError. It ends soon after nobody reads on, also where the reader was killed.
    """
    reader, writer = Pipe(duplex=False)
    _readers.add(reader)
    process = get_context("fork").Process(target=partial(_send, make, at_once, writer), daemon=True)
    process.start()
    writer.close()
    return _receive(reader)


def _send(make: Callable[[], Iterable[_Value]], at_once: int, writer: Connection) -> None:
    """Write the values, some at a time, then None; an error comes in the place of those that could not be made."""
    # Ctrl-C is for the reader; what it no longer reads ends here.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # An end that stayed open here would keep a process from noticing that its reader has ended.
    for reader in _readers:
        reader.close()
    try:
        values = iter(make())
        while some := list(islice(values, at_once)):
            writer.send((some, None))
        writer.send(None)
    except BrokenPipeError:
        pass
    except Exception as error:
        writer.send(([], error))


def _receive(reader: Connection) -> Iterator[_Value]:
    try:
        while (message := reader.recv()) is not None:
            values, error = message
            if error is not None:
                raise error
            yield from values
    except EOFError as error:
        raise ChildProcessError("A process that the build started was ended from outside.") from error
    finally:
        _readers.discard(reader)
        reader.close()
