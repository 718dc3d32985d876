"""Environment: makes .venv with exactly what the locks name; `make` runs it with the Python that is to be used.

    python deploy/environment.py serving|ready

`serving` is what serving needs, `ready` what the tests need besides. A new environment is made beside the old one and
takes its place when it is whole; where it fails, by whatever, the old one stays as it was.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FINAL, NEW, OLD = ROOT / ".venv", ROOT / ".venv.new", ROOT / ".venv.old"
LOCKS = {"serving": ROOT / "deploy" / "requirements.txt", "ready": ROOT / "deploy" / "requirements-dev.txt"}
NETWORK = (
    "NewConnectionError",
    "ConnectTimeout",
    "ProxyError",
    "ReadTimeout",
    "name resolution",
    "(from versions: none)",
)
"""What pip says when it could not reach a registry."""


class NotMade(Exception):
    """There is no new environment; the message says why in one sentence."""


def make(goal: str) -> None:
    """Bring .venv to a goal with as little work as that takes. Raises NotMade."""
    with locked():
        restore()
        if (
            is_of_another_python()
            or not is_current("serving")
            or ((FINAL / "ready").exists() and not is_current("ready"))
        ):
            replace(("serving", "ready") if goal == "ready" or (FINAL / "ready").exists() else ("serving",))
        elif not is_current("ready") and goal == "ready":
            print("Installing what the tests need into .venv: a minute or so.", flush=True)
            install(FINAL, "ready")
        if not is_current("project"):
            install_project(FINAL)
        # make compares times: what was looked at just now is newer than what it was made from.
        (FINAL / "serving").touch()
        if (FINAL / "ready").exists():
            (FINAL / "ready").touch()


def replace(goals: tuple[str, ...]) -> None:
    """Make a new environment and let it take the place of the old one."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    print(f"Making the environment .venv with Python {version}: half a minute or so, once.", flush=True)
    try:
        run(
            [sys.executable, "-m", "venv", "--prompt", FINAL.name, str(NEW)],
            "Python cannot make an environment (on Debian: apt install python3-venv)",
        )
        for goal in goals:
            install(NEW, goal)
        install_project(NEW)
        move_scripts(NEW, FINAL)
    except BaseException:
        shutil.rmtree(NEW, ignore_errors=True)
        raise
    if FINAL.exists():
        FINAL.rename(OLD)
    NEW.rename(FINAL)
    shutil.rmtree(OLD, ignore_errors=True)


def restore() -> None:
    """Put the old environment back where somebody was killed between the two renames, and clear away the rest."""
    if OLD.exists() and not FINAL.exists():
        OLD.rename(FINAL)
    for left in (OLD, NEW):
        shutil.rmtree(left, ignore_errors=True)


def install(environment: Path, goal: str) -> None:
    """Install what a lock names, hashes checked, and note which lock it was."""
    pip(environment, "--require-hashes", "-r", str(LOCKS[goal]))
    (environment / goal).write_text(digest_of(goal), encoding="ascii")


def install_project(environment: Path) -> None:
    """Install the project itself, as its folder stands; nothing is fetched for it."""
    pip(environment, "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT))
    (environment / "project").write_text(digest_of("project"), encoding="ascii")


def pip(environment: Path, *arguments: str) -> None:
    """Install with an environment's pip. Raises NotMade."""
    options = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"]
    command = [str(environment / "bin" / "python"), "-m", "pip", "install", *options, *arguments]
    run(command, "What the locks name could not be installed")


def run(command: list[str], failure: str) -> None:
    """Run a command in silence; where it fails, keep what it said in a file. Raises NotMade."""
    said = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, cwd=ROOT, text=True, check=False, **said)  # nosec B603 # Python or pip, by its path.
    if done.returncode == 0:
        return
    log = ROOT / ".venv.log"
    log.write_text(done.stdout, encoding="utf-8")
    reason = "there is no network" if any(sign in done.stdout for sign in NETWORK) else last_line(done.stdout)
    stays = " .venv is as it was." if FINAL.exists() else ""
    raise NotMade(f"{failure}: {reason}; {log.name} has the whole story.{stays}")


def last_line(text: str) -> str:
    """Return the last thing that a program said."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "it said nothing")


def move_scripts(environment: Path, place: Path) -> None:
    """Let the scripts of an environment name the place that it will have: they begin with the path of its Python."""
    for path in [*(environment / "bin").iterdir(), environment / "pyvenv.cfg"]:
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            moved = content.replace(os.fsencode(environment), os.fsencode(place))
            if moved != content:
                path.write_bytes(moved)


def is_current(goal: str) -> bool:
    """Tell whether .venv was made from what there is now."""
    with contextlib.suppress(OSError):
        return (FINAL / goal).read_text(encoding="ascii") == digest_of(goal) and (FINAL / "bin" / "python").exists()
    return False


def is_of_another_python() -> bool:
    """Tell whether .venv was made with another Python than the one that PYTHON names, which is the one that runs this.

    Where nobody names one, the environment is good whichever made it.
    """
    if not os.environ.get("PYTHON"):
        return False
    own = f"version = {'.'.join(str(part) for part in sys.version_info[:2])}."
    with contextlib.suppress(OSError):
        return own not in (FINAL / "pyvenv.cfg").read_text(encoding="utf-8")
    return False


def digest_of(goal: str) -> str:
    """Return the SHA-256 of a lock, or of what pyproject.toml says of the project itself."""
    if goal in LOCKS:
        return hashlib.sha256(LOCKS[goal].read_bytes()).hexdigest()
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = (settings["project"], settings["build-system"], settings["tool"]["setuptools"])
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Let one process at a time work on the environment."""
    descriptor = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def main() -> None:
    """Make the environment; end with 1 and one sentence where that fails."""
    try:
        make(sys.argv[1])
    except NotMade as reason:
        sys.exit(str(reason))
    except OSError as error:
        sys.exit(f"{ROOT} cannot be written ({error.strerror}), and the environment belongs there.")
    except KeyboardInterrupt:
        sys.exit("\nStopped; .venv is as it was." if FINAL.exists() else "\nStopped.")


if __name__ == "__main__":
    main()
