"""NDJSON: each line is a record as JSON gives it."""

import json

import pytest

from schemas.nouns import SCHEMAS


@pytest.mark.parametrize("noun", SCHEMAS)
def test_each_line_is_a_record_in_full(client, noun):
    lines = client.get(f"/v1/{noun}.ndjson").text.splitlines()
    assert [json.loads(line) for line in lines] == client.get(f"/v1/{noun}?view=full&limit=100").json["data"]


def test_an_empty_list_is_empty(client):
    assert client.get("/v1/topics.ndjson?q=zzzz").data == b""
