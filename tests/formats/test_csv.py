"""CSV: the rows of every noun, and that a spreadsheet's, a database's and a data frame's readers agree on them."""

import csv
import io
import json
import subprocess
import sys
from contextlib import closing

import pandas
import pytest
from sqlite_utils import Database

from db.release.build import build_database
from schemas.nouns import SCHEMAS
from tests.checked_client import checked_app
from tests.goldens import assert_golden

NOTHING = "q=zzzz"


def rows(response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.text, newline=""), strict=True))


@pytest.mark.parametrize("noun", ["events", "claims", "transfers"])
def test_the_whole_output(client, noun):
    response = client.get(f"/v1/{noun}.csv?sort=date")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert_golden(response, f"{noun}.csv")


@pytest.mark.parametrize("noun", SCHEMAS)
def test_the_header_is_the_same_whatever_follows_it(client, noun):
    full, empty = client.get(f"/v1/{noun}.csv"), client.get(f"/v1/{noun}.csv?{NOTHING}")
    assert len(rows(full)) == client.get(f"/v1/{noun}").json["meta"]["total"]
    assert empty.text == full.text.partition("\r\n")[0] + "\r\n"
    assert rows(client.get(f"/v1/{noun}/{rows(full)[0]['id']}.csv")) == rows(full)[:1]


def test_columns_are_in_the_order_of_the_record(client):
    header = client.get(f"/v1/transfers.csv?{NOTHING}").text.strip().split(",")
    expected = []
    for key in client.get("/v1/transfers?view=full").json["data"][0]:
        expected += [f"count_{part}" for part in ("best", "low", "high", "text")] if key == "count" else [key]
    assert header == expected


@pytest.mark.parametrize("query", ["", NOTHING])
def test_chosen_fields_are_the_columns(client, query):
    response = client.get(f"/v1/transfers.csv?fields=to,count&{query}".rstrip("&"))
    assert response.text.splitlines()[0] == "to,count_best,count_low,count_high,count_text"
    brief = client.get(f"/v1/topics.csv?view=brief&{query}".rstrip("&"))
    assert brief.text.splitlines()[0] == "id,type,url,name,definition,broader,events"


def test_values_are_those_of_the_json(client):
    found = {row["id"]: row for row in rows(client.get("/v1/events.csv"))}
    for event in client.get("/v1/events?view=full").json["data"]:
        row = found[event["id"]]
        assert row["title"] == event["title"]
        assert row["process"] == event["process"]["id"]
        assert row["place"] == (event["place"] or {"id": ""})["id"]
        assert (
            row["followed_by"].split("|") == [other["id"] for other in event["followed_by"]] or not row["followed_by"]
        )
        assert int(row["claims"]) == len(event["claims"])
        assert row["citation"] == event["citation"]


def test_text_that_looks_like_a_formula_is_quoted_and_not_altered(world, tmp_path, specification):
    path = world / "topics/ceasefire.yaml"
    path.write_text('name: Ceasefire\ndefinition: =1+1, "so to say"; a halt.\n', encoding="utf-8")
    build_database(world, tmp_path / "parley.db")
    client = checked_app(tmp_path / "parley.db", specification).test_client()
    response = client.get("/v1/topics/ceasefire.csv?fields=definition")
    assert response.data == b'definition\r\n"=1+1, ""so to say""; a halt."\r\n'


def test_sqlite_utils_reads_it(client, tmp_path):
    (tmp_path / "claims.csv").write_bytes(client.get("/v1/claims.csv").data)
    command = ["insert", str(tmp_path / "claims.db"), "claims", str(tmp_path / "claims.csv"), "--csv", "--pk", "id"]
    subprocess.run([sys.executable, "-m", "sqlite_utils", *command], check=True, capture_output=True)
    expected = {claim["id"]: claim["text"] for claim in client.get("/v1/claims").json["data"]}
    with closing(Database(tmp_path / "claims.db")) as db:
        assert {row["id"]: row["text"] for row in db["claims"].rows} == expected


def test_pandas_reads_it(client):
    frame = pandas.read_csv(io.BytesIO(client.get("/v1/transfers.csv").data), index_col="id")
    counts = {transfer["id"]: transfer["count"] for transfer in client.get("/v1/transfers").json["data"]}
    assert frame["count_high"].sum() == sum(count["high"] for count in counts.values() if count)
    assert frame["count_best"].dtype == "float64"
    claims = pandas.read_csv(io.BytesIO(client.get("/v1/claims.csv").data))
    assert claims["confirmed_by_both_sides"].dtype == "bool"
    assert json.loads(claims["independent_publishers"].to_json(orient="values")) == [2, 1, 2]
