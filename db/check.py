"""Check: whether the record has a wording, who said it, and what the record takes from an article."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.query.attributions import Naming, Reading, read_text
from db.query.connection import Reader
from db.query.coverage import Period, overlap
from db.query.links import link_key
from db.query.passages import Passage, PassageMatch, find_passages
from db.query.words import comparable_text, read_words
from schemas.model.edtf import OPEN_END, OPEN_START, bounds
from schemas.nouns import NOUN_OF_TYPE

MAX_NEAREST = 3
MIN_ATTRIBUTED_WORDS = 4
"""Fewer words, where several people have them amid others, are nobody's."""
MAX_USES = 1_000
"""Uses of one source that are read."""


@dataclass(frozen=True)
class TextCheck:
    """What became of a text: the verdict, how it was read, the passages that have it, and otherwise the nearest.

    `compared` is how many passages with its words were looked at, None where all were.
    """

    verdict: str
    reading: Reading
    matches: list[PassageMatch]
    nearest: list[PassageMatch]
    compared: int | None = None


def check_text(reader: Reader, text: str, periods: Sequence[Period] = ()) -> TextCheck:
    """Return whether the record has a text verbatim, altered, of another speaker than the text names, or not at all.

    A text that names a speaker may be the words of a source as a whole, too; the reading that fits best counts. Periods
    narrow it to what may have been said or published within one of them.
    """
    checks = [_check_reading(reader, reading, periods) for reading in read_text(reader, text)]
    # In "Putin then told them that …" the words before may belong to the passage, and are no name beside it.
    checks = [check for check in checks if not any(_reads_more(other, check) for other in checks)]
    return min(checks, key=lambda check: (_RANK[check.verdict], -_shared(check), check.reading.naming is None))


def _reads_more(check: TextCheck, other: TextCheck) -> bool:
    """Tell whether one reading finds more words of the passage that another finds."""
    same = check.matches and other.matches and check.matches[0].passage == other.matches[0].passage
    return bool(same) and _shared(check) > _shared(other)


def _shared(check: TextCheck) -> int:
    """Return how many words of the text the best passage has."""
    return len(check.matches[0].likeness.shared) if check.matches else 0


_RANK = {"verbatim": 0, "other-speaker": 1, "altered": 2, "too-short": 3, "not-in-record": 4}


def _check_reading(reader: Reader, reading: Reading, periods: Sequence[Period]) -> TextCheck:
    matches, nearest, compared = find_passages(reader, reading.words)
    if periods:
        matches = [match for match in matches if _is_within(match.passage, periods)]
    if not matches:
        return TextCheck("not-in-record", reading, [], nearest[:MAX_NEAREST])
    verbatim = matches[0].is_verbatim
    attributed = [match for match in matches if match.passage.speaker] or matches
    own = [match for match in attributed if _fits(reader, match.passage, reading.naming)]
    own = matches if own and not reading.naming else own
    if verbatim and _is_anybodys(reading.words, own or matches):
        return TextCheck("too-short", reading, own or matches, [], compared)
    if own:
        return TextCheck("verbatim" if verbatim else "altered", reading, own, [], compared)
    return TextCheck("other-speaker" if verbatim else "altered", reading, matches, [], compared)


def _is_anybodys(text: str, matches: list[PassageMatch]) -> bool:
    """Tell whether a text is a few words that several people or sources have amid others."""
    if len(read_words(comparable_text(text))) >= MIN_ATTRIBUTED_WORDS:
        return False
    passages = [match.passage for match in matches]
    whose = {passage.speaker or passage.source or str(passage.n) for passage in passages}
    return len(whose) > 1 and all(match.likeness.is_part for match in matches)


def _is_within(passage: Passage, periods: Sequence[Period]) -> bool:
    dates = bounds(passage.date) if passage.date else (OPEN_END, OPEN_START)
    return any(overlap(dates, period) for period in periods)


def _fits(reader: Reader, passage: Passage, naming: Naming | None) -> bool:
    """Tell whether a passage may be the words of whom a text names; of most quotes the record knows the source alone.

    Whoever speaks for a state, or holds an office of a body, may be named by it.
    """
    speaker = passage.speaker or passage.account_by
    if naming is None or passage.kind != "quote" or speaker is None:
        return True
    rows = reader.query(
        "select kind, id from actor where id = :speaker union all select '', part_of from actor where id = :speaker"
        " union all select '', \"of\" from actor_positions where actor = :speaker",
        {"speaker": speaker},
    )
    if passage.speaker is None and not any(kind == "person" for kind, _ in rows):
        return True
    return not {passage.side, *(actor for _, actor in rows)}.isdisjoint(naming.actors)


@dataclass(frozen=True)
class SourceCheck:
    """What the record takes from an article: its source record, and each record and field that rests on it."""

    source: dict[str, Any] | None
    uses: list[dict[str, Any]]


def check_source(reader: Reader, url: str) -> SourceCheck:
    """Return what the record takes from the article at an address, in whatever form somebody pasted that."""
    rows = reader.query(
        "select source.id, title, source.url, publisher, published_date from _link join source"
        " on source.id = _link.source where _link.key = :key",
        {"key": link_key(url)},
    )
    if not rows:
        return SourceCheck(None, [])
    identifier, title, address, publisher, published = rows[0]
    uses = reader.query(
        "select record.type, record.id, record.title, evidence.field, coalesce(evidence.quote,"
        " iif(evidence.field = 'record', statement.quote, null)), coalesce(statement.date, record.earliest),"
        " actor.id, actor.name from evidence join record using (n) left join statement using (n)"
        " left join actor on actor.id = statement.speaker"
        " where evidence.source = :source order by evidence.n, evidence.ordinal limit :most",
        {"source": identifier, "most": MAX_USES},
    )
    source = reference("source", identifier, title)
    details = {"published_url": address, "publisher": publisher, "published_date": published}
    return SourceCheck(source | details, [_use(source, *row) for row in uses])


def _use(source: dict[str, str], *row: Any) -> dict[str, Any]:
    kind, identifier, title, field, quote, date, speaker, speaker_name = row
    return {
        "record": reference(kind, identifier, title),
        "field": field,
        "text": quote,
        "speaker": reference("actor", speaker, speaker_name) if speaker else None,
        "source": source,
        "date": date,
        "language": None,
        "translated_from": None,
    }


def reference(kind: str, identifier: str, name: str) -> dict[str, str]:
    """Return how an answer names a record."""
    return {"id": identifier, "type": kind, "url": f"/v1/{NOUN_OF_TYPE[kind]}/{identifier}", "name": name}


def name_records(reader: Reader, passages: list[Passage]) -> tuple[dict[int, Any], dict[tuple[str, str], Any]]:
    """Return how an answer names passages' records, by number, and their speakers and sources, by type and id."""
    numbers = json.dumps([passage.n for passage in passages])
    named = {("actor", passage.speaker) for passage in passages} | {("source", passage.source) for passage in passages}
    rows = reader.query(
        "select n, type, id, title from record where n in (select value from json_each(:numbers)) union all"
        " select record.n, record.type, record.id, record.title from json_each(:named) as one cross join record"
        " on record.type = json_extract(one.value, '$[0]') and record.id = json_extract(one.value, '$[1]')",
        {"numbers": numbers, "named": json.dumps(sorted(pair for pair in named if pair[1]))},
    )
    references = {row[0]: reference(*row[1:]) for row in rows}
    return references, {(one["type"], one["id"]): one for one in references.values()}
