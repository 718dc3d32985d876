"""What is deployed: its programs take the configurations, and these name only what the application has."""

import hashlib
import json
import os
import re
import shutil
import subprocess

import pytest

from api import create_app
from api.formats import FORMATS
from api.http.problems import PROBLEM_KINDS
from api.http.response import DAILY
from api.server.settings import SETTINGS
from db.query.connection import QueryTimeout, Reader
from db.query.root import ROOT

pytestmark = pytest.mark.slow

DEPLOY = ROOT / "deploy"
UNITS = ("parley.service", "parley-varnish.service")
TEXTS = {
    path.relative_to(DEPLOY).as_posix(): path.read_text(encoding="utf-8")
    for path in DEPLOY.rglob("*")
    if path.is_file() and "requirements" not in path.name and "__pycache__" not in path.parts
}
PIN = "Parley-Release-Digest"


def needs(*programs):
    """Skip a test where a program that it asks is not installed, or where it may make no namespaces."""
    missing = [program for program in programs if not shutil.which(program)]
    if "unshare" in programs and os.geteuid() != 0:
        missing.append("root")
    return pytest.mark.skipif(bool(missing), reason=f"needs {', '.join(missing)}, which is not here")


def alone(script):
    """Run lines of shell with networks, mounts and processes of their own, so that nothing of this machine changes."""
    spaces = ["--net", "--mount", "--pid", "--fork", "--mount-proc"]
    lines = f"set -e\nmount -t tmpfs tmpfs /run\nip link set lo up\n{script}"
    return told("unshare", *spaces, "bash", "-c", lines)


def told(*command):
    """Run a command and return its status and all that it said."""
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def copied(name, tmp_path):
    return shutil.copytree(DEPLOY / name, tmp_path / name)


@needs("nginx", "unshare", "openssl")
def test_nginx_takes_its_configuration(tmp_path):
    folder = copied("nginx", tmp_path)
    (folder / "tls").mkdir()
    key = f"-keyout {folder}/tls/parley.key -out {folder}/tls/parley.crt"
    status, said = alone(
        f"mount --bind {folder} /etc/nginx\nmount -t tmpfs tmpfs /var/log/nginx\n"
        f"openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=parley.example {key} 2>&1\nnginx -t",
    )
    assert (status, said.count("[warn]")) == (0, 0), said


@needs("varnishd")
@pytest.mark.parametrize("pinned", [False, True])
def test_varnish_takes_its_configuration(tmp_path, pinned):
    folder = copied("varnish", tmp_path)
    if pinned:
        (folder / "release.vcl").write_text(pin_text("a" * 64), encoding="utf-8")
    status, said = told("varnishd", "-j", "none", "-C", "-f", str(folder / "parley.vcl"))
    assert status == 0, said


def pin_text(digest):
    """Return what deploy/rollout writes for Varnish to include."""
    function = re.search(r"^pin_text\(\) .*?^VCL\n}", TEXTS["rollout"], re.MULTILINE | re.DOTALL)[0]
    done = subprocess.run(["bash", "-c", f"{function}\npin_text {digest}"], capture_output=True, text=True, check=True)
    return done.stdout


