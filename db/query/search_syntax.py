"""Search syntax: what somebody types into a search, as full-text queries."""

import re
from dataclasses import dataclass
from itertools import combinations

from db.query.scripts import stem
from db.query.spelling import fold, is_acronym, join_initials, plain, without_possessive
from db.query.stop_words import is_stop_word
from db.query.synonyms import MAX_PHRASE, Synonyms, phrase_key, synonyms_of

QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
MAX_LEFT_OUT, MAX_COMBINED = 2, 8
"""How many words a record may lack and still have most of them; of how many words at most this is tried."""
MIN_NESTED = 4
"""Characters of the shortest text that may be a quotation mark, another, and something between them and the last."""
MIN_PART = 3
"""Letters of the shortest word that may stand by itself where a hyphen joins it to another."""
_HYPHENS = re.compile("[-\u2010\u2011]")
_EXCHANGE = re.compile("(?<=\\d)[-\u2010\u2011]for[-\u2010\u2011](?=\\d)", re.IGNORECASE)
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_DATIVE = re.compile(r"(?<=[\u0400-\u052f]{3})[оеє]ві$", re.IGNORECASE)
"""A Ukrainian ending that looks like that of a Russian surname."""


@dataclass(frozen=True)
class Search:
    """What somebody typed, as full-text queries; each is None where there is nothing to search for."""

    parts: tuple[str, ...]
    """What must be there, a query for each word or phrase."""
    none_of: str | None
    """What must not be there, as a query for any of it."""
    words: list[str]
    """The words that must be there, for saying what was understood."""
    is_question: bool = False
    """Whether it is written in sentences, with words that tell nothing, rather than in words that must be there."""

    @property
    def all_of(self) -> str | None:
        """All of the words must be there."""
        return " AND ".join(self.parts) or None

    @property
    def any_of(self) -> str | None:
        """Any of the words must be there."""
        return " OR ".join(self.parts) or None

    def looser(self) -> list[tuple[str, str]]:
        """Return the queries for `most` of the words, then for `any`, each with that name."""
        number, queries = len(self.parts), list[tuple[str, str]]()
        if number <= MAX_COMBINED:
            for left_out in range(1, min(MAX_LEFT_OUT, number - 2) + 1):
                chosen = combinations(self.parts, number - left_out)
                queries.append(("most", " OR ".join(f"({' AND '.join(parts)})" for parts in chosen)))
        return [*queries, ("any", str(self.any_of))] if number > 1 else []


def read_search(text: str, synonyms: Synonyms) -> Search:
    """Return what a searcher means. No text makes it fail.

    All words must be there, or a synonym of each; `"several words"` stand together; `-word` must not be there;
    `begin*` is a beginning. Words that every sentence has (how, many, the) need not be there unless nothing else is.
    """
    required, excluded, run = list[tuple[str, str]](), list[str](), list[str]()
    typed_text = _EXCHANGE.sub(" for ", plain(text.replace("\0", " ")).translate(QUOTATION_MARKS))
    for minus, phrase, word in _TERM.findall(join_initials(_unnested(typed_text))):
        typed = phrase or word
        if not any(map(str.isalnum, fold(typed))):
            continue
        if word and not minus and not word.endswith("*"):
            run.append(word)
            continue
        required += _read_words(run, synonyms)
        run = []
        if minus:
            excluded += [query for _, query in _read_words([typed], synonyms)] if word else [_same(typed)]
        else:
            required.append((typed, _same(typed) if phrase else _beginning(word)))
    required += _read_words(run, synonyms)
    telling = [part for part in required if not is_stop_word(part[0])] or required
    words, parts = [word for word, _ in telling], tuple(query for _, query in telling)
    return Search(parts, " OR ".join(excluded) or None, words, is_question=len(telling) < len(required))


