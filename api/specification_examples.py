"""Examples for the specification: what the made-up world of the tests answers, so that none is invented."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api import create_app
from api.endpoint import Operation
from api.settings import ROOT
from db.build import build_database

WORLD = ROOT / "tests" / "records"
SMALL = {
    "get_event": "/v1/events/2031-04-27-handover",
    "list_events": "/v1/events?limit=1&kind=call",
    "get_error_type": "/errors/gone",
}
"""What to ask for where the first record is not the best example."""


def find_examples() -> dict[str, Any]:
    """Return an example reply for each operation that answers in JSON, by the operation's name."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "parley.db"
        build_database(WORLD, database)
        app = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL="http://localhost:8000")
        client = app.test_client()
        examples = {}
        for rule in app.url_map.iter_rules():
            name = rule.endpoint.rpartition(".")[2]
            operation: Operation | None = getattr(app.view_functions[rule.endpoint], "operation", None)
            url = SMALL.get(name, rule.rule)
            if "<" in url and operation:
                identifier = client.get(f"/v1/{operation.noun}?limit=1").get_json()["data"][0]["id"]
                url = f"/v1/{operation.noun}/{identifier}"
            elif operation and operation.kind == "list" and name not in SMALL:
                url += "?limit=1"
            reply = client.get(url)
            if reply.mimetype == "application/json" and not rule.rule.startswith("/openapi"):
                examples[name] = reply.get_json()
    return examples
