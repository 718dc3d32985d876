"""Regular files: opened only if they are such, so that a fifo, a folder or a device in their place holds up nobody."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

NOT_REGULAR = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a fifo", stat.S_IFSOCK: "a socket"}


class NotRegular(OSError):
    """What lies at a path is no regular file; `strerror` says what it is."""


def check_regular(path: Path, mode: int) -> None:
    """Refuse what is no regular file, by the mode that `os.stat` gives. Raises NotRegular."""
    if not stat.S_ISREG(mode):
        raise NotRegular(0, f"it is {NOT_REGULAR.get(stat.S_IFMT(mode), 'a device')} and no file", str(path))


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading, without waiting for anybody who would write to a fifo. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        check_regular(path, os.fstat(descriptor).st_mode)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise
