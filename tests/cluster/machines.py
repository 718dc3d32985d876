"""Machines: what stands for a host here, a process in namespaces of its own, and the cables between them."""

import os
import signal
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

_HOLD = "exec -a {title} sleep infinity"
_TITLE = "parley-cluster:{name}"


class Machine:
    """One host: its own network, processes, mounts and host name. Whatever runs on it ends with it."""

    def __init__(self, name: str, address: str, folder: Path, pid: int) -> None:
        self.name, self.address, self.folder, self.pid = name, address, folder, pid
        self.cores = set[int]()
        """The processor cores that its programs may use; all where there are none."""
        self.outer: subprocess.Popen[bytes] | None = None
        """What holds its namespaces, where this program booted it."""

    @classmethod
    def boot(cls, name: str, address: str, folder: Path, setup: str) -> "Machine":
        """Start a machine; `setup` are shell lines run on it first. Raises RuntimeError where it does not come up."""
        folder.mkdir(parents=True, exist_ok=True)
        # The kernel buries the children of a process that ignores SIGCHLD, so the first process needs no code for it.
        lines = ["set -e", f"hostname {name}", "ip link set lo up", "mount -t tmpfs tmpfs /run", setup]
        script = "\n".join([*lines, "trap '' CHLD", _HOLD.format(title=_TITLE.format(name=name))])
        command = ["unshare", "--net", "--mount", "--pid", "--uts", "--fork", "--kill-child", "--mount-proc"]
        with (folder / "boot.log").open("wb") as log:
            # Neither may Ctrl-C at the terminal end machines one by one; whoever booted them takes them down.
            outer = subprocess.Popen(
                [*command, "bash", "-c", script],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        for _ in range(200):
            for pid in children(outer.pid):
                if title_of(pid) == _TITLE.format(name=name):
                    (folder / "pid").write_text(str(pid))
                    machine = cls(name, address, folder, pid)
                    machine.outer = outer
                    return machine
            if outer.poll() is not None:
                break
            time.sleep(0.02)
        outer.kill()
        raise RuntimeError(f"{name} did not come up: {(folder / 'boot.log').read_text()}")

    @classmethod
    def find(cls, name: str, address: str, folder: Path) -> "Machine | None":
        """Return the machine of an earlier command that runs still, if there is one."""
        try:
            pid = int((folder / "pid").read_text())
        except (OSError, ValueError):
            return None
        return cls(name, address, folder, pid) if title_of(pid) == _TITLE.format(name=name) else None

    def command(self, arguments: Sequence[str]) -> list[str]:
        """Return the command that runs another one on this machine."""
        spaces = ["--mount", "--uts", "--net", "--pid"]
        place = ["taskset", "--cpu-list", ",".join(map(str, sorted(self.cores)))] if self.cores else []
        return [*place, "nsenter", f"--target={self.pid}", *spaces, "--wd=/", "--", *arguments]

    def run(self, *arguments: str, check: bool = True) -> str:
        """Run a command to its end and return what it printed. Raises CalledProcessError where it failed."""
        done = subprocess.run(self.command(arguments), capture_output=True, text=True, check=False, timeout=60)
        if check and done.returncode:
            raise RuntimeError(f"{self.name}: {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(
        self, log: str, *arguments: str, environment: dict[str, str] | None = None, folder: str = "/"
    ) -> subprocess.Popen[bytes]:
        """Start a service that lives until it is stopped or the machine is."""
        command = ["env", f"--chdir={folder}", *(f"{name}={value}" for name, value in (environment or {}).items())]
        with (self.folder / log).open("ab") as output:
            return subprocess.Popen(
                self.command([*command, *arguments]),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def signal_all(self, number: signal.Signals) -> None:
        """Send a signal to every process of the machine but its first."""
        self.run("sh", "-c", f"kill -{number.name[3:]} -1", check=False)

    def keep_to(self, cores: set[int]) -> None:
        """Let its programs use these processor cores alone, those that run and those that will."""
        self.cores = cores
        for process in self.processes():
            with suppress(OSError):
                for thread in (process / "task").iterdir():
                    with suppress(OSError):
                        os.sched_setaffinity(int(thread.name), cores)

    def processes(self) -> Iterator[Path]:
        """Yield the folder in /proc of each process that runs on the machine now."""
        space = Path(f"/proc/{self.pid}/ns/pid").readlink()
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if (process / "ns" / "pid").readlink() == space:
                    yield process

    def processor_seconds(self) -> float:
        """Return the processor time that the processes which run on the machine now have had."""
        return sum(self.seconds_by_program().values())

    def seconds_by_program(self) -> dict[str, float]:
        """Return that time for each program by its name, as the kernel knows it."""
        spent = defaultdict[str, float](float)
        for process in self.processes():
            with suppress(OSError):
                before, _, after = (process / "stat").read_text().rpartition(")")
                times = after.split()
                spent[before.partition("(")[2]] += (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
        return spent

    def end(self) -> None:
        """End the machine and everything on it."""
        if title_of(self.pid) == _TITLE.format(name=self.name):
            os.kill(self.pid, signal.SIGKILL)
        for _ in range(200):
            if not title_of(self.pid):
                break
            time.sleep(0.02)
        if self.outer:
            self.outer.wait()


def plug(machine: Machine, switch: Machine) -> None:
    """Lay a cable from a machine's eth0 to the bridge on another, and give the machine its address."""
    near = ["name", f"to-{machine.name}", "netns", str(switch.pid)]
    far = ["name", "eth0", "netns", str(machine.pid)]
    subprocess.run(["ip", "link", "add", *near, "type", "veth", "peer", *far], check=True)
    switch.run("ip", "link", "set", f"to-{machine.name}", "master", "bridge", "up")
    machine.run("ip", "address", "add", f"{machine.address}/24", "dev", "eth0")
    machine.run("ip", "link", "set", "eth0", "up")


def children(pid: int) -> list[int]:
    """Return the ids of the children of a process; none where it is gone."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def descendants(pid: int) -> Iterator[int]:
    """Yield the ids of a process's children, theirs, and so on."""
    for child in children(pid):
        yield child
        yield from descendants(child)


def title_of(pid: int) -> str:
    """Return the first word of a process's command line; nothing where it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().partition(b"\0")[0].decode()
    except OSError:
        return ""
