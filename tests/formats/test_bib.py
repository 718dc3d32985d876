"""BibTeX: entries of every noun, read back by bibtexparser with LaTeX taken out again."""

import bibtexparser
import pytest
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware, RemoveEnclosingMiddleware

from api.formats.bib import write_bib
from api.formats.content import Content
from schemas.nouns import SCHEMAS
from tests.checked_client import BASE
from tests.goldens import assert_golden

R1 = "2031-04-12-harbour-round-1"


def read(text: str) -> Library:
    library = bibtexparser.parse_string(text, parse_stack=[RemoveEnclosingMiddleware(), LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    return library


def entries(response) -> dict:
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/x-bibtex; charset=utf-8"
    return {entry.key: entry for entry in read(response.text).entries}


def test_the_whole_output(client):
    assert_golden(client.get(f"/v1/events/{R1}.bib"), "event.bib")


@pytest.mark.parametrize("noun", [noun for noun in SCHEMAS if noun not in ("events", "sources")])
def test_every_record_is_cited_with_release_and_permalink(client, noun):
    response = client.get(f"/v1/{noun}.bib")
    found = list(entries(response).values())
    records = client.get(f"/v1/{noun}?view=full").json["data"]
    assert [entry.key for entry in found] == [f"{record['type']}:{record['id']}" for record in records]
    for entry, record in zip(found, records, strict=True):
        assert entry["title"].strip("{}") == record[SCHEMAS[noun].TITLE]
        assert entry["url"] == BASE + record["url"]
        assert entry["version"] == response.headers["Parley-Release"]
        assert entry["howpublished"] in record["citation"]


def test_an_event_comes_with_its_sources(client):
    found = entries(client.get(f"/v1/events/{R1}.bib"))
    assert next(iter(found)) == f"event:{R1}"
    assert {key for key in found if key.startswith("source:")} == {
        f"source:{source['id']}" for source in client.get(f"/v1/sources?event={R1}").json["data"]
    }
    every = entries(client.get("/v1/events.bib"))
    assert len(every) == 5 + 7


def test_a_source_is_cited_as_what_it_is(client):
    found = entries(client.get("/v1/sources/lighthouse-report.bib"))["source:lighthouse-report"]
    assert found["author"] == "A. Writer"
    assert found["url"] == "https://example.org/lighthouse"
    assert (found["year"], found["date"], found["urldate"]) == ("2030", "2030-06", "2031-07-01")
    assert found["note"].endswith(f"{BASE}/v1/sources/lighthouse-report")


def test_what_means_something_to_latex_is_escaped():
    title = r"100% {of} $5 & #1_a ~ \end"
    topic = {"id": "one", "type": "topic", "url": "/v1/topics/one", "name": title}
    topic |= {"citation": f"“One.” Parley: Talks, release 1. {BASE}/v1/topics/one", "updated_date": "2031-07-01"}
    topic |= {"corrected_date": None}
    answer = Content("topics", True, [topic], "", "", BASE, "1", "2031-07-01", "Talks", 1)
    written = b"".join(write_bib(answer)).decode()
    assert r"title = {{100\% \{of\} \$5 \& \#1\_a \textasciitilde{} \textbackslash{}end}}," in written
    (entry,) = read(written).entries
    assert entry["title"] == title


def test_no_record_is_no_entry(client):
    assert client.get("/v1/events.bib?q=zzzz").data == b""
