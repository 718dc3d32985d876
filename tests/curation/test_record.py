"""The real record: it holds together, is in canonical form, does not shrink, and has the facts that it began from."""

import json
import re

import pytest
import yaml

from db.curation.checks import check_records
from db.curation.format import format_file
from db.curation.load import find_files, load_records
from db.query.root import ROOT
from schemas.nouns import SCHEMAS

pytestmark = pytest.mark.slow

RECORDS = ROOT / "db" / "records"
SEED = "first-channel-news-2025-06-02-umerov"
AT_LEAST = {
    "events": 500,
    "processes": 50,
    "claims": 2500,
    "statements": 600,
    "transfers": 230,
    "sources": 2700,
    "actors": 350,
    "topics": 25,
}


def test_it_has_no_errors():
    assert [str(error) for error in check_records(load_records(RECORDS))] == []


def test_every_file_is_in_canonical_form():
    files = [*find_files(RECORDS), RECORDS / "coverage.yaml"]
    assert [path.name for path in files if format_file(path) != path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("noun", AT_LEAST)
def test_it_does_not_shrink(real_client, noun):
    assert real_client.get(f"/v1/{noun}").json["meta"]["total"] >= AT_LEAST[noun]


@pytest.mark.parametrize("noun", SCHEMAS)
def test_records_are_served(real_client, noun):
    for record in real_client.get(f"/v1/{noun}?limit=50&fields=id").json["data"]:
        assert real_client.get(f"/v1/{noun}/{record['id']}").status_code == 200


def test_examples_of_the_specification_exist(real_client):
    """The specification that is served shows ids of the record that is served, in each of its forms."""
    served = real_client.get("/openapi.json").json
    assert yaml.safe_load(real_client.get("/openapi.yaml").data) == served
    for path, item in served["paths"].items():
        address, query = path, dict[str, str]()
        for reference in item["get"].get("parameters", ()):
            shared = served["components"]["parameters"].get(reference.get("$ref", "").rpartition("/")[2])
            parameter = shared or reference
            example = parameter.get("example")
            if parameter["in"] == "path":
                address = address.replace(f"{{{parameter['name']}}}", example)
            elif example:
                query[parameter["name"]] = ",".join(example) if isinstance(example, list) else example
        if path != "/readyz":
            assert real_client.get(address, query_string=query).status_code == 200, address


# What the article of First Channel News says, sentence by sentence: the claim that tells it, and words it must have.
ARTICLE = [
    ("2025-06-02-istanbul-round-2:length", "little more than an hour"),
    ("2025-06-02-istanbul-round-2:new-exchange", "new exchange"),
    ("2025-06-02-istanbul-round-2:memorandum-received", "memorandum that would be reviewed by Kyiv"),
    ("2025-06-02-istanbul-round-2:next-round", "before the end of June"),
    ("2025-06-02-istanbul-round-2:before-zelenskyy-accusation", "yet another deception"),
    ("2025-06-02-istanbul-round-2:before-documents", "readiness for a full and unconditional ceasefire"),
    ("2025-06-02-istanbul-round-2:before-documents", "had not reciprocated"),
    (
        "2025-05-30-zelenskyy-next-meeting:no-result",
        "doing everything it can to ensure the next",
    ),
    ("2025-06-02-istanbul-round-2:leaders-level", "level of national leaders"),
    ("2025-06-02-istanbul-round-2:erdogan-offer", "two heads of state"),
    ("2025-06-02-istanbul-round-2:erdogan-offer", "Istanbul or Ankara"),
    ("2025-06-02-istanbul-round-2:who-brokered", "brokered by the U.S."),
    ("2025-06-02-istanbul-round-2:aim-of-the-round", "peace roadmap"),
    ("2025-06-02-istanbul-round-2:expectations", "similar talks last month"),
    ("2025-06-02-istanbul-round-2:zelenskyy-sanctions-call", "level of the G7"),
    ("2025-06-02-vilnius-b9-nordic-summit:what-kind-of-meeting", "NATO meeting in Vilnius"),
    ("2025-06-02-vilnius-b9-nordic-summit:new-level-of-pressure", "Putin will just keep playing games"),
    ("2025-06-02-istanbul-round-2:age-limit", "under 25"),
    ("2025-06-02-istanbul-round-2:bodies", "6,000 from each side"),
    ("2025-06-02-istanbul-round-2:local-truce-offer", "two to three days at specific sections of the front line"),
]


@pytest.mark.parametrize(("claim", "words"), ARTICLE)
def test_every_fact_of_the_first_article_is_there_with_its_source(real_client, claim, words):
    record = real_client.get(f"/v1/claims/{claim}").json
    cited = [
        evidence
        for part in (record, *record["accounts"])
        for evidence in part["evidence"]
        if evidence["source"]["id"] == SEED
    ]
    assert cited
    assert words in json.dumps(record, ensure_ascii=False).replace('\\"', '"')


def test_the_chain_of_attribution_is_kept(real_client):
    day = real_client.get("/v1/events/2025-06-02?view=full").json["data"]
    chains = {
        tuple(via["id"] for via in evidence["via"]) for evidence in _evidence(day) if evidence["source"]["id"] == SEED
    }
    assert {("tvp-world",), ("reuters",), ("bbc",)} <= chains


def test_no_quote_is_longer_than_forty_words(real_client):
    day = real_client.get("/v1/events/2025-06-02?view=full").json["data"]
    assert max(len((evidence["quote"] or "").split()) for evidence in _evidence(day)) <= 40


def test_what_was_agreed_in_istanbul_and_how_far_it_went(real_client):
    agreements = real_client.get("/v1/agreements?process=istanbul-2025&to=2025-06-20&sort=date").json["data"]
    progress = {term["id"]: term["progress"] for agreement in agreements for term in agreement["terms"]}
    for direction in ("ukraine", "russia"):
        assert progress[f"2025-05-16-istanbul-round-1:exchange:prisoners-to-{direction}"]["best"] == 1000
    bodies = progress["2025-06-02-istanbul-round-2:humanitarian:bodies-to-ukraine"]
    assert (bodies["low"], bodies["high"]) == (6057, 6060)


def _evidence(value):
    """Yield every piece of evidence inside a document."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "evidence":
                yield from item
            else:
                yield from _evidence(item)
    elif isinstance(value, list):
        for item in value:
            yield from _evidence(item)


def test_texts_have_no_leftovers():
    for path in sorted((RECORDS / "events").glob("*.yaml")):
        assert not re.search(r"\b(TODO|FIXME|XXX|lorem)\b", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Macron", "emmanuel-macron"),
        ("Ukraine", "ukraine"),
        ("russia ", "russia"),
        ("Turkey", "turkiye"),
        ("tribunal", "special-tribunal"),
        ("security guarantees", "security-guarantees"),
        ("28 points", "geneva-28-points-2025"),
        ("Azovstal", "azovstal"),
    ],
)
def test_words_find_the_record_that_bears_them_first(real_client, words, first):
    assert real_client.get("/v1/search", query_string={"q": words}).json["data"][0]["id"] == first


def test_sums_over_people_and_bodies_say_so(real_client):
    rows = real_client.get("/v1/transfers/totals?by=year&from=2025-06&to=2025-06").json["data"]
    assert rows[0]["includes"] == ["bodies", "prisoners-of-war"]
    rows = real_client.get("/v1/transfers/totals?by=year&what=bodies").json["data"]
    assert {tuple(row["includes"]) for row in rows} == {("bodies",)}
