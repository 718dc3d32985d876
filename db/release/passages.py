"""Passages: the quotes, titles and sentences of a record, which a wording can be held against."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from db.query.words import comparable_text, word_key, written_words
from schemas.model.base import Json
from schemas.model.fields import Quote, Text
from schemas.model.walk import field_name, walk
from schemas.nouns import INNER, SCHEMAS

WRITTEN_BY_US = ("text", "says", "paraphrase", "what", "summary", "title")
"""Fields in our own words that have whole sentences; a source's title is its publisher's."""
MIN_WORDS = 4
"""Words that a title or a sentence of ours must have to be told from others; a quote may have any number."""

MAX_SPELLINGS = 50_000
"""Spellings whose key a build remembers; a whole record has fewer. A server must not: anybody may send it others."""
_key = lru_cache(MAX_SPELLINGS)(word_key)


def passages_of(noun: str, document: Json) -> Iterator[dict[str, Any]]:
    """Yield the passages of a record, those of the records inside it left out, with who said or published each."""
    for path, field, value in walk(SCHEMAS[noun], document, Text, mode="document", skip=INNER):
        is_quote, name = isinstance(field, Quote), path[-1]
        if not is_quote and (type(field) is not Text or name not in WRITTEN_BY_US or len(value.split()) < MIN_WORDS):
            continue
        # A title in square brackets is ours: what a publication is about whose title nobody saw.
        kind = "quote" if is_quote else "title" if noun == "sources" and not value.startswith("[") else "record"
        yield {"field": field_name(path), "kind": kind, "text": value} | _origin(noun, document, path)


def words_in(passage: Json) -> str:
    """Return the different words of a passage as its index holds them."""
    return " ".join(dict.fromkeys(map(_key, written_words(comparable_text(passage["text"])))))


def _origin(noun: str, document: Json, path: tuple[str | int, ...]) -> dict[str, Any]:
    """Return who said what stands at a path, who published it, in which language, and when."""
    parts: list[Any] = [document]
    for step in path[:-1]:
        parts.append(parts[-1][step])
    part = parts[-1]
    cited = part["source"] if "evidence" in path else document if noun == "sources" else None
    if path == ("quote",):
        cited = document["evidence"][0]["source"]
    account = next((one for one in parts[1:] if isinstance(one, dict) and "by" in one and "says" in one), None)
    date = (account or {}).get("date") or document.get("date") or document.get("published_date")
    return {
        "speaker": document["speaker"]["id"] if path == ("quote",) else None,
        "side": (document["side"] or {}).get("id") if path == ("quote",) else None,
        "account_by": account["by"]["id"] if account else None,
        "source": cited["id"] if cited else None,
        "language": part.get("language") or (cited or {}).get("language"),
        "translated_from": part.get("translated_from"),
        "date": date,
    }
