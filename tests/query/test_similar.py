"""Suggested ids: what somebody types where an id belongs leads to the right one."""

import json
import re
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from db.query import similar
from db.query.connection import Reader
from db.query.similar import meant_names, similar_ids
from db.query.spelling import name_key
from schemas.nouns import SCHEMAS
from tests.checked_client import BASE

NAMED = ("actors", "places", "publishers", "topics", "processes")


@pytest.fixture(scope="module")
def reader(real_app):
    with closing(Reader(Path(real_app.config["PARLEY_DATABASE"]).resolve())) as reader:
        yield reader


def test_every_name_and_alias_leads_to_its_record(reader):
    """As written, in lower and upper case, with underscores or a possessive: none wrong; either of two namesakes."""
    wrong, asked = [], 0
    for noun in NAMED:
        kind = SCHEMAS[noun].TYPE
        owners = defaultdict(set)
        rows = reader.query("select id, full from record where type = :type and state = 'current'", {"type": kind})
        for identifier, full in rows:
            document = json.loads(full)
            for name in (identifier, document[SCHEMAS[noun].TITLE], *document.get("aliases", ())):
                owners[name_key(name)].add(identifier)
                for typed in (name, name.lower(), name.upper(), name.replace(" ", "_"), f"{name}'s"):
                    asked += 1
                    first = similar_ids(reader, kind, typed)[:1]
                    wrong += [] if first and first[0] in owners[name_key(name)] | {identifier} else [(typed, first)]
    assert asked > 10_000
    assert wrong == []


@pytest.mark.parametrize(
    ("url", "suggestion"),
    [
        ("/v1/events?actor=Umerov", "rustem-umerov"),
        ("/v1/events?place=Istanbul", "istanbul"),
        ("/v1/events?topic=Ceasefire", "ceasefire"),
        ("/v1/events?topic=cease-fire", "ceasefire"),
        ("/v1/events?actor=Zelensky", "volodymyr-zelenskyy"),
        ("/v1/events?actor=Медінський", "vladimir-medinsky"),
        ("/v1/events?actor=Путина", "vladimir-putin"),
        ("/v1/events?actor=Putin's", "vladimir-putin"),
        ("/v1/events?actor=ursula von der leyen", "ursula-von-der-leyen"),
        ("/v1/events?actor=Erdoğan&kind=call", "recep-tayyip-erdogan"),
        ("/v1/events?actor=umerof", "rustem-umerov"),
        ("/v1/claims?by=Umerov", "rustem-umerov"),
        ("/v1/events?country=Türkiye", "TR"),
        *((f"/v1/events?country={text}", "UA") for text in ("UKR", "ukr", "804", "Ukrane")),
        *((f"/v1/events?country={text}", "GB") for text in ("gbr", "England", "Britain", "UK")),
        *((f"/v1/events?country={text}", code) for text, code in [("RUS", "RU"), ("DEU", "DE"), ("Holland", "NL")]),
        *((f"/v1/sources?language={text}", "ru") for text in ("rus", "Russian", "ru-RU")),
        *((f"/v1/sources?language={text}", "uk") for text in ("ukr", "ua", "Ukrainian")),
        *((f"/v1/sources?language={text}", code) for text, code in [("eng", "en"), ("jp", "ja"), ("ger", "de")]),
        ("/v1/search?q=bodies&actor=Umerov", "rustem-umerov"),
        ("/v1/events?place=washington, d.c.", "washington"),
        ("/v1/events?place=moscow,Washington, D.C.&kind=meeting", "washington"),
    ],
)
def test_a_name_in_a_filter(real_client, url, suggestion):
    body = real_client.get(url).json
    assert body["status"] == 400
    assert body["errors"][0]["did_you_mean"] == suggestion
    again = real_client.get(body["try"].removeprefix(BASE))
    assert again.status_code == 200
    assert again.json["meta"]["total"] > 0


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/v1/actors/Zelensky", "/v1/actors/volodymyr-zelenskyy"),
        ("/v1/actors/Володимир Зеленський", "/v1/actors/volodymyr-zelenskyy"),
        ("/v1/actors/Путіна", "/v1/actors/vladimir-putin"),
        ("/v1/places/Стамбул", "/v1/places/istanbul"),
        ("/v1/topics/Ceasefire", "/v1/topics/ceasefire"),
        ("/v1/actor/Zelensky", "/v1/actors/volodymyr-zelenskyy"),
        ("/v1/actors/umerov/meetings/medinsky", "/v1/actors/rustem-umerov/meetings/vladimir-medinsky"),
        ("/v1/actors/rustem-umerov/meetings/Medinsky", "/v1/actors/rustem-umerov/meetings/vladimir-medinsky"),
        ("/v1/actors/Umerov/meetings", "/v1/actors/rustem-umerov/meetings"),
        ("/v1/places/washington, d.c.", "/v1/places/washington"),
        ("/v1/publishers/RFE/RL", "/v1/publishers/rferl"),
    ],
)
def test_a_name_in_a_path(real_client, path, target):
    response = real_client.get(quote(path))
    assert response.status_code == 404
    assert response.json["try"] == BASE + target
    assert real_client.get(target).status_code == 200


