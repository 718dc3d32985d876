"""Odd places: wherever Parley is built and served, the same records give the same release and the same replies."""

import os
import shutil
import site
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import create_app
from db.query.root import ROOT
from tests.conftest import WORLD
from tests.servers import gunicorn

pytestmark = pytest.mark.slow

PATHS = ("/", "/v1", "/v1/events", "/v1/events.csv", "/v1/events.ics", "/v1/events.png", "/v1/search?q=istanbul")
# What has an I, which is no capital of i in Turkish: words, a value, names of parameters, parts of an address.
PATHS += ("/v1/search?q=MIDPORT+SAILING", "/v1/events?kind=DIPLOMATIC", "/v1/events?LIMIT=1", "/v1/ACTORS/JOSS-TARN")
HEADERS = {
    "ACCEPT": "APPLICATION/JSON, TEXT/HTML;Q=0.1",
    "ACCEPT-ENCODING": "GZIP;Q=0, IDENTITY",
    "X-REQUEST-ID": "IDLE",
}
BASE = "http://localhost:1"
WITHOUT = ("env", "-u", "HOME", "-u", "USER", "-u", "LANG", "-u", "LC_ALL", "-u", "TMPDIR")
ASCII = ("LANG=C", "LC_ALL=C", "PYTHONUTF8=0", "PYTHONCOERCECLOCALE=0")
READ_ONLY = """
set -e
mount --make-rprivate /
mount --bind "$1" /mnt
mount --bind / /
mount -o remount,ro,bind /
mount -t tmpfs -o ro tmpfs /tmp
test "$2" = build || mount -o remount,ro,bind /mnt
shift 2
exec "$@"
"""
"""Runs a command where nothing but /mnt can be written, and not even that when it serves; /tmp is empty."""
MAY_MOUNT = subprocess.run(["unshare", "--mount", "true"], check=False).returncode == 0 if os.getuid() == 0 else False
NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
PYTHONS = (sys.executable, f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}")
"""This Python, and the one of the system, because this one may lie in the home of whoever runs the tests."""
PLACES = [
    pytest.param(WITHOUT, id="no HOME and no locale"),
    pytest.param(("env", *ASCII, "TZ=Pacific/Kiritimati"), id="ASCII, fourteen hours ahead"),
    pytest.param("in Turkish", id="Turkish"),
    pytest.param("as nobody", id="another user"),
]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that everybody may write to, with blanks and letters beyond ASCII in its name."""
    with tempfile.TemporaryDirectory() as name:
        made = Path(name) / "a folder of Óscar’s"
        made.mkdir()
        Path(name).chmod(0o755)
        made.chmod(0o777)
        yield made


@pytest.fixture(scope="module")
def expected(database) -> list[tuple[int, bytes]]:
    """Return what is answered here."""
    client = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE).test_client()
    replies = [client.get(path, headers=HEADERS) for path in PATHS]
    return [(reply.status_code, reply.data) for reply in replies]


def as_nobody() -> tuple[str, ...]:
    """Return what runs a Python as a user who owns nothing here."""
    if os.getuid() != 0:
        pytest.skip("only root may become somebody else")
    modules = f"PYTHONPATH={os.pathsep.join((str(ROOT), *site.getsitepackages()))}"
    for python in PYTHONS:
        # Through `env`, because setpriv itself still finds what only root finds.
        if subprocess.run([*NOBODY, "env", python, "-c", ""], capture_output=True, check=False).returncode == 0:
            return (*NOBODY, *WITHOUT, modules, python)
    pytest.skip("another user cannot read this Python")


def in_turkish(folder: Path) -> tuple[str, ...]:
    """Return what runs a Python where letters are those of Turkish; its locale is made from what Debian has of it."""
    if not shutil.which("localedef") or not Path("/usr/share/i18n/locales/tr_TR").exists():
        pytest.skip("Debian's package `locales` is not installed")
    locale = folder / "locales" / "tr_TR.UTF-8"
    locale.parent.mkdir()
    subprocess.run(["localedef", "-i", "tr_TR", "-f", "UTF-8", locale], check=True)
    prefix = ("env", f"LOCPATH={locale.parent}", f"LANG={locale.name}", f"LC_ALL={locale.name}", "TZ=America/St_Johns")
    # Not every C library tells of a locale that it has not got.
    program = "import ctypes; print(chr(ctypes.CDLL(None).towlower(ord('I'))))"
    done = subprocess.run([*prefix, sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "ı\n"
    return (*prefix, sys.executable)


def build(prefix: tuple[str, ...], records: Path, pointer: Path) -> None:
    """Build in a place with `parley build`. A failure says what was wrong."""
    program = "from api.cli.main import main; main()"
    environment = os.environ | {"PARLEY_RECORDS": str(records), "PARLEY_DATABASE": str(pointer)}
    command = [*prefix, "-B", "-c", program, "build"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("prefix", PLACES)
def test_the_same_records_give_the_same_release_and_replies(prefix, folder, tmp_path, database, expected):
    if isinstance(prefix, str):
        prefix = as_nobody() if prefix == "as nobody" else in_turkish(tmp_path)
    else:
        prefix = (*prefix, sys.executable)
    shutil.copytree(WORLD, folder / "records of ours")
    pointer = folder / "current"
    build(prefix, folder / "records of ours", pointer)
    assert pointer.resolve().name == database.resolve().name
    with gunicorn(pointer, tmp_path, prefix=prefix, PARLEY_PUBLIC_URL=BASE, WEB_CONCURRENCY="1") as server:
        served = [server.get(path, HEADERS) for path in PATHS]
    for path, reply, (status, body) in zip(PATHS, served, expected, strict=True):
        assert (path, reply[0], reply[2]) == (path, status, body)
    assert "Traceback" not in server.errors.read_text()


@pytest.mark.skipif(not MAY_MOUNT, reason="needs root, and a kernel that lets it mount")
@pytest.mark.skipif(ROOT.is_relative_to("/tmp"), reason="the checkout lies in /tmp, which is to be empty")
def test_where_nothing_can_be_written(folder, tmp_path, database, expected):
    """A build writes beside its pointer alone, and a server nowhere; there is no HOME and /tmp is empty."""
    shutil.copytree(WORLD, folder / "records")
    outside = ("unshare", "--mount", "sh", "-c", READ_ONLY, "sh", str(folder))
    build((*outside, "build", *WITHOUT, sys.executable), Path("/mnt/records"), Path("/mnt/build/current"))
    pointer = folder / "build" / "current"
    assert pointer.resolve().name == database.resolve().name
    settings = {"PARLEY_PUBLIC_URL": BASE, "WEB_CONCURRENCY": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    prefix = (*outside, "serve", *WITHOUT, sys.executable)
    with gunicorn(Path("/mnt/build/current"), tmp_path, prefix=prefix, **settings) as server:
        served = [server.get(path, HEADERS) for path in PATHS]
    for path, reply, (status, body) in zip(PATHS, served, expected, strict=True):
        assert (path, reply[0], reply[2]) == (path, status, body)
    assert "Traceback" not in server.errors.read_text()
