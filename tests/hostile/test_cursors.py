"""Cursors and pages: a touched or forged cursor harms nobody, and a walk of any list meets every record once."""

import json
import shutil
from base64 import urlsafe_b64decode, urlsafe_b64encode
from itertools import product
from pathlib import Path

import pytest

from api import create_app
from api.http.cursors import BadCursor, cursor_scope, read_cursor, write_cursor
from db.query.pages import PagePosition
from db.release.build import build_database
from schemas.nouns import QUERIES
from tests.checked_client import BASE
from tests.conftest import LONG, WORLD

pytestmark = pytest.mark.slow

LISTS = {noun: f"/v1/{noun}?limit=1" for noun in QUERIES} | {"search": "/v1/search?q=bodies&limit=1"}
SCOPE_LENGTH = 16
CURE = "follow a `next` link"
TOUCHED = tuple(LISTS) if LONG > 1 else ("events", "search")
"""The lists whose cursors have each byte changed; the rest only in the long run."""


def read(client, url):
    response = client.get(url)
    assert response.status_code == 200, response.text
    return response.json


def cursor_of(client, url):
    """Return the cursor of a list's second page; empty where one record is all there is."""
    return (read(client, url)["links"]["next"] or "").partition("cursor=")[2]


def ids(page):
    return [record["id"] for record in page["data"]]


@pytest.fixture(scope="module")
def client(plain_app):
    return plain_app.test_client()


