"""Changes, corrections, releases and revisions: what is told of each release, in every format."""

import csv
import io
import json
import re
import shutil
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import feedparser
import pytest

from api import create_app
from api.formats.change_feed import write_change_feed
from api.formats.content import Content
from api.formats.text.changes import NO_SOURCE, change_blocks, value_lines
from api.formats.text.differences import difference_lines, value_words
from api.http import answer_pages
from api.http.views import MAX_DEFAULT_BYTES
from db.query.changes import is_of_fact
from db.release.build import build_database
from schemas.model.edtf import MONTHS
from schemas.nouns import SCHEMAS
from tests.checked_client import BASE
from tests.histories import CALL, R1, RENAMED, release

LISTS = ("/v1/changes", "/v1/corrections", "/v1/releases", f"/v1/events/{R1}/revisions")


@pytest.fixture(scope="module")
def history(make_history):
    return make_history([])


@pytest.fixture(scope="module")
def client(history, specification, checked):
    return checked(history.pointer, specification).test_client()


def rows(client, url):
    response = client.get(url)
    assert response.status_code == 200, response.text
    return response.json["data"]


def test_each_change_says_what_stood_there_and_why(history, client):
    change = rows(client, f"/v1/changes?id={R1}&noun=events")[0]
    assert change == {
        "sequence": change["sequence"],
        "release": history.stages[1].version,
        "date": "2031-08-01",
        "noun": "events",
        "id": R1,
        "url": f"/v1/events/{R1}",
        "title": "First meeting of the harbour talks",
        "kind": "corrected",
        "reason": f"{R1} was wrong until 2031-08-01.",
        "source": "example-wire-2031-04-12",
        "before": {"title": "First round of the harbour talks"},
        "after": {"title": "First meeting of the harbour talks"},
    }


def test_the_sequence_has_no_gap_and_both_directions_page(client):
    newest = rows(client, "/v1/changes?limit=100")
    numbers = [change["sequence"] for change in newest]
    assert numbers == list(range(len(numbers), 0, -1))
    for start, expected in (("/v1/changes?limit=2", numbers), ("/v1/changes?after=0&limit=2", numbers[::-1])):
        url, walked = start, []
        while url:
            page = client.get(url.removeprefix(BASE)).json
            walked += [change["sequence"] for change in page["data"]]
            assert page["meta"]["total"] == len(numbers)
            url = page["links"]["next"]
        assert walked == expected
    assert [one["sequence"] for one in rows(client, "/v1/changes?after=3&limit=1")] == [4]


def test_since_a_day_or_a_release(history, client):
    versions = [stage.version for stage in history.stages]
    of = {change["sequence"]: change["release"] for change in rows(client, "/v1/changes?limit=100")}

    def releases(query):
        return {of[change["sequence"]] for change in rows(client, f"/v1/changes?limit=100&{query}")}

    assert releases("since=2031-09-01") == set(versions[3:])
    assert releases("since=2031-09") == set(versions[3:])
    assert releases(f"since={versions[1]}") == set(versions[2:])
    assert releases(f"since={versions[1]}&until={versions[3]}") == set(versions[2:4])
    assert releases("until=2031-08") == set(versions[1:3])
    assert releases(f"since={versions[-1]}") == set()


def test_corrections_are_what_was_wrong(client):
    corrections = rows(client, "/v1/corrections?limit=100")
    assert {change["kind"] for change in corrections} == {"corrected", "withdrawn"}
    assert corrections == [
        change for change in rows(client, "/v1/changes?limit=100") if change["kind"] in ("corrected", "withdrawn")
    ]
    assert rows(client, "/v1/corrections?kind=withdrawn")[0]["title"] == "Mia Dahl"


