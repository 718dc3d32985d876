"""Files beside the records: what a record says of itself and which words mean the same; damage is told by line."""

import pytest

from db.curation.checks import check_records
from db.curation.load import load_records
from db.curation.references import resolve_sound
from db.curation.rename import RenameError, rename_record

ROUND = "2031-04-12-harbour-round-1"


def problems(folder):
    return [str(error) for error in check_records(load_records(folder))]


def test_without_a_word_on_what_it_covers_a_record_is_refused(world):
    (world / "coverage.yaml").unlink()
    assert problems(world) == ["coverage.yaml:1: file: Missing; it says what the record covers."]


@pytest.mark.parametrize("name", ["coverage.yaml", "synonyms.yaml"])
def test_a_file_that_is_no_yaml_is_told_by_its_line(world, name):
    (world / name).write_text("first: [one, two]\nfirst: [three, four]\n", encoding="utf-8")
    [problem] = problems(world)
    assert problem.startswith(f"{name}:2: file: ")
    assert "twice" in problem


@pytest.mark.parametrize(
    ("noun", "old", "new", "message"),
    [
        ("topics", "nothing", "something", "No record of topics has the id 'nothing'."),
        ("topics", "ceasefire", "humanitarian", "The id 'humanitarian' is taken by topics/humanitarian.yaml."),
        ("topics", "ceasefire", "Cease Fire", "'Cease Fire' is not an id for it"),
        ("claims", f"{ROUND}:hall", "hall", "what lies inside an event stays inside that event"),
        ("claims", f"{ROUND}:hall", "2031-04-20-handover:hall", "what lies inside an event stays inside that event"),
        ("topics", "ceasefire", f"{ROUND}:ceasefire", "is not an id for it"),
    ],
)
def test_a_rename_that_would_lose_or_confuse_something_is_refused(world, noun, old, new, message):
    before = {path: path.read_bytes() for path in world.rglob("*.*") if path.is_file()}
    with pytest.raises(RenameError) as refused:
        rename_record(world, noun, old, new)
    assert message in str(refused.value)
    assert {path: path.read_bytes() for path in world.rglob("*.*") if path.is_file()} == before


def test_a_build_does_not_go_on_with_a_reference_that_leads_nowhere(world):
    records = load_records(world)
    entry = records.nouns["events"][ROUND]
    with pytest.raises(LookupError, match=f"events/{ROUND}.yaml: no 'nobody' in"):
        resolve_sound(records, entry, ("actors",), "nobody")
