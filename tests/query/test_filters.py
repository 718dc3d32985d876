"""Filters: each in one table, that the two places which declare them agree, and paging through every order."""

import sqlite3
from contextlib import closing

import pytest

from db.nouns import NOUNS
from db.query.filters import INSIDE, IndexTerm
from schemas.nouns import QUERIES, SCHEMAS
from tests.checked_client import BASE
from tests.conftest import ids

R1, H1, H2, CALL, R2 = (
    "2031-04-12-harbour-round-1",
    "2031-04-20-handover",
    "2031-04-27-handover",
    "2031-05-harbour-call",
    "2031-06-15-harbour-round-2",
)

EXPECTED = [
    ("events", [R1, H1, H2, CALL, R2]),
    ("events?from=2031-05-31", [CALL, R2]),
    ("events?from=2031-06", [R2]),
    ("events?to=2031-04-20", [R1, H1]),
    ("events?to=2031-05", [R1, H1, H2, CALL]),
    ("events?from=2031-04-20&to=2031-04-27", [H1, H2]),
    ("events?date=2031-04", [R1, H1, H2]),
    ("events?date=2031-05-10", [CALL]),
    ("events?date=2031-05~/..", [CALL, R2]),
    ("events?date=2031-06-16", [R2]),
    ("events?date={2031-04-12,2031-04-27,2031-06}", [R1, H2, R2]),
    ("events?date=[2031-04-12,2031-04-27]", [R1, H2]),
    ("events?date={2031-04-12..2031-04-20,2031-06-16..}", [R1, H1, R2]),
    ("events?date={2031-04-12,2031-05-10,2031-06-15}", [R1, CALL, R2]),
    ("events?date={2031-04-12,2031-05-10,2031-06-15}&match=certain", [R1]),
    ("events?date={2031-04-12,2031-04-27}&from=2031-04-20", [H2]),
    ("events?from={2031-04-20,2031-06}", [H1, H2, CALL, R2]),
    ("events?to=[2031-04-12,2031-04-20]", [R1, H1]),
    ("events?date={2031-04-12,2031-04-27}&kind__not=repatriation", [R1]),
    ("events?date=2031-05&match=certain", [CALL]),
    ("events?date=2031-05-10&match=certain", []),
    ("events?from=2031-05-02&match=possible", [CALL, R2]),
    ("events?from=2031-05-02&match=certain", [R2]),
    ("events?to=2031-06-15&match=certain", [R1, H1, H2, CALL]),
    ("events?kind=call", [CALL]),
    ("events?kind=call,repatriation", [H1, H2, CALL]),
    ("events?kind=call&kind=repatriation", [H1, H2, CALL]),
    ("events?kind__not=call,repatriation", [R1, R2]),
    ("events?status=postponed", [R2]),
    ("events?process=harbour-talks", [R1, H1, H2, CALL, R2]),
    ("events?process=lighthouse-talks", []),
    ("events?round=2", [R2]),
    ("events?round__gte=1", [R1, R2]),
    ("events?round__lte=1", [R1]),
    ("events?round__gte=1&round__lte=1", [R1]),
    ("events?from=2031-04-20&to=2031-04-20", [H1]),
    ("events?level=delegations,ministers", [R1, CALL]),
    ("events?level__not=ministers", [R1, H1, H2, R2]),
    ("events?format=bilateral", [R1]),
    ("events?channel=telephone", [CALL]),
    ("events?actor=ana-belo", [R1, CALL]),
    ("events?actor__not=ana-belo", [H1, H2, R2]),
    ("events?actor=northland", [R1, H1, H2, CALL]),
    ("events?participant=northland", []),
    ("events?participant=ana-belo", [R1, CALL]),
    ("events?participant__not=ana-belo", [H1, H2, R2]),
    ("events?participant__all=ana-belo,ola-vik", [R1]),
    ("events?actor__all=ana-belo,joss-tarn", [R1, CALL]),
    ("events?actor__all=ana-belo,ola-vik,ana-belo", [R1]),
    ("events?side__all=northland,southland", [R1, CALL]),
    ("events?topic__all=ceasefire,repatriation", [R1]),
    ("events?country__all=SD", [R1, H1, H2, R2]),
    ("events?country__all=SD,NO", []),
    ("events?publisher__all=harbour-post,example-wire", [R1]),
    ("events?actor=ana-belo&role=chair", []),
    ("events?actor=ana-belo,ola-vik&role=chair", [R1]),
    ("events?actor=northland&role=caller", []),
    ("events?actor=ana-belo&side=southland", []),
    ("events?side=northland&role=caller", [CALL]),
    ("events?actor=ana-belo&role__not=caller", [R1]),
    ("events?actor=ana-belo&side__not=northland", []),
    ("events?actor=ola-vik&side__not=northland", [R1]),
    ("events?role=head-of-delegation,caller&actor__not=ana-belo", [R1, CALL]),
    ("events?role=chair&participant__not=ola-vik", []),
    ("events?actor=ana-belo&actor__not=ola-vik", [CALL]),
    ("events?actor=ana-belo&role=caller,chair&role__not=head-of-delegation", [CALL]),
    ("events?actor=northland&participant=ana-belo&role=caller", [CALL]),
    ("events?role__not=chair&side__not=northland", [H1, H2, R2]),
    ("events?side=northland", [R1, CALL]),
    ("events?role=chair", [R1]),
    ("events?place=midport", [R1, H1, H2, R2]),
    ("events?place=customs-house", [R1, R2]),
    ("events?country=SD", [R1, H1, H2, R2]),
    ("events?country=sd", [R1, H1, H2, R2]),
    ("events?topic=repatriation", [R1, H1]),
    ("events?topic=humanitarian", [R1, H1]),
    ("events?topic=ceasefire", [R1, CALL]),
    ("events?topic__not=ceasefire,repatriation", [H2, R2]),
    ("events?publisher=harbour-post", [R1]),
    ("events?follows=" + R1, [H1, R2]),
    ("events?independent_publishers__gte=2", [R1]),
    ("events?q=candles", [R1]),
    ("events?q=Анна", [R1, CALL]),
    ('events?q="return+of+bodies"', [R1]),
    ("events?q=bodies+-candles", [H1, H2]),
    ("events?q=teleph*", [CALL]),
    ("events?q=nothinglikethis", []),
    ("topics?created_since=2031-07-01", ["ceasefire", "humanitarian", "repatriation"]),
    ("topics?updated_since=2031-07-02", []),
    ("topics?corrected_since=2031", []),
    ("claims?event=" + R1, [f"{R1}:bodies", f"{R1}:hall", f"{R1}:next-round"]),
    ("claims?status=disputed", [f"{R1}:bodies"]),
    ("claims?by=harbour-post", [f"{R1}:hall"]),
    ("claims?by=joss-tarn,northland", [f"{R1}:bodies", f"{R1}:next-round"]),
    ("claims?side__all=northland,southland", [f"{R1}:bodies", f"{R1}:next-round"]),
    ("claims?topic__all=humanitarian,repatriation", [f"{R1}:bodies"]),
    ("claims?side=northland", [f"{R1}:bodies", f"{R1}:next-round"]),
    ("claims?confirmed_by_both_sides=true", [f"{R1}:next-round"]),
    ("claims?independent_publishers=1", [f"{R1}:hall"]),
    ("claims?process=harbour-talks&topic=humanitarian", [f"{R1}:bodies"]),
    ("claims?publisher=southland-radio", [f"{R1}:next-round"]),
    ("claims?date=2031-04-12&status__not=reported", [f"{R1}:bodies", f"{R1}:next-round"]),
    ("statements?speaker=ana-belo", [f"{R1}:belo-month"]),
    ("statements?audience=southland", [f"{R1}:belo-month"]),
    ("statements?language=en", [f"{R1}:belo-month"]),
    ("statements?from=2031-04-13", [f"{R1}:tarn-sea"]),
    ("proposals?by=northland&addressee=southland", [f"{R1}:truce"]),
    ("statements?side=northland", [f"{R1}:belo-month"]),
    ("proposals?side=northland", [f"{R1}:truce"]),
    ("proposals?status=rejected", [f"{R1}:truce"]),
    ("proposals?by=southland", []),
    ("agreements?party=northland&process=harbour-talks", [f"{R1}:bodies-deal"]),
    ("transfers?what=bodies", [f"{H1}:to-northland", f"{H1}:to-southland", f"{H2}:to-northland"]),
    ("transfers?from_side=northland", [f"{H1}:to-southland"]),
    ("transfers?to_side=northland", [f"{H1}:to-northland", f"{H2}:to-northland"]),
    ("transfers?count__gte=24", [f"{H1}:to-northland"]),
    ("transfers?count__lte=10", [f"{H2}:to-northland"]),
    (f"transfers?under={R1}:bodies-deal:to-southland", [f"{H1}:to-southland"]),
    (f"transfers?agreement={R1}:bodies-deal", [f"{H1}:to-northland", f"{H1}:to-southland", f"{H2}:to-northland"]),
    ("transfers?mediator=ola-vik", [f"{H1}:to-northland"]),
    ("transfers?reported_by=southland", [f"{H1}:to-northland", f"{H1}:to-southland"]),
    ("documents?kind=memorandum&author=northland", [f"{R1}:paper"]),
    ("documents?handed_by=northland&handed_to=southland", [f"{R1}:paper"]),
    ("processes?status=ended", ["lighthouse-talks"]),
    ("processes?party=northland", ["lighthouse-talks", "harbour-talks"]),
    ("processes?mediator=ola-vik&topic=humanitarian", ["harbour-talks"]),
    ("processes?predecessor=lighthouse-talks", ["harbour-talks"]),
    ("processes?from=2031", ["harbour-talks"]),
    ("actors?kind=person&country=NO", ["ana-belo"]),
    ("actors?part_of=harbour-ministry", ["ana-belo"]),
    ("actors?event=" + CALL, ["ana-belo", "joss-tarn", "northland", "southland"]),
    ("actors?role=chair", ["ola-vik"]),
    (f"actors?event={R1}&role=head-of-delegation", ["ana-belo", "joss-tarn"]),
    (f"actors?event={CALL}&role=head-of-delegation", []),
    (f"actors?event={CALL}&role__not=head-of-delegation", ["ana-belo", "joss-tarn"]),
    ("actors?side=northland&role=caller", ["ana-belo"]),
    ("actors?side=southland", ["joss-tarn"]),
    ("actors?q=Анна", ["ana-belo"]),
    ("places?kind=country", ["northland", "southland"]),
    ("places?part_of=southland", ["customs-house", "midport"]),
    ("places?country=SD&kind__not=country", ["customs-house", "midport"]),
    ("sources?publisher=harbour-post", ["lighthouse-report", "harbour-post-2031-04-13"]),
    ("sources?relays=example-wire", ["harbour-post-2031-04-13"]),
    ("sources?kind=analysis", ["lighthouse-report"]),
    ("sources?language=ru", ["southland-radio-2031-04-12"]),
    ("sources?event=" + CALL, ["example-wire-2031-06"]),
    ("publishers?ownership=state-controlled", ["southland-press", "southland-radio"]),
    ("publishers?country=NO", ["example-wire"]),
    ("topics?broader=humanitarian", ["repatriation"]),
]


