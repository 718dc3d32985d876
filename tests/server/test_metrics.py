"""The metrics: what is counted, in few series, and exactly, whatever happens to the workers."""

import os
import signal
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api import create_app
from api.server.metrics import COUNTS, OTHER, ROWS, SERIES, free_row, group_of, series_of
from db.query.connection import QueryTimeout
from tests.checked_client import BASE
from tests.servers import gunicorn

pytestmark = pytest.mark.slow

R1 = "2031-04-12-harbour-round-1"
DURATION = "http_server_request_duration_seconds"


def samples(text):
    """Return the value of each series by its name and labels."""
    families = text_string_to_metric_families(text)
    found = [sample for family in families for sample in family.samples]
    values = {(sample.name, *sorted(sample.labels.items())): sample.value for sample in found}
    assert len(values) == len(found)
    return values


def counted(values, name=f"{DURATION}_count"):
    return sum(value for key, value in values.items() if key[0] == name)


@pytest.fixture
def measured(database):
    """Return a client, and a function that gives what has been counted since it was last called."""
    client = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE).test_client()
    before = {}

    def read():
        now = samples(client.get("/metrics").text)
        more = {key: value - before.get(key, 0) for key, value in now.items() if value != before.get(key, 0)}
        before.clear()
        before.update(now)
        return more

    read()
    return client, read


def label(method, route, status):
    return (f"{DURATION}_count", ("method", method), ("route", route), ("status", status))


@pytest.mark.parametrize(
    ("method", "url", "series"),
    [
        ("GET", "/v1/events", ("GET", "/v1/{noun}", "200")),
        ("GET", "/v1/claims.csv?limit=1", ("GET", "/v1/{noun}", "200")),
        ("GET", f"/v1/events/{R1}", ("GET", "/v1/{noun}/{id}", "200")),
        ("GET", "/v1/events/2031-04-12", ("GET", "/v1/{noun}/{date}", "200")),
        ("GET", "/v1/events/latest", ("GET", "/v1/{noun}/{date}", "200")),
        ("GET", "/v1/search?q=bodies", ("GET", "/v1/{question}", "200")),
        ("GET", "/v1/actors/ana-belo/meetings", ("GET", "/v1/{question}", "200")),
        ("GET", "/v1/transfers/totals?by=what", ("GET", "/v1/{question}", "200")),
        ("GET", "/readyz", ("GET", "/{page}", "200")),
        ("GET", "/v1/nothing", ("GET", OTHER, "404")),
        ("GET", "/v1/events?limit=0", ("GET", OTHER, "400")),
        ("HEAD", "/v1/events", ("HEAD", OTHER, "200")),
        ("OPTIONS", "/v1/events", ("OPTIONS", OTHER, "200")),
        ("POST", "/v1/events", (OTHER, OTHER, "405")),
        ("BREW", "/v1/events", (OTHER, OTHER, "405")),
    ],
)
def test_a_request_is_counted_once_in_its_series(measured, method, url, series):
    client, read = measured
    client.open(url, method=method)
    more = read()
    scrape = label("GET", "/{page}", "200")
    more[scrape] = more.get(scrape, 0) - 1
    assert {key: value for key, value in more.items() if key[0] == f"{DURATION}_count" and value} == {label(*series): 1}


def test_kept_replies_are_counted_as_such_and_by_their_route(measured):
    client, read = measured
    for _ in range(3):
        client.get("/v1/topics/ceasefire.txt")
    more = read()
    assert more[label("GET", "/v1/{noun}/{id}", "200")] == 3
    by_cache = {key[1][1]: value for key, value in more.items() if key[0] == "parley_requests_total"}
    assert by_cache == {"hit": 2, "miss": 1, "pass": 1}


def test_what_takes_too_long_is_counted(measured, monkeypatch):
    def stop(*_):
        raise QueryTimeout

    client, read = measured
    monkeypatch.setattr("db.query.connection.Reader.query", stop)
    assert client.get("/v1/events?limit=7").status_code == 503
    more = read()
    assert more[("parley_query_budget_exceeded_total",)] == 1
    assert more[label("GET", OTHER, "503")] == 1


