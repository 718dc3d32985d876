"""Refusals of the proxies, alive: what nginx and Varnish themselves answer is a problem that says when to ask again.

Each runs from the very files of deploy/, in networks, mounts and processes of its own.
"""

import json
import re
import shutil

import pytest

from tests.deploy.test_proxies import DEPLOY, TEXTS, alone, copied, needs

STRANGER = "10.9.9.9"
"""An address whose requests are counted; those of the machine itself are not."""
START_NGINX = """
mount --bind {nginx} /etc/nginx
mount -t tmpfs tmpfs /var/log/nginx
mkdir -p /run/parley
ip address add {stranger}/32 dev lo
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=parley.example \\
    -keyout /etc/nginx/tls/parley.key -out /etc/nginx/tls/parley.crt 2>/dev/null
nginx
"""
START_VARNISH = """
varnishd -j none -n /run/varnishd -a edge=/run/parley/varnish.sock,mode=0666 -f {varnish}/parley.vcl -s malloc,32m \\
    -p max_retries=5 -p thread_pool_min=10 -P /run/varnishd.pid >/dev/null 2>&1
for _ in $(seq 100); do varnishadm -n /run/varnishd status 2>&1 | grep -q running && break; sleep 0.1; done
"""
ASK = "curl -sSk --max-time 30 --interface {stranger} --resolve parley.example:443:127.0.0.1 -D /run/head -o /run/body"
TELL = "\ncat /run/head; echo ====; cat /run/body"

pytestmark = [pytest.mark.slow, needs("nginx", "unshare", "openssl", "curl", "ip")]


def refusal(script, tmp_path):
    """Run a script that asks, and return the head and the problem of the last reply."""
    nginx, varnish = (tmp_path / name for name in ("nginx", "varnish"))
    for folder in (nginx, varnish):
        if not folder.exists():
            copied(folder.name, tmp_path)
    (nginx / "tls").mkdir()
    values = {"nginx": nginx, "varnish": varnish, "stranger": STRANGER}
    status, said = alone((script + TELL).format(**values))
    assert status == 0, said
    head, _, body = said.rpartition("====\n")
    last = head.replace("\r", "").strip().rpartition("\n\n")[2]
    first, *lines = last.splitlines()
    return (
        int(first.split()[1]),
        {n.lower(): v for n, _, v in (line.partition(": ") for line in lines)},
        json.loads(body),
    )


def look_at(status, head, problem, *, expected, kind):
    assert status == problem["status"] == expected
    assert problem["type"] == f"https://parley.example/errors/{kind}"
    assert {"title", "detail", "request_id"} <= problem.keys()
    assert head["content-type"] == "application/problem+json"
    assert int(head["retry-after"]) >= 1
    assert head["cache-control"] == "no-store"
    assert head["access-control-allow-origin"] == "*"
    assert "w=1" in head["ratelimit-policy"]


def test_too_many_requests(tmp_path):
    # However slow this machine is: what is let through within a second is let through in a minute here.
    slower = "sed -i s,rate=50r/s,rate=1r/m, {nginx}/nginx.conf"
    many = f'\n{ASK}_#1 "https://parley.example/v1?_=[1-300]"\ncp /run/body_300 /run/body'
    look_at(*refusal(slower + START_NGINX + many, tmp_path), expected=429, kind="too-many-requests")


def test_nothing_behind_nginx(tmp_path):
    one = f"\n{ASK} https://parley.example/v1"
    look_at(*refusal(START_NGINX + one, tmp_path), expected=502, kind="unavailable")


@needs("varnishd", "varnishadm")
def test_no_node_behind_varnish(tmp_path):
    one = f"\n{ASK} https://parley.example/v1"
    look_at(*refusal(START_NGINX + START_VARNISH + one, tmp_path), expected=503, kind="unavailable")


