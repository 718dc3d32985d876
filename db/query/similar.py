"""Similar: the ids and words that may have been meant by those that no record has."""

import json
import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from heapq import nlargest
from itertools import permutations
from typing import NamedTuple

from db.query.connection import Reader
from db.query.ranking import NAME_RANK
from db.query.search_syntax import read_search
from db.query.spelling import name_key
from db.query.synonyms import Synonyms, phrase_key, synonyms_of
from schemas.model.closest import LIKE_SPELLING

MAX_SUGGESTED_ID = 80
"""Letters of an unknown id that are compared with names."""
MAX_SCANNED, MAX_NAMES = 20_000, 4_000
"""Names that are read, and names, or words, of a fitting length that are looked at."""
MAX_COMPARED = 30
"""Names, or words, that are compared letter by letter, which takes long."""
MAX_SUGGESTIONS = 3
MAX_NEAR = 6
"""Names spelt alike of which those are chosen whose records are likeliest meant."""
MAX_ORDERED = 3
"""Words of a name whose order is looked through: `Putin, Vladimir` is Vladimir Putin."""
PREFIXES = (7, 4, 2, 0)
"""Letters in which the names that are looked at begin alike, most first."""
NEAR_ENOUGH = 0.93
"""How alike a name must be that names with another beginning are not looked at."""
SHORT_NAME = 8
LIKE_NAMES = ((SHORT_NAME, 0.75), (12, 0.7), (MAX_SUGGESTED_ID, 0.6))
"""How much of its letters a name must share, by the longest that this is asked of: four letters of six are chance."""
LIKE_SLIP = 0.85
"""How alike a name must be to a word that some records have: two letters of a longer word that changed places."""
WORD_LEVEL = 2 * NAME_RANK
"""The rank above which a key is a word of a longer name, be it a first name."""
WORD_LOSS, MIN_LIKENESS = 0.3, 0.5
"""By how much a part of a longer name counts less than a name, and what it must still have: `ukrainian` is Ukraine
rather than its parliament."""
MAX_ENDING = 2
"""Letters that may be missing of a name of which the text is the most part, not one word among others."""
SAME_WHOLE, SAME_NAME, OTHER_ORDER, SYNONYM, CITY, END_OF_ID = 4.0, 3.0, 2.5, 2.0, 1.9, 1.5
"""How alike a name is that is the same, or the same to a reader; what is spelt alike has at most 1."""
SAME = (
    "select id, rank from _name where type = :type and key in (select value from json_each(:keys)) and rank <= :most"
    " order by rank, id limit :limit"
)
STATES = (
    "select actor.id, _name.rank from _name join place on place.id = _name.id and place.kind = 'city'"
    " join actor on actor.kind = 'state' and actor.country = place.country"
    " where _name.type = 'place' and _name.key = :key and _name.rank <= :most order by 2, 1 limit :limit"
)
ALIKE = (
    "select key, id, min(rank) from (select key, id, rank from _name where type = :type and key between :first and"
    " :last limit :scanned) where length(key) between :shortest and :longest group by key order by key limit :limit"
)
ENDS = (
    "select id from (select id from {table} limit :scanned) where substr(id, -length(:end)) = :end or"
    " substr(id, 1, length(:start)) = :start order by length(id), id limit :limit"
)


class MeantId(NamedTuple):
    """An id that somebody may mean: how alike its name is to what was written, and its rank among its namesakes."""

    likeness: float
    rank: int
    id: str


def same_name(reader: Reader, kind: str, text: str) -> list[str]:
    """Return up to three ids of a type of record that are called as somebody writes: the likeliest first.

    Case, accents, script, spaces, possessives, the endings of Cyrillic names and all aliases are looked through, and
    the order of the words of a name.
    """
    text = text[: 2 * MAX_SUGGESTED_ID]
    rows = _named(reader, kind, [name_key(text)]) or _named(reader, kind, _word_orders(text), NAME_RANK)
    return [row[0] for row in rows]


