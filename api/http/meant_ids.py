"""Meant ids: which id somebody means who writes a name, an alias or a misspelt id where an id belongs."""

from collections.abc import Iterable
from difflib import get_close_matches

from db.nouns import NOUNS
from db.query.connection import Reader
from db.query.similar import LIKE_NAME, MAX_SUGGESTIONS, same_name, similar_ids
from schemas.nouns import SCHEMAS
from schemas.query.parameters import Codes, Parameter

COUNTRY = "select country from place where id = :id and kind = 'country' and country is not null"


def meant_ids(reader: Reader, nouns: Iterable[str], text: str) -> list[str]:
    """Return up to three ids of some nouns, the likeliest first: those called so, or otherwise those spelt alike."""
    nouns = [noun for noun in nouns if noun in NOUNS]
    # Somebody asks for a format that there is none of: what stands before the dot is right already.
    stem = text.partition(".")[0]
    if stem != text and any(stem in NOUNS[noun].get_records(reader, [stem]) for noun in nouns):
        return [stem]
    types = [SCHEMAS[noun].TYPE for noun in nouns]
    same = dict.fromkeys(identifier for kind in types for identifier in same_name(reader, kind, text))
    if same:
        return list(same)[:MAX_SUGGESTIONS]
    alike = [similar_ids(reader, kind, text) for kind in types]
    if len(alike) == 1:
        return alike[0]
    ids = dict.fromkeys(identifier for listed in alike for identifier in listed)
    return get_close_matches(text.lower(), ids, MAX_SUGGESTIONS, LIKE_NAME) or list(ids)[:MAX_SUGGESTIONS]


def meant_values(reader: Reader, parameter: Parameter, text: str) -> list[str]:
    """Return up to three values of a parameter that takes ids, or codes of countries, that somebody may mean."""
    if isinstance(parameter, Codes):
        places = meant_ids(reader, ["places"], text)
        return [row[0] for place in places for row in reader.query(COUNTRY, {"id": place})]
    return meant_ids(reader, getattr(parameter, "nouns", ()), text)
