"""HTML: pages for a browser, which say what the text says, fetch nothing elsewhere and need no script."""

import re
from html.parser import HTMLParser

import pytest

from db.release.build import build_database
from schemas.nouns import SCHEMAS
from tests.checked_client import BASE, checked_app
from tests.goldens import assert_golden

ROUND = "2031-04-12-harbour-round-1"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
VOID = {"meta", "link", "br", "input", "img"}
NEVER = {"style", "iframe", "object"}
PAGES = [
    *("/", f"/v1/events/{ROUND}", "/v1/events/2031-04-12", "/v1/events/latest", "/v1/transfers/totals?by=what"),
    *("/v1/search?q=bodies", "/v1/coverage", "/v1/actors/ana-belo/meetings/joss-tarn", "/v1/topics?q=zzzz"),
    *("/v1", "/v1/search", "/v1/vocabularies", "/v1/downloads", "/v1/on-this-day", "/docs/answers", "/docs/records"),
    *(f"/v1/{noun}" for noun in SCHEMAS),
]


class Tags(HTMLParser):
    """Reads a page; every element must be closed in its turn."""

    def __init__(self, text):
        super().__init__()
        self.open, self.starts, self.words = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Note an element."""
        self.starts.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Close the innermost element."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Note words."""
        self.words.append(data)

    def attributes(self, tag, name):
        """Return an attribute of each element of a name that has it."""
        return [attributes[name] for one, attributes in self.starts if one == tag and name in attributes]


@pytest.mark.parametrize("address", PAGES)
def test_a_browser_gets_a_whole_page(client, address):
    reply = client.get(address, headers=BROWSER)
    assert (reply.status_code, reply.content_type) == (200, "text/html; charset=utf-8")
    assert "Accept" in reply.headers["Vary"]
    page = Tags(reply.text)
    assert page.open == []
    names = [tag for tag, _ in page.starts]
    assert [names.count(tag) for tag in ("html", "title", "main", "h1")] == [1, 1, 1, 1]
    identifiers = page.attributes("li", "id")
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_script_and_fetches_its_style_from_here(client, address):
    reply = client.get(address, headers=BROWSER)
    page = Tags(reply.text)
    assert not {tag for tag, _ in page.starts} & NEVER
    assert {attributes["type"] for tag, attributes in page.starts if tag == "script"} <= {"application/ld+json"}
    assert all(source.startswith("/v1/") for source in page.attributes("img", "src"))
    assert " style=" not in reply.text
    assert "unsafe-inline" not in reply.headers["Content-Security-Policy"]
    assert client.get("/style.css").content_type == "text/css; charset=utf-8"


@pytest.mark.parametrize(
    "accept", ["*/*", "application/json", "application/json, text/html;q=0.9", JAVA, "application/*"]
)
def test_programs_get_what_they_got(client, accept):
    assert client.get("/v1/events", headers={"Accept": accept}).json == client.get("/v1/events").json


def test_the_suffix_names_it_too(client):
    by_suffix = client.get(f"/v1/events/{ROUND}.html").text
    assert by_suffix == client.get(f"/v1/events/{ROUND}", headers=BROWSER).text
    assert f'<link rel="canonical" href="{BASE}/v1/events/{ROUND}">' in by_suffix
    assert f'href="{BASE}/v1/events/{ROUND}.txt"' in by_suffix


def test_it_says_what_the_text_says(client):
    words = " ".join("".join(Tags(client.get(f"/v1/events/{ROUND}.html").text).words).split())
    for said in ("40 bodies are exchanged for 40.", "Southland hands over 40 bodies", "Example Wire", "Cite this"):
        assert said in words


def test_accounts_stand_side_by_side(client):
    text = client.get(f"/v1/events/{ROUND}.html").text
    assert re.search('<div class="sides"><div class="hue[0-9]"><p class="head">Northland', text)


def test_nothing_of_the_record_is_markup(world, tmp_path, specification):
    path = world / f"events/{ROUND}.yaml"
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace("by candles.", 'by <script>alert(1)</script> &amp; "candles".'), encoding="utf-8")
    build_database(world, tmp_path / "parley.db")
    client = checked_app(tmp_path / "parley.db", specification).test_client()
    text = client.get(f"/v1/events/{ROUND}.html").text
    assert "lit by &lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &#34;candles&#34;" in text
    assert "<script>" not in text
    assert "alert(1)</script>" not in text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/v1/events?kin=call", 400, "kind"),
        ("/v1/event", 404, "/v1/events"),
        ("/v1/actors/ana-bello", 404, "ana-belo"),
        ("/v1/events?%3Cscript%3E=1", 400, "&lt;script&gt;"),
    ],
)
def test_who_mistypes_is_helped(client, address, status, words):
    reply = client.get(address, headers=BROWSER)
    assert (reply.status_code, reply.content_type) == (status, "text/html; charset=utf-8")
    assert words in reply.text
    assert "<script>" not in reply.text
    assert client.get(address).content_type == "application/problem+json"


def test_a_round_looks_like_this(client):
    assert_golden(client.get(f"/v1/events/{ROUND}.html"), "round.html")


def test_columns_of_numbers_and_of_dates_are_set_as_such(real_client):
    text = real_client.get("/v1/transfers/totals.html?by=month&what=prisoners-of-war").text
    assert '<th scope="col" class="d">month</th><th scope="col" class="n">low</th>' in text
    assert '<td class="d">2025-05</td><td class="n">2,170</td>' in text
    assert '<td class="d">2025-06</td><td class="n"></td>' in text
    assert '<th scope="col">text</th>' in text


def test_the_days_beside_a_day_stand_behind_their_arrows(real_client):
    text = real_client.get("/v1/events/2025-06-02.html").text
    before, after = (f'<a href="/v1/events/2025-06-0{day}">{day} June 2025</a>' for day in (1, 3))
    assert f"<p>← {before} · {after} →</p>" in text