def test_ids_of_a_text(history, client):
    cited = f"{BASE}/v1/events/{R1},claims/{R1}:bodies,events/{CALL},ana-belo,nobody"
    answer = client.get(f"/v1/changes?ids={cited}&since={history.stages[0].version}").json
    assert answer["changed"] == [f"events/{R1}", f"claims/{R1}:bodies", f"events/{CALL}"]
    assert answer["unchanged"] == ["ana-belo"]
    assert answer["not_found"] == ["nobody"]
    assert {change["id"] for change in answer["data"]} >= {R1, f"{R1}:bodies", RENAMED}
    pasted = f"{BASE}/v1/events/{R1}.txt?as_of={history.stages[0].version}"
    assert client.get("/v1/changes", query_string={"ids": pasted}).json["changed"] == [f"events/{R1}"]
    other = client.get("/v1/changes?ids=coverage/record,synonyms/record,places/record").json
    assert (other["unchanged"], other["not_found"]) == (["coverage/record", "synonyms/record"], ["places/record"])
    later = client.get(f"/v1/changes?ids={cited}&since={history.stages[1].version}").json
    assert later["changed"] == [f"events/{CALL}"]
    text = client.get(f"/v1/changes.txt?ids={cited}&since={history.stages[0].version}").text
    assert "Unchanged: ana-belo" in text


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("id=nobody", "id"),
        ("ids=Not-an-id!", "ids"),
        ("kind=wrong", "kind"),
        ("noun=eventz", "noun"),
        ("since=2031-08-01.00000000", "since"),
        ("since=soon", "since"),
        ("until=2031-08-01.00000000", "until"),
        ("since=2031-09&until=2031-08", "since"),
        ("after=-1", "after"),
        ("sort=date", "sort"),
        ("cursor=abc", "cursor"),
    ],
)
def test_what_is_wrong_is_named(client, query, parameter):
    for address in ("/v1/changes", "/v1/corrections"):
        response = client.get(f"{address}?{query}")
        assert response.status_code == 400
        assert response.json["errors"][0]["parameter"] == parameter
        assert client.get(response.json["try"].removeprefix(BASE)).status_code == 200


def test_what_no_record_has_is_said_with_what_was_meant(client):
    wrong = R1.replace("harbour", "habour")
    answer = client.get(f"/v1/changes?ids={wrong},events/{wrong},zzzzzzzzz").json
    assert answer["not_found"] == [wrong, f"events/{wrong}", "zzzzzzzzz"]
    assert answer["did_you_mean"][wrong][0] == R1
    assert answer["did_you_mean"][f"events/{wrong}"][0] == f"events/{R1}"
    assert "zzzzzzzzz" not in answer["did_you_mean"]
    assert answer["meta"]["empty"]["text"].startswith("No record has or had any of these ids.")
    [error] = client.get(f"/v1/changes?id={wrong}").json["errors"]
    assert error["did_you_mean"] == R1
    assert client.get(f"/v1/changes?ids={R1}").json["did_you_mean"] == {}


def test_only_what_corrects_is_a_correction(client):
    assert client.get("/v1/corrections?kind=corrected,withdrawn").status_code == 200
    assert client.get("/v1/changes?kind=added").status_code == 200
    problem = client.get("/v1/corrections?kind=added").json
    assert problem["errors"][0]["allowed"] == ["corrected", "withdrawn", "withheld"]


def test_a_release_that_there_never_was_is_answered_with_the_newest(history, client):
    versions = [stage.version for stage in history.stages]
    wrong = versions[2][:-1] + ("0" if versions[2][-1] != "0" else "1")
    for address in ("/v1/changes?since", "/v1/corrections?until", "/v1/events?updated_since"):
        problem = client.get(f"{address}={wrong}").json
        [error] = problem["errors"]
        assert (error["value"], error["did_you_mean"]) == (wrong, versions[2])
        assert error["allowed"] == versions[:0:-1]
        assert "/v1/releases" in error["problem"]
        assert versions[2] in problem["try"]


