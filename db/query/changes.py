"""Changes in the database: what changed in which release, of all records or of some, page by page."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from db.query.connection import Reader
from db.query.history import find_last_state, history_of
from db.query.pages import PagePosition
from schemas.changes import OTHER_NOUNS
from schemas.model.base import Json
from schemas.nouns import INNER, NOUN_OF_TYPE, SCHEMAS
from schemas.query.moments import VERSION
from schemas.query.query import LoadedQuery

CHANGE_COLUMNS = "sequence, release, date, noun, id, kind, reason, source, before, after"
OF_RECORDS = (
    "sequence in (select one.sequence from json_each(:keys) as key cross join history_change as one"
    " on one.noun = key.value ->> 0 and one.id between key.value ->> 1 and key.value ->> 2)"
)
"""Changes of some records: each key is a noun and the first and last of a run of ids."""
OTHER_TITLES = {"coverage": "What the record covers", "synonyms": "Words that a search takes for the same"}
FACT_NOUNS = ("processes", "events", *INNER)
"""Nouns that say what happened; the others say who, where, and by which source."""
SUPPORTING_FIELDS = ("evidence", "topics")
"""Fields that say nothing of what happened."""
IS_OF_FACT = (
    f"(noun in {FACT_NOUNS} and (before is null or exists"
    f" (select 1 from json_each(history_change.before) where key not in {SUPPORTING_FIELDS})))"
)
FACTS_FIRST = f"(((release * 2 + {IS_OF_FACT}) << 32) + sequence)"
"""What puts changes in the order of their releases, and in each what the record says of facts to the end of it."""
NounId = tuple[str, str]
"""A noun and an id."""


@dataclass(frozen=True)
class ChangePage:
    """Some of the changes that were asked for, how many there are, and where the next ones begin."""

    rows: list[Json]
    total: int
    next: PagePosition | None


def list_changes(reader: Reader, query: LoadedQuery, limit: int | None, position: PagePosition | None) -> ChangePage:
    """Return the changes that a query asks for, the newest first, or the oldest where it says since when.

    `keys` in the query are the records that it means; `corrects` asks for corrections alone, and `facts_first` for
    what was told of facts before the rest of its release.
    """
    conditions, bound = _conditions(reader, query)
    where = " and ".join(conditions) or "1"
    total = reader.query(f"select count(*) from history_change where {where}", bound)[0][0]
    is_forward, place = is_oldest_first(query), FACTS_FIRST if query.get("facts_first") else "sequence"
    if position:
        where += f" and {place} {'>' if is_forward else '<'} :position"
        bound["position"] = position.values[0]
    rows = reader.query(
        f"select {place}, {CHANGE_COLUMNS} from history_change where {where} order by 1 {'' if is_forward else 'desc'}"
        " limit :limit",
        bound | {"limit": -1 if limit is None else limit + 1},
    )
    more, rows = limit is not None and len(rows) > limit, rows[:limit]
    changes = changes_of(reader, [row[1:] for row in rows])
    return ChangePage(changes, total, PagePosition([rows[-1][0]]) if more else None)


def is_oldest_first(query: LoadedQuery) -> bool:
    """Tell whether a query asks for what came after something, which is read in the order of time."""
    return "since" in query or "after" in query


def is_of_fact(change: Json) -> bool:
    """Tell whether a change is of what the record says happened, and not of names, sources and what supports it."""
    fields = change["before"].keys()
    return change["noun"] in FACT_NOUNS and not (fields and fields <= set(SUPPORTING_FIELDS))


def _conditions(reader: Reader, query: LoadedQuery) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions of a query, and what they are bound with."""
    conditions, bound = list[str](), dict[str, Any]()
    for name, by_day, by_release in (("since", ">=", ">"), ("until", "<=", "<=")):
        if name in query and VERSION.fullmatch(query[name]):
            entry = history_of(reader).find(query[name])
            conditions.append(f"release {by_release} :{name}")
            bound[name] = entry.sequence if entry else 0
        elif name in query:
            conditions.append(f"date {by_day} :{name}")
            bound[name] = query[name]
    for name in ("noun", "kind"):
        for parameter, word in ((name, "in"), (f"{name}__not", "not in")):
            if parameter in query:
                conditions.append(f"{name} {word} (select value from json_each(:{parameter}))")
                bound[parameter] = query[parameter]
    if "after" in query:
        conditions.append("sequence > :after")
        bound["after"] = query["after"]
    if "keys" in query:
        conditions.append(OF_RECORDS)
        bound["keys"] = runs_of(query["keys"])
    if query.get("corrects"):
        conditions.append("corrects = 1")
    return conditions, bound


