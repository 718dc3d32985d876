"""The search index: what full text search knows of each record."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from db.query.ranking import NAME_RANK
from db.query.spelling import fold, name_key
from db.release.index import RecordIndex
from db.release.meetings import present_at
from schemas.model.base import HISTORY_KEYS, BaseSchema
from schemas.model.evidence import CitedSource, Evidence
from schemas.model.fields import Quote, Ref, Text
from schemas.model.walk import walk
from schemas.nouns import SCHEMAS

TOKENIZE = "porter unicode61 remove_diacritics 2"
NAMED = ("actors", "places", "publishers", "topics", "processes")
WITH_ALIASES = {"actor": "actors", "place": "places"}
"""Whoever is named in a record is found by their other names too; publishers are named only as the source of it."""
WHOLE_NAME, FAMILY_NAME, WORD_OF_NAME = range(3)
MIN_KEY_LENGTH, MIN_PERSON_KEY_LENGTH = 3, 2
"""Letters of a word by which something may be meant, and somebody: Xi Jinping by the first."""
MAX_EVENTS = NAME_RANK
MAX_LINES = 100_000
"""Lines whose folded spelling is remembered; the whole record has some 40,000 different ones."""
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
"""Numbers of rounds as people say them; a higher one is written in digits."""
WITHOUT_WORDS = {
    *("id", "type", "url", "record_url", "citation", "license", "license_url", "language", "earliest", "latest"),
    *("wikidata", "official_url", "met", "first_event", "last_event", "progress", "why", "keeping", "tally"),
    *("cited_by", "follows", "followed_by", "successors"),
    *HISTORY_KEYS,
}
"""Fields that hold no words of the record itself: addresses, codes, and what is known from other records."""
PROSE = (Text, Quote)
"""Fields that are written to be read; the others are codes: a kind, a status, a date, a language, an address."""


class RecordWords(NamedTuple):
    """What a record says: each text that a reader reads, each code, and noun and id of each actor and place named."""

    texts: list[str]
    codes: list[str]
    named: set[tuple[str, str]]


def search_row(index: RecordIndex, noun: str, title: str, document: dict[str, Any]) -> dict[str, str]:
    """Return the columns of the index for a document: title, text, the names of all it names, and other spellings."""
    words = RecordWords([], [], set())
    # Somebody is found by their own names and offices; what attests them is found as a source.
    skip = WITHOUT_WORDS | {"evidence"} if noun in NAMED else WITHOUT_WORDS
    _gather(SCHEMAS[noun], document, skip, words)
    aliases = [alias for name in sorted(words.named) for alias in index.record(*name).data.get("aliases", ())]
    body, codes = ("\n".join(dict.fromkeys(lines)) for lines in (words.texts, words.codes))
    names, own = "\n".join(aliases), "\n".join([*document.get("aliases", ()), *_spoken_names(noun, document)])
    own += "\n" + folded_lines(f"{title}\n{own}")
    # Of the names of others each word is enough; what the record says must be found as a phrase too.
    spellings = dict.fromkeys(word for name in folded_lines(names).split("\n") for word in name.split())
    folded = "\n".join([folded_lines(body), " ".join(spellings), *_attesting_quotes(noun, document)])
    row = {"title": title, "aliases": own, "body": body, "names": names, "folded": folded, "codes": codes}
    return row | (_meeting_names(index, document) if noun == "events" else {"participants": "", "venue": ""})


def _meeting_names(index: RecordIndex, event: dict[str, Any]) -> dict[str, str]:
    """Return the names of who met in an event, their sides included, and of its place and all that this lies in.

    Both are empty where nobody met, so that a statement is not found as a meeting of who spoke.
    """
    present = present_at(event)
    actors = [actor["id"] for one in present for actor in (one["actor"], one["side"]) if actor]
    place = event["place"]["id"] if present and event["place"] else None
    places = index.with_ancestors("places", "part_of", place)
    return {"participants": _all_names(index, "actors", actors), "venue": _all_names(index, "places", places)}


def _all_names(index: RecordIndex, noun: str, identifiers: list[str]) -> str:
    """Return the names and aliases of some records, each also folded where that differs."""
    records = [index.record(noun, identifier) for identifier in dict.fromkeys(identifiers)]
    names = "\n".join(name for record in records for name in (index.name(record), *record.data.get("aliases", ())))
    return f"{names}\n{folded_lines(names)}".strip()


def folded_lines(text: str) -> str:
    """Return the lines of a text whose folded spelling differs, folded, so that the index can hold both."""
    lines = ((line, _folded(line)) for line in text.split("\n"))
    return "\n".join(folded for line, folded in lines if folded != line)


_folded = lru_cache(MAX_LINES)(fold)
"""Of seven lines six were folded before: a claim's text stands in its event too, and a name wherever it is named."""


