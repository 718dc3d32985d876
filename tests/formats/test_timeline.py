"""Timeline: slides that have the keys and types that TimelineJS 3 documents, and no other."""

import json

import pytest
from jsonschema import Draft202012Validator

from api.formats.content import Content
from api.formats.dates import ends
from api.formats.timeline import write_timeline
from tests.checked_client import BASE
from tests.goldens import assert_golden

DATED = ["events", "statements", "transfers", "agreements", "documents"]


def keyed(required, **properties):
    """Return the schema of a mapping that has these keys and no other."""
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


TEXT = {"type": "string", "minLength": 1}
DATE = keyed(
    ["year"],
    year={"type": "integer"},
    month={"type": "integer", "minimum": 1, "maximum": 12},
    day={"type": "integer", "minimum": 1, "maximum": 31},
    display_date=TEXT,
)
WORDS = keyed(["headline", "text"], headline=TEXT, text=TEXT)
SLIDE = keyed(["start_date", "text"], start_date=DATE, end_date=DATE, text=WORDS, unique_id=TEXT, group=TEXT)
DOCUMENTED = Draft202012Validator(keyed(["events"], title=keyed(["text"], text=WORDS), events={"items": SLIDE}))
"""What https://timeline.knightlab.com/docs/json-format.html says, as far as it is used here."""


def read(response) -> dict:
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/json"
    found = json.loads(response.data)
    DOCUMENTED.validate(found)
    return found


def test_the_whole_output(client):
    assert_golden(client.get("/v1/events.timeline?sort=date"), "events.timeline")


@pytest.mark.parametrize("noun", DATED)
def test_every_record_is_a_slide(client, noun):
    timeline = read(client.get(f"/v1/{noun}.timeline"))
    records = client.get(f"/v1/{noun}").json["data"]
    assert [slide["unique_id"] for slide in timeline["events"]] == [record["id"] for record in records]
    for slide, record in zip(timeline["events"], records, strict=True):
        assert f'href="{BASE}{record["url"]}"' in slide["text"]["text"]
    one = read(client.get(f"/v1/{noun}/{records[0]['id']}.timeline"))
    assert one == {"events": timeline["events"][:1]}
    assert timeline["title"]["text"]["headline"] == "Northland–Southland harbour talks"


def test_a_date_is_as_precise_as_the_record(client):
    (slide,) = read(client.get("/v1/events/2031-05-harbour-call.timeline"))["events"]
    assert slide["start_date"] == {"year": 2031, "month": 5, "display_date": "about May 2031"}
    assert "end_date" not in slide


def test_text_is_html(client):
    title = read(client.get("/v1/documents.timeline?q=%3Cb%3E"))["title"]["text"]["text"]
    assert "<b>" not in title
    assert "&lt;b&gt;" in title
    document = client.get("/v1/documents").json["data"][0] | {"title": "<i>A</i>", "summary": "B & <script>"}
    answer = Content("documents", True, [document], "", "", BASE, "1", "2031-07-01", "Talks", 1)
    text = json.loads(b"".join(write_timeline(answer)))["events"][0]["text"]
    assert text["headline"] == "&lt;i&gt;A&lt;/i&gt;"
    assert text["text"].startswith("<p>B &amp; &lt;script&gt;</p><p><a href=")


def test_the_name_of_a_group_is_no_html(client):
    process = {"id": "p", "type": "process", "url": "/v1/processes/p", "name": "Talks <img src=x onerror=alert(1)>"}
    event = client.get("/v1/events?view=full&limit=1").json["data"][0] | {"process": process}
    content = Content("events", True, [event], "", "", BASE, "1", "2031-07-01", "Talks", 1)
    slide = json.loads(b"".join(write_timeline(content)))["events"][0]
    assert slide["group"] == "Talks &lt;img src=x onerror=alert(1)&gt;"


@pytest.mark.parametrize("noun", DATED)
def test_no_record_is_a_title_alone(client, noun):
    timeline = read(client.get(f"/v1/{noun}.timeline?q=zzzz"))
    assert timeline["events"] == []
    assert timeline["title"]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2031", (2031,), None),
        ("2031-05%", (2031, 5), None),
        ("2031-05-XX", (2031, 5), None),
        ("2031-05-17/2031-06", (2031, 5, 17), (2031, 6)),
        ("2031-05-17/..", (2031, 5, 17), None),
        ("../2031-05", None, (2031, 5)),
        ("2031-21", (2031, 3, 1), (2031, 5, 31)),
        ("203X", (2030, 1, 1), (2039, 12, 31)),
        ("{2031-01,2031-03}", (2031, 1, 1), (2031, 3, 31)),
    ],
)
def test_the_ends_of_a_date(text, start, end):
    assert tuple(moment and moment.parts for moment in ends(text)) == (start, end)