def similar_ids(reader: Reader, kind: str, text: str) -> list[str]:
    """Return up to three ids of a type of record that may have been meant, the likeliest first."""
    return likeliest_ids(meant_names(reader, kind, text))


def likeliest_ids(meant: Iterable[MeantId]) -> list[str]:
    """Return up to three ids of those that somebody may mean, the likeliest first."""
    ordered = sorted(meant, key=lambda one: (-one.likeness, one.rank if one.likeness < SYNONYM else 0))
    return list(dict.fromkeys(one.id for one in ordered))[:MAX_SUGGESTIONS]


def meant_names(reader: Reader, kind: str, text: str) -> list[MeantId]:
    """Return the ids of a type of record that may have been meant, with how likely each is.

    What is called so comes alone, or what is called so in another order of words, or by a synonym: `american`. An id
    that ends or begins with the text comes before the names that are spelt alike. What only has the text as a word of
    its name comes after them.
    """
    key = name_key(text[: 2 * MAX_SUGGESTED_ID])
    same = _named(reader, kind, [key])
    names = [MeantId(SAME_WHOLE if rank <= NAME_RANK else SAME_NAME, rank, one) for one, rank in same]
    if kind == "actor" and not (same and same[0][1] <= NAME_RANK) and (states := _states_of(reader, key)):
        return [MeantId(CITY, rank, one) for one, rank in states] + [one._replace(likeness=CITY / 2) for one in names]
    if same and same[0][1] <= WORD_LEVEL:
        return names
    if not same and key.endswith("s") and _named(reader, kind, [key.removesuffix("s")]):
        # A people is meant as one of it is: `ukrainians` as `ukrainian`.
        return meant_names(reader, kind, key.removesuffix("s"))
    others = [(OTHER_ORDER, _word_orders(text)), (SYNONYM, _synonym_keys(reader, text))]
    for likeness, keys in others:
        if rows := _named(reader, kind, keys, NAME_RANK):
            return [MeantId(likeness, rank, one) for one, rank in rows]
    # Of those with a word in common they come first whose id has it: Vladimir Putin before Volodymyr Zelenskyy.
    words = [MeantId(1 - WORD_LOSS + (key in one) / 100, rank, one) for one, rank in same]
    ends = [] if same else _with_end(reader, kind, text)
    if len(ends) == MAX_SUGGESTIONS:
        return ends
    return [*ends, *words] + [
        one for one in _near_names(reader, kind, key[:MAX_SUGGESTED_ID]) if not same or one.rank <= NAME_RANK
    ]


def _named(reader: Reader, kind: str, keys: Iterable[str], most: int = 3 * NAME_RANK) -> list[tuple[str, int]]:
    """Return id and rank of up to three records that have one of some keys, the likeliest first."""
    if not (keys := list(keys)):
        return []
    bound = {"type": kind, "keys": json.dumps(keys), "most": most, "limit": MAX_SUGGESTIONS}
    return [(identifier, rank) for identifier, rank in reader.query(SAME, bound)]


def _word_orders(text: str) -> list[str]:
    """Return the keys of a name of few words with these in any other order."""
    words = [word for word in re.split(r"[\W_]+", text[: 2 * MAX_SUGGESTED_ID]) if word]
    if not 1 < len(words) <= MAX_ORDERED:
        return []
    return [name_key(" ".join(words)) for words in list(permutations(words))[1:]]


def _synonym_keys(reader: Reader, text: str) -> list[str]:
    """Return the keys of what means the same to a searcher."""
    group = synonyms_of(reader.synonyms, phrase_key(re.sub("[-_]", " ", text[:MAX_SUGGESTED_ID])))
    return [name_key(word) for word in group or ()]


def _states_of(reader: Reader, key: str) -> list[tuple[str, int]]:
    """Return id and rank of the states in which a city lies: whoever writes that a capital said it means the state."""
    bound = {"key": key, "most": NAME_RANK, "limit": MAX_SUGGESTIONS}
    return [(identifier, rank) for identifier, rank in reader.query(STATES, bound)]