@pytest.mark.parametrize(
    ("address", "has_periods"),
    [
        ("/v1/changes?since", True),
        ("/v1/corrections?until", True),
        ("/v1/events?updated_since", True),
        ("/v1/events?as_of", False),
    ],
)
def test_the_error_of_a_time_names_all_that_it_may_be(client, address, has_periods):
    response = client.get(f"{address}=2031-13")
    assert response.status_code == 400
    [error] = response.json["errors"]
    assert [word in error["problem"] for word in ("YYYY-MM-DD", "month", "year", "version of a release")] == [
        *(True, has_periods, has_periods, True)
    ]
    assert (error["allowed"] == ["YYYY-MM-DD", "YYYY-MM", "YYYY", "YYYY-MM-DD.12345678"]) is has_periods
    for value in ("2031-08-01", "2031-08", "2031") if has_periods else ("2031-08-01",):
        assert client.get(f"{address}={value}").status_code != 400


def test_a_time_that_ends_before_it_begins_is_refused_and_turned_round(history, client):
    first, *_, last = history.stages
    crossed = [
        (last.version, first.version),
        (last.date, first.version),
        (last.version, first.date),
        ("2031-11", "2031-08"),
    ]
    for since, until in crossed:
        response = client.get(f"/v1/changes?since={since}&until={until}")
        assert response.status_code == 400
        errors = {error["parameter"]: error for error in response.json["errors"]}
        assert errors["since"]["problem"] == "Is after `until`; nothing can meet both."
        assert errors["until"]["problem"] == "Is before `since`; nothing can meet both."
        assert (errors["since"]["did_you_mean"], errors["until"]["did_you_mean"]) == (until, since)
        assert client.get(response.json["try"].removeprefix(BASE)).json["meta"]["total"] > 0
        assert client.get(f"/v1/changes?since={until}&until={since}").status_code == 200
    # Who asks again with the release that it has learns that nothing came since.
    assert client.get(f"/v1/changes?since={last.version}&until={last.version}").json["data"] == []


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("suffix", ["csv", "txt", "md", "html", "ndjson"])
def test_every_format_tells_every_row(client, address, suffix):
    data = rows(client, f"{address}?limit=100" if "release" not in address and "revis" not in address else address)
    text = client.get(f"{address}.{suffix}").text
    if suffix == "csv":
        table = list(csv.DictReader(io.StringIO(text)))
        assert len(table) == len(data)
        for row, one in zip(table, data, strict=True):
            assert all(
                row[name] == str(one[name] if one[name] is not None else "")
                for name in row
                if name in one and not isinstance(one[name], (dict, list))
            )
            assert all(json.loads(row[name] or "{}") == one[name] for name in ("before", "after") if name in one)
    elif suffix == "ndjson":
        assert [json.loads(line) for line in text.splitlines()] == data
    else:
        words = " ".join(text.split())
        assert all(
            str(one.get("reason") or one.get("notes") or one.get("revision", one.get("id"))) in words for one in data
        )


def test_the_feed_shows_before_after_reason_and_source(client):
    response = client.get("/v1/corrections.atom")
    assert response.headers["Content-Type"] == "application/atom+xml"
    feed = feedparser.parse(response.data)
    assert not feed.bozo
    change = next(one for one in rows(client, "/v1/corrections") if one["id"] == R1)
    entry = next(one for one in feed.entries if one.id.endswith(f":changes/{change['sequence']}"))
    assert entry.title == f"Corrected: {change['title']}"
    assert entry.updated == "2031-08-01T00:00:00Z"
    assert entry.summary == change["reason"]
    content = entry.content[0].value
    assert "title was: First round of the harbour talks" in content
    assert "title is: First meeting of the harbour talks" in content
    assert f"{BASE}/v1/sources/example-wire-2031-04-12" in content
    assert [link.href for link in entry.links if link.rel == "via"] == [f"{BASE}/v1/sources/example-wire-2031-04-12"]
    assert len(feed.entries) == len(rows(client, "/v1/corrections"))
    assert len(feedparser.parse(client.get("/v1/releases.atom").data).entries) == 6
    assert client.get("/v1/changes.ics").status_code == 406
    assert client.get("/v1/search.atom?q=bodies").status_code == 406


