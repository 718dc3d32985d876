"""Errors: every mistake gets a problem that names it, says what is allowed, and gives a URL that works."""

import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.http.problems import PROBLEM_KINDS
from db.release.build import build_database
from tests.checked_client import BASE, checked_app
from tests.conftest import ids

R1 = "2031-04-12-harbour-round-1"

# For each: the URL, the status, the parameter that is named, what was meant.
WRONG = [
    ("/v1/events?from=2031-13-01", 400, "from", None),
    ("/v1/events?to=yesterday", 400, "to", None),
    ("/v1/events?date=2031-02-30", 400, "date", None),
    ("/v1/events?date=" + "2031," * 9, 400, "date", None),
    ("/v1/events?kindd=call", 400, "kindd", "kind"),
    ("/v1/events?kind=cal", 400, "kind", "call"),
    ("/v1/events?kind=cal,meeting", 400, "kind", "call"),
    ("/v1/events?kind=", 400, "kind", None),
    ("/v1/events?kind=call,,meeting", 400, "kind", None),
    ("/v1/events?kind__gte=call", 400, "kind__gte", None),
    ("/v1/events?topic__nott=ceasefire", 400, "topic__nott", "topic__not"),
    ("/v1/events?limit=0", 400, "limit", None),
    ("/v1/events?limit=101", 400, "limit", None),
    ("/v1/events?limit=-1", 400, "limit", None),
    ("/v1/events?limit=1e1", 400, "limit", None),
    ("/v1/events?limit=+5", 400, "limit", None),
    ("/v1/events?limit=٣", 400, "limit", None),
    ("/v1/events?limit=9223372036854775808", 400, "limit", None),
    ("/v1/events?limit=5&limit=6", 400, "limit", None),
    ("/v1/events?round=one", 400, "round", None),
    ("/v1/events?sort=nope", 400, "sort", None),
    ("/v1/events?sort=dat", 400, "sort", "date"),
    ("/v1/events?fields=id,titel", 400, "fields", "title"),
    ("/v1/events?view=ful", 400, "view", "full"),
    ("/v1/events?cursor=tampered", 400, "cursor", None),
    ("/v1/events?q=" + "a" * 3000, 400, "q", None),
    ("/v1/events?q=...", 400, "q", None),
    ("/v1/events?actor=ana-bello", 400, "actor", "ana-belo"),
    ("/v1/events?actor=ana-belo,nobody-at-all-xyz", 400, "actor", None),
    ("/v1/events?actor=Ana+Belo", 400, "actor", None),
    ("/v1/events?actor__not=ana-bello", 400, "actor__not", "ana-belo"),
    ("/v1/events?country=XX", 400, "country", None),
    ("/v1/statements?language=xx", 400, "language", None),
    ("/v1/sources?language=en,fi", 400, "language", None),
    ("/v1/sources?language__not=ua", 400, "language__not", "uk"),
    ("/v1/events?country=Suda", 400, "country", None),
    ("/v1/events?country=Ukraine", 400, "country", None),
    ("/v1/events?country=NOR", 400, "country", "NO"),
    ("/v1/sources?language=en-GB", 400, "language", "en"),
    ("/v1/events?follows=2031-04-12-harbour-round-2", 400, "follows", R1),
    ("/v1/transfers?under=x:y:z", 400, "under", None),
    ("/v1/claims?confirmed_by_both_sides=yes", 400, "confirmed_by_both_sides", None),
    ("/v1/claims?by=harbour-pots", 400, "by", "harbour-post"),
    ("/v1/events/2031-04?date=2031", 400, "date", None),
    (f"/v1/events/{R1}?limit=5", 400, "limit", None),
    (f"/v1/events/{R1}?fields=titel", 400, "fields", "title"),
    ("/v1/events/2031-13-45", 400, "date", None),
    ("/v1/events/2031-04-12-harbour-round-3x", 404, "id", R1),
    ("/v1/actors/ana-belo-x", 404, "id", "ana-belo"),
    ("/v1/actors/zzzzzzzzzz", 404, "id", None),
    ("/v1/evnts", 404, "path", "/v1/events"),
    ("/v1/event", 404, "path", "/v1/events"),
    ("/v1/evnts/2031-04-12", 404, "path", "/v1/events/2031-04-12"),
    (f"/v1/event/{R1}", 404, "path", f"/v1/events/{R1}"),
    ("/events", 404, "path", "/v1/events"),
    ("/v2/events", 404, "path", "/v1/events"),
    ("/openapi", 404, "path", "/openapi.yaml"),
    (f"/v1/events/{R1}/claims", 404, "path", f"/v1/claims?event={R1}"),
    ("/errors/unheard-of", 404, "path", None),
]


