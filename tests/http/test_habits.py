"""Habits: what people and other interfaces write is answered with what it means here, and a URL that works."""

import re

import pytest

from api import create_app
from api.http.address_habits import meant_address
from api.http.date_habits import mended_dates, two_readings
from api.http.meant_pages import PAGES_BELOW
from api.http.parameter_names import ACTORS_NAMED, NAMES_FOR
from api.http.sort_habits import mended_orders
from schemas.nouns import QUERIES, SCHEMAS
from tests.checked_client import BASE

R1 = "2031-04-12-harbour-round-1"

# For each: the URL, the parameter that is named, what is suggested for it, and the URL to try.
HABITS = [
    ("/v1/events?limit=1000", "limit", "100", "/v1/events?limit=100"),
    ("/v1/events?limit=all", "limit", "100", "/v1/events?limit=100"),
    ("/v1/events?per_page=50", "per_page", "limit", "/v1/events?limit=50"),
    ("/v1/events?per_page=500", "per_page", "limit", "/v1/events?limit=100"),
    ("/v1/events?pageSize=50", "pageSize", "limit", "/v1/events?limit=50"),
    ("/v1/events?$top=5", "$top", "limit", "/v1/events?limit=5"),
    ("/v1/events?page=2", "page", "cursor", "/v1/events"),
    ("/v1/events?page=2&kind=call", "page", "cursor", "/v1/events?kind=call"),
    ("/v1/events?offset=20&limit=5", "offset", "cursor", "/v1/events?limit=5"),
    ("/v1/events?format=csv", "format", ".csv", "/v1/events.csv"),
    ("/v1/events?format=json&kind=call", "format", ".json", "/v1/events?kind=call"),
    ("/v1/events?output=ical&kind=call", "output", ".ics", "/v1/events.ics?kind=call"),
    (f"/v1/events/{R1}?format=txt", "format", ".txt", f"/v1/events/{R1}.txt"),
    ("/v1/events?format=xml", "format", None, "/v1/events"),
    ("/v1/events?search=bodies", "search", "q", "/v1/events?q=bodies"),
    ("/v1/search?query=bodies", "query", "q", "/v1/search?q=bodies"),
    ("/v1/search?search=bodies", "search", "q", "/v1/search?q=bodies"),
    ("/v1/events?order=date", "order", "sort", "/v1/events?sort=date"),
    ("/v1/events?order_by=-date", "order_by", "sort", "/v1/events?sort=-date"),
    ("/v1/events?sort_by=date&order=desc", "order", "sort", "/v1/events?sort=-date"),
    ("/v1/events?sort=date&direction=desc", "direction", "sort", "/v1/events?sort=-date"),
    ("/v1/events?sort=date:desc", "sort", "-date", "/v1/events?sort=-date"),
    ("/v1/events?sort=date,desc", "sort", "-date", "/v1/events?sort=-date"),
    ("/v1/events?sort=newest", "sort", "-date", "/v1/events?sort=-date"),
    ("/v1/events?year=2031", "year", "date", "/v1/events?date=2031"),
    ("/v1/events?year=2031&month=4", "month", "date", "/v1/events?date=2031-04"),
    ("/v1/events?year=2031&month=April&day=12", "day", "date", "/v1/events?date=2031-04-12"),
    ("/v1/events?month=2031-04", "month", "date", "/v1/events?date=2031-04"),
    ("/v1/events?kind[]=call", "kind[]", "kind", "/v1/events?kind=call"),
    ("/v1/events?kind[]=call&kind[]=meeting", "kind[]", "kind", "/v1/events?kind=call&kind=meeting"),
    ("/v1/events?kind[0]=call&kind[1]=meeting", "kind[1]", "kind", "/v1/events?kind=call&kind=meeting"),
    ("/v1/events?filter[kind]=call", "filter[kind]", "kind", "/v1/events?kind=call"),
    ("/v1/events?kind__in=call,meeting", "kind__in", "kind", "/v1/events?kind=call,meeting"),
    ("/v1/events?Kind=call", "Kind", "kind", "/v1/events?kind=call"),
    ("/v1/events?type=call", "type", "kind", "/v1/events?kind=call"),
    ("/v1/events?kind!=call", "kind!", "kind__not", "/v1/events?kind__not=call"),
    ("/v1/events?not_kind=call", "not_kind", "kind__not", "/v1/events?kind__not=call"),
    ("/v1/transfers?what=pow", "what", "prisoners-of-war", "/v1/transfers?what=prisoners-of-war"),
    ("/v1/transfers/totals?by=what&what=POWs", "what", "prisoners-of-war", None),
    ("/v1/claims?status=contested", "status", "disputed", "/v1/claims?status=disputed"),
    ("/v1/claims?status=Disputed", "status", "disputed", "/v1/claims?status=disputed"),
    ("/v1/events?kind=talks_round,phone+call", "kind", "talks-round", "/v1/events?kind=talks-round,call"),
    ("/v1/events?status=canceled", "status", "cancelled", "/v1/events?status=cancelled"),
    ("/v1/claims?confirmed_by_both_sides=yes", "confirmed_by_both_sides", "true", None),
    ("/v1/events?date=2031-4-12", "date", "2031-04-12", "/v1/events?date=2031-04-12"),
    ("/v1/events?date=12.04.2031", "date", "2031-04-12", "/v1/events?date=2031-04-12"),
    ("/v1/events?date=12+April+2031", "date", "2031-04-12", "/v1/events?date=2031-04-12"),
    ("/v1/events?date=April+12,+2031", "date", "2031-04-12", "/v1/events?date=2031-04-12"),
    ("/v1/events?from=2031/04/12&kind=call", "from", "2031-04-12", "/v1/events?from=2031-04-12&kind=call"),
    ("/v1/events?to=20310412", "to", "2031-04-12", "/v1/events?to=2031-04-12"),
    ("/v1/events?from=2031-04-12T14:00:00Z", "from", "2031-04-12", "/v1/events?from=2031-04-12"),
    ("/v1/events?before=2031-05-01", "before", "to", "/v1/events?to=2031-05-01"),
    ("/v1/events?until=2031-05-01", "until", "to", "/v1/events?to=2031-05-01"),
    ("/v1/events?end=2031-05-01", "end", "to", "/v1/events?to=2031-05-01"),
    ("/v1/events?end_date=1.5.2031", "end_date", "to", "/v1/events?to=2031-05-01"),
    ("/v1/events?after=2031-05-01", "after", "from", "/v1/events?from=2031-05-01"),
    ("/v1/events?since=2031-05-01", "since", "from", "/v1/events?from=2031-05-01"),
    ("/v1/events?start=2031-05-01", "start", "from", "/v1/events?from=2031-05-01"),
    ("/v1/events?date__gte=2031-05-01", "date__gte", "from", "/v1/events?from=2031-05-01"),
    ("/v1/transfers?min_count=100", "min_count", "count__gte", "/v1/transfers?count__gte=100"),
    ("/v1/transfers?max_count=100", "max_count", "count__lte", "/v1/transfers?count__lte=100"),
    ("/v1/transfers?count_min=100", "count_min", "count__gte", "/v1/transfers?count__gte=100"),
    ("/v1/transfers?count__gt=100", "count__gt", "count__gte", "/v1/transfers?count__gte=101"),
    ("/v1/transfers?count>=100", "count>", "count__gte", "/v1/transfers?count__gte=100"),
    ("/v1/transfers?count>100", "count>100", "count__gte", "/v1/transfers?count__gte=101"),
    ("/v1/transfers?count[lte]=100", "count[lte]", "count__lte", "/v1/transfers?count__lte=100"),
    ("/v1/transfers?count__gte=1,000", "count__gte", "1000", "/v1/transfers?count__gte=1000"),
    ("/v1/transfers?count=>100", "count", "count__gte", "/v1/transfers?count__gte=101"),
    ("/v1/transfers?count=<=100", "count", "count__lte", "/v1/transfers?count__lte=100"),
    ("/v1/transfers/totals?by=year&to=southland", "to", "to_side", "/v1/transfers/totals?by=year&to_side=southland"),
    ("/v1/transfers?from=Northland", "from", "from_side", "/v1/transfers?from_side=northland"),
    ("/v1/transfers?from=2031-5-1", "from", "2031-05-01", "/v1/transfers?from=2031-05-01"),
    ("/v1/transfers?to=may-2031", "to", "2031-05", "/v1/transfers?to=2031-05"),
    ("/v1/transfers?from=2031-06&to=2031-05", "from", "2031-05", "/v1/transfers?from=2031-05&to=2031-06"),
    (
        "/v1/transfers/totals.csv?by=to&from=2031-06&to=2031-05",
        *("to", "2031-06", "/v1/transfers/totals.csv?by=to&from=2031-05&to=2031-06"),
    ),
    ("/v1/transfers?reported_by=harbour-post", "reported_by", "publisher", "/v1/transfers?publisher=harbour-post"),
    ("/v1/events?actor=customs-house", "actor", "place", "/v1/events?place=customs-house"),
    ("/v1/events?topic__not=ana-belo", "topic__not", "actor__not", "/v1/events?actor__not=ana-belo"),
    ("/v1/events.csv?bom=2", "bom", None, "/v1/events.csv"),
    ("/v1/events?bom=1&kind=call", "bom", None, "/v1/events?kind=call"),
    ("/v1/proposals?side__al=northland", "side__al", "side__all", "/v1/proposals?side__all=northland"),
    ("/v1/statements?side__all=northland,southland", "side__all", None, "/v1/statements"),
    ("/v1/transfers?place=harbour", "place", None, "/v1/transfers"),
    ("/v1/claims?country=TR", "country", None, "/v1/claims"),
    ("/v1/search?q=bodies&sort=date", "sort", None, "/v1/search?q=bodies"),
    ("/v1/changes?fields=id,kind", "fields", None, "/v1/changes"),
    ("/v1/changes?from=2031-04", "from", "since", None),
    ("/v1/changes?until_date=x&to=2031-05-01", "to", "until", None),
    ("/v1/on-this-day?date=04-12", "date", "day", "/v1/on-this-day?day=04-12"),
    ("/v1/check?quote=Forty+for+forty", "quote", "text", "/v1/check?text=Forty+for+forty"),
    ("/v1/proposals?to=southland", "to", "addressee", "/v1/proposals?addressee=southland"),
    ("/v1/documents?from=southland", "from", "handed_by", "/v1/documents?handed_by=southland"),
    ("/v1/sources?sort=-published_date", "sort", "-date", "/v1/sources?sort=-date"),
    ("/v1/statements?sort=start_date", "sort", "date", "/v1/statements?sort=date"),
    (f"/v1/events?id={R1}", "id", f"/v1/events/{R1}", f"/v1/events/{R1}"),
    (f"/v1/events.txt?event={R1}", "event", f"/v1/events/{R1}", f"/v1/events/{R1}.txt"),
    ("/v1/actors?ids=ana-belo,joss-tarn", "ids", "/v1/actors/ana-belo,joss-tarn", None),
    ("/v1/events?date=06-02&kind=call", "date", None, "/v1/events?kind=call"),
    ("/v1/events?fields=claims.txt", "fields", "claims.text", "/v1/events?fields=claims.text"),
    ("/v1/events?fields=id,claims.stat", "fields", "claims.status", "/v1/events?fields=id,claims.status"),
    (f"/v1/events/{R1}?fields=claim.text", "fields", "claims.text", f"/v1/events/{R1}?fields=claims.text"),
    *(
        (f"/v1/events?kind=call{sign}visit", "kind", "call,visit", "/v1/events?kind=call,visit")
        for sign in ("|", ";", "%20", "+", "%20|%20")
    ),
    ("/v1/events?actor=ana-belo,%20joss-tarn", "actor", "joss-tarn", "/v1/events?actor=ana-belo,joss-tarn"),
    ("/v1/events?actor=Belo,%20Tarn", "actor", "ana-belo", "/v1/events?actor=ana-belo,joss-tarn"),
    ("/v1/events?date=04/12/2031", "date", None, "/v1/events"),
    ("/v1/events.csv?kind=call&from=04-12-2031", "from", None, "/v1/events.csv?kind=call"),
    ("/v1/events?date=12/31/2031&kind=call", "date", "2031-12-31", "/v1/events?date=2031-12-31&kind=call"),
    ("/v1/events?date=31/12/2031&kind=call", "date", "2031-12-31", "/v1/events?date=2031-12-31&kind=call"),
    ("/v1/on-this-day?day=04/12", "day", None, None),
    ("/v1/on-this-day?day=31/12", "day", "12-31", "/v1/on-this-day?day=12-31"),
    ("/v1/on-this-day?day=12.04", "day", "04-12", "/v1/on-this-day?day=04-12"),
    ("/v1/changes?since=04/12/2031", "since", None, "/v1/changes"),
    ("/v1/on-this-day?day=4-12", "day", "04-12", "/v1/on-this-day?day=04-12"),
    ("/v1/on-this-day?day=April+12", "day", "04-12", "/v1/on-this-day?day=04-12"),
    ("/v1/on-this-day?day=12+April", "day", "04-12", "/v1/on-this-day?day=04-12"),
    ("/v1/on-this-day?day=2031-04-12", "day", "04-12", "/v1/on-this-day?day=04-12"),
    ("/v1/events?api_key=x&kind=call", "api_key", None, "/v1/events?kind=call"),
    ("/v1/events?person=ana-belo", "person", "actor", "/v1/events?actor=ana-belo"),
    ("/v1/events?view=compact", "view", "brief", "/v1/events?view=brief"),
    ("/v1/sources?lang=English", "lang", "language", "/v1/sources?language=en"),
    ("/v1/events?date=2031-04-12&date=2031-04-13", "date", "2031-04-13", "/v1/events?date=2031-04-13"),
    (
        "/v1/events?date=2031-04-13/2031-04-12&kind=call",
        *("date", "2031-04-12/2031-04-13", "/v1/events?date=2031-04-12/2031-04-13&kind=call"),
    ),
    ("/v1/transfers.csv?to=2032/2031-05", "to", "2031-05/2032", "/v1/transfers.csv?to=2031-05/2032"),
    ("/v1/events.csv?kind=talk-round", "kind", "talks-round", "/v1/events.csv?kind=talks-round"),
    ("/v1/events.txt?kindd=call&limit=5", "kindd", "kind", "/v1/events.txt?limit=5&kind=call"),
    ("/v1/events.ics?fields=id&limit=1000", "limit", "100", "/v1/events.ics?limit=100"),
]

