"""/v1/check over the made-up world: its verdicts, its forms, its errors, and what it says of an article."""

import csv
import io
from urllib.parse import quote

import pytest

from db.query.passages import MAX_WHOLE

QUOTE = "We proposed to meet again before the end of the month."


def check(client, text, more=""):
    reply = client.get(f"/v1/check?text={quote(text)}{more}")
    assert reply.status_code == 200, reply.text
    return reply.json


def test_where_it_stands(client):
    body = check(client, QUOTE)
    assert body["verdict"] == "verbatim"
    row = body["data"][0]
    assert row["record"]["id"] == "2031-04-12-harbour-round-1:belo-month"
    assert (row["field"], row["kind"], row["part"], row["difference"]) == ("quote", "quote", False, None)
    assert row["speaker"]["id"] == "ana-belo"
    assert row["source"]["id"] == "example-wire-2031-04-12"
    assert (row["date"], row["language"]) == ("2031-04-12", "en")
    assert client.get(row["record"]["url"]).json["quote"] == QUOTE
    assert body["meta"]["empty"] is None


def test_how_it_was_altered(client):
    body = check(client, QUOTE.replace("before", "after"))
    assert body["verdict"] == "altered"
    assert body["data"][0]["difference"] == [
        {"change": "same", "record": "We proposed to meet again", "text": "We proposed to meet again"},
        {"change": "changed", "record": "before", "text": "after"},
        {"change": "same", "record": "the end of the month", "text": "the end of the month"},
    ]
    assert body["data"][0]["marked"] == "We proposed to meet again [-before-] {+after+} the end of the month"
    assert body["data"][0]["marked"] in body["answer"]


def test_somebody_else_said_it(client):
    body = check(client, f'Joss Tarn: "{QUOTE}"')
    assert body["verdict"] == "other-speaker"
    assert body["named"] == {"text": "Joss Tarn", "actors": ["joss-tarn"]}
    assert body["data"][0]["speaker"]["id"] == "ana-belo"
    assert "not of Joss Tarn" in body["answer"]


def test_not_in_the_record_says_whether_that_time_is_covered(client):
    body = check(client, "Zebras vote on Tuesday.")
    assert (body["verdict"], body["data"], body["meta"]["total"]) == ("not-in-record", [], 0)
    assert body["meta"]["empty"]["reason"] == "nothing-recorded"
    assert check(client, "Zebras voted in May 1999.")["meta"]["empty"]["reason"] == "beyond-coverage"
    assert check(client, "Zebras vote.", "&date=1999")["meta"]["empty"]["reason"] == "beyond-coverage"


def test_a_few_words_of_many_are_nobodys(client):
    body = check(client, "the")
    assert body["verdict"] == "too-short"
    assert body["meta"]["total"] == len({row["text"] for row in body["data"]}) > 1
    assert "too few to say whose" in body["answer"]
    assert check(client, "forty for forty")["verdict"] == "verbatim"
    assert check(client, "before the end of the")["verdict"] == "verbatim"


def test_it_says_when_not_all_passages_were_compared(client, monkeypatch, specification):
    """The specification says so too: elsewhere a total is exact."""
    total = specification["components"]["schemas"]["Meta"]["properties"]["total"]["description"]
    assert "of `/v1/check` how many of the passages `compared` match" in total
    schema = specification["paths"]["/v1/check"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert f"at most {MAX_WHOLE};" in schema["properties"]["compared"]["description"]
    assert check(client, QUOTE)["compared"] is None
    total = check(client, "the", "&limit=100")["meta"]["total"]
    monkeypatch.setattr("db.query.passages.MAX_WHOLE", 2)
    body = check(client, "the", "&limit=99")
    assert (body["compared"], body["meta"]["total"]) == (2, 2)
    assert "More passages than were compared" in body["answer"]
    monkeypatch.setattr("db.query.passages.MAX_WHOLE", total)
    assert check(client, "the", "&limit=98")["compared"] is None


def test_a_date_narrows_it(client):
    assert check(client, QUOTE, "&date=2031-04")["verdict"] == "verbatim"
    assert check(client, QUOTE, "&date=2031-05")["verdict"] == "not-in-record"


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "csv", "ndjson"])
def test_it_is_written_in_every_form_of_an_answer(client, suffix):
    reply = client.get(f"/v1/check.{suffix}?text={quote(QUOTE.replace('before', 'after'))}")
    assert reply.status_code == 200
    assert "before" in reply.text
    assert "after" in reply.text
    if suffix == "csv":
        row = next(csv.DictReader(io.StringIO(reply.text)))
        assert row["match"] == "altered"
        assert row["record"] == "2031-04-12-harbour-round-1:belo-month"
        assert row["speaker"] == "ana-belo"
    elif suffix != "ndjson":
        assert "altered" in reply.text
    empty = client.get(f"/v1/check.{suffix}?text=zebra")
    assert empty.status_code == 200


def test_what_is_taken_from_an_article(client):
    url = client.get("/v1/sources/example-wire-2031-04-12").json["url"]
    for form in (url, url.replace("https://", "http://www."), f"{url}?utm_source=mail&fbclid=1", f"{url}/#top"):
        body = client.get(f"/v1/check?url={quote(form, safe='')}&limit=100").json
        assert body["verdict"] == "cited", form
        assert body["source"]["id"] == "example-wire-2031-04-12"
        texts = {row["text"] for row in body["data"]}
        assert {QUOTE, "forty for forty", "Vik will watch"} <= texts
        assert {"statement", "claim", "proposal", "event"} <= {row["record"]["type"] for row in body["data"]}
    assert check(client, url)["verdict"] == "cited"
    total = body["meta"]["total"]
    assert total == len(body["data"]) > 3
    rows, link = [], f"/v1/check?url={quote(url, safe='')}&limit=2"
    while link:
        page = client.get(link.removeprefix("http://localhost:8000")).json
        rows += page["data"]
        link = page["links"]["next"]
    assert rows == body["data"]


def test_an_article_that_is_not_cited(client):
    body = client.get("/v1/check?url=https://elsewhere.example/zebra").json
    assert (body["verdict"], body["source"], body["data"]) == ("not-cited", None, [])


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        *(("", "text"), ("?text=", "text"), ("?text=...", "text"), ("?url=...", "url"), ("?quote=x", "quote")),
        *(("?url=foo", "url"), ("?url=no%20link", "url"), ("?url=foo.bar", "url")),
        *(("?text=" + "a" * 1001, "text"), ("?text=a&sort=date", "sort"), ("?text=a&date=May", "date")),
        *(("?text=a&cursor=x", "cursor"), ("?text=a&text=b", "text"), ("?text=a&url=https://b.example/c", "url")),
    ],
)
def test_a_mistake_is_taught(client, query, parameter):
    reply = client.get(f"/v1/check{query}")
    assert reply.status_code == 400, reply.text
    assert parameter in [error["parameter"] for error in reply.json["errors"]]
    assert client.get(reply.json["try"].removeprefix("http://localhost:8000")).status_code == 200
