"""Exports: the whole record as files for taking away, written once for each release beside its file."""

import hashlib
import json
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from api.formats.columns import columns_of
from api.formats.csv import write_rows
from api.formats.datapackage import describe_package
from api.formats.dataset_descriptions import describe_croissant, describe_datasette, describe_dcat
from db.json import PUBLIC_URL
from db.query.connection import Reader
from db.query.release_file import DIGEST
from schemas.model.base import Json
from schemas.nouns import SCHEMAS

MANIFEST = "manifest.json"
ADDRESS = "address"
"""The file in a folder of exports that says which address their links begin with."""
FOLDER_SUFFIX = ".downloads"
"""How the name of such a folder ends."""
BATCH = 500
UNIX = 3
"""What a zip file calls the system whose permissions its entries have."""


def exports_of(release: Path, public_url: str) -> Path:
    """Return the folder of the exports to give away at an address: its own, or else the one that was written first."""
    own = _own_folder(release, public_url)
    return own if own.exists() else release.with_suffix(FOLDER_SUFFIX)


def _own_folder(release: Path, public_url: str) -> Path:
    """Return where the exports for an address lie if the first ones are for another one."""
    return release.with_suffix(f".{hashlib.sha256(public_url.encode()).hexdigest()[:16]}{FOLDER_SUFFIX}")


def _folder_to_write(release: Path, public_url: str) -> Path:
    """Return where the exports for an address belong: beside those for another one, which a server may give away."""
    first = release.with_suffix(FOLDER_SUFFIX)
    try:
        is_own = (first / ADDRESS).read_text(encoding="utf-8") == public_url
    except OSError:
        is_own = True
    return first if is_own else _own_folder(release, public_url)


def export_release(release: Path, public_url: str) -> Path:
    """Write the exports of a release, whose links begin with an address, and their manifest last; return their folder.

    Those for other addresses stay as they are.
    """
    target = _folder_to_write(release, public_url)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    unfinished.mkdir(parents=True)
    try:
        with closing(Reader(release)) as reader:
            files = [_describe("parley.db", "application/vnd.sqlite3", "The whole record as one SQLite file.", release)]
            with (unfinished / LINES).open("wb") as lines, (unfinished / TABLES).open("wb") as tables:
                _write_records(reader, lines, tables, public_url)
            files += [_describe(name, kind, text, unfinished / name) for name, kind, text in EXPORTS]
            for name, kind, text, describe in DESCRIPTIONS:
                description = json.dumps(describe(reader, public_url, list(files)), ensure_ascii=False, indent=2) + "\n"
                (unfinished / name).write_text(description, encoding="utf-8")
                files.append(_describe(name, kind, text, unfinished / name))
            (unfinished / ADDRESS).write_text(public_url, encoding="utf-8")
            (unfinished / MANIFEST).write_text(json.dumps(files, indent=2) + "\n", encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return target


def _describe(name: str, kind: str, text: str, path: Path) -> dict[str, Any]:
    """Return what the listing says of a file."""
    # A release has its digest for a name, and takes a while to read.
    digest = path.stem
    if not DIGEST.fullmatch(digest):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": name, "media_type": kind, "description": text, "bytes": path.stat().st_size, "sha256": digest}


def _documents(reader: Reader, noun: str, public_url: str) -> Iterator[bytes]:
    """Yield the documents of a noun in batches, so that memory does not grow with the record."""
    last = 0
    while True:
        rows = reader.query(
            "select n, cast(full as blob) from record"
            " where type = :type and state = 'current' and n > :last order by n limit :limit",
            {"type": SCHEMAS[noun].TYPE, "last": last, "limit": BATCH},
        )
        if not rows:
            return
        for last, document in rows:  # noqa: B007 (the last one is where the next batch begins)
            yield document.replace(PUBLIC_URL.encode(), public_url.encode())


def _write_records(reader: Reader, lines: BinaryIO, tables: BinaryIO, public_url: str) -> None:
    """Write each record as a line and as a row of its noun's CSV file, and the descriptor of the package of these.

    Both are made of a record when it is read: to read it from JSON takes most of the time.
    """
    year, month, day = (int(part) for part in reader.date.split("-"))
    files: dict[str, Json] = {}

    def member(name: str) -> zipfile.ZipInfo:
        """Return an entry that all may read, dated like the release: the same release gives the same bytes."""
        entry = zipfile.ZipInfo(name, (year, month, day, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system, entry.external_attr = UNIX, (stat.S_IFREG | 0o644) << 16
        return entry

    with zipfile.ZipFile(tables, "w") as package:
        for noun, schema in SCHEMAS.items():
            columns = columns_of(noun, schema.keys())
            records = _written(lines, map(orjson.loads, _documents(reader, noun, public_url)))
            rows = ([read(record) for read in columns.values()] for record in records)
            digest, size = hashlib.sha256(), 0
            with package.open(member(f"{noun}.csv"), "w") as table:
                for piece in write_rows(columns, rows):
                    size += table.write(piece)
                    digest.update(piece)
            files[noun] = {"bytes": size, "hash": f"sha256:{digest.hexdigest()}"}
        descriptor = json.dumps(describe_package(reader, files), ensure_ascii=False, indent=2) + "\n"
        package.writestr(member("datapackage.json"), descriptor)


def _written(lines: BinaryIO, records: Iterable[Json]) -> Iterator[Json]:
    """Yield records, each written as a line first."""
    for record in records:
        lines.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
        yield record


LINES, TABLES = "parley.ndjson", "parley.csv.zip"
EXPORTS = (
    (LINES, "application/x-ndjson", "Every record, complete, one a line."),
    (TABLES, "application/zip", "A table for each noun, as a tabular data package."),
)
DESCRIPTIONS: tuple[tuple[str, str, str, Callable[[Reader, str, list[Json]], Json]], ...] = (
    ("datasette.json", "application/json", "Titles and labels of the SQLite file for Datasette.", describe_datasette),
    ("croissant.json", "application/ld+json", "The tables, described in Croissant.", describe_croissant),
    ("dcat.jsonld", "application/ld+json", "All of these files, described in DCAT and schema.org.", describe_dcat),
)
"""What describes the files before it."""
