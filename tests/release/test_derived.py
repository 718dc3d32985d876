"""What nobody writes: bounds, positions, publishers, progress, contacts and back-references."""

from types import SimpleNamespace

import pytest

from db.release.build import build_database
from db.release.names import transfer_name
from schemas.model.vocabulary import TRANSFER_KINDS
from tests.checked_client import checked_app
from tests.history.worlds import edit_record

ROUND = "/v1/events/2031-04-12-harbour-round-1"


def test_positions_of_those_who_took_part(client):
    first = client.get(ROUND).json["participants"]
    assert [one["position"] for one in first] == ["Harbour Minister of Northland", "Admiral of Southland", None]
    call = client.get("/v1/events/2031-05-harbour-call").json["participants"]
    assert call[0]["position"] == "Ambassador of Northland"


@pytest.mark.parametrize(
    ("event", "bounds"),
    [
        ("2031-04-12-harbour-round-1", ("2031-04-12", "2031-04-12")),
        ("2031-05-harbour-call", ("2031-05-01", "2031-05-31")),
        ("2031-06-15-harbour-round-2", ("2031-06-15", "2031-06-16")),
    ],
)
def test_bounds(client, event, bounds):
    record = client.get(f"/v1/events/{event}").json
    assert (record["earliest"], record["latest"]) == bounds


def test_reprints_and_outlets_of_one_house_count_once(client):
    # Example Wire is cited itself, through `via` and through a source that relays it; two outlets belong to one house.
    assert client.get(ROUND).json["independent_publishers"] == 2
    assert client.get("/v1/claims/2031-04-12-harbour-round-1:hall").json["independent_publishers"] == 1


def test_what_only_a_withdrawn_claim_cites_is_not_behind_its_event(world, tmp_path, specification):
    """The event does not show the claim, so its publisher would be a filter value that nothing on the page explains."""
    edit_record(
        world,
        "events/2031-04-12-harbour-round-1",
        lambda data: data["claims"]["hall"].update(withdrawn={"date": "2031-07-02", "reason": "It never was so."}),
    )
    build_database(world, tmp_path / "current")
    client = checked_app(tmp_path / "current", specification).test_client()
    assert client.get("/v1/events?publisher=harbour-post").json["meta"]["total"] == 0
    assert client.get("/v1/events?publisher=southland-radio").json["meta"]["total"] == 1


def test_which_sides_confirm(client):
    disputed = client.get("/v1/claims/2031-04-12-harbour-round-1:bodies").json
    assert [side["id"] for side in disputed["sides"]] == ["northland", "southland"]
    assert disputed["confirmed_by_both_sides"] is False
    agreed = client.get("/v1/claims/2031-04-12-harbour-round-1:next-round").json
    assert [side["id"] for side in agreed["sides"]] == ["northland", "southland"]
    assert agreed["confirmed_by_both_sides"] is True
    reported = client.get("/v1/claims/2031-04-12-harbour-round-1:hall").json
    assert reported["sides"] == []


def test_progress_of_an_agreement(client):
    terms = client.get("/v1/agreements/2031-04-12-harbour-round-1:bodies-deal").json["terms"]
    progress = terms[0]["progress"]
    assert [transfer["id"] for transfer in progress.pop("transfers")] == [
        "2031-04-20-handover:to-northland",
        "2031-04-27-handover:to-northland",
    ]
    assert progress == {"best": None, "low": 34, "high": 35, "share": "85–88 %", "transfers_without_count": 0}
    uncounted = terms[1]["progress"]
    assert [transfer["id"] for transfer in uncounted.pop("transfers")] == ["2031-04-20-handover:to-southland"]
    assert uncounted == {"best": None, "low": None, "high": None, "share": None, "transfers_without_count": 1}
    assert [term["why"] for term in terms] == [None, "number-not-known"]
    assert [term["keeping"] for term in terms] == [[], []]


def test_an_uncontested_count_has_equal_ends(client):
    assert client.get("/v1/transfers/2031-04-27-handover:to-northland").json["count"] == {
        "best": 10,
        "low": 10,
        "high": 10,
        "text": None,
    }


def test_names_of_transfers_and_statements(client):
    names = [record["name"] for record in client.get("/v1/transfers?sort=date,-count").json["data"]]
    assert names == [
        "24 to 25 bodies, Southland to Northland",
        "an unknown number of bodies, Northland to Southland",
        "10 bodies, Southland to Northland",
    ]
    assert client.get("/v1/statements/2031-04-12-harbour-round-1:tarn-sea").json["name"] == "Joss Tarn, 2031-04-13"


def test_contacts_count_meetings_and_calls(client):
    met = client.get("/v1/actors/ana-belo").json["met"]
    assert [(one["actor"]["id"], one["count"], one["first_date"], one["last_date"]) for one in met] == [
        ("joss-tarn", 2, "2031-04-12", "2031-05~"),
        ("southland", 2, "2031-04-12", "2031-05~"),
        ("ola-vik", 1, "2031-04-12", "2031-04-12"),
    ]


