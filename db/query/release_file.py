"""Release files: what a server asks of a file before it answers from it: its name, its digest, and who made it.

A release is one SQLite file, `<sha256>.db`, beside the pointer that leads to it, and never written again.
"""

import hashlib
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from db.query.regular_files import open_regular
from db.query.schema_version import SCHEMA_VERSION

DIGEST = re.compile(r"[0-9a-f]{64}")
CHUNK = 1 << 21
"""Bytes that are read at once: few calls, and little memory."""


class BadRelease(Exception):
    """A file is not a release, or not the one that its name says, or not one for this code; the message tells why."""


def release_file(pointer: Path, digest: str) -> Path:
    """Return where the release of a digest lies."""
    return pointer.parent / f"{digest}.db"


def check_release(file: Path) -> str:
    """Return the digest of a release, having read the whole file and compared it with its name. Raises BadRelease."""
    name = file.name.removesuffix(".db")
    if not DIGEST.fullmatch(name) or file.suffix != ".db":
        raise BadRelease(f"{file.name} is not named by its digest; `parley add` takes a file in.")
    digest = file_digest(file)
    if digest != name:
        raise BadRelease(f"{file.name} has the digest {digest}: it was altered or cut off.")
    check_schema_version(file)
    return digest


def file_digest(file: Path) -> str:
    """Return the SHA-256 of a file's bytes. Raises BadRelease where there are none."""
    try:
        with open_regular(file) as opened:
            if not os.fstat(opened.fileno()).st_size:
                raise BadRelease(f"{file.name} is empty.")
            digest = hashlib.sha256()
            while chunk := opened.read(CHUNK):
                digest.update(chunk)
            return digest.hexdigest()
    except OSError as error:
        raise BadRelease(f"{file.name} cannot be read: {error.strerror}.") from error


def check_schema_version(file: Path) -> None:
    """Refuse a file that is no release, or that other code made than this. Raises BadRelease."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            [schema_version] = connection.execute("select schema_version from release").fetchone()
    except (sqlite3.Error, TypeError) as error:
        raise BadRelease(f"{file.name} is no database of `parley build`: {error}.") from error
    if schema_version != SCHEMA_VERSION:
        raise BadRelease(
            f"{file.name} was built by code with the schema version {schema_version}, and this code has"
            f" {SCHEMA_VERSION}. Build the records with this code (`parley build`), or serve the file with the code"
            " that built it."
        )
