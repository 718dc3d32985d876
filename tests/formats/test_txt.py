"""Plain text: what stands where on a page, and that every line fits a terminal, whatever its script."""

import re
import unicodedata
from pathlib import Path

import pytest
from wcwidth import wcswidth

from api.formats.text.layout import bar
from api.formats.text.lists import LIST_ITEMS
from api.formats.text.phrases import date_words, estimate, time_words
from api.formats.text.records import FACTS, age_words, check_facts
from db.release.build import build_database
from schemas.nouns import SCHEMAS, RegistryError
from tests.checked_client import checked_app

ROUND = "2031-04-12-harbour-round-1"
GOLDEN = Path(__file__).parents[1] / "golden"
DAY = "2025-06-02"
"""The day of the real record on which its front page was measured."""


def page(client, address: str) -> str:
    """Return a page of text; what changes with every edit of the records is replaced."""
    response = client.get(address)
    assert response.status_code == 200, response.text
    assert response.content_type == "text/plain; charset=utf-8"
    text = response.text.replace(response.headers["Parley-Release"], "2031-07-01.00000000")
    return re.sub(r"cursor=\S+", "cursor=CURSOR", text)


def too_wide(text: str) -> list[str]:
    """Return the lines that do not fit 80 columns; addresses may be as long as they are."""
    return [line for line in text.splitlines() if wcswidth(line) > 80 and not line.strip().startswith("http")]


@pytest.fixture
def edited(world, tmp_path, specification):
    """Return a function that builds a world in which some text of the round is replaced, and gives its client."""

    def build(*replaced: tuple[str, str]):
        path = world / f"events/{ROUND}.yaml"
        text = path.read_text(encoding="utf-8")
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        build_database(world, tmp_path / "parley.db")
        return checked_app(tmp_path / "parley.db", specification).test_client()

    return build


@pytest.fixture
def busy_day(world, edited):
    """Return a client of a world with a second, lighter event on the day of the round, whose id comes first."""
    call = (world / "events/2031-05-harbour-call.yaml").read_text(encoding="utf-8").partition("sources:")[0]
    call = call.replace("date: 2031-05~", "date: '2031-04-12'").replace(
        "example-wire-2031-06", "example-wire-2031-04-12"
    )
    (world / "events/2031-04-12-a-call.yaml").write_text(call, encoding="utf-8")
    return edited()


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("round", f"/v1/events/{ROUND}.txt"),
        ("chronology", "/v1/events/2031.txt?limit=4"),
        ("chronology-end", "/v1/events.txt?status=postponed"),
        ("claims", "/v1/claims.txt"),
        ("agreements", "/v1/agreements.txt"),
        ("empty", "/v1/events/1999-01-01.txt"),
    ],
)
def test_pages(client, name, address):
    assert page(client, address) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_a_day_begins_with_its_weightiest_event(busy_day):
    assert page(busy_day, "/v1/events/2031-04-12.txt") == (GOLDEN / "day.txt").read_text(encoding="utf-8")
    asked = page(busy_day, "/v1/events/2031-04-12.txt?sort=date")
    assert asked.index("== 1/2 Belo and Tarn speak") < asked.index("== 2/2 First round")
    assert "by date ascending." in asked


def test_a_day_of_several_events_begins_with_a_list_of_them(busy_day, client):
    """A day of eight is a hundred kilobytes; the list says what is in there, and where it is told in short."""
    for suffix in ("txt", "md"):
        address = f"/v1/events/2031-04-12.{suffix}"
        for query, short in (("", "?view=brief"), ("?view=full&sort=date", "?sort=date&view=brief")):
            head = busy_day.get(address + query).text.partition("1/2")[0]
            assert "2 events on 12 April 2031:" in head
            assert head.count(f"{address}{short}") == 1
            for event in ("2031-04-12-harbour-round-1", "2031-04-12-a-call"):
                assert head.count(event) == 1
        brief = busy_day.get(f"{address}?view=brief").text
        assert "2 events on 12 April 2031:" in brief
        assert "view=brief" not in brief.partition("1/2")[0]
        assert "1 of them on this page:" not in busy_day.get(f"{address}?limit=1").text
        assert "events on" not in client.get(address).text, "One event needs no list."
    page_of_day = busy_day.get("/v1/events/2031-04-12.html").text
    assert page_of_day.index("2031-04-12-a-call") < page_of_day.index("1/2")