def name_rows(noun: str, title: str, document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the keys by which a record is found by its id and names, and by single words of the names of actors.

    The lower the rank, the likelier somebody means the record by that key: whole names before family names before
    other words, and whoever takes part in more events before others.
    """
    keys, names = dict[str, int](), [title, *document.get("aliases", ())]
    for name in (document["id"], *names):
        keys.setdefault(name_key(name), WHOLE_NAME)
    if noun in WITH_ALIASES.values():
        for name in names:
            *others, last = name.split()
            keys.setdefault(name_key(last), FAMILY_NAME)
            for word in others:
                keys.setdefault(name_key(word), WORD_OF_NAME)
    events = min(document.get("events") or 0, MAX_EVENTS) if isinstance(document.get("events"), int) else 0
    shortest = MIN_PERSON_KEY_LENGTH if document.get("kind") == "person" else MIN_KEY_LENGTH
    for key, level in keys.items():
        if len(key) >= shortest or level == WHOLE_NAME:
            row = {"key": key, "type": SCHEMAS[noun].TYPE, "id": document["id"]}
            yield row | {"rank": (level + 1) * MAX_EVENTS - events}


def _spoken_names(noun: str, document: dict[str, Any]) -> Iterator[str]:
    """Yield what people call a summit or a numbered event: by its track, its kind and its number.

    Its title may name the palace where others name the city, and say `second` where others write `round 2`.
    """
    if noun == "events" and (document["round"] or document["kind"] == "summit"):
        if document["process"]:
            yield document["process"]["name"]
        yield document["kind"].replace("-", " ")
        if number := document["round"]:
            yield f"round {number}, {ordinal(number)} round"


def ordinal(number: int) -> str:
    """Return a number as an ordinal, the first ones in words."""
    if 0 < number <= len(ORDINALS):
        return ORDINALS[number - 1]
    return f"{number}{'th' if number // 10 % 10 == 1 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _attesting_quotes(noun: str, document: dict[str, Any]) -> Iterator[str]:
    """Yield the quotes that attest somebody's names and offices: what is shown is found, if after all that is told."""
    if noun in NAMED:
        for _, _, evidence in walk(SCHEMAS[noun], document, Evidence, mode="document"):
            if evidence["quote"]:
                yield evidence["quote"]
                yield folded_lines(evidence["quote"])


def _gather(schema: type[BaseSchema], document: dict[str, Any], skip: set[str], words: RecordWords) -> None:
    """Gather what a document says: texts, codes, and whom it names."""
    for path, field, value in walk(schema, document, Text, Ref, mode="document"):
        if not skip.isdisjoint(path):
            continue
        if not isinstance(field, Ref):
            # Dates of what is cited are plain texts in a document.
            is_prose = type(field) in PROSE and not str(path[-1]).endswith("_date")
            (words.texts if is_prose else words.codes).append(value)
        elif isinstance(field.schema, CitedSource):
            _gather(CitedSource, value, skip, words)
        else:
            words.texts.append(value["name"])
            if value["type"] in WITH_ALIASES:
                words.named.add((WITH_ALIASES[value["type"]], value["id"]))


def words_of(row: dict[str, str]) -> set[str]:
    """Return the words of a record that somebody may have misspelt."""
    columns = ("title", "aliases", "names", "body", "codes")
    return set().union(*(_words_in(line) for column in columns for line in row[column].split("\n")))


@lru_cache(MAX_LINES)
def _words_in(line: str) -> list[str]:
    return re.findall(r"[^\W\d_]{3,}", line.lower())
