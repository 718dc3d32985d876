"""Spellings: what is the same to a reader finds the same, over the real record."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from db.query.links import is_link, link_key
from db.query.question_periods import read_period
from db.query.scripts import stem
from db.query.search_syntax import read_search
from schemas.nouns import SCHEMAS
from tests.query.test_search import hits

pytestmark = pytest.mark.slow

QUESTIONS = Path(__file__).with_name("reporters_questions.txt")
SAME = [
    ["U.S.", "US", "U.S", "united states", "USA", "U.S.A.", "the US's", "U. S.", "U. S. A."],
    ["E.U.", "EU", "European Union", "EU’s"],
    ["cease-fire", "ceasefire", "Cease‑fire", "cease fire", "truce"],
    ["Kiev's", "Kiev", "Kyiv’s", "Київ", "Києва", "Києві", "Киеве"],
    ["Türkiye", unicodedata.normalize("NFD", "Türkiye"), "turkey"],
    ["Мединский", unicodedata.normalize("NFD", "Мединский"), "Мединского", "Медінському", "Medinsky"],
    ["Зеленський", "Зеленського", "Зеленському", "Зеленським", "Зеленский", "Зеленскому", "Zelensky’s", "Zelenskiy"],
    ["Путин", "Путина", "Путіна", "Путіним", "Путінові", "Putin"],
    ["Стамбул", "Стамбулі", "Стамбула", "Стамбуле", "Istanbul"],
    ["Умєрова", "Умерову", "Umerov"],
    ["Лубинця", "Лубинець", "Lubinets"],
    ["6,000", "6000", "6 000", "6\u00a0000", "6\u202f000"],
    ["prisoners", "POWs", "prisoner", "captives", "prisoner of war", "prisoners of war"],
    ["Russia", "Russian Federation", "Российской Федерации"],
    ["Voice of America", "VOA"],
    ["the Wall Street Journal", "WSJ"],
    ['"energy truce"', "“energy truce”", "«energy truce»"],
]


SAME += [
    ["prisoners of war", "prisoners-of-war", "prisoner‑of‑war"],
    ["Trump's", "Trump’s", "Trump´s", "Trump＇s"],
    ["Erdogan", "Эрдоган", "Ердоган", "Эрдогана"],
    ["G7", "G-7", "G‑7"],
    ["final", "ﬁnal"],
    ["1000 for 1000", "1000-for-1000", "1,000-for-1,000"],
    ["memorandum", "memoranda"],
    ["counterproposal", "counter-proposal", "counter proposal"],
    ["15 percent", "15 per cent"],
    ["peace talks", "peace-talks", "peace‐talks", "Peace-Talks"],
    ["peace talks Istanbul", "peace-talks Istanbul", "Istanbul peace-talks"],
    ["black sea", "Black-Sea"],
    ["abu dhabi", "Abu-Dhabi"],
]


@pytest.mark.parametrize("word", ["Il-76", "co-chair", "follow-up", "-", "peace-", "-talks-", "a-b-c", "--"])
def test_a_hyphen_joins_what_is_one_word(word):
    parts = read_search(f"x {word}", {}).parts
    assert not any(" AND " in part for part in parts)


@pytest.mark.parametrize("group", SAME, ids=lambda group: group[0])
def test_spellings_of_one_thing_find_the_same(real_client, group):
    totals = {}
    for words in group:
        response = real_client.get("/v1/search", query_string={"q": words, "limit": 1})
        totals[words] = response.json["meta"]["total"]
    assert len(set(totals.values())) == 1, totals
    assert totals[group[0]] > 5


def test_writing_without_spaces_is_found_by_any_part(real_client):
    found = [set(hits(real_client, f"q={words}")) for words in ("イスタンブール", "イスタンブール*", "スタンブール")]
    assert len(found[0]) == 8
    assert found[0] == found[1] == found[2]


def test_every_quote_is_found_by_its_own_words(real_app, real_client, open_reader):
    """What is indexed is what is shown: each verbatim quote, in straight and in curly marks, has its record."""
    reader = open_reader(Path(real_app.config["PARLEY_DATABASE"]).resolve())
    quotes = reader.query(
        "select n, quote from evidence where quote is not null"
        " union select n, quote from statement where quote is not null",
        {},
    )
    assert len(quotes) > 2_800
    missing = []
    for n, quote in quotes:
        for typed in (f'"{quote}"', f"“{quote}”", f"«{unicodedata.normalize('NFD', quote)}»"):
            words = read_search(typed, reader.synonyms).all_of
            if not reader.query(
                "select 1 from _search where _search match :words and rowid = :n", {"words": words, "n": n}
            ):
                missing.append((n, typed))
    assert missing == []
    longest = max((quote for _, quote in quotes), key=len)
    assert real_client.get("/v1/search", query_string={"q": f"“{longest}”"}).json["meta"]["total"] > 0


TASS = "https://tass.com/world/1059032"


@pytest.mark.parametrize(
    "url",
    [
        TASS,
        "http://www.tass.com/world/1059032/",
        "tass.com/world/1059032",
        f"{TASS}?utm_source=x&fbclid=y#:~:text=Vladimir%20Zelensky",
        "https://www.google.com/amp/s/tass.com/world/1059032/amp",
        "https://tass-com.cdn.ampproject.org/c/s/tass.com/world/1059032",
        f"https://web.archive.org/web/20220101000000/{TASS}",
    ],
)
def test_a_pasted_url_finds_the_source_and_what_it_supports(real_client, url):
    body = real_client.get("/v1/search", query_string={"q": url}).json
    assert [hit["id"] for hit in body["data"]] == ["tass-2019-05-20-zelenskyy", "volodymyr-zelenskyy"]


@pytest.mark.parametrize("url", [TASS, "tass.com/world/1059032/", f"{TASS}?utm_source=x&fbclid=y"])
def test_a_pasted_url_finds_the_same_in_every_list(real_client, url):
    for noun, found in (
        ("sources", ["tass-2019-05-20-zelenskyy"]),
        ("actors", ["volodymyr-zelenskyy"]),
        *(("places", []), ("publishers", [])),
    ):
        body = real_client.get(f"/v1/{noun}", query_string={"q": url}).json
        assert ([one["id"] for one in body["data"]], body["meta"]["total"]) == (found, len(found))
        assert url in body["meta"]["description"]


def _cited(part):
    """Yield the sources that a part of a record, or what lies in it, cites."""
    for name, value in part.items() if isinstance(part, dict) else [("", item) for item in part]:
        if name == "evidence":
            yield from (one["source"]["id"] for one in value)
        elif isinstance(value, (dict, list)):
            yield from _cited(value)


def test_the_link_of_every_source_finds_in_a_list_the_records_that_cite_it(client):
    links = {source["id"]: source["url"] for source in client.get("/v1/sources?limit=100&view=full").json["data"]}
    assert len(links) > 5
    for noun in SCHEMAS:
        records = [json.loads(line) for line in client.get(f"/v1/{noun}.ndjson?view=full").text.splitlines()]
        for source, url in links.items():
            citing = [one["id"] for one in records if source in (*_cited(one), one["id"])]
            reply = client.get(f"/v1/{noun}", query_string={"q": url, "limit": 1}).json
            assert reply["meta"]["total"] == len(citing)
            reply = client.get(f"/v1/{noun}", query_string={"q": url, "limit": 100, "sort": "updated_date"}).json
            assert sorted(one["id"] for one in reply["data"]) == sorted(citing), (noun, source)
            stream = client.get(f"/v1/{noun}.ndjson", query_string={"q": url}).text.splitlines()
            assert [json.loads(line)["id"] for line in stream] == citing


def test_what_cites_a_link_can_be_narrowed_and_counted(client):
    source = next(_cited(client.get("/v1/claims?view=full").json["data"]))
    url = client.get(f"/v1/sources/{source}").json["url"]
    reply = client.get("/v1/claims", query_string={"q": url, "facet": "event"}).json
    events = {one["value"]: one["records"] for one in reply["facets"]["event"]}
    assert sum(events.values()) == reply["meta"]["total"] > 0
    for event, number in events.items():
        assert client.get("/v1/claims", query_string={"q": url, "event": event}).json["meta"]["total"] == number
    assert client.get("/v1/claims", query_string={"q": url, "to": "1900"}).json["data"] == []


@pytest.mark.parametrize("url", ["https://[tass.com/world/1059032", "http://tass.com]/a"])
def test_a_url_that_is_none_is_looked_for_as_it_is(real_client, url):
    assert is_link(url)
    assert link_key(url) == url.partition("://")[2]
    reply = real_client.get("/v1/search", query_string={"q": url})
    assert (reply.status_code, reply.json["data"]) == (200, [])


def test_every_source_is_found_by_its_url(real_app, open_reader):
    reader = open_reader(Path(real_app.config["PARLEY_DATABASE"]).resolve())
    rows = reader.query(
        "select id, json_extract(record.full, '$.url') from record where type = 'source' and full not null", {}
    )
    keys = dict(reader.query("select key, source from _link", {}))
    assert [source for source, url in rows if keys.get(link_key(url)) != source] == []
    assert all(is_link(url) for _, url in rows)


def test_the_url_of_a_record_finds_the_record(client):
    for url in (
        "http://localhost:8000/v1/events/2031-04-12-harbour-round-1",
        "https://parley.example/v1/events/2031-04-12-harbour-round-1.txt?view=brief",
        "parley.example/v1/events/2031-04-12-harbour-round-1/#claims",
    ):
        body = client.get("/v1/search", query_string={"q": url}).json
        assert [hit["id"] for hit in body["data"]] == ["2031-04-12-harbour-round-1"], url
    former = client.get("/v1/search?q=http://localhost:8000/v1/events/2031-06-harbour-round-2").json
    assert [hit["id"] for hit in former["data"]] == ["2031-06-15-harbour-round-2"]
    assert client.get("/v1/search?q=https://nowhere.example/page").json["meta"]["total"] == 0


@pytest.mark.parametrize(
    ("question", "days", "rest"),
    [
        ("bodies in June 2025", ("2025-06-01", "2025-06-30"), "bodies in"),
        ("talks on 2 June 2025", ("2025-06-02", "2025-06-02"), "talks on"),
        ("talks on June 2nd, 2025", ("2025-06-02", "2025-06-02"), "talks on"),
        ("talks 2025-06-02", ("2025-06-02", "2025-06-02"), "talks"),
        ("talks 02.06.2025", ("2025-06-02", "2025-06-02"), "talks"),
        ("Davos 20-23 Jan 2026", ("2026-01-20", "2026-01-23"), "Davos"),
        ("talks winter 2025", ("2025-01-01", "2025-12-31"), "talks winter"),
        ("talks in summer 2025", ("2025-06-01", "2025-08-31"), "talks in"),
        ("talks between March and June 2025", ("2025-03-01", "2025-06-30"), "talks between"),
        ("grain 2022-2023", ("2022-01-01", "2023-12-31"), "grain"),
        ("exchange 20 for 20 October 2022", ("2022-10-01", "2022-10-31"), "exchange 20 for 20"),
        ("May 2025 talks of May 2025", ("2025-05-01", "2025-05-31"), "talks of"),
        ("Istanbul 2022", ("2022-01-01", "2022-12-31"), "Istanbul"),
    ],
)
def test_the_period_of_a_question(question, days, rest):
    period, left = read_period(question)
    assert ((period.first, period.last), left) == (days, rest)


@pytest.mark.parametrize(
    "question", ["2025", "June 2025", '"June 2025" talks', "31 June 2025 talks", "talks of 2022 after 2021"]
)
def test_what_names_no_single_period_is_read_as_words(question):
    assert read_period(question) == (None, question)


def test_reporters_questions_in_plain_words(real_client):
    lines = [line.split(" ", 1) for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    missed = []
    for event, question in lines:
        found = real_client.get("/v1/search", query_string={"q": question, "limit": 10}).json["data"]
        if event not in [hit["event"] or hit["id"] for hit in found]:
            missed.append(question)
    assert len(lines) >= 60
    assert len(missed) <= 0.03 * len(lines), missed


def test_stop_words_alone_are_words():
    assert read_search("to be or not to be", {}).words == ["to", "be", "or", "not", "to", "be"]
    assert read_search("who is WHO", {}).words == ["WHO"]


@pytest.mark.parametrize(
    "forms",
    [
        "Зеленський Зеленського Зеленському Зеленским",
        "Київ Києва Києві Киев Киеву",
        "Харків Харкова Харьков Харькове",
        "Сергей Сергея Сергію Сергієм",
        "Росія Росії Росією",
        "Женева Женеві Женевы",
        "Кислиця Кислиці Кислицей",
    ],
)
def test_cases_of_a_name_have_one_stem(forms):
    assert len({stem(form) for form in re.findall(r"\w+", forms)}) == 1


def _names_with_an_acronym(reader):
    """Yield the names of each actor that has an acronym among them."""
    rows = reader.query(
        "select title, json_extract(full, '$.aliases') from record where type = 'actor' and full not null", {}
    )
    for title, aliases in rows:
        names = [title, *json.loads(aliases or "[]")]
        if any(name.isupper() and name.isalpha() for name in names):
            yield names


def test_an_acronym_and_the_full_name_find_the_same(real_app, real_client, open_reader):
    """Every name of every actor with an acronym, in whatever script, has the same hits and the same one first."""
    reader = open_reader(Path(real_app.config["PARLEY_DATABASE"]).resolve())
    groups, differ = list(_names_with_an_acronym(reader)), {}
    for names in groups:
        bodies = [real_client.get("/v1/search", query_string={"q": name, "limit": 3}).json for name in names]
        answers = [(body["meta"]["total"], [hit["id"] for hit in body["data"]]) for body in bodies]
        if any(answer != answers[0] for answer in answers):
            differ[names[0]] = dict(zip(names, answers, strict=True))
    assert len(groups) >= 25
    assert differ == {}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("Zelenksy", "zelensky"), ("ceasfire", "ceasefire"), ("Lavrvo", "lavrov"), ("Medinksy", "medinsky")),
        *((name, None) for name in ("Zelensky", "Istanbul", "Umerov", "ceasefire", "Pistorius")),
    ],
)
def test_a_slip_gets_what_was_meant(real_client, typed, meant):
    """Also where a source has made the same slip, so that a few records have it; a name that is right gets nothing."""
    assert real_client.get("/v1/search", query_string={"q": typed}).json["did_you_mean"] == meant