def test_the_first_screens_of_the_day_of_the_second_round(real_client):
    """They answer a reporter who asks what there was on 2 June, what was agreed at the round, and who says so."""
    text = page(real_client, f"/v1/events/{DAY}.txt")
    contents, _, first_event = text.partition("== 1/8 ")
    assert len(contents.rstrip().splitlines()) <= 24
    for event in real_client.get(f"/v1/events/{DAY}?view=brief").json["data"]:
        assert f"\n   {event['id']}\n" in contents
    screen = "\n".join(first_event.splitlines()[:24])
    for words in (
        "2 June 2025, 14:43–15:57 (UTC+3), Çırağan Palace",
        "Ukraine, head: Rustem Umerov, Minister of Defence of Ukraine",
        "Russia, head: Vladimir Medinsky, Aide to the President of Russia",
        "WHAT WAS AGREED: Exchange of prisoners of war in two groups and return of bodies",
        "1. Russia hands over all seriously wounded",
        "6. Ukraine hands over the bodies of 6,000 Russian soldiers",
        "[####################] 6,057–6,060 of 6,000 bodies (101 %)",
        "[disputed] 5–6: Rustem Umerov [",
    ):
        assert words in screen
    assert "\nUkraine says                           | Russia says\n" in text
    assert too_wide(text) == []


@pytest.mark.parametrize("noun", SCHEMAS)
def test_every_noun_fits_80_columns(client, real_client, noun):
    for some in (client, real_client):
        text = page(some, f"/v1/{noun}.txt?limit=100")
        assert too_wide(text) == []
        records = some.get(f"/v1/{noun}?limit=100").json["data"]
        assert records
        for record in records:
            assert record["id"] in text or record["id"] in text.replace("-\n", "-").replace(" ", "")
        one = page(some, f"/v1/{noun}/{records[0]['id']}.txt")
        assert one.startswith("== ")
        assert too_wide(one) == []
        for part in ("CITE AND REUSE", "CC BY 4.0", f"/v1/{noun}/{records[0]['id']}.json\n"):
            assert part in one


@pytest.mark.parametrize(
    "words",
    [
        "Обмін тілами: сорок на сорок, і жодної ціни за це не названо, каже міністерство",
        "四十人の遺体を四十人の遺体と交換する、と省は言い、それ以上は何も言わなかった",
        "Каза́ли: со́рок за со́рок; Ĭstánbůl, ﬁve 🇳🇴 and 👩‍👩‍👧 e\u0301\u0323 stand apart",
    ],
)
def test_columns_stand_in_line_in_every_script(edited, words):
    client = edited(("40 bodies are exchanged for 40.", f"'{unicodedata.normalize('NFC', words)}'"))
    lines = page(client, f"/v1/events/{ROUND}.txt").splitlines()
    start = lines.index("Northland says                         | Southland says")
    rows = [line for line in lines[start : lines.index("", start)] if " | " in line]
    assert len(rows) == 3
    assert {wcswidth(row.partition("|")[0]) for row in rows} == {39}
    assert all(wcswidth(row) <= 80 for row in rows)


def test_accounts_stand_side_by_side_only_where_the_sides_are_clear(edited):
    third = (
        "    - by: ola-vik\n      says: Neither is so.\n      evidence:\n      - {source: example-wire-2031-04-12}\n"
    )
    client = edited(("    topics: [repatriation]\n  next-round", f"{third}    topics: [repatriation]\n  next-round"))
    disputed = page(client, f"/v1/events/{ROUND}.txt").partition("WHAT IS DISPUTED")[2].partition("OTHER CLAIMS")[0]
    assert " | " not in disputed
    order = [
        disputed.index(words) for words in ("- Northland: 40", "- Southland: Southland hands", "- Ola Vik: Neither")
    ]
    assert order == sorted(order)