NODE = """
import socket, sys
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=64)
held = []
while True:
    held.append(listener.accept()[0])
"""
"""A node that takes every request and never answers."""
PIN_NOTHING = "sub pin_release {\n    unset req.http.Parley-Release-Digest;\n}\n"
WAIT_FOR = "for _ in $(seq 100); do [ $(ss {which} | wc -l) = {number} ] && break; sleep 0.1; done"
HOLD = (
    "".join(f"\npython3 -c '{NODE}' {port} &" for port in (8001, 8002, 8003))
    + "\n"
    + WAIT_FOR.format(which="-Hltn '( sport >= 8001 and sport <= 8003 )'", number=3)
    + "\n{start}\nfor n in 1 2 3; do\ncurl -sk --interface {stranger} --resolve parley.example:443:127.0.0.1"
    " https://parley.example/v1?held=$n >/dev/null 2>&1 &\n"
    + WAIT_FOR.format(which="-Htn state established '( dport >= 8001 and dport <= 8003 )'", number="$n")
    + "\ndone"
)
"""Lines that wait for such nodes, start what stands before them, and ask three times, each held before the next."""


@needs("ss")
def test_a_crowd_on_one_machine(tmp_path):
    """What is more than gunicorn is given at a time is answered 503, as all is while gunicorn starts."""
    ask = f"\n{ASK} https://parley.example/v1"
    for number, start in enumerate((HOLD.replace("{start}", START_NGINX), START_NGINX)):
        folder = tmp_path / str(number)
        (nginx := copied("nginx", folder) / "parley-server.d").mkdir()
        shutil.copy(DEPLOY / "one-machine" / "parley-server.conf", nginx / "parley.conf")
        text = TEXTS["one-machine/parley-site.conf"]
        few = text.replace("max_conns=32", "max_conns=3").replace(":8000", ":8001")
        assert few != text.replace(":8000", ":8001")
        (nginx.parent / "parley-site.conf").write_text(few, encoding="utf-8")
        look_at(*refusal(start + ask, folder), expected=503, kind="unavailable")


@needs("varnishd", "varnishadm", "varnishstat", "varnishlog", "ss")
def test_a_crowd_at_the_nodes_behind_varnish(tmp_path):
    """Nodes that are all busy are asked once each, and nothing is kept of the refusal."""
    varnish = copied("varnish", tmp_path)
    text = re.sub(
        r'"10\.77\.0\.1(\d)"; .port = "8000"; .max_connections = 32; .probe = ready;',
        r'"127.0.0.1"; .port = "800\1"; .max_connections = 1;',
        TEXTS["varnish/site.vcl"],
    )
    (varnish / "site.vcl").write_text(text, encoding="utf-8")
    # A probe that no node has would be an error.
    (varnish / "release.vcl").write_text(TEXTS["varnish/release.vcl"].partition("probe ")[0] + PIN_NOTHING)
    text = TEXTS["varnish/parley.vcl"].replace("first_byte_timeout = 1s", "first_byte_timeout = 60s")
    (varnish / "parley.vcl").write_text(text, encoding="utf-8")
    count = "varnishstat -n /run/varnishd -1 -f 'VBE.*.busy' | awk '{{print $2}}'"
    ask = f"\n{count} > {tmp_path}/before\n{ASK} https://parley.example/v1\n{count} > {tmp_path}/after"
    ask += f"\nvarnishlog -n /run/varnishd -d -g raw -i TTL | tail -1 > {tmp_path}/life"
    script = HOLD.replace("{start}", START_NGINX + START_VARNISH) + ask
    look_at(*refusal(script, tmp_path), expected=503, kind="unavailable")
    before, after = (
        [int(one) for one in (tmp_path / name).read_text(encoding="utf-8").split()] for name in ("before", "after")
    )
    assert [one - other for one, other in zip(after, before, strict=True)] == [1, 1, 1]
    # Seconds that it lives, may be given when it is old, and may be asked about.
    assert " VCL 0 0 0 " in (tmp_path / "life").read_text(encoding="utf-8")
