"""The machine: who uses its processors, how much memory processes take, and what kind of machine it is."""

import os
import platform
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count() or 1
QUIET = 0.2
"""Cores that others may use before a sample counts as disturbed."""


@dataclass(frozen=True)
class Memory:
    """Bytes that processes take: their share of what is shared (`pss`), and what is theirs alone (`anonymous`)."""

    pss: int
    anonymous: int


def children_of(pid: int) -> list[int]:
    """Return the processes that a process started; none where it has ended."""
    found = list[int]()
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found += [int(child) for child in (thread / "children").read_text().split()]
    return found


def family_of(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    return [pid, *(one for child in children_of(pid) for one in family_of(child))]


def cpu_seconds(pids: list[int]) -> float:
    """Return the seconds of processor time that processes have used; those that have ended count for nothing."""
    ticks = 0
    for pid in pids:
        with suppress(OSError):
            after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(after_name[11]) + int(after_name[12])
    return ticks / TICKS


def busy_seconds() -> float:
    """Return the seconds of processor time that the whole machine has used, what its host took away included."""
    fields = [int(one) for one in Path("/proc/stat").read_text().partition("\n")[0].split()[1:9]]
    idle, waiting = fields[3], fields[4]
    return (sum(fields) - idle - waiting) / TICKS


def wait_until_quiet(longest: float) -> None:
    """Wait until the processors are nearly idle, at most so many seconds."""
    end = time.monotonic() + longest
    while time.monotonic() < end:
        before = busy_seconds()
        time.sleep(0.2)
        if (busy_seconds() - before) / 0.2 <= QUIET:
            return


def memory_of(pids: list[int]) -> Memory:
    """Return the memory that processes take together."""
    sizes = {"Pss": 0, "Pss_Anon": 0}
    for pid in pids:
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
                name, _, rest = line.partition(":")
                if name in sizes:
                    sizes[name] += int(rest.split()[0]) * 1024
    return Memory(sizes["Pss"], sizes["Pss_Anon"])


def kind_of_machine() -> str:
    """Return what this machine is, in a few words."""
    models = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = [int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    gigabytes = f"{memory[0] / 1024**2:.0f} GB of memory" if memory else "memory unknown"
    model = models[0] if models else platform.machine()
    return f"{CORES} cores of {model}, {gigabytes}, {platform.system()} {platform.release().partition('-')[0]}"


def _lines(path: str) -> list[str]:
    """Return the lines of a file of the kernel; none where there is no such file."""
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
