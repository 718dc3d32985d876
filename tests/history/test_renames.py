"""Renames one after the other, of an event and of what lies inside it: every id that was published leads on."""

import shutil

import pytest

from api import create_app
from db.curation.rename import rename_record
from db.history.changes import RecordChange, drop_former_ids
from db.release.build import build_database, build_release
from db.release.store import activate
from tests.checked_client import BASE
from tests.conftest import WORLD
from tests.history.worlds import release_world

EVENT = "2031-04-27-handover"


def test_the_first_id_of_what_lies_inside_leads_to_it_though_its_event_was_renamed_twice(tmp_path):
    folder = tmp_path / "records"
    shutil.copytree(WORLD, folder)
    release_world(folder)
    for noun, old, new in (
        *(("events", EVENT, "other"), ("transfers", "other:to-northland", "other:said")),
        ("events", "other", "another"),
    ):
        rename_record(folder, noun, old, new)
    pointer = tmp_path / "build" / "current"
    build_database(folder, pointer)
    client = create_app(PARLEY_DATABASE=str(pointer), PARLEY_PUBLIC_URL="http://localhost:8000").test_client()
    for former in (f"{EVENT}:to-northland", "other:to-northland", "other:said"):
        response = client.get(f"/v1/transfers/{former}")
        assert response.status_code == 308, former
        assert response.headers["Location"].endswith("/v1/transfers/another:said")


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_citation_of_before_a_rename_leads_to_the_record_under_its_former_id(tmp_path, is_kept):
    """Nothing was said of what lies inside, so its citation names the release in which it had the old id."""
    folder, pointer = tmp_path / "records", tmp_path / "build" / "current"
    shutil.copytree(WORLD, folder)
    version = release_world(folder).version
    if is_kept:
        build_release(folder, pointer)
        for file in pointer.parent.glob("*.db"):
            activate(pointer, file.stem)
    rename_record(folder, "events", EVENT, "other")
    activate(pointer, build_release(folder, pointer)["file_digest"])
    client = create_app(PARLEY_DATABASE=str(pointer), PARLEY_PUBLIC_URL=BASE).test_client()
    cited = client.get("/v1/transfers/other:to-northland").json["citation"].rpartition(" ")[2].removeprefix(BASE)
    assert cited == f"/v1/transfers/other:to-northland?as_of={version}"
    for url in (cited, f"/v1/events/other.txt?as_of={version}", f"/v1/events/other?as_of={version}&view=brief"):
        response = client.get(url)
        assert (response.status_code, url) == (308, url)
        assert response.headers["Location"] == BASE + url.replace("other", EVENT)
        assert client.get(response.headers["Location"].removeprefix(BASE)).status_code == 200
    # What had no id at all then is still missing.
    assert client.get(f"/v1/events/another?as_of={version}").status_code == 404


@pytest.mark.parametrize(("noun", "left"), [("transfers", ["kept"]), ("events", ["other:to-northland", "kept"])])
def test_what_lies_inside_loses_the_former_id_that_it_never_had(noun, left):
    """Its event was renamed in the same release, so its old slug under the new event was never published."""
    move = RecordChange(noun, "other:said", "renamed", {"id": f"{EVENT}:to-northland"})
    content = {"formerly": [f"{EVENT}:to-northland", "other:to-northland", "kept"]}
    drop_former_ids(content, [move])
    assert content == {"formerly": left}
