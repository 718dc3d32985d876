"""Titles: what the records that a page names by their ids are called."""

import json
from collections.abc import Iterable

from db.query.connection import Reader
from schemas.nouns import SCHEMAS

Titles = dict[tuple[str, str], str]
"""Titles of records, by noun and id."""
NOUN_BY_TYPE = {schema.TYPE: noun for noun, schema in SCHEMAS.items()}
TITLES_OF = (
    "select record.type, record.id, title from json_each(:pairs) as pair cross join record"
    " on record.type = pair.value ->> 0 and record.id = pair.value ->> 1 where title is not null"
)


def titles_of(reader: Reader, records: Iterable[tuple[str, str]]) -> Titles:
    """Return the titles of those records that there are, each given by its noun and id, in one statement."""
    pairs = sorted({(SCHEMAS[noun].TYPE, identifier) for noun, identifier in records if noun in SCHEMAS})
    if not pairs:
        return {}
    rows = reader.query(TITLES_OF, {"pairs": json.dumps(pairs)})
    return {(NOUN_BY_TYPE[kind], identifier): title for kind, identifier, title in rows}
