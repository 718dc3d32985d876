"""CSL-JSON: items of every noun, written out as a bibliography by citeproc."""

import json

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from api.formats.bib import write_bib
from api.formats.content import Content
from api.formats.csl import write_csl
from schemas.nouns import SCHEMAS
from tests.checked_client import BASE
from tests.goldens import assert_golden

R1 = "2031-04-12-harbour-round-1"


def items(response) -> list[dict]:
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/vnd.citationstyles.csl+json"
    return json.loads(response.data)


def bibliography(found: list[dict]) -> list[str]:
    """Return the items as a reference list in the Harvard style that comes with citeproc."""
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    written = CitationStylesBibliography(style, CiteProcJSON(found), formatter.plain)
    for item in found:
        written.register(Citation([CitationItem(item["id"])]))
    return [str(line) for line in written.bibliography()]


def test_the_whole_output(client):
    assert_golden(client.get("/v1/events/2031-05-harbour-call.csl"), "event.csl")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (None, []),
        ("A. Writer", ["A. Writer"]),
        ("Vera Sol, Tom Balm and Hus Hay", ["Vera Sol", "Tom Balm", "Hus Hay"]),
        ("Oleh Pav, Łucja Kiz", ["Oleh Pav", "Łucja Kiz"]),
        ("A. Writer, B. Reader, and C. Editor", ["A. Writer", "B. Reader", "C. Editor"]),
        ("A. Writer; B. Reader & C. Editor", ["A. Writer", "B. Reader", "C. Editor"]),
        ("Martin King, Jr. and Ana Anders", ["Martin King, Jr.", "Ana Anders"]),
        ("Ana Belo, minister of harbours", ["Ana Belo, minister of harbours"]),
        ("Sandy Andersen", ["Sandy Andersen"]),
    ],
)
def test_several_authors_are_a_list(client, text, names):
    source = client.get("/v1/sources/lighthouse-report").json | {"author": text}
    content = Content("sources", True, [source], "", "", BASE, "1", "2031-07-01", "Talks", 1)
    (item,) = json.loads(b"".join(write_csl(content)))
    assert [author["literal"] for author in item.get("author", [])] == names
    if names:
        line = f"  author = {{{' and '.join(f'{{{name}}}' for name in names)}}},"
        assert line in b"".join(write_bib(content)).decode().splitlines()
        assert bibliography([item])


@pytest.mark.parametrize("noun", SCHEMAS)
def test_another_program_writes_a_bibliography_from_it(client, noun):
    found = items(client.get(f"/v1/{noun}.csl"))
    lines = bibliography(found)
    assert len(lines) == len(found) == len({item["id"] for item in found})
    assert all(item["URL"] in line for item, line in zip(found, lines, strict=True))


def test_a_record_is_cited_with_release_and_permalink(client):
    response = client.get(f"/v1/events/{R1}.csl")
    found = items(response)
    assert [item["id"] for item in found[:2]] == [f"event:{R1}", "source:example-wire-2031-04-12"]
    assert found[0]["version"] == response.headers["Parley-Release"]
    assert len(found) == 5
    line = bibliography(found)[0]
    assert "First round of the harbour talks" in line
    assert f"release {response.headers['Parley-Release']}" in line
    assert f"{BASE}/v1/events/{R1}" in line


def test_a_source_is_cited_as_what_it_is(client):
    (found,) = items(client.get("/v1/sources/lighthouse-report.csl"))
    assert found["issued"] == {"date-parts": [[2030, 6]]}
    (line,) = bibliography([found])
    assert line.startswith("A. Writer (2030) How the lighthouse was shared, Harbour Post.")
    assert "Accessed: July 1, 2031" in line


def test_no_record_is_an_empty_list(client):
    assert client.get("/v1/events.csl?q=zzzz").data == b"[]\n"
