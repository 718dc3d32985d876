"""Meant ids: which id somebody means who writes a name, an alias or a misspelt id where an id belongs."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from api.http.name_habits import QueryParams
from api.http.problems import parameter_error
from api.http.standard_codes import MIN_WORD, country_code, language_tag
from db.nouns import NOUNS
from db.query.connection import Reader
from db.query.lookup import RecordNotFound
from db.query.similar import LIKE_SLIP, MAX_SUGGESTED_ID, likeliest_ids, meant_names, same_name
from db.query.similar_parts import TERM, similar_parts
from schemas.nouns import INNER, SCHEMAS
from schemas.query.parameters import Codes, Ids, Parameter, Tags
from schemas.query.query import Query

MAX_COMMAS = 3
"""Commas in a name: `Ministry for Communities, Territories and Infrastructure Development of Ukraine` has one."""
COUNTRIES = (
    "select country from place where kind = 'country' and country is not null"
    " and (:ids is null or id in (select value from json_each(:ids)))"
)


def meant_ids(reader: Reader, nouns: Iterable[str], text: str) -> list[str]:
    """Return up to three ids of some nouns, the likeliest first: those called so, or otherwise those spelt alike."""
    nouns = [noun for noun in nouns if noun in NOUNS]
    # Somebody asks for a format that there is none of: what stands before the dot is right already.
    stem = text.partition(".")[0]
    if stem != text and any(stem in NOUNS[noun].get_records(reader, [stem]) for noun in nouns):
        return [stem]
    look_up = {noun: similar_parts if noun in INNER else meant_names for noun in nouns}
    return likeliest_ids(one for noun in nouns for one in look_up[noun](reader, SCHEMAS[noun].TYPE, text))


def list_of_event(reader: Reader, noun: str, identifier: str) -> str:
    """Return the address of what lies inside the event that an id of nothing begins with; else that of the whole list.

    The id of an event is right already where only what stands after its colon is wrong.
    """
    event, mark, _ = identifier.partition(":")
    if mark and noun in INNER:
        with suppress(RecordNotFound):
            record = NOUNS["events"].get_record(reader, event)
            if record.state != "withdrawn":
                return f"/v1/{noun}?event={record.target or event}"
    return f"/v1/{noun}"


def meant_values(reader: Reader, parameter: Parameter, text: str) -> list[str]:
    """Return up to three values of a parameter that takes ids, or codes of countries, that somebody may mean."""
    if isinstance(parameter, Codes):
        return meant_countries(reader, text)
    if isinstance(parameter, Tags):
        tag = language_tag(text[:MAX_SUGGESTED_ID])
        return [tag] if tag else []
    nouns = getattr(parameter, "nouns", ())
    return likeliest_ids(similar_parts(reader, TERM, text)) if nouns == ("terms",) else meant_ids(reader, nouns, text)


def meant_countries(reader: Reader, text: str) -> list[str]:
    """Return the codes of the countries that somebody may mean, of those that the record has.

    Places that are called so come first, then what ISO calls so. Only what is neither, and long enough to be no code,
    is compared with names spelt alike: of a few letters any name has most.
    """
    places = named_ids(reader, ["places"], text)
    if codes := _codes(reader, places):
        return codes
    if code := country_code(text[:MAX_SUGGESTED_ID]):
        return [code] if code in _codes(reader, None) else []
    near = meant_names(reader, SCHEMAS["places"].TYPE, text) if len(text) >= MIN_WORD else []
    return _codes(reader, likeliest_ids(one for one in near if one.likeness >= LIKE_SLIP))


def _codes(reader: Reader, places: list[str] | None) -> list[str]:
    """Return the codes of those of some places, or of all, that are countries."""
    rows = reader.query(COUNTRIES, {"ids": None if places is None else json.dumps(places)})
    return list(dict.fromkeys(code for (code,) in rows))


def named_ids(reader: Reader, nouns: Iterable[str], text: str) -> list[str]:
    """Return up to three ids of some nouns that are called exactly so, whatever case, accents and signs are written."""
    types = [SCHEMAS[noun].TYPE for noun in nouns if noun in NOUNS]
    return list(dict.fromkeys(identifier for kind in types for identifier in same_name(reader, kind, text)))


def split_names(reader: Reader, nouns: Iterable[str], text: str) -> list[str]:
    """Return what stands between the commas of a text, but names that have a comma themselves in one piece."""
    pieces, parts, nouns = list[str](), text.split(","), list(nouns)
    while parts:
        lengths = [one for one in range(min(MAX_COMMAS + 1, len(parts)), 1, -1) if all(map(_has_words, parts[:one]))]
        length = next((one for one in lengths if named_ids(reader, nouns, ",".join(parts[:one]))), 1)
        pieces.append(",".join(parts[:length]).strip())
        parts = parts[length:]
    return pieces


def _has_words(part: str) -> bool:
    """Tell whether a part can be one of a name, which signs alone cannot."""
    return any(map(str.isalnum, part))


def join_names(
    reader: Reader, errors: list[dict[str, Any]], params: Mapping[str, list[str]], query_type: type[Query]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], QueryParams]:
    """Return the errors of names with a comma, the other errors of a query, and its parameters with the ids meant.

    `place=washington, d.c.` is one name, where a comma otherwise stands between ids.
    """
    joined = list[dict[str, Any]]()
    result = {name: list(values) for name, values in params.items()}
    for name in {error["parameter"]: None for error in errors if error["parameter"] in query_type.names()}:
        parameter = query_type.parameters()[name.partition("__")[0]]
        if not isinstance(parameter, Ids) or not any("," in value for value in params.get(name, ())):
            continue
        pieces = [piece for value in params[name] for piece in split_names(reader, parameter.nouns, value)]
        meant = {piece: named_ids(reader, parameter.nouns, piece) for piece in pieces if "," in piece}
        parts = {part for piece in meant for part in piece.split(",")}
        errors = [error for error in errors if error["parameter"] != name or str(error["value"]) not in parts]
        for piece, ids in meant.items():
            text = f"Not an id; ids are listed at /v1/{parameter.nouns[0]}."
            joined.append(parameter_error(name, piece, text, ids, ids[0]))
        result[name] = [",".join(meant[piece][0] if piece in meant else piece for piece in pieces)]
    return joined, errors, result