def test_the_feed_of_changes_gives_no_reason_where_none_is_needed(client):
    feed = ElementTree.fromstring(client.get("/v1/changes.atom?limit=100").data)
    entries = [{part.tag.rpartition("}")[2]: part.text for part in entry} for entry in feed.iterfind("{*}entry")]
    assert {"summary" in entry for entry in entries} == {True, False}
    for entry in entries:
        assert ("summary" in entry) == (not entry["title"].startswith("Added: "))
        assert ("Why: " in entry["content"]) == ("summary" in entry)


def test_what_only_stood_there_before_is_told_in_the_past():
    assert list(value_lines({"before": {"end_date": "2031"}, "after": {}})) == ["end date was: 2031"]


def test_what_is_read_has_words_for_values_that_are_no_text(client):
    text = " ".join(client.get("/v1/corrections.txt?kind=withdrawn").text.split())
    assert "withdrawn is: date: 2031-" in text
    assert "withdrawn was: nothing" not in text
    evidence = [{"quote": "It is a pause", "source": "example-wire"}, {"source": "harbour-news"}]
    assert value_words(evidence) == "quote: It is a pause, source: example-wire; source: harbour-news"
    assert (value_words(["Pope", "Bishop"]), value_words(None), value_words(True)) == (
        "Pope, Bishop",
        "nothing",
        "true",
    )


def test_of_long_lists_only_what_differs_is_told():
    first = {"by": "ana-belo", "says": "Forty.", "evidence": [{"source": "wire"}]}
    accounts = [first, {"by": "joss-tarn", "says": "No."}]
    later = [first | {"evidence": [{"source": "wire"}, {"source": "press"}]}, accounts[1]]
    lines = list(difference_lines("accounts", accounts, later))
    assert lines == ["accounts (ana-belo), evidence, added: source: press"]
    later = [first | {"says": "Some forty."}]
    assert list(difference_lines("accounts", accounts, later)) == [
        "accounts (ana-belo), says was: Forty.",
        "accounts (ana-belo), says is: Some forty.",
        "accounts, taken out: by: joss-tarn, says: No.",
    ]
    assert list(difference_lines("count", {"best": 71}, {"low": 71, "high": 1075})) == [
        "count is: 71–1,075; it was: 71"
    ]
    worded = {"best": 73, "low": 71, "high": 75, "text": "some seventy"}
    assert list(difference_lines("count", {"best": 71, "text": "at least 71"}, worded)) == [
        "count is: 73 (71–75), “some seventy”; it was: 71, “at least 71”"
    ]
    assert list(difference_lines("duration", {"best": "PT1H"}, {"best": "PT2H"})) == [
        "duration, best was: PT1H",
        "duration, best is: PT2H",
    ]
    assert list(difference_lines("count", {"high": 7}, {"best": 7})) == [
        "count, high was: 7",
        "count, high is: nothing",
        "count, best was: nothing",
        "count, best is: 7",
    ]
    assert list(difference_lines("aliases", ["A", "B"], ["B", "C", "A"])) == ["aliases, added: C"]
    assert list(difference_lines("aliases", ["A", "B"], ["B", "A"])) == ["aliases, in another order: B, A"]
    assert list(difference_lines("aliases", ["A", "B"], ["A", "C"])) == ["aliases, taken out: B", "aliases, added: C"]
    assert list(difference_lines("aliases", ["A", "A"], ["A"])) == ["aliases was: A, A", "aliases is: A"]
    assert list(difference_lines("aliases", None, ["A"])) == ["aliases was: nothing", "aliases is: A"]
    gaps = [{"period": "2031", "kind": "calls", "text": "One."}, {"period": "2031", "kind": "votes", "text": "Two."}]
    assert list(difference_lines("gaps", gaps, [*gaps, {"period": "2032", "text": "New."}])) == [
        "gaps, added: period: 2032, text: New."
    ]
    assert list(difference_lines("gaps", gaps, gaps[:1])) == ["gaps, taken out: period: 2031, kind: votes, text: Two."]