def test_the_pin_is_read_back_as_it_was_written(tmp_path):
    (tmp_path / "release.vcl").write_text(pin_text("b" * 64), encoding="utf-8")
    script = re.search(r"sed -n '(.*?)' /etc/varnish", TEXTS["rollout"])[1].replace('\\"', '"')
    done = subprocess.run(
        ["sed", "-n", script, str(tmp_path / "release.vcl")], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["b" * 64]


@needs("keepalived", "unshare")
@pytest.mark.parametrize("proxy", ["proxy1", "proxy2"])
def test_keepalived_takes_its_configuration(tmp_path, proxy):
    folder = copied("keepalived", tmp_path)
    log = tmp_path / "said"
    # keepalived 2.2 ends a good test by a signal to itself, so what it writes is looked at and not its status.
    alone(
        f"mount --bind {folder} /etc/keepalived\nip link add eth0 type veth peer name eth1\nip link set eth0 up\n"
        f"touch {log}\nkeepalived --config-test={log} --config-id={proxy}",
    )
    assert log.read_text(encoding="utf-8") == ""


@needs("systemd-analyze")
@pytest.mark.parametrize("unit", UNITS)
def test_systemd_takes_the_units(tmp_path, unit):
    """The programs of a unit need not be installed here, so `true` stands in their place."""
    text = re.sub(r"^(ExecStart|ExecReload)=\S+", r"\1=/bin/true", TEXTS[f"systemd/{unit}"], flags=re.MULTILINE)
    (tmp_path / unit).write_text(text, encoding="utf-8")
    assert told("systemd-analyze", "verify", "--man=no", str(tmp_path / unit)) == (0, "")
    _, said = told("systemd-analyze", "security", "--no-pager", "--offline=true", str(tmp_path / unit))
    exposure = float(re.search(r"exposure level for \S+: ([\d.]+)", said)[1])
    assert exposure <= {"parley.service": 1.5, "parley-varnish.service": 4.5}[unit]


def test_the_counters_are_hidden_in_every_spelling(app):
    """Whatever the application takes for /metrics is answered 404 by Varnish, which compares what the client wrote."""
    hidden = re.search(r'req\.url ~ "([^"]*s\|%73[^"]*)"', TEXTS["varnish/parley.vcl"])[1]
    name = "metrics"
    coded = [f"{name[:at]}%{ord(name[at]):{form}}{name[at + 1 :]}" for at in range(len(name)) for form in ("x", "X")]
    every = "".join(f"%{ord(letter):x}" for letter in name)
    spellings = [f"/{text}{end}" for text in (name, every, *coded) for end in ("", "/", "?a=b", "/?a=b", "%2f", "%2F")]
    spellings += [f"{begin}{name}" for begin in ("//", "/%2f", "/%2F", "///")]
    for address in spellings:
        assert re.search(hidden, address), address
    shown = [address for address in spellings if b"parley_requests_total" in app.test_client().get(address).data]
    assert len(shown) > len(coded)
    for address in ("/", "/v1", "/v1/events?q=metrics", "/v1/topics/metrics", "/livez", "/docs/metrics"):
        assert not re.search(hidden, address), address


def test_a_node_writes_no_compiled_code():
    """The code of a node lies where nothing can be written, so nothing tries to, however the node is started."""
    name = "PYTHONDONTWRITEBYTECODE=1"
    assert f"\nEnvironment={name}\n" in TEXTS["systemd/parley.service"]
    assert name in TEXTS["Containerfile"]


def test_the_shell_parses():
    for name in ("rollout", "keepalived/edge-alive"):
        subprocess.run(["bash", "-n", str(DEPLOY / name)], check=True)
        assert os.access(DEPLOY / name, os.X_OK)


@pytest.mark.parametrize("path", ["/readyz", "/livez"])
def test_what_is_probed_exists(client, path):
    assert path in "".join(TEXTS.values())
    assert client.get(path).status_code == 200


def test_the_pin_is_the_application_s(client):
    digest = client.get("/readyz").json["digest"]
    assert client.get("/v1/events", headers={PIN: digest}).headers[PIN] == digest
    assert client.get("/readyz", headers={PIN: "a" * 64}).status_code == 503
    named = {name for name, text in TEXTS.items() if PIN in text}
    assert {"rollout", "varnish/release.vcl", "varnish/parley.vcl"} <= named
    # What a client says of it does not get past nginx, which passes on only what it names.
    assert "proxy_pass_request_headers off;" in TEXTS["nginx/nginx.conf"]
    assert "nginx/nginx.conf" not in named


@pytest.mark.parametrize("header", ["Parley-Release", "Parley-Release-Digest", "X-Request-Id"])
def test_the_headers_exist(client, header):
    assert header in client.get("/v1/events").headers


def test_every_kind_of_problem_is_one_of_the_application_s():
    for name, text in TEXTS.items():
        for kind in re.findall(r"/errors/([a-z-]+)", text):
            assert kind in PROBLEM_KINDS, f"{name} names the problem {kind}"
    for kind in re.findall(r'Parley-Kind = "([a-z-]+)"', TEXTS["varnish/parley.vcl"]):
        assert kind in PROBLEM_KINDS


def test_the_limit_is_the_one_that_is_told():
    rate, burst, per_address = (
        re.search(pattern, TEXTS["nginx/nginx.conf"])[1]
        for pattern in (r"rate=(\d+)r/s", r"zone=requests burst=(\d+)", r"limit_conn connections (\d+)")
    )
    assert f'"address";q={rate};w=1' in TEXTS["nginx/parley-problems.conf"]
    assert TEXTS["nginx/nginx.conf"].count("RateLimit-Policy") == 1
    assert TEXTS["nginx/parley-refusals.conf"].count("RateLimit-Policy") == 1
    limits = (DEPLOY.parent / "docs" / "limits.md").read_text(encoding="utf-8")
    for number in (f"{rate} requests a second", f"{burst} more", f"{per_address} connections"):
        assert number in limits


def test_settings_are_those_of_the_application():
    known = {setting.name for setting in SETTINGS}
    text = TEXTS["systemd/node.env"] + TEXTS["Containerfile"]
    named = set(re.findall(r"^([A-Z_]+)=", TEXTS["systemd/node.env"], re.MULTILINE)) | set(
        re.findall(r"PARLEY_[A-Z]+(?:_[A-Z]+)*", text)
    )
    assert named <= known
    assert {"PARLEY_HOST", "PARLEY_DATABASE", "PARLEY_PUBLIC_URL"} <= named


def test_the_same_addresses_everywhere():
    """Nodes listen where Varnish asks, and Varnish where nginx asks."""
    nodes = set(re.findall(r'\.host = "(.*?)"; \.port = "(\d+)"', TEXTS["varnish/site.vcl"]))
    assert len(nodes) == 3
    environment = dict(re.findall(r"^(\w+)=(.*)$", TEXTS["systemd/node.env"], re.MULTILINE))
    assert (environment["PARLEY_HOST"], environment["PORT"]) in nodes
    socket = re.search(r"-a edge=(\S+?),", TEXTS["systemd/parley-varnish.service"])[1]
    assert f"server unix:{socket} " in TEXTS["nginx/parley-site.conf"]
    port = re.search(r"-a peer=:(\d+)", TEXTS["systemd/parley-varnish.service"])[1]
    peers = set(re.findall(r"server ([\d.]+):(\d+) backup", TEXTS["nginx/parley-site.conf"]))
    sources = set(re.findall(r"unicast_src_ip (\S+)", TEXTS["keepalived/keepalived.conf"]))
    assert peers == {(address, port) for address in sources}


def test_one_name_everywhere():
    for name in (
        "varnish/site.vcl",
        "nginx/nginx.conf",
        "nginx/parley-site.conf",
        "systemd/node.env",
        "keepalived/edge-alive",
    ):
        assert "parley.example" in TEXTS[name], name


def test_varnish_looks_at_accept_wherever_a_format_can_be_asked_for():
    """Accept is dropped only where the reply would be JSON in any case: never with a type that is written here."""
    kept = re.search(r'Accept !~ "(.*?)"\)', TEXTS["varnish/parley.vcl"])[1]
    types = {kind for one in FORMATS.values() for kind in one.accept_types} - {"application/json"}
    assert len(types) > 8
    for kind in types:
        assert re.search(kept, kind), kind
    page, other = re.search(
        r'Accept ~ "(.*?)" && req.http.Accept !~ "([^"]*?)"\) \{\s*set', TEXTS["varnish/parley.vcl"]
    ).groups()
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
    assert re.search(page, browser)
    assert not re.search(other, browser)
    for kind in types - {"text/html"}:
        assert re.search(other, f"text/html, {kind}"), kind


def test_the_page_of_the_day_is_known_to_varnish():
    assert f'"^{DAILY}"' in TEXTS["varnish/parley.vcl"]


def test_the_container_copies_what_exists():
    for line in re.findall(r"^COPY (?!--from)(.*) \S+$", TEXTS["Containerfile"], re.MULTILINE):
        for source in line.split():
            assert (ROOT / source).exists(), source


def test_what_nginx_refuses_is_a_problem(specification):
    """The text that nginx fills in is the schema's Problem, with every status that it can have."""
    text = re.search(r"return 200 '(.*)';", TEXTS["nginx/parley-refusals.conf"])[1].replace("\\n", "\n")
    statuses = re.search(r"error_page ((?:\d+ )+)/", TEXTS["nginx/parley-refusals.conf"])[1].split()
    maps = {
        name: dict(re.findall(r'^    (\S+) "(.*)";$', body, re.MULTILINE))
        for name, body in re.findall(
            r"map \$status \$(\w+) \{\n(.*?)\n\}", TEXTS["nginx/parley-problems.conf"], re.DOTALL
        )
    }
    required = set(specification["components"]["schemas"]["Problem"]["required"])
    for status in statuses:
        filled = text.replace("$status", status).replace("$edge_id", "0" * 32)
        for name in ("problem_kind", "problem_title", "problem_detail"):
            filled = filled.replace(f"${name}", maps[name].get(status, maps[name]["default"]))
        assert required <= json.loads(filled).keys()
    for status in ("429", "502", "503", "504"):
        assert maps["retry_after"][status]


def rollout(file, reach):
    """Run deploy/rollout for three nodes and two proxies that are all reached in one way."""
    names = {"NODES": "node1 node2 node3", "PROXIES": "proxy1 proxy2", "REACH": reach, "ROLLOUT_ENV": "/dev/null"}
    command = [str(DEPLOY / "rollout"), *file]
    done = subprocess.run(command, check=False, env=os.environ | names, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


@needs("sha256sum", "zstd")
def test_rollout_switches_nothing_without_nodes(tmp_path):
    """Every line that it would have run on a host is written down, and fails."""
    text = b"a release"
    file = tmp_path / f"{hashlib.sha256(text).hexdigest()}.db"
    file.write_bytes(text)
    file.with_suffix(".json").write_text("{}", encoding="utf-8")
    reach, noted = tmp_path / "reach", tmp_path / "noted"
    reach.write_text(f'#!/bin/sh\necho "$@" >> {noted}\nexit 1\n', encoding="utf-8")
    reach.chmod(0o755)
    status, said = rollout([str(file)], str(reach))
    assert status == 1
    assert "only 0 nodes have the release, 2 are needed; nothing was switched" in said
    assert "varnishadm" not in noted.read_text(encoding="utf-8")


def test_rollout_refuses_an_altered_file(tmp_path):
    file = tmp_path / f"{'a' * 64}.db"
    file.write_bytes(b"something else")
    status, said = rollout([str(file)], "false")
    assert (status, "is not what its name says" in said) == (1, True)


@pytest.mark.parametrize("given", [[], ["back"], ["nonsense"]])
def test_rollout_says_what_it_needs(given):
    status, said = rollout(given, "false")
    assert status == 1
    assert said.startswith("rollout: ")


def test_only_a_reply_that_was_meant_names_its_release(database, monkeypatch):
    """Varnish asks one more node after a 5xx that names its release and all of them after one that does not."""
    client = create_app(PARLEY_DATABASE=str(database), PARLEY_CACHE_BYTES="0").test_client()
    without = client.get("/v1/events", headers={PIN: "a" * 64})

    def query(*_):
        raise QueryTimeout

    monkeypatch.setattr(Reader, "query", query)
    meant = client.get("/v1/search?q=bodies")
    assert [meant.status_code, without.status_code] == [503, 503]
    assert (PIN in meant.headers, PIN in without.headers) == (True, False)
