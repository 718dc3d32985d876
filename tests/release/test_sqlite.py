"""The SQLite file as a person meets it: views that answer, a page that describes every table, labels for tools."""

import json
import re
import sqlite3
from contextlib import closing

import pytest
from pyld import jsonld

from db.query.root import ROOT
from db.release.views import VIEW_STATEMENTS
from db.table_descriptions import MACHINERY_DESCRIPTIONS, TABLE_DESCRIPTIONS, VIEW_DESCRIPTIONS
from schemas.nouns import SCHEMAS
from tests.checked_client import BASE

PAGE = (ROOT / "docs" / "sqlite.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (.+) \| ((?:`[\w ]+`(?:, )?)+) \|$", re.MULTILINE)
OWN = {schema.TYPE: schema.__doc__ for schema in SCHEMAS.values()}
"""A noun's table is described by its schema, where nothing else says more."""
ALL = OWN | VIEW_DESCRIPTIONS | TABLE_DESCRIPTIONS | MACHINERY_DESCRIPTIONS
EXAMPLES = re.findall(r'^sqlite3 parley.db "(.+)"$', PAGE, re.MULTILINE)


@pytest.fixture
def connection(real_database):
    with closing(sqlite3.connect(f"{real_database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


def rows(connection, sql):
    cursor = connection.execute(sql)
    return [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor]


def test_the_page_describes_every_table_and_view_as_it_is(connection):
    described = {name: (text, re.findall("`([^`]+)`", columns)) for name, text, columns in ROW.findall(PAGE)}
    kinds = dict(connection.execute("select name, type from pragma_table_list where schema = 'main'"))
    kinds = {name: kind for name, kind in kinds.items() if kind != "shadow" and not name.startswith("sqlite_")}
    assert described.keys() == kinds.keys(), "Give each table a row in docs/sqlite.md."
    assert ALL.keys() == kinds.keys(), "Describe each table in db/table_descriptions.py."
    assert (
        {name for name, kind in kinds.items() if kind == "view"} == VIEW_STATEMENTS.keys() == VIEW_DESCRIPTIONS.keys()
    )
    for name, (text, columns) in described.items():
        assert text == ALL[name], name
        assert columns == [row[1] for row in connection.execute(f'pragma table_info("{name}")')], name


def test_every_view_has_rows_and_the_examples_of_the_page_answer(connection):
    for name in VIEW_STATEMENTS:
        assert connection.execute(f"select count(*) from {name}").fetchone()[0] > 50, name
    assert len(EXAMPLES) == 3
    for sql in EXAMPLES:
        assert connection.execute(sql).fetchall(), sql


def test_exchanges_are_the_transfers(connection, real_client):
    assert len(rows(connection, "select * from exchanges")) == real_client.get("/v1/transfers").json["meta"]["total"]
    for transfer in real_client.get("/v1/transfers?limit=20&view=full").json["data"]:
        (row,) = rows(connection, f"select * from exchanges where id = '{transfer['id']}'")
        assert row["from_name"] == transfer["from"]["name"]
        assert (row["what"], row["count_best"]) == (transfer["what"], (transfer["count"] or {}).get("best"))


@pytest.mark.parametrize("pair", [("donald-trump", "vladimir-putin"), ("ukraine", "russia"), ("turkiye", "ukraine")])
def test_meetings_are_those_of_the_interface(connection, real_client, pair):
    count = real_client.get(f"/v1/actors/{pair[0]}/meetings/{pair[1]}").json["count"]
    sql = "select count(*) from meetings where actor = ? and other = ?"
    assert connection.execute(sql, pair).fetchone()[0] == count > 0
    assert connection.execute(sql, pair[::-1]).fetchone()[0] == count


def test_claims_by_side_are_those_of_the_interface(connection, real_client):
    for side in ("ukraine", "russia"):
        total = real_client.get(f"/v1/claims?side={side}").json["meta"]["total"]
        assert connection.execute("select count(*) from claims_by_side where side = ?", [side]).fetchone()[0] == total


def test_datasette_gets_titles_labels_and_what_to_hide(client, connection):
    described = client.get("/v1/downloads/datasette.json").json
    tables = described["databases"]["parley"]["tables"]
    assert tables.keys() == ALL.keys()
    assert {name for name, table in tables.items() if table.get("hidden")} == MACHINERY_DESCRIPTIONS.keys()
    labels = {name: table["label_column"] for name, table in tables.items() if "label_column" in table}
    assert labels["event"] == "title"
    assert labels["actor"] == "name"
    for name, column in labels.items():
        assert column in [row[1] for row in connection.execute(f'pragma table_info("{name}")')], name


def test_all_machinery_begins_with_a_stroke_and_nothing_else_does():
    assert all(name.startswith("_") for name in MACHINERY_DESCRIPTIONS)
    assert not any(name.startswith("_") for name in VIEW_DESCRIPTIONS | TABLE_DESCRIPTIONS)


def test_croissant_describes_every_column_and_the_package(client):
    described = client.get("/v1/downloads/croissant.json").json
    files = {file["name"]: file for file in client.get("/v1/downloads").json["data"]}
    archive = described["distribution"][0]
    assert archive["sha256"] == files["parley.csv.zip"]["sha256"]
    assert archive["contentUrl"] == f"{BASE}/v1/downloads/parley.csv.zip"
    sets = {one["@id"]: one for one in described["recordSet"]}
    assert sets.keys() == SCHEMAS.keys()
    for noun, record_set in sets.items():
        header = client.get(f"/v1/{noun}.csv?limit=1&view=full").text.splitlines()[0].split(",")
        assert [field["source"]["extract"]["column"] for field in record_set["field"]] == header
    assert jsonld.expand(described)


def test_dcat_and_schema_org_describe_every_file(client):
    files = {file["name"]: file for file in client.get("/v1/downloads").json["data"]}
    (dataset,) = jsonld.expand(json.loads(client.get("/v1/downloads/dcat.jsonld").data))
    assert set(dataset["@type"]) == {"http://www.w3.org/ns/dcat#Dataset", "https://schema.org/Dataset"}
    distributions = dataset["http://www.w3.org/ns/dcat#distribution"]
    urls = {one["@id"] for one in distributions}
    assert urls == {f"{BASE}{file['url']}" for name, file in files.items() if name != "dcat.jsonld"}
    for one in distributions:
        file = files[one["@id"].rpartition("/")[2]]
        assert one["http://www.w3.org/ns/dcat#byteSize"][0]["@value"] == file["bytes"]
        assert one["https://schema.org/sha256"][0]["@value"] == file["sha256"]
