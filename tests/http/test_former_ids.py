"""Former ids: whatever was renamed is found under its old id, with all that lies in it, everywhere."""

import re
import shutil

import pytest

from db.release.build import build_database
from tests.checked_client import BASE, checked_app
from tests.conftest import WORLD, ids
from tests.history.worlds import edit_record

OLD, NEW = "2031-04-harbour-talks", "2031-04-12-harbour-round-1"
FORMER_ACTOR = "anna-belo"


@pytest.fixture(scope="module")
def client(tmp_path_factory, specification):
    """Return a client of a world in which an event with all that lies in it, and an actor, were renamed."""
    folder = tmp_path_factory.mktemp("renamed")
    shutil.copytree(WORLD, folder / "records")
    for path, line in (
        (f"events/{NEW}.yaml", f"formerly: [{OLD}, {OLD}-again]\n"),
        ("actors/ana-belo.yaml", f"formerly: [{FORMER_ACTOR}]\n"),
    ):
        file = folder / "records" / path
        text = re.sub("(?m)^formerly:.*\n", "", file.read_text(encoding="utf-8"))
        file.write_text(text + line, encoding="utf-8")
    build_database(folder / "records", folder / "current")
    return checked_app(folder / "current", specification).test_client()


def inner(client):
    """Return noun and slug of everything that lies in the renamed event."""
    event = client.get(f"/v1/events/{NEW}").json
    nouns = ("claims", "statements", "proposals", "agreements", "transfers", "documents")
    return [(noun, record["id"].partition(":")[2]) for noun in nouns for record in event[noun]]


@pytest.mark.parametrize("suffix", ["", ".json", ".txt", ".md", ".jsonld"])
@pytest.mark.parametrize("query", ["", "?utm_source=x"])
def test_the_redirect_keeps_suffix_and_query(client, suffix, query):
    reply = client.get(f"/v1/events/{OLD}{suffix}{query}")
    assert reply.status_code == 308
    assert reply.headers["Location"] == f"{BASE}/v1/events/{NEW}{suffix}"
    brief = client.get(f"/v1/events/{OLD}.json?view=brief&fields=id,title")
    assert brief.headers["Location"] == f"{BASE}/v1/events/{NEW}.json?view=brief&fields=id,title"


def test_what_lies_in_an_event_moves_with_it(client):
    slugs = inner(client)
    assert len({noun for noun, _ in slugs}) >= 4
    for noun, slug in slugs:
        for old in (OLD, f"{OLD}-again"):
            reply = client.get(f"/v1/{noun}/{old}:{slug}.txt")
            assert (reply.status_code, reply.headers["Location"]) == (308, f"{BASE}/v1/{noun}/{NEW}:{slug}.txt")
        assert client.get(f"/v1/{noun}/{NEW}:{slug}").status_code == 200
        assert client.get(f"/v1/{noun}/{OLD}:{slug},{NEW}:{slug}").json["meta"]["total"] == 2
    assert client.get(f"/v1/claims/{OLD}:nothing").status_code == 404


@pytest.mark.parametrize(
    ("url", "old", "new"),
    [
        ("/v1/claims?event={}", OLD, NEW),
        ("/v1/claims?event__not={}", OLD, NEW),
        ("/v1/statements?event={}&sort=-date", OLD, NEW),
        ("/v1/events?follows={}", OLD, NEW),
        ("/v1/events?actor={}", FORMER_ACTOR, "ana-belo"),
        ("/v1/events?actor={},joss-tarn", FORMER_ACTOR, "ana-belo"),
        ("/v1/statements?speaker={}", FORMER_ACTOR, "ana-belo"),
        ("/v1/transfers/totals?by=what&event={}", OLD, NEW),
    ],
)
def test_filters_take_a_former_id(client, url, old, new):
    former, present = client.get(url.format(old)), client.get(url.format(new))
    assert former.status_code == 200
    assert former.json["data"] == present.json["data"]
    assert former.json["meta"] == present.json["meta"]
    assert old not in former.json["meta"]["description"].replace(new, "")


def test_a_term_is_found_by_its_agreement_s_former_id(client):
    (term, *_) = [
        term["id"] for agreement in client.get("/v1/agreements?view=full").json["data"] for term in agreement["terms"]
    ]
    assert term.startswith(NEW)
    present = client.get(f"/v1/transfers?under={term}")
    assert client.get(f"/v1/transfers?under={term.replace(NEW, OLD)}").json["data"] == present.json["data"]


def test_a_cursor_goes_on_under_either_id(client):
    url = "/v1/claims?event={}&limit=1"
    cursor = client.get(url.format(OLD)).json["links"]["next"].partition("cursor=")[2]
    rest = [ids(client.get(f"{url.format(name)}&cursor={cursor}")) for name in (OLD, NEW)]
    assert rest[0] == rest[1]


def test_the_try_of_another_mistake_keeps_it(client):
    problem = client.get(f"/v1/claims?event={OLD}&status=disputedd").json
    assert problem["try"] == f"{BASE}/v1/claims?event={OLD}&status=disputed"


def test_what_lies_in_a_withdrawn_event_says_why(world, tmp_path, specification):
    path = world / "events" / "2031-04-27-handover.yaml"
    path.write_text(
        path.read_text(encoding="utf-8") + "withdrawn: {date: 2031-06-25, reason: It was another.}\n", encoding="utf-8"
    )
    build_database(world, tmp_path / "current")
    client = checked_app(tmp_path / "current", specification).test_client()
    reply = client.get("/v1/transfers/2031-04-27-handover:to-northland")
    assert (reply.status_code, reply.json["detail"]) == (410, "Withdrawn on 2031-06-25: It was another.")


def test_what_came_from_another_event_is_found_there_and_under_the_ids_of_its_own(world, tmp_path, specification):
    edit_record(world, f"events/{NEW}", lambda data: data["claims"]["bodies"].update(formerly=["2031-04-call:fallen"]))
    build_database(world, tmp_path / "current")
    client = checked_app(tmp_path / "current", specification).test_client()
    for old in ("2031-04-call:fallen", f"{OLD}:bodies"):
        reply = client.get(f"/v1/claims/{old}")
        assert (reply.status_code, reply.headers["Location"]) == (308, f"{BASE}/v1/claims/{NEW}:bodies")
    assert client.get(f"/v1/claims/{OLD}:fallen").status_code == 404
