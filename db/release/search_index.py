"""The search index: what full text search knows of each record."""

import re
from typing import Any

from db.query.spelling import extra_words
from db.release.index import RecordIndex
from schemas.model.base import BaseSchema
from schemas.model.evidence import CitedSource
from schemas.model.fields import Ref, Text
from schemas.model.walk import walk
from schemas.nouns import SCHEMAS

TOKENIZE = "porter unicode61 remove_diacritics 2"
NAMED = ("actors", "places", "publishers", "topics", "processes")
WITH_ALIASES = {"actor": "actors", "place": "places"}
"""Whoever is named in a record is found by their other names too; publishers are named only as the source of it."""
WITHOUT_WORDS = {
    *("id", "type", "url", "record_url", "citation", "license", "license_url", "language", "earliest", "latest"),
    *("wikidata", "official_url", "met", "first_event", "last_event", "progress", "why", "keeping", "tally"),
    *("cited_by", "follows", "followed_by", "successors"),
}
"""Fields that hold no words of the record itself: addresses, codes, and what is known from other records."""


def search_row(index: RecordIndex, noun: str, title: str, document: dict[str, Any]) -> dict[str, str]:
    """Return the columns of the index for a document: title, text, the names of all it names, and other spellings."""
    texts, named = list[str](), set[tuple[str, str]]()
    # Somebody is found by their own names and offices; what attests them is found as a source.
    skip = WITHOUT_WORDS | {"evidence"} if noun in NAMED else WITHOUT_WORDS
    _gather(SCHEMAS[noun], document, skip, texts, named)
    aliases = [alias for name in sorted(named) for alias in index.record(*name).data.get("aliases", ())]
    body = "\n".join(dict.fromkeys(texts))
    names, own = "\n".join(aliases), "\n".join(document.get("aliases", ()))
    own += "\n" + extra_words(f"{title} {own}")
    return {"title": title, "aliases": own, "body": body, "names": names, "folded": extra_words(f"{body} {names}")}


def _gather(
    schema: type[BaseSchema],
    document: dict[str, Any],
    skip: set[str],
    texts: list[str],
    named: set[tuple[str, str]],
) -> None:
    """Gather every text that a reader would see, and noun and id of each actor and place named."""
    for path, field, value in walk(schema, document, Text, Ref, mode="document"):
        if not skip.isdisjoint(path):
            continue
        if not isinstance(field, Ref):
            texts.append(value)
        elif isinstance(field.schema, CitedSource):
            _gather(CitedSource, value, skip, texts, named)
        else:
            texts.append(value["name"])
            if value["type"] in WITH_ALIASES:
                named.add((WITH_ALIASES[value["type"]], value["id"]))


def words_of(row: dict[str, str]) -> set[str]:
    """Return the words of a record that somebody may have misspelt."""
    return set(re.findall(r"[^\W\d_]{3,}", f"{row['title']} {row['aliases']} {row['names']} {row['body']}".lower()))
