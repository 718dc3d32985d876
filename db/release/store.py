"""Releases: built databases as files named by their digest, and the pointer that says which of them is served.

All of them lie in the folder of the pointer, a symbolic link: `<sha256>.db`, never written again, and its manifest
`<sha256>.json`. `current.history`, the pointer being called `current`, names those served, the present one last.
"""

import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from db.query.release_file import DIGEST, BadRelease, check_release, check_schema_version, file_digest, release_file

MAX_SERVED = 3
"""How many of the releases that were served stay, so that it is possible to go back."""


def take_in(file: Path, pointer: Path, source_commit: str | None = None) -> str:
    """Make a built database a release beside a pointer: checked, named by its digest, with its manifest.

    The file is moved. Return the digest. Raises BadRelease.
    """
    digest = file_digest(file)
    target = release_file(pointer, digest)
    manifest = {"digest": digest, "size": file.stat().st_size} | _description(file) | {"source_commit": source_commit}
    file.chmod(0o444)
    flush(file)
    file.replace(target)
    _write(target.with_suffix(".json"), json.dumps(manifest, indent=2) + "\n")
    return digest


def flush(path: Path) -> None:
    """Make sure that a file or folder is on disk before anything points to it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_leftovers(folder: Path) -> None:
    """Remove what builds and copies that were killed left behind; one that is still running keeps its file."""
    for path in folder.glob(".*.tmp*"):
        pid = path.name.partition(".tmp")[0].rpartition(".")[2]
        if pid.isdecimal() and int(pid) != os.getpid() and Path(f"/proc/{pid}").exists():
            continue
        with suppress(OSError):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def activate(pointer: Path, digest: str) -> None:
    """Let a pointer lead to a release, in one step; forget the oldest of those served before. Raises BadRelease."""
    check_release(release_file(pointer, digest))
    with _locked(pointer):
        remove_leftovers(pointer.parent)
        served = [one for one in served_releases(pointer) if one != digest]
        _point(pointer, [*served, digest])
        _forget_old(pointer)


def roll_back(pointer: Path) -> str:
    """Let a pointer lead to the release that was served before, and return its digest. Raises BadRelease."""
    with _locked(pointer):
        remove_leftovers(pointer.parent)
        served = served_releases(pointer)
        if len(served) < 2:
            raise BadRelease("No release was served before this one.")
        check_release(release_file(pointer, served[-2]))
        # The one left becomes the first to be forgotten.
        _point(pointer, [served[-1], *served[:-1]])
        return served[-2]


def served_releases(pointer: Path) -> list[str]:
    """Return the digests of the releases that were served and still exist; the one that is served now comes last."""
    digests = list[str]()
    with suppress(OSError):
        digests = _history(pointer).read_text(encoding="ascii").split()
    with suppress(OSError):
        # The pointer is the truth: who was interrupted between the two writes may not have noted it.
        now = pointer.readlink().stem
        digests = [*(digest for digest in digests if digest != now), now]
    return [digest for digest in digests if release_file(pointer, digest).exists()]


def forget_superseded(pointer: Path) -> list[str]:
    """Remove every file beside the one that is served but those of releases as that one tells of them; return which.

    What was built before words were withheld from history tells otherwise, and nobody knows what a state had that never
    was a release. Raises BadRelease where none is served.
    """
    with _locked(pointer):
        digests = served_releases(pointer)
        if not digests:
            raise BadRelease(f"{pointer} leads to no release, and only what is served says what no longer may be.")
        releases = _history_in(release_file(pointer, digests[-1]))[1]
        files = [file for file in sorted(pointer.parent.glob("*.db")) if DIGEST.fullmatch(file.stem)]
        superseded = [file.stem for file in files if file.stem != digests[-1] and not _is_among(file, releases)]
        for digest in superseded:
            _remove(pointer, digest)
        _write(_history(pointer), "\n".join(served_releases(pointer)) + "\n")
        return superseded


def _is_among(file: Path, releases: list[tuple[Any, ...]]) -> bool:
    """Tell whether a file is of one of some releases, and tells the same of it and of those before."""
    version, own = _history_in(file)
    return bool(own) and own[-1][0] == version and own == releases[: len(own)]


def _history_in(file: Path) -> tuple[str, list[tuple[Any, ...]]]:
    """Return the version of a file, and what it tells of the releases up to it; nothing where it cannot be read."""
    statement = "select version, records_digest, notes from history_release order by sequence"
    with suppress(sqlite3.Error), closing(_open(file)) as connection:
        [version] = connection.execute("select version from release").fetchone()
        return version, connection.execute(statement).fetchall()
    return "", []


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _history(pointer: Path) -> Path:
    return pointer.with_name(f"{pointer.name}.history")


def _description(file: Path) -> dict[str, Any]:
    """Return what a release says of itself. Raises BadRelease where it is none, or not one for this code."""
    check_schema_version(file)
    with closing(_open(file)) as connection:
        row = connection.execute("select version, date, digest, schema_version, counts from release").fetchone()
        newest = "select sequence, version from history_release order by sequence desc limit 1"
        sequence, version = connection.execute(newest).fetchone() or (None, None)
    description = dict(zip(("version", "date", "records_digest", "schema_version"), row[:4], strict=True))
    # Records that were edited since the newest release are no released state.
    return description | {"counts": json.loads(row[4]), "release": sequence if version == row[0] else None}


def _point(pointer: Path, served: list[str]) -> None:
    """Note which releases were served, and move the pointer to the last of them."""
    link = pointer.with_name(f".{pointer.name}.{os.getpid()}.tmp")
    link.unlink(missing_ok=True)
    link.symlink_to(f"{served[-1]}.db")
    link.replace(pointer)
    _write(_history(pointer), "\n".join(served) + "\n")


def _forget_old(pointer: Path) -> None:
    """Remove all but the last few of the releases that were served, with what belongs to them.

    What a release of the record was built into stays too, because earlier states are asked for: of each the last file.
    """
    served = served_releases(pointer)
    last_files = set(_files_of_releases(pointer.parent).values())
    for digest in served[:-MAX_SERVED]:
        if digest not in last_files:
            _remove(pointer, digest)
    _write(_history(pointer), "\n".join(served[-MAX_SERVED:]) + "\n")


def _remove(pointer: Path, digest: str) -> None:
    """Remove a release with what belongs to it."""
    for path in pointer.parent.glob(f"{digest}.*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _files_of_releases(folder: Path) -> dict[int, str]:
    """Return the digest of the last file that each release of the record was built into, by its number."""
    files = dict[int, str]()
    for path in sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns):
        with suppress(OSError, ValueError, KeyError, TypeError):
            manifest = json.loads(path.read_bytes())
            if manifest["release"] is not None:
                files[manifest["release"]] = manifest["digest"]
    return files


def _write(path: Path, text: str) -> None:
    """Write a small file in one step, and flush it and its folder."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    unfinished.write_text(text, encoding="ascii")
    flush(unfinished)
    unfinished.replace(path)
    flush(path.parent)


@contextmanager
def _locked(pointer: Path) -> Iterator[None]:
    """Let one process at a time move a pointer."""
    descriptor = os.open(pointer.parent, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
