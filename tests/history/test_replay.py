"""Replay: from the release files and the present records every earlier release is made again, as it was."""

import shutil
import zlib
from collections import Counter
from functools import cache

import pytest

from db.curation.load import load_records
from db.history import release_files
from db.history.restoring import Restorer
from db.history.revisions import revisions_of
from db.history.state import state_of
from db.history.timeline import check_state, load_timeline
from db.query.root import ROOT
from db.release.build import load_checked
from db.release.history import documents_of, history_rows, index_at, last_rows, served_by
from db.release.history_cache import HistoryCache
from db.release.identity import identify
from db.release.index import RecordIndex
from tests.conftest import WORLD
from tests.history.worlds import EDITS, Editor, edit_record, release_world

pytestmark = pytest.mark.slow

RELEASES = 200
TAKEN_BACK = 50
"""After as many edits one is released and then taken back, so that a state comes again."""
RECORDS = ROOT / "db" / "records"


def present_index(folder):
    records, timeline = load_checked(folder, folder.with_name("loaded.json"))
    release = identify(timeline.present, timeline.releases)
    revisions = revisions_of(timeline.releases, timeline.unreleased, release.date, release.version)
    return RecordIndex(records, release, revisions), timeline


def all_served(index):
    """Return state, target and document of everything that is served of some records, by noun and id."""
    documents = documents_of(index)
    return {key: (*one[:2], documents.get(key)) for key, one in served_by(index, documents).items()}


def document_rows(index, timeline, folder):
    cache, present = HistoryCache(folder), served_by(index, documents_of(index))
    rows = [*history_rows(index, timeline, cache), *last_rows(index, timeline, cache, present)]
    return [row for table, row in rows if table == "history_document"]


def test_every_release_of_the_real_record_is_made_again():
    records, timeline = load_checked(RECORDS)
    assert timeline.releases
    for release, state in timeline.states():
        check_state(release, state)
        assert identify(state, timeline.releases[: release.sequence]).version == release.version
        restored = Restorer(records, timeline.present).records(state)
        assert state_of(restored) == state


def test_a_source_that_an_actor_has_in_its_file_is_as_it_was(tmp_path):
    folder = shutil.copytree(WORLD, tmp_path / "records")
    source = {"publisher": "example-wire", "url": "https://example.org/minister", "published_date": "2030-01-10"}
    source |= {"title": "A minister", "language": "en", "kind": "news-report"}

    def cite(data, title):
        data["positions"][0]["evidence"] = [{"source": "example-wire-2030-01-10"}]
        data["sources"] = {"example-wire-2030-01-10": source | {"title": title}}

    for title in ("A minister", "A new minister"):
        edit_record(folder, "actors/ana-belo", lambda data, title=title: cite(data, title))
        release_world(folder)
    records, timeline = load_checked(folder)
    for release, state in timeline.states():
        check_state(release, state)
        assert state_of(Restorer(records, timeline.present).records(state)) == state


def test_the_present_state_is_enough_where_nothing_was_edited(tmp_path):
    folder = tmp_path / "records"
    shutil.copytree(WORLD, folder)
    editor = Editor(folder, 7)
    for _ in range(5):
        editor.edit()
        release_world(folder)
    (folder / "releases" / "newest.ndjson").unlink()
    timeline, errors = load_timeline(folder, load_records(folder))
    assert not errors
    for release, state in timeline.states():
        check_state(release, state)


@pytest.mark.xdist_group("replay")
def test_two_hundred_releases_of_random_edits_are_made_again(tmp_path, monkeypatch):
    """Every state comes back with its digest, and every address serves of each release what it served then."""
    folder = tmp_path / "records"
    shutil.copytree(WORLD, folder)
    # No file changes once it is written, and to read all of them 400 times takes minutes.
    monkeypatch.setattr(release_files, "_read", cache(release_files._read))
    editor, edits = Editor(folder, 20311130), Counter[str]()
    release_world(folder)
    states, served = [], []

    def note_release():
        index, timeline = present_index(folder)
        assert not timeline.unreleased
        states.append(timeline.present)
        served.append(all_served(index))

    for number in range(RELEASES):
        if number:
            edits.update(editor.edit() for _ in range(editor.random.randint(1, 2)))
            if not present_index(folder)[1].unreleased:
                continue  # Only remarks, or an edit that took back another.
            release_world(folder)
        note_release()
        if number % TAKEN_BACK == TAKEN_BACK - 1:
            path = editor.file("actors")
            stood = path.read_bytes()
            for content in (stood.replace(b"name: ", b"name: Old ", 1), stood):
                path.write_bytes(content)
                release_world(folder)
                note_release()
            assert states[-1] == states[-3]
    assert edits.keys() == {edit.__name__ for edit in EDITS}

    editor.edit()
    index, timeline = present_index(folder)
    assert len(timeline.releases) == len(states) > RELEASES * 0.8
    assert len({release.version for release in timeline.releases}) == len(states)
    restorer = Restorer(index.records, timeline.present)
    for release, state in timeline.states():
        check_state(release, state)
        assert state == states[release.sequence - 1]
    for sequence in (1, 2, len(states) // 2, len(states)):
        made = index_at(restorer, timeline.releases[:sequence], timeline.state_at(sequence))
        assert all_served(made) == served[sequence - 1]
    rows = document_rows(index, timeline, tmp_path / "cache")
    assert_rows_tell(rows, served, all_served(index))
    assert rows == document_rows(index, timeline, tmp_path / "cache")
    # Where nothing can be remembered it is worked out each time.
    (tmp_path / "file").touch()
    assert rows == document_rows(index, timeline, tmp_path / "file")


def assert_rows_tell(rows, served, present):
    """Look up every address in every release as a server does, and compare it with what was served."""
    by_key = {}
    for row in sorted(rows, key=lambda row: -row["until"]):
        by_key.setdefault((row["noun"], row["id"]), []).append(row)
    expected = dict.fromkeys({key for one in (*served, present) for key in one})
    stands = {key: _plain(present.get(key)) for key in expected}
    for sequence in range(len(served), 0, -1):
        for key, waiting in by_key.items():
            if waiting and waiting[0]["until"] == sequence:
                row = waiting.pop(0)
                document = zlib.decompress(row["document"]) if row["document"] else None
                stands[key] = (row["state"], row["target"], document)
        assert stands == {key: _plain(served[sequence - 1].get(key)) for key in expected}


def _plain(one):
    return tuple(one) if one else ("absent", None, None)