def test_an_address_is_never_broken(edited):
    address = "https://example.org/" + "a-very-long-address/" * 8
    client = edited(("https://example.org/talks", address))
    assert f"\n    {address}\n" in page(client, f"/v1/events/{ROUND}.txt")


def test_accept_asks_for_it(client):
    response = client.get(f"/v1/events/{ROUND}", headers={"Accept": "text/plain"})
    assert response.content_type == "text/plain; charset=utf-8"
    assert f"/v1/events/{ROUND}.json\n" in response.text


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2025-06-02", "2 June 2025"),
        ("2025-06", "June 2025"),
        ("2025", "2025"),
        ("2025-06~", "about June 2025"),
        ("2025-06-02?", "perhaps 2 June 2025"),
        ("2025-06-07/2025-06-08", "7–8 June 2025"),
        ("2025-05-31/2025-06-08", "31 May 2025 to 8 June 2025"),
        ("2025-06-02/..", "from 2 June 2025, with no end so far"),
        ("2025-06-02/", "from 2 June 2025, end not known"),
        ("/2025-06~", "until about June 2025, beginning not known"),
        ("../2025-06", "until June 2025, with no known beginning"),
        ("2025-21", "spring 2025"),
        ("2025-21/2025-08", "spring 2025 to August 2025"),
        ("2025-33", "the first quarter of 2025"),
        ("2025-05~-15", "about 15 May 2025"),
        ("?2025-05-15", "perhaps 15 May 2025"),
        ("2025-05-XX", "some day of May 2025"),
        ("[2025-06-02,2025-06-04]", "2 June 2025 or 4 June 2025"),
        ("[2025-06-02..2025-06-04]", "a day from 2 June 2025 to 4 June 2025"),
        ("[..2025-06-04]", "4 June 2025 or earlier"),
        ("../..", "date not known"),
        ("{2025-06-02,2025-06-04}", "2 June 2025 and 4 June 2025"),
        ("20XX", "20XX"),
        ("203X", "some time in the 2030s"),
    ],
)
def test_dates_in_words(date, words):
    assert date_words(date) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("14:43+03:00", "15:57+03:00", "14:43–15:57 (UTC+3)"),
        ("14:43+05:30", None, "from 14:43 (UTC+5:30)"),
        ("14:43+10:00", None, "from 14:43 (UTC+10)"),
        ("14:43-00:30", None, "from 14:43 (UTC-0:30)"),
        ("14:43+00:00", None, "from 14:43 (UTC)"),
        (None, "15:57Z", "until 15:57 (UTC)"),
        ("14:43+03:00", "15:57-04:00", "14:43 (UTC+3) to 15:57 (UTC-4)"),
        (None, None, ""),
    ],
)
def test_times_in_words(start, end, words):
    assert time_words(start, end) == words


@pytest.mark.parametrize(
    ("low", "high", "agreed", "drawn"),
    [
        (0, 0, 40, "...................."),
        (10, 20, 40, "#####+++++.........."),
        (6057, 6060, 6000, "####################"),
        (39, 40, 40, "###################+"),
        (5, 5, 0, "...................."),
    ],
)
def test_bars(low, high, agreed, drawn):
    assert bar(low, high, agreed) == f"[{drawn}]"


def test_numbers_keep_their_uncertainty():
    assert estimate({"best": 6000, "low": None, "high": None}) == "6,000"
    assert estimate({"best": None, "low": 1245, "high": 1248}) == "1,245–1,248"
    assert estimate({"best": 10, "low": 9, "high": 12}) == "10 (9–12)"


