"""`as_of`: what each release served is served for good, in every format, from its file or from history."""

import json
import re

import pytest

from api.formats import FORMATS
from db.query.release_file import DIGEST
from tests.checked_client import BASE
from tests.histories import CALL, R1, RENAMED

RECORDS = (
    *(f"/v1/events/{R1}", f"/v1/claims/{R1}:bodies", f"/v1/events/{CALL}", f"/v1/events/{RENAMED}"),
    *("/v1/actors/mia-dahl", "/v1/actors/ola-vik", "/v1/topics/ceasefire"),
)
SUFFIXES = ("", *(f".{suffix}" for suffix in FORMATS), "?view=brief", "?fields=id,citation")
LISTS = (
    *("/v1/events", "/v1/events.txt", "/v1/claims.csv", "/v1/events.ndjson?sort=title", "/v1/events/2031-04-12.md"),
    *("/v1/search?q=bodies", "/v1/transfers/totals?by=what", "/v1/actors/ana-belo/meetings", "/v1/coverage"),
    *("/v1/events.atom", "/v1/changes", "/v1/releases", "/", "/v1", "/v1/vocabularies/levels.txt", "/v1/events/latest"),
)
ADDRESSES = [*(f"{record}{suffix}" for record in RECORDS for suffix in SUFFIXES), *LISTS]
KEPT = 3
"""Releases whose files are kept here; the others are told by history alone."""


@pytest.fixture(scope="module")
def history(make_history):
    history = make_history(ADDRESSES)
    forgotten = [stage.version for stage in history.stages[:-KEPT]]
    manifests = [path for path in history.pointer.parent.glob("*.json") if DIGEST.fullmatch(path.stem)]
    for manifest in manifests:
        if json.loads(manifest.read_bytes())["version"] in forgotten:
            manifest.with_suffix(".db").unlink()
            manifest.unlink()
    return history


@pytest.fixture(scope="module")
def client(history):
    return history.app().test_client()


def at(address, as_of):
    return f"{address}{'&' if '?' in address else '?'}as_of={as_of}"


def plain(text):
    """Return a reply without what `as_of` adds to it: that it is as of a release, and itself in addresses."""
    text = re.sub(r"(<p>)?As of release [^ ]+, \d+ \w+ \d{4}\.(</p>\n|\n\n| )?", "", text)
    text = re.sub(r',\n +"as_of": {\n[^}]*}', "", text)
    text = re.sub(r',\n +"meta": {\n +"as_of": {\n[^}]*}\n +}', "", text)
    text = re.sub(r"\?as_of=[0-9.a-f-]*(&amp;|&|%26)", "?", text)
    text = re.sub(r"([?&]|&amp;)as_of=[0-9.a-f-]*", "", text)
    return re.sub(r'description" content="[^"]*"', "", text)


@pytest.mark.parametrize("address", [f"{record}{suffix}" for record in RECORDS for suffix in SUFFIXES])
def test_a_record_is_what_it_was_in_every_release(history, client, address):
    for stage in history.stages:
        status, text, _ = stage.served[address]
        response = client.get(at(address, stage.version))
        if status == 404 and RENAMED in address:
            # It was there under the id that it had then, and leads there.
            status = 308
            assert CALL in response.headers["Location"]
        assert response.status_code == status, (stage.version, response.text)
        if status == 200:
            assert plain(response.text) == plain(text), stage.version
            assert response.headers["Parley-Release"] == stage.version
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        if status == 308:
            assert f"as_of={stage.version}" in response.headers["Location"]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_is_what_it_was_where_the_file_is_kept(history, client, address):
    for stage in history.stages[-KEPT:]:
        status, text, _ = stage.served[address]
        response = client.get(at(address, stage.version))
        assert (response.status_code, plain(response.text)) == (status, plain(text))


@pytest.mark.parametrize("address", LISTS)
def test_what_is_not_kept_says_what_is(history, client, address):
    kept = [stage.version for stage in history.stages[-KEPT:]]
    for stage in history.stages[:-KEPT]:
        response = client.get(at(address, stage.version))
        problem = response.json if response.is_json else None
        assert response.status_code == 404
        if problem is None:
            continue
        assert problem["type"] == f"{BASE}/errors/not-kept"
        assert problem["errors"][0]["allowed"] == kept
        assert all(word in problem["detail"] for word in (*kept, f"parley build --as-of {stage.version}"))
        assert client.get(problem["try"].removeprefix(BASE)).status_code == 200
        page = client.get(at(address, stage.version), headers={"Accept": "text/html"})
        assert page.mimetype != "text/html" or f"parley build --as-of {stage.version}" in page.text


