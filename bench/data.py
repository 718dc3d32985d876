"""Data: a generated record of a size, built by `parley build`, laid out for the peers, and kept."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench.contestants import parley
from bench.environments import SCRATCH, own_environment
from bench.generate import generate
from bench.servers import HOST, Server
from bench.tables import lay_out
from db.query.root import ROOT

CODE = (
    "bench/generate.py",
    "bench/cast.py",
    "bench/tables.py",
    "bench/peers/*.sql",
    "db/*.py",
    "db/*/*.py",
    "db/query/*.yaml",
    "schemas/**/*.py",
)
"""What the data depends on: when any of these changes, it is made anew."""
SEED = 1


class QueryTimeout(Exception):
    """The data would not be ready in time."""


@dataclass(frozen=True)
class Data:
    """A built record: its folder, its number of events, and the seconds that the build took."""

    folder: Path
    events: int
    build_seconds: float

    @property
    def database(self) -> Path:
        """What Parley serves."""
        return self.folder / "release" / "current"

    @property
    def tables(self) -> Path:
        """What the peers serve."""
        return self.folder / "peers.db"

    def ids(self) -> list[str]:
        """Return the ids of all events, by date."""
        return (self.folder / "ids.txt").read_text(encoding="utf-8").split()


def prepared(events: int) -> Data | None:
    """Return the data of a size if it was made already."""
    folder = _folder(events)
    try:
        return Data(folder, events, json.loads((folder / "ready.json").read_text())["build_seconds"])
    except OSError:
        return None


def prepare(events: int, patience: float, say: Callable[[str], None]) -> Data:
    """Return the data of a size, which is made first if it is not there. Raises TooSlow after `patience` seconds."""
    found = prepared(events)
    if found:
        return found
    folder = _folder(events)
    for old in folder.parent.glob(f"{events}-*"):
        shutil.rmtree(old)
    return make(folder, events, patience, say)


def make(folder: Path, events: int, patience: float, say: Callable[[str], None]) -> Data:
    """Generate and build a record of a size in a folder. Raises TooSlow after `patience` seconds of building."""
    say(f"Generating {events:,} events.")
    records = folder / "records"
    generate(records, events, SEED)
    (folder / "ids.txt").write_text("".join(f"{one}\n" for one in _event_ids(records)), encoding="utf-8")
    say(f"Building {events:,} events.")
    began = time.monotonic()
    _build(records, folder / "release" / "current", patience)
    taken = time.monotonic() - began
    say(f"Built {events:,} events in {taken:.0f} s.")
    shutil.rmtree(records)
    # Written last, so that what was interrupted is not taken for whole.
    (folder / "ready.json").write_text(json.dumps({"build_seconds": taken}))
    return Data(folder, events, taken)


def prepare_tables(data: Data, say: Callable[[str], None]) -> None:
    """Lay the record out for the peers, if that was not done yet, from what Parley gives away for downloading."""
    if data.tables.exists():
        return
    say(f"Laying {data.events:,} events out in tables for the peers.")
    with parley(data.database, max_bytes=0) as server:
        number = lay_out(_records_of(server), data.tables)
    if number != data.events:
        data.tables.unlink()
        raise ValueError(f"Parley gave {number} events of {data.events}.")


def _records_of(server: Server) -> Iterator[bytes]:
    """Yield every record, a line each."""
    files = json.loads(server.ask("/v1/downloads").body)["data"]
    (address,) = (file["url"] for file in files if file["name"].endswith(".ndjson"))
    connection = HTTPConnection(HOST, server.port, timeout=60)
    try:
        connection.request("GET", address)
        yield from connection.getresponse()
    finally:
        connection.close()


def _event_ids(records: Path) -> Iterator[str]:
    """Yield the ids of all events of a folder of records, by date: from a file each, or from the lines of one."""
    bulk = records / "events.ndjson"
    if not bulk.exists():
        yield from sorted(path.stem for path in (records / "events").iterdir())
        return
    with bulk.open("rb") as lines:
        for line in lines:
            yield json.loads(line)["id"]


def _build(records: Path, database: Path, patience: float) -> None:
    """Run `parley build`. Raises TooSlow."""
    variables = os.environ | {"PARLEY_RECORDS": str(records), "PARLEY_DATABASE": str(database)}
    try:
        command = [f"{own_environment()}/parley", "build"]
        subprocess.run(command, env=variables, cwd=ROOT, timeout=patience, check=True, stdout=sys.stderr)
    except subprocess.TimeoutExpired as late:
        raise QueryTimeout(f"`parley build` took longer than {patience:.0f} s.") from late


def _folder(events: int) -> Path:
    """Return where the data of a size is, for the code as it is now."""
    files = sorted(path for pattern in CODE for path in ROOT.glob(pattern))
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
    return SCRATCH / "data" / f"{events}-{digest[:12]}"
