"""Growth: what ten releases of ordinary size add to the file that is served."""

import shutil

from db.curation import yaml
from db.curation.format import canonical
from db.query.root import ROOT
from db.release.build import build_database
from tests.history.worlds import release_world

COLOMBIA = ROOT / "examples" / "colombia-farc-2012-2016"
RELEASES = 10
EVENTS = 2
"""As many events are edited for a release, of 33; of the 786 of the real record that would be 48."""
MAX_GROWTH = 0.1


def edit(path, number):
    """Say more in the summary of an event, and in its first claim."""
    data = yaml.parse(path.read_bytes()).data
    data["summary"] += f" It was told again on the day of release {number}."
    for claim in list(data.get("claims", {}).values())[:1]:
        claim["text"] += f" So it was found in release {number}."
    path.write_text(canonical(data), encoding="utf-8")


def size(pointer):
    return pointer.resolve().stat().st_size


def test_ten_releases_add_a_tenth_at_most(tmp_path):
    folder, pointer = tmp_path / "records", tmp_path / "build" / "current"
    shutil.copytree(COLOMBIA, folder)
    release_world(folder, "2026-12-01")
    build_database(folder, pointer)
    before, paths = size(pointer), sorted((folder / "events").glob("*.yaml"))
    for number in range(RELEASES):
        for path in paths[number * EVENTS : (number + 1) * EVENTS]:
            edit(path, number)
        release_world(folder, f"2026-12-{number + 2:02}")
    build_database(folder, pointer)
    assert before < size(pointer) <= before * (1 + MAX_GROWTH)
