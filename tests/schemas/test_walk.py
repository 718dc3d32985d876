"""The walk: everything of a kind in a record or a document, at any depth, with its path."""

import pytest

from db.curation.load import load_records
from schemas.events import Event
from schemas.model.evidence import Evidence
from schemas.model.fields import EdtfDate, Ref
from schemas.model.walk import field_name, walk
from schemas.nouns import INNER, SCHEMAS
from tests.conftest import WORLD

ROUND = "2031-04-12-harbour-round-1"


def by_hand(value):
    """Yield the evidence in a value, found by the name of its key."""
    for name, item in value.items() if isinstance(value, dict) else enumerate(value):
        if name == "evidence":
            yield from item
        elif isinstance(item, (dict, list)):
            yield from by_hand(item)


@pytest.fixture(scope="module")
def event():
    return load_records(WORLD).nouns["events"][ROUND].data


def test_a_record_s_values_are_found_with_path_and_field(event):
    items = {field_name(path): (type(field), value) for path, field, value in walk(Event, event)}
    assert items["date"] == (EdtfDate, "2031-04-12")
    assert items["participants[1].actor"] == (Ref, "joss-tarn")
    assert items["claims.bodies.accounts[0].evidence[0].source"][0] is Ref
    assert all(not isinstance(value, (dict, list)) for _, value in items.values())


def test_a_kind_is_a_field_or_a_part(event):
    assert "2031-04-12" in [value for *_, value in walk(Event, event, EdtfDate)]
    assert [value for *_, value in walk(Event, event, Evidence)] == list(by_hand(event))
    both = walk(Event, event, EdtfDate, Ref)
    single = [(path, value) for path, field, value in walk(Event, event) if isinstance(field, (EdtfDate, Ref))]
    assert [(path, value) for path, _, value in both] == single


def test_fields_of_the_outermost_level_can_be_left_out(event):
    inside = [path for path, _, _ in walk(Event, event, Ref) if path[0] in INNER]
    outside = walk(Event, event, Ref, skip=INNER)
    assert inside
    assert len(walk(Event, event, Ref)) == len(inside) + len(outside)


@pytest.mark.parametrize("noun", SCHEMAS)
def test_documents_are_walked_too(client, noun):
    for record in client.get(f"/v1/{noun}?view=full").json["data"]:
        assert [value for *_, value in walk(SCHEMAS[noun], record, Evidence, mode="document")] == list(by_hand(record))
        for path, _, reference in walk(SCHEMAS[noun], record, Ref, mode="document"):
            assert reference["id"], path
