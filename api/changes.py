"""/v1/changes and /v1/corrections: what changed in the record, why, and what stood there before."""

import json
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import Blueprint

from api.formats.answers import AnswerStyle
from api.formats.change_feed import write_change_feed
from api.formats.text.changes import change_blocks, fact_blocks
from api.http.answer_pages import answer_limit, links_to_next
from api.http.cursors import cursor_scope
from api.http.endpoints import query_endpoint, read_position
from api.http.envelopes import query_response
from api.http.meant_ids import meant_ids
from api.http.problems import parameter_error
from api.http.questions import Question
from api.http.request import current_request
from api.http.response import Response
from api.http.suggestions import MAX_ECHO, MAX_MENDED_IDS, invalid_parameters
from db.query.changes import changed_among, find_keys, is_oldest_first, list_changes
from db.query.connection import Reader
from db.query.coverage import explain_empty
from db.query.history import history_of
from schemas.changes import ChangeQuery, CorrectionQuery
from schemas.model.base import Json
from schemas.nouns import SCHEMAS

routes = Blueprint("changes", __name__)
CELLS = ("sequence", "release", "date", "noun", "id", "url", "title", "kind", "reason", "source", "before", "after")
CHANGE_STYLE = AnswerStyle(
    change_blocks,
    lambda row: row | {name: json.dumps(row[name], ensure_ascii=False) if row[name] else None for name in CELLS[-2:]},
    write_change_feed,
    "change",
)
CORRECTION_STYLE = replace(CHANGE_STYLE, unit="correction")
FACTS_FIRST_STYLES = {
    "Changes": replace(CHANGE_STYLE, blocks=partial(fact_blocks, of_facts="Events and claims")),
    "Corrections": replace(CORRECTION_STYLE, blocks=partial(fact_blocks, of_facts="What was told wrongly")),
}
"""How changes are told to who reads them: of each release first those of what happened."""
FORMS_TO_READ = ("txt", "md", "html")
CLAUSES = {
    "noun": "of {}",
    "noun__not": "not of {}",
    "kind": "of the kind {}",
    "kind__not": "not of the kind {}",
    "id": "of {}",
    "ids": "of {}",
    "since": "since {}",
    "until": "until {}",
    "after": "after number {}",
}


@dataclass(frozen=True)
class ChangeQuestion(Question):
    """A question about changes; that nothing changed says nothing of what the record covers."""

    has_record: bool = True
    """Whether any of the ids that it names is that of a record."""

    def explain_empty(self) -> Json:
        """Say that nothing changed, and up to which release that holds."""
        reader = current_request().reader
        entries = history_of(reader).entries
        newest = f"The newest release is {entries[-1].version} of {entries[-1].date}." if entries else ""
        text = "No such change is noted." if self.has_record else "No record has or had any of these ids."
        return explain_empty(reader, "", []) | {"text": f"{text} {newest}".rstrip()}


@routes.get("/v1/changes")
@query_endpoint(ChangeQuery, *CELLS, style=CHANGE_STYLE)
def get_changes(reader: Reader, query: dict[str, Any]) -> Response:
    """List what changed in the record, each change with its kind and reason, what stood there before and what does now.

    The newest come first; with `since` or `after` the oldest, to keep a copy in step: `sequence` has no gap. What came
    with the first release is not listed, for all of it did. `ids` takes what a text cites. Text and pages tell of each
    release first what is told of events, then what concerns sources, names and evidence.
    """
    return changes_response(reader, query, "Changes")


@routes.get("/v1/corrections")
@query_endpoint(CorrectionQuery, *CELLS, style=CORRECTION_STYLE)
def list_corrections(reader: Reader, query: dict[str, Any]) -> Response:
    """List what was wrong in the record and was put right, withdrawn or withheld, the newest first.

    Each says what stood there before, why that was wrong, and by which source. It takes what `/v1/changes` takes, of
    three kinds. Text and pages tell of each release first what was told wrongly, then what concerns sources, names and
    evidence.
    """
    return changes_response(reader, query | {"corrects": 1}, "Corrections")


def changes_response(reader: Reader, query: Json, subject: str) -> Response:
    """Return the response of a list of changes. Raises Problem."""
    request = current_request()
    if request.answer is not None and request.format in FORMS_TO_READ and not is_oldest_first(query):
        request.answer = replace(request.answer, style=FACTS_FIRST_STYLES[subject])
        query |= {"facts_first": 1}
    scope = cursor_scope(request.path.rstrip("/"), query)
    position = read_position(query, scope, ChangeQuery, 1) if "cursor" in query else None
    query, more = _with_records(reader, query)
    page = list_changes(reader, query, answer_limit(request, query), position)
    links = links_to_next(request, page.next, scope)
    question = ChangeQuestion(_sentence(subject, query), has_record=query.get("keys") != [])
    return query_response(question, page.rows, page.total, links, more)


def _sentence(subject: str, query: Json) -> str:
    """Return what was asked for in a sentence."""
    parts = [
        words.format(", ".join(json.loads(query[name])) if name.partition("__")[0] in _SEVERAL else query[name])
        for name, words in CLAUSES.items()
        if name in query
    ]
    order = "oldest first" if is_oldest_first(query) else "newest first"
    return f"{' '.join([subject, *parts])}, {order}."


_SEVERAL = {name for name, parameter in ChangeQuery.parameters().items() if parameter.many}


def _with_records(reader: Reader, query: Json) -> tuple[Json, Json]:
    """Return a query with the records that its ids mean, and what is said of `ids`. Raises Problem."""
    own, unknown = find_keys(reader, json.loads(query.get("id", "[]")))
    if unknown:
        close = _similar(reader, unknown)
        text = "No record has or had this id."
        errors = [
            parameter_error("id", one[:MAX_ECHO], text, close.get(one, ()), next(iter(close.get(one, ())), None))
            for one in unknown
        ]
        raise invalid_parameters(errors, ChangeQuery)
    cited, missing = find_keys(reader, json.loads(query.get("ids", "[]")))
    more = Json()
    if "id" in query or "ids" in query:
        query = query | {"keys": [key for keys in (*own.values(), *cited.values()) for key in keys]}
    if "ids" in query:
        changed = changed_among(reader, query, cited)
        more["changed"] = changed
        more["unchanged"] = [text for text in cited if text not in changed]
        more["not_found"] = missing
        more["did_you_mean"] = _similar(reader, missing)
    return query, more


def _similar(reader: Reader, texts: list[str]) -> dict[str, list[str]]:
    """Return the ids that some unknown ones may mean, with their nouns where these were given; of many, of the first.

    An id without its noun is looked for among what most texts cite.
    """
    similar = dict[str, list[str]]()
    for text in texts[:MAX_MENDED_IDS]:
        noun, slash, identifier = text.rpartition("/")
        if ids := meant_ids(reader, [noun] if slash else SCHEMAS, identifier):
            similar[text] = [f"{noun}{slash}{one}" for one in ids]
    return similar