@pytest.mark.parametrize(
    ("address", "status", "parameter"),
    [
        *(("/v1/events?limit=zero", 400, "limit"), ("/v1/events?kind=wrong", 400, "kind")),
        *(("/v1/events.bib?nonsense=1", 400, "nonsense"), ("/v1/actors.ics", 406, "format")),
        *(("/v1/coverage.bib", 406, "format"), ("/v1/search?q=bodies&limit=zero", 400, "limit")),
        *(("/v1/transfers/totals?by=wrong", 400, "by"), ("/v1/events/latest?view=wrong", 400, "view")),
        (f"/v1/events/{R1}?view=wrong", 400, "view"),
    ],
)
def test_what_else_is_wrong_is_told_before_what_is_not_kept(history, client, address, status, parameter):
    plain_reply = client.get(address)
    for moment in (history.stages[0].version, history.stages[0].version[:-8] + "00000000", "2031-01-01"):
        response = client.get(at(address, moment))
        assert (response.status_code, response.json["errors"][0]["parameter"]) == (status, parameter), moment
        assert response.json["errors"] == plain_reply.json["errors"]
        assert client.get(response.json["try"].removeprefix(BASE)).status_code == 200


def test_a_day_is_that_of_the_last_release_until_then(history, client):
    days = {"2031-07-02": 0, "2031-07-31": 0, "2031-08-01": 2, "2031-08-02": 2, "2031-10-31": 4, "2031-11-01": 5}
    for day, place in days.items():
        response = client.get(f"/v1/events/{R1}?as_of={day}")
        assert response.headers["Parley-Release"] == history.stages[place].version
        lasts = "immutable" in response.headers["Cache-Control"]
        assert lasts == (day < history.stages[-1].date)


@pytest.mark.parametrize(
    "address", ["/v1/events", f"/v1/events/{R1}", "/v1/coverage", "/v1/transfers/totals.csv?by=what"]
)
def test_what_is_still_to_come_nobody_knows(history, client, address):
    joint = "&" if "?" in address else "?"
    assert client.get(f"{address}{joint}as_of={history.stages[-1].date}").status_code == 200
    response = client.get(f"{address}{joint}as_of=2031-12-24")
    assert response.status_code == 404
    assert "still to come" in response.json["detail"]
    [error] = response.json["errors"]
    last = history.stages[-1].date
    assert (error["parameter"], error["allowed"], error["did_you_mean"]) == ("as_of", [last], last)
    assert "as_of=" in response.json["try"]
    assert client.get(response.json["try"].removeprefix(BASE)).status_code == 200


def test_the_time_before_the_first_release(history, client):
    response = client.get(f"/v1/events/{R1}?as_of=2031-07-01")
    assert response.status_code == 404
    assert history.stages[0].version in response.json["detail"]
    assert "2031-07-02" in response.json["detail"]


@pytest.mark.parametrize("value", ["yesterdayish", "2031-02-30", "2031-08", "", "1", "2031-08-01.XYZ", "2031-08-01,2"])
def test_what_is_no_moment_is_refused_with_what_is_allowed(client, value):
    response = client.get(f"/v1/events?as_of={value}")
    assert response.status_code == 400
    assert response.json["errors"][0]["parameter"] == "as_of"
    assert client.get(response.json["try"].removeprefix(BASE)).status_code == 200


def test_a_release_that_there_never_was(history, client):
    real = history.stages[2].version
    wrong = real[:-1] + ("0" if real[-1] != "0" else "1")
    response = client.get(f"/v1/events?as_of={wrong}")
    assert response.status_code == 404
    assert response.json["errors"][0]["did_you_mean"] == real
    problem = client.get(f"/v1/events/{R1}?as_of={wrong}&view=brief").json
    assert problem["try"].endswith(f"/v1/events/{R1}?view=brief&as_of={real}")


def test_the_reply_says_as_of_when(history, client):
    stage = history.stages[-2]
    response = client.get(f"/v1/events?limit=1&as_of={stage.version}")
    assert response.json["meta"]["as_of"] == {"version": stage.version, "date": stage.date}
    assert f"as_of={stage.version}" in response.json["links"]["next"]
    assert client.get(response.json["links"]["next"].removeprefix(BASE)).json["meta"]["as_of"]["date"] == stage.date
    assert client.get(f"/v1/coverage?as_of={stage.version}").json["meta"]["as_of"]["version"] == stage.version
    assert "meta" not in client.get("/v1/coverage").json
    assert response.headers["Memento-Datetime"] == "Wed, 01 Oct 2031 00:00:00 GMT"
    assert f'<{BASE}/v1/events?limit=1>; rel="original"' in response.headers["Link"]
    for suffix, begin in ((".txt", "As of release"), (".md", "As of release")):
        text = client.get(f"/v1/events/{R1}{suffix}?as_of={stage.version}").text
        assert text.startswith(f"{begin} {stage.version}, 1 October 2031.")
    assert f"<p>As of release {stage.version}" in client.get(f"/v1/events/{R1}.html?as_of={stage.version}").text
    assert client.get("/", headers={"Accept": "text/plain"}, query_string={"as_of": stage.date}).text.startswith(
        "As of"
    )


