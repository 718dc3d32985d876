"""The site: three nodes, two proxies and a client on one machine, from the very files of deploy/."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.cluster.layout import (
    CLIENT,
    DEPLOY,
    FOLDER,
    NAME,
    NODES,
    PROXIES,
    STRANGER,
    VIP,
    command_of,
    environment_of,
    node_mounts,
    proxy_mounts,
)
from tests.cluster.loading import Load
from tests.cluster.machines import Machine, children, plug
from tests.cluster.releases import make_releases, release_files, rollout_environment


class Site:
    """The machines of the cluster, and what one does to them."""

    def __init__(self, machines: dict[str, Machine]) -> None:
        self.machines = machines
        self.masters: dict[str, subprocess.Popen[bytes]] = {}

    @classmethod
    def build(cls) -> "Site":
        """Boot all machines, lay the cables, start everything and pin the first release. Raises RuntimeError."""
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        site = cls({})
        try:
            site._boot()
            make_releases()
            for name in NODES:
                site.start_node(name)
            for name in PROXIES:
                site.start_proxy(name)
            site.rollout(str(release_files()[0]))
            site.wait_until(lambda: site.status("/v1") == 200, "the public address to answer")
        except BaseException:
            site.tear_down()
            raise
        return site

    @classmethod
    def find(cls) -> "Site | None":
        """Return the site that an earlier command built, if it runs."""
        places = {"client": CLIENT} | NODES | PROXIES
        found = {name: Machine.find(name, address, FOLDER / name) for name, address in places.items()}
        machines = {name: machine for name, machine in found.items() if machine}
        return cls(machines) if machines else None

    def _boot(self) -> None:
        bridge = f"ip link add bridge type bridge; ip link set bridge up; ip address add {CLIENT}/24 dev bridge"
        client = f"{bridge}; ip address add {STRANGER}/24 dev bridge"
        self.machines["client"] = Machine.boot("client", CLIENT, FOLDER / "client", client)
        certificate = FOLDER / "tls"
        certificate.mkdir()
        subject = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
        files = ["-keyout", str(certificate / "parley.key"), "-out", str(certificate / "parley.crt")]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *files],
            check=True,
            capture_output=True,
        )
        for name, address in (NODES | PROXIES).items():
            folder = FOLDER / name
            setup = node_mounts(folder, address) if name in NODES else proxy_mounts(folder)
            self.machines[name] = Machine.boot(name, address, folder, setup)
            plug(self.machines[name], self.machines["client"])

    def start_node(self, name: str) -> None:
        """Start gunicorn on a node as its unit does, and wait until it answers."""
        machine, environment = self.machines[name], environment_of(FOLDER / name / "node.env")
        # Its own variables are all that it is given, and the paths to find programs by.
        clean = {"PATH": os.environ["PATH"]} | environment
        self.masters[name] = machine.start(
            "gunicorn.log", *command_of("parley.service"), environment=clean, folder="/srv/parley/app"
        )
        self.wait_until(lambda: self.status("/livez", machine.address, 8000, "localhost") == 200, f"{name} to answer")

    def start_proxy(self, name: str) -> None:
        """Start Varnish, nginx and keepalived on a proxy, and wait until it answers."""
        machine = self.machines[name]
        self.start_varnish(name)
        machine.start("nginx.log", "nginx", "-g", "daemon off;")
        machine.start("keepalived.log", "keepalived", "--dont-fork", "--log-console", "--vrrp")
        self.wait_until(lambda: self.status("/livez", machine.address) == 200, f"{name} to answer")

    def start_varnish(self, name: str) -> None:
        """Start Varnish on a proxy as its unit does."""
        self.machines[name].run("mkdir", "-p", "/run/parley")
        self.machines[name].start("varnish.log", *command_of("parley-varnish.service"))

    def status(self, path: str, address: str = VIP, port: int = 80, name: str = NAME) -> int:
        """Return the status that an address answers with, asked from the client's machine; 0 where it does not."""
        wanted = ["--silent", "--output", "/dev/null", "--write-out", "%{http_code}", "--max-time", "2"]
        text = self.machines["client"].run(
            "curl", *wanted, "--header", f"Host: {name}", f"http://{address}:{port}{path}", check=False
        )
        return int(text or 0)

    def wait_until(self, holds: Callable[[], bool], what: str, seconds: float = 60) -> float:
        """Wait for something to hold and return how many seconds it took. Raises RuntimeError where it does not."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            if holds():
                return time.monotonic() - begun
            time.sleep(0.1)
        raise RuntimeError(f"Waited {seconds} s in vain for {what}; the logs are in {FOLDER}.")

    def active(self) -> str:
        """Return the name of the proxy that holds the public address."""
        for name in PROXIES:
            if f" {VIP}/" in self.machines[name].run("ip", "-oneline", "address", check=False):
                return name
        raise RuntimeError("no proxy holds the public address")

    def healthy(self, proxy: str = "") -> int:
        """Return how many nodes a proxy thinks well of."""
        lines = self.machines[proxy or self.active()].run("varnishadm", "backend.list", check=False).splitlines()
        # The director that chooses among the nodes is listed beside them.
        return sum(" healthy " in line and ".nodes " not in line for line in lines)

    def settle(self) -> None:
        """Wait until every proxy sees every node."""
        for proxy in PROXIES:
            self.wait_until(lambda: self.healthy(proxy) == len(NODES), f"{proxy} to see all nodes")  # noqa: B023

    def counter(self, name: str) -> int:
        """Return a counter of Varnish, summed over the proxies."""
        found = 0
        for proxy in PROXIES:
            text = self.machines[proxy].run("varnishstat", "-1", "-f", name)
            found += sum(int(line.split()[1]) for line in text.splitlines() if line.strip())
        return found

    def rollout(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run deploy/rollout on this cluster to its end. Raises RuntimeError where it fails."""
        done = subprocess.run(
            [str(DEPLOY / "rollout"), *arguments],
            env=rollout_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return done

    def workers(self, node: str) -> list[int]:
        """Return the process ids of a node's gunicorn workers, as this machine counts."""
        return [worker for master in children(self.masters[node].pid) for worker in children(master)]

    def load(self, *arguments: str, address: str = f"{VIP}:80") -> "Load":
        """Start the loader on the client's machine."""
        known = FOLDER / "releases.json"
        command = [sys.executable, "-m", "tests.cluster.load", address, "--releases", str(known), *arguments]
        return Load(self.machines["client"], command)

    def tear_down(self) -> None:
        """End every machine; with them go their processes, networks and mounts."""
        for master in self.masters.values():
            # A stopped nsenter would never bury its child, and the kernel waits for that.
            master.send_signal(signal.SIGCONT)
        for machine in self.machines.values():
            machine.end()


def name_networks(site: Site) -> None:
    """Let `ip netns exec parley-MACHINE` find the machines."""
    for name, machine in site.machines.items():
        subprocess.run(["ip", "netns", "attach", f"parley-{name}", str(machine.pid)], check=True)


def forget_networks(site: Site) -> None:
    """Take those names back, where they were given."""
    for name in site.machines:
        subprocess.run(["ip", "netns", "delete", f"parley-{name}"], check=False, capture_output=True)


@contextmanager
def standing() -> Iterator[Site]:
    """Build the site and take it down again, whatever happens in between; its logs stay.

    Raises RuntimeError where one stands already.
    """
    if Site.find():
        raise RuntimeError("A cluster runs already; `make cluster-stop` ends it.")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))
    site = Site.build()
    try:
        yield site
    finally:
        site.tear_down()
        for name in ("build", *(f"{node}/releases" for node in NODES)):
            shutil.rmtree(FOLDER / name, ignore_errors=True)