def test_a_correction_without_a_source_says_so(client):
    correction = next(row for row in rows(client, "/v1/corrections") if row["kind"] == "corrected" and row["source"])
    content = SimpleNamespace(absolute=lambda path: path)

    def lines(**values: object) -> list[str]:
        (item,) = change_blocks(content, [correction | values])
        return ["".join(line) for line in item.lines if all(isinstance(one, str) for one in line)]

    assert NO_SOURCE in lines(source=None)
    assert NO_SOURCE not in lines()
    assert NO_SOURCE not in lines(source=None, kind="added")
    whole = Content("", False, [], "", "", BASE, "1", "2031-07-01", "Talks", 1)
    for source in (None, correction["source"]):
        (entry,) = feedparser.parse(b"".join(write_change_feed(whole, [correction | {"source": source}]))).entries
        assert (NO_SOURCE in entry.content[0].value) == (source is None)


def test_corrections_are_counted_as_corrections(client):
    number = client.get("/v1/corrections").json["meta"]["total"]
    assert client.get("/v1/corrections.txt").text.splitlines()[1] == f"{number} corrections in all."


def test_releases(history, client):
    answer = client.get("/v1/releases").json
    assert [one["version"] for one in answer["data"]] == [stage.version for stage in reversed(history.stages)]
    assert answer["served"] == history.stages[-1].version
    assert answer["is_released"] is True
    for stage, one in zip(reversed(history.stages), answer["data"], strict=True):
        assert one["date"] == stage.date
        assert one["notes"] == f"What was known on {stage.date}."
        assert sum(one["kinds"].values()) == one["changes"]
        single = client.get(one["url"]).json
        assert single.items() >= one.items()
        assert (
            rows(client, f"{single['changes_url']}&limit=100")
            == [
                change
                for change in reversed(rows(client, "/v1/changes?limit=100"))
                if change["release"] == one["version"]
            ]
            or single["previous"] is None
        )
    assert client.get("/v1/releases/latest").json["version"] == history.stages[-1].version
    assert client.get("/v1/releases/latest.txt").text.count(history.stages[-1].version) > 1
    response = client.get("/v1/releases/2031-08-01.00000000")
    assert response.status_code == 404
    assert history.stages[1].version in response.json["errors"][0]["allowed"]


@pytest.mark.parametrize("noun", SCHEMAS)
def test_the_revisions_of_every_record_are_as_many_as_it_says(client, noun):
    for record in rows(client, f"/v1/{noun}?view=full&limit=100"):
        path = record["record_url" if noun == "sources" else "url"]
        revisions = rows(client, f"{path}/revisions")
        assert [one["revision"] for one in revisions] == list(range(1, record["revision"] + 1)), path
        assert revisions[-1]["date"] == record["updated_date"]
        assert revisions[0]["date"] == record["created_date"]
        for one in revisions:
            # Of before a rename it leads to the id of that time.
            stood = client.get(one["url"])
            if stood.status_code == 308:
                stood = client.get(stood.headers["Location"].removeprefix(BASE))
            assert (stood.status_code, stood.json["revision"]) == (200, one["revision"]), one["url"]


