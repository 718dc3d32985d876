"""Pages: forms that lead to queries, what machines read in them, their weight, and links that all lead somewhere."""

import csv
import json
import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest

from api import create_app
from api.formats.html import MAX_PAGE_BYTES
from schemas.nouns import SCHEMAS
from tests.checked_client import BASE
from tests.pages.kinds import BROWSER, EVERY, GOOD, RECORDS, ROUND

PAGES_WALKED = 200
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LARGE = (
    *(
        "/v1/events",
        "/v1/events/2025",
        "/v1/events/2025-06",
        "/v1/events/2025-06-02",
        "/v1/agreements",
        "/v1/documents",
    ),
    *(
        "/v1/transfers",
        "/v1/transfers/totals?by=month,what,from,to",
        "/v1/actors/rustem-umerov/meetings",
        "/v1/sources",
    ),
    *("/v1/events/2025-06-02-istanbul-round-2", "/v1/events/2025-05-16", "/v1/coverage", "/v1/proposals"),
    *("/v1/changes", "/v1/changes?kind=corrected", "/v1/changes?kind=withdrawn", "/v1/corrections"),
    *("/v1/changes?after=0", "/v1/changes?kind=extended", "/v1/releases"),
)
"""The heaviest pages of the real record."""


class Page(HTMLParser):
    """Reads the elements of a page, and what stands in its script, which must be data."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.data = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        """Note the data of a script."""
        if self.elements and self.elements[-1][0] == "script":
            self.data += data

    def all(self, tag, **having):
        """Return the attributes of every element of a name that has some attributes."""
        having = {name.rstrip("_"): value for name, value in having.items()}
        return [one for name, one in self.elements if name == tag and having.items() <= one.items()]


def page(client, address):
    return Page(client.get(address, headers=BROWSER).text)


def test_fields_that_a_form_left_empty_are_taken_off_the_address(client):
    reply = client.get("/v1/events?q=&kind=call&from=&actor=", headers=BROWSER)
    assert (reply.status_code, reply.headers["Location"]) == (302, f"{BASE}/v1/events?kind=call")
    reply = client.get("/v1/search?q=bodies&type=", headers=BROWSER)
    assert (reply.status_code, reply.headers["Location"]) == (302, f"{BASE}/v1/search?q=bodies")
    assert client.get("/v1/events?q=&kind=call").status_code == 400
    assert client.get("/v1/events.csv?q=&kind=call", headers=BROWSER).status_code == 400


def test_a_form_keeps_what_was_asked(client):
    shown = page(client, "/v1/events?kind=call,meeting&topic__not=ceasefire&actor=ana-belo&sort=date&limit=5")
    values = {one["name"]: one.get("value") for one in shown.all("input")}
    assert values["limit"] == "5"
    chosen = [one.get("value") for name, one in shown.elements if name == "option" and "selected" in one]
    assert chosen == ["call,meeting", "ana-belo", "date", "ceasefire"]
    # An operator was used, so that the fields that are folded in are seen; on a small screen the answer comes first.
    assert ["open" in one for one in shown.all("details")] == [False, True]


def test_a_form_has_the_main_fields_first_and_the_rest_folded_in(client):
    text = client.get("/v1/events", headers=BROWSER).text
    form = text[text.index('class="filters"') : text.index("</form>", text.index('class="filters"'))]
    main, _, rest = form.partition("<details>")
    assert re.findall(r'name="(\w+)"', main) == ["q", "from", "to", "kind", "process", "actor", "topic", "place"]
    assert {"sort", "facet", "side", "match", "independent_publishers__gte"} <= set(re.findall(r'name="(\w+)"', rest))
    assert not {"cursor", "view", "fields"} & set(re.findall(r'name="(\w+)"', rest))


@pytest.mark.parametrize("noun", SCHEMAS)
def test_every_field_of_a_form_is_a_parameter(client, noun):
    shown = page(client, f"/v1/{noun}")
    names = [one["name"] for name, one in shown.elements if name in ("input", "select") and one["id"] != "site-search"]
    assert len(names) == len(set(names)) > 2
    allowed = client.get(f"/v1/{noun}?no-such-name=1").json["errors"][0]["allowed"]
    assert set(names) <= set(allowed)


@pytest.mark.parametrize(
    ("address", "field"),
    [("/v1/search", "q"), ("/v1/transfers/totals", "by"), ("/v1/suggest", "q"), ("/v1/check", "text")],
)
def test_an_answer_that_needs_a_question_is_a_form_in_a_browser(client, address, field):
    reply = client.get(address, headers=BROWSER)
    assert reply.status_code == 200
    fields = [one for one in Page(reply.text).elements if one[1].get("name") == field]
    assert any("required" in one[1] for one in fields) or field == "text"
    assert Page(reply.text).all("details", class_="fold", open=None)
    assert re.search("<h1>[A-Z][^<]+</h1>", reply.text)
    assert client.get(address).status_code == 400


def test_search_offers_names_and_what_may_have_been_meant(client):
    text = client.get("/v1/search?q=bodeis", headers=BROWSER).text
    assert 'Did you mean <a href="/v1/search?q=bodies">bodies</a>?' in text
    assert 'Named so: <a href="/v1/actors/ana-belo">Ana Belo</a> (actor)' in client.get(
        "/v1/search?q=belo", headers=BROWSER
    ).text.replace("\n", "")


@pytest.mark.parametrize("words", ["bo*", '"40 bodies"', "https://example.org/wire/1", "a", "-bodies candles"])
def test_search_offers_no_names_for_what_is_no_name(client, words):
    reply = client.get("/v1/search", query_string={"q": words}, headers=BROWSER)
    assert reply.status_code == 200
    assert "Named so" not in reply.text


def test_sums_lead_to_the_records_that_they_are_made_of(client):
    links = [one["href"] for one in page(client, "/v1/transfers/totals?by=month,what&to_side=northland").all("a")]
    lists = [link for link in links if link.startswith("/v1/transfers?")]
    rows = client.get("/v1/transfers/totals?by=month,what&to_side=northland").json["data"]
    assert [client.get(link).json["meta"]["total"] for link in lists] == [row["transfers"] for row in rows]


def test_sums_name_their_sides_and_kinds_in_words(real_client):
    text = real_client.get("/v1/transfers/totals?by=year,what,to", headers=BROWSER).text
    table = text[text.index("<tbody>") :]
    assert "<td>Ukraine</td>" in table
    assert ">ukraine</td>" not in table
    assert "<td>prisoners of war</td>" in table


def test_a_sum_of_what_belongs_to_no_process_leads_to_no_list(real_client):
    reply = real_client.get("/v1/transfers/totals?by=process", headers=BROWSER)
    rows = [*csv.DictReader(real_client.get("/v1/transfers/totals.csv?by=process").text.splitlines())]
    links = [one["href"] for one in Page(reply.text).all("a") if one["href"].startswith("/v1/transfers?")]
    assert len(links) == sum(row["process"] != "" for row in rows) < len(rows)
    totals = [str(real_client.get(link).json["meta"]["total"]) for link in links[:3]]
    assert totals == [row["transfers"] for row in rows if row["process"]][:3]


@pytest.mark.parametrize(
    ("words", "day"), [("12 April 2031", "2031-04-12"), ("12.04.2031", "2031-04-12"), ("April 2031", "2031-04")]
)
def test_a_search_for_a_day_leads_to_the_day(client, words, day):
    text = client.get("/v1/search", query_string={"q": words}, headers=BROWSER).text
    assert f'All events of <a href="/v1/events/{day}">' in text
    assert client.get(f"/v1/events/{day}", headers=BROWSER).status_code == 200
    assert "All events of" not in client.get("/v1/search?q=bodies", headers=BROWSER).text


@pytest.mark.parametrize("noun", ["claims", "statements", "proposals", "documents"])
def test_the_words_of_a_record_in_a_list_lead_to_it(client, noun):
    records = client.get(f"/v1/{noun}?limit=50").json["data"]
    text = client.get(f"/v1/{noun}", headers=BROWSER).text
    main = text[text.index("<main") : text.index("<footer>")]
    for record in records:
        (words,) = re.findall(rf'<a class="q" href="{re.escape(record["url"])}">([^<]+)</a>', main)
        assert words != record["id"]
    assert 'class="id"' not in main


def test_a_quote_is_shown_where_the_record_has_it_in_items(client):
    row = client.get("/v1/check?text=forty for forty").json["data"][0]
    text = client.get("/v1/check?text=forty for forty", headers=BROWSER).text
    main = text[text.index("<main") : text.index("<footer>")]
    assert "<table" not in main
    assert f"<b>{row['match']}</b>" in main
    for part in ("record", "source"):
        assert f'<a href="{row[part]["url"]}">' in main


def test_a_long_change_is_shortened_on_its_page_alone(real_client, monkeypatch):
    rows = real_client.get("/v1/changes?noun=coverage").json["data"]
    assert max(len(str(row)) for row in rows) > 5_000
    text = real_client.get("/v1/changes?noun=coverage", headers=BROWSER).text
    # Only what differs is told, so that few lines are long.
    monkeypatch.setattr("api.formats.pages.answer_pages.MAX_LINE_LENGTH", 40)
    short = real_client.get("/v1/changes?noun=claims&limit=49", headers=BROWSER).text
    assert "… (in full in the other forms of this page)" in short
    assert max(len(line) for line in re.split("<br>|</li>", text[text.index("<main") :])) < 2_000
    assert "in full in" not in real_client.get("/v1/changes.txt").text


@pytest.mark.parametrize(
    ("address", "suffixes"),
    [
        ("/v1/transfers/totals?by=year", {"svg", "png", "csv"}),
        ("/v1/actors/ana-belo/meetings", {"svg", "png"}),
        ("/v1/changes", {"atom"}),
    ],
)
def test_an_answer_names_all_its_forms(client, address, suffixes):
    text = client.get(address, headers=BROWSER).text
    forms = text[text.index('class="forms"') :]
    assert suffixes <= set(re.findall(r">(\w+)</a>", forms))


def test_a_form_asks_what_matters_first_and_never_only_as_of_when(client):
    def names(address):
        return [one["name"] for name, one in page(client, address).elements if name in ("input", "select")][1:]

    assert names("/v1/changes")[:4] == ["since", "until", "noun", "kind"]
    assert names("/v1/check?text=bodies")[:2] == ["text", "url"]
    assert names("/v1/actors/ana-belo/meetings") == []


@pytest.mark.parametrize(
    ("address", "lists"),
    [
        ("/v1/actors/ana-belo", ["/v1/events?actor=ana-belo", "/v1/actors/ana-belo/meetings"]),
        ("/v1/processes/harbour-talks", ["/v1/events?process=harbour-talks&sort=date"]),
        (f"/v1/events/{ROUND}", ["/v1/processes/harbour-talks", "/v1/events/2031-04-12"]),
    ],
)
def test_a_record_leads_on(client, address, lists):
    links = [one["href"] for one in page(client, address).all("a")]
    assert set(lists) <= set(links)
    assert all(client.get(link, headers=BROWSER).status_code == 200 for link in lists)


CRUMBS = re.compile(r'<nav class="crumbs"[^>]*>(.*?)</nav>', re.DOTALL)


@pytest.mark.parametrize(
    ("address", "crumbs"),
    [
        ("/v1/actors/ana-belo/meetings", "Actors › Ana Belo"),
        ("/v1/actors/ana-belo/meetings/joss-tarn", "Actors › Ana Belo › Meetings"),
        (f"/v1/events/{ROUND}/revisions", "Events › First round of the harbour talks"),
        (f"/v1/claims/{ROUND}:bodies", "Claims › First round of the harbour talks"),
        ("/v1/vocabularies/levels", "Vocabularies"),
    ],
)
def test_the_way_up_is_told_in_names(client, address, crumbs):
    text = client.get(address, headers=BROWSER).text
    assert re.sub(r"<[^>]+>", "", CRUMBS.search(text)[1]) == crumbs


def test_an_event_that_something_was_found_in_is_called_by_its_name(client):
    text = client.get("/v1/search?q=bodies", headers=BROWSER).text
    assert f'in <a href="/v1/events/{ROUND}">First round of the harbour talks</a>' in text
    assert f">{ROUND}</a>" not in text


@pytest.mark.parametrize(
    ("date", "before", "after"),
    [
        ("2031-04-12", "2031-04-11", "2031-04-13"),
        ("2031-12", "2031-11", "2032-01"),
        ("2031-01", "2030-12", "2031-02"),
        ("2032-02-28", "2032-02-27", "2032-02-29"),
        ("2031", "2030", "2032"),
        ("2032", "2031", "2033"),
    ],
)
def test_a_date_leads_to_the_dates_beside_it(client, date, before, after):
    links = [one["href"] for one in page(client, f"/v1/events/{date}").all("a")]
    assert {f"/v1/events/{before}", f"/v1/events/{after}"} <= set(links)


@pytest.mark.parametrize("date", ["9999", "9999-12-31"])
def test_the_last_date_leads_to_none_after_it(client, date):
    assert client.get(f"/v1/events/{date}", headers=BROWSER).status_code in (200, 400, 404)


def test_a_page_and_json_are_kept_apart(database):
    client = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE).test_client()
    for address in ("/", "/v1", "/v1/events", f"/v1/events/{ROUND}", "/v1/transfers/totals?by=what"):
        for _ in range(2):
            shown, told = client.get(address, headers=BROWSER), client.get(address)
            assert (shown.mimetype, told.mimetype) == ("text/html", "application/json")
            assert "Accept" in shown.headers["Vary"]
            assert "Accept" in told.headers["Vary"]
            assert shown.headers["ETag"] != told.headers["ETag"]


def test_the_front_page_says_what_is_new_and_where_to_begin(client):
    text = client.get("/", headers=BROWSER).text
    newest = client.get("/v1/events?status=held&limit=1").json["data"][0]
    assert f'<a href="{newest["url"]}">{newest["title"]}</a>' in text
    for address in ("/v1/events/2031", "/docs/answers", "/docs/stability", "/llms.txt", "/docs", "/v1/downloads"):
        assert f'href="{address}"' in text
    assert "Cite this" in text


def test_a_footnote_opens_the_publication_at_the_quoted_words(client):
    evidence = client.get("/v1/claims/2031-04-12-harbour-round-1:bodies").json["accounts"][0]["evidence"][0]
    first = " ".join(evidence["quote"].split()[:3])
    links = [one["href"] for one in page(client, f"/v1/claims/{ROUND}:bodies").all("a") if ":~:text=" in one["href"]]
    assert any(link.startswith(f"{evidence['source']['url']}#:~:text={quote(first)}") for link in links)


@pytest.mark.parametrize("address", GOOD)
def test_machines_find_what_a_page_is(client, address):
    shown = page(client, address)
    (canonical,) = shown.all("link", rel="canonical")
    assert canonical["href"].startswith(BASE)
    assert client.get(canonical["href"].removeprefix(BASE), headers=BROWSER).status_code == 200
    for name in ("og:url", "og:title", "og:description", "og:type", "og:site_name"):
        (one,) = shown.all("meta", property=name)
        assert one["content"].strip()
    (description,) = shown.all("meta", name="description")
    assert 10 < len(description["content"]) <= 300
    for link in shown.all("link", rel="alternate"):
        reply = client.get(link["href"].removeprefix(BASE))
        assert reply.status_code == 200
        assert link["type"] in (reply.mimetype, "application/json+oembed")


@pytest.mark.parametrize("address", RECORDS)
def test_a_record_is_told_in_schema_org(client, address):
    data = json.loads(page(client, address).data)
    assert data["@context"] == "https://schema.org"
    if "view=brief" in address or address.endswith("04-12"):
        return
    assert data["@id"].startswith(f"{BASE}/v1/")
    assert data["mainEntityOfPage"]["isPartOf"]["@type"] == "Dataset"
    whole = json.loads(client.get(f"{address}.jsonld").text)
    assert {"@type", "@id", "name"} <= data.keys() <= whole.keys()


@pytest.mark.parametrize(
    ("address", "kind"),
    [("/", "Dataset"), ("/v1", "CollectionPage"), ("/docs/answers", "TechArticle"), ("/docs/codebook", "TechArticle")],
)
def test_a_page_of_no_record_says_what_it_is_and_what_other_forms_it_has(client, address, kind):
    whole = page(client, address)
    assert json.loads(whole.data)["@type"] == kind
    forms = whole.all("link", rel="alternate")
    assert forms
    for form in forms:
        reply = client.get(form["href"].removeprefix(BASE), headers={"Accept": form["type"]})
        assert (reply.status_code, reply.mimetype) == (200, form["type"])


def test_the_front_page_is_found_as_a_file_too(client):
    reply = client.get("/index.html")
    assert (reply.status_code, reply.headers["Location"]) == (308, f"{BASE}/")


def test_the_reference_says_what_it_is_without_a_script(client):
    whole = page(client, "/docs")
    assert len(whole.all("h1")) == 1
    assert whole.all("meta", name="description")
    assert whole.all("meta", property="og:title")
    noscript = client.get("/docs").text.partition("<noscript>")[2].partition("</noscript>")[0]
    for address in re.findall(r'href="([^"]*)"', noscript):
        assert client.get(address, headers=BROWSER).status_code == 200


def test_oembed_quotes_a_record(client):
    (link,) = page(client, f"/v1/events/{ROUND}").all("link", type="application/json+oembed")
    body = client.get(link["href"].removeprefix(BASE)).json
    assert body["version"] == "1.0"
    assert body["title"] == "First round of the harbour talks"
    assert f'<a href="{BASE}/v1/events/{ROUND}">' in body["html"]
    narrow = client.get(f"/oembed?url={BASE}/v1/topics/repatriation&maxwidth=300&format=json").json
    assert narrow["width"] == 300
    for suffix in ("svg", "html", "json", "txt"):
        assert client.get(f"/oembed?url={BASE}/v1/events/{ROUND}.{suffix}").json == body


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?url=nothing", 400),
        (f"?url={BASE}/v1/events/{ROUND}&format=xml", 400),
        ("?url=https://elsewhere.example/v1/events/a", 404),
        (f"?url={BASE}/v1/events/nothing-here", 404),
        (f"?url={BASE}/v1/events/{ROUND}.exe", 404),
        (f"?url={BASE}/v1/actors/ana-bello.svg", 404),
        (f"?url={BASE}/v1/search", 404),
    ],
)
def test_oembed_says_what_it_cannot_quote(client, query, status):
    reply = client.get(f"/oembed{query}")
    assert reply.status_code == status
    assert reply.json["try"].startswith(f"{BASE}/oembed?url=")
    assert client.get(reply.json["try"].removeprefix(BASE)).status_code == 200


def test_oembed_knows_which_record_was_meant(client):
    reply = client.get(f"/oembed?url={BASE}/v1/actors/ana-bello.svg").json
    assert reply["try"] == f"{BASE}/oembed?url={BASE}/v1/actors/ana-belo"


def test_the_sitemap_names_every_record(client):
    def locations(address, kind):
        root = ElementTree.fromstring(client.get(address).data)
        return [one.text.removeprefix(BASE) for one in root.iterfind(f"{SITEMAP}{kind}/{SITEMAP}loc")]

    assert f"Sitemap: {BASE}/sitemap.xml" in client.get("/robots.txt").text
    named = [url for part in locations("/sitemap.xml", "sitemap") for url in locations(part, "url")]
    assert len(named) == len(set(named))
    for noun in SCHEMAS:
        urls = [
            one.get("record_url") or one["url"]
            for one in map(json.loads, client.get(f"/v1/{noun}.ndjson").text.splitlines())
        ]
        assert set(urls) <= set(named)
    assert all(client.get(url, headers=BROWSER).status_code == 200 for url in named)
    for wrong in ("events-2.xml", "events.xml", "nothing-1.xml", "events-0.xml"):
        assert client.get(f"/sitemaps/{wrong}").status_code == 404


@pytest.mark.parametrize("address", EVERY)
def test_a_page_weighs_little(client, address):
    assert len(client.get(address, headers=BROWSER).data) <= MAX_PAGE_BYTES


@pytest.mark.parametrize("address", LARGE)
def test_the_heaviest_pages_of_the_real_record_weigh_little(real_client, address):
    reply = real_client.get(address, headers=BROWSER)
    assert reply.status_code == 200
    assert len(reply.data) <= MAX_PAGE_BYTES


def test_of_a_record_with_much_to_say_the_links_lead_to_whole_pages(client, monkeypatch):
    address, mark = "/v1/events/2031-04-12-harbour-round-1", "#:~:text="
    whole = client.get(address, headers=BROWSER).text
    monkeypatch.setattr("api.formats.html.MAX_PAGE_BYTES", 100)
    shorter = client.get(address, headers=BROWSER).text
    assert mark in whole
    assert mark not in shorter
    assert "data-url" not in shorter
    assert shorter.count('<li id="s') == whole.count('<li id="s')


def test_all_links_lead_somewhere(client):
    waiting, met, tried, broken = deque(["/"]), {"/"}, set(), {}
    while waiting and len(tried) < PAGES_WALKED:
        address = waiting.popleft()
        reply = client.get(address, headers=BROWSER)
        tried.add(address)
        if reply.status_code != 200:
            broken[address] = reply.status_code
        if reply.mimetype != "text/html":
            continue
        shown = Page(reply.text)
        anchors = {one["id"] for _, one in shown.elements if "id" in one}
        for link in shown.all("a"):
            target, _, section = link["href"].removeprefix(BASE).partition("#")
            if not target and section and section not in anchors:
                broken[link["href"]] = f"no such section on {address}"
            if target.startswith("/") and target not in met:
                met.add(target)
                waiting.append(target)
    for address in waiting:
        reply = client.get(address, headers=BROWSER)
        if reply.status_code != 200:
            broken[address] = reply.status_code
    assert broken == {}
    assert len(met) > PAGES_WALKED


@pytest.mark.parametrize("name", ["answers", "codebook", "cookbook", "stability", "records", "deployment"])
def test_a_guide_is_a_page_and_its_source(client, name):
    shown = client.get(f"/docs/{name}")
    assert (shown.status_code, shown.mimetype) == (200, "text/html")
    assert "unsafe-inline" not in shown.headers["Content-Security-Policy"]
    source, text = client.get(f"/docs/{name}.md"), client.get(f"/docs/{name}.txt")
    assert (source.status_code, source.mimetype) == (200, "text/markdown")
    assert (text.status_code, text.mimetype, text.data) == (200, "text/plain", source.data)
    assert source.text.partition("\n")[0].removeprefix("# ") in shown.text
    assert urlsplit(page(client, f"/docs/{name}").all("link", rel="canonical")[0]["href"]).path == f"/docs/{name}"


def test_oembed_follows_a_former_id_and_quotes_nothing_withdrawn(client):
    moved = client.get(f"/oembed?url={BASE}/v1/events/2031-04-harbour-talks").json
    assert moved["title"] == "First round of the harbour talks"
    gone = client.get(f"/oembed?url={BASE}/v1/events/2031-06-20-mistaken")
    assert (gone.status_code, gone.json["type"]) == (410, f"{BASE}/errors/gone")
    assert client.get(gone.json["try"].removeprefix(BASE)).status_code == 200