@pytest.mark.parametrize("text", ["EU", "XX", "TUV", "Tuvalu", "SUN", "abc", "Istanbul", "Sud"])
def test_no_country_is_better_than_another(real_client, text):
    """A country that the record does not have, and what is none, is not told for one whose name has the letters."""
    [error] = real_client.get(f"/v1/events?country={text}").json["errors"]
    assert error["did_you_mean"] is None


def misspelt(name):
    """Return a name with one letter left out, one doubled, or two that changed places, wherever in it."""
    forms = {name[:at] + name[at + 1 :] for at in range(len(name))}
    forms |= {name[:at] + name[at] + name[at:] for at in range(len(name))}
    forms |= {name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(len(name) - 1)}
    return sorted(forms - {name})


@pytest.mark.parametrize(
    ("noun", "which", "step"),
    [("actors", "$.kind = state", 3), ("places", "$.kind = country", 1), ("topics", None, 2), ("processes", None, 9)],
)
def test_a_misspelt_name_leads_to_its_record(reader, noun, which, step):
    """The state itself first, and not a body whose longer name has it in it; a few names are as like another."""
    path, _, value = (which or "$.type = ").partition(" = ")
    rows = reader.query(
        "select id from record where type = :type and state = 'current'"
        " and json_extract(full, :path) = coalesce(nullif(:value, ''), :type)",
        {"type": SCHEMAS[noun].TYPE, "path": path, "value": value},
    )
    asked = [(identifier, form) for (identifier,) in rows for form in misspelt(identifier)][::step]
    assert len(asked) > 100
    first = {form: similar_ids(reader, SCHEMAS[noun].TYPE, form)[:1] for _, form in asked}
    wrong = [(identifier, form, first[form]) for identifier, form in asked if first[form] != [identifier]]
    assert len(wrong) <= len(asked) / 100, wrong


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("ukrain", "ukraine"), ("ukrayne", "ukraine"), ("Ukranian", "ukraine"), ("ukrainian", "ukraine")),
        *(("russian", "russia"), ("russsia", "russia"), ("german", "germany"), ("germny", "germany")),
        *(("american", "united-states"), ("british", "united-kingdom"), ("turkish", "turkiye")),
        # Whoever writes that a capital said it means the state, and not a patriarch who has it in his title.
        *(("Moscow", "russia"), ("Kyiv", "ukraine"), ("Kiev", "ukraine"), ("Washington", "united-states")),
        *(("Ankara", "turkiye"), ("Beijing", "china"), ("Minsk", "belarus"), ("Москва", "russia")),
        *(("Ukrainians", "ukraine"), ("Russians", "russia"), ("Americans", "united-states"), ("Germans", "germany")),
        *(("putin-vladimir", "vladimir-putin"), ("Zelenskyy, Volodymyr", "volodymyr-zelenskyy")),
        *(("von der leyen ursula", "ursula-von-der-leyen"), ("xi", "xi-jinping"), ("Vladimir", "vladimir-putin")),
        *((absent, None) for absent in ("Merkel", "Obama", "Gorbachev", "Sarkozy", "Thatcher", "Blair", "Kennedy")),
    ],
)
def test_who_is_meant_by_a_word(reader, typed, meant):
    assert (similar_ids(reader, "actor", typed) or [None])[0] == meant


def test_the_order_of_words_in_a_name_is_looked_through(reader):
    """Family name first, with a comma or a hyphen: the person, or a namesake."""
    rows = reader.query("select id, title from record where type = 'actor' and state = 'current'", {})
    owners = defaultdict(set)
    for key, identifier in reader.query("select key, id from _name where type = 'actor'", {}):
        owners[key].add(identifier)
    named = [(identifier, title.split()) for identifier, title in rows if title.count(" ") == 1]
    wrong = []
    for identifier, (first, last) in named:
        for typed in (f"{last}, {first}", f"{last}-{first}".lower()):
            found = similar_ids(reader, "actor", typed)[:1]
            wrong += [] if found and found[0] in owners[name_key(first + last)] | {identifier} else [(typed, found)]
    assert len(named) > 250
    assert len(wrong) <= len(named) / 100, wrong