def test_revisions_come_in_pages_that_fit(client, monkeypatch):
    """Nothing is left out: pages have all revisions, and one that does not fit leads to all of its changes."""
    address = f"/v1/events/{R1}/revisions"
    whole = client.get(address).json
    assert len(whole["data"]) == 2
    assert whole["links"]["next"] is None
    assert all("changes_url" not in one for one in whole["data"])
    assert len(whole["data"][1]["changes"]) > 1
    monkeypatch.setattr(answer_pages, "HEAD_BYTES", 0)
    for most in (3_000, 1_200, 10):
        monkeypatch.setattr(answer_pages, "MAX_DEFAULT_BYTES", most)
        url, walked = address, []
        while url:
            page = client.get(url.removeprefix(BASE)).json
            assert page["meta"]["total"] == 2
            walked += page["data"]
            url = page["links"]["next"]
        for one, complete in zip(walked, whole["data"], strict=True):
            number = len(one["changes"])
            listed = (
                client.get(f"{one['changes_url']}&limit=100").json["data"] if "changes_url" in one else one["changes"]
            )
            assert listed == complete["changes"]
            assert one["changes"] == complete["changes"][:number]
            assert ("changes_url" in one) is (number < len(complete["changes"]))
            assert {name: one[name] for name in complete} | {"changes": listed} == complete
        # Who names a limit gets as many, whole.
        assert client.get(f"{address}?limit=2").json["data"] == whole["data"]
        assert rows(client, f"{address}?limit=1") == whole["data"][:1]
        assert client.get(f"{address}.ndjson").text.count("\n") == 2


def test_no_revisions_of_the_real_record_are_large_by_default(real_client, real_app, open_reader):
    """The events with most changes among them; the largest reply had 381 kB."""
    reader = open_reader(real_app.extensions["follower"].current().path)
    counted = "select id from (select substr(id || ':', 1, instr(id || ':', ':') - 1) as id, count(*) as number"
    events = reader.query(
        f"{counted} from history_change group by 1) where id in (select id from event) order by number desc limit 8", {}
    )
    cut = 0
    for (event,) in events:
        response = real_client.get(f"/v1/events/{event}/revisions")
        assert len(response.data) <= MAX_DEFAULT_BYTES, event
        cut += bool(response.json["links"]["next"])
    assert cut


def test_what_waits_for_a_release_has_one_revision_that_none_has(history, tmp_path):
    world = Path(shutil.copytree(history.world, tmp_path / "world"))
    (world / "actors" / "una-berg.yaml").write_text("name: Una Berg\nkind: person\n", encoding="utf-8")
    build_database(world, tmp_path / "current")
    client = create_app(PARLEY_DATABASE=str(tmp_path / "current")).test_client()
    [revision] = rows(client, "/v1/actors/una-berg/revisions")
    assert (revision["revision"], revision["release"], revision["changes"]) == (1, None, [])
    waiting = client.get("/v1/releases").json["served"]
    for moment, lasts in ((waiting, False), (history.stages[-1].version, True)):
        for address in ("/v1/actors/ana-belo", "/v1/actors/ana-belo.txt"):
            response = client.get(f"{address}?as_of={moment}")
            assert response.status_code == 200
            assert ("immutable" in response.headers["Cache-Control"]) is lasts, (address, moment)
    # Its release has more changes than there are releases, so that neither number passes for the other.
    for name in ("ada", "bo", "cai"):
        (world / "actors" / f"{name}.yaml").write_text(f"name: {name.title()}\nkind: person\n", encoding="utf-8")
    version = release(world, "2031-12-01")
    build_database(world, tmp_path / "current")
    [revision] = rows(client, "/v1/actors/una-berg/revisions")
    assert (revision["revision"], revision["release"]) == (1, version)


