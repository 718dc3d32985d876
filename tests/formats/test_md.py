"""Markdown: a CommonMark parser finds the headings, lists and links that were meant, and none in the record's text."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from api.formats.text.blocks import Anchor, Item, Paragraph
from api.formats.text.md import _lines, escaped
from schemas.nouns import SCHEMAS
from tests.checked_client import BASE

ROUND = "2031-04-12-harbour-round-1"
GOLDEN = Path(__file__).parents[1] / "golden"
READER = MarkdownIt("commonmark")
NASTY = (
    st.text(alphabet="\\`*_[]<>&~|$!#+-=.()0129 ab:/\"'^{}@é中", min_size=1)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.text
    assert response.content_type == "text/markdown; charset=utf-8"
    return response.text.replace(response.headers["Parley-Release"], "2031-07-01.00000000")


def shown(text: str) -> str:
    """Return the words that a reader of rendered Markdown sees, block by block."""
    blocks = [token.children or [] for token in READER.parse(text) if token.type == "inline"]
    return "\n".join("".join(child.content for child in children) for children in blocks)


def headings(text: str) -> list[tuple[str, str]]:
    tokens = READER.parse(text)
    return [(one.tag, shown_inline(other)) for one, other in pairwise(tokens) if one.type == "heading_open"]


def shown_inline(token) -> str:
    return "".join(child.content for child in token.children)


def links(text: str) -> list[str]:
    inline = [token for token in READER.parse(text) if token.type == "inline"]
    return [str(child.attrs["href"]) for token in inline for child in token.children if child.type == "link_open"]


def test_the_page_of_a_round(client):
    assert page(client, f"/v1/events/{ROUND}.md") == (GOLDEN / "round.md").read_text(encoding="utf-8")


def test_headings_come_out(client):
    assert headings(page(client, f"/v1/events/{ROUND}.md")) == [
        ("h1", "First round of the harbour talks"),
        ("h2", "What was agreed: Return of bodies"),
        ("h2", "In short"),
        ("h2", "What is disputed"),
        ("h2", "Other claims"),
        ("h2", "Statements"),
        ("h2", "Proposals"),
        ("h2", "Documents"),
        ("h2", "About this event"),
        ("h2", "Sources"),
        ("h2", "Cite and reuse"),
    ]
    assert headings(page(client, "/v1/events/2031-04-12.md"))[:3] == [
        ("h1", "Northland–Southland harbour talks. Events within 2031-04-12, weightiest first."),
        ("h2", "First round of the harbour talks"),
        ("h3", "What was agreed: Return of bodies"),
    ]


def test_links_come_out(client):
    found = links(page(client, f"/v1/events/{ROUND}.md"))
    assert {f"{BASE}/v1/events/{ROUND}", f"{BASE}/v1/actors/ana-belo", "https://example.org/talks"} <= set(found)
    assert found.count("https://example.org/candles") == 2, "once where it is cited, once in the list of sources"


def test_lists_come_out(client):
    html = READER.render(page(client, f"/v1/events/{ROUND}.md"))
    assert "<ol>\n<li>Southland hands over the bodies of 40 sailors. Due May 2031.\n<ul>\n<li><code>[####" in html
    assert "<li><strong>Northland says</strong>\n<ul>\n<li>40 bodies are exchanged for 40." in html
    assert '<ol>\n<li>Example Wire: “Talks end”, 12 April 2031 <a href="https://example.org/talks">' in html


def test_an_empty_list(client):
    text = page(client, "/v1/events/1999-01-01.md")
    assert "Nothing is recorded. The record covers 2031-04-01 to 2031-06-30; this is beyond that." in shown(text)
    assert [tag for tag, _ in headings(text)] == ["h1", "h2"]


@pytest.mark.parametrize("noun", SCHEMAS)
def test_every_noun_is_written(client, noun):
    record = client.get(f"/v1/{noun}?view=full").json["data"][0]
    name = str(record[SCHEMAS[noun].TITLE])
    assert name in shown(page(client, f"/v1/{noun}.md")) or noun in ("statements", "transfers")
    single = page(client, f"/v1/{noun}/{record['id']}.md")
    assert headings(single)[0] == ("h1", name)
    assert f"{BASE}/v1/{noun}/{record['id']}.json" in links(single)


@given(NASTY)
def test_nothing_in_the_record_is_markup(text):
    for block in (Paragraph([text]), Item([[text]]), Item([[Anchor(text, "https://example.org/")]])):
        assert shown("\n".join(_lines(block))) == text


@given(NASTY, NASTY)
def test_nothing_on_a_second_line_is_markup(first, second):
    assert shown("\n".join(_lines(Item([[first], [second]])))) == first + second


@given(st.text(alphabet="<>\\ ()ab*_[]&%", max_size=20))
def test_every_address_is_a_link(rest):
    text = "\n".join(_lines(Paragraph([Anchor("here", "https://example.org/" + rest)])))
    assert len(links(text)) == 1
    assert shown(text) == "here"


def test_escaping_leaves_words_alone():
    assert escaped("Обмін 1,000 на 1,000 – так.") == "Обмін 1,000 на 1,000 – так."


def test_a_list_of_events_is_a_chronology_to_paste(client):
    text = client.get("/v1/events.md?sort=date").text
    for event in client.get("/v1/events?view=full&sort=date").json["data"]:
        entry = next(part for part in text.split("\n- ") if event["title"] in part)
        assert event["summary"] in entry.replace("\\", "")
        assert "Reported by [" in entry
        assert entry.count("](<http") >= 2
    assert "**12 April 2031** [First round of the harbour talks]" in text
    assert "Postponed. " in text


def test_a_short_form(client):
    brief = client.get("/v1/events.md?view=brief&sort=date").text
    assert "Reported by" not in brief
    assert brief.count("\n- **2031-") == 5