@pytest.mark.parametrize("suffix", ["txt", "md"])
@pytest.mark.parametrize("noun", SCHEMAS)
def test_every_record_has_a_short_form(client, noun, suffix):
    record = client.get(f"/v1/{noun}").json["data"][0]
    full = client.get(f"/v1/{noun}/{record['id']}.{suffix}")
    brief = client.get(f"/v1/{noun}/{record['id']}.{suffix}?view=brief")
    assert brief.status_code == 200
    assert record[SCHEMAS[noun].TITLE][:30] in brief.text.replace("\n", " ").replace("\\", "")
    assert len(brief.text) <= len(full.text) + 200


def test_a_day_in_short(client, real_client):
    text = client.get("/v1/events/2031-04-12.txt?view=brief").text
    assert "The record holds: 3 claims" in text
    assert "WHAT IS DISPUTED" not in text
    day = real_client.get("/v1/events/2025-06-02.txt").text.count("\n")
    short = real_client.get("/v1/events/2025-06-02.txt?view=brief")
    events = real_client.get("/v1/events/2025-06-02?fields=id").json["meta"]["total"]
    assert short.text.count("\n") < 30 * events < day


@pytest.mark.parametrize(
    ("process", "words"),
    [
        ({"status": "ended", "latest": "2031-05-12", "days": 30}, "30, from its beginning to its end"),
        (
            {"status": "active", "latest": None, "days": 1030},
            "1,030, from its beginning to the release of 5 February 2034",
        ),
        (
            {"status": "suspended", "latest": None, "days": 30},
            "30, from its beginning to the release of 12 May 2031; it is suspended, not ended",
        ),
        ({"status": "ended", "latest": None, "days": None}, ""),
    ],
)
def test_the_age_of_a_process_says_from_when_to_when_it_is_counted(process, words):
    assert age_words({"earliest": "2031-04-12"} | process) == words


def test_a_process_tells_its_age(client):
    process = client.get("/v1/processes/harbour-talks").json
    text = client.get("/v1/processes/harbour-talks.txt").text
    assert " ".join(age_words(process).split()) in " ".join(text.split())


def test_a_noun_of_which_nobody_said_how_to_show_it_is_shown_by_its_brief_view(client, monkeypatch):
    monkeypatch.setitem(FACTS, "publishers", ())
    monkeypatch.delitem(LIST_ITEMS, "publishers")
    record = client.get("/v1/publishers/example-wire.txt").text.splitlines()
    assert record[:4] == ["== Example Wire ".ljust(80, "="), "Country: NO", "Ownership: private", "Sources: 4"]
    assert "\n- Example Wire\n  example-wire\n" in client.get("/v1/publishers.txt").text


def test_a_field_that_nobody_said_how_to_show_is_refused(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setitem(FACTS, "publishers", FACTS["publishers"][1:])
        with pytest.raises(
            RegistryError, match=r"The field 'country' of publishers is missing in .*: in FACTS, if readers"
        ):
            check_facts()
    fields = SCHEMAS["events"].keys()
    monkeypatch.setattr(SCHEMAS["events"], "keys", lambda: [*fields, "interpreter"])
    with pytest.raises(RegistryError, match=r"The field 'interpreter' of events is missing in .*: in FACTS"):
        check_facts()


def test_a_field_of_events_with_a_word_for_it_is_shown(client, monkeypatch):
    facts = (("Where", "place"), ("By", "channel"), ("Held", "date"), ("Led to", "followed_by"))
    monkeypatch.setitem(FACTS, "events", facts)
    about = client.get(f"/v1/events/{ROUND}.txt").text.partition("ABOUT THIS EVENT\n")[2]
    assert about.splitlines()[:3] == ["Where: Customs House", "By: in-person", "Held: 12 April 2031"]
    led_to = "Led to: Bodies of sailors are handed over, Second round of the harbour talks"
    assert " ".join(about.split()).partition("Held: 12 April 2031 ")[2].startswith(led_to)


def test_a_field_to_show_that_no_record_has_is_refused(monkeypatch):
    monkeypatch.setitem(FACTS, "publishers", (*FACTS["publishers"], ("Editor", "editor")))
    with pytest.raises(RegistryError, match=r"The field 'editor' of .* is missing in schemas/publishers\.py"):
        check_facts()
