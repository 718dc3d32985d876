"""Earlier releases built again: the same file as then, kept beside the pointer as long as it is of a release."""

import json
import shutil

import pytest

from db.release.build import build_as_of, build_database
from db.release.store import MAX_SERVED
from tests.cli.test_cli import parley
from tests.conftest import WORLD
from tests.history.worlds import Editor, edit_record, release_world

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "records"
    shutil.copytree(WORLD, folder)
    return folder


def test_an_earlier_release_is_built_into_the_file_that_it_was(folder, tmp_path):
    editor, built = Editor(folder, 3), []
    for number in range(6):
        if number:
            for _ in range(3):
                editor.edit()
        release = release_world(folder, f"2031-08-{number + 1:02}")
        built.append((release, build_database(folder, tmp_path / "then" / "current")["file_digest"]))
    editor.edit()
    for release, digest in built:
        assert build_as_of(folder, tmp_path / "now" / "current", release.version)["file_digest"] == digest
        assert build_as_of(folder, tmp_path / "now" / "current", release.date)["file_digest"] == digest
    with pytest.raises(LookupError):
        build_as_of(folder, tmp_path / "now" / "current", "2031-07-31")


def test_files_of_releases_stay_and_files_of_edits_go(folder, tmp_path):
    pointer = tmp_path / "build" / "current"
    release_world(folder)
    digests = [build_database(folder, pointer)["file_digest"]]
    for number in range(MAX_SERVED + 1):
        edit_record(folder, "events/2031-04-20-handover", lambda data, n=number: data.update(title=f"Handover {n}"))
        digests.append(build_database(folder, pointer)["file_digest"])
    manifests = {path.stem: json.loads(path.read_bytes()) for path in pointer.parent.glob("*.json")}
    assert manifests.keys() == {digests[0], *digests[-MAX_SERVED:]}
    assert [manifests[digest]["release"] for digest in digests if digest in manifests] == [1] + [None] * MAX_SERVED
    assert all((pointer.parent / f"{digest}.db").exists() for digest in manifests)


def test_the_command_builds_an_earlier_release_and_leaves_the_pointer(folder, tmp_path):
    settings = {"PARLEY_RECORDS": str(folder), "PARLEY_DATABASE": str(tmp_path / "build" / "current")}
    done = parley("build", "--as-of", "2031-08-01", **settings)
    assert "there is none" in done.stderr
    first = release_world(folder)
    edit_record(folder, "events/2031-04-20-handover", lambda data: data.update(title="Bodies are handed over"))
    done = parley("build", **settings)
    assert "1 change is not released yet" in done.stdout, done.stderr
    pointer = (tmp_path / "build" / "current").resolve()
    done = parley("build", "--as-of", first.version, **settings)
    assert f"release {first.version}, " in done.stdout, done.stderr
    assert (tmp_path / "build" / "current").resolve() == pointer
    assert len(list(pointer.parent.glob("*.db"))) == 2
    for wrong in ("foo", "2031-02-30", "2031-08", "", f"{first.version}0"):
        done = parley("build", "--as-of", wrong, **settings)
        assert done.returncode == 1
        assert f"--as-of is {wrong!r}; allowed are a day" in done.stderr
    assert len(list(pointer.parent.glob("*.db"))) == 2
    done = parley("build", "--as-of", "2030-01-01", **settings)
    assert done.returncode == 1
    assert f"there are {first.version} (2031-08-01)" in done.stderr
