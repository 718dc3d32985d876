"""Reading the record as one writes it first: a statement for each part of each event, a count, and an offset."""

import os
import sqlite3
from typing import Any

Data = dict[str, Any]
LIMIT = 20


def connect() -> sqlite3.Connection:
    """Open the database of the peers for reading."""
    db = sqlite3.connect(f"file:{os.environ['PEER_DATABASE']}?mode=ro", uri=True, check_same_thread=False)
    db.row_factory = sqlite3.Row
    return db


def get_event(db: sqlite3.Connection, identifier: str) -> Data | None:
    """Return an event with all that lies in it."""
    row = db.execute("select * from event where id = ?", [identifier]).fetchone()
    if row is None:
        return None
    sql = "select * from participant where event = ? order by ordinal"
    participants = [
        {**one, "actor": _named(db, one["actor"]), "side": _named(db, one["side"])}
        for one in map(dict, db.execute(sql, [row["n"]]))
    ]
    sql = "select * from claim where event = ? order by ordinal"
    claims = [{**one, "accounts": _accounts(db, one["id"])} for one in map(dict, db.execute(sql, [row["n"]]))]
    sql = "select * from part where event = ? order by ordinal"
    parts = [{**one, "evidence": _evidence(db, one["id"])} for one in map(dict, db.execute(sql, [row["n"]]))]
    inner = {"participants": participants, "claims": claims, "parts": parts, "evidence": _evidence(db, identifier)}
    return _brief(db, row) | inner


def list_events(db: sqlite3.Connection, query: Data) -> Data:
    """Return a page of events, newest first, and how many there are; `query` is what was asked for."""
    tables, conditions, values = "event", ["1"], list[Any]()
    if query.get("q"):
        tables += " join event_search on event_search.rowid = event.n"
        conditions.append("event_search match ?")
        values.append(" ".join(f'"{word}"' for word in query["q"].replace('"', " ").split()))
    if query.get("actor"):
        tables += " join event_actor on event_actor.event = event.n"
        conditions.append("event_actor.actor = ?")
        values.append(query["actor"])
    for condition, name in (("date >= ?", "first"), ("date <= ?", "last")):
        if query.get(name):
            conditions.append(condition)
            values.append(query[name].isoformat())
    found = f"from {tables} where {' and '.join(conditions)}"
    total = db.execute(f"select count(*) {found}", values).fetchone()[0]
    sql = f"select event.* {found} order by date desc, n desc limit ? offset ?"
    rows = db.execute(sql, [*values, LIMIT, (query["page"] - 1) * LIMIT]).fetchall()
    return {"total": total, "page": query["page"], "data": [_brief(db, row) for row in rows]}


def _brief(db: sqlite3.Connection, row: sqlite3.Row) -> Data:
    """Return what a list says of an event."""
    names = ("id", "title", "kind", "status", "date", "start_time", "round", "level", "format", "channel", "summary")
    sql = "select named.* from event_topic join named on named.url = topic where event = ? order by ordinal"
    return {name: row[name] for name in (*names, "independent_publishers")} | {
        "url": f"/v1/events/{row['id']}",
        "place": _named(db, row["place"]),
        "process": _named(db, row["process"]),
        "topics": [dict(one) for one in db.execute(sql, [row["n"]])],
    }


def _named(db: sqlite3.Connection, url: str | None) -> Data | None:
    row = db.execute("select * from named where url = ?", [url]).fetchone() if url else None
    return dict(row) if row else None


def _accounts(db: sqlite3.Connection, claim: str) -> list[Data]:
    sql = "select * from account where claim = ? order by ordinal"
    return [
        {"by": _named(db, one["by"]), "side": _named(db, one["side"]), "says": one["says"]}
        | {"evidence": _evidence(db, f"{claim}#{one['ordinal']}")}
        for one in db.execute(sql, [claim])
    ]


def _evidence(db: sqlite3.Connection, owner: str) -> list[Data]:
    sql = (
        "select source.*, quote, locator from evidence join source on source.id = evidence.source"
        " where owner = ? order by ordinal"
    )
    return [
        {"quote": one["quote"], "locator": one["locator"]}
        | {"source": {**_cut(one), "publisher": _named(db, one["publisher"])}}
        for one in db.execute(sql, [owner])
    ]


def _cut(row: sqlite3.Row) -> Data:
    return {name: row[name] for name in ("id", "title", "url", "published_date", "language")}
