"""The schema version: which code made a release, so that no other code serves it.

Code answers from the tables and documents that it knows. A release that other code made may have others, and would be
served with gaps that nobody notices; so both builder and server compare the digest of all source that shapes a release.
It is worked out when the module is loaded: a server that runs has the version of the code that it runs, even while
newer code is being put in its place.
"""

import hashlib
from pathlib import Path

from db.query.root import ROOT

SHAPING = (
    *("schemas/**/*.py", "db/*.py", "db/curation/*.py", "db/history/*.py", "db/release/**/*.py"),
    *("db/query/filters.py", "db/query/binding.py", "db/query/sorts.py", "db/query/ranking.py"),
    *("db/query/spelling.py", "db/query/scripts.py", "db/query/links.py", "db/query/synonyms.py"),
    *("db/query/words.py", "db/query/root.py"),
)
"""Sources that shape a release. Of reading, only what the build uses too; a change elsewhere needs no new release."""


def source_digest(root: Path) -> str:
    """Return a digest of the names and contents of the sources below a folder that shape a release."""
    digest = hashlib.sha256()
    for file in sorted({file for pattern in SHAPING for file in root.glob(pattern)}):
        digest.update(
            f"{file.relative_to(root).as_posix()}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode()
        )
    return digest.hexdigest()


SCHEMA_VERSION = source_digest(ROOT)[:16]
