"""Search: what of a record can be found by words, and what the words that people type mean to the full-text index."""

import re
from collections.abc import Iterator
from typing import Any

from db.world import World

TOKENIZE = "porter unicode61 remove_diacritics 2"
MOST_WORDS = 20
NAMED = ("actor", "place", "publisher", "topic", "process")
_SILENT = {
    *("id", "type", "url", "record_url", "citation", "language", "earliest", "latest", "wikidata", "official_url"),
    *("met", "first_event", "last_event", "progress", "cited_by", "followed_by", "successors"),
}
"""Fields that hold no words of the record itself: addresses, codes, and what is known from other records."""
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


def match_expression(text: str) -> str:
    """Return the FTS5 query for what somebody typed. No text makes it fail.

    All words must be there; `"several words"` stand together, `-word` must not be there, `begin*` is a beginning.
    """
    wanted, unwanted = list[str](), list[str]()
    for minus, phrase, word in _TERM.findall(text.replace("\0", " "))[:MOST_WORDS]:
        tokens = re.findall(r"\w+", phrase or word)
        if tokens:
            star = "*" if word.endswith("*") else ""
            (unwanted if minus else wanted).append('"' + " ".join(tokens) + '"' + star)
    if not wanted:
        return '""' if not unwanted else f'"" NOT ({" OR ".join(unwanted)})'
    found = " AND ".join(wanted)
    return f"({found}) NOT ({' OR '.join(unwanted)})" if unwanted else found


def search_row(world: World, title: str, document: dict[str, Any]) -> dict[str, str]:
    """Return the columns of the full-text index for a document: its title, its text, and all names of whom it names."""
    texts, named = list[str](), set[tuple[str, str]]()
    for text, reference in _texts(document):
        texts.append(text)
        if reference:
            named.add(reference)
    aliases = [
        alias for noun, identifier in sorted(named) for alias in world.entry(noun, identifier).data.get("aliases", ())
    ]
    own = document.get("aliases", ())
    return {"title": title, "body": "\n".join(dict.fromkeys(texts)), "names": "\n".join([*own, *aliases])}


def _texts(value: Any) -> Iterator[tuple[str, tuple[str, str] | None]]:
    """Yield every text that a reader would see, with noun and id where it is the name of an actor or place."""
    if isinstance(value, dict):
        reference = None
        if set(value) == {"id", "type", "url", "name"} and value["type"] in NAMED:
            reference = (value["url"].split("/")[2], value["id"]) if value["type"] in ("actor", "place") else None
            yield value["name"], reference
            return
        for key, item in value.items():
            if key not in _SILENT:
                yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value, None
