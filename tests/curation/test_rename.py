"""Renaming: all of it or nothing, in YAML and in lines of JSON."""

import json
import shutil

from tests.cli.test_cli import parley
from tests.conftest import WORLD
from tests.curation.test_ndjson import into_ndjson


def test_a_file_that_cannot_be_read_stops_a_rename_before_anything_is_written(tmp_path):
    folder = tmp_path / "records"
    shutil.copytree(WORLD, folder)
    broken = folder / "places" / "midport.yaml"
    broken.write_text(broken.read_text(encoding="utf-8") + "name: Midport\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    done = parley("rename", "publishers", "harbour-post", "the-harbour-post", PARLEY_RECORDS=str(folder))
    assert done.returncode == 1
    assert f"{broken}:{broken.read_text(encoding='utf-8').count(chr(10))}: " in done.stderr
    assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_references_and_records_in_lines_are_renamed_too(tmp_path):
    folder = tmp_path / "records"
    shutil.copytree(WORLD, folder)
    settings = {"PARLEY_RECORDS": str(folder), "PARLEY_DATABASE": str(tmp_path / "current")}
    for noun in ("actors", "events"):
        into_ndjson(folder, noun)
    before = (folder / "events.ndjson").read_text(encoding="utf-8").splitlines()
    for noun, old, new in (
        *(("actors", "ola-vik", "ola"), ("publishers", "harbour-post", "the-harbour-post")),
        ("claims", "2031-04-12-harbour-round-1:bodies", "2031-04-12-harbour-round-1:sailors"),
        ("events", "2031-04-27-handover", "2031-04-27-handed-over"),
    ):
        done = parley("rename", noun, old, new, **settings)
        assert done.returncode == 0, done.stderr
        done = parley("check", **settings)
        assert done.returncode == 0, done.stderr
    actors = {actor["id"]: actor for actor in map(json.loads, (folder / "actors.ndjson").read_text().splitlines())}
    assert actors["ola"]["formerly"] == ["ola-vik"]
    after = (folder / "events.ndjson").read_text(encoding="utf-8").splitlines()
    assert "ola-vik" not in "".join(after)
    # A line in which nothing has another id stays as it was written.
    assert set(before) & set(after)


def test_a_line_that_cannot_be_read_stops_a_rename_before_anything_is_written(tmp_path):
    folder = tmp_path / "records"
    shutil.copytree(WORLD, folder)
    into_ndjson(folder, "actors")
    with (folder / "actors.ndjson").open("a", encoding="utf-8") as lines:
        lines.write("{\n")
    before = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    done = parley("rename", "publishers", "harbour-post", "the-harbour-post", PARLEY_RECORDS=str(folder))
    assert done.returncode == 1
    assert "actors.ndjson:" in done.stderr
    assert "Nothing was renamed." in done.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()} == before
