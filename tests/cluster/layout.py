"""Layout: the addresses and files of the cluster, taken from deploy/ as they stand."""

import os
import shlex
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
FOLDER = Path("/var/lib/parley-cluster")
"""What the machines write; nobody but root may put anything there."""
NAME = "parley.example"
VIP = "10.77.0.10"
CLIENT = "10.77.0.100"
STRANGER = "10.77.0.101"
"""A second address of the client's, which the limits of nginx hold for."""
NODES = {"node1": "10.77.0.11", "node2": "10.77.0.12", "node3": "10.77.0.13"}
PROXIES = {"proxy1": "10.77.0.21", "proxy2": "10.77.0.22"}
PROGRAMS = ("nginx", "varnishd", "keepalived", "zstd", "ip", "nsenter", "curl", "openssl", "wrk")


def missing_programs() -> list[str]:
    """Return which of the programs that the cluster is made of are not installed, and what else it lacks."""
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    return missing + ["root"] * (os.geteuid() != 0)


def command_of(unit: str) -> list[str]:
    """Return the command that a systemd unit of deploy/ starts."""
    text = (DEPLOY / "systemd" / unit).read_text(encoding="utf-8").replace("\\\n", " ")
    line = next(line for line in text.splitlines() if line.startswith("ExecStart="))
    return shlex.split(line.removeprefix("ExecStart="))


def environment_of(file: Path) -> dict[str, str]:
    """Return the variables of an environment file."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def node_mounts(folder: Path, address: str) -> str:
    """Return the shell lines that give a node its files: the application, room for releases, its settings."""
    (folder / "releases").mkdir(parents=True)
    text = (DEPLOY / "systemd" / "node.env").read_text(encoding="utf-8")
    (folder / "node.env").write_text(text.replace(NODES["node1"], address), encoding="utf-8")
    return f"""
mount -t tmpfs tmpfs /srv
mkdir -p /srv/parley/app /srv/parley/releases
cp {folder}/node.env /srv/parley/node.env
mount --bind {ROOT} /srv/parley/app
mount --bind {folder}/releases /srv/parley/releases
"""


def proxy_mounts(folder: Path) -> str:
    """Return the shell lines that give a proxy its files: copies of those in deploy/, and room to write."""
    for name in ("nginx", "varnish", "keepalived"):
        shutil.copytree(DEPLOY / name, folder / name)
    shutil.copytree(FOLDER / "tls", folder / "nginx" / "tls")
    (folder / "log").mkdir()
    binds = "\n".join(f"mount --bind {folder}/{name} /etc/{name}" for name in ("nginx", "varnish", "keepalived"))
    return f"""
{binds}
mount --bind {folder}/log /var/log/nginx
mount -t tmpfs tmpfs /var/lib/varnish
mount -t tmpfs tmpfs /var/lib/nginx
mkdir -p /run/parley
"""


def one_machine_mounts(folder: Path, address: str) -> str:
    """Return the shell lines that give a node what nginx takes on one machine; it asks the node under its address."""
    nginx = folder / "nginx"
    shutil.copytree(DEPLOY / "nginx", nginx)
    shutil.copytree(FOLDER / "tls", nginx / "tls")
    (nginx / "parley-server.d").mkdir()
    shutil.copy(DEPLOY / "one-machine" / "parley-server.conf", nginx / "parley-server.d" / "parley.conf")
    text = (DEPLOY / "one-machine" / "parley-site.conf").read_text(encoding="utf-8")
    # The client of the tests is not limited, as this machine itself is not.
    text = text.replace("127.0.0.1:8000", f"{address}:8000").replace("::1/128 0;", f"::1/128 0;\n    {CLIENT}/32 0;")
    (nginx / "parley-site.conf").write_text(text, encoding="utf-8")
    (folder / "log").mkdir()
    return f"""
mount --bind {nginx} /etc/nginx
mount --bind {folder}/log /var/log/nginx
mount -t tmpfs tmpfs /var/lib/nginx
"""