ADDRESSES = [
    ("/v1/events/2031-04-12T14:00", "/v1/events/2031-04-12"),
    ("/v1/events/2031-4-12", "/v1/events/2031-04-12"),
    ("/v1/events/12.04.2031", "/v1/events/2031-04-12"),
    ("/v1/events/31-12-2031", "/v1/events/2031-12-31"),
    ("/v1/events/31/12/2031", "/v1/events/2031-12-31"),
    ("/v1/events/04-12-2031", "/v1/events"),
    ("/v1/events/04/12/2031", "/v1/events"),
    ("/v1/events/april-2031", "/v1/events/2031-04"),
    ("/v1/events/2031/04/12", "/v1/events/2031-04-12"),
    ("/v1/events/2031-04-31", "/v1/events/2031-04"),
    ("/v1/event/2031/4/2", "/v1/events/2031-04-02"),
    ("/v1/event/2031/4", "/v1/events/2031-04"),
    ("/v1/actors/ana-belo/events?limit=1", "/v1/events?actor=ana-belo&limit=1"),
    ("/v1/topics/ceasefire/claims", "/v1/claims?topic=ceasefire"),
    ("/v1/places/midport/events.csv", "/v1/events.csv?place=midport"),
    (f"/v1/events/{R1}:bodies", f"/v1/claims/{R1}:bodies"),
    (f"/v1/events/{R1}:bodies.txt?fields=id", None),
    ("/v1/events/ana-belo", "/v1/actors/ana-belo"),
    (f"/v1/events/{R1}x.txt", f"/v1/events/{R1}.txt"),
    (f"/v1/events/{R1}x?view=brief", f"/v1/events/{R1}?view=brief"),
    (f"/v1/events/{R1}x?viw=brief", f"/v1/events/{R1}?view=brief"),
    ("/v1/actors/ana-bello/meetings", "/v1/actors/ana-belo/meetings"),
    ("/v1/actors/ana-belo/meetings.xml", "/v1/actors/ana-belo/meetings"),
    ("/v1/actors/ana-belo/meetings/southland.xml", "/v1/actors/ana-belo/meetings/southland"),
    ("/v1/actors/southland.docx", "/v1/actors/southland"),
    ("/v1/actors/ana-bello/meetings/jos-tarn", "/v1/actors/ana-belo/meetings/joss-tarn"),
    (f"/v1/events/{R1}/claims", f"/v1/claims?event={R1}"),
    (f"/v1/events/{R1}/claims?limit=1", f"/v1/claims?event={R1}&limit=1"),
    (f"/v1/claims/{R1}:bodys", f"/v1/claims/{R1}:bodies"),
    (f"/v1/claims/{R1[:-3]}d-1:body.txt", f"/v1/claims/{R1}:bodies.txt"),
    (f"/v1/claims/{R1}:zzzz", f"/v1/claims?event={R1}"),
    (f"/v1/statements/{R1}:zzzz.csv?view=full", f"/v1/statements.csv?event={R1}&view=full"),
    ("/v1/claims/2031-06-harbour-round-2:zzzz", "/v1/claims?event=2031-06-15-harbour-round-2"),
    ("/v1/claims/2031-99-99-nothing:zzzz", "/v1/claims"),
    ("/v1/vocabularies/event-kinds", "/v1/vocabularies/event_kinds"),
    ("/v1/vocabularies/Roels.csv", "/v1/vocabularies/roles.csv"),
    ("/v1/transfers/total?by=what", "/v1/transfers/totals?by=what"),
    ("/v1/events/lates", "/v1/events/latest"),
    (f"/v1/events/{R1}/history", f"/v1/events/{R1}/revisions"),
    (f"/v1/events/{R1}/revison.csv", f"/v1/events/{R1}/revisions.csv"),
    ("/v1/actors/ana-belo/changes", "/v1/actors/ana-belo/revisions"),
    ("/v1/actors/ana-belo/meeting", "/v1/actors/ana-belo/meetings"),
    ("/v1/events/2031-04-12.xlsx", "/v1/events/2031-04-12.csv"),
    ("/v1/events/2031-04.ical", "/v1/events/2031-04.ics"),
    ("/v1/events/2031-04-12.pdf", "/v1/events/2031-04-12"),
    ("/v1/events/2031-04.docx?view=brief", "/v1/events/2031-04?view=brief"),
    ("/v1/events/2031-04-12.TXT", "/v1/events/2031-04-12.txt"),
    ("/v1/events/2031.JSON", "/v1/events/2031"),
    (f"/v1/events/{R1}.TXT", f"/v1/events/{R1}.txt"),
    (f"/v1/events/{R1}.Markdown?view=brief", f"/v1/events/{R1}.md?view=brief"),
    (f"/v1/events/{R1}.JSON", f"/v1/events/{R1}"),
    (f"/v1/claims/{R1}:bodies.TXT", f"/v1/claims/{R1}:bodies.txt"),
    ("/v1/actors/ana-belo.docx", "/v1/actors/ana-belo"),
    ("/v1/actors/ana-belo/meetings.CSV", "/v1/actors/ana-belo/meetings.csv"),
    ("/v1/transfers/totals.CSV?by=what", "/v1/transfers/totals.csv?by=what"),
    ("/v1/events.CSV?kind=call", "/v1/events.csv?kind=call"),
    ("/v1/search.NDJSON?q=lamps", "/v1/search.ndjson?q=lamps"),
    # Where nothing is near, the list of all that there is.
    ("/v1/nope", "/v1"),
    ("/v1/foo?limit=3", "/v1"),
    ("/v1/nope/abc", "/v1"),
    ("/nope", "/"),
    ("/docs.html", "/docs"),
    ("/v1/top", "/v1/topics"),
    ("/v1/serch?q=lamps", "/v1/search?q=lamps"),
    ("/v1/on-this-dya", "/v1/on-this-day"),
    ("/v1/events/2031-04-12/2031-04-14", "/v1/events?date=2031-04-12/2031-04-14"),
    ("/v1/events/2031-04-12..2031-04-14", "/v1/events?date=2031-04-12/2031-04-14"),
    ("/v1/events/2031-04-14/2031-04-12.csv", "/v1/events.csv?date=2031-04-12/2031-04-14"),
    ("/v1/events/2031/2032", "/v1/events?date=2031/2032"),
    ("/v1/openapi.json", "/openapi.json"),
    ("/v1/llms.txt", "/llms.txt"),
    ("/v1/events/totals?by=kind", "/v1/events?facet=kind"),
    ("/v1/claims/stats.csv?by=status&from=2031", "/v1/claims.csv?from=2031&facet=status"),
    ("/v1/actors/count", "/v1/actors?facet=kind"),
    ("/v1/timeline", "/v1/events.timeline"),
    ("/v1/timeline?kind=call", "/v1/events.timeline?kind=call"),
    ("/v1/calendar", "/v1/events.ics"),
    ("/v1/calendar.ics", "/v1/events.ics"),
    ("/v1/map", "/v1/events.geojson"),
    ("/v1/feed", "/v1/events.atom"),
    ("/v1/feed.xml", "/v1/events.atom"),
    ("/v1/people", "/v1/actors?kind=person"),
    ("/v1/countries", "/v1/places?kind=country"),
    ("/v1/latest", "/v1/events/latest"),
    ("/v1/stats", "/v1/transfers/totals?by=what"),
    ("/v1/dump", "/v1/downloads"),
    ("/v1/Events?kind=call", "/v1/events?kind=call"),
    ("/api/v1/events", "/v1/events"),
    ("/v1/evnts.csv?kindd=call", "/v1/events.csv?kind=call"),
    ("/events", "/v1/events"),
    ("/swagger", "/docs"),
    ("/health", "/readyz"),
]


