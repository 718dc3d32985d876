"""The caches of validated files: one that has not changed is neither parsed nor validated again.

It lies beside the releases and may be deleted at any time. An entry holds for the same name and the same bytes under
the same code, so nothing in it can be out of date, and nothing wrong is ever kept.
"""

import hashlib
import os
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

import orjson

from db.query.root import ROOT
from schemas.model.base import Json

CODE = ("schemas", "db/curation", "db/history")
"""The folders of whatever decides what a file is loaded as."""
LIBRARIES = ("edtf", "marshmallow", "pyyaml")


class RecordCache:
    """What files were loaded as, by name and content; without a path it remembers nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._stored = self._read()
        self._used = dict[str, Json]()

    def get(self, name: str, content: bytes) -> Json | None:
        """Return what a file was loaded as, or None where it has to be loaded."""
        key = _key(name, content)
        data = self._stored.get(key)
        if data is not None:
            self._used[key] = data
        return data

    def put(self, name: str, content: bytes, data: Json) -> None:
        """Remember what a file was loaded as."""
        if self._path is not None:
            self._used[_key(name, content)] = data

    def save(self) -> None:
        """Write what was got and put, if that differs from what is there and the folder can be written to."""
        if self._path is None or self._used.keys() == self._stored.keys():
            return
        unfinished = self._path.with_name(f".{self._path.name}.{os.getpid()}.tmp")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(orjson.dumps({"code": _code_digest(), "files": self._used}))
            unfinished.replace(self._path)

    def _read(self) -> dict[str, Json]:
        """Return what is stored, or nothing where there is no file, one of other code, or a damaged one."""
        try:
            stored = orjson.loads(self._path.read_bytes()) if self._path else {}
            files: dict[str, Json] = stored["files"] if stored.get("code") == _code_digest() else {}
        except (OSError, ValueError, KeyError, AttributeError):
            return {}
        return files


def _key(name: str, content: bytes) -> str:
    return hashlib.sha256(name.encode() + b"\0" + content).hexdigest()


@cache
def _code_digest() -> str:
    """Return the digest of the code and the versions of the libraries that loading rests on."""
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in LIBRARIES).encode())
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(f"\0{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()