def test_a_record_is_its_own_timegate(history, client):
    url = f"{BASE}/v1/events/{R1}"
    response = client.get(f"/v1/events/{R1}")
    assert f'<{url}>; rel="original timegate"' in response.headers["Link"]
    assert f'<{url}/revisions>; rel="timemap"' in response.headers["Link"]
    assert "Accept-Datetime" in response.headers["Vary"]
    for moment, place in (("Fri, 01 Aug 2031 12:00:00 GMT", 2), ("Tue, 01 Jan 2030 00:00:00 GMT", 0)):
        response = client.get(f"/v1/events/{R1}.txt", headers={"Accept-Datetime": moment})
        assert response.status_code == 302
        version = history.stages[place].version
        assert response.headers["Location"] == f"{url}.txt?as_of={version}"
    assert client.get(f"/v1/events/{R1}", headers={"Accept-Datetime": "soon"}).status_code == 400
    assert "Accept-Datetime" not in client.get("/v1/events").headers["Vary"]


def test_the_cache_keeps_past_and_present_apart(history):
    client = history.app(PARLEY_CACHE_BYTES="10000000").test_client()
    present = client.get(f"/v1/events/{R1}").data
    for stage in history.stages:
        for status in ("parley; fwd=miss", "parley; hit"):
            response = client.get(f"/v1/events/{R1}?as_of={stage.version}")
            assert response.headers["Cache-Status"] == status
            assert response.data.decode() == stage.served[f"/v1/events/{R1}"][1]
    assert client.get(f"/v1/events/{R1}").data == present
    named = client.get(f"/v1/events/{R1}", headers={"Accept-Datetime": "Fri, 01 Aug 2031 12:00:00 GMT"})
    assert named.status_code == 302


def test_several_records_at_once(history, client):
    response = client.get(f"/v1/actors/ana-belo,mia-dahl,ola-vik?as_of={history.stages[0].version}")
    assert [record["id"] for record in response.json["data"]] == ["ana-belo", "ola-vik"]
    assert response.json["not_found"] == ["mia-dahl"]
    assert response.json["meta"]["as_of"]["version"] == history.stages[0].version


def test_a_damaged_file_is_as_good_as_none(history, tmp_path):
    folder = tmp_path / "build"
    folder.mkdir()
    current = history.pointer.resolve().name
    version = history.stages[-2].version
    for path in history.pointer.parent.iterdir():
        if path.suffix in (".db", ".json") and not path.is_symlink():
            (folder / path.name).write_bytes(path.read_bytes())
            if path.suffix == ".db" and path.name != current:
                (folder / path.name).write_bytes(path.read_bytes()[:-4096])
    (folder / "current").symlink_to(current)
    client = type(history)(history.world, folder / "current", []).app().test_client()
    assert client.get(f"/v1/events?as_of={version}").status_code == 404
    expected = history.stages[-2].served[f"/v1/events/{R1}"][1]
    assert client.get(f"/v1/events/{R1}?as_of={version}").text == expected


def test_the_present_costs_nothing_more(client, monkeypatch):
    monkeypatch.setattr("api.http.request.find_memento", None)
    monkeypatch.setattr("db.query.store_index.StoreIndex.remembered", None)
    assert client.get("/v1/events").status_code == 200
    assert client.get(f"/v1/events/{R1}?fields=id").status_code == 200


def test_several_records_of_the_past_are_found_under_former_ids_and_without_what_was_withdrawn(history, client):
    address = f"/v1/events/2031-04-harbour-talks,2031-06-20-mistaken,{CALL}"
    for stage in history.stages[:2]:
        response = client.get(f"{address}?as_of={stage.version}").json
        assert [record["id"] for record in response["data"]] == [R1, CALL]
        assert response["not_found"] == ["2031-06-20-mistaken"]


def test_a_reply_that_the_client_has_says_as_of_when_too(history, client):
    address = f"/v1/events/{R1}?as_of={history.stages[-2].version}"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for name in ("Memento-Datetime", "Cache-Control", "ETag"):
        assert again.headers[name] == first.headers[name], name
    assert again.headers["Link"] == f'<{BASE}/v1/events/{R1}>; rel="original"'