@pytest.fixture(scope="module")
def client(database):
    """Return a client that compares no reply with the specification: there are too many."""
    return create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE, PARLEY_CACHE_BYTES="0").test_client()


def working(client, url):
    """Return the problem of a URL, what it suggests having been asked for."""
    reply = client.get(url)
    assert 400 <= reply.status_code < 500, reply.text[:200]
    problem = reply.json
    assert client.get(problem["try"].removeprefix(BASE)).status_code == 200, problem["try"]
    return problem


@pytest.mark.parametrize(("url", "parameter", "meant", "better"), HABITS)
def test_a_habit_gets_the_right_hint(client, url, parameter, meant, better):
    problem = working(client, url)
    assert meant in [error["did_you_mean"] for error in problem["errors"] if error["parameter"] == parameter]
    if better:
        assert problem["try"] == BASE + better


@pytest.mark.parametrize(("url", "better"), ADDRESSES)
def test_an_address_leads_to_what_is_meant(client, url, better):
    problem = working(client, url)
    if better:
        assert problem["try"] == BASE + better


@pytest.mark.parametrize("url", ["/v1/nope", "/v1/foo", "/v1/xyz", "/v1/nope/abc", "/nope", "/v1/nope.csv"])
def test_what_is_near_nothing_is_taken_for_nothing(client, url):
    """Below /v1 every address has four letters in common with every other."""
    (error,) = working(client, url)["errors"]
    assert error["did_you_mean"] is None
    assert "/v1/topics" in error["allowed"]


