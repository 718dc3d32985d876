"""Files that the history needs and no build reads: damaged or gone, `parley check` says which, where and what to do."""

import shutil

import pytest

from tests.cli.test_cli import parley
from tests.conftest import WORLD
from tests.history.worlds import release_world


@pytest.fixture
def folder(tmp_path):
    """Return a world with two releases, nothing of it edited since."""
    folder = tmp_path / "records"
    shutil.copytree(WORLD, folder)
    release_world(folder)
    (folder / "actors" / "new-one.yaml").write_text("name: New One\nkind: person\n", encoding="utf-8")
    release_world(folder)
    return folder


def check(folder):
    return parley("check", PARLEY_RECORDS=str(folder), PARLEY_DATABASE=str(folder.with_name("current")))


def remove(path):
    path.unlink()


def make_a_folder(path):
    path.unlink()
    path.mkdir()


def cut(path):
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:5] + lines[6:]))


def write_bytes_that_are_no_text(path):
    path.write_bytes(b"actors \xff\n" + path.read_bytes())


def write_what_names_nothing(path):
    path.write_bytes(b"<<<<<<< HEAD\n" + path.read_bytes())


@pytest.mark.parametrize(
    ("damage", "name", "message"),
    [
        (remove, "releases/newest.ndjson:1: file: ", "Cannot be read (No such file or directory); the next edit"),
        (make_a_folder, "releases/newest.ndjson:1: file: ", "Cannot be read (Is a directory)"),
        (cut, "releases/newest.ndjson:1: file: ", "Does not have the digest of the records of releases/0002.yaml"),
        (remove, "ids.txt:1: file: ", "Missing; `parley release` wrote it with releases/0002.yaml"),
        (make_a_folder, "ids.txt:1: file: ", "Is a folder."),
        (cut, "ids.txt:1: file: ", "Lacks ids of the records of releases/0002.yaml: events 2031-05-harbour-call."),
        (
            write_bytes_that_are_no_text,
            "ids.txt:1: line: ",
            "'actors \ufffd' is not a noun and an id; the list was damaged",
        ),
        (write_what_names_nothing, "ids.txt:1: line: ", "'<<<<<<< HEAD' is not a noun and an id"),
        (make_a_folder, "releases/0002.yaml:1: file: ", "Cannot be read (Is a directory). Restore the file."),
        (make_a_folder, "actors/new-one.yaml:1: file: ", "Cannot be read: Is a directory."),
    ],
)
def test_a_file_that_is_damaged_or_gone_is_named(folder, damage, name, message):
    assert check(folder).returncode == 0
    damage(folder / name.partition(":")[0])
    done = check(folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"{folder}/{name}{message}" in done.stderr


def test_a_record_without_a_release_needs_neither(folder):
    shutil.rmtree(folder / "releases")
    (folder / "ids.txt").unlink()
    assert check(folder).returncode == 0
