"""Documents: each one that a build makes is what its schema says, key by key, though the build does not look again."""

import json
import sqlite3
from pathlib import Path

import pytest
from marshmallow import ValidationError

from db.json import PUBLIC_URL, as_json
from schemas.nouns import SCHEMAS

pytestmark = pytest.mark.slow


def documents(release, noun):
    """Return the brief and the full JSON of every record of a noun."""
    connection = sqlite3.connect(f"file:{release}?mode=ro", uri=True)
    sql = "select brief, full from record where type = ? and state = 'current'"
    rows = connection.execute(sql, [SCHEMAS[noun].TYPE]).fetchall()
    connection.close()
    return rows


@pytest.fixture(params=["made-up", "real"])
def release(request, database) -> Path:
    if request.param == "made-up":
        return database.resolve()
    return Path(request.getfixturevalue("real_app").config["PARLEY_DATABASE"]).resolve()


@pytest.mark.parametrize("noun", SCHEMAS)
def test_every_document_is_what_its_schema_says(release, noun):
    schema = SCHEMAS[noun](mode="document")
    rows = documents(release, noun)
    assert rows
    for brief, full in rows:
        document = json.loads(full)
        # Loading refuses what is missing, unknown or wrong, and gives the keys of every part in the schema's order.
        assert as_json(schema.load(document)).decode() == full
        assert tuple(document) == SCHEMAS[noun].keys()
        assert as_json({name: document[name] for name in SCHEMAS[noun].BRIEF}).decode() == brief


@pytest.mark.parametrize("noun", SCHEMAS)
def test_what_is_stored_is_json_as_a_detail_shows_it(client, database, noun):
    for brief, full in documents(database.resolve(), noun):
        assert brief.startswith("{\n  ")
        assert full.startswith("{\n  ")
        assert PUBLIC_URL not in brief, "Lists do not look for it there."
        url = json.loads(full)["record_url" if noun == "sources" else "url"]
        assert client.get(url).text == full.replace(PUBLIC_URL, "http://localhost:8000")
        assert client.get(f"{url}?view=brief").json == json.loads(brief)


@pytest.mark.parametrize("value", ["yes", 1, "true"])
def test_what_is_served_as_true_or_false_is_no_other_value(release, value):
    document = json.loads(documents(release, "claims")[0][1]) | {"confirmed_by_both_sides": value}
    with pytest.raises(ValidationError) as caught:
        SCHEMAS["claims"](mode="document").load(document)
    assert caught.value.messages == {"confirmed_by_both_sides": [f"{value!r} is not true or false."]}