@pytest.mark.parametrize(("suffix", "meant"), [("TXT", ".txt"), ("Json", ".json"), ("xlsx", ".csv"), ("docx", None)])
def test_a_suffix_that_is_no_format_is_answered_with_those_that_are(client, suffix, meant):
    problem = working(client, f"/v1/events/{R1}.{suffix}")
    (error,) = problem["errors"]
    assert (error["parameter"], error["value"], error["did_you_mean"]) == ("format", f".{suffix}", meant)
    assert {".json", ".txt", ".ics"} < set(error["allowed"])
    assert f"no format .{suffix}" in problem["detail"]


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/v1/event/2031/4/2", "/v1/events/2031-04-02"),
        ("/v1/places/midport/events", "/v1/events?place=midport"),
        ("/v1/process/harbour-talks/claims", "/v1/claims?process=harbour-talks"),
    ],
)
def test_what_lies_below_a_noun_is_meant_at_once(path, meant):
    assert meant_address(path, []) == meant


def test_both_names_of_a_meeting_are_mended_in_every_answer(real_client):
    problem = real_client.get("/v1/actors/rustem-umerow/meetings/vladimir-medinski").json
    assert problem["try"] == f"{BASE}/v1/actors/rustem-umerov/meetings/vladimir-medinsky"


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2025-6-2", ["2025-06-02"]),
        ("02.06.2025", ["2025-06-02", "2025-02-06"]),
        ("02/06/2025", ["2025-06-02", "2025-02-06"]),
        ("06/22/2025", ["2025-06-22"]),
        ("2 June 2025", ["2025-06-02"]),
        ("2nd of June, 2025", ["2025-06-02"]),
        ("June 2, 2025", ["2025-06-02"]),
        ("Jun 2025", ["2025-06"]),
        ("sept. 2025", ["2025-09"]),
        ("june-2025", ["2025-06"]),
        ("2025/06", ["2025-06", "2025"]),
        ("6/2025", ["2025-06"]),
        ("20250602", ["2025-06-02", "2025-02-06", "2025-06"]),
        ("2025-06-02 14:30", ["2025-06-02"]),
        ("2025-06-31", ["2025-06"]),
        ("2025-Q2", ["2025-04/2025-06"]),
        ("2025-06-01..2025-06-30", ["2025-06-01/2025-06-30"]),
        ("1.6.2025 to 30.6.2025", ["2025-06-01/2025-06-30"]),
        ("2025-06-30/2025-06-01", ["2025-06-01/2025-06-30"]),
        ("30.6.2025 to 1.6.2025", ["2025-06-01/2025-06-30"]),
        ("2 June 2025 – 3 June 2025", ["2025-06-02/2025-06-03"]),
        *((text, []) for text in ("", "nonsense", "31.31.2025", "0", "june", "a to b", "9" * 500, "..", "%")),
    ],
)
def test_a_date_written_another_way(text, dates):
    assert mended_dates(text)[: len(dates)] == dates
    assert bool(mended_dates(text)) == bool(dates)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("06/02/2025", ["2025-02-06", "2025-06-02"]),
        ("6-2-2025", ["2025-02-06", "2025-06-02"]),
        ("06/02/2025 to 08/02/2025", ["2025-02-06/2025-02-08", "2025-06-02/2025-08-02"]),
        ("06/02/2025 to 1 August 2025", ["2025-02-06/2025-08-01", "2025-06-02/2025-08-01"]),
        ("2025 to 06/02/2026", ["2025/2026-02-06", "2025/2026-06-02"]),
        *((text, []) for text in ("06.02.2025", "25/02/2025", "06/06/2025", "2025/06/02", "31/02/2025", "x", "")),
    ],
)
def test_a_day_and_a_month_that_could_change_places(text, readings):
    assert two_readings(text) == readings


