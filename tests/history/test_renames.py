"""Renames one after the other, of an event and of what lies inside it: every id that was published leads on."""

import shutil

from api import create_app
from db.curation.rename import rename_record
from db.release.build import build_database
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
