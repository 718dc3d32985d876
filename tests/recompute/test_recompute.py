"""Every answer that the server works out, worked out anew from the download by another, plain way: none differs."""

import pytest

from api import create_app
from tests.checked_client import BASE
from tests.recompute import answers
from tests.recompute.facets import facets
from tests.recompute.record import read_record

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reader(real_app):
    """Return a client of the real record whose replies nothing else looks at."""
    database = real_app.config["PARLEY_DATABASE"]
    return create_app(PARLEY_DATABASE=database, PARLEY_PUBLIC_URL=BASE, PARLEY_CACHE_BYTES="0").test_client()


@pytest.fixture(scope="module")
def nouns(reader):
    """Return the documents of the download."""
    return read_record(reader.get("/v1/downloads/parley.ndjson", buffered=True).text)


@pytest.fixture(scope="module")
def coverage(reader):
    """Return what the record covers."""
    return reader.get("/v1/coverage").json


def read(reader, address, parameter=None):
    """Return the body of a reply."""
    mark = "&" if "?" in address else "?"
    reply = reader.get(address + (mark + parameter if parameter else ""))
    assert reply.status_code == 200, (address, reply.text)
    return reply.json


def differing(cases, answer):
    """Return how many cases there are, and those whose answer is another than it must be, with both answers."""
    cases = list(cases)
    return len(cases), [(address, expected, got) for address, expected in cases if (got := answer(address)) != expected]


def test_totals(reader, nouns):
    def answer(address):
        body = read(reader, address)
        return {"data": body["data"], "also_counted": body["also_counted"]}

    number, wrong = differing(answers.totals(nouns), answer)
    assert not wrong
    assert number > 150


def test_progress(reader, nouns):
    def answer(address):
        return {"terms": [_term(term) for term in read(reader, address)["terms"]]}

    number, wrong = differing(answers.progress(nouns), answer)
    assert not wrong
    assert number == len(nouns["agreements"])


def _term(term):
    progress = term["progress"] and {
        name: term["progress"][name] for name in ("low", "best", "high", "transfers_without_count")
    } | {"transfers": [one["id"] for one in term["progress"]["transfers"]]}
    keeping = [(claim["id"], claim["status"]) for claim in term["keeping"]]
    return {"id": term["id"], "progress": progress, "why": term["why"], "keeping": keeping}


def test_days(reader, nouns):
    number, wrong = differing(
        answers.days(nouns),
        lambda address: {"ids": [one["id"] for one in read(reader, address, "fields=id&limit=100")["data"]]},
    )
    assert not wrong
    assert number > 300


def test_days_of_the_year(reader, nouns):
    number, wrong = differing(
        answers.on_this_day(nouns), lambda address: {"ids": [one["id"] for one in read(reader, address)["data"]]}
    )
    assert not wrong
    assert number == 366


def test_ages(reader, nouns, coverage):
    def answer(address):
        body = read(reader, address)
        return {name: body[name] for name in ("earliest", "latest", "days")}

    _, wrong = differing(answers.processes(nouns, coverage["release_date"]), answer)
    assert not wrong


def test_facets(reader, nouns):
    number, wrong = differing(facets(nouns), lambda address: {"facets": read(reader, address)["facets"]})
    assert not wrong
    assert number > 60


def test_gaps(reader, nouns, coverage):
    def answer(address):
        body = read(reader, address)
        if "totals" in address:
            return {"gap_texts": [one["text"] for one in body["gaps"]]}
        empty = body["meta"]["empty"]
        return {"reason": empty["reason"], "gaps": [one["text"] for one in empty["gaps"]]}

    number, wrong = differing(answers.gaps(nouns, coverage), answer)
    assert not wrong
    assert number > 20
