"""Follower: which release a server answers from, found anew for each request and checked before it is served."""

import _thread
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from stat import S_ISREG

from db.query.connection import ReleaseUnavailable
from db.query.regular_files import NotRegular, check_regular
from db.query.release_file import DIGEST, BadRelease, check_release, release_file
from db.query.store_index import StoreIndex

SWITCH_TIMEOUT = 0.25
"""Seconds that a request waits for a new release to be checked before it is answered from the old one."""

PAUSE = 0.005
"""Seconds between two looks whether a check has come to its end."""

Stamp = tuple[int, ...]
_start_thread = _thread.start_new_thread
"""Starts a thread of the system. gevent puts a greenlet in the place of every thread that is begun after it took over,
and a disk that is slow to read would hold up all others of its process."""


class InvalidDigest(ValueError):
    """What should name a release is not the 64 hexadecimal digits of a SHA-256."""


@dataclass(frozen=True)
class ActiveRelease:
    """A release that was found sound: its file, and the SHA-256 of the file's bytes."""

    path: Path
    digest: str
    stamp: Stamp
    since: int = 0
    """Since when it is served, in nanoseconds: when it was built, or when the pointer was moved to it again."""


class Check:
    """Reads a release to its end and compares it with its name, without holding up those who are served."""

    def __init__(self, path: Path, stamp: Stamp) -> None:
        self.path, self.stamp = path, stamp
        self.release: ActiveRelease | None = None
        self.reason = ""
        self.is_done = False

    def start(self) -> None:
        """Begin, in a thread of its own."""
        _start_thread(self._run, ())

    def wait(self, seconds: float | None) -> bool:
        """Wait until it is done, for some seconds or as long as it takes; tell whether it is."""
        # A thread of the system cannot wake a greenlet in a way that both worlds promise, so it is looked after.
        until = None if seconds is None else time.monotonic() + seconds
        while not self.is_done and (until is None or time.monotonic() < until):
            time.sleep(PAUSE)
        return self.is_done

    # What runs in a thread that was begun without Python's `threading` is not seen by coverage.
    def _run(self) -> None:  # pragma: no cover
        """Find the release sound, or the reason why it is not."""
        try:
            digest = check_release(self.path)
            if file_identity(self.path) == self.stamp:
                self.release = ActiveRelease(self.path, digest, self.stamp, self.stamp[1])
            else:
                self.reason = f"{self.path.name} changed while it was read."
        except (BadRelease, ReleaseUnavailable) as error:
            self.reason = str(error)
        finally:
            self.is_done = True


class Follower:
    """Follows a pointer from one release to the next; what is not sound is refused, and the old one stays."""

    def __init__(self, pointer: Path) -> None:
        self.pointer = pointer
        self.store_index = StoreIndex(pointer)
        """Which other releases lie beside the pointer."""
        self.refused: str | None = None
        """Why the release that the pointer leads to is not served; None where it is."""
        # Threads must see both or neither: what the pointer looked like last, and the release that was served then.
        self._state: tuple[Stamp | None, ActiveRelease | None] = (None, None)
        self._checks: dict[tuple[Path, Stamp], Check] = {}

    def current(self) -> ActiveRelease:
        """Return the release to answer from now; it costs one look at the pointer. Raises ReleaseUnavailable."""
        seen, served = self._state
        try:
            if served is not None and file_identity(self.pointer) == seen:
                return served
            path = self._target()
            return self._follow(path, file_identity(path))
        except ReleaseUnavailable as missing:
            return self._stay(str(missing))

    def pinned(self, digest: str) -> ActiveRelease:
        """Return the release of a digest, wherever the pointer leads. Raises ReleaseUnavailable, InvalidDigest."""
        if not DIGEST.fullmatch(digest):
            raise InvalidDigest(digest)
        _, served = self._state
        if served is not None and served.digest == digest:
            return served
        path = release_file(self.pointer, digest)
        check = self._check(path, file_identity(path))
        check.wait(None)
        if check.release is None:
            raise ReleaseUnavailable(check.reason)
        return check.release

    def _follow(self, path: Path, stamp: Stamp) -> ActiveRelease:
        """Return a release if it is sound, otherwise the one served until now. Raises ReleaseUnavailable."""
        _, served = self._state
        check = self._check(path, stamp)
        if not check.wait(SWITCH_TIMEOUT if served else None) and served:
            return served
        if check.release is None:
            return self._stay(check.reason, stamp)
        release = replace(check.release, since=max(stamp[1], self._moved(path)))
        self._state, self.refused = (stamp, release), None
        return release

    def _target(self) -> Path:
        """Return the file that the pointer leads to. Raises ReleaseUnavailable where links lead in a circle."""
        try:
            return self.pointer.resolve()
        except (OSError, RuntimeError) as error:
            raise ReleaseUnavailable(f"{self.pointer.name} leads nowhere.") from error

    def _moved(self, path: Path) -> int:
        """Return when the pointer was moved to a file, in nanoseconds; 0 where it leads elsewhere by now."""
        try:
            return os.lstat(self.pointer).st_mtime_ns if self.pointer.resolve() == path else 0
        except (OSError, RuntimeError):
            # It was removed this moment, or leads in a circle.
            return 0

    def _stay(self, reason: str, stamp: Stamp | None = None) -> ActiveRelease:
        """Return the release served until now, unless that very file went bad. Raises ReleaseUnavailable."""
        self.refused = reason
        _, served = self._state
        if served is None or not _is_still(served):
            self._state = (None, None)
            raise ReleaseUnavailable(reason)
        self._state = (stamp, served)
        return served

    def _check(self, path: Path, stamp: Stamp) -> Check:
        """Return the check of a file as it is now, begun if nobody has begun it."""
        check_of_file = self._checks.get((path, stamp))
        if check_of_file is not None:
            return check_of_file
        # No lock: one that was made before gevent took over would stop the whole process while a greenlet waits.
        fresh = Check(path, stamp)
        check = self._checks.setdefault((path, stamp), fresh)
        if check is fresh:
            # A check is remembered as long as its file is there, so that going to and fro reads no file twice.
            for other in [key for key in list(self._checks) if not key[0].exists()]:
                self._checks.pop(other, None)
            check.start()
        return check


def file_identity(path: Path) -> Stamp:
    """Return what tells one file at a path from another, and whether we may still read it. Raises ReleaseUnavailable.

    That is its inode, time and size; its mode and owner. Without these, who had it open would go on reading it, and
    who had not would fail.
    """
    try:
        # `os.stat` takes half the time of `Path.stat`, and every request asks.
        status = os.stat(path)  # noqa: PTH116
        if not S_ISREG(status.st_mode):
            check_regular(path, status.st_mode)
    except NotRegular as error:
        raise ReleaseUnavailable(f"{path.name} cannot be read: {error.strerror}.") from error
    except OSError as error:
        raise ReleaseUnavailable(f"{path.name} is missing.") from error
    return status.st_ino, status.st_mtime_ns, status.st_size, status.st_mode, status.st_uid, status.st_gid


def _is_still(served: ActiveRelease) -> bool:
    """Tell whether the file of a release is there and as it was when it was checked."""
    try:
        return file_identity(served.path) == served.stamp
    except ReleaseUnavailable:
        return False