def test_back_references(client):
    first = client.get(ROUND).json
    assert [event["id"] for event in first["followed_by"]] == ["2031-04-20-handover", "2031-06-15-harbour-round-2"]
    process = client.get("/v1/processes/harbour-talks").json
    assert (process["events"], process["first_event"]["id"], process["last_event"]["id"]) == (
        5,
        "2031-04-12-harbour-round-1",
        "2031-06-15-harbour-round-2",
    )
    assert process["days"] == 80  # From 12 April to the release of 1 July.
    earlier = client.get("/v1/processes/lighthouse-talks").json
    assert [one["id"] for one in earlier["successors"]] == ["harbour-talks"]
    assert earlier["days"] == 91  # From 1 March to 31 May.
    source = client.get("/v1/sources/example-wire-2031-06").json
    assert [event["id"] for event in source["cited_by"]] == ["2031-05-harbour-call", "2031-06-15-harbour-round-2"]
    assert client.get("/v1/topics/humanitarian").json["events"] == 2
    assert client.get("/v1/places/southland").json["events"] == 4
    assert client.get("/v1/publishers/example-wire").json["sources"] == 4


def test_citation_names_release_and_permanent_link(client):
    record = client.get("/v1/actors/ana-belo").json
    release = client.get("/readyz").json["release"]
    assert record["citation"] == (
        f"“Ana Belo.” Parley: Northland–Southland harbour talks, release {release}. http://localhost:8000/v1/actors/ana-belo"
    )


def test_a_claim_complete(client):
    wire = {
        "id": "example-wire-2031-04-12",
        "record_url": "/v1/sources/example-wire-2031-04-12",
        "title": "Talks end",
        "url": "https://example.org/talks",
        "publisher": {
            "id": "example-wire",
            "type": "publisher",
            "url": "/v1/publishers/example-wire",
            "name": "Example Wire",
        },
        "published_date": "2031-04-12",
        "language": "en",
        "relays": [],
    }
    press = {
        "id": "southland-press-2031-04-12",
        "record_url": "/v1/sources/southland-press-2031-04-12",
        "title": "Statement after the talks",
        "url": "https://example.org/statement",
        "publisher": {
            "id": "southland-press",
            "type": "publisher",
            "url": "/v1/publishers/southland-press",
            "name": "Southland Press",
        },
        "published_date": "2031-04-13",
        "language": "en",
        "relays": [],
    }
    northland = {"id": "northland", "type": "actor", "url": "/v1/actors/northland", "name": "Northland"}
    southland = {"id": "southland", "type": "actor", "url": "/v1/actors/southland", "name": "Southland"}
    record = client.get("/v1/claims/2031-04-12-harbour-round-1:bodies").json
    assert record.pop("citation")
    assert record == {
        "id": "2031-04-12-harbour-round-1:bodies",
        "type": "claim",
        "url": "/v1/claims/2031-04-12-harbour-round-1:bodies",
        "event": {
            "id": "2031-04-12-harbour-round-1",
            "type": "event",
            "url": "/v1/events/2031-04-12-harbour-round-1",
            "name": "First round of the harbour talks",
        },
        "date": "2031-04-12",
        "earliest": "2031-04-12",
        "latest": "2031-04-12",
        "text": "The sides spoke of returning the bodies of 40 sailors.",
        "status": "disputed",
        "accounts": [
            {
                "by": northland,
                "side": northland,
                "date": None,
                "says": "40 bodies are exchanged for 40.",
                "evidence": [
                    {
                        "source": wire,
                        "quote": "forty for forty",
                        "locator": "paragraph 3",
                        "via": [],
                        "translated_from": None,
                    }
                ],
            },
            {
                "by": southland,
                "side": southland,
                "date": None,
                "says": "Southland hands over 40 bodies and asks for nothing in return.",
                "evidence": [{"source": press, "quote": None, "locator": None, "via": [], "translated_from": None}],
            },
        ],
        "sides": [northland, southland],
        "confirmed_by_both_sides": False,
        "independent_publishers": 2,
        "tally": None,
        "created_date": "2031-07-01",
        "updated_date": "2031-07-01",
        "corrected_date": None,
        "revision": 1,
        "license": "CC-BY-4.0",
        "license_url": "https://creativecommons.org/licenses/by/4.0/",
        "topics": [
            {"id": "repatriation", "type": "topic", "url": "/v1/topics/repatriation", "name": "Repatriation"},
        ],
        "evidence": [],
    }


NAMES_OF_ONE = {
    "prisoners-of-war": "1 prisoner of war",
    "civilians": "1 civilian",
    "prisoners-mixed": "1 prisoner",
    "bodies": "1 body",
    "children": "1 child",
    "residents": "1 resident",
}


@pytest.mark.parametrize("kind", TRANSFER_KINDS)
def test_one_of_each_kind_is_called_by_its_singular(kind):
    actors = {name.lower(): SimpleNamespace(data={"name": name}) for name in ("Northland", "Southland")}
    transfer = {"what": kind, "from": "northland", "to": "southland", "count": {"best": 1}}
    name = transfer_name(SimpleNamespace(nouns={"actors": actors}), transfer)
    assert name == f"{NAMES_OF_ONE[kind]}, Northland to Southland"
