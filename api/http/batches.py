"""Batches: several records whose ids stand in one path."""

import re

from api.formats import Format
from api.http.envelopes import batch_response
from api.http.past import former_records, needs_history
from api.http.problems import Problem, parameter_error
from api.http.request import Request
from api.http.response import Response
from api.http.suggestions import MAX_ECHO
from db.nouns import NOUNS
from schemas.model.base import Json
from schemas.model.fields import IDENTIFIER
from schemas.query.parameters import MAX_LIMIT


def get_many(request: Request, noun: str, identifiers: str, query: Json, format: Format | None) -> Response:
    """Return several records whose ids stand in the path, and name those ids that no record has. Raises Problem."""
    ids = list(dict.fromkeys(identifiers.split(",")))
    if len(ids) > MAX_LIMIT or not all(re.fullmatch(IDENTIFIER, identifier) for identifier in ids):
        text = f"Between 1 and {MAX_LIMIT} ids, of a-z, 0-9, - and : alone, separated by single commas."
        errors = [parameter_error("id", identifiers[:MAX_ECHO], text)]
        raise Problem("invalid-parameter", text, errors=errors, try_url=f"/v1/{noun}")
    is_former = needs_history(request)
    records = former_records(request, noun, ids) if is_former else NOUNS[noun].get_records(request.reader, ids)
    missing = [identifier for identifier in ids if identifier not in records]
    documents = [records[identifier] for identifier in ids if identifier in records]
    return batch_response(noun, documents, missing, query, format)
