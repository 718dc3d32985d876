"""Tables: the same record laid out for the peers, made from what Parley itself gives away."""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Data = dict[str, Any]
Row = tuple[str, tuple[Any, ...]]

HERE = Path(__file__).with_name("peers")
PARTS = ("statements", "proposals", "agreements", "transfers", "documents")
IS_EVENT = re.compile(rb'\{"id":"[^"]*","type":"event",')
REFERENCE = {"id", "type", "url", "name"}
BATCH = 20_000
"""Rows that wait before they are inserted."""


def lay_out(lines: Iterable[bytes], target: Path) -> int:
    """Write the events among lines of NDJSON into a new database; return how many there were."""
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    db = sqlite3.connect(unfinished)
    try:
        db.executescript("pragma journal_mode = off; pragma synchronous = off;")
        db.executescript((HERE / "tables.sql").read_text(encoding="utf-8"))
        number = 0
        waiting: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        # Parsing is most of the work, and the other nouns are inside the events once more.
        for line in lines:
            if not IS_EVENT.match(line):
                continue
            number += 1
            event = json.loads(line)
            for table, row in _rows(number, event, line.decode()):
                waiting[table].append(row)
            if len(waiting["evidence"]) > BATCH:
                _insert(db, waiting)
        _insert(db, waiting)
        db.executescript((HERE / "indexes.sql").read_text(encoding="utf-8"))
        db.commit()
    finally:
        db.close()
    unfinished.replace(target)
    return number


def _insert(db: sqlite3.Connection, waiting: dict[str, list[tuple[Any, ...]]]) -> None:
    """Insert the rows that wait and forget them; a source or a name that is there already stays."""
    for table, rows in waiting.items():
        into = "event_search (rowid, title, body)" if table == "event_search" else table
        db.executemany(f"insert or ignore into {into} values ({', '.join('?' * len(rows[0]))})", rows)
    waiting.clear()


def _rows(n: int, event: Data, document: str) -> Iterator[Row]:
    """Yield the rows that an event gives, each with its table."""
    plain = [event[name] for name in ("id", "title", "kind", "status", "date", "start_time")]
    plain += [_url(event["place"]), _url(event["process"])]
    plain += [event[name] for name in ("round", "level", "format", "channel", "summary", "independent_publishers")]
    yield "event", (n, *plain, document)
    yield "event_search", (n, event["title"], "\n".join(dict.fromkeys(_texts(event))))
    references = list(_references(event))
    for reference in references:
        yield "named", (reference["url"], reference["id"], reference["type"], reference["name"])
    for i, one in enumerate(event["participants"]):
        yield "participant", (n, i, _url(one["actor"]), one["role"], _url(one["side"]), one["position"])
    for actor in sorted({one["id"] for one in references if one["type"] == "actor"}):
        yield "event_actor", (n, actor)
    for i, topic in enumerate(event["topics"]):
        yield "event_topic", (n, i, topic["url"])
    yield from _evidence(event["id"], event["evidence"])
    for i, claim in enumerate(event["claims"]):
        yield "claim", (claim["id"], n, i, claim["text"], claim["status"], claim["independent_publishers"])
        for j, account in enumerate(claim["accounts"]):
            yield "account", (claim["id"], j, _url(account["by"]), _url(account["side"]), account["says"])
            yield from _evidence(f"{claim['id']}#{j}", account["evidence"])
    for i, part in enumerate(part for noun in PARTS for part in event[noun]):
        text = part.get("paraphrase") or part.get("title") or part.get("name")
        yield "part", (part["id"], n, i, part["type"], part["url"], part["date"], text)
        yield from _evidence(part["id"], part["evidence"])


def _evidence(owner: str, evidence: list[Data]) -> Iterator[Row]:
    """Yield the rows of what supports something, and of the sources that it comes from."""
    for i, one in enumerate(evidence):
        source = one["source"]
        fields = (source["id"], source["title"], source["url"], _url(source["publisher"]))
        yield "source", (*fields, source["published_date"], source["language"])
        yield "evidence", (owner, i, source["id"], one["quote"], one["locator"])


def _url(reference: Data | None) -> str | None:
    """Return the address of what a reference names."""
    return reference["url"] if reference else None


def _references(value: Any) -> Iterator[Data]:
    """Yield every reference inside a document."""
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, dict) and set(one) == REFERENCE:
            yield one
        elif isinstance(one, dict | list):
            yield from _references(one)


def _texts(value: Any, name: str = "") -> Iterator[str]:
    """Yield every text inside a document that is not an address or an id."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _texts(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, name)
    elif isinstance(value, str) and name not in ("id", "type", "url", "record_url", "citation"):
        yield value