def test_few_series_whatever_is_asked(measured):
    client, _ = measured
    for number in range(40):
        for method in ("GET", "HEAD", "POST", f"M{number}"):
            for url in (f"/v1/events/none-{number}", f"/{number}", f"/v1/events?q={number}"):
                client.open(url, method=method)
    text = client.get("/metrics").text
    values = samples(text)
    assert len(values) <= 200
    assert "none-" not in text
    assert len(values) == len({line.rpartition(" ")[0] for line in text.splitlines() if not line.startswith("#")})


def test_every_request_has_a_series(app):
    for rule in app.url_map.iter_rules():
        for method in ("GET", "HEAD", "OPTIONS", OTHER):
            for status in ("200", "206", "304", "301", "400", "404", "405", "418", "500", "503"):
                assert series_of(method, rule.rule, status) in SERIES
        assert series_of("GET", rule.rule, "200") == ("GET", group_of(rule.rule), "200")


def test_the_release_is_named(measured):
    client, _ = measured
    ready = client.get("/readyz").json
    values = samples(client.get("/metrics").text)
    assert values[("parley_release_info", ("digest", ready["digest"]), ("release", ready["release"]))] == 1
    assert values[("parley_release_refused",)] == 0


def test_a_refused_release_is_told(tmp_path):
    client = create_app(PARLEY_DATABASE=str(tmp_path / "current")).test_client()
    response = client.get("/metrics")
    values = samples(response.text)
    assert (response.status_code, values[("parley_release_refused",)]) == (200, 1)
    assert not [key for key in values if key[0] == "parley_release_info"]


def test_a_worker_takes_the_row_of_a_dead_one():
    assert [free_row(taken) for taken in ([], [0], [1, 2], [0, 2])] == [0, 1, 0, 1]
    assert free_row(range(ROWS)) == ROWS - 1


def test_threads_do_not_lose_counts():
    before = counted(samples(create_app().test_client().get("/metrics").text))

    def work():
        for _ in range(20_000):
            COUNTS.count_request(("GET", None, "404"), "pass", 0.01)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted(samples(create_app().test_client().get("/metrics").text)) - before == 80_000 + 1


class Reader(threading.Thread):
    """Asks one address after the other until it is told to stop, and counts replies and broken connections."""

    def __init__(self, port, stop):
        super().__init__()
        self.port, self.stop, self.outcomes = port, stop, Counter()

    def run(self):
        """Ask."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        while not self.stop.is_set():
            try:
                connection.request("GET", f"/v1/events?limit={self.outcomes.total() % 50 + 1}")
                response = connection.getresponse()
                response.read()
                self.outcomes[response.status] += 1
            except (OSError, HTTPException):
                self.outcomes["broken"] += 1
                connection.close()
                time.sleep(0.02)
        connection.close()


def test_counts_are_exact_though_workers_are_killed(database, tmp_path):
    with gunicorn(database, tmp_path, PARLEY_ACCESS_LOG="off") as server:
        start = counted(samples(server.get("/metrics")[2].decode()))
        stop = threading.Event()
        readers = [Reader(server.port, stop) for _ in range(4)]
        for reader in readers:
            reader.start()
        for number in range(1, 12):
            while sum(reader.outcomes[200] for reader in readers) < 10 * number:
                assert server.process.poll() is None
                time.sleep(0.05)
            if number < 11:
                os.kill(server.workers()[0], signal.SIGKILL)
        stop.set()
        for reader in readers:
            reader.join()
        total = sum((reader.outcomes for reader in readers), Counter())
        values = samples(server.get("/metrics")[2].decode())
        # The first scrape is in the second, and in no reply that the readers had.
        found = counted(values) - start - 1
    assert set(total) <= {200, "broken"}
    # What was answered is counted, all of it; a request that died with its worker may have been, as nobody can know.
    assert total[200] <= found <= total[200] + total["broken"], total
    assert counted(values, "parley_requests_total") == counted(values)
    assert len(values) <= 200
