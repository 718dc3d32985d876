"""Releases in the database: each with what changed in it, and the revisions of a record that they made."""

import json
from collections import Counter, defaultdict
from datetime import date
from itertools import groupby, pairwise
from statistics import median

from db.query.changes import CHANGE_COLUMNS, OF_RECORDS, ChangePage, NounId, changes_of, runs_of, url_of
from db.query.connection import Reader
from db.query.history import ReleaseEntry, find_former_state, history_of
from db.query.pages import PagePosition
from db.query.sorts import FIRST_DAY
from schemas.model.base import Json
from schemas.nouns import SCHEMAS


def list_releases(reader: Reader) -> list[Json]:
    """Return all releases that a file tells of, the newest first."""
    kinds = defaultdict[int, Counter[str]](Counter)
    for release, kind, number in reader.query("select release, kind, count(*) from history_change group by 1, 2", {}):
        kinds[release][kind] = number
    return [_release(entry, kinds[entry.sequence]) for entry in reversed(history_of(reader).entries)]


def _release(entry: ReleaseEntry, kinds: Counter[str]) -> Json:
    return {
        "sequence": entry.sequence,
        "version": entry.version,
        "date": entry.date,
        "url": f"/v1/releases/{entry.version}",
        "notes": entry.notes,
        "changes": entry.changes,
        "kinds": dict(sorted(kinds.items())),
        "counts": entry.counts,
        "records_digest": entry.records_digest,
    }


DIFFERING = (
    "select noun.key, record.id, coalesce(former.state, record.state) from json_each(:types) as noun"
    " join record on record.type = noun.value left join history_document as former"
    " on former.noun = noun.key and former.id = record.id and former.until = (select min(until) from history_document"
    "  where noun = noun.key and id = record.id and until >= :sequence)"
    " where :since is null or exists (select 1 from history_document as later where later.noun = noun.key"
    "  and later.id = record.id and later.until >= :since and later.until < :sequence)"
    " order by noun.key, record.id"
)
"""Every id with what stood there in a release; with `:since` only where it is not what stood there in that one."""


def list_differing(
    reader: Reader,
    entry: ReleaseEntry,
    since: ReleaseEntry | None,
    limit: int | None,
    position: PagePosition | None,
) -> ChangePage:
    """Return a page of the addresses whose document is another one in a release than in one before; else of all.

    A document changes with its record, and with what is known from other records: a count, a name, how far a term went.
    """
    types = {noun: schema.TYPE for noun, schema in SCHEMAS.items()}
    bound = {"types": json.dumps(types), "sequence": entry.sequence, "since": since.sequence if since else None}
    every = [row for row in reader.query(DIFFERING, bound) if since or row[2] == "current"]
    rest = [row for row in every if not position or [row[0], row[1]] > position.values]
    rows = [
        {"noun": noun, "id": identifier, "state": state, "url": f"{url_of(noun, identifier)}?as_of={entry.version}"}
        for noun, identifier, state in rest[:limit]
    ]
    more = limit is not None and len(rest) > limit
    return ChangePage(rows, len(every), PagePosition([rows[-1]["noun"], rows[-1]["id"]]) if more else None)


def find_newest_source_date(reader: Reader) -> str | None:
    """Return the first day on which the newest source may have been published."""
    newest: str | None = reader.query(f"select max({FIRST_DAY}) from source", {})[0][0]
    return newest


def find_rhythm(reader: Reader) -> Json:
    """Return how often the record is released: the number of releases, first and last, and the days between two."""
    days = [date.fromisoformat(entry.date) for entry in history_of(reader).entries]
    between = [(later - earlier).days for earlier, later in pairwise(days)]
    return {
        "number": len(days),
        "first_date": days[0].isoformat() if days else None,
        "last_date": days[-1].isoformat() if days else None,
        "median_days_between": median(between) if between else None,
    }


def list_revisions(reader: Reader, keys: list[NounId], present: Json | None) -> list[Json]:
    """Return the revisions of a record, the first first: the release that made each, and what changed in it.

    `keys` are its present id and its former ones, the present one first; `present` is its document, None where it is
    withdrawn. A revision that no release has yet comes last, without changes.
    """
    rows = reader.query(
        f"select {CHANGE_COLUMNS} from history_change where {OF_RECORDS} order by sequence", {"keys": runs_of(keys)}
    )
    by_release = {release: changes_of(reader, list(each)) for release, each in groupby(rows, key=lambda row: row[1])}
    came = next((row[1] for row in rows if row[5] == "added" and (row[3], row[4]) in keys), 1)
    entries = history_of(reader).entries
    if not rows and entries and (last := find_former_state(reader, *keys[0], entries[-1].sequence)):
        came = entries[-1].sequence + 1 if last.state == "absent" else came
    made = [entry for entry in entries if entry.sequence == came or entry.sequence in by_release]
    path = url_of(*keys[0])
    revisions = [
        _revision(
            number, entry.date, entry.version, f"{path}?as_of={entry.version}", by_release.get(entry.sequence, [])
        )
        for number, entry in enumerate((entry for entry in made if entry.sequence >= came), 1)
    ]
    if present and present["revision"] > len(revisions):
        revisions.append(_revision(present["revision"], present["updated_date"], None, path, None))
    return revisions


def _revision(number: int, date: str, version: str | None, url: str | None, changes: list[Json] | None) -> Json:
    return {
        "revision": number,
        "date": date,
        "release": version,
        "url": url,
        "kinds": sorted({change["kind"] for change in changes or ()}),
        "changes": changes or [],
    }
