"""Search over all nouns: what words mean, which record comes first, and what happens when nothing is found."""

import re
import sqlite3
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.query.search_syntax import read_search
from db.query.spelling import fold
from db.query.synonyms import SYNONYMS, general_groups, join_groups
from schemas.model.vocabulary import VOCABULARIES
from tests.checked_client import BASE

SHARED = [HealthCheck.function_scoped_fixture]
"""The application is the same for every example, which is what is wanted here."""

R1 = "2031-04-12-harbour-round-1"


NO_PROSE = re.compile(
    r"\d{4}(-\d\d){0,2}[~?%]?(/\S*)?|P(\d+D)?(T\w+)?|[a-z]{2}|https?:\S+|Q\d+|[a-z]+(-[a-z]+)+", re.ASCII
)
"""A date, a length, a language, an address, an item of Wikidata, an id."""


def test_snippets_are_made_of_what_a_reader_reads(real_client):
    """A kind, a status or a language is found, and is not told in the middle of sentences."""
    wrong = set[str]()
    values = {value for vocabulary in VOCABULARIES.values() for value in vocabulary}
    # Each word is code and prose: what matches of the code must not be what is shown.
    for words in ("talks", "held", "reported", "agreed", "mediation", "Istanbul", "2025", "en", "US", "exchange"):
        for hit in real_client.get("/v1/search", query_string={"q": words, "limit": 50}).json["data"]:
            pieces = (hit["snippet"] or "").replace("[", "").replace("]", "").split(" · ")
            # The first and the last may be words out of a sentence.
            wrong |= {piece for piece in pieces[1:-1] if piece in values or NO_PROSE.fullmatch(piece)}
    assert wrong == set()


def test_codes_are_found_as_words_are(client):
    for words in ("talks-round", "in-person", "2031-04-12", "head-of-delegation", "bilateral", "PT1H15M"):
        assert R1 in hits(client, f"q={words}&type=event"), words


SPELLINGS = [
    ["Zelensky", "Zelenskyy", "Zelenskiy", "Зеленський"],
    ["Kiev", "Kyiv"],
    ["Turkey", "Türkiye"],
    ["POW", "prisoner"],
    ["swap", "exchange"],
    ["body", "repatriation"],
]


def hits(client, query):
    response = client.get(f"/v1/search?{query}&limit=100")
    assert response.status_code == 200, response.text
    return [hit["id"] for hit in response.json["data"]]


def test_an_actor_is_not_found_by_the_publisher_that_attests_its_office(client):
    assert "ana-belo" in hits(client, "q=ambassador")
    assert "ana-belo" not in hits(client, 'q="Example+Wire"')


def test_a_hit(client):
    body = client.get("/v1/search?q=candles&limit=1").json
    assert body["data"] == [
        {
            "type": "claim",
            "id": f"{R1}:hall",
            "url": f"/v1/claims/{R1}:hall",
            "title": "The hall was lit by candles.",
            "date": "2031-04-12",
            "event": R1,
            "snippet": body["data"][0]["snippet"],
        }
    ]
    assert "[candles]" in body["data"][0]["snippet"]
    assert body["meta"]["total"] == 3
    assert body["did_you_mean"] is None
    assert body["understood"] == {"words": ["candles"], "match": "all", "period": None, "ranked": None}


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("q=Ana+Belo", "ana-belo"),
        ("q=Анна+Бело", "ana-belo"),
        ("q=Cote+du+Milieu", "midport"),
        ("q=Midhavn", "midport"),
        ("q=first+round", R1),
        ("q=telephone", "2031-05-harbour-call"),
        ("q=phone", "2031-05-harbour-call"),
        ("q=truce&type=proposal", f"{R1}:truce"),
        ("q=armistice&type=proposal", f"{R1}:truce"),
        ('q="forty+for+forty"', f"{R1}:bodies"),
        ("q=candl*&type=event", R1),
        ("q=lighthouse&type=process", "lighthouse-talks"),
    ],
)
def test_finds_first(client, query, first):
    assert hits(client, query)[0] == first


def test_without_and_phrases(client):
    assert R1 in hits(client, "q=bodies&type=event")
    assert R1 not in hits(client, "q=bodies+-candles&type=event")
    assert hits(client, 'q="forty+forty"') == []


def test_filters_narrow_a_search(client):
    assert set(hits(client, "q=bodies&event=2031-04-27-handover")) == {
        "2031-04-27-handover",
        "2031-04-27-handover:to-northland",
    }
    assert hits(client, "q=bodies&to=2031-04-11") == []
    assert set(hits(client, "q=bodies&from=2031-04-27&type=event")) == {"2031-04-27-handover"}
    transfers = {"2031-04-20-handover:to-northland", "2031-04-20-handover:to-southland"}
    assert set(hits(client, "q=bodies&actor=ola-vik&type=transfer")) == transfers
    assert R1 in hits(client, "q=bodies&place=midport&country=SD&process=harbour-talks&publisher=harbour-post")
    assert hits(client, "q=bodies&topic=ceasefire&type=event") == [R1]