@pytest.mark.parametrize(("url", "expected"), EXPECTED)
def test_finds(client, url, expected):
    sort = "date" if "date" in QUERIES[url.partition("?")[0]].SORTS else "name"
    response = client.get(f"/v1/{url}{'&' if '?' in url else '?'}sort={sort}&limit=100")
    assert ids(response) == expected
    assert response.json["meta"]["total"] == response.json["meta"]["returned"] == len(expected)


def test_every_filter_is_in_the_table():
    used = {
        (url.partition("?")[0], part.partition("=")[0].partition("__")[0])
        for url, _ in EXPECTED
        for part in url.partition("?")[2].split("&")
    }
    shared = {"from", "to", "date", "event", "process", "topic", "publisher"}
    shared |= {"created_since", "updated_since", "corrected_since"}
    shared &= {name for _, name in used}
    filters = {(noun, name) for noun, query in QUERIES.items() for name in query.filters() - shared}
    assert filters - used == set()


@pytest.mark.parametrize("noun", NOUNS)
def test_some_record_has_the_index_term_of_each_filter(database, noun):
    statement = f"select distinct _index_term.kind from _index_term join {NOUNS[noun].table} using (n)"
    with closing(sqlite3.connect(database)) as db:
        noted = {kind for (kind,) in db.execute(statement)}
    own = {name: used for name, used in NOUNS[noun].filters.items() if used is not INSIDE.get(name)}
    for name, used in own.items():
        assert not isinstance(used, IndexTerm) or used.kind in noted, (
            f"{noun}: no record has an index term {used.kind!r}, which the filter {name!r} looks up; the function of"
            f" {noun} in db/release/derivations/ must yield it, and a record in tests/records/ have what it is made of"
        )


