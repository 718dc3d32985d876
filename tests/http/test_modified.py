"""Last-Modified: since when a reply is as it is; a file fetched before that is older, one fetched after it is not."""

import os
import shutil
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest

from api import create_app
from api.http import response as http_response
from db.release.build import build_database
from db.release.store import roll_back
from tests.checked_client import BASE

URL = "/v1/events/2031-04-12-harbour-round-1"


@pytest.fixture
def old_code(monkeypatch):
    """Let the code be older than any release."""
    monkeypatch.setattr(http_response, "code_time", lambda: 0)


def modified(client, url=URL):
    return parsedate_to_datetime(client.get(url).headers["Last-Modified"])


def age(pointer, seconds):
    """Make a pointer and its release look as if they had been there for a while."""
    then = time.time() - seconds
    os.utime(pointer.resolve(), (then, then))
    os.utime(pointer, (then, then), follow_symlinks=False)


@pytest.mark.usefixtures("old_code")
def test_a_correction_on_the_same_day_is_newer_than_a_file_of_the_morning(world, tmp_path):
    pointer = tmp_path / "build" / "current"
    build_database(world, pointer)
    age(pointer, 7200)
    client = create_app(PARLEY_DATABASE=str(pointer), PARLEY_PUBLIC_URL=BASE).test_client()
    fetched = datetime.now(UTC).timestamp() - 3600
    assert modified(client).timestamp() < fetched  # What `curl -z FILE` has need not be fetched again.
    event = world / "events" / "2031-04-12-harbour-round-1.yaml"
    event.write_text(event.read_text().replace("title: ", "title: Corrected, "))
    build_database(world, pointer)
    assert modified(client).timestamp() > fetched
    # To go back changes what is served too.
    corrected = datetime.now(UTC).timestamp() - 1800
    age(pointer, 2400)
    assert modified(client).timestamp() < corrected
    roll_back(pointer)
    assert modified(client).timestamp() > corrected


@pytest.mark.usefixtures("old_code")
def test_it_is_never_later_than_now_nor_earlier_than_the_release(database):
    client = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE).test_client()
    assert database.resolve().stat().st_mtime - 1 <= modified(client).timestamp() <= time.time()


def test_new_code_is_a_change(database, tmp_path, monkeypatch):
    pointer = tmp_path / "current"
    shutil.copy(database.resolve(), tmp_path / database.resolve().name)
    pointer.symlink_to(database.resolve().name)
    age(pointer, 90_000)
    monkeypatch.setattr(http_response, "code_time", lambda: int((time.time() - 40_000) * 1e9))
    client = create_app(PARLEY_DATABASE=str(pointer), PARLEY_PUBLIC_URL=BASE).test_client()
    assert abs(modified(client).timestamp() - (time.time() - 40_000)) < 60
    assert f"{modified(client, '/v1/on-this-day'):%Y-%m-%d}" == f"{datetime.now(UTC):%Y-%m-%d}"