@pytest.mark.parametrize(
    "path", ["/v1/events?from=06/02/2025", "/v1/events/06-02-2025", "/v1/search?q=x&to=06/02/2025"]
)
def test_the_error_of_an_ambiguous_date_names_both_readings(client, path):
    problem = client.get(path).json
    assert problem["status"] in (400, 404)
    (error,) = problem["errors"]
    assert error["allowed"] == ["2025-02-06", "2025-06-02"]
    assert error["did_you_mean"] is None
    assert "2025-02-06 or 2025-06-02" in error["problem"]
    assert "2025" not in problem["try"]


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("date:desc", "-date"),
        ("date asc,title desc", "date,-title"),
        ("+date", "date"),
        ("DATE", "date"),
        ("dat", "date"),
        ("latest", "-date"),
        ("???", None),
    ],
)
def test_an_order_written_another_way(text, orders):
    assert mended_orders(text, ["date", "-date", "title", "-title"]) == orders


@pytest.mark.parametrize("noun", SCHEMAS)
@pytest.mark.parametrize(
    "query",
    [
        *("kindd=1", "limit=0&limit=5", "limit=x&cursor=abc", "cursor=abc&view=compact", "sort=&fields=,", "q=%22&x=1"),
        *("event=nothing-of-the-sort&limit=999", "format=pdf&page=9&foo=bar", "fields=titel,id&sort=dat,-dat", "=x&y"),
        *("date=2031-13-45&from=x&to=1.1.2031", "topic__not=nothing&topic=ceasefire&actor=ana", "facet=kin&facet=x"),
        *("q=" + "a" * 2_000, "kind=" + ",".join("abcdefghijklmnopqrstuvwxyz"), "country=Northland&lang=xx-YY"),
    ],
)
@pytest.mark.parametrize("suffix", ["", ".txt", ".ics"])
def test_what_is_suggested_works_whatever_is_wrong(client, noun, query, suffix):
    problem = working(client, f"/v1/{noun}{suffix}?{query}")
    assert re.match(rf"{BASE}/v1/{noun}\b", problem["try"])


