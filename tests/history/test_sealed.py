"""Release files with a seal that fits and content that does not, and a kept state that is none: each refused by place.

Whoever merges two branches by hand, or writes such a file with a program, seals what they wrote.
"""

import re
import shutil
from hashlib import sha256

import pytest

from db.curation.load import load_records
from db.history.timeline import load_timeline
from tests.conftest import WORLD
from tests.history.worlds import edit_record, release_world

BEFORE = re.compile(rb"  before: {definition: .*\n")


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """Return a world with two releases, of which the second changed one text and added a source."""
    folder = tmp_path_factory.mktemp("sealed") / "records"
    shutil.copytree(WORLD, folder)
    release_world(folder, "2026-08-02")
    edit_record(folder, "topics/ceasefire", lambda data: data.update(definition="A halt."))
    release_world(folder, "2026-08-03")
    edit_record(folder, "topics/ceasefire", lambda data: data.update(definition="A halt, not released."))
    return folder


@pytest.fixture
def folder(history, tmp_path):
    return shutil.copytree(history, tmp_path / "records")


def problems(folder):
    """Return what is wrong with the release files of a folder, as a curator reads it."""
    return [str(error) for error in load_timeline(folder, load_records(folder))[1]]


def reseal(path, change):
    """Change the content of a release file and seal it."""
    content = path.read_bytes().rpartition(b"digest: ")[0]
    text = change(content)
    assert text != content
    path.write_bytes(text + f"digest: {sha256(text).hexdigest()}\n".encode())


def put(old, new):
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (put(b"  kind: ", b"  kind: [ "), "0002.yaml:"),
        (put(b"notes: ", b"nodes: none\nnotes: "), "nodes: There is no such field here"),
        (
            put(b"  reason: The source says so.\n", b""),
            "changes[0].reason: Missing; only what is added needs no reason.",
        ),
        (lambda text: BEFORE.sub(b"", text), "changes[0].before: Missing; only what is added has nothing before it."),
        (
            lambda text: BEFORE.sub(b"  before: nothing\n", text),
            "changes[0].before: Not a mapping from a field to what stood there.",
        ),
        (
            lambda text: re.sub(rb"  kind: \w+", b"  kind: renamed", text, count=1),
            "changes[0].before: Names no id; what is renamed had another one before.",
        ),
        (put(b"date: '2026-08-03'", b"date: '2026-08-01'"), "date: Before 2026-08-02, the date of releases/0001.yaml."),
        (put(b"sequence: '2'", b"sequence: '3'"), "sequence: Holds release 3; the files were put in another order."),
        (put(b"version: ", b"version: v"), "version: Not a version like 2026-11-30.1a2b3c4d."),
    ],
)
def test_what_a_sealed_file_says_is_checked(folder, change, message):
    assert problems(folder) == []
    path = folder / "releases" / "0002.yaml"
    reseal(path, change)
    found = problems(folder)
    assert len(found) == 1
    assert found[0].startswith("releases/0002.yaml:")
    assert message in found[0]
    assert 1 <= int(found[0].split(":")[1]) <= len(path.read_bytes().splitlines())


def test_a_release_may_have_the_date_of_the_one_before(folder):
    reseal(folder / "releases" / "0002.yaml", put(b"date: '2026-08-03'", b"date: '2026-08-02'"))
    assert problems(folder) == []


def test_the_first_release_follows_none(folder):
    reseal(folder / "releases" / "0001.yaml", put(b"notes: ", b"previous: " + b"0" * 64 + b"\nnotes: "))
    [problem] = problems(folder)
    assert problem.startswith(
        "releases/0001.yaml:1: previous: The file that it follows is there, and this is the first"
    )


def test_a_release_file_that_cannot_be_read_is_named(folder):
    path = folder / "releases" / "0002.yaml"
    path.unlink()
    path.mkdir()
    [problem] = problems(folder)
    assert problem == "releases/0002.yaml:1: file: Cannot be read (Is a directory). Restore the file."


@pytest.mark.parametrize("content", [b"{\n", b"[1, 2]\n", b"null\n", b'{"noun": "topics"}\n', b"\xff\n"])
def test_a_kept_state_that_is_none_is_refused(folder, content):
    (folder / "releases" / "newest.ndjson").write_bytes(content)
    [problem] = problems(folder)
    message = "Not lines of JSON as `parley release` writes them; restore it."
    assert problem == f"releases/newest.ndjson:1: file: {message}"
