"""The measurement of an overload: what it asks, how often, what it counts, and which cores it leaves to whom."""

import os
import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from api import create_app
from tests.cluster.flood import Flood, read_flood
from tests.cluster.layout import NAME, ROOT, one_machine_mounts
from tests.cluster.machines import Machine
from tests.cluster.overload import mean_of
from tests.deploy.test_proxies import needs

SCRIPT = ROOT / "tests" / "cluster" / "misses.lua"


@pytest.fixture
def asked():
    """Return the addresses that a server was asked for, of which every third is answered 503, and its port."""
    addresses = list[str]()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            addresses.append(self.path)
            self.send_response(503 if len(addresses) % 3 == 0 else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield addresses, server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def flood(port, connections, pause):
    command = ["wrk", "-t1", f"-c{connections}", "-d1s", "-s", str(SCRIPT), "-H", f"Host: {NAME}"]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}", "--", "7", str(pause)], capture_output=True, text=True, check=True
    )
    return read_flood(done.stdout, {"nodes": 1.0})


@needs("wrk")
def test_every_address_is_new_and_real_and_replies_are_counted_by_status(asked, database):
    addresses, port = asked
    found = flood(port, 2, 0)
    assert set(found.statuses) == {200, 503}
    assert found.served / found.statuses[503] == pytest.approx(2, rel=0.2)
    assert found.offered == pytest.approx(found.served + found.statuses[503])
    assert found.honest
    assert len(addresses) > 100
    assert len(set(addresses)) > 0.99 * len(addresses)
    client = create_app(PARLEY_DATABASE=str(database)).test_client()
    searches = [address for address in addresses if address.startswith("/v1/search")]
    assert {client.get(address).status_code for address in [*addresses[:20], *searches[:3]]} == {200}
    # Every fiftieth is one; when time is up, each of the two connections may have made an address that it never asked.
    assert len(addresses) // 50 <= len(searches) <= (len(addresses) + 2) // 50


@needs("wrk")
def test_a_pause_makes_a_connection_ask_less_often(asked):
    addresses, port = asked
    flood(port, 3, 300)
    assert 3 <= len(addresses) <= 60, "Three connections ask again after 0 to 600 ms, for a second."


def test_what_is_neither_an_answer_nor_a_503_is_not_honest():
    text = 'MEASURED {"statuses": {"200": 10, "502": 1}, "seconds": 2.0, "broken": 0, "late": 0}'
    assert not read_flood(text, {}).honest
    assert read_flood(text.replace(', "502": 1', ""), {}).served == 5
    assert not read_flood(text.replace(', "502": 1', "").replace('"late": 0', '"late": 1'), {}).honest
    with pytest.raises(RuntimeError, match="unable to connect"):
        read_flood("unable to connect", {})


def test_the_mean_of_loads_counts_what_only_some_had():
    one, other = Flood({200: 100.0}, 0, {"nodes": 0.5}), Flood({200: 50.0, 503: 40.0}, 2, {"nodes": 0.7})
    mean = mean_of([one, other])
    assert (mean.statuses, mean.broken) == ({200: 75.0, 503: 20.0}, 2)
    assert mean.cores["nodes"] == pytest.approx(0.6)


@needs("unshare", "nsenter", "taskset", "ip")
def test_a_machine_keeps_to_its_cores(tmp_path):
    core = max(os.sched_getaffinity(0))
    machine = Machine.boot("alone", "127.0.0.1", tmp_path, "sleep 60 &")
    try:
        machine.keep_to({core})
        assert all(os.sched_getaffinity(int(process.name)) == {core} for process in machine.processes())
        assert len(list(machine.processes())) == 2
        assert machine.run("sh", "-c", "taskset --cpu-list --pid $$").split()[-1] == str(core)
        assert set(machine.seconds_by_program()) == {"sleep"}
    finally:
        machine.end()


def test_nginx_of_one_machine_asks_the_node_under_its_address(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.cluster.layout.FOLDER", tmp_path)
    (tmp_path / "tls").mkdir()
    lines = one_machine_mounts(tmp_path / "node1", "10.77.0.11")
    text = (tmp_path / "node1" / "nginx" / "parley-site.conf").read_text(encoding="utf-8")
    assert re.findall(r"server (\S+) .*;", text) == ["10.77.0.11:8000"]
    assert "10.77.0.100/32 0;" in text
    assert Path(re.search(r"mount --bind (\S+) /etc/nginx", lines)[1], "parley-server.d", "parley.conf").is_file()