@pytest.mark.parametrize(
    "path",
    [
        *("/v1/", "/v1/nothing/at/all", "/v1/actors/a,b,C", "/v1/claims/x:y:z", "/v1/events/latest/claims", "/x" * 40),
        *("/v1/vocabularies/nothing", "/v1/downloads/nothing", "/errors/nothing", "/v1/search", "/v1/suggest.csv?q=a"),
        *("/v1/transfers/totals.atom?by=wat&what=pow", "/v1/transfers/totals", "/v1/on-this-day?day=2.6.", "/docs/x"),
        *("/?x=1", "/v1?format=csv", "/openapi.json?x=1", "/v1/coverage?q=1", "/v1/events/2031-04-12?date=2031&x=1"),
        *(
            "/v1/actors/zzz/meetings/yyy?limit=x",
            "/v1/events/2031-06-20-mistaken",
            "/v1/%D0%B7/%D1%8B?%D1%8B=1",
            "/v1/.csv",
        ),
    ],
)
@pytest.mark.parametrize("accept", ["*/*", "image/png", "text/csv;q=1"])
def test_what_is_suggested_for_an_address_works_for_the_same_client(client, path, accept):
    reply = client.get(path, headers={"Accept": accept})
    if 400 <= reply.status_code < 500:
        again = client.get(reply.json["try"].removeprefix(BASE), headers={"Accept": accept})
        assert again.status_code == 200, reply.json["try"]


