"""First ids: what renames, of records and of events around them, leave of the id by which subscribers know a record."""

import shutil

import pytest

from db.curation.rename import rename_record
from db.history.first_ids import find_first_ids
from db.release.build import load_checked
from tests.conftest import WORLD
from tests.history.worlds import edit_record, release_world

EVENT = "2031-04-27-handover"
ROUND = "2031-04-12-harbour-round-1"


@pytest.fixture
def folder(tmp_path):
    """Return a world with a first release."""
    folder = tmp_path / "records"
    shutil.copytree(WORLD, folder)
    release_world(folder)
    return folder


def first_ids(folder):
    _, timeline = load_checked(folder)
    return find_first_ids(timeline, {release.sequence: state for release, state in timeline.states()})


def test_what_was_renamed_before_the_first_release_has_its_oldest_id(folder):
    found = first_ids(folder)
    assert found["events", ROUND] == "2031-04-harbour-talks"
    assert found["claims", f"{ROUND}:bodies"] == "2031-04-harbour-talks:bodies"
    assert ("events", EVENT) not in found
    shutil.rmtree(folder / "releases")
    assert first_ids(folder) == found


@pytest.mark.parametrize("released", [True, False])
def test_a_record_that_was_renamed_again_and_again_has_its_first_id(folder, released):
    slug = "to-northland"
    renames = (
        *(("events", EVENT, "other"), ("transfers", f"other:{slug}", "other:said"), ("events", "other", "another")),
        *(("transfers", "another:said", "another:told"), ("actors", "ola-vik", "ola")),
    )
    for noun, old, new in renames:
        rename_record(folder, noun, old, new)
        if released:
            release_world(folder)
    found = first_ids(folder)
    assert found["events", "another"] == EVENT
    assert found["transfers", "another:told"] == f"{EVENT}:{slug}"
    assert found["actors", "ola"] == "ola-vik"
    # Who asks for an earlier state asks under an id between.
    assert (found.get(("transfers", "other:said")) == f"{EVENT}:{slug}") is released


def test_a_record_into_which_another_one_went_stays_itself(folder):
    (folder / "actors" / "nobody.yaml").write_text("name: Nobody\nkind: person\n", encoding="utf-8")
    release_world(folder)
    (folder / "actors" / "nobody.yaml").unlink()
    edit_record(folder, "actors/ana-belo", lambda data: data.update(formerly=["nobody"]))
    release_world(folder)
    rename_record(folder, "actors", "ana-belo", "ana")
    found = first_ids(folder)
    assert found["actors", "ana"] == "ana-belo"
    assert not {("actors", "ana-belo"), ("actors", "nobody")} & found.keys()


def test_what_came_from_another_event_before_the_first_release_has_its_id_from_there(folder):
    shutil.rmtree(folder / "releases")
    edit_record(
        folder, f"events/{ROUND}", lambda data: data["claims"]["bodies"].update(formerly=["2031-04-call:fallen"])
    )
    found = first_ids(folder)
    assert found["claims", f"{ROUND}:bodies"] == "2031-04-call:fallen"
    assert found["claims", f"{ROUND}:next-round"] == "2031-04-harbour-talks:next-round"
