"""Participants: every list by actor, role and side of the real record equals what its documents say."""

from itertools import product

import pytest
from flask.testing import FlaskClient

from tests.checked_client import BASE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def plain_client(real_app) -> FlaskClient:
    """Return a client that does not hold every reply to the specification, which would take minutes here."""
    return FlaskClient(real_app, real_app.response_class)


def every(client, url):
    """Return all records of a list."""
    records = []
    while url:
        page = client.get(url.removeprefix(BASE)).json
        records += page["data"]
        assert page["meta"]["total"] >= len(records)
        url = page["links"]["next"]
    return records


@pytest.fixture(scope="module")
def events(plain_client):
    """Return each event's participants as (actor, role, side), by its id."""
    return {
        event["id"]: {
            (one["actor"]["id"], one["role"], one["side"] and one["side"]["id"]) for one in event["participants"]
        }
        for event in every(plain_client, "/v1/events?fields=id,participants&limit=100")
    }


def found(client, noun, query):
    """Return the ids that a list gives."""
    return {record["id"] for record in every(client, f"/v1/{noun}?{query}&fields=id&limit=100")}


def test_events_of_every_actor_in_every_role(plain_client, events):
    actors = sorted({actor for people in events.values() for actor, _, _ in people})
    roles = sorted({role for people in events.values() for _, role, _ in people})
    wrong = []
    for actor, role in product(actors, roles):
        expected = {event for event, people in events.items() if any(one[:2] == (actor, role) for one in people)}
        if found(plain_client, "events", f"actor={actor}&role={role}") != expected:
            wrong.append((actor, role))
    assert len(actors) * len(roles) > 3_000
    assert wrong == []


def test_a_president_as_host(plain_client, events):
    hosted = {
        event for event, people in events.items() if ("volodymyr-zelenskyy", "host") in {one[:2] for one in people}
    }
    assert len(hosted) >= 13
    assert plain_client.get("/v1/events?actor=volodymyr-zelenskyy&role=host").json["meta"]["total"] == len(hosted)


def test_events_of_every_role_and_side(plain_client, events):
    sides = sorted({side for people in events.values() for _, _, side in people if side})
    roles = sorted({role for people in events.values() for _, role, _ in people})
    for role, side in product(roles, sides[::4]):
        expected = {event for event, people in events.items() if any(one[1:] == (role, side) for one in people)}
        assert found(plain_client, "events", f"role={role}&side={side}") == expected, (role, side)


def test_actors_of_an_event_in_a_role(plain_client, events):
    for event, people in sorted(events.items())[::25]:
        for role in {role for _, role, _ in people}:
            expected = {actor for actor, had, _ in people if had == role}
            assert found(plain_client, "actors", f"event={event}&role={role}") == expected, (event, role)


@pytest.mark.parametrize("actor", ["volodymyr-zelenskyy", "recep-tayyip-erdogan", "steve-witkoff", "united-nations"])
def test_other_roles_and_sides(plain_client, events, actor):
    of_actor = {event: [one for one in people if one[0] == actor] for event, people in events.items()}
    for role in ("host", "mediator", "speaker"):
        expected = {event for event, ones in of_actor.items() if any(one[1] != role for one in ones)}
        assert found(plain_client, "events", f"actor={actor}&role__not={role}") == expected
    for side in ("ukraine", "turkiye"):
        expected = {event for event, ones in of_actor.items() if any(one[2] != side for one in ones)}
        assert found(plain_client, "events", f"participant={actor}&side__not={side}") == expected


def test_all_of_several(plain_client, events):
    for pair in (("ukraine", "russia"), ("united-states", "ukraine"), ("turkiye", "russia")):
        expected = {event for event, people in events.items() if set(pair) <= {side for _, _, side in people}}
        assert found(plain_client, "events", f"side__all={','.join(pair)}") == expected
    expected = {
        event
        for event, people in events.items()
        if {"rustem-umerov", "vladimir-medinsky"} <= {actor for actor, _, _ in people}
    }
    assert found(plain_client, "events", "participant__all=rustem-umerov,vladimir-medinsky") == expected


def test_facets_of_one_participant_agree_with_filters(plain_client):
    for query in ("actor=volodymyr-zelenskyy", "side=turkiye", "role=mediator", "participant=hakan-fidan&side=turkiye"):
        facets = plain_client.get(f"/v1/events?{query}&facet=role,side,participant&limit=1").json["facets"]
        for name, counts in facets.items():
            if f"{name}=" in query or (name == "participant" and "actor=" in query):
                continue
            for count in counts[:8]:
                url = f"/v1/events?{query}&{name}={count['value']}&limit=1"
                assert plain_client.get(url).json["meta"]["total"] == count["records"], url


@pytest.mark.parametrize(("noun", "field"), [("proposals", "sides"), ("statements", "side")])
def test_sides_of_what_was_put_forward_and_said(plain_client, noun, field):
    records = every(plain_client, f"/v1/{noun}?fields=id,{field}&limit=100")
    sides = {
        record["id"]: {one["id"] for one in (record[field] if field == "sides" else [record[field] or {"id": None}])}
        for record in records
    }
    for side in set().union(*sides.values()) - {None}:
        assert found(plain_client, noun, f"side={side}") == {one for one, names in sides.items() if side in names}


def test_a_state_has_what_its_president_put_forward(plain_client):
    of_turkiye = found(plain_client, "proposals", "side=turkiye")
    assert found(plain_client, "proposals", "by=recep-tayyip-erdogan") == {
        "2025-06-02-erdogan-leaders-meeting-offer:leaders-meeting-in-turkiye",
        "2025-12-12-erdogan-putin-ashgabat:limited-ceasefire",
    }
    assert of_turkiye == found(plain_client, "proposals", "by=turkiye,recep-tayyip-erdogan")
    assert len(of_turkiye) == 4


@pytest.mark.parametrize(
    ("speaker", "date", "side"),
    [("kaja-kallas", "2025", "european-union"), ("mark-rutte", "2025", "nato"), ("vladimir-putin", "2022", "russia")],
)
def test_a_side_is_that_of_the_office_held_on_the_date(plain_client, speaker, date, side):
    for statement in every(plain_client, f"/v1/statements?speaker={speaker}&date={date}&fields=side"):
        assert statement["side"]["id"] == side