def test_the_address_that_is_suggested_is_the_one_that_works(client):
    (error,) = client.get(f"/v1/evnts/{R1}x").json["errors"]
    assert error["did_you_mean"] == f"/v1/events/{R1}"


def test_a_trial_writes_no_format(client, monkeypatch):
    """A text of a large event takes a hundred times as long as finding that it is there."""
    monkeypatch.setattr("api.http.envelopes.format_response", lambda *_: pytest.fail("A format was written."))
    for url in (f"/v1/events/{R1}x.txt", "/v1/events.csv?kind=cal", f"/v1/events/{R1}.md?viw=full"):
        assert 400 <= client.get(url).status_code < 500


@pytest.mark.parametrize(
    ("address", "meant"),
    [("/v1/events.rss?kind=call", "/v1/events.atom?kind=call"), ("/v1/events.pdf", "/v1/events")],
)
def test_a_format_by_another_name_leads_to_ours(client, address, meant):
    assert client.get(address).json["try"] == BASE + meant


def test_days_have_no_revisions_but_their_events_have(client):
    """A day, a month, a year and the latest event are no records: the error says whose revisions there are."""
    for days in ("2031-04-12", "2031-04", "2031", "latest"):
        problem = working(client, f"/v1/events/{days}/revisions.csv")
        (error,) = problem["errors"]
        assert "has no revisions" in error["problem"]
        assert (error["value"], error["did_you_mean"]) == (days, f"/v1/events/{days}")
        assert problem["try"].startswith(f"{BASE}/v1/events/{days}")


def test_a_general_word_for_somebody_means_what_each_noun_calls_them(client):
    """What `actor` of events is in each noun; nothing where either of two sides, or nobody, could be meant."""
    expected = {
        "claims": "by",
        "statements": "speaker",
        "proposals": "by",
        "agreements": "party",
        "processes": "party",
        "documents": "author",
        "transfers": None,
        "sources": None,
        "topics": None,
    }
    for noun, meant in expected.items():
        problem = working(client, f"/v1/{noun}?actor=southland")
        assert problem["errors"][0]["did_you_mean"] == meant
        assert problem["try"] == f"{BASE}/v1/{noun}" + (f"?{meant}=southland" if meant else "")
    assert "from_side" in working(client, "/v1/transfers?side=southland")["errors"][0]["problem"]


@pytest.mark.parametrize("noun", QUERIES)
def test_a_parameter_of_another_noun_is_no_misspelling(client, noun):
    """Whatever any noun takes and this one does not: by its meaning, or not at all, never by its letters."""
    others = {name for query_type in QUERIES.values() for name in query_type.names()} - set(QUERIES[noun].names())
    for name in sorted(others):
        error = working(client, f"/v1/{noun}?{name}=southland")["errors"][0]
        meant, base = error["did_you_mean"], name.partition("__")[0]
        if meant and not meant.startswith("/"):
            own = meant.partition("__")[0]
            named = {target for words, targets in ACTORS_NAMED if base in words.split() for target in targets.split()}
            assert base in NAMES_FOR.get(own, ()) or own in named, (name, meant)
            assert name.partition("__")[2] == meant.partition("__")[2], (name, meant)


@pytest.mark.parametrize("noun", QUERIES)
def test_a_misspelt_parameter_is_the_one_that_it_nearly_equals(client, noun):
    names = [name for name in QUERIES[noun].parameters() if len(name) > 3]
    wrong = [
        form
        for name in names
        for form in (f"{name}{name[-1]}", name[:2] + name[3:])
        if _meant(client, noun, form) != name
    ]
    assert len(wrong) <= len(names) / 10, wrong


