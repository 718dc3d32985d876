"""The environment: a new one takes the place of the old one when it is whole, and otherwise the old one stays."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from db.query.root import ROOT

pytestmark = pytest.mark.slow

PROJECT = '[project]\nname = "x"\n[build-system]\nrequires = []\n[tool.setuptools]\npackages = []\n'
NOWHERE = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_FIND_LINKS": ""}
"""No network: nobody listens on the port of the index."""
HASH = "0" * 64
# The project itself is not installed: that would need setuptools, which not every Python brings along.
SCRIPT = """
import pathlib, runpy, sys
names = runpy.run_path("deploy/environment.py")
def note(environment):
    (environment / "project").write_text(names["digest_of"]("project"))
names["make"].__globals__["install_project"] = note
sys.argv = ["environment.py", *sys.argv[1:]]
names["main"].__globals__["install_project"] = note
names["main"]()
"""


def run(folder: Path, goal: str = "serving", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, goal],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def works(folder: Path) -> bool:
    """Tell whether a script of the environment runs."""
    done = subprocess.run([folder / ".venv" / "bin" / "pip", "--version"], capture_output=True, text=True, check=False)
    return done.returncode == 0 and str(folder / ".venv") in done.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a project of nothing whose environment is made."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "deploy").mkdir()
    (folder / "pyproject.toml").write_text(PROJECT)
    shutil.copy(ROOT / "deploy" / "environment.py", folder / "deploy")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (folder / "deploy" / name).write_text("# Nothing.\n")
    done = run(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Making the environment .venv with Python 3.")
    return folder


def test_its_scripts_name_the_place_that_it_has(made):
    assert works(made)
    assert not list(made.glob(".venv.*"))
    for path in (made / ".venv" / "bin").iterdir():
        if path.is_file() and not path.is_symlink():
            assert b".venv.new" not in path.read_bytes(), path.name
    activated = f". {made}/.venv/bin/activate; command -v pip"
    assert subprocess.check_output(["sh", "-c", activated], text=True).strip() == f"{made}/.venv/bin/pip"


def test_what_is_there_is_not_made_again(made):
    before = (made / ".venv" / "pyvenv.cfg").stat()
    (made / ".venv" / "serving").touch()
    done = run(made, **NOWHERE)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    after = (made / ".venv" / "pyvenv.cfg").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_that_of_another_python_is_made_anew_where_one_is_named(made):
    """The one that `make` runs is then the one that PYTHON names."""
    config = made / ".venv" / "pyvenv.cfg"
    own = config.read_text()
    config.write_text(own.replace(f"version = {sys.version_info[0]}.{sys.version_info[1]}.", "version = 3.9."))
    assert run(made, **NOWHERE).stdout == ""
    assert "version = 3.9." in config.read_text()
    done = run(made, **NOWHERE, PYTHON=sys.executable)
    assert (done.returncode, done.stdout[:28]) == (0, "Making the environment .venv")
    assert "version = 3.9." not in config.read_text()
    assert run(made, **NOWHERE, PYTHON=sys.executable).stdout == ""


@pytest.mark.parametrize("goal", ["serving", "ready"])
def test_without_a_network_the_old_one_stays(made, goal):
    lock = made / "deploy" / ("requirements.txt" if goal == "serving" else "requirements-dev.txt")
    before = lock.read_text()
    lock.write_text(f"nothing-of-the-sort==1.0 --hash=sha256:{HASH}\n")
    done = run(made, goal, **NOWHERE)
    assert done.returncode == 1
    assert done.stderr == (
        "What the locks name could not be installed: there is no network; .venv.log has the whole story."
        " .venv is as it was.\n"
    )
    assert works(made)
    assert not (made / ".venv.new").exists()
    lock.write_text(before)
    assert (run(made, **NOWHERE).returncode, works(made)) == (0, True)


def test_who_is_killed_between_two_steps_leaves_the_old_one(made):
    (made / ".venv").rename(made / ".venv.old")
    (made / ".venv.new").mkdir()
    assert run(made, **NOWHERE).returncode == 0
    assert works(made)
    assert not list(made.glob(".venv.[no]*"))
