"""Environments: a virtual environment for each set of locked requirements, made once under build/bench."""

import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from db.query.root import ROOT

SCRATCH = ROOT / "build" / "bench"
"""Where everything goes that the benchmark makes and keeps; removing it starts afresh."""
LOCKS = Path(__file__).with_name("environments")
SERVING = ROOT / "deploy" / "requirements.txt"
PATIENCE = 240
"""Seconds that one installation may take."""


class NotInstalled(Exception):
    """The requirements could not be installed here."""


def own_environment() -> Path:
    """Return the folder of programs of the environment that this program runs in: the project's own."""
    return Path(sys.executable).parent


def is_ready(name: str, *, with_parley: bool = False) -> bool:
    """Tell whether an environment was made already from its requirements as they are now."""
    return (_folder(name, _locks(name, with_parley=with_parley)) / "ready").exists()


def environment(name: str, *, with_parley: bool = False) -> Path:
    """Return the folder of programs of an environment, which is made first if it is not there.

    `environments/NAME.txt` says what it holds; `with_parley` adds what serving Parley needs. Raises NotInstalled.
    """
    locks = _locks(name, with_parley=with_parley)
    folder = _folder(name, locks)
    programs = folder / "bin"
    if (folder / "ready").exists():
        return programs
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    for lock in locks:
        command = [f"{programs}/python", "-m", "pip", "install", "--quiet", "--require-hashes", "-r", f"{lock}"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired as late:
            raise NotInstalled(f"{lock.name} was not installed within {PATIENCE} s") from late
        if done.returncode:
            raise NotInstalled(f"{lock.name}: {done.stderr.strip().rpartition(chr(10))[2][-300:]}")
    (folder / "ready").touch()
    return programs


def version_in(programs: Path, package: str) -> str:
    """Return the version of a package in an environment; empty where it is not there."""
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    done = subprocess.run([programs / "python", "-c", code], capture_output=True, text=True, timeout=60, check=False)
    return done.stdout.strip()


def _locks(name: str, *, with_parley: bool) -> list[Path]:
    return [SERVING] * with_parley + [LOCKS / f"{name}.txt"]


def _folder(name: str, locks: list[Path]) -> Path:
    digest = hashlib.sha256(sys.version.encode() + b"".join(lock.read_bytes() for lock in locks)).hexdigest()
    return SCRATCH / "environments" / f"{name}-{digest[:8]}"
