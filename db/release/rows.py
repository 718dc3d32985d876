"""Rows: what the tables of a release hold of each record."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from db.curation.records import LoadedRecord
from db.json import as_json, document_digest
from db.noun import REVISION_COLUMNS, Noun
from db.nouns import NOUNS
from db.query.links import link_key
from db.query.sorts import OPEN_DAYS
from db.release.derivations import DERIVATIONS
from db.release.documents import DocumentBuilder
from db.release.index import RecordIndex
from db.release.passages import passages_of, words_in
from db.release.search_index import name_rows, search_row, words_of
from schemas.model.base import Json
from schemas.model.evidence import Evidence
from schemas.model.walk import field_name, walk
from schemas.nouns import INNER, SCHEMAS

NUMBER_ORDER = (*INNER, *(noun for noun in SCHEMAS if noun not in INNER))
"""The nouns in the order in which their records are numbered."""
REFERENCE = {"id", "type", "url", "name"}
Row = dict[str, Any]
RecordNumbers = dict[str, dict[str, int]]


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


def make_rows(index: RecordIndex, numbers: RecordNumbers) -> Iterator[tuple[str, Row]]:
    """Yield the rows of all records, each with the table that it goes into; an event's with those inside it."""
    builder = DocumentBuilder(index)
    words, links, passages = set[str](), dict[str, str](), count(1)
    for noun in NUMBER_ORDER:
        for identifier in numbers[noun] if noun not in INNER else ():
            for record, document in builder.build(index.record(noun, identifier)):
                number = numbers[record.noun][record.id]
                row = search_row(index, record.noun, index.name(record), document)
                words |= words_of(row)
                yield "_search_text", {"n": number} | row
                if record.noun not in INNER:
                    yield from (("_name", name) for name in name_rows(record.noun, row["title"], document))
                if record.noun == "sources":
                    for url in filter(None, (document["url"], document["archive_url"])):
                        links.setdefault(link_key(url), record.id)
                yield from _rows_of(index, record, number, document)
                for passage in passages_of(record.noun, document):
                    row_id = next(passages)
                    yield "passage", {"id": row_id, "n": number} | passage
                    yield "_passage_words", {"rowid": row_id, "words": words_in(passage)}
    for key, source in sorted(links.items()):
        yield "_link", {"key": key, "source": source}
    for word in sorted(words):
        yield "_word", {"word": word}


def _rows_of(index: RecordIndex, record: LoadedRecord, number: int, document: Json) -> Iterator[tuple[str, Row]]:
    """Yield the rows of one record, those of the search left out."""
    noun = NOUNS[record.noun]
    brief, full = as_json({name: document[name] for name in SCHEMAS[record.noun].BRIEF}), as_json(document)
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
    for ordinal, (path, _, evidence) in enumerate(
        walk(SCHEMAS[record.noun], document, Evidence, mode="document", skip=INNER)
    ):
        # The path of a piece of evidence ends with `evidence` and its place there.
        field = field_name(path[:-2]) or "record"
        source = {"source": evidence["source"]["id"], "quote": evidence["quote"], "locator": evidence["locator"]}
        yield "evidence", {"n": number, "ordinal": ordinal, "field": field} | source
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
