"""Comparison and revisions by themselves: small states, what led from one to the next, and how often each changed."""

import pytest

from db.history.changes import RecordChange, undo
from db.history.comparison import VanishedRecords, compare
from db.history.release_files import PastCorrection, ReleaseFile
from db.history.revisions import Revisions, revisions_of
from db.history.state import pack

A, B, NEW = ("events", "a"), ("events", "b"), ("events", "new")


def state(**records):
    """Return a state; `events__a` names the event a, and `claims__a__x` the claim a:x."""
    keys = {name: name.split("__") for name in records}
    return {(noun, ":".join(inside)): pack(records[name]) for name, (noun, *inside) in keys.items()}


def told(changes):
    """Return changes as a reader would tell them: noun, id, kind and what stood before."""
    return [(change.noun, change.id, change.kind, change.before) for change in changes]


BEFORE = state(events__a={"title": "A", "claims": ["x", "y"]}, claims__a__x={"text": "X"}, claims__a__y={"text": "Y"})


def test_what_lies_in_an_event_that_was_renamed_moves_with_it():
    after = state(
        events__new={"title": "A", "claims": ["x", "y"], "formerly": ["a"]},
        claims__new__x={"text": "X"},
        claims__new__y={"text": "Y, as was found."},
    )
    changes = compare(BEFORE, after)
    assert told(changes)[0] == ("events", "new", "renamed", {"id": "a"})
    assert [(change.key, change.before) for change in changes[1:]] == [(("claims", "new:y"), {"text": "Y"})]
    assert undo(after, changes) == BEFORE


def test_a_new_id_is_told_before_what_else_changed():
    after = state(
        events__new={"title": "A, as was found.", "claims": ["x", "y"], "formerly": ["a"]},
        claims__new__x={"text": "X"},
        claims__new__y={"text": "Y"},
    )
    changes = compare(BEFORE, after)
    assert [(change.key, change.before) for change in changes] == [(NEW, {"id": "a"}), (NEW, {"title": "A"})]
    assert undo(after, changes) == BEFORE


def test_of_two_that_name_one_former_id_the_first_had_it():
    before = state(actors__a={"name": "A"}, actors__b={"name": "B"})
    after = state(
        actors__new={"name": "A", "formerly": ["a"]},
        actors__other={"name": "Other", "formerly": ["a"]},
        actors__zed={"name": "B", "formerly": ["b"]},
    )
    changes = compare(before, after)
    assert [(change.id, change.kind) for change in changes] == [
        ("new", "renamed"),
        ("other", "added"),
        ("zed", "renamed"),
    ]
    assert undo(after, changes) == before


def test_what_lies_in_an_event_that_went_into_another_goes_there_under_its_name():
    before = BEFORE | state(events__b={"title": "B", "claims": ["z"]}, claims__b__z={"text": "Z"})
    after = state(
        events__b={"title": "B", "claims": ["z", "x", "y"], "formerly": ["a"]},
        claims__b__x={"text": "X"},
        claims__b__y={"text": "Y"},
        claims__b__z={"text": "Z"},
    )
    changes = compare(before, after)
    moved = {change.key: change.before["id"] for change in changes if change.kind == "renamed"}
    assert moved == {B: "a", ("claims", "b:x"): "a:x", ("claims", "b:y"): "a:y"}
    assert undo(after, changes) == before


@pytest.mark.parametrize(
    ("after", "gone"),
    [
        (state(events__a={"title": "A", "claims": ["y"]}, claims__a__y={"text": "Y"}), [("claims", "a:x")]),
        (
            state(events__new={"title": "A", "claims": ["y"], "formerly": ["a"]}, claims__new__y={"text": "Y"}),
            [("claims", "a:x")],
        ),
        ({}, [A, ("claims", "a:x"), ("claims", "a:y")]),
    ],
)
def test_nothing_vanishes_without_a_word(after, gone):
    with pytest.raises(VanishedRecords) as vanished:
        compare(BEFORE, after)
    assert vanished.value.keys == gone


def test_the_order_of_what_lies_inside_is_a_change_of_the_event():
    after = BEFORE | state(events__a={"title": "A", "claims": ["y", "x"]})
    changes = compare(BEFORE, after)
    assert told(changes) == [("events", "a", "reworded", {"claims": ["x", "y"]})]
    assert undo(after, changes) == BEFORE


