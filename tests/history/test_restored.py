"""A state that is released twice, what was changed having been changed back: a day means the release that it had."""

import shutil
from email.utils import parsedate_to_datetime

from api import create_app
from db.release.build import build_database
from tests.conftest import WORLD
from tests.history.worlds import edit_record, release_world

DAYS = ("2031-08-01", "2031-09-01", "2031-10-01", "2031-11-01")
NAMES = ("Ola Vik", "Ola Wik", "Ola Vik", "Ola Vick")


def test_a_day_means_the_release_that_it_had_though_its_state_came_again(tmp_path):
    folder, pointer, versions = tmp_path / "records", tmp_path / "build" / "current", []
    shutil.copytree(WORLD, folder)
    for day, name in zip(DAYS, NAMES, strict=True):
        edit_record(folder, "actors/ola-vik", lambda data, name=name: data.update(name=name))
        versions.append(release_world(folder, day).version)
        build_database(folder, pointer)
    assert versions[0] == versions[2]
    client = create_app(PARLEY_DATABASE=str(pointer), PARLEY_PUBLIC_URL="http://localhost:8000").test_client()
    for day, name, version in zip(DAYS, NAMES, versions, strict=True):
        response = client.get(f"/v1/actors/ola-vik?as_of={day[:-2]}15")
        assert (response.json["name"], response.headers["Parley-Release"]) == (name, version)
        assert parsedate_to_datetime(response.headers["Memento-Datetime"]).date().isoformat() == day
        listed = client.get(f"/v1/actors?as_of={day[:-2]}15").json["data"]
        assert name in [one["name"] for one in listed]