def _meant(client, noun, name):
    return client.get(f"/v1/{noun}?{name}=x").json["errors"][0]["did_you_mean"]


def test_name_and_value_are_mended_together(real_client):
    for url, better in (
        ("/v1/events?participants=putin", "/v1/events?participant=vladimir-putin"),
        ("/v1/events?person=Putin&kind=call", "/v1/events?kind=call&actor=vladimir-putin"),
        ("/v1/events?limit=999&actor=putin", "/v1/events?limit=100&actor=vladimir-putin"),
        ("/v1/search?q=talks&limit=999&actor=putin", "/v1/search?q=talks&limit=100&actor=vladimir-putin"),
        ("/v1/statements?by=putin", "/v1/statements?speaker=vladimir-putin"),
        ("/v1/statements?actor=lavrov", "/v1/statements?speaker=sergey-lavrov"),
        ("/v1/claims?actor=ukrain", "/v1/claims?by=ukraine"),
        ("/v1/proposals?to=russsia", "/v1/proposals?addressee=russia"),
        ("/v1/agreements.csv?side=Ukranian", "/v1/agreements.csv?party=ukraine"),
    ):
        problem = working(real_client, url)
        assert problem["try"] == BASE + better


def test_an_empty_value_beside_a_comma_is_left_out(client):
    for url, value, meant in (
        ("/v1/events?actor=ana-belo,,joss-tarn", "ana-belo,,joss-tarn", "ana-belo,joss-tarn"),
        ("/v1/events?actor=,ana-belo", ",ana-belo", "ana-belo"),
        ("/v1/events?kind=call,,meeting,", "call,,meeting,", "call,meeting"),
    ):
        problem = working(client, url)
        (error,) = problem["errors"]
        assert (error["value"], error["did_you_mean"]) == (value, meant)
        assert problem["try"] == f"{BASE}{url.partition('=')[0]}={meant}"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/v1/search?q=", "is required here"),
        ("/v1/suggest?q=", "is required here"),
        ("/v1/transfers/totals?by=", "is required here"),
        ("/v1/check?text=", "give a `text` or a `url`"),
        ("/v1/on-this-day?day=", "to ask for today"),
        ("/v1/events?kind=", "to ask for everything"),
    ],
)
def test_an_empty_value_says_what_leaving_it_out_means(client, url, words):
    assert words in working(client, url)["errors"][0]["problem"]


def test_an_agreement_where_its_term_belongs(real_client):
    """An agreement's id, a misspelt term and nothing at all: the error says where terms are."""
    (identifier,) = [one["id"] for one in real_client.get("/v1/agreements?limit=1&sort=date").json["data"]]
    agreement = real_client.get(f"/v1/agreements/{identifier}").json
    problem = working(real_client, f"/v1/transfers?under={identifier}")
    assert problem["try"] == f"{BASE}/v1/transfers?agreement={identifier}"
    term = agreement["terms"][0]["id"]
    assert working(real_client, f"/v1/transfers?under={term}x")["errors"][0]["did_you_mean"] == term
    error = working(real_client, "/v1/transfers?under=x")["errors"][0]
    assert "/v1/agreements lists them" in error["problem"]
    assert "/v1/agreements" in working(real_client, "/v1/transfers?under=X+Y")["errors"][0]["problem"]


def test_a_part_of_a_version_leads_to_the_release(real_client):
    versions = [one["version"] for one in real_client.get("/v1/releases").json["data"]]
    assert len(versions) > 1
    for version in versions:
        for typed in (version[:-1], version[11:], version[:-2] + version[-1] + version[-2], version.upper()):
            if typed not in versions:
                error = real_client.get(f"/v1/changes?since={typed}").json["errors"][0]
                assert error["did_you_mean"] == version, typed
    assert real_client.get("/v1/changes?since=2026-11-3x").json["errors"][0]["did_you_mean"] not in versions


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        *(("parley.sqlite", "parley.db"), ("record.sqlite3", "parley.db"), ("parly.db", "parley.db")),
        *(("parley.json", "parley.ndjson"), ("parley.csv", "parley.csv.zip"), ("nothing", None)),
    ],
)
def test_a_file_by_another_name(client, name, meant):
    problem = working(client, f"/v1/downloads/{name}")
    assert problem["errors"][0]["did_you_mean"] == meant
    assert problem["try"] == f"{BASE}/v1/downloads"


def test_every_address_below_a_noun_is_known(client):
    """They are listed by hand, because whoever looks for a record does so outside the application."""
    pages = {noun: [] for noun in QUERIES}
    for rule in client.application.url_map.iter_rules():
        _, version, *parts = rule.rule.split("/")
        if version == "v1" and "<" not in rule.rule and len(parts) > 1 and parts[0] in pages:
            pages[parts[0]].append(parts[1])
    assert {noun: tuple(names) for noun, names in pages.items() if names} == PAGES_BELOW
