"""HTTP craft: conditional requests, HEAD and OPTIONS, headers for browsers and caches, addresses, bodies."""

import json
import random
import sys
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from api.http import response as http_response
from api.http.request import Request
from api.http.urls import PLAIN_QUERY, encode_query, encoded_path
from db.query.root import ROOT
from db.release.build import build_database
from tests.checked_client import BASE, checked_app
from tests.conftest import ids

R1 = "2031-04-12-harbour-round-1"
EVERY = [
    "/",
    "/v1",
    "/v1/events",
    f"/v1/events/{R1}",
    "/v1/events/2031-04-12",
    "/v1/events/2031-04",
    "/v1/events/latest",
]


@pytest.mark.parametrize("url", EVERY)
def test_bodies_are_readable_as_they_come(client, url):
    response = client.get(url)
    assert response.content_type == "application/json"
    text = response.data.decode()
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def test_letters_are_not_escaped(client):
    assert "Côte-du-Milieu" in client.get("/v1/places/midport").text
    assert "Анна Бело" in client.get("/v1/actors?view=full").text


@pytest.mark.parametrize("url", EVERY)
def test_conditional_requests(client, url):
    first = client.get(url)
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    for value in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(url, headers={"If-None-Match": value})
        assert again.status_code == 304
        assert again.data == b""
        for name in ("ETag", "Cache-Control", "Vary", "Parley-Release"):
            assert again.headers[name] == first.headers[name]
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200


def test_etags_differ_with_the_reply_and_not_with_the_order_of_parameters(client):
    tag = client.get("/v1/events?limit=2&kind=call").headers["ETag"]
    assert client.get("/v1/events?kind=call&limit=2").headers["ETag"] == tag
    assert client.get("/v1/events?kind=call&limit=3").headers["ETag"] != tag