def _with_end(reader: Reader, kind: str, text: str) -> list[MeantId]:
    """Return up to three records whose ids end or begin with the words of a text, the shortest first.

    `istanbul-round-2` is what somebody remembers of an id that has a date before it, though the whole of another one
    may be spelt more like it. One word alone, as numbers alone, is in too many.
    """
    end = re.sub("[^a-z0-9]+", "-", text.lower()).strip("-") if len(text) <= MAX_SUGGESTED_ID else ""
    if "-" not in end or not any(map(str.isalpha, end)):
        return []
    bound = {"end": f"-{end}", "start": f"{end}-", "scanned": MAX_SCANNED, "limit": MAX_SUGGESTIONS}
    rows = reader.query(ENDS.format(table=kind), bound)
    return [MeantId(END_OF_ID, place, identifier) for place, (identifier,) in enumerate(rows)]


def _near_names(reader: Reader, kind: str, key: str) -> list[MeantId]:
    """Return the records whose names are spelt alike; names that begin alike are looked at first."""
    least = next(least for longest, least in LIKE_NAMES if len(key) <= longest)
    near, seen = dict[str, MeantId](), set[str]()
    # A name that is much shorter or longer cannot have so many letters in common.
    shortest, longest = int(len(key) * least / (2 - least)), int(len(key) * (2 - least) / least) + 1
    bound = {"type": kind, "limit": MAX_NAMES, "scanned": MAX_SCANNED, "shortest": shortest, "longest": longest}
    for length in PREFIXES:
        begins = {"first": key[:length], "last": key[:length] + "\U0010ffff"}
        rows = reader.query(ALIKE, bound | begins)
        named = {name: (identifier, rank) for name, identifier, rank in rows if name not in seen}
        seen |= named.keys()
        for name in get_close_matches(key, _nearest(key, named), MAX_NEAR, least):
            identifier, rank = named[name]
            is_part = rank > WORD_LEVEL or (key in name and len(name) - len(key) > MAX_ENDING)
            likeness = SequenceMatcher(None, name, key).ratio() - WORD_LOSS * is_part
            if likeness >= MIN_LIKENESS:
                near[name] = MeantId(likeness, rank, identifier)
        if any(one.likeness >= NEAR_ENOUGH for one in near.values()):
            break
    return list(near.values())


def similar_words(reader: Reader, text: str) -> str | None:
    """Return a search with each word that no record has replaced by the nearest that one has; None if all are known."""
    changed, result = False, list[str]()
    for word in read_search(text, reader.synonyms).words:
        lower = word.lower().strip("*")
        bounds = {"first": lower[:1], "last": lower[:1] + "\uffff"}
        rows = reader.query("select word from _word where word between :first and :last", bounds)
        words = [row[0] for row in rows]
        close = [lower] if lower in words else get_close_matches(lower, _nearest(lower, words), 1, LIKE_SPELLING)
        changed = changed or bool(close and close[0] != lower)
        result.append(close[0] if close else word)
    return " ".join(result) if changed else None


def similar_name(synonyms: Synonyms, word: str) -> str | None:
    """Return the name that begins like a word and is spelt nearly so; None if the word itself is one.

    Only names that have other spellings too are looked through, which are at hand: it costs no statement.
    """
    key = phrase_key(word[:MAX_SUGGESTED_ID])
    if synonyms_of(synonyms, key):
        return None
    start = key[: PREFIXES[1]]
    names = [name for name in synonyms if name.startswith(start) and abs(len(name) - len(key)) <= 1]
    return next(iter(get_close_matches(key, _nearest(key, names), 1, LIKE_SLIP)), None)


def _nearest(text: str, names: Iterable[str]) -> list[str]:
    """Return the names that have the most pieces of a text in common with it, few enough to compare each letter.

    Two letters that changed places spoil most pairs of a short word, so that its single letters count too.
    """
    pieces = {text[start : start + 2] for start in range(len(text) - 1)}
    pieces |= set(text) if len(text) <= SHORT_NAME else set()
    return nlargest(
        MAX_COMPARED, names, lambda name: sum(map(name.__contains__, pieces)) - abs(len(name) - len(text)) / 4
    )
