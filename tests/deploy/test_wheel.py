"""The wheel: what is installed from it builds a record and serves it, and no checkout is anywhere near."""

import os
import shutil
import site
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from db.query.root import ROOT
from db.release.build import build_database
from tests.servers import gunicorn, start

pytestmark = pytest.mark.slow

SOURCES = ("api", "db", "schemas", "deploy", "docs")
FILES = ("pyproject.toml", "README.md", "LICENSE", "gunicorn.conf.py", "openapi.yaml")
EXAMPLE = ROOT / "examples" / "colombia-farc-2012-2016"
PATHS = ("/", "/docs", "/docs/answers", "/openapi.yaml", "/v1", "/v1/events", "/v1/events.csv", "/v1/events.svg")
PROGRAM = "#!{python}\nfrom {module} import {function}\n{function}()\n"
"""A command as pip writes it."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Return the wheel of the code as it stands, built from a copy, because setuptools writes into what it builds."""
    copy = tmp_path_factory.mktemp("a copy")
    for name in SOURCES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in FILES:
        shutil.copy(ROOT / name, copy / name)
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
    command = [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(copy / "out"), str(copy)]
    subprocess.run(command, check=True, cwd=copy)
    (built,) = (copy / "out").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """Return the commands of a new environment that has the wheel and, from this environment, what it depends on."""
    environment = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # As a line of a path file: the path files of that folder, one of which leads to the checkout, are passed over.
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()) + "\n", encoding="utf-8")
    for name, module, function in (("parley", "api.cli.main", "main"), ("gunicorn", "gunicorn.app.wsgiapp", "run")):
        command = environment / "bin" / name
        command.write_text(PROGRAM.format(python=environment / "bin" / "python", module=module, function=function))
        command.chmod(0o755)
    return environment / "bin"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """Return a pointer to a release of the example that the checkout built."""
    pointer = tmp_path_factory.mktemp("checkout") / "current"
    build_database(EXAMPLE, pointer)
    return pointer


def run(installed: Path, folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(installed / "parley"), *arguments],
        cwd=folder,
        env={name: os.environ[name] for name in os.environ if name != "PYTHONPATH"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_holds_all_that_the_checkout_serves_with(wheel):
    """Every file beside the code, of every package: what is left out is missed only where somebody installs it."""
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = set()
    for folder in ("api", "db", "schemas"):
        for path in (ROOT / folder).rglob("*"):
            record = (ROOT / "db" / "records") in path.parents and not path.parent.name.startswith("_")
            if path.is_file() and "__pycache__" not in path.parts and not record:
                expected.add(path.relative_to(ROOT).as_posix())
    expected |= {"db/records/README.md", "api/files/openapi.yaml", "api/files/gunicorn.conf.py"}
    expected |= {f"api/files/docs/{path.name}" for path in (ROOT / "docs").glob("*.md")}
    assert {name for name in names if ".dist-info/" not in name} == expected


def test_it_builds_and_serves_what_the_checkout_does(installed, built, tmp_path):
    """`parley serve` in a folder with records is all that it takes; release and replies are those of a checkout."""
    shutil.copytree(EXAMPLE, tmp_path / "db" / "records")
    environment = {"PARLEY_PUBLIC_URL": "http://localhost:1", "WEB_CONCURRENCY": "1"}
    with gunicorn(built, tmp_path, **environment) as server:
        expected = [server.get(path) for path in PATHS]
    with start([str(installed / "parley"), "serve"], tmp_path, tmp_path, **environment) as server:
        served = [server.get(path) for path in PATHS]
    assert (tmp_path / "build" / "current").resolve().name == built.resolve().name
    for path, (status, _, body), (other_status, _, other_body) in zip(PATHS, expected, served, strict=True):
        assert (path, status, other_status) == (path, 200, 200)
        assert body == other_body, path


def test_what_needs_a_checkout_says_so(installed, tmp_path):
    done = run(installed, tmp_path, "openapi")
    assert (done.returncode, done.stderr) == (
        1,
        "Error: What it writes are files of a checkout, and this Parley was installed without one.\n",
    )
