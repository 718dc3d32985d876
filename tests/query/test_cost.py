"""The cost of a request: SQL statements, parses of JSON and dumps of schemas, so that speed cannot be lost unseen."""

import json
import sys
from pathlib import Path

import orjson
import pytest
from flask.testing import FlaskClient
from marshmallow import Schema

from db.query import similar
from db.query.root import ROOT
from schemas.nouns import SCHEMAS
from tests.conftest import watched

R1 = "2031-04-12-harbour-round-1"


@pytest.mark.parametrize("noun", SCHEMAS)
def test_a_list_runs_one_statement(statements, noun):
    assert len(statements(f"/v1/{noun}")) == 1


@pytest.mark.parametrize(
    "url",
    [
        "/v1/events/2031-04-12",
        "/v1/events/2031",
        "/v1/events?kind=call",
        "/v1/events?fields=id,claims",
        "/v1/events?q=bodies&kind=call,talks-round&from=2031&sort=kind,-date&limit=1",
        "/v1/search?q=candles&from=2031",
    ],
)
def test_filters_cost_no_statement(statements, url):
    assert len(statements(url)) == 1


@pytest.mark.parametrize(
    "url",
    [
        "/v1/events?q=bodies&kind=call,talks-round&topic__not=ceasefire&actor=ana-belo&from=2031&sort=kind,-date&limit=1",
        "/v1/events?place=midport&country=SD&publisher=example-wire&view=full",
        "/v1/transfers?agreement=2031-04-12-harbour-round-1:bodies-deal&count__gte=1",
        "/v1/search?q=candles&actor=ana-belo&country__not=NO",
    ],
)
def test_ids_are_looked_up_once_in_one_statement(app, client, statements, url):
    assert len(statements(url)) == 2
    ran = watched(Path(app.config["PARLEY_DATABASE"]), cold=False)
    assert client.get(f"{url}{'&limit=2' if 'limit' not in url else '&view=full'}").status_code == 200
    assert len(ran) == 1


def test_an_unknown_id_costs_no_count(app, client):
    ran = watched(Path(app.config["PARLEY_DATABASE"]))
    assert client.get("/v1/events?actor=nobody-at-all&q=bodies").status_code == 400
    assert not any("event.n" in statement or "match" in statement for statement in ran)


def test_what_an_unknown_id_means_is_looked_for_once_and_not_drawn_up(client, monkeypatch):
    """Each name of a fitting length is looked at, and a large event is shown in milliseconds."""
    looked_at = list[str]()
    nearest = similar._nearest
    monkeypatch.setattr(similar, "_nearest", lambda key, names: nearest(key, looked_at.extend(names) or names))
    monkeypatch.setattr("api.http.endpoints._shown", lambda *_: pytest.fail("A record was shown to nobody."))
    assert client.get(f"/v1/events/{R1}-talks").json["errors"][0]["did_you_mean"] == R1
    assert len(looked_at) == len(set(looked_at)) > 1


@pytest.mark.parametrize(
    "url", [f"/v1/events/{R1}", f"/v1/events/{R1}?fields=id", "/v1/actors/ana-belo", f"/v1/claims/{R1}:bodies"]
)
def test_a_record_takes_one_statement(statements, url):
    assert len(statements(url)) == 1


def test_a_reply_that_the_client_has_takes_none(app, client):
    tag = client.get("/v1/events?limit=2").headers["ETag"]
    ran = watched(Path(app.config["PARLEY_DATABASE"]))
    assert client.get("/v1/events?limit=2", headers={"If-None-Match": tag}).status_code == 304
    assert list(ran) == []


@pytest.mark.parametrize(
    "url",
    [f"/v1/{noun}" for noun in SCHEMAS] + [f"/v1/events/{R1}", "/v1/actors/ana-belo", "/v1/claims?view=full&q=bodies"],
)
def test_the_plain_path_parses_no_json_and_dumps_no_schema(app, monkeypatch, url):
    done = list[str]()

    def noting(name, function):
        def noted(*args, **options):
            done.append(name)
            return function(*args, **options)

        return noted

    client = FlaskClient(app, app.response_class)
    client.get(url)
    monkeypatch.setattr(json, "loads", noting("loads", json.loads))
    monkeypatch.setattr(orjson, "loads", noting("loads", orjson.loads))
    monkeypatch.setattr(Schema, "dump", noting("dump", Schema.dump))
    assert client.get(url).status_code == 200
    assert done == []
    client.get(f"{url}{'&' if '?' in url else '?'}fields=id")
    assert "loads" in done, "The test would not see a parse."


def test_a_filtered_list_takes_few_steps_through_db_and_schemas(real_client):
    """What is read once is read once: each parameter, the release, the SQL of the conditions."""
    url, root = "/v1/events?actor=rustem-umerov&from=2025", str(ROOT)
    files = list[str]()

    def note(frame, event, _):
        path = frame.f_code.co_filename
        if event == "call" and path.startswith((f"{root}/db/", f"{root}/schemas/")):
            files.append(path)

    client = FlaskClient(real_client.application, real_client.application.response_class)
    for _ in range(2):
        client.get(url)
    sys.setprofile(note)
    try:
        client.get(url)
    finally:
        sys.setprofile(None)
    assert 0 < len(files) <= 45
    assert len(set(files)) <= 8