@pytest.mark.parametrize(("url", "status", "parameter", "meant"), WRONG)
def test_names_what_is_wrong_and_gives_a_url_that_works(client, url, status, parameter, meant):
    response = client.get(url)
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    problem = response.json
    assert problem["status"] == status
    named = {error["parameter"]: error for error in problem["errors"]}
    assert parameter in named
    if meant:
        assert named[parameter]["did_you_mean"] == meant
    assert named[parameter]["problem"]
    assert problem["try"].startswith(BASE)
    assert client.get(problem["try"].removeprefix(BASE)).status_code == 200, problem["try"]
    assert client.get(problem["type"].removeprefix(BASE)).status_code == 200


def test_the_latest_event_is_missing_where_none_was_held(world, tmp_path, specification):
    for path in (world / "events").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("status: held\n", "status: denied\n", 1), encoding="utf-8")
    build_database(world, tmp_path / "parley.db")
    client = checked_app(tmp_path / "parley.db", specification).test_client()
    reply = client.get("/v1/events/latest")
    assert (reply.status_code, reply.json["type"]) == (404, f"{BASE}/errors/not-found")
    assert client.get(reply.json["try"].removeprefix(BASE)).status_code == 200


def test_lists_what_is_allowed(client):
    (error,) = client.get("/v1/events?status=hold").json["errors"]
    assert error == {
        "parameter": "status",
        "value": "hold",
        "problem": "Not one of the allowed values.",
        "allowed": ["held", "scheduled", "postponed", "cancelled", "denied", "rumoured"],
        "did_you_mean": "held",
    }


def test_lists_the_languages_that_there_are(client):
    """What no source and no quote is in was answered with nothing, as if nobody had said anything."""
    problem = client.get("/v1/sources.csv?language=ru,xx&limit=1").json
    (error,) = problem["errors"]
    assert (error["value"], error["allowed"]) == ("xx", ["en", "ru"])
    assert problem["try"] == f"{BASE}/v1/sources.csv?limit=1&language=ru"
    # A language that only others have is one; that nothing is in it is said as usual.
    assert client.get("/v1/statements?language=ru").json["meta"]["empty"]["reason"] == "nothing-recorded"


def test_names_every_wrong_parameter_at_once(client):
    problem = client.get("/v1/events?limit=0&kind=cal,wrong&sort=date&nonsense=1").json
    assert {error["parameter"] for error in problem["errors"]} == {"limit", "kind", "nonsense"}
    assert problem["try"] == f"{BASE}/v1/events?sort=date&kind=call"


@pytest.mark.parametrize(
    ("path", "query"),
    [("/v1/events", "q=%00"), ("/v1/events", "q=%ff"), ("/v1/events", "%ff=1"), ("/v1/events", "q=%ED%A0%80")]
    + [(f"/v1/events/{character}", "") for character in ("\xff", "\xc0\xaf", "\0")],
)
def test_bytes_that_are_no_text_are_refused(client, path, query):
    response = client.get("/", environ_overrides={"PATH_INFO": path, "QUERY_STRING": query})
    assert response.status_code == 400
    assert response.json["type"] == f"{BASE}/errors/bad-request"
    assert client.get(response.json["try"].removeprefix(BASE)).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO"])
@pytest.mark.parametrize("url", ["/", "/v1/events", f"/v1/events/{R1}", "/v1/events/latest", "/livez"])
def test_only_reading_is_possible(client, method, url):
    response = client.open(url, method=method)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json["type"] == f"{BASE}/errors/method-not-allowed"


def test_former_ids_lead_on(client):
    response = client.get("/v1/events/2031-06-harbour-round-2?view=brief")
    assert response.status_code == 308
    assert response.headers["Location"] == f"{BASE}/v1/events/2031-06-15-harbour-round-2?view=brief"


def test_withdrawn_records_say_why(client):
    response = client.get("/v1/events/2031-06-20-mistaken")
    assert response.status_code == 410
    assert response.json["detail"] == "Withdrawn on 2031-06-25: The report was about another harbour."
    assert client.get(response.json["try"].removeprefix(BASE)).status_code == 200
    assert "2031-06-20-mistaken" not in ids(client.get("/v1/events"))


@pytest.mark.parametrize("kind", PROBLEM_KINDS)
def test_every_type_of_problem_is_explained(client, kind):
    body = client.get(f"/errors/{kind}").json
    assert (body["status"], body["title"], body["explanation"]) == PROBLEM_KINDS[kind]


