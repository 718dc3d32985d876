"""Refusals of the proxies, alive: what nginx and Varnish themselves answer is a problem that says when to ask again.

Each runs from the very files of deploy/, in networks, mounts and processes of its own.
"""

import json

import pytest

from tests.deploy.test_proxies import alone, copied, needs

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
for _ in $(seq 100); do [ -S /run/parley/varnish.sock ] && break; sleep 0.1; done
"""
ASK = "curl -sSk --max-time 30 --interface {stranger} --resolve parley.example:443:127.0.0.1 -D /run/head -o /run/body"
TELL = "\ncat /run/head; echo ====; cat /run/body"

pytestmark = [pytest.mark.slow, needs("nginx", "unshare", "openssl", "curl", "ip")]


def refusal(script, tmp_path):
    """Run a script that asks, and return the head and the problem of the last reply."""
    nginx = copied("nginx", tmp_path)
    (nginx / "tls").mkdir()
    values = {"nginx": nginx, "varnish": copied("varnish", tmp_path), "stranger": STRANGER}
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


@needs("varnishd")
def test_no_node_behind_varnish(tmp_path):
    one = f"\n{ASK} https://parley.example/v1"
    look_at(*refusal(START_NGINX + START_VARNISH + one, tmp_path), expected=503, kind="unavailable")
