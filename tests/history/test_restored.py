"""A state that is released twice, what was changed having been changed back: each release has a version of its own."""

import shutil
from email.utils import parsedate_to_datetime

from api import create_app
from db.release.build import build_database
from tests.conftest import WORLD
from tests.history.worlds import edit_record, release_world

DAYS = ("2031-08-01", "2031-09-01", "2031-10-01", "2031-11-01")
NAMES = ("Ola Vik", "Ola Wik", "Ola Vik", "Ola Vick")


def client_of(pointer):
    return create_app(PARLEY_DATABASE=str(pointer), PARLEY_PUBLIC_URL="http://localhost:8000").test_client()


def test_a_version_and_a_day_mean_one_release_though_its_state_came_again(tmp_path):
    folder, pointer, versions, served = tmp_path / "records", tmp_path / "build" / "current", [], []
    shutil.copytree(WORLD, folder)
    for day, name in zip(DAYS, NAMES, strict=True):
        edit_record(folder, "actors/ola-vik", lambda data, name=name: data.update(name=name))
        before = build_database(folder, pointer)["version"]
        versions.append(release_world(folder, day).version)
        assert versions[-1] == before
        build_database(folder, pointer)
        served.append(client_of(pointer).get("/v1/actors/ola-vik").json)
    assert len(set(versions)) == len(versions)
    client = client_of(pointer)
    for number, version in enumerate(versions):
        response = client.get(f"/v1/actors/ola-vik?as_of={version}")
        assert response.json == served[number]
        assert parsedate_to_datetime(response.headers["Memento-Datetime"]).date().isoformat() == DAYS[number]
        changes = client.get(f"/v1/changes?since={version}").json["data"]
        assert [change["release"] for change in changes] == versions[number + 1 :]
    for day, name, version in zip(DAYS, NAMES, versions, strict=True):
        # The last day may not be one that is still to come.
        asked = day if day == DAYS[-1] else f"{day[:-2]}15"
        response = client.get(f"/v1/actors/ola-vik?as_of={asked}")
        assert (response.json["name"], response.headers["Parley-Release"]) == (name, version)
        assert parsedate_to_datetime(response.headers["Memento-Datetime"]).date().isoformat() == day
        listed = client.get(f"/v1/actors?as_of={asked}").json["data"]
        assert name in [one["name"] for one in listed]