@pytest.mark.parametrize("noun", NOUNS)
def test_query_and_database_declare_the_same_filters_and_orders(noun):
    assert set(NOUNS[noun].filters) == QUERIES[noun].filters()
    assert set(NOUNS[noun].sorts) == set(QUERIES[noun].SORTS)
    assert QUERIES[noun].DEFAULT_SORT.removeprefix("-") in QUERIES[noun].SORTS


@pytest.mark.parametrize(
    ("noun", "sort"),
    [(noun, sign + sort) for noun, query in QUERIES.items() for sort in query.SORTS for sign in ("", "-")],
)
def test_pages_give_every_record_once_in_both_directions(client, noun, sort):
    everything = ids(client.get(f"/v1/{noun}?sort={sort}&limit=100"))
    for limit in (1, 2):
        seen, url, last = [], f"/v1/{noun}?sort={sort}&limit={limit}", None
        while url:
            page = client.get(url.removeprefix(BASE)).json
            assert page["meta"]["total"] == len(everything)
            seen += [record["id"] for record in page["data"]]
            last, url = page, page["links"]["next"]
        assert seen == everything
        back = [record["id"] for record in last["data"]]
        while last["links"]["prev"]:
            last = client.get(last["links"]["prev"].removeprefix(BASE)).json
            back = [record["id"] for record in last["data"]] + back
        assert back == everything


