"""Streams: bodies that are made while they are sent, in blocks, compressed on the way where the client asks."""

import time
import zlib
from collections.abc import Callable, Iterable, Iterator

BLOCK_BYTES = 32_000
"""The size from which pieces are passed on together: less would cost a system call for each record."""


class Stream:
    """A body as WSGI takes it: an iterator with `close`, which lets go of what the body is read from."""

    def __init__(self, blocks: Iterator[bytes], release: Callable[[], None]) -> None:
        self._blocks = blocks
        self._release: Callable[[], None] | None = release

    def __iter__(self) -> Iterator[bytes]:
        """Return the iterator that it is."""
        return self

    def __next__(self) -> bytes:
        """Return the next block."""
        return next(self._blocks)

    def close(self) -> None:
        """Let go, once, whether the body was sent to its end or the client has gone."""
        release, self._release = self._release, None
        if release is not None:
            release()


def in_blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield pieces in blocks of some size. Other requests of this process have their turn before each."""
    block = bytearray()
    for piece in pieces:
        block += piece
        if len(block) >= BLOCK_BYTES:
            time.sleep(0)
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)


def compressed(blocks: Iterable[bytes], level: int) -> Iterator[bytes]:
    """Yield the same as gzip, without a time, so that the same body always gives the same bytes."""
    coder = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for block in blocks:
        if part := coder.compress(block):
            yield part
    yield coder.flush()
