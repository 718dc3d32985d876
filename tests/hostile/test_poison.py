"""Poison: whatever headers others send, a clean read gives the bytes of a server that has never heard of them."""

import random

import pytest

from tests.conftest import LONG
from tests.hostile.case import EVIL, request
from tests.hostile.wire import talk

pytestmark = pytest.mark.slow

SETS = {"app": min(200 * LONG, 1000), "varnish": min(100 * LONG, 1000), "nginx": min(100 * LONG, 1000)}
"""Sets of headers for each tier: 1,000 in the long run."""
PATHS = ("/v1/events", "/v1/claims", "/v1/actors", "/v1/sources", "/v1/search", "/v1/topics.txt", "/v1/events.csv")
HOSTS = (
    "localhost",
    "LOCALHOST",
    "localhost:8000",
    "localhost:666",
    "127.0.0.1",
    EVIL,
    f"localhost.{EVIL}",
    "",
    "[::1]",
)
VALUES = {
    "X-Forwarded-Host": (EVIL, f"localhost, {EVIL}", f"{EVIL}:80"),
    "X-Forwarded-Proto": ("https", "evil", "http, https"),
    "X-Forwarded-Port": ("443", "666"),
    "X-Forwarded-Prefix": ("/evil", "//evil.example"),
    "X-Forwarded-Scheme": ("https", "javascript"),
    "Forwarded": (f"host={EVIL};proto=https", f'for="[::1]";host="{EVIL}"'),
    "X-Host": (EVIL,),
    "X-Original-URL": ("/v1/evil", f"http://{EVIL}"),
    "X-Rewrite-URL": ("/v1/evil",),
    "X-HTTP-Method-Override": ("DELETE", "POST"),
    "Accept": (
        "*/*",
        "text/csv",
        "text/html",
        "application/json;q=0.1, text/plain",
        "evil/evil",
        "application/problem+json",
    ),
    "Accept-Encoding": ("gzip", "br", "identity", "gzip;q=0", "*;q=0", "evil"),
    "Accept-Language": ("uk", "ru", "evil"),
    "If-None-Match": ("*", '"evil"', 'W/"evil"'),
    "If-Modified-Since": ("Fri, 31 Dec 9999 23:59:59 GMT",),
    "Range": ("bytes=0-10", "bytes=-5", "evil=1-2"),
    "Cookie": ("session=evil",),
    "Authorization": ("Bearer evil",),
    "Origin": (f"https://{EVIL}", "null"),
    "Referer": (f"https://{EVIL}/",),
    "User-Agent": ("<script>evil</script>",),
    "X-Request-Id": ("evil-evil-evil", "<script>"),
    "traceparent": (f"00-{'e' * 32}-{'f' * 16}-01",),
    "Cache-Control": ("no-cache", "no-store", "max-age=0", "only-if-cached"),
    "Connection": ("Accept", "Host", "keep-alive, Accept-Encoding"),
}


def poison(chance: random.Random, target: str) -> bytes:
    """Return a request for a target with headers that chance chose."""
    headers = [f"{name}: {chance.choice(VALUES[name])}" for name in chance.sample(list(VALUES), chance.randint(1, 8))]
    method = chance.choice(("GET", "GET", "GET", "HEAD", "OPTIONS"))
    whole = f"http://{EVIL}{target}" if chance.random() < 0.05 else target
    return request(whole, *headers, method=method, host=chance.choice(HOSTS))


def test_a_clean_read_after_it_is_clean(tier, client):
    """Each round asks for an address that nobody has asked for, so that the poison is the first thing a cache sees."""
    chance = random.Random(tier.name)
    for number in range(SETS[tier.name]):
        path = chance.choice(PATHS)
        words = f"q=bodies+{tier.name}{number}" if path == "/v1/search" else f"limit={number % 100 + 1}"
        target = f"{path}?{words}"
        attack = poison(chance, target)
        for reply in talk(tier.address, attack).replies:
            assert EVIL.encode() not in reply.body, attack
            assert EVIL not in str(reply.headers), attack
        (clean,) = talk(tier.address, request(target, "Connection: close")).replies
        expected = client.get(target)
        assert (clean.status, clean.body) == (expected.status_code, expected.data), attack
        for name in ("Content-Type", "ETag", "Link", "Vary", "Content-Encoding", "Location", "Set-Cookie"):
            assert clean.get(name) == expected.headers.get(name), (name, attack)
        assert "evil" not in str(clean.headers), attack
