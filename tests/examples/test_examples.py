"""A second record: it holds together, is served by the same code, and nothing but a record speaks of its subject."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from api.formats.exports import export_release
from api.http.problems import PROBLEM_KINDS
from db.curation.checks import check_records
from db.curation.format import format_file
from db.curation.load import find_files, load_records
from db.query.root import ROOT
from db.release.build import build_database
from schemas.nouns import SCHEMAS
from tests.checked_client import BASE, checked_app

EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())
COLOMBIA = ROOT / "examples" / "colombia-farc-2012-2016"
OTHER_RECORD = re.compile(
    r"russia|ukrain|kremlin|moscow|kyiv|istanbul|ciragan|umerov|medinsk|zelensk|putin", re.IGNORECASE
)
"""Words that only the main record has: its states, its places, its people."""


@pytest.fixture(scope="module")
def client(tmp_path_factory, specification):
    """Return a client of a server of the second record, which compares every reply with the specification."""
    database = tmp_path_factory.mktemp("colombia") / "parley.db"
    build_database(COLOMBIA, database)
    export_release(database.resolve(), BASE)
    return checked_app(database, specification).test_client()


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_it_holds_together(folder):
    assert [str(error) for error in check_records(load_records(folder))] == []


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_it_is_in_canonical_form(folder):
    for path in find_files(folder):
        assert format_file(path) == path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_its_page_names_files_that_are_there(folder):
    text = (folder / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!http)([^)#]+)\)", text)
    assert links
    for link in links:
        assert (folder / link).exists(), link


def test_it_uses_every_noun_at_least_twice():
    records = load_records(COLOMBIA)
    assert {noun: count for noun in SCHEMAS if (count := len(records.nouns[noun])) < 2} == {}
    assert records.coverage["gaps"]


def test_its_page_names_addresses_that_answer(client):
    addresses = re.findall(r"^- `(/v1/[^`]+)`", (COLOMBIA / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(addresses) >= 5
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_the_front_page_names_the_record(client):
    page = client.get("/").json
    assert page["record"] == "Colombia–FARC talks 2012–2016"
    assert page["complete_through"] == "2016-11-30"
    assert page["records"]["events"] == len(list((COLOMBIA / "events").glob("*.yaml")))


def test_what_the_front_page_offers_is_not_empty(client):
    for address in client.get("/").json["try"]:
        reply = client.get(address.removeprefix(BASE))
        assert reply.status_code == 200, address
        if reply.mimetype == "application/json":
            assert reply.json["data"], address


def found(value: Any, path: str) -> Any:
    """Return what stands at a path of keys and numbers in a reply."""
    for key in path.split("."):
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        ("/v1/events/2014-11-25-release-arauca", "transfers.0.count.best", 2),
        ("/v1/events?status=cancelled", "data.0.id", "2014-11-17-havana-round-called-off"),
        ("/v1/events?status=postponed", "data.0.date", "2016-03-23"),
        ("/v1/events/2014-11-25", "data.0.id", "2014-11-25-release-arauca"),
        ("/v1/events/latest", "id", "2016-11-29-congress-approves"),
        ("/v1/events?kind=vote", "meta.total", 2),
        ("/v1/claims/2014-11-16-talks-suspended:kidnapping-or-capture", "status", "disputed"),
        ("/v1/claims/2014-11-16-talks-suspended:kidnapping-or-capture", "accounts.0.by.id", "juan-manuel-santos"),
        ("/v1/claims/2014-11-16-talks-suspended:kidnapping-or-capture", "accounts.1.side.id", "farc"),
        ("/v1/claims/2016-11-12-new-agreement:better-agreement", "confirmed_by_both_sides", True),
        ("/v1/proposals/2013-08-23-farc-pause:referendum-bill", "responses.1.response", "countered"),
        ("/v1/statements/2013-08-23-farc-pause:marquez-no-submission", "date", "2013-08-26"),
        ("/v1/agreements/2015-09-23-santos-londono-havana:communique-60", "terms.0.due_date", "2016-03-23"),
        ("/v1/agreements/2014-11-19-release-agreed:special-humanitarian-agreement", "terms.0.progress.low", 3),
        ("/v1/transfers/2016-09-10-minors-handed-over:minors", "count.low", 8),
        ("/v1/transfers/totals?by=to", "data.0.best", 19),
        ("/v1/documents/2016-11-12-new-agreement:final-text", "sections.4.heading", "5"),
        ("/v1/processes/renegotiation", "predecessor.id", "havana-talks"),
        ("/v1/actors/juan-manuel-santos", "positions.0.from", "2010-08-07"),
        ("/v1/actors/humberto-de-la-calle/meetings/ivan-marquez", "first_date", "2012-10-17/2012-10-18"),
        ("/v1/places/hurdal", "country", "NO"),
        ("/v1/topics/ceasefire", "broader.id", "end-of-conflict"),
        ("/v1/search?q=plebiscite&type=event", "data.0.id", "2016-10-02-plebiscite"),
        ("/v1/suggest?q=timoch", "data.0.id", "rodrigo-londono"),
        ("/v1/coverage", "from", "2012-08-26"),
    ],
)
def test_it_answers(client, address, path, expected):
    assert found(client.get(address).json, path) == expected


@pytest.mark.parametrize("suffix", ["txt", "md", "csv", "ndjson", "atom", "ics", "bib", "jsonld"])
def test_it_is_read_in_other_forms(client, suffix):
    reply = client.get(f"/v1/events.{suffix}")
    assert reply.status_code == 200
    assert "Cartagena" in reply.get_data(as_text=True)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/v1",
        "/robots.txt",
        "/docs",
        "/v1/vocabularies",
        "/v1/downloads",
        "/v1/coverage",
        "/.well-known/api-catalog",
        *(f"/errors/{kind}" for kind in PROBLEM_KINDS),
        "/v1/nosuch",
        "/v1/events/nosuch",
        "/v1/events?nosuch=1",
        "/v1/events?actor=Santos",
        "/v1/events?date=2012-13",
        "/v1/claims?status=certain",
        "/v1/events?cursor=x",
        "/v1/transfers/totals",
        "/v1/search",
        "/v1/events?limit=0",
        "/llms.txt",
        "/openapi.yaml",
        "/openapi.json",
    ],
)
def test_what_the_server_says_itself_names_no_other_record(client, address):
    reply = client.get(address)
    assert reply.status_code in (200, 400, 404)
    assert OTHER_RECORD.findall(reply.get_data(as_text=True)) == []


@pytest.mark.parametrize("accept", ["application/json", "text/plain", "text/csv", "text/html", "text/markdown"])
@pytest.mark.parametrize("address", ["/", "/v1/events", "/v1/nosuch", "/v1/claims?status=certain"])
def test_no_form_of_a_reply_names_another_record(client, address, accept):
    assert OTHER_RECORD.findall(client.get(address, headers={"Accept": accept}).get_data(as_text=True)) == []


@pytest.mark.xfail(
    strict=True,
    reason="A side is found by its state: a party that is none counts as a side only where it is a participant itself.",
)
def test_a_party_that_is_not_a_state_is_a_side(client):
    claim = client.get("/v1/claims/2012-10-17-hurdal-opening:first-subject").json
    assert [account["side"] and account["side"]["id"] for account in claim["accounts"]] == ["colombia", "farc"]
    assert claim["confirmed_by_both_sides"]


def test_the_code_names_no_file_of_the_example():
    for folder in ("api", "db", "schemas"):
        for path in (ROOT / folder).rglob("*.py"):
            assert "colombia" not in path.read_text(encoding="utf-8").lower(), path


def test_the_folder_is_all_that_it_needs():
    assert not [path for path in COLOMBIA.rglob("*") if path.is_symlink()]
    assert {path.suffix for path in COLOMBIA.rglob("*") if Path(path).is_file()} == {".yaml", ".md"}


def test_the_licence_is_the_record_s_own(tmp_path, specification):
    folder = tmp_path / "records"
    shutil.copytree(COLOMBIA, folder)
    coverage = folder / "coverage.yaml"
    text = coverage.read_text(encoding="utf-8").replace("license: CC-BY-4.0", "license: ODbL-1.0")
    coverage.write_text(re.sub("license_url: .*", "license_url: https://opendatacommons.example/odbl", text), "utf-8")
    build_database(folder, tmp_path / "current")
    client = checked_app(tmp_path / "current", specification).test_client()
    for address in ("/", "/llms.txt", "/v1/events", "/v1/coverage", "/v1/events.atom", "/v1/events/latest.txt"):
        reply = client.get(address)
        assert "ODbL-1.0" in reply.text, address
        assert "https://opendatacommons.example/odbl" in reply.text, address
        assert "creativecommons" not in reply.text + str(reply.headers), address
    assert "https://opendatacommons.example/odbl" in client.get("/.well-known/api-catalog").text
    assert "https://opendatacommons.example/odbl" in client.get("/v1/events/latest.jsonld").text


def test_what_is_to_be_tried_is_this_record_s(client):
    addresses = [address.removeprefix(BASE) for address in client.get("/").json["try"]]
    assert len(addresses) == 5
    hits = client.get(next(address for address in addresses if "/search" in address)).json
    assert hits["meta"]["total"] > 5
    guide = client.get("/llms.txt").text
    links = [link.rstrip(".,;") for link in re.findall(rf"{BASE}(/\S+)", guide) if "WORDS" not in link]
    for link in links:
        if "BEGINNING" not in link:
            assert client.get(link).status_code == 200, link
