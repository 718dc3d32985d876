"""Rows: what the tables of a release hold of each record."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from itertools import cycle, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from db.curation.records import LoadedRecord
from db.json import as_json, document_digest
from db.noun import REVISION_COLUMNS, Noun
from db.nouns import NOUNS
from db.query.links import link_key
from db.query.sorts import OPEN_DAYS
from db.release.derivations import DERIVATIONS
from db.release.documents import DocumentBuilder
from db.release.index import RecordIndex
from db.release.parallel import in_own_process
from db.release.search_index import words_of
from db.release.texts import TextCache, Texts
from schemas.model.base import Json
from schemas.nouns import INNER, SCHEMAS

NUMBER_ORDER = (*INNER, *(noun for noun in SCHEMAS if noun not in INNER))
"""The nouns in the order in which their records are numbered."""
REFERENCE = {"id", "type", "url", "name"}
Row = dict[str, Any]
RecordNumbers = dict[str, dict[str, int]]
RECORDS_AT_ONCE = 100
"""Records with files of their own whose rows are made in one step, and sent on where another process makes them."""
PASSAGE_KEYS = {"passage": "id", "_passage_words": "rowid"}
"""The tables of passages, each with the column that numbers them."""


def number_records(index: RecordIndex) -> RecordNumbers:
    """Return the number of every record that is served, by noun and id.

    A noun's numbers follow one another in the order that its list has by default, so that queries can walk a list, or a
    window of time in it, by number.
    """
    numbers, last = RecordNumbers(), 0
    for noun in NUMBER_ORDER:
        records = index.in_list_order(noun)
        numbers[noun] = {record.id: number for number, record in enumerate(records, last + 1)}
        last += len(records)
    return numbers


class Batch(NamedTuple):
    """The rows of some records by table, their passages numbered from 1, and the words and links in them."""

    rows: dict[str, list[Row]]
    words: set[str]
    links: dict[str, str]
    texts: dict[str, Texts]


def make_rows(
    index: RecordIndex, numbers: RecordNumbers, processes: int = 1, cache_file: Path | None = None
) -> Iterator[tuple[str, list[Row]]]:
    """Yield the rows of all records, some at a time with the table that they go into; an event's with those inside it.

    They are the same, and in the same order, however many processes make them and whatever the cache knows.
    """
    words, links, passages, cache = set[str](), dict[str, str](), 0, TextCache(cache_file, index)
    for batch in _batches(index, numbers, cache, processes):
        cache.note(batch.texts)
        for table, key in PASSAGE_KEYS.items():
            for row in batch.rows[table]:
                row[key] += passages
        yield from filter(itemgetter(1), batch.rows.items())
        passages += len(batch.rows["passage"])
        words |= batch.words
        links = batch.links | links
    if links:
        yield "_link", [{"key": key, "source": source} for key, source in sorted(links.items())]
    if words:
        yield "_word", [{"word": word} for word in sorted(words)]
    cache.save()


def _batches(index: RecordIndex, numbers: RecordNumbers, cache: TextCache, processes: int) -> Iterator[Batch]:
    """Yield the rows of all records, some at a time; of several processes each makes every so manieth batch."""
    entries = [index.record(noun, name) for noun in NUMBER_ORDER if noun not in INNER for name in numbers[noun]]
    batches = [entries[begin : begin + RECORDS_AT_ONCE] for begin in range(0, len(entries), RECORDS_AT_ONCE)]
    make = partial(_make_batch, DocumentBuilder(index), numbers, cache)
    if processes == 1:
        return map(make, batches)
    streams = [in_own_process(partial(map, make, batches[begin::processes])) for begin in range(processes)]
    return (next(stream) for stream in islice(cycle(streams), len(batches)))


def _make_batch(
    builder: DocumentBuilder, numbers: RecordNumbers, cache: TextCache, entries: list[LoadedRecord]
) -> Batch:
    """Make the rows of some records that have files, and of those inside them."""
    index, batch = builder.index, Batch(defaultdict(list), set(), {}, {})
    for entry in entries:
        for record, document in builder.build(entry):
            number, full = numbers[record.noun][record.id], as_json(document)
            key, texts = cache.get(record.noun, index.name(record), document, full)
            batch.texts[key] = texts
            batch.words.update(words_of(texts.search))
            if record.noun == "sources":
                for url in filter(None, (document["url"], document["archive_url"])):
                    batch.links.setdefault(link_key(url), record.id)
            for table, one in (*_rows_of(index, record, number, document, full), *_text_rows(number, texts)):
                batch.rows[table].append(one)
            for passage, words in zip(texts.passages, texts.passage_words, strict=True):
                row_id = len(batch.rows["passage"]) + 1
                batch.rows["passage"].append({"id": row_id, "n": number} | passage)
                batch.rows["_passage_words"].append({"rowid": row_id, "words": words})
    return batch


def _text_rows(number: int, texts: Texts) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a record's texts, but for its passages, which have numbers of their own."""
    yield "_search_text", {"n": number} | texts.search
    yield from (("_name", name) for name in texts.names)
    yield from (("evidence", {"n": number} | evidence) for evidence in texts.evidence)


def _rows_of(
    index: RecordIndex, record: LoadedRecord, number: int, document: Json, full: bytes
) -> Iterator[tuple[str, Row]]:
    """Yield the rows of one record, those of its texts left out."""
    noun = NOUNS[record.noun]
    brief = as_json({name: document[name] for name in SCHEMAS[record.noun].BRIEF})
    yield (
        "record",
        {"n": number, "type": noun.table, "id": record.id, "state": "current", "target": None}
        | {"title": index.name(record), "event": (document.get("event") or {}).get("id")}
        | {column: _cell(document, column) if column in document else None for column in OPEN_DAYS}
        | {column: _cell(document, column) for column in REVISION_COLUMNS}
        | {"digest": document_digest(full), "brief": brief.decode(), "full": full.decode()},
    )
    yield from _noun_rows(noun, number, document)
    revision = index.revisions.of((record.noun, record.id))
    yield (
        "history_record",
        {"n": number, "created": revision.created_in, "updated": revision.updated_in}
        | {"corrected": revision.corrected_in},
    )
    for kind, value in sorted(set(DERIVATIONS[record.noun].index_terms(index, record, document))):
        yield "_index_term", {"kind": kind, "value": value, "n": number}


def _noun_rows(noun: Noun, number: int, document: Json) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a noun's own table and of those of its lists."""
    yield noun.table, {"n": number, "id": document["id"]} | {column: _cell(document, column) for column in noun.columns}
    for part, columns in noun.parts.items():
        for ordinal, item in enumerate(document[part]):
            row = {column: _cell(item, column) for column in columns}
            yield f"{noun.table}_{part}", {noun.table: document["id"], "ordinal": ordinal} | row


def _cell(item: Any, column: str) -> Any:
    """Return what a column holds of a document or list item: a reference's id, `best` in `count` for `count_best`."""
    if not isinstance(item, dict):
        return item
    if column in item:
        value = OPEN_DAYS.get(column) if item[column] is None else item[column]
    elif f"{column}_date" in item:
        value = item[f"{column}_date"]
    elif item.keys() == REFERENCE:
        value = item["id"]
    else:
        outer, _, inner = column.rpartition("_")
        value = (item[outer] or {}).get(inner)
    if isinstance(value, dict):
        value = value["id"]
    return int(value) if isinstance(value, bool) else value