@pytest.mark.parametrize("name", TOUCHED)
def test_each_bit_may_change(client, name):
    """A touched cursor is refused or begins a page elsewhere in the same list; the server never falls over it."""
    url = LISTS[name]
    cursor = cursor_of(client, url) or pytest.skip("one record alone")
    total = read(client, f"{url}&cursor={cursor}")["meta"]["total"]
    scope = len('["') + SCOPE_LENGTH
    for index, letter in enumerate(cursor.encode()):
        for bit in range(8) if LONG > 1 else (0, index % 7 + 1):
            changed = cursor[:index] + f"%{letter ^ (1 << bit):02x}" + cursor[index + 1 :]
            response = client.get(f"{url}&cursor={changed}")
            # Four letters of base64 are three bytes; what lies wholly within the scope makes it another list's.
            assert response.status_code in ((400,) if index < scope // 3 * 4 else (200, 400)), changed
            if response.status_code == 200:
                assert response.json["meta"]["total"] == total, changed
            elif response.json["type"].endswith("/invalid-parameter"):
                assert CURE in response.json["errors"][0]["problem"], changed


@pytest.mark.parametrize("name", TOUCHED)
def test_a_part_of_a_cursor_is_none(client, name):
    url = LISTS[name]
    cursor = cursor_of(client, url) or pytest.skip("one record alone")
    parts = [cursor[:end] for end in range(1, len(cursor))] + [cursor[start:] for start in range(1, len(cursor))]
    for part in (*parts, cursor * 2, f"{cursor}.", f"{cursor}%20", f"%0a{cursor}", cursor.upper(), cursor[::-1]):
        assert client.get(f"{url}&cursor={part}").status_code == 400, part


def test_a_cursor_is_of_one_list_in_one_order(client):
    cursors = {name: cursor for name, url in LISTS.items() if (cursor := cursor_of(client, url))}
    assert len(cursors) > 8
    for name, cursor in cursors.items():
        for other, url in LISTS.items():
            assert client.get(f"{url}&cursor={cursor}").status_code == (200 if other == name else 400), (name, other)
        if name != "search":
            for sort in {sign + sort for sort in QUERIES[name].SORTS for sign in ("", "-")} - {
                QUERIES[name].DEFAULT_SORT
            }:
                assert client.get(f"{LISTS[name]}&sort={sort}&cursor={cursor}").status_code == 400, (name, sort)


@pytest.mark.parametrize("values", [[], ["a"], [None, None], [["a"], "b"], [{"a": 1}, "b"], [2**63, "b"], ["a"] * 9])
def test_a_cursor_of_nonsense_is_refused(client, values):
    """Anybody can write a cursor with the scope of a list; the server takes nothing in it on trust."""
    cursor = write_cursor(PagePosition(values), scope_of(client, "events"))
    assert client.get(f"{LISTS['events']}&cursor={cursor}").status_code == 400


@pytest.mark.parametrize("name", LISTS)
def test_a_forged_cursor_fails_nowhere(client, name):
    """Whatever values a cursor gives to the order of a list, it gives a page of this list or is refused."""
    if not cursor_of(client, LISTS[name]):
        pytest.skip("one record alone")
    scope, odd = scope_of(client, name), ["", "a", "\0", "9" * 400, -1, 0, 2**63 - 1, -(2**63) + 1, 1e308, -0.5, True]
    odd = odd if LONG > 1 else odd[::3]
    for length in (2, 3):
        for values in product(odd, repeat=length):
            for backwards in (False, True):
                cursor = write_cursor(PagePosition(list(values), backwards=backwards), scope)
                status = client.get(f"{LISTS[name]}&cursor={cursor}").status_code
                assert status in (200, 400), (values, backwards)


@pytest.mark.parametrize("text", ["[1]", '["a"', "{}", '["{scope}", 0, "a", "b"]', '[ "{scope}", false, "a", "b"]'])
def test_only_canonical_text_is_a_cursor(client, text):
    content = text.replace("{scope}", scope_of(client, "events")).encode()
    cursor = urlsafe_b64encode(content).decode().rstrip("=")
    assert client.get(f"{LISTS['events']}&cursor={cursor}").status_code == 400


def scope_of(client, name):
    """Return what ties cursors to a list, as one of its own has it."""
    return json.loads(urlsafe_b64decode(cursor_of(client, LISTS[name]) + "=="))[0]


@pytest.fixture
def two_releases(tmp_path) -> tuple[Path, Path]:
    """Return a release, and the one after it, which has a further topic and actor and lacks a word."""
    records = tmp_path / "records"
    shutil.copytree(WORLD, records)
    build_database(records, tmp_path / "first.db")
    topic = records / "topics" / "repatriation.yaml"
    (records / "topics" / "armistice.yaml").write_text(
        "name: Armistice\ndefinition: An end of fire.\n", encoding="utf-8"
    )
    topic.write_text(topic.read_text(encoding="utf-8").replace("name: ", "name: Safe ", 1), encoding="utf-8")
    build_database(records, tmp_path / "second.db")
    return tmp_path / "first.db", tmp_path / "second.db"


def test_a_cursor_of_another_release_gives_the_right_page_or_none(two_releases):
    """A list's cursor is a place in its order, which any release has; a search's is a score, which means nothing."""
    first, second = (
        create_app(PARLEY_DATABASE=str(path), PARLEY_PUBLIC_URL=BASE).test_client() for path in two_releases
    )
    for noun in QUERIES:
        whole = read(second, f"/v1/{noun}?limit=100")["data"]
        start = read(first, f"/v1/{noun}?limit=1")
        if not start["links"]["next"]:
            continue
        rest = ids(read(second, f"/v1/{noun}?limit=100&cursor={start['links']['next'].partition('cursor=')[2]}"))
        listed = [record["id"] for record in whole]
        assert rest == listed[listed.index(ids(start)[0]) + 1 :], noun
    found = cursor_of(first, LISTS["search"])
    assert second.get(f"{LISTS['search']}&cursor={found}").status_code == 400


def orders(noun):
    """Return every order of a noun's list, and pairs of them, in the short run a few."""
    sorts = [sign + name for name in QUERIES[noun].SORTS for sign in ("", "-")]
    pairs = [f"{one},{other}" for one in sorts for other in sorts if one.lstrip("-") != other.lstrip("-")]
    return [*sorts, *pairs[:: 1 if LONG > 1 else 10]]


@pytest.mark.parametrize("noun", QUERIES)
def test_every_walk_meets_every_record_once(client, noun):
    for sort in orders(noun):
        whole = ids(read(client, f"/v1/{noun}?limit=100&sort={sort}"))
        for limit in (1, 2, 3) if LONG > 1 else (2,):
            seen, url, last = [], f"/v1/{noun}?limit={limit}&sort={sort}", None
            while url:
                page = read(client, url.removeprefix(BASE))
                seen += ids(page)
                url, last = page["links"]["next"], page
            assert seen == whole, (sort, limit)
            back, url = ids(last), last["links"]["prev"]
            while url:
                page = read(client, url.removeprefix(BASE))
                back, url = ids(page) + back, page["links"]["prev"]
            assert back == whole, (sort, limit, "backwards")


@pytest.mark.skipif(LONG == 1, reason="walks the whole real record, in the long run only")
@pytest.mark.parametrize("noun", QUERIES)
def test_every_walk_of_the_real_record_meets_every_record_once(real_app, noun):
    client = create_app(PARLEY_DATABASE=real_app.config["PARLEY_DATABASE"], PARLEY_PUBLIC_URL=BASE).test_client()
    for sort in QUERIES[noun].SORTS:
        seen, url, total = [], f"/v1/{noun}?limit=37&sort=-{sort}", 0
        while url:
            page = read(client, url.removeprefix(BASE))
            seen += ids(page)
            url, total = page["links"]["next"], page["meta"]["total"]
        assert len(seen) == len(set(seen)) == total, sort


@pytest.mark.parametrize("number", [0, 65, 66, 2**63 - 1, 1 - 2**63])
def test_a_number_that_sqlite_takes_comes_back_as_it_was(number):
    """Lists that are ordered by a count have whole numbers in their cursors, and some of them are large."""
    position = PagePosition([number, "a"])
    assert read_cursor(write_cursor(position, "scope"), "scope", 2) == position


@pytest.mark.parametrize("number", [2**63, -(2**63)])
def test_a_number_that_is_too_large_is_refused(number):
    with pytest.raises(BadCursor):
        read_cursor(write_cursor(PagePosition([number, "a"]), "scope"), "scope", 2)


@pytest.mark.parametrize("name", ["cursor", "limit", "view", "fields", "facet"])
def test_how_much_is_shown_may_change_halfway(name):
    query = {"kind": '["call"]', "sort": ["-date"]}
    assert cursor_scope("/v1/events", query | {name: "another"}) == cursor_scope("/v1/events", query)
    assert cursor_scope("/v1/events", query | {"status": "another"}) != cursor_scope("/v1/events", query)
