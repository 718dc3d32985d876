"""Passages in the database: where the record has some words, or nearly has them, whoever said them."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Any, NamedTuple

from db.query.connection import Reader
from db.query.differences import MOVED, SAME, Likeness, compare_words
from db.query.words import GAP, Word, comparable_text, read_words

MAX_KEYS = 60
"""Different words of a text that are looked up, the rarest first."""
MAX_RARE_KEYS, MAX_OF_KEY, MAX_LIKE = 8, 2_000, 60
"""Of a text that no passage has: its rarest words, the passages looked at for each, and those with most of them."""
MAX_WHOLE = 100
"""Passages with all words of a text that are compared with it."""
MAX_DIFFED = 12
"""Passages that are compared word by word where none has the text as it is; the likeliest by the words they share."""
IN_MANY = 10_000
"""A word in so many passages hardly tells one."""
RARE = 20
"""A word in so few passages tells one of them by itself."""
PASSAGE_COLUMNS = "passage.id, n, field, kind, text, speaker, side, account_by, source, language, translated_from, date"


@dataclass(frozen=True)
class Passage:
    """A passage of a record: a quote, the title of a publication, or a sentence of ours, and who said it."""

    id: int
    n: int
    field: str
    kind: str
    text: str
    speaker: str | None
    side: str | None
    account_by: str | None
    source: str | None
    language: str | None
    translated_from: str | None
    date: str | None


@dataclass(frozen=True)
class PassageMatch:
    """A passage and how a text stands to it; `text` is both as they were compared."""

    passage: Passage
    likeness: Likeness
    is_verbatim: bool
    text: str
    passage_text: str


class PassageSearch(NamedTuple):
    """The passages that have a text, verbatim or altered, and of the others the nearest; best first."""

    matches: list[PassageMatch]
    nearest: list[PassageMatch]
    compared: int | None = None
    """How many passages with all its words were compared; None where all were."""


def find_passages(reader: Reader, text: str) -> PassageSearch:
    """Return the passages that have a text; where any has it verbatim, only those."""
    text = comparable_text(text)
    words = read_words(text)
    counts = _count_passages(reader, words)
    keys = sorted(counts, key=lambda key: counts[key])
    if not keys:
        return PassageSearch([], [])
    required = {word.key for word in words if word.key != GAP and not word.is_bracketed}
    if required <= counts.keys():
        passages = _passages_with_all(reader, keys, required)
        matches = [_match(passage, text, words) for passage in passages[:MAX_WHOLE]]
        verbatim = [match for match in matches if match.is_verbatim]
        if verbatim:
            return PassageSearch(sorted(verbatim, key=_order), [], MAX_WHOLE if len(passages) > MAX_WHOLE else None)
    likely = [_match(passage, text, words) for passage in _likely_passages(reader, text, counts)]
    verbatim = [match for match in likely if match.is_verbatim]
    altered = [match for match in likely if _is_altered(match, words, counts)]
    near = [one for one in likely if _is_near(one)]
    return PassageSearch(sorted(verbatim or altered, key=_order), sorted(near, key=_order))


def _count_passages(reader: Reader, words: Sequence[Word]) -> dict[str, int]:
    """Return in how many passages each word is that is in any, of the first of a text."""
    keys = list(dict.fromkeys(word.key for word in words if word.key != GAP))
    rows = reader.query(
        "select term, doc from json_each(:keys) as word cross join _passage_word_counts on term = word.value",
        {"keys": json.dumps(keys)},
    )
    return dict(rows)


def _passages_with_all(reader: Reader, keys: list[str], required: set[str]) -> list[Passage]:
    """Return passages that have all words of a text, in whatever order: one more than are compared, if there are."""
    all_of = " ".join(f'"{key}"' for key in keys[:MAX_KEYS] if key in required)
    rows = reader.query(
        f"select {PASSAGE_COLUMNS} from _passage_words cross join passage on passage.id = _passage_words.rowid"
        " where _passage_words match :all_of limit :most",
        {"all_of": all_of, "most": MAX_WHOLE + 1},
    )
    return [Passage(*row) for row in rows]


def _likely_passages(reader: Reader, text: str, counts: dict[str, int]) -> list[Passage]:
    """Return the passages that a text is likeliest from: by its rarest words, then by its pairs of words."""
    rare = sorted(counts, key=lambda key: counts[key])[:MAX_RARE_KEYS]
    each = " union all ".join(
        f"select * from (select rowid, {log(1 + IN_MANY / counts[key])} as weight from _passage_words"
        f" where _passage_words match :key{place} limit {MAX_OF_KEY})"
        for place, key in enumerate(rare)
    )
    rows = reader.query(
        f"with likely as (select rowid as id, sum(weight) as shared from ({each}) group by rowid"
        f" order by shared desc, id limit {MAX_LIKE})"
        f" select {PASSAGE_COLUMNS} from likely join passage using (id) order by shared desc, id",
        {f"key{place}": f'"{key}"' for place, key in enumerate(rare)},
    )
    pairs = _pairs(text)

    def shared_pairs(passage: Passage) -> int:
        return len(pairs & _pairs(passage.text))

    return sorted((Passage(*row) for row in rows), key=shared_pairs, reverse=True)[:MAX_DIFFED]


def _pairs(text: str) -> set[tuple[str, str]]:
    """Return, roughly, the words of a text by themselves and each with the next: enough to say what is likely."""
    keys = re.findall(r"\w+", text.casefold())
    return {*pairwise(keys), *((key, "") for key in keys)}


def _match(passage: Passage, text: str, words: Sequence[Word]) -> PassageMatch:
    passage_text = comparable_text(passage.text)
    likeness = compare_words(read_words(passage_text), words)
    is_verbatim = likeness.edits == 0 and bool(likeness.shared) and likeness.outweighs_brackets
    return PassageMatch(passage, likeness, is_verbatim, text, passage_text)


def _is_altered(match: PassageMatch, words: Sequence[Word], counts: dict[str, int]) -> bool:
    """Tell whether a text is a passage with some words altered: at most a third of them, of few words one.

    A text of three words or less must be a whole quote; one of two words shares a rare one with it, or both.
    """
    length, likeness = sum(word.key != GAP for word in words), match.likeness
    if likeness.edits > max(1, length // 3) or not likeness.outweighs_brackets:
        return False
    if length > 3:
        return len(likeness.shared) > 2
    is_telling = any(counts.get(word.key, 0) <= RARE for word in likeness.shared)
    enough = len(likeness.shared) > 1 or is_telling or any(one.kind == MOVED for one in likeness.changes)
    return match.passage.kind == "quote" and not likeness.is_part and enough


def _is_near(match: PassageMatch) -> bool:
    """Tell whether a passage shares enough with a text to be worth a look."""
    return len(match.likeness.shared) > 3 and match.likeness.edits <= len(match.likeness.shared)


_KINDS = ("quote", "title", "record")


def _order(match: PassageMatch) -> tuple[Any, ...]:
    """Return what matches are sorted by: the fewest edits, whole quotes of speakers first, the earliest, in order."""
    passage, likeness = match.passage, match.likeness
    others = sum(one.kind != SAME for one in likeness.changes)
    return (
        *(likeness.edits, others, _KINDS.index(passage.kind), likeness.is_part, passage.speaker is None),
        *(passage.date or "9999", passage.id),
    )
