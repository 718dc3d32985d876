"""The cost of a request: how many SQL statements it runs, so that speed cannot be lost unseen."""

from pathlib import Path

import pytest

from db.connection import get_reader
from schemas.nouns import SCHEMAS

R1 = "2031-04-12-harbour-round-1"


@pytest.mark.parametrize("noun", SCHEMAS)
def test_a_list_runs_two_statements(statements, noun):
    assert len(statements(f"/v1/{noun}")) == 2


@pytest.mark.parametrize(
    "url",
    [
        "/v1/events?q=bodies&kind=call,talks-round&topic__not=ceasefire&actor=ana-belo&from=2031&sort=kind,-date&limit=1",
        "/v1/events?place=midport&country=SD&publisher=example-wire&view=full",
        "/v1/events?fields=id,claims",
        "/v1/events/2031-04-12",
        "/v1/events/2031",
        "/v1/events/latest",
        "/v1/transfers?agreement=2031-04-12-harbour-round-1:bodies-deal&count__gte=1",
    ],
)
def test_filters_cost_no_statement(statements, url):
    assert len(statements(url)) == 2


@pytest.mark.parametrize(
    "url", [f"/v1/events/{R1}", f"/v1/events/{R1}?fields=id", "/v1/actors/ana-belo", f"/v1/claims/{R1}:bodies"]
)
def test_a_record_takes_one_statement(statements, url):
    assert len(statements(url)) == 1


def test_a_reply_that_the_client_has_takes_none(app, client):
    tag = client.get("/v1/events?limit=2").headers["ETag"]
    noted = get_reader(Path(app.config["PARLEY_DATABASE"])).watch()
    assert client.get("/v1/events?limit=2", headers={"If-None-Match": tag}).status_code == 304
    assert list(noted) == []