def test_documents_that_read_otherwise(history, client):
    first, second, *_, last = [stage.version for stage in history.stages]
    everything = client.get(f"/v1/releases/{last}/documents").json
    assert everything["meta"]["total"] == sum(client.get(f"/v1/{noun}").json["meta"]["total"] for noun in SCHEMAS)
    url, walked = f"/v1/releases/{last}/documents?limit=10", []
    while url:
        page = client.get(url.removeprefix(BASE)).json
        walked += page["data"]
        url = page["links"]["next"]
    lines = client.get(f"/v1/releases/{last}/documents.ndjson").text.splitlines()
    assert walked == [json.loads(line) for line in lines]
    states = {
        (one["noun"], one["id"]): one["state"]
        for one in map(json.loads, client.get(f"/v1/releases/{last}/documents.ndjson?since={second}").text.splitlines())
    }
    assert states["events", CALL] == "moved"
    assert states["events", RENAMED] == "current"
    assert states["actors", "mia-dahl"] == "withdrawn"
    assert ("claims", f"{R1}:bodies") not in states
    assert client.get(f"/v1/releases/{last}/documents?since={last}").json["data"] == []
    assert client.get(f"/v1/releases/{second}/documents?since={first}").json["meta"]["total"] > 1
    assert client.get(f"/v1/releases/{last}/documents?since=2031-08-01").status_code == 400


@pytest.mark.parametrize(("suffix", "rest"), [("", ""), (".ndjson", ""), (".csv", "&limit=2"), ("", "&cursor=old")])
def test_a_copy_that_is_newer_than_the_release_is_refused_and_turned_round(history, client, suffix, rest):
    older, newer = history.stages[1].version, history.stages[-1].version
    response = client.get(f"/v1/releases/{older}/documents{suffix}?since={newer}{rest}")
    assert response.status_code == 400
    [error] = response.json["errors"]
    assert (error["parameter"], error["value"], error["did_you_mean"]) == ("since", newer, older)
    assert f"Is later than the release {older}" in error["problem"]
    rest = "" if "cursor" in rest else rest
    assert response.json["try"] == f"{BASE}/v1/releases/{newer}/documents{suffix}?since={older}{rest}"
    assert client.get(response.json["try"].removeprefix(BASE)).data


def test_revisions_of_what_moved_and_of_what_is_gone(client):
    response = client.get(f"/v1/events/{CALL}/revisions.txt")
    assert response.status_code == 308
    assert response.headers["Location"] == f"{BASE}/v1/events/{RENAMED}/revisions.txt"
    gone = rows(client, "/v1/actors/mia-dahl/revisions")
    assert [one["kinds"] for one in gone] == [["added"], ["withdrawn"]]
    assert client.get("/v1/events/nothing-like-it/revisions").status_code == 404
    assert client.get("/v1/eventz/x/revisions").status_code == 404


def test_nobody_has_met_who_was_withdrawn(client):
    reply = client.get("/v1/actors/mia-dahl/meetings")
    assert (reply.status_code, reply.json["type"]) == (410, f"{BASE}/errors/gone")
    assert "There is nobody of that name." in reply.json["detail"]
    assert client.get(reply.json["try"].removeprefix(BASE)).status_code == 200


def test_a_record_without_any_release_has_one_revision(app):
    plain = app.test_client()
    assert plain.get("/v1/releases").json["data"] == []
    assert plain.get("/v1/releases").json["is_released"] is False
    assert plain.get("/v1/changes").json["meta"]["empty"]["text"].startswith("No such change")
    [revision] = plain.get(f"/v1/events/{R1}/revisions").json["data"]
    assert (revision["revision"], revision["release"]) == (1, None)
    assert plain.get("/v1/releases/latest").status_code == 404