def runs_of(keys: Iterable[NounId]) -> str:
    """Return the runs of ids that belong to some records, as JSON: their own, and those of what lies inside events."""
    runs = list[tuple[str, str, str]]()
    for noun, identifier in keys:
        runs.append((noun, identifier, identifier))
        if noun == "events":
            # A semicolon follows the colon, so nothing lies between but what begins with the event's id.
            runs += [(inner, f"{identifier}:", f"{identifier};") for inner in INNER]
    return json.dumps(runs)


def changes_of(reader: Reader, rows: list[tuple[Any, ...]]) -> list[Json]:
    """Return rows of the table as changes, each with the version of its release and what its record is called."""
    versions = {entry.sequence: entry.version for entry in history_of(reader).entries}
    titles = _titles(reader, {(row[3], row[4]) for row in rows})
    return [
        {
            "sequence": sequence,
            "release": versions.get(release),
            "date": date,
            "noun": noun,
            "id": identifier,
            "url": url_of(noun, identifier),
            "title": titles[noun, identifier],
            "kind": kind,
            "reason": reason,
            "source": source,
            "before": json.loads(before) if before else {},
            "after": json.loads(after) if after else {},
        }
        for sequence, release, date, noun, identifier, kind, reason, source, before, after in rows
    ]


def url_of(noun: str, identifier: str) -> str | None:
    """Return the address of what changed; synonyms have none."""
    if noun in OTHER_NOUNS:
        return "/v1/coverage" if noun == "coverage" else None
    return f"/v1/{noun}/{identifier}"


def _titles(reader: Reader, keys: set[NounId]) -> dict[NounId, str]:
    """Return what records are called now, or were called last."""
    titles = {key: OTHER_TITLES.get(key[0], key[1]) for key in keys}
    pairs = [[SCHEMAS[noun].TYPE, identifier] for noun, identifier in keys if noun in SCHEMAS]
    names = reader.query(
        "select entry.type, entry.id, coalesce(entry.title, present.title) from json_each(:pairs) as pair"
        " join record as entry on entry.type = pair.value ->> 0 and entry.id = pair.value ->> 1"
        " left join record as present on entry.state = 'moved' and present.type = entry.type"
        " and present.id = entry.target",
        {"pairs": json.dumps(pairs)},
    )
    for kind, identifier, title in names:
        noun = NOUN_OF_TYPE[kind]
        document = None if title else find_last_state(reader, noun, identifier)
        titles[noun, identifier] = title or (document or {}).get(SCHEMAS[noun].TITLE) or identifier
    return titles


def find_keys(reader: Reader, texts: list[str]) -> tuple[dict[str, list[NounId]], list[str]]:
    """Return what records some ids mean, under present and former ids, and the ids that no record has or had.

    An id without its noun may be that of several records.
    """
    keys, unknown = dict[str, list[NounId]](), list[str]()
    for text in texts:
        noun, _, identifier = text.rpartition("/")
        if noun in OTHER_NOUNS:
            keys[text] = [(noun, "record")]
            continue
        rows = reader.query(
            "with entry as (select type, coalesce(target, id) as id, id as own from record where id = :id"
            " and state <> 'withdrawn' and (:type is null or type = :type) union"
            " select type, id, id from record where id = :id and state = 'withdrawn'"
            " and (:type is null or type = :type))"
            " select type, id from entry union select type, own from entry union"
            " select record.type, record.id from entry join record on record.type = entry.type"
            " and record.target = entry.id and record.state = 'moved'",
            {"id": identifier, "type": SCHEMAS[noun].TYPE if noun in SCHEMAS else None},
        )
        if rows:
            keys[text] = [(NOUN_OF_TYPE[kind], other) for kind, other in rows]
        else:
            unknown.append(text)
    return keys, unknown


def changed_among(reader: Reader, query: LoadedQuery, cited: dict[str, list[NounId]]) -> list[str]:
    """Return which of some ids have a change among those that a query asks for."""
    return [text for text, keys in cited.items() if _has_change(reader, query | {"keys": keys})]


def _has_change(reader: Reader, query: LoadedQuery) -> bool:
    conditions, bound = _conditions(reader, query)
    return bool(reader.query(f"select 1 from history_change where {' and '.join(conditions)} limit 1", bound))
