"""Search: the full-text index of all records, finding the best of them, and suggesting names and spellings."""

import re
from difflib import get_close_matches
from typing import Any

from db.query.connection import Reader
from db.query.search_syntax import extra_words, read_search
from db.release.index import RecordIndex

TOKENIZE = "porter unicode61 remove_diacritics 2"
COLUMNS = ("title", "aliases", "body", "names", "folded")
WEIGHTS = "12, 10, 2, 3, 1"
"""How much a word weighs in each column."""
KINDS = {"event": 2.0, "process": 2.0, "actor": 3.0, "agreement": 1.5, "place": 3.0, "topic": 2.0, "source": 0.5}
"""How much a kind of record weighs: whoever types a name wants its bearer, an event tells the story, a source only
its headline. Others weigh 1."""
REFERENCE = {"id", "type", "url", "name"}
NAMED = ("actor", "place", "publisher", "topic", "process")
_SILENT = {
    *("id", "type", "url", "record_url", "citation", "language", "earliest", "latest", "wikidata", "official_url"),
    *("met", "first_event", "last_event", "progress", "cited_by", "follows", "followed_by", "successors"),
}
"""Fields that hold no words of the record itself: addresses, codes, and what is known from other records."""


def search_row(index: RecordIndex, title: str, document: dict[str, Any]) -> dict[str, str]:
    """Return the columns of the index for a document: title, text, the names of all it names, and other spellings."""
    texts, named = list[str](), set[tuple[str, str]]()
    # Somebody is found by their own names and offices; what attests them is found as a source.
    silent = _SILENT | {"evidence"} if document["type"] in NAMED else _SILENT
    _gather(document, silent, texts, named)
    aliases = [
        alias for noun, identifier in sorted(named) for alias in index.entry(noun, identifier).data.get("aliases", ())
    ]
    body = "\n".join(dict.fromkeys(texts))
    names, own = "\n".join(aliases), "\n".join(document.get("aliases", ()))
    own += "\n" + extra_words(f"{title} {own}")
    return {"title": title, "aliases": own, "body": body, "names": names, "folded": extra_words(f"{body} {names}")}


def _gather(value: Any, silent: set[str], texts: list[str], named: set[tuple[str, str]]) -> None:
    """Gather every text that a reader would see, and noun and id of each actor and place named."""
    if isinstance(value, str):
        texts.append(value)
    elif isinstance(value, list):
        for item in value:
            _gather(item, silent, texts, named)
    elif isinstance(value, dict):
        if len(value) == 4 and value.keys() == REFERENCE and value["type"] in NAMED:
            texts.append(value["name"])
            if value["type"] in ("actor", "place"):
                named.add((value["url"].split("/")[2], value["id"]))
            return
        for key, item in value.items():
            if item is not None and key not in silent:
                _gather(item, silent, texts, named)


def words_of(row: dict[str, str]) -> set[str]:
    """Return the words of a record that somebody may have misspelt."""
    return set(re.findall(r"[^\W\d_]{3,}", f"{row['title']} {row['aliases']} {row['names']} {row['body']}".lower()))


def similar_words(reader: Reader, text: str) -> str | None:
    """Return what somebody may have meant: each word that no record has, replaced by the nearest that one has."""
    changed, result = False, list[str]()
    for word in read_search(text).words:
        lower = word.lower().strip("*")
        bounds = {"first": lower[:1], "last": lower[:1] + "\uffff"}
        rows = reader.query("select word from word where word between :first and :last", bounds)
        close = get_close_matches(lower, [row[0].decode() for row in rows], 1, 0.7)
        changed = changed or bool(close and close[0] != lower)
        result.append(close[0] if close else word)
    return " ".join(result) if changed else None