def test_lists_by_when_records_changed(history, client):
    def found(query):
        return [record["id"] for record in rows(client, f"/v1/{query}")]

    assert found("actors?updated_since=2031-08-01") == ["ola-vik"]
    assert found(f"events?updated_since={history.stages[2].version}") == [RENAMED]
    assert found(f"events?updated_since={history.stages[3].version}") == []
    assert found(f"actors?created_since={history.stages[0].version}") == []
    assert found(f"events?corrected_since={history.stages[0].version}") == [R1]
    assert found(f"events?corrected_since={history.stages[1].version}") == []
    assert found("events?corrected_since=2031-08") == [R1]
    assert found("claims?corrected_since=2031-08") == [f"{R1}:bodies"]
    assert found("topics?created_since=2031-08") == []
    assert found("events?sort=-updated_date&limit=2") == [RENAMED, R1]
    assert found("events?sort=-corrected_date&limit=1") == [R1]
    for noun in SCHEMAS:
        for order in ("created_date", "-updated_date", "corrected_date"):
            assert client.get(f"/v1/{noun}?sort={order}&updated_since=2031").status_code == 200
    response = client.get("/v1/events?updated_since=2031-08-01.00000000")
    assert response.status_code == 400
    assert response.json["errors"][0]["parameter"] == "updated_since"
    assert client.get("/v1/events?modified_since=2031-08-01").json["try"].endswith("updated_since=2031-08-01")


def test_changes_are_read_with_the_facts_before_the_rest(real_client):
    """A release brings publications after all else, which stood before what it tells of events."""
    newest = real_client.get("/v1/releases").json["data"][0]
    day = date.fromisoformat(newest["date"])
    data = [json.loads(line) for line in real_client.get("/v1/changes.ndjson?limit=100").text.splitlines()]
    assert not is_of_fact(data[0])
    for suffix in ("txt", "md", "html"):
        text = re.sub("<[^>]*>", " ", real_client.get(f"/v1/changes.{suffix}").text)
        assert re.search(f"(?i)events and claims: {day.day} {MONTHS[day.month - 1]} {day.year}", text), suffix
        assert "publishers/" not in text
    mixed = []
    for kind in ("corrected", "reworded", "extended", "added"):
        query = f"?noun=sources,claims&kind={kind}&limit=100"
        nouns = {row["noun"] for row in real_client.get(f"/v1/changes{query}").json["data"]}
        mixed += [query] if nouns == {"sources", "claims"} else []
    assert mixed
    for query in mixed:
        text = real_client.get(f"/v1/changes.txt{query}").text
        facts = " ".join(text.partition("SOURCES, NAMES AND EVIDENCE")[0].split())
        assert "(claims/" in facts
        assert "(sources/" not in facts
    # What goes on from somewhere is read in the order of time, and programs get what they got.
    forward = real_client.get(f"/v1/changes.txt?since={newest['version'][:10]}").text
    assert "EVENTS AND CLAIMS" not in forward
    assert real_client.get("/v1/changes?limit=100").json["data"] == data


def test_corrections_are_read_with_the_facts_before_the_rest(real_client):
    """A reader looks for what was told wrongly; that an outlet stood under two ids comes after, in each release."""
    data = list(map(json.loads, real_client.get("/v1/corrections.ndjson").text.splitlines()))
    assert [row["sequence"] for row in data] == sorted((row["sequence"] for row in data), reverse=True)
    releases = list(dict.fromkeys(row["release"] for row in data))
    expected = sorted(data, key=lambda row: (releases.index(row["release"]), not is_of_fact(row)))
    assert expected != data
    read, address, headings = [], "/v1/corrections.md?limit=60", []
    while address:
        text = real_client.get(address).text
        read += re.findall(r"(?m)^- .*\(([a-z]+/[^ )]+)\)\\?$", text)
        headings += re.findall("(?m)^### (.*):", text)
        following = re.search("<(http[^>]*cursor=[^>]*)>", text.partition("## Cite")[0])
        address = following and following[1].removeprefix(BASE)
    assert read == [f"{row['noun']}/{row['id']}" for row in expected]
    assert list(dict.fromkeys(headings)) == ["What was told wrongly", "Sources, names and evidence"]
    for address in ("/v1/corrections.txt?since=2026&limit=100", "/v1/changes.txt?since=2026&limit=100"):
        assert "SOURCES, NAMES AND EVIDENCE" not in real_client.get(address).text
