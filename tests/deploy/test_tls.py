"""TLS and HTTP/2: the site's own nginx in front of a node, under load, while workers are killed and replaced."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPSConnection
from pathlib import Path

import pytest

from db.query.root import ROOT
from tests.hostile.tiers import free_port, running
from tests.servers import Server, gunicorn

NAME = "parley.example"
PATHS = [f"/v1/events?limit={number}" for number in range(1, 41)]
PATHS += ["/v1/topics", "/", "/v1/events.csv", "/openapi.yaml"]
ROUNDS = 5
AT_ONCE = "12"
"""Requests at once on a connection, fewer than a worker takes for a crowd that it may refuse."""
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
CURL = shutil.which("curl")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (NGINX and CURL and shutil.which("openssl")), reason="needs nginx, curl, openssl"),
]


class Site:
    """A node behind nginx, at a name that only these tests know the way to."""

    def __init__(self, node: Server, port: int, certificate: Path) -> None:
        self.node, self.port, self.certificate = node, port, certificate

    def curl(
        self, *options: str, paths: list[str], fault: Callable[[], None] | None = None
    ) -> Counter[tuple[str, ...]]:
        """Ask for all paths on one connection, many at once, and count version of HTTP, status and size of each.

        `fault` comes once the first has been answered.
        """
        command = [str(CURL), "--silent", "--cacert", str(self.certificate), *options]
        command += ["--resolve", f"{NAME}:{self.port}:127.0.0.1", "--parallel", "--parallel-max", AT_ONCE]
        command += ["--write-out", "%{http_version} %{http_code} %{size_download} %{url_effective}\n"]
        for path in paths:
            command += ["--output", os.devnull, f"https://{NAME}:{self.port}{path}"]
        output = self.certificate.with_suffix(".output")
        with output.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL) as load:
            while fault and not output.stat().st_size and load.poll() is None:
                time.sleep(0.01)
            if fault:
                fault()
        assert load.returncode == 0
        return Counter(tuple(line.split()) for line in output.read_text().splitlines())


COMING_BACK = ("502", "503")
"""What nginx says of a node that does not answer, and what a node says that cannot yet."""
MAX_RETRIES = 10


@pytest.fixture
def site(database, tmp_path) -> Iterator[Site]:
    """Return a site of the made-up world, with the configuration of deploy/ but for its addresses and folders."""
    folder, port = tmp_path / "nginx", free_port()
    shutil.copytree(ROOT / "deploy" / "nginx", folder)
    key, certificate = folder / "parley.key", folder / "parley.crt"
    making = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAME}"]
    making += ["-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(making, check=True, capture_output=True)
    settings = {"PARLEY_PUBLIC_URL": f"https://{NAME}", "PARLEY_ACCESS_LOG": "off", "PARLEY_CACHE_BYTES": "0"}
    with gunicorn(database, tmp_path, **settings) as node:
        replace(
            folder / "parley-site.conf",
            (r"server unix:.*;", f"server 127.0.0.1:{node.port} max_fails=1 fail_timeout=1s;"),
            (r"server 10\.77\.0\.\d+:6081", f"server 127.0.0.1:{node.port}"),
        )
        replace(
            folder / "nginx.conf",
            (r"user www-data;", "daemon off;"),
            (r"worker_processes auto", "worker_processes 1"),
            (r"pid .*;", f"pid {folder}/nginx.pid;"),
            (r"error_log .*;", f"error_log {folder}/error.log warn;"),
            (r"access_log .*;", "access_log off;"),
            (r"listen 80.*;", ""),
            (r"listen 443", f"listen 127.0.0.1:{port}"),
            (r"/etc/nginx/tls/", f"{folder}/"),
            (r"server_tokens off;", f"server_tokens off; proxy_temp_path {folder}/proxy;"),
        )
        with running([str(NGINX), "-c", str(folder / "nginx.conf")], port, tmp_path / "nginx.log"):
            yield Site(node, port, certificate)


def replace(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for pattern, new in pairs:
        text, number = re.subn(pattern, new, text)
        assert number, pattern
    path.write_text(text, encoding="utf-8")


def test_every_version_gives_the_same(site):
    versions = (["--http2"], ["--http1.1"], ["--tls-max", "1.2"], ["--tlsv1.3"])
    replies = [site.curl(*version, paths=PATHS) for version in versions]
    assert {reply[0] for reply in replies[0]} == {"2"}
    assert {reply[0] for reply in replies[1]} == {"1.1"}
    assert {reply[1] for reply in replies[0]} == {"200"}
    assert [sorted(reply[1:] for reply in one) for one in replies] == [sorted(reply[1:] for reply in replies[0])] * 4


def test_http2_under_load_while_workers_are_killed_and_replaced(site):
    """Many requests at once on one connection: a reload costs no reply, a killed worker what it was at."""
    expected = Counter(dict.fromkeys(site.curl("--http2", paths=PATHS), ROUNDS))
    master = site.node.process.pid
    for _ in range(2):
        reloaded = site.curl("--http2", paths=PATHS * ROUNDS, fault=lambda: os.kill(master, signal.SIGHUP))
        assert reloaded == expected
    killed = site.curl("--http2", paths=PATHS * ROUNDS, fault=lambda: os.kill(site.node.workers()[0], signal.SIGKILL))
    assert killed.total() == expected.total()
    # Here nginx has one node alone; behind it Varnish asks another one.
    assert {reply[:2] for reply in killed - expected} <= {("2", status) for status in COMING_BACK}
    assert Counter(dict.fromkeys(site.curl("--http2", paths=PATHS), ROUNDS)) == expected


def test_a_client_that_stays_connected_is_answered_after_faults(site):
    """Python's own client on one connection over TLS: the node's workers change behind nginx, the connection stays."""
    trusted = ssl.create_default_context(cafile=str(site.certificate))
    with closing(HTTPSConnection(NAME, site.port, context=trusted, timeout=60)) as connection:
        connection._create_connection = lambda _, *more: socket.create_connection(("127.0.0.1", site.port), *more)
        for turn in range(60):
            if turn % 20 == 10:
                os.kill(site.node.workers()[0], signal.SIGKILL)
            for _ in range(MAX_RETRIES):
                connection.request("GET", PATHS[turn % len(PATHS)])
                reply = connection.getresponse()
                assert (len(reply.read()) > 0, reply.will_close) == (True, False)
                if str(reply.status) not in COMING_BACK:
                    break
                # Here both servers that nginx knows are the node whose worker was killed, and it waits for a second.
                time.sleep(1)
            assert reply.status == 200


def test_another_name_is_refused_at_the_greeting(site):
    command = [str(CURL), "--silent", "--insecure", "--resolve", f"evil.example:{site.port}:127.0.0.1"]
    done = subprocess.run([*command, f"https://evil.example:{site.port}/"], capture_output=True, check=False)
    assert done.returncode == 35, "The handshake fails."
