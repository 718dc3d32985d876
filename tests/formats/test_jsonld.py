"""JSON-LD: every noun in the words of schema.org, expanded by PyLD without the network."""

import pytest
from pyld import jsonld

from api.formats.jsonld.write import THINGS
from schemas.nouns import SCHEMAS
from tests.checked_client import BASE
from tests.goldens import assert_golden

SDO = "https://schema.org/"
R1 = "2031-04-12-harbour-round-1"


def refuse(url, _):
    raise AssertionError(f"the answer needs {url} from the network")


def expand(response) -> dict:
    """Return the one node that a reply describes, with every name spelled out."""
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/ld+json"
    nodes = jsonld.expand(
        response.json if response.is_json else response.get_json(force=True), {"documentLoader": refuse}
    )
    assert len(nodes) == 1
    return nodes[0]


def value(node, name):
    """Return the only value or identity of a property."""
    (only,) = node[SDO + name]
    return only.get("@value", only.get("@id"))


def test_the_whole_output(client):
    assert_golden(client.get(f"/v1/claims/{R1}:bodies.jsonld"), "claim.jsonld")
    assert_golden(client.get("/v1/events/2031-06-15-harbour-round-2.jsonld"), "event-postponed.jsonld")


@pytest.mark.parametrize("noun", SCHEMAS)
def test_every_record_is_a_typed_node_with_its_address(client, noun):
    whole = expand(client.get(f"/v1/{noun}.jsonld"))
    assert whole["@type"] == [SDO + "ItemList"]
    items = whole[SDO + "itemListElement"]
    records = client.get(f"/v1/{noun}?view=full").json["data"]
    assert [value(item, "position") for item in items] == list(range(1, len(records) + 1))
    for item, record in zip(items, records, strict=True):
        (thing,) = item[SDO + "item"]
        assert thing["@id"] == BASE + record["record_url" if noun == "sources" else "url"]
        assert thing["@type"][0].startswith(SDO)
        assert value(thing, "name") == record[SCHEMAS[noun].TITLE]
    assert expand(client.get(f"/v1/{noun}/{records[0]['id']}.jsonld")) == items[0][SDO + "item"][0]


def test_an_event(client):
    event = expand(client.get(f"/v1/events/{R1}.jsonld"))
    assert event["@type"] == [SDO + "Event"]
    assert value(event, "eventStatus") == SDO + "EventScheduled"
    assert value(event, "startDate") == "2031-04-12T10:00+02:00"
    assert value(event, "endDate") == "2031-04-12T11:15+02:00"
    assert value(event, "location") == f"{BASE}/v1/places/customs-house"
    works = [work["@type"][0].removeprefix(SDO) for work in event[SDO + "subjectOf"]]
    assert works == ["Claim"] * 3 + ["Quotation"] * 2 + ["CreativeWork"] * 4


def test_a_postponed_event_has_the_date_that_it_had(client):
    event = expand(client.get("/v1/events/2031-06-15-harbour-round-2.jsonld"))
    assert value(event, "eventStatus") == SDO + "EventPostponed"
    assert value(event, "previousStartDate") == "2031-06-15"
    assert SDO + "startDate" not in event


def test_a_claim(client):
    claim = expand(client.get(f"/v1/claims/{R1}:bodies.jsonld"))
    assert value(claim, "firstAppearance") == f"{BASE}/v1/sources/example-wire-2031-04-12"
    assert len(claim[SDO + "appearance"]) == 2
    assert value(claim[SDO + "claimInterpreter"][0], "name") == "Parley"
    accounts = {value(account, "author"): value(account, "text") for account in claim[SDO + "hasPart"]}
    assert accounts[f"{BASE}/v1/actors/northland"] == "40 bodies are exchanged for 40."
    assert len(accounts) == 2


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("actors/ana-belo", "Person"),
        ("actors/northland", "GovernmentOrganization"),
        ("places/midport", "City"),
        ("places/customs-house", "Place"),
        ("sources/lighthouse-report", "CreativeWork"),
        ("sources/example-wire-2031-04-12", "NewsArticle"),
        ("statements/2031-04-12-harbour-round-1:belo-month", "Quotation"),
        ("processes/harbour-talks", "EventSeries"),
        ("topics/ceasefire", "DefinedTerm"),
    ],
)
def test_kinds(client, path, kind):
    assert expand(client.get(f"/v1/{path}.jsonld"))["@type"] == [SDO + kind]


def test_a_noun_without_a_word_of_its_own_is_a_creative_work(client, monkeypatch):
    monkeypatch.delitem(THINGS, "topics")
    node = expand(client.get("/v1/topics/ceasefire.jsonld"))
    assert node["@type"] == [f"{SDO}CreativeWork"]
    assert (node["@id"], value(node, "name")) == (f"{BASE}/v1/topics/ceasefire", "Ceasefire")


def test_nothing_is_empty(client):
    def look(part):
        for item in part.values() if isinstance(part, dict) else part if isinstance(part, list) else []:
            assert item not in (None, "", [], {})
            look(item)

    for noun in SCHEMAS:
        look(client.get(f"/v1/{noun}.jsonld").get_json(force=True))


def test_no_record_is_an_empty_list(client):
    whole = expand(client.get("/v1/events.jsonld?q=zzzz"))
    assert value(whole, "numberOfItems") == 0
    assert whole[SDO + "itemListElement"] == []