def _unnested(text: str) -> str:
    """Return a text without the quotation marks inside a phrase: a mark before a word opens, every other closes."""
    text = text.strip()
    if len(text) > MIN_NESTED and text[0] == text[-1] == '"' and '"' in (text[1], text[-2]):
        # A quote that itself begins or ends with a quotation, as a whole.
        return '"' + text[1:-1].replace('"', " ") + '"'
    depth, marks = 0, list(text)
    for place, mark in enumerate(text):
        if mark == '"':
            before, after = text[place - 1 : place] or " ", text[place + 1 : place + 2] or " "
            opens = not before.isalnum() and before not in ".,!?" and after.isalnum()
            depth += 1 if opens else -1 if depth else 0
            marks[place] = '"' if depth == opens else " "
    return "".join(marks)


def _read_words(words: list[str], synonyms: Synonyms) -> list[tuple[str, str]]:
    """Return the words of a run, those that belong together joined, each with its query."""
    parts, start = list[tuple[str, str]](), 0
    keys = [phrase_key(_DATIVE.sub("", word)) for word in words]
    while start < len(words):
        length = min(MAX_PHRASE, len(words) - start)
        while not (group := synonyms_of(synonyms, " ".join(keys[start : start + length]))):
            if length == 1 or _is_number(" ".join(words[start : start + length])):
                break
            length -= 1
        typed = " ".join(words[start : start + length])
        # A phrase that has synonyms is one of them, in this form or another.
        own = [] if group and length > 1 else [without_possessive(typed)]
        query = _any_of([*own, *(group or ())])
        parts.append((typed, query if group or length > 1 else _or_in_words(typed, query, synonyms)))
        start += length
    return parts


def _or_in_words(typed: str, query: str, synonyms: Synonyms) -> str:
    """Return the query for a word, and where it has hyphens for its parts as if blanks stood between them.

    `peace-talks` is what `peace talks` is, and `prisoners-of-war` has the synonyms of `prisoners of war`. What has a
    short part, a number or a word of every sentence is a word of its own: `Il-76`, `co-chair`, `follow-up`.
    """
    pieces = _HYPHENS.split(without_possessive(typed))
    if len(pieces) == 1 or "" in pieces:
        return query
    parts = _read_words(pieces, synonyms)
    is_phrase = len(parts) == 1
    if not is_phrase and any(len(piece) < MIN_PART or not piece.isalpha() or is_stop_word(piece) for piece in pieces):
        return query
    return f"({query} OR ({' AND '.join(part for _, part in parts)}))"


def _is_number(text: str) -> bool:
    """Return whether several words are one number written with spaces."""
    return " " in text and fold(text).isdecimal()


def _any_of(spellings: list[str]) -> str:
    """Return the query for any of some words or phrases, each as it is written or folded."""
    queries = dict.fromkeys(query for spelling in spellings for query in _spellings(spelling))
    return f"({' OR '.join(queries)})" if len(queries) > 1 else next(iter(queries), '""')


def _same(text: str) -> str:
    """Return the query for words that stand together."""
    return _any_of([text])


def _spellings(text: str) -> list[str]:
    """Return the queries for a text as it is written and, where that differs, folded."""
    folded = fold(text)
    queries = [] if is_acronym(text) or _is_number(text) else [_quoted(text.lower())]
    if folded.lower() != text.lower():
        pieces = folded.split()
        # One letter of a script without spaces is the beginning of a pair.
        is_letter = len(pieces) == 1 and len(folded) == 1 and not folded.isascii()
        queries.append(_quoted(folded.lower()) + "*" * is_letter)
    if _DATIVE.search(text):
        queries.append(_quoted(stem(_DATIVE.sub("", text))))
    return [query for query in queries if any(map(str.isalnum, query))]


def _beginning(word: str) -> str:
    """Return the query for words that begin in a way, as it is written or in plain letters."""
    begins = dict.fromkeys([word.rstrip("*").lower(), _plain_letters(word.rstrip("*").lower())])
    queries = [_quoted(text) + "*" for text in begins]
    return f"({' OR '.join(queries)})" if len(queries) > 1 else queries[0]


def _plain_letters(text: str) -> str:
    return text if re.search("[\u0400-\u052f]", text) else fold(text)


def _quoted(text: str) -> str:
    """Return words as a phrase, so that none of them is taken for an operator; the index cuts it as it cuts texts."""
    return '"' + text.replace('"', " ").strip() + '"'
