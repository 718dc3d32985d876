"""Checks: the answers of `/v1/check`, for a text and for the address of an article."""

from typing import Any

from api.http.cursors import cursor_scope, write_cursor
from api.http.endpoints import read_position
from api.http.envelopes import own_links, query_response
from api.http.problems import Problem, parameter_error
from api.http.questions import Question
from api.http.request import current_request
from api.http.response import Response
from api.http.suggestions import MAX_ECHO
from api.http.urls import encode_query, encoded_path
from db.check import check_source, check_text, name_records
from db.query.connection import Reader
from db.query.coverage import asked_periods
from db.query.differences import SAME, Change
from db.query.links import is_link
from db.query.pages import PagePosition
from db.query.passages import PassageMatch
from db.query.question_periods import read_period
from db.query.words import Word
from schemas.check import CheckQuery
from schemas.model.base import Json

MAX_TEXT_SHOWN = 80
"""Characters of a text that the description repeats."""

CITED: Json = {"match": "cited", "kind": "quote", "marked": None, "difference": None, "part": False}
"""What a row has that stands for a use of an article rather than for a wording."""


def read_question(query: Json) -> tuple[str, str | None]:
    """Return the text that a request asks about, and the address where it is one. Raises Problem."""
    text, url = query.get("text", ""), query.get("url")
    if bool(text) == bool(url):
        problem = "Give either a text (`text=`) or the address of an article (`url=`)."
    elif url and not is_link(url):
        problem = "Not the address of an article, as https://example.org/news is one."
    else:
        return text, url or (text if is_link(text) else None)
    example = text or str(CheckQuery.parameters()["text"].metadata["example"])
    errors = [parameter_error("url" if url else "text", (url or "")[:MAX_ECHO], problem)]
    raise Problem("invalid-parameter", problem, errors=errors, try_url="/v1/check" + encode_query({"text": [example]}))


def text_response(reader: Reader, query: Json, text: str) -> Response:
    """Return where the record has a text, and how it differs."""
    check = check_text(reader, text, asked_periods(query))
    rows, nearest = _rows(reader, check.matches), _rows(reader, check.nearest)
    naming = check.reading.naming
    more: Json = {
        "verdict": check.verdict,
        "answer": _answer(check.verdict, rows, naming.text if naming else None, check.compared),
        "named": {"text": naming.text, "actors": list(naming.actors)} if naming else None,
        "source": None,
        "nearest": nearest,
        "compared": check.compared,
    }
    excerpt = text if len(text) <= MAX_TEXT_SHOWN else text[: MAX_TEXT_SHOWN - 1] + "…"
    period, _ = read_period(text)
    periods = [(period.first, period.last)] if period and "date" not in query else []
    return _response(reader, query, Question(f"The words {excerpt!r} in the record.", "", query, periods), rows, more)


def source_response(reader: Reader, query: Json, url: str) -> Response:
    """Return what the record takes from an article."""
    check = check_source(reader, url)
    rows = [CITED | use for use in check.uses]
    title = check.source["name"] if check.source else url[:MAX_TEXT_SHOWN]
    number = f"{len(rows)} times" if len(rows) != 1 else "once"
    answer = f"The record cites {title!r} {number}." if check.source else "The record does not cite this address."
    more: Json = {
        "verdict": "cited" if check.source else "not-cited",
        "answer": answer,
        "named": None,
        "source": check.source,
        "nearest": [],
        "compared": None,
    }
    return _response(reader, query, Question(f"What the record takes from {title!r}.", "", query), rows, more)


def _response(reader: Reader, query: Json, question: Question, rows: list[Json], more: Json) -> Response:
    """Return a page of an answer's rows."""
    request = current_request()
    scope = cursor_scope(request.path, query | {"release": reader.digest})
    first = int(read_position(query, scope, CheckQuery, 1).values[0]) if "cursor" in query else 0
    last = first + query["limit"]
    links = own_links()
    if last < len(rows):
        params = request.query_params | {"cursor": [write_cursor(PagePosition([last]), scope)]}
        links["next"] = request.base + encoded_path(request.path_with_suffix) + encode_query(params)
    page = rows[first:last]
    if request.answer is not None:
        # A difference as a list is for programs; `marked` has it for readers.
        page, more = _without_lists(page), more | {"nearest": _without_lists(more["nearest"])}
    return query_response(question, page, len(rows), links, more)


def _without_lists(rows: list[Json]) -> list[Json]:
    return [{name: value for name, value in row.items() if name != "difference"} for row in rows]


def _rows(reader: Reader, matches: list[PassageMatch]) -> list[Json]:
    """Return matches as rows."""
    records, named = name_records(reader, [match.passage for match in matches])
    return [_row(match, records, named) for match in matches]


def _row(match: PassageMatch, records: dict[int, Json], named: dict[tuple[str, str], Json]) -> Json:
    passage, changes = match.passage, match.likeness.changes
    differs = any(change.kind != SAME for change in changes)
    return {
        "match": "verbatim" if match.is_verbatim else "altered",
        "kind": passage.kind,
        "record": records[passage.n],
        "field": passage.field,
        "text": passage.text,
        "marked": _marked(match) if differs else None,
        "difference": [_difference(match, change) for change in changes] if differs else None,
        "part": match.likeness.is_part,
        "speaker": named[("actor", passage.speaker)] if passage.speaker else None,
        "source": named[("source", passage.source)] if passage.source else None,
        "date": passage.date,
        "language": passage.language,
        "translated_from": passage.translated_from,
    }


def _difference(match: PassageMatch, change: Change) -> Json:
    record, text = _words(match.passage_text, change.passage), _words(match.text, change.text)
    return {"change": change.kind, "record": record, "text": text}


def _words(text: str, words: Any) -> str:
    """Return some words that follow one another as they are written."""
    run: list[Word] = list(words)
    return text[run[0].start : run[-1].end] if run else ""


def _marked(match: PassageMatch) -> str:
    """Return the text with what the record has in [-…-] and what the text has instead in {+…+}."""
    parts = []
    for change in match.likeness.changes:
        record, text = _words(match.passage_text, change.passage), _words(match.text, change.text)
        if change.kind == SAME:
            parts.append(text)
        else:
            parts += [f"[-{record}-]"] * bool(record) + [f"{{+{text}+}}"] * bool(text)
    return " ".join(parts)


def _answer(verdict: str, rows: list[Json], named: str | None, compared: int | None) -> str:
    """Return the verdict in a sentence."""
    if not rows:
        return "The record does not have these words."
    if verdict == "too-short":
        number = "More passages than were compared" if compared else f"{len(rows)} passages"
        return f"{number} have these words, which are too few to say whose they are; give more of the quote."
    first = rows[0]
    speaker = first["speaker"]["name"] if first["speaker"] else None
    whose = {
        "quote": f"of {speaker}" if speaker else "of a source",
        "title": "of a title",
        "record": "our own, no quotation",
    }[first["kind"]]
    where = ", ".join(filter(None, [first["date"], first["record"]["url"]]))
    if verdict == "verbatim":
        return f"The record has these words verbatim: they are {whose} ({where})."
    if verdict == "other-speaker":
        return f"The record has these words verbatim, but not of {named}: they are {whose} ({where})."
    return f"The record has other words, which are {whose} ({where}): {first['marked']}"
