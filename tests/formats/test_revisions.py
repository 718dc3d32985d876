"""Revisions: a record that was corrected says so wherever somebody reads or cites it."""

import json
from datetime import UTC, datetime

import icalendar
import pytest

from tests.checked_client import BASE
from tests.formats.test_atom import first_id
from tests.histories import CALL, R1, RENAMED

EVENT, WRONG = f"/v1/events/{R1}", f"{BASE}/v1/events/{R1}/revisions"


@pytest.fixture(scope="module")
def history(make_history):
    return make_history([])


@pytest.fixture(scope="module")
def client(history):
    return history.app().test_client()


@pytest.mark.parametrize("suffix", ["txt", "md", "html"])
def test_text_says_so_under_the_heading(history, client, suffix):
    text = client.get(f"{EVENT}.{suffix}").text
    assert "Corrected on 1 August 2031. What was wrong, and why" in text
    assert (WRONG.removeprefix(BASE) if suffix == "html" else WRONG) in text
    assert f"{history.stages[1].version} of 1 August 2031, revision 2 of this record" in text
    assert "Corrected on" not in client.get(f"/v1/events/{RENAMED}.{suffix}").text
    assert "Corrected on" in client.get(f"/v1/events/2031-04-12.{suffix}").text
    assert "Corrected on" in client.get(f"{EVENT}.{suffix}?view=brief").text
    assert "Corrected on" in client.get(f"/v1/claims/{R1}:bodies.{suffix}").text


@pytest.mark.parametrize("suffix", ["txt", "md", "html"])
def test_text_leads_from_what_changed_without_an_error_to_what_changed(client, suffix):
    records = [
        one for noun in ("events", "actors", "claims") for one in client.get(f"/v1/{noun}?view=full").json["data"]
    ]
    changed = [one for one in records if one["revision"] > 1 and not one["corrected_date"]]
    assert changed
    for record in changed:
        text = client.get(f"{record['url']}.{suffix}").text
        assert f"Revision {record['revision']}, changed on " in text
        assert f"{record['url']}/revisions" in text
    first = next(one for one in records if one["revision"] == 1)
    assert "What changed:" not in client.get(f"{first['url']}.{suffix}").text


def test_the_calendar_counts_revisions(client):
    calendar = icalendar.Calendar.from_ical(client.get("/v1/events.ics").data)
    entries = {str(entry["UID"]).partition("@")[0]: entry for entry in calendar.walk("VEVENT")}
    assert int(entries[first_id(R1)]["SEQUENCE"]) == 1
    assert entries[first_id(R1)]["LAST-MODIFIED"].dt == datetime(2031, 8, 1, tzinfo=UTC)
    assert int(entries["2031-04-20-handover"]["SEQUENCE"]) == 0
    # The calendar of a subscriber moves this entry, and makes no second one.
    assert (int(entries[CALL]["SEQUENCE"]), entries[CALL]["URL"]) == (1, f"{BASE}/v1/events/{RENAMED}")
    assert entries["2031-04-20-handover"]["LAST-MODIFIED"].dt == datetime(2031, 7, 2, tzinfo=UTC)


def test_linked_data_tells_when_and_where(client):
    page = json.loads(client.get(f"{EVENT}.jsonld").text)["mainEntityOfPage"]
    assert (page["dateCreated"], page["dateModified"]) == ("2031-07-02", "2031-08-01")
    assert page["correction"] == {"@type": "CorrectionComment", "datePublished": "2031-08-01", "url": WRONG}
    assert "correction" not in json.loads(client.get("/v1/topics/ceasefire.jsonld").text)["mainEntityOfPage"]


def test_citations_name_the_release_that_changed_it_and_lead_there(history, client):
    version = history.stages[1].version
    text = client.get(f"{EVENT}.bib").text
    assert "note = {Corrected on 1 August 2031.}" in text
    assert f"version = {{{version}}}" in text
    assert f"url = {{{BASE}{EVENT}?as_of={version}}}" in text
    [record, *sources] = json.loads(client.get(f"{EVENT}.csl").text)
    assert record["version"] == version
    assert record["note"].startswith("Corrected on 1 August 2031. Licence: CC BY 4.0, https://")
    assert record["URL"] == f"{BASE}{EVENT}?as_of={version}"
    assert record["issued"] == {"date-parts": [[2031, 8, 1]]}
    assert all(version in source["note"] for source in sources)
    assert client.get(record["URL"].removeprefix(BASE)).json["title"] == record["title"]


def test_coverage_says_how_old_and_how_often(history, client):
    coverage = client.get("/v1/coverage").json
    assert coverage["newest_source_date"] == "2031-06-02"
    assert coverage["releases"] == {
        "number": 6,
        "first_date": history.stages[0].date,
        "last_date": history.stages[-1].date,
        "median_days_between": 30,
    }
    assert "Newest source date: 2031-06-02" in client.get("/v1/coverage.txt").text


@pytest.mark.parametrize("address", ["/", "/v1", "/llms.txt"])
def test_the_front_leads_there(client, address):
    text = client.get(address).text
    assert all(name in text for name in ("/v1/releases", "/v1/changes", "/v1/corrections"))