def test_several_orders(client):
    response = client.get("/v1/transfers?sort=-date,count")
    assert ids(response) == [f"{H2}:to-northland", f"{H1}:to-southland", f"{H1}:to-northland"]


def test_fields_and_view(client):
    record = client.get("/v1/events?fields=id,claims&limit=1&sort=date").json["data"][0]
    assert list(record) == ["id", "claims"]
    assert len(record["claims"]) == 3
    full = client.get("/v1/events?view=full&round=1").json["data"][0]
    assert full == client.get(f"/v1/events/{R1}").json
    brief = client.get(f"/v1/events/{R1}?view=brief").json
    assert tuple(brief) == SCHEMAS["events"].BRIEF


def test_describes_the_query_in_words(client):
    meta = client.get("/v1/events?from=2031-04&kind=call,meeting&topic__not=repatriation&q=Belo&sort=date").json["meta"]
    assert meta["description"] == (
        "Events on or after 2031-04, whose kind is call or meeting, whose topic is not repatriation,"
        " with the words 'Belo', by date ascending."
    )
    meta = client.get("/v1/events?date={2031-04-12,2031-06-15}&sort=date").json["meta"]
    assert meta["description"] == "Events within {2031-04-12,2031-06-15}, by date ascending."


@pytest.mark.parametrize(("many", "status"), [(20, 200), (21, 400)])
def test_a_parameter_takes_twenty_values(client, many, status):
    assert client.get(f"/v1/events?kind={','.join(['call'] * many)}").status_code == status


@pytest.mark.parametrize(("length", "is_too_long"), [(120, False), (121, True)])
def test_an_id_has_at_most_a_hundred_and_twenty_characters(client, length, is_too_long):
    response = client.get(f"/v1/events?topic={'a' * length}")
    problem = response.json["errors"][0]["problem"]
    assert response.status_code == 400
    assert (problem == "Is longer than 120 characters.") == is_too_long, problem
