"""Texts: the rows that a build makes of the words of one document, remembered from build to build.

They hang on the document and on the names of actors and places alone, so what is remembered under the digest of these
and of the code cannot be out of date. The file beside the releases may be deleted at any time.
"""

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from db.query.schema_version import SCHEMA_VERSION
from db.release.index import RecordIndex
from db.release.passages import passages_of, words_in
from db.release.search_index import WITH_ALIASES, name_rows, search_row
from schemas.model.base import Json
from schemas.model.evidence import Evidence
from schemas.model.walk import field_name, walk
from schemas.nouns import INNER, SCHEMAS


class Texts(NamedTuple):
    """Rows of one document, without the number of its record, and without numbers of their own."""

    search: dict[str, str]
    names: list[Json]
    passages: list[Json]
    passage_words: list[str]
    evidence: list[Json]


def texts_of(index: RecordIndex, noun: str, title: str, document: Json) -> Texts:
    """Return the rows that are made of the words of a document. It may read names in the index, and nothing else."""
    search = search_row(index, noun, title, document)
    names = [] if noun in INNER else list(name_rows(noun, title, document))
    passages = list(passages_of(noun, document))
    return Texts(search, names, passages, [*map(words_in, passages)], _evidence_rows(noun, document))


def _evidence_rows(noun: str, document: Json) -> list[Json]:
    """Return the evidence of a record, that of records inside it left out."""
    rows = []
    for ordinal, (path, _, evidence) in enumerate(walk(SCHEMAS[noun], document, Evidence, mode="document", skip=INNER)):
        # The path of a piece of evidence ends with `evidence` and its place there.
        field = field_name(path[:-2]) or "record"
        source = {"source": evidence["source"]["id"], "quote": evidence["quote"], "locator": evidence["locator"]}
        rows.append({"ordinal": ordinal, "field": field} | source)
    return rows


class TextCache:
    """The texts of documents that an earlier build made, and those that this one makes."""

    def __init__(self, path: Path | None, index: RecordIndex) -> None:
        self._path = path
        self._index = index
        self._code_and_names = f"{SCHEMA_VERSION}-{_digest_of_names(index)}"
        self._remembered = self._read()
        self._used = dict[str, list[Any]]()

    def get(self, noun: str, title: str, document: Json, full: bytes) -> tuple[str, Texts]:
        """Return the texts of a document, given its bytes too, and the key to remember them by."""
        key = blake2b(title.encode() + b"\0" + full, digest_size=16).hexdigest()
        if rows := self._remembered.get(key):
            return key, Texts(*rows)
        return key, texts_of(self._index, noun, title, document)

    def note(self, texts: dict[str, Texts]) -> None:
        """Note what this build used, for the next one."""
        self._used.update((key, [*rows]) for key, rows in texts.items())

    def save(self) -> None:
        """Remember what was noted and nothing else, if the file can be written."""
        if self._path is None or self._used.keys() == self._remembered.keys():
            return
        unfinished = self._path.with_name(f".{self._path.name}.{os.getpid()}.tmp")
        try:
            unfinished.write_bytes(self._head(texts := orjson.dumps(self._used)) + texts)
            unfinished.replace(self._path)
        except OSError:
            unfinished.unlink(missing_ok=True)

    def _read(self) -> dict[str, list[Any]]:
        """Return what is remembered; nothing where the file is not whole, or of other code or names."""
        content = b""
        with suppress(OSError):
            content = self._path.read_bytes() if self._path else b""
        head, _, rest = content.partition(b"\n")
        if head + b"\n" != self._head(rest):
            return {}
        texts: dict[str, list[Any]] = orjson.loads(rest)
        return texts

    def _head(self, texts: bytes) -> bytes:
        return f"{self._code_and_names} {blake2b(texts, digest_size=16).hexdigest()}\n".encode()


def _digest_of_names(index: RecordIndex) -> str:
    """Return a digest of what actors and places are called, and of which place lies in which."""
    names = [
        (record.id, index.name(record), record.data.get("aliases"), record.data.get("part_of"))
        for noun in WITH_ALIASES.values()
        for record in index.records.entries(noun)
    ]
    return blake2b(orjson.dumps(names), digest_size=16).hexdigest()
