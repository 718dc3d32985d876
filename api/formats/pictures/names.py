"""Names: what labels call actors and the terms of vocabularies."""

import json
from collections.abc import Iterable

from db.query.connection import Reader


def names_of(reader: Reader, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of those actors, processes and events that the ids name, in one statement."""
    rows = reader.query(
        "with wish as (select value as id from json_each(:ids))"
        " select id, name from actor join wish using (id)"
        " union all select id, title from process join wish using (id)"
        " union all select id, title from event join wish using (id)",
        {"ids": json.dumps(sorted(ids))},
    )
    return dict(rows)


def capitalised(words: str) -> str:
    """Return words with a capital at their beginning."""
    return words[:1].upper() + words[1:]