def test_a_misspelt_state_in_a_query_is_the_state(real_client):
    for url, better in (
        ("/v1/events?side=Ukranian&kind=call", "/v1/events?kind=call&side=ukraine"),
        ("/v1/claims?by=ukrane", "/v1/claims?by=ukraine"),
        ("/v1/actors/russia/meetings/ukrain", "/v1/actors/russia/meetings/ukraine"),
        ("/v1/actors/Turkish", "/v1/actors/turkiye"),
        ("/v1/events?actor=Putin, Vladimir", "/v1/events?actor=vladimir-putin"),
        ("/v1/transfers?mediator=merkel", "/v1/transfers"),
    ):
        assert real_client.get(url).json["try"] == BASE + better


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("istanbul-round-2", "2025-06-02-istanbul-round-2"),
        ("Istanbul Round 2", "2025-06-02-istanbul-round-2"),
        ("2025-06-02-istanbul", "2025-06-02-istanbul-round-2"),
        ("stanbul-round-2", None),
        ("2025-06-02-istan", None),
        ("istanbul", None),
        ("06-02", None),
    ],
)
def test_the_words_that_an_id_ends_or_begins_with(reader, real_client, typed, meant):
    """The shortest such id comes first; part of a word, one alone or numbers say nothing."""
    ends = [one.id for one in meant_names(reader, "event", typed) if one.likeness == similar.END_OF_ID]
    assert ends == sorted(ends, key=len)
    assert next(iter(ends), None) == meant
    if meant:
        assert real_client.get(f"/v1/events/{quote(typed)}").json["try"] == f"{BASE}/v1/events/{meant}"
        assert real_client.get(f"/v1/claims?event={quote(typed)}").json["errors"][0]["did_you_mean"] == meant


def test_the_end_of_every_event_leads_to_it(reader):
    """Without its date, an id is that of the event, or of one whose id is as short."""
    events = [row[0] for row in reader.query("select id from event", {})]
    wrong = []
    ends = [re.sub("^[0-9]{4}(-[0-9]{2}){0,2}-", "", identifier) for identifier in events]
    for end in [end for end in ends if "-" in end][::7]:
        found = similar_ids(reader, "event", end)[:1]
        wrong += [] if found and found[0].endswith(f"-{end}") else [(end, found)]
    assert len(events) > 700
    assert wrong == []


SIGNS = re.compile(r"[^\w\s-]")


def test_a_name_with_signs_in_a_path(reader, real_client):
    """Commas, dots, parentheses, quotation marks, strokes: as written and in lower case the right id, none wrong."""
    wrong, asked = [], 0
    rows = reader.query("select type, id, title, full from record where state = 'current' and event is null", {})
    nouns = {schema.TYPE: noun for noun, schema in SCHEMAS.items() if noun != "sources"}
    owners = defaultdict(set)
    for kind, key, identifier in reader.query("select type, key, id from _name", {}):
        owners[kind, key].add(identifier)
    for kind, identifier, title, full in rows:
        aliases = json.loads(full).get("aliases") or [] if kind in nouns else []
        for name in (name for name in (title, *aliases) if kind in nouns and SIGNS.search(name)):
            for typed in {name, name.lower()}:
                asked += 1
                error = real_client.get(f"/v1/{nouns[kind]}/{quote(typed, safe='')}").json["errors"][0]
                if error["did_you_mean"] not in owners[kind, name_key(name)] | {identifier}:
                    wrong.append((kind, typed, error["did_you_mean"]))
    assert asked > 1_000
    assert wrong == []


def test_several_names_in_a_path(real_client):
    body = real_client.get("/v1/actors/Zelensky,Putin?view=brief").json
    assert body["try"] == f"{BASE}/v1/actors/volodymyr-zelenskyy,vladimir-putin?view=brief"
    assert real_client.get("/v1/actors/Zelensky,qqqqqqqqzzzz").json["errors"][0]["did_you_mean"] is None


def test_the_work_is_bounded(reader, monkeypatch):
    compared = []
    monkeypatch.setattr(
        similar, "get_close_matches", lambda text, names, *_: compared.append((len(text), len(names))) or []
    )
    for text, least in (("x" * 5_000, 1), ("x-" * (similar.MAX_SUGGESTED_ID // 2), 2)):
        statements = reader.watch()
        assert similar_ids(reader, "source", text) == []
        assert len(statements) <= least + len(similar.PREFIXES)
        assert all("limit :limit" in statement for statement in statements)
    assert all(letters <= similar.MAX_SUGGESTED_ID and names <= similar.MAX_COMPARED for letters, names in compared)


def test_what_is_like_nothing_has_no_suggestion(real_client):
    body = real_client.get("/v1/events?actor=qqqqqqqqzzzz").json
    assert body["errors"][0]["did_you_mean"] is None
    assert real_client.get(body["try"].removeprefix(BASE)).status_code == 200


@pytest.mark.parametrize("text", ["Trump", "Trump's", "trump"])
def test_a_family_name_finds_first_who_took_part_in_most(real_client, text):
    """Another of the name, of whom less is told, is more alike in length alone."""
    first, second, *_ = real_client.get(f"/v1/search?q={text}").json["data"]
    assert [(hit.get("record") or hit)["id"] for hit in (first, second)] == ["donald-trump", "melania-trump"]