def test_etags_differ_with_the_release(world, tmp_path, specification):
    target = tmp_path / "parley.db"
    build_database(world, target)
    client = checked_app(target, specification).test_client()
    first = client.get("/v1/topics/ceasefire")
    path = world / "topics/ceasefire.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("A halt of fire.", "A halt of all fire."), encoding="utf-8"
    )
    build_database(world, target)
    second = client.get("/v1/topics/ceasefire", headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert second.json["definition"] == "A halt of all fire."
    assert second.headers["Parley-Release"] != first.headers["Parley-Release"]


@pytest.mark.parametrize("url", [*EVERY, "/livez", "/readyz", "/openapi.yaml", "/v1/nothing"])
def test_head_gives_the_headers_of_get(client, url):
    got, head = client.get(url), client.head(url)
    assert head.status_code == got.status_code
    assert head.data == b""
    for name in ("Content-Type", "Content-Length", "Cache-Control"):
        assert head.headers[name] == got.headers[name]


@pytest.mark.parametrize("url", EVERY)
def test_browsers_may_read(client, url):
    response = client.get(url, headers={"Origin": "https://news.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "Link", "X-Request-Id"} <= set(response.headers["Access-Control-Expose-Headers"].split(", "))
    options = client.options(url)
    assert options.status_code == 200
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert options.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert options.headers["Access-Control-Max-Age"] == "86400"


def test_caches_know_what_to_do(client):
    headers = client.get("/v1/events").headers
    assert headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
    assert headers["Vary"] == "Accept, Accept-Encoding"
    assert parsedate_to_datetime(headers["Last-Modified"]) <= datetime.now(UTC)
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_every_reply_names_both_versions(client):
    for url in EVERY:
        headers = client.get(url).headers
        assert headers["Parley-API-Version"] == "1.0.0"
        assert headers["Parley-Release"].startswith("2031-07-01.")


def test_request_ids_and_traces_are_echoed_if_they_are_well_formed(client):
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    headers = client.get("/v1", headers={"X-Request-Id": "deadline-0042", "traceparent": trace}).headers
    assert headers["X-Request-Id"] == "deadline-0042"
    assert headers["traceparent"] == trace
    headers = client.get("/v1", headers={"X-Request-Id": "<script>", "traceparent": "00-zz"}).headers
    assert len(headers["X-Request-Id"]) == 32
    assert "traceparent" not in headers
    problem = client.get("/v1/nothing", headers={"X-Request-Id": "deadline-0042"})
    assert problem.json["request_id"] == "deadline-0042"


@pytest.mark.parametrize(
    "url", ["/v1/", "/v1/events/", f"/v1/events/{R1}/", "/v1/events/2031-04/", "/v1/events/latest/", "/livez/"]
)
def test_a_trailing_slash_is_accepted(client, url):
    assert client.get(url).status_code == 200
    assert client.get(url).headers.get("ETag") == client.get(url.rstrip("/")).headers.get("ETag")


def test_links_of_a_page(client):
    response = client.get("/v1/events?limit=2&sort=date")
    links = response.json["links"]
    assert links["self"] == f"{BASE}/v1/events?limit=2&sort=date"
    assert links["prev"] is None
    assert links["next"].startswith(f"{BASE}/v1/events?limit=2&sort=date&cursor=")
    licence = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    assert response.headers["Link"] == f'<{links["self"]}>; rel="self", <{links["next"]}>; rel="next", {licence}'
    own = f"{BASE}/v1/topics/ceasefire"
    former = f'<{own}>; rel="original timegate", <{own}/revisions>; rel="timemap"'
    described = f'<{BASE}/openapi.yaml>; rel="describedby"'
    assert client.get("/v1/topics/ceasefire").headers["Link"] == f"{described}, {former}, {licence}"


@pytest.mark.parametrize("path", ["/v1/events", "/v1/events/", "/v1/on-this-day/06-02", "/", "/v1/a b"])
def test_the_own_address_is_the_same_taken_apart_or_not(path):
    """An address that is written as it would be written anew is not taken apart; it is the same if it were."""
    chance, letters = random.Random(7), "aZ09_.~,:/-%=&+ é\n"
    queries = ["", "q=", "a=b=c", "a&b=1", "a=1&", "=1", "q=a+b", "q=a%20b", "actor=a-b&from=2025-01", "a=1\n"]
    queries += ["".join(chance.choices(letters, k=chance.randrange(1, 9))) for _ in range(2_000)]
    queries += [f"a={''.join(chance.choices('aZ09_.~,:/-', k=4))}&b__not={number}" for number in range(50)]
    plain = 0
    for query in queries:
        environ = {"PATH_INFO": path, "QUERY_STRING": query.encode().decode("latin-1")}
        request = Request(environ, {"PARLEY_PUBLIC_URL": BASE}, None)
        if all(len(values) == 1 for values in request.query_params.values()):
            path = BASE + encoded_path(request.path_with_suffix)
            assert request.url == path + encode_query(request.query_params), query
            plain += bool(PLAIN_QUERY.fullmatch(query))
    assert 50 < plain < len(queries) / 2


def test_absolute_links_come_from_the_setting_and_never_from_the_request(database, specification):
    app = checked_app(database, specification, PARLEY_HOSTS="api.example.org")
    app.config["PARLEY_PUBLIC_URL"] = "https://api.example.org"
    headers = {"Host": "api.example.org", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    response = app.test_client().get("/v1/events?limit=1&view=full", headers=headers)
    assert "https://api.example.org/v1/events?limit=1" in response.json["links"]["self"]
    assert "https://api.example.org/v1/events/" in response.json["data"][0]["citation"]
    assert "evil" not in response.text + str(response.headers)
    assert "localhost" not in response.text


def test_dates_are_addresses(client):
    day = client.get("/v1/events/2031-04-12")
    assert ids(day) == [R1]
    assert day.json["data"][0]["claims"]
    month = client.get("/v1/events/2031-04")
    assert ids(month) == [R1, "2031-04-20-handover", "2031-04-27-handover"]
    assert "claims" not in month.json["data"][0]
    assert len(ids(client.get("/v1/events/2031"))) == 5
    assert ids(client.get("/v1/events/1999-01-01")) == []
    assert ids(client.get("/v1/events/2031-05-17")) == ["2031-05-harbour-call"]
    latest = client.get("/v1/events/latest").json
    assert latest["id"] == "2031-05-harbour-call"
    assert latest == client.get("/v1/events/2031-05-harbour-call").json


def test_the_meta_of_a_list(client):
    meta = client.get("/v1/topics").json["meta"]
    release = client.get("/readyz").json["release"]
    assert meta == {
        "description": "Topics, by name ascending.",
        "total": 3,
        "returned": 3,
        "empty": None,
        "view": "brief",
        "next_cursor": None,
        "release": release,
        "release_date": "2031-07-01",
        "complete_through": "2031-06-30",
        "license": "CC-BY-4.0",
        "license_url": "https://creativecommons.org/licenses/by/4.0/",
        "api_version": "1.0.0",
    }


def test_the_front_door(client):
    front = client.get("/").json
    assert front["record"] == "Northland–Southland harbour talks"
    assert len(front["try"]) == 5
    for url in (*front["try"], *front["links"].values()):
        assert client.get(url.removeprefix(BASE)).status_code == 200
    for noun in client.get("/v1").json["data"]:
        assert client.get(noun["url"]).json["meta"]["total"] == noun["records"]


def test_other_code_has_other_etags(client, monkeypatch):
    before = client.get("/v1/events").headers["ETag"]
    assert client.get("/v1/events").headers["ETag"] == before
    monkeypatch.setattr(http_response, "code_digest", lambda: "other")
    assert client.get("/v1/events").headers["ETag"] != before


def test_the_digest_of_the_code_is_of_every_file_that_makes_a_reply(client):
    """Whatever is imported to serve is in it, in however deep a folder, and data beside the code; records are not."""
    files = set(http_response.code_files())
    for url in (*EVERY, "/v1/events.csv", "/v1/events.md", "/v1/events?q=bodies", "/docs", "/v1/nothing"):
        client.get(url)
    loaded = {Path(module.__file__) for module in list(sys.modules.values()) if getattr(module, "__file__", None)}
    ours = {path for path in loaded if {ROOT / name for name in ("api", "db", "schemas")} & set(path.parents)}
    assert len(ours) > 100
    assert ours <= files
    tracked = {path for name in ("api", "db", "schemas") for path in (ROOT / name).rglob("*.py")}
    assert tracked <= files
    assert ROOT / "db" / "query" / "synonyms.yaml" in files
    assert not any(ROOT / "db" / "records" in path.parents or path.suffix == ".pyc" for path in files)


def test_a_file_anywhere_in_the_code_changes_its_digest(tmp_path, monkeypatch):
    for name in (
        "api/formats/text/deep/deeper.py",
        "api/pages/page.html",
        "schemas/a.py",
        "db/query/a.yaml",
        "db/a.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a")
    (tmp_path / "db" / "records").mkdir()
    (tmp_path / "db" / "records" / "a.yaml").write_text("a")
    monkeypatch.setattr(http_response, "ROOT", tmp_path)
    digest = http_response.code_digest.__wrapped__
    before = digest()
    (tmp_path / "db" / "records" / "a.yaml").write_text("b")
    assert digest() == before
    for path in http_response.code_files():
        path.write_text("b")
        assert digest() != before, path
        path.write_text("a")
    (tmp_path / "api" / "formats" / "text" / "deep" / "new.py").write_text("")
    assert digest() != before


@pytest.mark.parametrize(
    ("days", "total"),
    [
        ("2031-04-12,2031-04-20", 2),
        ("2031-04,2031-06-15", 4),
        ("2031-02-30,2031-04-12", None),
        ("latest,2031-04", None),
    ],
)
def test_several_days_in_a_path_lead_to_the_filter_that_takes_them(client, days, total):
    """An empty answer would say that nothing happened on either."""
    response = client.get(f"/v1/events/{days}")
    assert (response.status_code, response.json["errors"][0]["parameter"]) == (400, "id")
    answer = client.get(response.json["try"].removeprefix(BASE))
    assert answer.status_code == 200
    if total:
        assert answer.json["meta"]["total"] == total
