"""Garbage collection, put off while a build makes what it keeps: millions of objects, hardly any of them garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collection() -> Iterator[None]:
    """Look for no cycles meanwhile; each look goes through all that the build has made so far, and frees nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            # What was made counts as old at once; else the first look would go through all of it after all.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