@pytest.mark.parametrize(
    ("path", "description"),
    [
        ("search?q=bodies", "Records with the words 'bodies', best first."),
        (
            "search?q=bodies&from=2031&country__not=SD",
            "Records with the words 'bodies', on or after 2031, whose country is not SD, best first.",
        ),
        ("suggest?q=mid&type__not=place", "Names that begin like 'mid', whose type is not place."),
    ],
)
def test_a_search_says_by_what_it_is_narrowed(client, path, description):
    assert client.get(f"/v1/{path}").json["meta"]["description"] == description


def test_one_event_does_not_fill_the_page(client):
    found = client.get("/v1/search?q=bodies&limit=100").json["data"]
    stories = [hit["event"] or hit["id"] for hit in found]
    first = stories[: len(set(stories))]
    assert len(set(first)) == len(first)


def test_pages_of_a_search_give_every_hit_once(client):
    everything = hits(client, "q=bodies")
    seen, url = [], "/v1/search?q=bodies&limit=2"
    while url:
        page = client.get(url).json
        seen += [hit["id"] for hit in page["data"]]
        url = page["links"]["next"] and page["links"]["next"].removeprefix(BASE)
    assert seen == everything
    assert len(seen) == len(set(seen)) == page["meta"]["total"]


def test_nothing_found_suggests_a_spelling(client):
    body = client.get("/v1/search?q=candels").json
    assert body["understood"] == {"words": ["candels"], "match": "all", "period": None, "ranked": None}
    assert (body["data"], body["did_you_mean"]) == ([], "candles")
    assert client.get("/v1/search?q=zzzzzzzz").json["did_you_mean"] is None


def test_where_no_record_has_all_words_those_with_any_are_given(client):
    body = client.get("/v1/search?q=candles+zebra").json
    assert body["understood"] == {"words": ["candles", "zebra"], "match": "any", "period": None, "ranked": None}
    assert body["meta"]["total"] == 3
    assert client.get("/v1/events?q=candles+zebra").json["meta"]["total"] == 0


def test_suggestions(client):
    names = [one["id"] for one in client.get("/v1/suggest?q=an").json["data"]]
    assert names[0] == "ana-belo"
    assert [one["id"] for one in client.get("/v1/suggest?q=mid&type=place").json["data"]] == ["midport"]
    others = client.get("/v1/suggest?q=mid&type__not=place").json["data"]
    assert [one["id"] for one in others] == ["example-wire-2031-04-20"]


def test_the_same_words_find_the_same_on_every_list(client):
    for words in ("candles", "Анна", "telephone", "-candles+bodies"):
        listed = {record["id"] for record in client.get(f"/v1/events?q={words}&limit=100").json["data"]}
        assert listed == set(hits(client, f"q={words}&type=event"))


def test_spellings_meet(real_client):
    for group in SPELLINGS:
        found = [real_client.get(f"/v1/search?q={word}").json["meta"]["total"] for word in group]
        assert len(set(found)) == 1, (group, found)
        assert found[0] > 20
    assert real_client.get("/v1/search?q=Ciragan").json["data"][0]["id"] == "ciragan-palace"
    assert real_client.get("/v1/events?q=1000&from=2025-05-23&to=2025-05-25").json["meta"]["total"] >= 3


def test_numbers_and_letters_are_folded():
    assert fold("6,000 Kalın, Łódź") == "6000 Kalin, lódź"
    assert fold("6 000 of the U.S.-led cease-fire") == "6000 of the US-led ceasefire"
    assert fold("1, 2 and 12,34") == "1, 2 and 12,34"


def test_every_synonym_is_text_that_yaml_did_not_read_as_something_else():
    groups = general_groups()
    assert SYNONYMS.exists()
    assert len(set(map(id, join_groups(groups).values()))) == len(groups)
    assert all(isinstance(word, str) for group in groups for word in group)
    assert all(len(group) > 1 for group in groups)


@given(text=st.text(max_size=200))
@settings(max_examples=2000, deadline=None, derandomize=True)
def test_no_text_makes_a_query_that_fails(text):
    search = read_search(text, join_groups(general_groups()))
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table _search using fts5(body, tokenize='porter unicode61 remove_diacritics 2')")
    for expression in (search.all_of, search.any_of, search.none_of, *(query for _, query in search.looser())):
        if expression:
            connection.execute("select * from _search where _search match ?", [expression]).fetchall()
    connection.close()


@given(text=st.text(min_size=1, max_size=200))
@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=SHARED)
def test_nothing_typed_into_search_fails(app, text):
    for path in ("search", "suggest"):
        response = app.test_client().get(f"/v1/{path}?q={quote(text, safe='')}")
        assert response.status_code in (200, 400)


def test_quotation_marks_inside_a_phrase_are_passed_over():
    written = '"more than 19,500 children “deported or displaced” from there" bodies'
    phrase, word = read_search(written, {}).words
    assert (phrase.split(), word) == (written.replace("“", "").replace("”", "").split('"')[1].split(), "bodies")
    assert read_search('"a phrase" "another"', {}).words == ["a phrase", "another"]


@pytest.mark.parametrize("form", ["json", "txt", "html"])
def test_an_excerpt_keeps_the_fields_of_a_record_apart(client, form):
    reply = client.get(f"/v1/search.{form}?q=harbour&type=event")
    text = " ".join(re.sub(r"</?strong>|[\[\]]", "", reply.text).split())
    # The title of the event, and the next two fields that are no codes.
    assert "First round of the harbour talks · a little more than an hour · Customs House" in text
