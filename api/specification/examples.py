"""Examples for the specification: what the made-up world of the tests answers, so that none is invented."""

import json
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api import create_app
from api.formats.exports import export_release
from api.http.endpoints import Operation
from db.history.releasing import Draft, make_release, write_release
from db.query.root import ROOT
from db.release.build import build_database, load_checked
from db.release.identity import identify
from schemas.nouns import RegistryError

WORLD = ROOT / "tests" / "records"
SMALL = {
    "get_event": "/v1/events/2031-04-27-handover?view=standard",
    "list_events": "/v1/events?limit=1&kind=call",
    "get_error_type": "/errors/gone",
    "check_wording": "/v1/check?text=before+the+end+of+May",
    "search": "/v1/search?q=bodies&limit=1",
    "suggest": "/v1/suggest?q=mid&limit=1",
    "sum_up_transfers": "/v1/transfers/totals?by=month,what,to",
    "list_meetings_of_actor": "/v1/actors/ola-vik/meetings",
    "list_meetings_of_two": "/v1/actors/ana-belo/meetings/joss-tarn",
    "list_events_on_this_day": "/v1/on-this-day?day=04-27",
    "get_vocabulary": "/v1/vocabularies/levels",
    "list_vocabularies": "/v1/vocabularies/levels",
    "get_release": "/v1/releases/latest",
    "list_documents_of_release": "/v1/releases/latest/documents?limit=2",
    "list_revisions_of": "/v1/publishers/southland-radio/revisions",
}
"""What to ask for where the first record is not the best example."""
CORRECTED = "publishers/southland-radio.yaml"
"""The file of the record that has a correction in the examples."""
EXAMPLE_DIGEST = "3b0c5e7a" * 8
"""Stands in the examples for the digests of files, which are others with every change of the code."""
_FILE_DIGEST = re.compile(r'(?<="sha256": ")[0-9a-f]{64}')


def _release_twice(world: Path) -> None:
    """Release a world with a name misspelt, and then with the name put right, so that there is something to tell."""
    file = world / CORRECTED
    text = file.read_text(encoding="utf-8")
    reason = {"kind": "corrected", "reason": "The name was misspelt.", "records": [CORRECTED.removesuffix(".yaml")]}
    drafts: tuple[tuple[str, str, list[Any]], ...] = (
        (text.replace("Radio", "Radoi"), "2031-07-01", []),
        (text, "2031-07-15", [reason]),
    )
    for content, date, changes in drafts:
        file.write_text(content, encoding="utf-8")
        records, timeline = load_checked(world)
        draft = Draft({"notes": f"What was known on {date}.", "changes": changes})
        write_release(
            world, timeline, *make_release(timeline, records, identify(timeline.present).version, draft, date)
        )


def find_examples() -> dict[str, Any]:
    """Return an example reply for each operation that answers in JSON, by the operation's name."""
    with TemporaryDirectory() as folder:
        database, world = Path(folder) / "parley.db", Path(folder) / "records"
        shutil.copytree(WORLD, world)
        _release_twice(world)
        build_database(world, database)
        export_release(database.resolve(), "http://localhost:8000")
        app = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL="http://localhost:8000")
        client = app.test_client()
        examples = {}
        for rule in app.url_map.iter_rules():
            name = rule.endpoint.rpartition(".")[2]
            operation: Operation | None = getattr(app.view_functions[rule.endpoint], "operation", None)
            url = SMALL.get(name, rule.rule)
            if "<" in url and operation and operation.noun:
                records = client.get(f"/v1/{operation.noun}?limit=1").get_json()["data"]
                # Of a noun without a record, which tests/test_contributing.py adds to a copy of the tree.
                if not records:  # pragma: no cover
                    raise RegistryError(
                        f"The noun {operation.noun!r} is missing in tests/records: no record is its example."
                    )
                identifier = records[0]["id"]
                url = f"/v1/{operation.noun}/{identifier}"
            elif operation and operation.kind == "list" and name not in SMALL:
                # The record itself stands in full beside its own address.
                url += "?limit=1&fields=id,type,url"
            reply = client.get(url)
            if reply.mimetype == "application/json" and not rule.rule.startswith("/openapi"):
                text = reply.get_data(as_text=True).replace(database.resolve().stem, EXAMPLE_DIGEST)
                text = _FILE_DIGEST.sub(EXAMPLE_DIGEST, text)
                detail = operation is not None and operation.kind == "detail"
                examples[name] = _shorten(json.loads(text)) if detail else json.loads(text)
    return examples


def _shorten(value: Any, most: int = 1) -> Any:
    """Return a record with the first item of each list: an example shows what there is, not how much of it."""
    if isinstance(value, dict):
        return {key: _shorten(part, 2 if key == "accounts" else 1) for key, part in value.items()}
    return [_shorten(part) for part in value[:most]] if isinstance(value, list) else value
