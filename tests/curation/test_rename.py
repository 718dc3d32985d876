"""Renaming: all of it or nothing."""

import shutil

from tests.cli.test_cli import parley
from tests.conftest import WORLD


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
