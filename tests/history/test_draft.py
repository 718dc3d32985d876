"""Drafts and states by themselves: what a curator is shown of each change, and what a state is made of."""

import pytest

from db.curation.load import load_records
from db.history.changes import RecordChange
from db.history.comparison import compare
from db.history.draft import MAX_SHOWN, draft_template
from db.history.release_files import own_version
from db.history.state import SYNONYMS_KEY, pack, state_of
from db.history.timeline import Timeline
from tests.history.test_comparison import release


def draft(changes, **names):
    after = {change.key: pack({"name": names.get(change.id, "Now")}) for change in changes}
    return "".join(draft_template(changes, after, "2031-08-01"))


def renamed(number):
    return [RecordChange("actors", f"a{one}", "corrected", {"name": f"Then {one}"}) for one in range(number)]


def test_what_was_added_is_named_and_nothing_is_said_where_nothing_was():
    assert "# Added, which needs no reason: actors/new\n" in draft([RecordChange("actors", "new", "added")])
    assert "# Added" not in draft(renamed(1))


@pytest.mark.parametrize(("number", "entries"), [(7, 7), (8, 1)])
def test_eight_changes_alike_are_one_entry(number, entries):
    assert draft(renamed(number)).count("- kind: ") == entries


@pytest.mark.parametrize(("length", "shown"), [(MAX_SHOWN, "x" * MAX_SHOWN), (MAX_SHOWN + 1, "x" * MAX_SHOWN + "…")])
def test_long_values_are_cut(length, shown):
    text = draft(renamed(1), a0="x" * length)
    assert f"#   name: Then 0\n#   now: {shown}\n" in text


def test_the_order_of_parts_that_have_names_is_a_change():
    before = {("actors", "a"): pack({"terms": {"p": {"what": "P"}, "q": {"what": "Q"}}})}
    after = {("actors", "a"): pack({"terms": {"q": {"what": "Q"}, "p": {"what": "P"}}})}
    [change] = compare(before, after)
    assert list(change.before["terms"]) == ["p", "q"]


def test_a_state_that_comes_again_has_a_version_of_its_own_each_time():
    version, digest = "2031-08-01.00000000", "0" * 64
    earlier = [release(number, "2031-08-01") for number in (1, 2, 3)]
    for number, one in enumerate(earlier):
        one.version, one.records_digest = (version if not number else f"2031-08-01.{number:08}"), digest
    versions = [own_version(version, digest, earlier[:number]) for number in range(4)]
    assert versions[0] == version
    assert len(set(versions)) == 4


def test_synonyms_are_part_of_a_state_where_there_are_some(world):
    assert SYNONYMS_KEY not in state_of(load_records(world))
    (world / "synonyms.yaml").write_text("places:\n- [kyiv, kiev]\n", encoding="utf-8")
    assert state_of(load_records(world))[SYNONYMS_KEY] == pack({"groups": [["kyiv", "kiev"]]})


def test_an_order_that_changed_is_told_of_its_event_and_of_no_other_record():
    claims = {("claims", f"a:{slug}"): pack({"text": slug}) for slug in "xy"}
    before = claims | {("events", "a"): pack({"claims": ["x", "y"]}), ("topics", "t"): pack({"name": "T"})}
    after = claims | {("events", "a"): pack({"claims": ["y", "x"]}), ("topics", "t"): pack({"name": "U"})}
    stood = {change.key: change.before for change in compare(before, after)}
    assert stood == {("events", "a"): {"claims": ["x", "y"]}, ("topics", "t"): {"name": "T"}}


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        *(("2031-08-02.00000002", 2), ("2031-08-02.00000009", None), ("2031-08-02", 2), ("2031-08-05", 2)),
        *(("2031-08-01", 1), ("2031-07-31", None)),
    ],
)
def test_a_release_is_found_by_its_version_or_by_a_day(moment, number):
    timeline = Timeline([release(1, "2031-08-01"), release(2, "2031-08-02")], {}, {}, [])
    found = timeline.find(moment)
    assert (found.sequence if found else None) == number