def release(sequence, date, changes=(), corrections=()):
    version = f"{date}.{sequence:08}"
    return ReleaseFile(sequence, version, date, "0" * 64, "", "Notes.", {}, list(changes), list(corrections))


def test_a_claim_that_changes_changes_its_event():
    change = RecordChange("claims", "a:x", "corrected", {"text": "X"})
    revisions = Revisions.after([release(1, "2031-01-01"), release(2, "2031-02-01", [change])])
    for key in (A, ("claims", "a:x")):
        own = revisions.of(key)
        assert (own.created, own.updated, own.corrected, own.number) == ("2031-01-01", "2031-02-01", "2031-02-01", 2)
        assert (own.version, own.is_released) == ("2031-02-01.00000002", True)
        assert (own.created_in, own.updated_in, own.corrected_in) == (1, 2, 2)
    other = revisions.of(("claims", "a:y"))
    assert (other.updated, other.corrected, other.number, other.corrected_in) == ("2031-01-01", None, 1, None)
    assert set(revisions._own) == {A, ("claims", "a:x")}


def test_what_was_reworded_was_not_corrected_and_stays_corrected_as_it_was():
    corrected = RecordChange("claims", "a:x", "corrected", {"text": "X"})
    reworded = RecordChange("claims", "a:x", "reworded", {"text": "X."})
    releases = [release(1, "2031-01-01"), release(2, "2031-02-01", [corrected]), release(3, "2031-03-01", [reworded])]
    own = Revisions.after(releases).of(("claims", "a:x"))
    assert (own.updated, own.corrected, own.number, own.corrected_in) == ("2031-03-01", "2031-02-01", 3, 2)


def test_what_waits_for_a_release_is_an_edit_and_no_correction_yet():
    change = RecordChange("claims", "a:x", "corrected", {"text": "X"})
    revisions = revisions_of([release(1, "2031-01-01")], [change], "2030-12-01", "next")
    own = revisions.of(A)
    assert (own.updated, own.corrected, own.number, own.version) == ("2031-01-01", None, 2, "next")
    assert (own.is_released, own.updated_in, own.corrected_in) == (False, 2, None)
    assert revisions_of([], [], "2030-12-01", "next").of(A).is_released is False


def test_a_record_and_what_lies_inside_take_their_revisions_to_the_new_id():
    first = RecordChange("claims", "a:x", "extended", {"text": "X"})
    renamed = RecordChange("events", "new", "renamed", {"id": "a"})
    releases = [release(1, "2031-01-01"), release(2, "2031-02-01", [first]), release(3, "2031-03-01", [renamed])]
    revisions = Revisions.after(releases)
    assert (revisions.of(NEW).number, revisions.of(("claims", "new:x")).number) == (3, 2)
    assert set(revisions._own) == {NEW, ("claims", "new:x")}


def test_what_was_added_came_then_whatever_was_corrected_in_it_before():
    added = RecordChange("claims", "a:z", "added")
    own = Revisions.after([release(1, "2031-01-01"), release(2, "2031-02-01", [added])]).of(("claims", "a:z"))
    assert (own.created, own.created_in, own.number, own.corrected) == ("2031-02-01", 2, 1, None)


def test_corrections_from_before_the_first_release_count_for_the_event_too():
    past = [
        PastCorrection("claims", "a:x", "2030-06-01", "corrected", "It was wrong."),
        PastCorrection("claims", "a:y", "2030-05-01", "extended", "It said less."),
    ]
    revisions = Revisions.after([release(1, "2031-01-01", corrections=past)])
    assert [revisions.of(key).corrected for key in (A, ("claims", "a:x"), ("claims", "a:y"))] == [
        *("2030-06-01", "2030-06-01", None)
    ]
    assert [revisions.of(key).created for key in (A, ("claims", "a:x"), ("claims", "a:y"))] == [
        *("2030-05-01", "2030-06-01", "2030-05-01")
    ]


def test_a_change_that_cannot_be_taken_back_is_never_written_down(monkeypatch):
    monkeypatch.setattr("db.history.comparison._note_orders", lambda *_: None)
    with pytest.raises(AssertionError, match="Taking back the changes does not give the state before"):
        compare(BEFORE, BEFORE | state(events__a={"title": "A", "claims": ["y", "x"]}))