def test_an_unknown_host_is_refused(client):
    response = client.get("/v1/events", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.text
    assert "evil.example" not in str(response.headers)


def test_without_a_database_only_liveness_is_left(tmp_path, specification):
    missing = tmp_path / "missing.db"
    client = checked_app(missing, specification).test_client()
    assert client.get("/livez").status_code == 200
    for url in ("/", "/readyz", "/v1/events", f"/v1/events/{R1}"):
        response = client.get(url)
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "5"
        assert response.json["type"] == f"{BASE}/errors/unavailable"
    assert not missing.exists()
    missing.write_bytes(b"")
    assert client.get("/readyz").status_code == 503


def test_a_mistake_of_ours_is_a_problem_too(database, specification):
    app = checked_app(database, specification)
    app.add_url_rule("/mistake", view_func=lambda: 1 / 0)
    response = app.test_client().get("/mistake")
    assert response.status_code == 500
    assert response.json["type"] == f"{BASE}/errors/internal"
    assert "division" not in response.text


@given(text=st.text(min_size=1, max_size=200))
@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
def test_nothing_typed_into_q_fails(app, text):
    response = app.test_client().get(f"/v1/events?q={quote(text, safe='')}")
    assert response.status_code in (200, 400)
    if any(character.isalnum() for character in text) and "\0" not in text:
        assert response.status_code == 200, response.text


def test_a_cursor_with_any_byte_changed_is_refused_or_a_page_of_the_same_list(client):
    cursor = client.get("/v1/events?limit=1").json["links"]["next"].partition("cursor=")[2]
    total = client.get(f"/v1/events?limit=1&cursor={cursor}").json["meta"]["total"]
    for index in range(len(cursor)):
        for other in ("A" if cursor[index] != "A" else "B", ""):
            changed = cursor[:index] + other + cursor[index + 1 :]
            response = client.get(f"/v1/events?limit=1&cursor={quote(changed)}")
            assert response.status_code in (200, 400), (index, other)
            if response.status_code == 200:
                assert response.json["meta"]["total"] == total


def test_a_cursor_of_another_list_is_refused(client):
    cursor = client.get("/v1/events?limit=1").json["links"]["next"].partition("cursor=")[2]
    for url in ("/v1/claims?limit=1", "/v1/events?limit=1&sort=title", "/v1/events?limit=1&kind=call"):
        assert client.get(f"{url}&cursor={cursor}").status_code == 400
    assert client.get(f"/v1/events?limit=3&cursor={cursor}").status_code == 200


def test_problems_are_indented_and_end_with_a_newline(client):
    text = client.get("/v1/events?limit=0").text
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize(
    "identifier", ["2025-06-02-istanbul-rond-2", "1961-01-01-nothing-of-the-sort", "x" * 300, "zz"]
)
def test_few_ids_are_compared_letter_by_letter(real_client, monkeypatch, identifier):
    """What may have been meant is found among a few candidates: comparing takes far longer than all the rest."""
    compared = []
    monkeypatch.setattr("db.query.similar.get_close_matches", lambda text, ids, *_: compared.append((text, ids)) or [])
    assert real_client.get(f"/v1/events/{identifier}").status_code == 404
    assert 1 <= len(compared) <= 4
    assert all(len(names) <= 30 and len(asked) <= 80 for asked, names in compared)


def test_the_id_that_was_meant_is_named(real_client):
    """The nearest id comes first, wherever the mistake is."""
    for wrong, right in (("2025-06-02-istanbul-rond-2", "2025-06-02-istanbul-round-2"), ("zelensky", None)):
        noun = "events" if right else "actors"
        error = real_client.get(f"/v1/{noun}/{wrong}").json["errors"][0]
        assert error["did_you_mean"] == (right or "volodymyr-zelenskyy")


@pytest.mark.parametrize(
    ("url", "problems"),
    [
        ("/v1/events?from=2032&to=2031", {"from": "Is after `to`;", "to": "Is before `from`;"}),
        (
            "/v1/transfers?count__gte=5&count__lte=4",
            {"count__gte": "Is above `count__lte`;", "count__lte": "Is below `count__gte`;"},
        ),
        ("/v1/events?actor=", {"actor": "Is empty; leave the parameter out to ask for everything."}),
        ("/v1/events?date=2031-04-13/2031-04-12", {"date": "Ends before it begins;"}),
        ("/v1/events?to=2032/2031", {"to": "Ends before it begins;"}),
        ("/v1/events?date=2031-04-31/2031-04-12", {"date": "Not a date in EDTF;"}),
        ("/v1/search?q=", {"q": "Is empty and is required here."}),
        ("/v1/events?actor=ana-belo,,joss-tarn", {"actor": "Has an empty value beside a comma."}),
        (f"/v1/events?q={'q' * 401}", {"q": "Is longer than 400 characters."}),
    ],
)
def test_what_is_wrong_with_a_value_is_said_in_its_words(client, url, problems):
    errors = client.get(url).json["errors"]
    assert [error["parameter"] for error in errors] == list(problems)
    assert all(error["problem"].startswith(problems[error["parameter"]]) for error in errors), errors


def test_as_many_letters_as_a_search_may_have_are_read(client):
    assert client.get(f"/v1/events?q={'q' * 400}").status_code == 200
